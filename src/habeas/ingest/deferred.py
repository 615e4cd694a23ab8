"""Ids that nothing but a mapping's template uses: they are made after the query and not within it.

A function that Oxigraph calls costs several times what it does. So ``BIND(fn:id("kind", ?key) AS ?id)`` is taken out
of the query where that cannot change its solutions: ``?id`` stands nowhere else in the WHERE part, and ``?key`` is
bound by a column in the same group before it and nowhere else, so that the one is bound where the other is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.ingest.columns import COLUMN, expand
from habeas.model.namespaces import FUNCTION
from habeas.store.tokens import Token

LENGTH: Final = 11
"""Tokens of ``BIND ( fn:id ( "kind" , ?key ) AS ?id )``."""
_MARKS: Final = {1: "(", 3: "(", 5: ",", 7: ")", 10: ")"}
_PLAIN: Final = re.compile(r"\"[^\"\\]+\"|'[^'\\]+'")
_RENAMING: Final = ("SELECT", "VALUES")
"""Words after which a variable may be bound, or not be seen, in other ways than looked at here."""


@dataclass(frozen=True)
class DeferredId:
    """An id to be made: the variables of the id and of its key, its kind, and the place of the BIND."""

    name: str
    key: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Place:
    group: tuple[int, ...]
    in_brackets: bool


def find_deferred(where: Sequence[Token], declared: dict[str, str]) -> list[DeferredId]:
    """Return the BINDs that can be taken out of the tokens of a WHERE part."""
    if any(token.is_word(*_RENAMING) for token in where):
        return []
    places = list(_places(where))
    found: dict[str, list[int]] = {}
    for at, token in enumerate(where):
        if token.kind == "variable":
            found.setdefault(token.text[1:], []).append(at)
    return [
        DeferredId(name, key, kind, where[at].start, where[at + LENGTH - 1].start + 1)
        for at in range(len(where) - LENGTH)
        for name, key, kind in _bound_ids(where[at : at + LENGTH], declared)
        if len(found[name]) == 1 and _is_column_of_group(at, found[key], where, places, declared)
    ]


def _bound_ids(window: Sequence[Token], declared: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    bind, call, kind, key, word, name = (window[n] for n in (0, 2, 4, 6, 8, 9))
    if (
        bind.is_word("BIND")
        and all(window[at].text == mark for at, mark in _MARKS.items())
        and expand(call, declared) == f"{FUNCTION}id"
        and _PLAIN.fullmatch(kind.text)
        and word.is_word("AS")
        and key.kind == name.kind == "variable"
    ):
        yield name.text[1:], key.text[1:], kind.text[1:-1]


def _is_column_of_group(
    bind: int, found: list[int], where: Sequence[Token], places: list[_Place], declared: dict[str, str]
) -> bool:
    binding = [at for at in found if not places[at].in_brackets]
    return (
        len(binding) == 1
        and binding[0] < bind
        and places[binding[0]].group == places[bind].group
        and (expand(where[binding[0] - 1], declared) or "").startswith(COLUMN)
    )


def _places(where: Sequence[Token]) -> Iterator[_Place]:
    groups: list[int] = []
    brackets = 0
    for at, token in enumerate(where):
        if token.text == "{":
            groups.append(at)
        elif token.text == "}":
            groups.pop()
        brackets += (token.text in "([") - (token.text in ")]")
        yield _Place(tuple(groups), brackets > 0)


def without(text: str, start: int, where: Sequence[Token], deferred: Sequence[DeferredId]) -> str:
    """Return the text from ``start`` to the end of ``where``, without the BINDs.

    A dot takes the place of a BIND that ended a triple, and the dot behind a BIND goes with it.
    """
    cut = {d.start: d.end for d in deferred}
    pieces, end, before = [], start, ""
    for token in where:
        if token.start in cut:
            pieces.append(text[end : token.start] + ("" if before in "{}.)" else " . "))
            end, before = cut[token.start], "."
        elif token.start >= end:
            if token.text == "." and end in cut.values() and not text[end : token.start].strip():
                end = token.start + 1
            before = token.text
    return "".join(pieces) + text[end : where[-1].start + 1]
