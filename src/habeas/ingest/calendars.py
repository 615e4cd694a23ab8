"""Calendars other than the Gregorian: a source's dates of numbers as Gregorian EDTF.

The library ``convertdate`` knows the calendars; the Buddhist and the Ethiopian era are counted on from others. A day
becomes a day. A month or a year lies across the Gregorian ones and becomes the interval of its days; one that is
about or possibly so becomes the Gregorian months or years that it touches, so that its bounds widen as such dates' do.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
import unicodedata
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

BUDDHIST_YEARS: Final = 543
"""Years of the Buddhist era, as Thailand counts it, before the Gregorian ones."""
BUDDHIST_REFORM: Final = 2483
"""The last year that began in April: it ended with December 1940. The years before it reached into the next March."""
ETHIOPIAN_YEARS: Final = 276
"""Years of the Ethiopian era after the Coptic one; months and days are the same."""

_DATE: Final = re.compile(r"(\d{1,4})(?:([-/.])(\d{1,2})(?:\2(\d{1,4}))?)?([~?%]?)")
_ORDERS: Final = ("dmy", "mdy", "ymd")


class Gregorian(str):
    """A date that is Gregorian already: what a function made of a cell, and no cell."""

    __slots__ = ()


@dataclass(frozen=True)
class Calendar:
    """A calendar: the module of ``convertdate`` that knows it, and how its years and months are counted.

    ``later`` is added to a year to give the library's; ``opens`` is the number of the month with which a year begins;
    ``months`` is how many months a year has, or None where the library says it for each year.
    """

    name: str
    module: str
    months: int | None = 12
    opens: int = 1
    later: int = 0

    def edtf(self, text: str, order: str = "") -> str:
        """Return the Gregorian EDTF of a date, or of an interval of two; ``order`` is as for ``fn:date``.

        Raises ValueError for what is no date of numbers, and for a month or a day that the calendar does not have.
        """
        if isinstance(text, Gregorian):
            return str(text)
        return _edtf(self, text, order)

    def bounds_of_year(self, year: int) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of a year."""
        return self._first(year, self.opens), self._first(year + 1, self.opens) - dt.timedelta(days=1)

    def bounds_of_month(self, year: int, month: int) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of a month; raises ValueError where the year has no such month."""
        self._check_month(year, month)
        first = self._first(year, month)
        return first, first + dt.timedelta(days=self._length(year, month) - 1)

    def bounds_of_day(self, year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
        """Return the day twice; raises ValueError where the calendar has no such day."""
        first, last = self.bounds_of_month(year, month)
        if not 1 <= day <= (last - first).days + 1:
            raise ValueError(
                f"the day {year}-{month:02d}-{day:02d} does not exist in the calendar {self.name}"
            )
        found = first + dt.timedelta(days=day - 1)
        return found, found

    def _check_month(self, year: int, month: int) -> None:
        if not 1 <= month <= self._number_of_months(year):
            raise ValueError(f"there is no month {month} in the year {year} of the calendar {self.name}")

    def _number_of_months(self, year: int) -> int:
        return self.months or int(_library(self.module).year_months(year + self.later))

    def _length(self, year: int, month: int) -> int:
        return int(_library(self.module).month_length(year + self.later, month))

    def _first(self, year: int, month: int) -> dt.date:
        """The first day of a month: the library is asked for that of the year alone, which can take it long."""
        last = self._number_of_months(year)
        in_order = [*range(self.opens, last + 1), *range(1, self.opens)]
        before = in_order[: in_order.index(month)]
        days = sum(self._length(year, earlier) for earlier in before)
        return _opening(self.module, year + self.later, self.opens) + dt.timedelta(days=days)


class Buddhist(Calendar):
    """The calendar of Thailand: Gregorian months and days, and since 1941 Gregorian years under other numbers.

    Before, a year began in April: a date of January to March is that of either of two years, as the year may have
    been renumbered since or not, and a year reaches over both.
    """

    def bounds_of_year(self, year: int) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that a year can have had."""
        first = self._gregorian(year)
        return dt.date(first, 1, 1), dt.date(first + (year < BUDDHIST_REFORM), 12, 31)

    def bounds_of_month(self, year: int, month: int) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that a month can have had."""
        self._check_month(year, month)
        first = self._gregorian(year)
        last = first + self._is_of_two_years(year, month)
        following = dt.date(last + month // 12, month % 12 + 1, 1)
        return dt.date(first, month, 1), following - dt.timedelta(days=1)

    def bounds_of_day(self, year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that it can have been."""
        self._check_month(year, month)
        first = self._gregorian(year)
        years = (first, first + 1) if self._is_of_two_years(year, month) else (first,)
        found = [made for made in (_day(y, month, day) for y in years) if made]
        if not found:
            raise ValueError(
                f"the day {year}-{month:02d}-{day:02d} does not exist in the calendar {self.name}"
            )
        return found[0], found[-1]

    def _gregorian(self, year: int) -> int:
        if year <= BUDDHIST_YEARS:
            raise ValueError(f"the year {year} of the calendar {self.name} is before the first Gregorian one")
        return year - BUDDHIST_YEARS

    def _is_of_two_years(self, year: int, month: int) -> bool:
        return year < BUDDHIST_REFORM and month <= 3


