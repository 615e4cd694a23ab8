"""Days and months in a cell, in whatever way they are written: in figures, in one run of digits, in words.

What is found is not for a record. It is for the question whether a cell says more than a year, so where a text can be
read in several ways, all of them are found.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.date_numbers import ORDERS
from habeas.ingest.functions.dates_in_words import date

Readings = frozenset[str]
"""The days (``1980-03-04``) or months (``1980-03``) that one place in a text may mean."""
NOTHING: Final[Readings] = frozenset()
DAY: Final = 10
"""Characters of a day; a month has fewer."""
_MARKS: Final = r"\s*[-./,–—_]\s*"
_SEPARATED: Final = re.compile(
    rf"(?<!\d)(\d{{1,4}})(?:{_MARKS}|\s+)(\d{{1,2}})(?:{_MARKS}|\s+)(\d{{1,4}})(?!\d)"
)
_MARKED: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})")
_RUN: Final = re.compile(r"(?<!\d)\d{8}(?!\d)")
_WORD: Final = re.compile(r"\d+(?:st|nd|rd|th)?|[^\W\d_]+\.?")
_WINDOW: Final = range(2, 6)
_ROMAN: Final = re.compile(r"[ivx]+", re.IGNORECASE)
_EXACT: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?:-XX)?[~?%]?")
_YEARS: Final = re.compile(r"[\dX]{4}[~?%]?(?:/[\dX]{4}[~?%]?)?")
_CENTURIES: Final = ("19", "20")
_EPOCH: Final = range(1800, 2100)
"""The years in which a run of digits or a year of two digits is taken for a date: other runs are numbers."""


@lru_cache(maxsize=1 << 14)
def dates_in(text: str) -> tuple[Readings, ...]:
    """Return what the dates in a text that have a day or a month may mean, an item for each place in the text."""
    text = unicodedata.normalize("NFKC", text).strip()
    words = list(_WORD.finditer(text))
    numbers = sum(word[0][0].isdecimal() for word in words)
    if not numbers or (len(words) == 1 and not _RUN.search(text)):
        return ()
    found = [
        *(_valid(_of_three(*match.groups())) for match in _SEPARATED.finditer(text)),
        *(_valid([match.groups()]) for match in _MARKED.finditer(text)),
        *(_of_run(match[0]) for match in _RUN.finditer(text)),
        *_of_words(text, words),
        NOTHING.union(*(_read(text, order) for order in ORDERS)),
    ]
    return tuple(readings for readings in found if readings)


def is_bare_year(text: str) -> bool:
    """Return whether a text says a year, exact or not, or years, and nothing else."""
    try:
        return _YEARS.fullmatch(date(text.strip())) is not None
    except ValueError:
        return False


def _of_three(a: str, b: str, c: str) -> Iterator[tuple[str, str, str]]:
    """Yield the readings of three numbers as year, month and day."""
    if len(a) == 4:
        yield from ((a, b, c), (a, c, b))
    elif len(c) == 4:
        yield from ((c, b, a), (c, a, b))
    for century in _CENTURIES:
        if len(c) == 2 and len(a) < 3:
            yield from ((century + c, b, a), (century + c, a, b))
        if len(a) == 2 and len(c) < 3:
            yield century + a, b, c


def _of_run(digits: str) -> Readings:
    yearly = [(digits[:4], digits[4:6], digits[6:]), *_of_three(digits[:2], digits[2:4], digits[4:])]
    return _valid(found for found in yearly if int(found[0]) in _EPOCH)


def _valid(found: Iterable[tuple[str | int, ...]]) -> Readings:
    return frozenset(day for year, month, day in found for day in _day(int(year), int(month), int(day)))


def _day(year: int, month: int, day: int) -> Iterator[str]:
    try:
        yield dt.date(year, month, day).isoformat()
    except ValueError:
        return


def _of_words(text: str, words: list[re.Match[str]]) -> Iterator[Readings]:
    """Yield what a few words together mean: a day, or a month that is written as a word."""
    for at, first in enumerate(words):
        for length in _WINDOW:
            window = words[at : at + length]
            letters = [word[0] for word in window if not word[0][0].isdecimal()]
            figures = [word[0] for word in window if word[0][0].isdecimal()]
            if len(window) < length or not letters or not figures:
                continue
            said = text[first.start() : window[-1].end()]
            is_month = len(figures) == 1 and not all(_ROMAN.fullmatch(word) for word in letters)
            found = _read(said) | _read_short_year(said, figures[-1])
            yield frozenset(date for date in found if len(date) == DAY or is_month)


def _read_short_year(text: str, last: str) -> Readings:
    """``4 March 80``, of either century."""
    if len(last) != 2 or not text.endswith(last):
        return NOTHING
    return NOTHING.union(*(_read(text[:-2] + century + last) for century in _CENTURIES))


def _read(text: str, order: str = "") -> Readings:
    try:
        found = date(text, order)
    except ValueError:
        return NOTHING
    exact = (_EXACT.fullmatch(side) for side in found.split("/"))
    return frozenset(match[1] for match in exact if match)
