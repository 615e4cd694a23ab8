"""The days that a date in EDTF (ISO 8601-2) can mean, and those on which an event certainly went on.

Days are texts, ``YYYY-MM-DD``, which sort as the days do.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final, NamedTuple

TOLERANCE: Final = 2
"""How many years a date may be off that is uncertain (``?``), approximate (``~``) or both (``%``)."""
FIRST, LAST = "0000-01-01", "9999-12-31"
_DATE: Final = re.compile(r"^[0-9X~?%./-]+$")
_QUALIFIED: Final = re.compile(r"[?~%]")
_PARTS: Final = re.compile(r"^([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?$")


class Days(NamedTuple):
    """Days from ``first`` to ``last``, both included."""

    first: str
    last: str

    @property
    def is_one(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def is_date(value: str) -> bool:
    """Return whether a value is written as a date is."""
    return bool(_DATE.match(value))


@lru_cache(maxsize=65536)
def possible_days(date: str) -> Days | None:
    """Return the first and the last day that a date or interval can mean; None where an end is open or unreadable."""
    start, slash, end = date.partition("/")
    first, last = _days(start), _days(end if slash else start)
    return Days(first.first, last.last) if first and last and first.first <= last.last else None


@lru_cache(maxsize=65536)
def certain_days(date: str) -> Days | None:
    """Return the days on which what lasted from one end of an interval to the other certainly went on.

    That is from the last day on which it can have begun to the first on which it can have ended; an open end
    (``..``) is ``LAST``. A date that is no interval is certain where it is one day. None where no day is certain.
    """
    start, slash, end = date.partition("/")
    begun = _days(start)
    if not slash:
        return begun if begun and begun.is_one else None
    ended = Days(LAST, LAST) if end == ".." else _days(end)
    certain = Days(begun.last, ended.first) if begun and ended else None
    return certain if certain and certain.first <= certain.last else None


def _days(date: str) -> Days | None:
    """The days that a date without an interval can mean."""
    parts = _PARTS.match(_QUALIFIED.sub("", date))
    if parts is None:
        return None
    year, month, day = parts.groups()
    off = TOLERANCE if _QUALIFIED.search(date) else 0
    years = [max(1, _digits(year, "0") - off), min(9999, _digits(year, "9") + off)]
    months = _range(month, 12)
    if months is None:
        return None
    lengths = [calendar.monthrange(y, m)[1] for y, m in zip(years, months, strict=True)]
    days = [_range(day, length) for length in lengths]
    if days[0] is None or days[1] is None:
        return None
    return Days(
        f"{years[0]:04}-{months[0]:02}-{days[0][0]:02}", f"{years[1]:04}-{months[1]:02}-{days[1][1]:02}"
    )


def _range(part: str | None, most: int) -> tuple[int, int] | None:
    """The least and the greatest number that a month or day can be; None where it can be none, such as a season."""
    if part is None:
        return 1, most
    least, greatest = max(1, _digits(part, "0")), min(most, _digits(part, "9"))
    return (least, greatest) if least <= greatest else None


def _digits(part: str, unknown: str) -> int:
    return int(part.replace("X", unknown))
