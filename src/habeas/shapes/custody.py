"""Custody that the records of one id tell of, and where it cannot be that of one person.

Nobody is in two places on one day, and nobody who was not released is arrested again elsewhere. Everything is found by
one pass over events in the order of their days, so that an id with many thousands of rows takes seconds.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Final

from habeas.model.names import search_forms
from habeas.shapes.days import FIRST, LAST, Days, certain_days, possible_days

_KEPT: Final = 3
"""How many events of one place are kept to compare with: more than one, as one record or event is no matter."""

Values = frozenset[str]


@dataclass(frozen=True)
class Custody:
    """An event by which somebody is in custody, as one record states it.

    ``days`` are those on which that is certain; ``stated`` is the date as it is written. ``places`` are the values of
    each property that says where, and ``forms`` what they are compared by.
    """

    record: str
    event: str
    begins: bool
    days: Days | None
    is_one_day: bool
    stated: str
    places: Mapping[str, Values]
    forms: Mapping[str, Values]


@dataclass
class History:
    """What the records say of one person's custody: the events, and the days on which it, or its place, can have ended.

    ``releases`` and ``moves`` have the days that each can have been on, by event.
    """

    custody: list[Custody] = field(default_factory=list)
    releases: dict[str, Days] = field(default_factory=dict)
    moves: dict[str, Days] = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """When an event can have been, on which days it certainly went on, and the date as it is stated."""

    possible: Days
    certain: Days | None
    stated: str

    @classmethod
    def read(cls, date: str, earliest: str, latest: str, *, lasting: bool) -> When:
        """Read ``hab:when``, ``hab:earliest`` and ``hab:latest``, each "" where it is not stated."""
        found = possible_days(date) if date else None
        possible = Days(
            earliest or (found.first if found else FIRST), latest or (found.last if found else LAST)
        )
        if date:
            certain = certain_days(date) if lasting or "/" not in date else None
            return cls(possible, certain, date)
        return cls(possible, possible if possible.is_one else None, earliest)


def is_iri(value: str) -> bool:
    """Return whether a value names a thing, and is no text."""
    return value.startswith(("urn:", "http://", "https://")) and " " not in value


def place_forms(values: Values) -> Values:
    """Return what places are compared by: IRIs, and names without case and extra blanks, also in Latin letters."""
    return frozenset(
        form for value in values for form in ((value,) if is_iri(value) else search_forms(value))
    )


def elsewhere(history: History) -> Iterator[tuple[str, str, Custody]]:
    """Yield what is wrong, the property that says where, and each event that has to do with it."""
    left = _Ends([*history.releases.values(), *history.moves.values()])
    known = [left.cut(c) for c in history.custody]
    dated = sorted((c for c in known if c.days), key=lambda c: (c.days, c.record))
    for place in sorted({place for c in dated for place in c.places}):
        there = [c for c in dated if c.places.get(place)]
        for pair in _at_once(there, place):
            yield from (("the place of custody on the same days", place, c) for c in pair)
        for pair in _taken_twice(there, place, history):
            yield from (
                ("the place of arrest, with no release known between the arrests", place, c) for c in pair
            )


class _Ends:
    """The days on which custody without a stated end can have ended, in order."""

    def __init__(self, ends: Sequence[Days]) -> None:
        self.ends = sorted(ends)
        self.latest = list(accumulate((end.last for end in self.ends), max))

    def cut(self, custody: Custody) -> Custody:
        """Return custody without a stated end until the first day on which it can have ended."""
        days = custody.days
        if days is None or days.last != LAST:
            return custody
        at = bisect_left(self.ends, Days(days.first, ""))
        if at and self.latest[at - 1] >= days.first:
            return replace(custody, days=Days(days.first, days.first))
        return replace(custody, days=Days(days.first, self.ends[at].first if at < len(self.ends) else LAST))


def _apart(a: Custody, b: Custody, place: str) -> bool:
    """Whether two events of two records are in different places."""
    return a.event != b.event and a.record != b.record and a.forms[place].isdisjoint(b.forms[place])


def _at_once(there: Sequence[Custody], place: str) -> Iterator[tuple[Custody, Custody]]:
    """Yield events with one that puts the person elsewhere on the same days; ``there`` is in the order of days.

    Days that only touch are those of a move. Two events of one stated day each are none: one of them is wrong.
    """
    on_day: dict[Days, dict[Values, list[Custody]]] = defaultdict(dict)
    going_on: dict[Values, list[Custody]] = {}
    ending: list[tuple[str, int, Values]] = []
    for number, c in enumerate(there):
        days = c.days
        if days is None:
            continue
        if c.is_one_day:
            if other := _partner(c, on_day[days], place, lambda _: True):
                yield other, c
            _keep(c, on_day[days], place)
        while ending and ending[0][0] <= days.first:
            forms = heapq.heappop(ending)[2]
            if forms in going_on and _last(going_on[forms][0]) <= days.first:
                del going_on[forms]
        if other := _partner(c, going_on, place, _meets(days)):
            yield other, c
        if not days.is_one:
            _keep(c, going_on, place)
            heapq.heappush(ending, (days.last, number, c.forms[place]))


def _meets(days: Days) -> Callable[[Custody], bool]:
    return lambda other: (
        other.days is not None and days.first < other.days.last and other.days.first < days.last
    )


def _partner(
    custody: Custody, groups: Mapping[Values, Sequence[Custody]], place: str, meets: Callable[[Custody], bool]
) -> Custody | None:
    """Return an event elsewhere: the first group of other places has one, as a rule."""
    kept = (c for forms, group in groups.items() if forms != custody.forms[place] for c in group)
    return next((c for c in kept if meets(c) and _apart(c, custody, place)), None)


def _keep(custody: Custody, groups: dict[Values, list[Custody]], place: str) -> None:
    """Keep an event among those of its places if it is one of those that go on longest."""
    group = [*groups.get(custody.forms[place], ()), custody]
    groups[custody.forms[place]] = sorted(group, key=_last, reverse=True)[:_KEPT]


def _last(custody: Custody) -> str:
    return custody.days.last if custody.days else ""


def _taken_twice(there: Sequence[Custody], place: str, history: History) -> Iterator[tuple[Custody, Custody]]:
    """Yield arrests, with the next one elsewhere, that no release explains; each release explains one at most."""
    begun = [c for c in there if c.begins and c.days]
    pairs = [
        (a, b)
        for a, b in pairwise(begun)
        if a.days and b.days and a.days.last < b.days.first and _apart(a, b, place)
    ]
    releases = sorted(history.releases.values())
    at, possible = 0, list[str]()
    for a, b in pairs:
        while at < len(releases) and b.days and releases[at].first <= b.days.first:
            heapq.heappush(possible, releases[at].last)
            at += 1
        while possible and possible[0] < _last(a):
            heapq.heappop(possible)
        if possible:
            heapq.heappop(possible)
        else:
            yield a, b
