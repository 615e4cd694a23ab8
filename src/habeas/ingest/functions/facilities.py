"""Places of detention by kind and number: ``ИК №17`` and ``IK-17`` are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from habeas.ingest.functions.kinds_in_words import (
    Named,
    folded,
    is_denied,
    is_so_called,
    kinds_named,
    whole_words,
    word_before,
)
from habeas.ingest.functions.word_tables import read_table

_DASHES: Final = r"\-‐‑–—−"
_MARKED: Final = re.compile(r"(?:№|#|\bno\.?)\s*(\d{1,3})(?!\d)")


@dataclass(frozen=True)
class NamedFacility:
    """What a text says of a facility: the kind's term in the vocabulary, its abbreviation, and the number, if any."""

    term: str
    abbreviation: str
    number: str = ""

    @property
    def key(self) -> str:
        """The normal form: ``IK-17``. One country has many of the same: add the region to name one."""
        if not self.number:
            raise ValueError("no number of a facility")
        return f"{self.abbreviation}-{self.number}"


@dataclass(frozen=True)
class _Kind:
    term: str
    abbreviation: str
    ward: bool


@lru_cache(maxsize=1)
def _kinds() -> dict[str, _Kind]:
    """The kinds by the place of their row in the table; the empty one has no term."""
    rows = read_table("facility_words")["kind"]
    return {"": _Kind("", "", ward=False)} | {
        str(at): _Kind(row["term"], row["key"], row.get("ward", False)) for at, row in enumerate(rows)
    }


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns, each with its row; those of bare forms come last, with a star behind the row."""
    table = read_table("facility_words")
    rows = list(enumerate(table["kind"]))
    number = _number(table)
    found = [(whole_words(table["none"]["forms"]), "")]
    found += [(re.compile(_kind(row, number)), str(at)) for at, row in rows]
    found += [
        (re.compile(rf"{whole_words(row['bare']).pattern}(?:{number})?"), f"{at}*")
        for at, row in rows
        if "bare" in row
    ]
    return tuple(found)


def _number(table: dict[str, Any]) -> str:
    """A number behind a kind: with a sign or a dash, else at the end of a phrase: "в колонии 5 лет" has none."""
    marks = "|".join(re.escape(form) for form in table["number"]["forms"])
    regimes = "|".join(re.escape(form) for form in table["regime"]["forms"])
    marked = rf"(?:(?:{marks})[\s.]*|[{_DASHES}]\s*)(\d{{1,3}})(?![\w/])"
    plain = r"(\d{1,3})(?![\w/])(?!\s*\w)"
    return rf"[\s.]*(?:{regimes})?[\s.{_DASHES}]*(?:{marked})|[\s.]*(?:{regimes})?[\s.]*{plain}"


def _kind(row: dict[str, Any], number: str) -> str:
    patterns = [rf"{whole_words(row['forms']).pattern}(?:{number})?"]
    if "numbered" in row:
        patterns.append(rf"{whole_words(row['numbered']).pattern}(?:{number})")
    if "dashed" in row:
        patterns.append(rf"{whole_words(row['dashed']).pattern}[{_DASHES}](\d{{1,3}})(?![\w/])")
    return "|".join(patterns)


@lru_cache(maxsize=16384)
def named_facility(text: str) -> NamedFacility:
    """Return the kind and number of the facility that a text names.

    Raises ValueError where it names no kind, one that is none of the vocabulary, or more than one: but a hospital of a
    prison is a hospital.
    """
    plain = folded(text)
    named = [found for found in kinds_named(plain, _patterns()) if _is_the_kind(plain, found)]
    if is_so_called(plain) or any(is_denied(plain, found) for found in named):
        raise ValueError("the text denies a kind of facility, or names it with reserve")
    rows = list(dict.fromkeys(found.kind.rstrip("*") for found in named))
    kinds = [_kinds()[row] for row in rows]
    if not kinds or not all(kind.term for kind in kinds):
        raise ValueError("not a known kind of facility")
    if len(kinds) > 1 and not (kinds[0].ward and _belong_together(plain, named)):
        raise ValueError(f"more than one kind of facility: {', '.join(kind.term for kind in kinds)}")
    own = [group for found in named if found.kind.rstrip("*") == rows[0] for group in found.groups]
    others = [] if len(kinds) > 1 else _MARKED.findall(plain)
    numbers = {str(int(number)) for number in (*own, *others)}
    if len(numbers) > 1:
        raise ValueError("more than one number of a facility")
    return NamedFacility(kinds[0].term, kinds[0].abbreviation, next(iter(numbers)) if own else "")


def _is_the_kind(text: str, found: Named) -> bool:
    """Whether no word before a bare form may make another kind of it."""
    if not found.kind.endswith("*"):
        return True
    word = word_before(text, found.start)
    before = read_table("facility_words")["before"]
    if whole_words(before["but"]).fullmatch(word):
        return False
    places = "|".join(form.replace("*", r"\w*") for form in before["places"])
    return len(word) < 3 or bool(re.fullmatch(places, word) or whole_words(before["words"]).fullmatch(word))


def _belong_together(text: str, named: list[Named]) -> bool:
    """Whether only a preposition, signs and numbers stand between the places that are named."""
    ordered = sorted(named, key=lambda found: found.start)
    between = " ".join(text[one.end : other.start] for one, other in pairwise(ordered))
    return set(re.findall(r"[^\W\d]+", between)) <= set(read_table("facility_words")["ward"]["words"])
