"""Kinds of penalty by the words of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from habeas.ingest.functions.kinds_in_words import (
    Named,
    folded,
    is_denied,
    is_so_called,
    kinds_named,
    whole_words,
)
from habeas.ingest.functions.word_tables import read_table


@dataclass(frozen=True)
class _Kind:
    term: str
    forms: re.Pattern[str]
    alone: re.Pattern[str]
    beside: re.Pattern[str] | None
    places: re.Pattern[str] | None
    place_alone: re.Pattern[str] | None
    over: frozenset[str]
    additional: bool


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            row["term"],
            whole_words(row["forms"]),
            whole_words(row.get("alone", ())),
            whole_words(row["beside"]) if "beside" in row else None,
            whole_words(row["places"]) if "places" in row else None,
            whole_words(row["place_alone"]) if "place_alone" in row else None,
            frozenset(row.get("over", ())),
            row.get("additional", False),
        )
        for row in read_table("penalty_words")["kind"]
    )


@lru_cache(maxsize=16384)
def penalty(text: str) -> str:
    """Return the notation in the vocabulary ``penalty`` of what a text says was imposed.

    A term with a fine beside it is the term's kind, and a suspended term is suspended. Raises ValueError where no kind
    is named (a bare number of years does not tell), where two are that do not go together, and where one is denied.
    """
    plain = folded(text)
    found = [named for named in _named(plain) if named.kind]
    additional = {kind.term for kind in _kinds() if kind.additional}
    denied = {named.kind for named in found if is_denied(plain, named)}
    if denied - additional or is_so_called(plain):
        raise ValueError("the text denies a kind of penalty, or names it with reserve")
    terms = list(dict.fromkeys(named.kind for named in found if named.kind not in denied))
    main = [term for term in terms if term not in additional] or terms[:1]
    over = {kind.term: kind.over for kind in _kinds()}
    left = [term for term in main if not any(term in over[other] for other in main)]
    if len(left) > 1:
        raise ValueError(f"more than one kind of penalty: {', '.join(left)}")
    if not left:
        raise ValueError("not a known kind of penalty")
    return left[0]


def _named(text: str) -> list[Named]:
    found = [kind for kind in _kinds() if kind.beside and kind.beside.search(text)]
    if len(found) > 1 and found[0].forms.search(text):
        raise ValueError(f"more than one kind of penalty: {', '.join(kind.term for kind in found)}")
    found = found or [kind for kind in _kinds() if kind.places and kind.places.search(text)]
    patterns = [(whole_words(read_table("penalty_words")["none"]["forms"]), "")]
    for kind in _kinds():
        patterns.append((kind.alone, kind.term))
        if kind.place_alone and not any(other is not kind for other in found):
            patterns.append((kind.place_alone, kind.term))
        if kind.beside is None or kind in found:
            patterns.append((kind.forms, kind.term))
    return kinds_named(text, patterns)