CALENDARS: Final[dict[str, Calendar | None]] = {
    "gregorian": None,
    "bahai": Calendar("bahai", "bahai", months=20),
    "buddhist": Buddhist("buddhist", "gregorian"),
    "coptic": Calendar("coptic", "coptic", months=13),
    "ethiopian": Calendar("ethiopian", "coptic", months=13, later=-ETHIOPIAN_YEARS),
    "hebrew": Calendar("hebrew", "hebrew", months=None, opens=7),
    "indian_civil": Calendar("indian_civil", "indian_civil"),
    "islamic": Calendar("islamic", "islamic"),
    "julian": Calendar("julian", "julian"),
    "persian": Calendar("persian", "persian"),
}
"""The calendars that a source may have, by the name that ``source.toml`` gives; the Gregorian needs no converting."""


def _library(module: str) -> Any:
    return importlib.import_module(f"convertdate.{module}")


@lru_cache(maxsize=4096)
def _opening(module: str, year: int, month: int) -> dt.date:
    try:
        if year < 1:
            raise ValueError(f"there is no year {year}")
        with warnings.catch_warnings():
            # convertdate 2.5 calls its own deprecated functions.
            warnings.simplefilter("ignore", DeprecationWarning)
            return dt.date(*_library(module).to_gregorian(year, month, 1))
    except (ValueError, OverflowError, IndexError) as error:
        raise ValueError(f"the year {year} is out of reach") from error


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def _edtf(calendar: Calendar, text: str, order: str) -> str:
    if order and order not in _ORDERS:
        raise ValueError(f"not an order of day, month and year: {order}")
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.strip())
    if _DATE.fullmatch(plain):
        return _in_edtf(calendar, plain, order, "")
    first, mark, last = plain.partition("/")
    if not mark or "/" in last:
        raise ValueError(f"not a date of numbers of the calendar {calendar.name}")
    sides = [
        side if side in {"", ".."} else _in_edtf(calendar, side, order, edge)
        for side, edge in ((first, "first"), (last, "last"))
    ]
    if not any(side.strip(".") for side in sides):
        raise ValueError("not an EDTF date")
    if all(side.strip(".") for side in sides) and sides[1] < sides[0]:
        raise ValueError("not an EDTF date: it ends before it begins")
    return "/".join(sides)


def _in_edtf(calendar: Calendar, text: str, order: str, edge: str) -> str:
    """Return a date in EDTF; of one side of an interval only its ``first`` or ``last`` day."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date of numbers of the calendar {calendar.name}")
    qualifier = match[5]
    year, month, day = _parts(match, order, calendar.months or 13)
    if day:
        found, unit = calendar.bounds_of_day(year, month, day), 10
    elif month:
        found, unit = calendar.bounds_of_month(year, month), 7
    else:
        found, unit = calendar.bounds_of_year(year), 4
    # Of what is certain the days are known; of what is not, no more than the months or years that it touches.
    length = unit if qualifier else 10
    first, last = (each.isoformat()[:length] + qualifier for each in found)
    if edge:
        return last if edge == "last" else first
    return _joined(first, last, found)


def _joined(first: str, last: str, days: tuple[dt.date, dt.date]) -> str:
    if first == last:
        return first
    start, end = days
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        # Whole Gregorian years, as of the Buddhist era.
        first, last = f"{start.year:04d}{first[10:]}", f"{end.year:04d}{last[10:]}"
    elif start.day == 1 and (end + dt.timedelta(days=1)).day == 1 and len(first) >= 10:
        first, last = first[:7] + first[10:], last[:7] + last[10:]
    return first if first == last else f"{first}/{last}"


def _parts(match: re.Match[str], order: str, months: int) -> tuple[int, int, int]:
    """Return year, month and day; 0 where there is none. Errors as of Gregorian dates of numbers."""
    first, mark, second, third, _ = match.groups()
    if not mark:
        if len(first) < 3:
            raise ValueError("a year has three or four digits")
        return int(first), 0, 0
    if third is None:
        if len(first) < 3 or len(second) != 2:
            raise ValueError("not a date: a month is written year-month, with two digits")
        if mark == "/" and int(second) > int(first[-2:]):
            raise ValueError("ambiguous: a month, or a range of years")
        return int(first), int(second), 0
    if len(first) > 2 and len(third) <= 2:
        if order in {"dmy", "mdy"} and mark == "/":
            raise ValueError(f"the year comes first, not in the order {order}")
        return int(first), int(second), int(third)
    if len(first) > 2 or len(third) < 3:
        raise ValueError("a year has three or four digits")
    month, day = _in_order(int(first), int(second), order, months)
    return int(third), month, day


def _in_order(first: int, second: int, order: str, months: int) -> tuple[int, int]:
    """Return month and day."""
    if order == "ymd":
        raise ValueError("the year comes last, not in the order ymd")
    if order == "mdy" or (not order and (first == second or second > months)):
        return first, second
    if order == "dmy" or first > months:
        return second, first
    raise ValueError("ambiguous: day and month could be swapped; give the order dmy or mdy")
