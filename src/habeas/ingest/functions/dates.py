"""EDTF (ISO 8601-2) dates and their outer bounds.

Plain days, months and years and the four seasons are read here, the rest of EDTF by the library ``edtf``, which takes
a thousand times as long and knows no season that is approximate.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import time
import warnings
from functools import lru_cache
from typing import Any, Final

UNBOUNDED = {"", ".."}
QUALIFIERS = "~?%"
_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?")
_SIGNS: Final = re.compile(r"[\dXYES.,~?%/\[\]{}+-]*")
_SEASONS: Final = {
    # First and last day as month and day, with the year's offset: by the calendar's months and by the sun, in the
    # north, whichever is wider. A winter may be named by the year in which it begins or ends.
    21: ((0, 3, 1), (0, 6, 21)),
    22: ((0, 6, 1), (0, 9, 23)),
    23: ((0, 9, 1), (0, 12, 22)),
    24: ((-1, 12, 1), (1, 3, 21)),
}


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
        if part not in UNBOUNDED and _plain(part) is None:
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
    earliest, latest = _plain(part) or _parsed(part)
    if any(mark in part for mark in QUALIFIERS):
        return _shift(earliest, part, -1), _shift(latest, part, 1)
    return earliest, latest


def _plain(part: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a year, season, month or day, qualified or not; None for other EDTF."""
    match = _PLAIN.fullmatch(part)
    if match is None or not 1 <= int(match[1]) <= 9998:
        return None
    year, month, day = (int(group or 0) for group in match.groups())
    try:
        if month in _SEASONS and not day:
            first, last = _SEASONS[month]
            return dt.date(year + first[0], *first[1:]), dt.date(year + last[0], *last[1:])
        first_day = dt.date(year, month if match[2] else 1, day if match[3] else 1)
        if match[3]:
            return first_day, first_day
        last_month = month if match[2] else 12
        return first_day, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None


def _parsed(part: str) -> tuple[dt.date | None, dt.date | None]:
    parsed = _parse(part)
    return _date(parsed.lower_strict()), _date(parsed.upper_strict())


def _parse(part: str) -> Any:
    if not _SIGNS.fullmatch(part):
        raise ValueError("not an EDTF date")
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
    pieces = [piece for piece in part.strip(QUALIFIERS).split("-") if piece]
    is_season = len(pieces) == 2 and pieces[1] in map(str, _SEASONS)
    try:
        if len(pieces) == 3:
            return day + dt.timedelta(days=step)
        months = 12 if len(pieces) == 1 else 3 if is_season else 1
        return _shift_months(day, months * step, to_end=step > 0)
    except (OverflowError, ValueError):
        return None


def _shift_months(day: dt.date, months: int, *, to_end: bool) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if to_end else min(day.day, last))
