"""Years, months and days as EDTF, none of which is invented."""

from __future__ import annotations

import calendar

ANY_YEAR = "XXXX"


def edtf_day(year: str, month: int = 0, day: int = 0) -> str:
    """Return the EDTF of a year, month or day; raises ValueError where there is no such month or day.

    ``year`` has four digits or is ``XXXX``; a month or day of 0 is none.
    """
    if not month:
        return year
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if not day:
        return f"{year}-{month:02d}"
    text = f"{year}-{month:02d}-{day:02d}"
    leap = year == ANY_YEAR
    if not 1 <= day <= calendar.monthrange(2000 if leap else int(year), month)[1]:
        raise ValueError(f"the day {text} does not exist")
    return text
