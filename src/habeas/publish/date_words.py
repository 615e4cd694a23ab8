"""Dates in words for people: what a source states, and no day that it does not state.

An EDTF date (ISO 8601-2) is put into English words at its own precision. Its outer bounds are never words: "early 2025"
is no day.
"""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
NO_YEAR: Final = "the year is not stated"
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DATE: Final = re.compile(r"(\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?([~?%]?)")
_OPEN: Final = {"", ".."}


def date_words(edtf: str, stated: str = "", *, lasting: bool = False) -> str:
    """Return a date in words; empty where there is neither an EDTF date nor the source's words.

    ``stated`` are the source's own words: they are kept where they tell the year, or where there is no EDTF.
    ``lasting``: an interval is a time that went on from its first day to its last, and not a day somewhere within.
    """
    if stated and not edtf and not _YEAR.search(stated):
        return f"“{stated}”, {NO_YEAR}"
    if stated and (not edtf or _YEAR.search(stated)):
        return stated
    first, slash, last = edtf.partition("/")
    if not slash:
        return _words(first)
    if first in _OPEN or last in _OPEN:
        return f"not after {_words(last)}" if first in _OPEN else f"{_words(first)} or later"
    link = ("from", "to") if lasting else ("between", "and")
    return f"{link[0]} {_words(first)} {link[1]} {_words(last)}"


def _words(part: str) -> str:
    match = _DATE.fullmatch(part)
    if match is None:
        return part
    year, month, day, qualifier = match.groups(default="")
    text = _plain(year, month, day)
    return {"": text, "~": f"about {text}", "?": f"{text}, uncertain", "%": f"about {text}, uncertain"}[
        qualifier
    ]


def _plain(year: str, month: str, day: str) -> str:
    in_year = {"X": f"the {year[:3]}0s", "XX": f"the {year[:2]}00s"}.get(year.lstrip("0123456789"), year)
    if month in SEASONS:
        return f"{SEASONS[month]} {in_year}"
    if not month or month == "XX":
        return in_year if year != "XXXX" else NO_YEAR
    name = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month
    if day and day != "XX":
        name = f"{int(day)} {name}"
    return f"{name}, {NO_YEAR}" if year == "XXXX" else f"{name} {in_year}"
