"""Dates as people write them, certain or not, to EDTF; never with a day, a month or a century that is not there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from habeas.ingest.functions import dates
from habeas.ingest.functions.calendar_days import ANY_YEAR, edtf_day
from habeas.ingest.functions.date_lexicon import DateWord, date_words, order_of
from habeas.ingest.functions.date_numbers import ORDERS, read_numbers, spell_numbers, without_clock

_QUALIFIERS: Final = {(True, False): "~", (False, True): "?", (True, True): "%", (False, False): ""}
_WINTER: Final = "24"
_POINT: Final = r"(?:\.\.|[\dX]{4}(?:-(?:0[1-9X]|1[0-2X]|2[1-4]|XX)(?:-[\dX]{2})?)?[~?%]?)"
_EDTF: Final = re.compile(rf"{_POINT}(?:/{_POINT})?")


@dataclass(frozen=True)
class _Moment:
    """One side of a range, or a whole date: what the text says of it."""

    year: str = ""
    month: int = 0
    day: int = 0
    season: str = ""
    span: str = ""
    decade: bool = False
    approximate: bool = False
    uncertain: bool = False

    def edtf(self) -> str:
        qualifier = _QUALIFIERS[self.approximate, self.uncertain]
        if self.day and self.month:
            return edtf_day(self.year or ANY_YEAR, self.month, self.day) + qualifier
        if not self.year or self.day:
            raise ValueError(
                "not a date: no year is stated" if not self.year else "not a date: a day of no month"
            )
        if self.decade:
            return self.year[:3] + "X" + qualifier
        if self.season:
            return f"{self.year}-{self.season}{qualifier}"
        if self.span and not self.month:
            return "/".join(f"{self.year}-{month}" for month in self.span.split("/"))
        return edtf_day(self.year, self.month) + qualifier


@lru_cache(maxsize=65536)
def date(text: str, order: str = "", language: str = "") -> str:
    """Return the EDTF of a date in English, Russian, Ukrainian, Belarusian, Spanish or numbers.

    ``order`` (``dmy``, ``mdy``, ``ymd``) is that of the source's dates of numbers; without one the language's order
    is taken, if it has only one. ``language`` (a tag such as ``uk``) limits the words that are known. EDTF stays as
    it is. Raises ValueError for what is no date, for an ambiguous one and for a day that does not exist.
    """
    if order and order not in ORDERS:
        raise ValueError(f"not an order of day, month and year: {order}")
    folded = without_clock(" ".join(unicodedata.normalize("NFC", text).casefold().split()))
    order = order or order_of(language)
    if (numbers := read_numbers(folded, order)) is not None:
        return numbers
    if _EDTF.fullmatch(text.strip()):
        return dates.check(text.strip())
    return _read_words(list(date_words(spell_numbers(folded, order), language)))


def _read_words(words: list[DateWord]) -> str:
    kinds = [word.kind for word in words]
    cuts = [at for at, kind in enumerate(kinds) if kind == "to" or (kind == "before" and at)]
    if len(cuts) > 1:
        raise ValueError("not a date: more than one range")
    if cuts:
        return _range(words[: cuts[0]], words[cuts[0] + 1 :])
    if "between" in kinds:
        raise ValueError("not a date: between what and what?")
    moment = _moment(word for word in words if word.kind not in {"before", "since"})
    edges = [kind for kind in kinds if kind in {"before", "since"}]
    if len(edges) > 1:
        raise ValueError("not a date: two bounds and no range")
    if not edges:
        return moment.edtf()
    return _open(moment, edges[0])


def _open(moment: _Moment, edge: str) -> str:
    text = moment.edtf()
    if text.startswith(ANY_YEAR):
        raise ValueError("not a date: a bound without a year")
    first, _, last = text.partition("/")
    return f"../{last or first}" if edge == "before" else f"{first}/.."


def _range(before: list[DateWord], after: list[DateWord]) -> str:
    leading = {"since", "between"}
    first = _moment(word for word in before if word.kind not in leading)
    last = _moment(after)
    first, last = _completed(first, last)
    follows = last.year and last == _Moment(year=last.year) and int(last.year) == int(first.year) + 1
    if first.season == _WINTER and follows:
        return f"{first.year}-12/{last.year}-02"
    start, end = first.edtf().partition("/")[0], last.edtf().rpartition("/")[2]
    if ANY_YEAR in start + end:
        raise ValueError("not a date: a range without a year")
    return dates.check(f"{start}/{end}")


def _completed(first: _Moment, last: _Moment) -> tuple[_Moment, _Moment]:
    """Give each side what only the other states: ``10-15 мая 1931``, ``1937-38``, ``May 10-15, 2023``."""
    is_number = last.day and last == _Moment(day=last.day, approximate=last.approximate)
    if is_number and first.year and not first.day:
        if last.day <= int(first.year[2:]):
            raise ValueError("not a date: it ends before it begins")
        last = replace(last, year=f"{first.year[:2]}{last.day:02d}", day=0)
    if first.day and not first.month:
        first = replace(first, month=last.month)
    if last.day and not last.month:
        last = replace(last, month=first.month)
    if not first.year:
        first = replace(first, year=last.year)
    if first.approximate and not first.uncertain:
        last = replace(last, approximate=True)
    return first, last


def _moment(words: Iterable[DateWord]) -> _Moment:
    found = _Moment()
    for word in words:
        found = _with(found, word)
    return found


def _with(found: _Moment, word: DateWord) -> _Moment:
    if word.kind == "approximate":
        return replace(found, approximate=True)
    if word.kind == "uncertain":
        return replace(found, uncertain=True)
    if word.kind == "number":
        return _with_number(found, word.value)
    if word.kind == "decade" and found.year.endswith("0"):
        return replace(found, decade=True)
    if word.kind in {"month", "roman", "decade"} and word.value and not found.month:
        return replace(found, month=int(word.value))
    if word.kind == "season" and not found.season:
        return replace(found, season=word.value)
    if word.kind == "span" and not found.span:
        return replace(found, span=word.value)
    raise ValueError("not a date: its words do not fit together")


def _with_number(found: _Moment, number: str) -> _Moment:
    if len(number) == 4 and "1000" <= number <= "2999" and not found.year:
        return replace(found, year=number)
    if len(number) <= 2 and not found.day:
        return replace(found, day=int(number))
    raise ValueError(f"not a date: what is {number}? A year has four digits")
