"""EDTF (ISO 8601-2) dates and their outer bounds."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import time
import warnings
from functools import lru_cache
from typing import Any

UNBOUNDED = {"", ".."}
QUALIFIERS = "~?%"


@lru_cache(maxsize=1)
def _parser() -> Any:
    with warnings.catch_warnings():
        # edtf 5.0 builds its grammar with names that pyparsing 3.3 has deprecated.
        warnings.simplefilter("ignore")
        from edtf import parse_edtf

    return parse_edtf


@lru_cache(maxsize=65536)
def check(text: str) -> str:
    """Return the EDTF string in its stored form; raises ValueError where it is none."""
    parts = text.split("/")
    if len(parts) > 2 or all(part in UNBOUNDED for part in parts) or "T" in text:
        raise ValueError("not an EDTF date")
    for part in parts:
        if part not in UNBOUNDED:
            _parse(part)
    earliest, latest = _bounds(text)
    if earliest and latest and latest < earliest:
        raise ValueError("not an EDTF date: it ends before it begins")
    return text


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the earliest and the latest day that an EDTF string allows; None where there is no bound.

    An approximate or uncertain date (``~ ? %``) is widened by one unit of its precision: bounds that nobody
    would dispute. A date whose year is unspecified (``XXXX-03-04``) has none.
    """
    check(text)
    return _bounds(text)


def _bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    first, _, last = text.partition("/")
    if "/" not in text:
        last = first
    return _part(first)[0], _part(last)[1]


def _part(part: str) -> tuple[dt.date | None, dt.date | None]:
    if part in UNBOUNDED or part.lstrip(QUALIFIERS).startswith("XXXX"):
        return None, None
    parsed = _parse(part)
    earliest, latest = _date(parsed.lower_strict()), _date(parsed.upper_strict())
    if any(mark in part for mark in QUALIFIERS):
        return _shift(earliest, part, -1), _shift(latest, part, 1)
    return earliest, latest


def _parse(part: str) -> Any:
    try:
        return _parser()(part)
    except Exception as error:
        # edtf raises its own error, but also AttributeError and others on odd input such as 2025-0X.
        raise ValueError("not an EDTF date") from error


def _date(value: time.struct_time | float) -> dt.date | None:
    if isinstance(value, float):
        if math.isinf(value):
            return None
        raise ValueError("not an EDTF date")
    if not 1 <= value.tm_year <= 9998:
        return None
    return dt.date(value.tm_year, value.tm_mon, value.tm_mday)


def _shift(day: dt.date | None, part: str, step: int) -> dt.date | None:
    if day is None:
        return None
    precision = len([piece for piece in part.strip(QUALIFIERS).split("-") if piece])
    try:
        if precision == 3:
            return day + dt.timedelta(days=step)
        return _shift_months(day, step if precision == 2 else 12 * step, to_end=step > 0)
    except (OverflowError, ValueError):
        return None


def _shift_months(day: dt.date, months: int, *, to_end: bool) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if to_end else min(day.day, last))
