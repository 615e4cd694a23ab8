"""Which of two reports is the later one, as far as their sources let one tell.

A report (a record) is as old as its date of publication, its own or its source's. Where a page lists its items in a
known order (``hab:itemOrder`` and ``hab:itemLocator`` of the source), an undated item was published between its
dated neighbours, and of two items the order is known even where no date is. It is worked out from what one
audience may see, so that no bound tells of a withheld record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from habeas.model.namespaces import HAB, RULE, XSD
from habeas.publish.records import Node, Record

GRAPH: Final = ox.NamedNode(f"{RULE}item-order")

NEWEST_FIRST: Final = "newest first"
OLDEST_FIRST: Final = "oldest first"


@dataclass(frozen=True)
class Published:
    """When a report was published: EDTF as stated, and the earliest and latest day (ISO 8601); empty if unknown."""

    stated: str = ""
    earliest: str = ""
    latest: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything bounds the date from below or, as stated, at all."""
        return bool(self.stated or self.earliest)


@dataclass(frozen=True)
class Chronology:
    """The reports of one audience. ``sources`` are the records in which sources describe themselves, by source."""

    records: Mapping[Node, Record]
    sources: Mapping[str, Record]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Chronology:
        """Tell reports from the sources that describe themselves."""
        found = {record.iri: record for record in records}
        sources = {i.value: r for i, r in found.items() if not r.value("source")}
        return cls({i: r for i, r in found.items() if r.value("source")}, sources)

    def certainly_before(self, one: Node, other: Node) -> bool:
        """Return whether the first report is certainly older than the second."""
        first, second = self.position(one), self.position(other)
        if first and second and first[0] == second[0]:
            return first[1] < second[1]
        before, after = self.published(one), self.published(other)
        return bool(before.latest and after.earliest and before.latest < after.earliest)

    def order(self, report: Node) -> tuple[str, int, str]:
        """Return what puts reports in order, the latest last: known date, place on its page, IRI."""
        position = self.position(report)
        return self.published(report).earliest, position[1] if position else 0, report.value

    def position(self, report: Node) -> tuple[str, int] | None:
        """Return the source and the place of a report among the items of its page, the latest highest."""
        return self._positions.get(report)

    def published(self, report: Node) -> Published:
        """Return when a report was published: as it says, else as its neighbours on the page allow, else its source."""
        own = _published(self.records[report]) if report in self.records else Published()
        if own.stated:
            return own
        between = self._between.get(report, Published())
        if between.earliest or between.latest:
            return between
        source = self.sources.get(self.records[report].value("source")) if report in self.records else None
        return _published(source) if source else Published()

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the bounds that their neighbours give to undated items, in the graph that names the rule too."""
        for report, found in self._between.items():
            if _published(self.records[report]).stated:
                continue
            for name, day in (
                ("datePublishedEarliest", found.earliest),
                ("datePublishedLatest", found.latest),
            ):
                if day:
                    value = ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date"))
                    for graph in (ox.DefaultGraph(), GRAPH):
                        yield ox.Quad(report, ox.NamedNode(HAB + name), value, graph)

    @cached_property
    def _positions(self) -> dict[Node, tuple[str, int]]:
        found: dict[Node, tuple[str, int]] = {}
        patterns = {
            iri: (re.compile(r.value("itemLocator")), -1 if r.value("itemOrder") == NEWEST_FIRST else 1)
            for iri, r in self.sources.items()
            if r.value("itemLocator")
        }
        for iri, record in self.records.items() if patterns else ():
            source = record.value("source")
            if source in patterns:
                pattern, sign = patterns[source]
                if match := pattern.fullmatch(record.value("locator")):
                    found[iri] = source, sign * int(match[1])
        return found

    @cached_property
    def _between(self) -> dict[Node, Published]:
        """Bound each undated item by the dated ones before and after it: one pass up and one down a page."""
        pages: dict[str, list[tuple[int, Node]]] = defaultdict(list)
        for iri, (source, place) in self._positions.items():
            pages[source].append((place, iri))
        bounds: dict[Node, Published] = {}
        for items in pages.values():
            ordered = [iri for _, iri in sorted(items, key=lambda item: (item[0], item[1].value))]
            own = [_published(self.records[iri]) for iri in ordered]
            earliest = _running([d.earliest for d in own], max)
            latest = _running([d.latest for d in reversed(own)], min)[::-1]
            for iri, first, last in zip(ordered, earliest, latest, strict=True):
                bounds[iri] = Published("", first, last)
        return bounds


def _running(days: list[str], choose: Callable[[list[str]], str]) -> list[str]:
    """The latest of the earliest days so far (``max``), or the earliest of the latest (``min``); empty before any."""
    found: list[str] = []
    for day in days:
        known = [d for d in (found[-1] if found else "", day) if d]
        found.append(choose(known) if known else "")
    return found


def _published(record: Record) -> Published:
    return Published(
        record.value("datePublished"),
        record.value("datePublishedEarliest"),
        record.value("datePublishedLatest"),
    )
