"""Dates of numbers only: ``10/01/2019`` by the source's order, ``2019-10-01``, timestamps."""

from __future__ import annotations

import re
from typing import Final

from habeas.ingest.functions.calendar_days import edtf_day

ORDERS: Final = ("dmy", "mdy", "ymd")
_CLOCK: Final = re.compile(
    r"(?<=\d)(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_SEPARATED: Final = re.compile(
    r"(?<![\d./-])(\d{1,4})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?|\s)(\d{1,4})(?![\d/-]|\.\d)"
)
_ROMAN: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_YEAR_MONTH: Final = re.compile(r"(\d{4})([-/.])(\d{2})")


def without_clock(text: str) -> str:
    """Return the casefolded text without a time of day and its zone: the day is the one that is written."""
    return _CLOCK.sub("", text) if ":" in text else text


def read_numbers(text: str, order: str) -> str | None:
    """Return the EDTF of a date of three numbers or of year and month; None where the text is of another form.

    ``order`` is ``dmy``, ``mdy``, ``ymd`` or empty. Raises ValueError where the order leaves the date ambiguous,
    where the year has two digits, and where there is no such day.
    """
    if match := _YEAR_MONTH.fullmatch(text):
        return _year_month(match[1], int(match[3]), match[2])
    match = _SEPARATED.fullmatch(text)
    if match is None:
        return None
    year, month, day = _parts(match, order)
    return edtf_day(year, month, day)


def spell_numbers(text: str, order: str) -> str:
    """Return the text with its dates of three numbers as day, Roman month and year; errors as ``read_numbers``."""

    def spelled(match: re.Match[str]) -> str:
        year, month, day = _parts(match, order)
        edtf_day(year, month, day)
        return f"{day} {_ROMAN[month]} {year}"

    return _SEPARATED.sub(spelled, text)


def _parts(match: re.Match[str], order: str) -> tuple[str, int, int]:
    """Return year, month and day."""
    first, mark, second, third = match.groups()
    if len(first) == 4 and len(third) < 3:
        if order in {"dmy", "mdy"} and mark == "/":
            raise ValueError(f"the year comes first, not in the order {order}")
        return first, int(second), int(third)
    if len(first) > 2 or len(third) != 4:
        raise ValueError("a year has four digits")
    day, month = _in_order(int(first), int(second), order)
    return third, month, day


def _year_month(year: str, number: int, mark: str) -> str | None:
    """``1999-10`` is a month and ``1980-90`` a range (None); what could be either is an error."""
    follows = number > int(year[2:])
    if 1 <= number <= 12:
        if follows and mark == "/":
            raise ValueError("ambiguous: a month, or a range of years")
        return edtf_day(year, number)
    if 21 <= number <= 24:
        if follows:
            raise ValueError("ambiguous: a season, or a range of years")
        return f"{year}-{number}"
    return None


def _in_order(first: int, second: int, order: str) -> tuple[int, int]:
    """Return day and month."""
    if order == "dmy":
        return first, second
    if order == "mdy":
        return second, first
    if order == "ymd":
        raise ValueError("the year comes last, not in the order ymd")
    if first == second or second > 12:
        return second, first
    if first > 12:
        return first, second
    raise ValueError("ambiguous: day and month could be swapped; give the order dmy or mdy")
