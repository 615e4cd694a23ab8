"""The day on which a build takes delays to be over, which a wrong clock must not bring forward.

A delay that is released cannot be called back. So the day is remembered on which each audience was last published, and
a clock that stands before it, or too far after it, releases nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from habeas.config import Settings
from habeas.editions import last_edition
from habeas.editions.edition import mode_of
from habeas.errors import EditionError
from habeas.store.files import read_regular, write_file


@dataclass(frozen=True)
class Clock:
    """What the clock of a build says, and the ``day`` by which delays are judged. ``last`` is the last trusted day."""

    today: dt.date
    last: dt.date | None = None
    days: int = 31
    is_right: bool = False

    @property
    def is_suspicious(self) -> bool:
        """Whether the clock stands before the last trusted day or further after it than builds usually lie apart."""
        if self.last is None or self.is_right:
            return False
        return self.today < self.last or (self.today - self.last).days > self.days

    @property
    def day(self) -> dt.date:
        """The day by which delays are judged: the earlier of the two where the clock is suspicious."""
        return min(self.today, self.last) if self.last and self.is_suspicious else self.today

    def __str__(self) -> str:
        """Say what is suspicious, what follows, and what to do."""
        last = self.last or self.today
        apart = abs((self.today - last).days)
        side = "before" if self.today < last else "after"
        return (
            f"the clock says {self.today}, {apart} days {side} the last publication of {last}: "
            f"no delay is released, the day of this build is {self.day}\n"
            "set the clock right; if it is right, build again with --clock-is-right"
        )


def read_clock(settings: Settings, audience: str, today: dt.date, *, is_right: bool = False) -> Clock:
    """Compare today with the last trusted day of an audience. Raises EditionError where that cannot be read."""
    last = None if is_right else _last_day(settings, audience)
    return Clock(today, last, settings.clock_days, is_right)


def trust(settings: Settings, audience: str, clock: Clock) -> None:
    """Remember the day of a publication, also of one that changed nothing; a suspicious clock is never remembered."""
    if clock.is_suspicious:
        return
    write_file(_file(settings, audience), f"{clock.today}\n".encode(), mode_of(audience))


def _file(settings: Settings, audience: str) -> Path:
    return settings.editions / f"day-{audience}"


def _last_day(settings: Settings, audience: str) -> dt.date | None:
    """The remembered day; where none is, that on which the last edition was made that can be read, if there is one."""
    file = _file(settings, audience)
    try:
        return dt.date.fromisoformat(read_regular(file, 4096).decode("ascii").strip())
    except FileNotFoundError:
        manifest = last_edition(settings, audience).manifest
        return _day_of(manifest.made) if manifest else None
    except PermissionError:
        raise
    except (OSError, ValueError) as error:
        raise EditionError(
            f"the day of the last publication cannot be read: {error}",
            where=str(file),
            mend="look at the clock, then build with --clock-is-right: it writes the day anew",
        ) from error


def _day_of(made: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(made).date()
    except ValueError:
        return None
