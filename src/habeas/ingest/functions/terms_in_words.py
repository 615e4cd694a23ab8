"""Terms of imprisonment as people write them: one duration, or the shortest and the longest that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from habeas.ingest.functions import terms
from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_TOKEN: Final = re.compile(
    r"\d+\s\d/[1-9]|\d/[1-9]|\d+(?:[.,]\d+)?\s?[½¼¾]?|[½¼¾]|[^\W\d_]+(?:['’][^\W\d_]+)?|[-–—]|[^\s.,;()]"
)
_GLYPHS: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_LONGEST: Final = 4
_UNITS: Final = ("year", "month", "week", "day")


@dataclass(frozen=True)
class StatedTerm:
    """The shortest and the longest duration that a text allows; None where it states none."""

    shortest: str | None
    longest: str | None


@dataclass
class _Count:
    """What has been read of one duration."""

    months: Fraction = Fraction(0)
    days: Fraction = Fraction(0)
    years: int = 0
    smallest: int = -1

    def add(self, number: Fraction, unit: str) -> None:
        place = _UNITS.index(unit)
        if place <= self.smallest:
            raise ValueError("not one term: a unit comes twice or after a smaller one")
        self.smallest = place
        if unit == "year":
            self.years, self.months = int(number), (number - int(number)) * 12
        elif unit == "month":
            self.months += number
        else:
            self.days += number * (7 if unit == "week" else 1)

    def text(self) -> str:
        if self.smallest < 0:
            raise ValueError("not a term: no year, month, week or day")
        if self.months.denominator != 1 or self.days.denominator != 1:
            raise ValueError("not a term in whole months and days")
        pieces = (f"{self.years}Y", f"{self.months}M", f"{self.days}D")
        return "P" + ("".join(piece for piece in pieces if not piece.startswith("0")) or "0D")


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, tuple[str, str]]:
    table = read_table("term_words")
    groups = {"unit": table["units"], "number": table["numbers"], "whole": table["whole"]}
    known = {
        form: (kind, value)
        for kind, group in groups.items()
        for value, forms in group.items()
        for form in forms
    }
    for kind, forms in table["qualifiers"].items():
        for form in forms:
            known.setdefault(form, (kind, form))
    return known


@lru_cache(maxsize=65536)
def stated_term(text: str) -> StatedTerm:
    """Read a term, ISO 8601 or in words; raises ValueError where it is none, for life, or not of one kind of unit."""
    if text.startswith("P"):
        iso = terms.duration(text)
        return StatedTerm(iso, iso)
    words = list(_words(" ".join(unicodedata.normalize("NFC", text).casefold().split())))
    kinds = {kind for kind, _ in words}
    for kind, reason in (
        ("life", "for life: that is no duration"),
        ("death", "the death penalty is no duration"),
    ):
        if kind in kinds:
            raise ValueError(reason)
    return _bounded([word for word in words if word[0] not in {"filler", "and", "from"}])


def _bounded(words: list[tuple[str, str]]) -> StatedTerm:
    kinds = [kind for kind, _ in words]
    if "to" in kinds[1:]:
        cut = kinds.index("to", 1)
        return _range(words[:cut], words[cut + 1 :])
    edges = [kind for kind in kinds if kind in {"least", "most", "to"}]
    if len(edges) > 1:
        raise ValueError("not a term: two bounds and no range")
    found = _count([word for word in words if word[0] not in {"least", "most", "to"}])
    if not edges:
        return StatedTerm(found, found)
    return StatedTerm(found, None) if edges[0] == "least" else StatedTerm(None, found)


def _range(first: list[tuple[str, str]], last: list[tuple[str, str]]) -> StatedTerm:
    if not any(kind in {"unit", "whole"} for kind, _ in first):
        first = [*first, *(word for word in last if word[0] == "unit")]
    shortest, longest = _count(first), _count(last)
    if length(longest) < length(shortest):
        raise ValueError("not a term: the longest is shorter than the shortest")
    return StatedTerm(shortest, longest)


def length(duration: str) -> tuple[int, int]:
    """Return the months and the days of a duration."""
    match = terms.DURATION.fullmatch(duration)
    years, months, weeks, days = (int(group or 0) for group in match.groups()[:4]) if match else (0,) * 4
    return years * 12 + months, weeks * 7 + days


def _count(words: list[tuple[str, str]]) -> str:
    found, number = _Count(), None
    for kind, value in words:
        if kind == "whole":
            return value if len(words) == 1 else _refuse("its words do not fit together")
        if kind == "number" and number is None:
            number = _number(value)
        elif kind == "half":
            number = _halved(found, number)
        elif kind == "unit":
            found.add(Fraction(1) if number is None else number, value)
            number = None
        elif kind == "bare":
            _refuse("how many of what?")
        else:
            _refuse("its words do not fit together")
    if number is not None:
        _refuse(f"{number} of what?")
    return found.text()


def _refuse(reason: str) -> str:
    raise ValueError(f"not a term: {reason}")


def _halved(found: _Count, number: Fraction | None) -> Fraction | None:
    """``four and a half years`` before the unit, ``a year and a half`` after it."""
    if number is None and found.smallest == 0:
        found.months += 6
        return None
    return (number or Fraction(0)) + Fraction(1, 2)


def _number(text: str) -> Fraction:
    whole, _, rest = text.rpartition(" ")
    glyph = _GLYPHS.get(text[-1])
    if glyph is not None:
        return glyph + (Fraction(text[:-1].strip().replace(",", ".")) if text[:-1].strip() else 0)
    return (Fraction(whole) if whole else Fraction(0)) + Fraction(rest.replace(",", "."))


def _words(text: str) -> Iterator[tuple[str, str]]:
    tokens, known = _TOKEN.findall(text), _lexicon()
    singles = read_table("term_words")["single"]["forms"]
    at, before = 0, ""
    while at < len(tokens):
        width, word = _longest(tokens, at, known)
        if word[0] == "unit" and before not in {"number", "half"} and tokens[at] not in singles:
            word = ("bare", word[1])
        at, before = at + width, word[0]
        yield word


def _longest(tokens: list[str], at: int, known: dict[str, tuple[str, str]]) -> tuple[int, tuple[str, str]]:
    first = tokens[at].strip()
    if first[0].isdigit() or first in _GLYPHS:
        return 1, ("number", first)
    if first in "-–—":
        return 1, ("to", first)
    for width in range(min(_LONGEST, len(tokens) - at), 0, -1):
        found = known.get(" ".join(tokens[at : at + width]))
        if found is not None:
            return width, found
    raise ValueError(f"not a word of a term: {first}")


def duration(text: str) -> str:
    """Return a term as ``xsd:duration``; raises ValueError also where the text states a range or a bound."""
    stated = stated_term(text)
    if stated.shortest is None or stated.longest is None or stated.shortest != stated.longest:
        raise ValueError("not one duration: take its bounds with fn:shortest and fn:longest")
    return stated.shortest


def months(text: str) -> int:
    """Return a term in whole months; raises ValueError as ``duration``, and where it has days."""
    return terms.months(duration(text))


def shortest(text: str) -> int | None:
    """Return the shortest term that a text allows, in whole months; None where it states none."""
    found = stated_term(text).shortest
    return None if found is None else terms.months(found)


def longest(text: str) -> int | None:
    """Return the longest term that a text allows, in whole months; None where it states none."""
    found = stated_term(text).longest
    return None if found is None else terms.months(found)


def aggregate(text: str) -> bool | None:
    """Return True where a text says that a term adds up several sentences; None where it does not say so."""
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return True if _aggregates().search(folded) else None


@lru_cache(maxsize=1)
def _aggregates() -> re.Pattern[str]:
    forms = "|".join(phrase_pattern(form) for form in read_table("term_words")["aggregate"]["forms"])
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
