"""The filter: from all records to what one audience may see. Everything that is published is computed from that alone.

A record is seen where a clearance of its present content says so; a property and a class where its shape says so;
a value may raise what it stands in.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from habeas.identity import Clearance
from habeas.model import Class, Model, Vocabularies
from habeas.model.namespaces import local_name
from habeas.publish.records import TYPE, Node, Record, Triple
from habeas.store import content_digest

VISIBLE_TIERS = {
    "public": frozenset({"public"}),
    "restricted": frozenset({"public", "delayed", "restricted"}),
}


@dataclass
class Filtered:
    """What an audience may see, and how many records and triples it may not, by reason."""

    records: dict[Node, Record]
    stale: list[Node] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Filter:
    """The rules for one audience on one day. ``tiers`` are the tiers that the audience may see."""

    audience: str
    model: Model
    vocabularies: Vocabularies
    today: dt.date

    @property
    def tiers(self) -> frozenset[str]:
        """The tiers that the audience may see."""
        return VISIBLE_TIERS[self.audience]

    def apply(self, records: Mapping[Node, Record], clearances: Iterable[Clearance]) -> Filtered:
        """Return the records, and of each record the triples, that the audience may see."""
        filtered = Filtered({})
        cleared = self._cleared(records, clearances, filtered)
        seen = {iri: self._visible_triples(record, filtered.withheld) for iri, record in cleared.items()}
        raised = self._raised(cleared, seen)
        for iri, triples in seen.items():
            kept = [t for t in triples if t[0] not in raised and t[2] not in raised]
            filtered.withheld["value of a higher tier"] += len(triples) - len(kept)
            filtered.records[iri] = Record(iri, tuple(kept))
        return filtered

    def _cleared(
        self, records: Mapping[Node, Record], clearances: Iterable[Clearance], filtered: Filtered
    ) -> dict[Node, Record]:
        last = {c.record: c for c in clearances}
        cleared: dict[Node, Record] = {}
        for iri, record in records.items():
            ruling = last.get(local_name(iri.value))
            if ruling is not None and ruling.digest != content_digest(record.quads()):
                filtered.stale.append(iri)
                ruling = None
            if self._tier(ruling) in self.tiers:
                cleared[iri] = record
        return self._without_superseded(cleared)

    def _tier(self, ruling: Clearance | None) -> str:
        """A record without a ruling is restricted; a delay that is over is public."""
        if ruling is None:
            return "restricted"
        if ruling.tier == "delayed" and ruling.until and dt.date.fromisoformat(ruling.until) < self.today:
            return "public"
        return ruling.tier

    def _without_superseded(self, records: dict[Node, Record]) -> dict[Node, Record]:
        superseded = {record.value("supersedes") for record in records.values()}
        withdrawn = {iri for iri, r in records.items() if r.value("recordStatus").endswith("/withdrawn")}
        return {iri: r for iri, r in records.items() if iri.value not in superseded and iri not in withdrawn}

    def _visible_triples(self, record: Record, withheld: Counter[str]) -> list[Triple]:
        classes = {node: record.class_of(node, self.model) for node in record.types}
        hidden = {node for node, c in classes.items() if c is None or not self._class_is_visible(c)}
        kept: list[Triple] = []
        dropped: list[Triple] = []
        for triple in record.triples:
            reason = self._reason_against(triple, classes, hidden)
            if reason:
                withheld[reason] += 1
            (dropped if reason else kept).append(triple)
        return _without_stranded(kept, dropped, withheld)

    def _class_is_visible(self, found: Class) -> bool:
        return all(c.tier in self.tiers for c in self.model.ancestors(found.name))

    def _reason_against(
        self, triple: Triple, classes: Mapping[Node, Class | None], hidden: set[Node]
    ) -> str | None:
        s, p, o = triple
        found = classes.get(s)
        if found is None:
            return "no shape"
        if s in hidden or o in hidden:
            return "class of a higher tier"
        if p == TYPE:
            return None if o.value in self.model.by_iri else "no shape"
        used = self.model.by_predicate(found.name).get(p.value)
        if used is None:
            return "no shape"
        if used.tier not in self.tiers:
            return "property of a higher tier"
        if not used.raises_subject and self.vocabularies.tier(o.value) not in self.tiers:
            return "value of a higher tier"
        return None

    def _raised(self, cleared: Mapping[Node, Record], seen: Mapping[Node, list[Triple]]) -> set[Node]:
        """Return the nodes of which a visible record says what only a higher tier may know."""
        raised: set[Node] = set()
        for iri, triples in seen.items():
            for s, p, o in triples:
                found = cleared[iri].class_of(s, self.model)
                used = self.model.by_predicate(found.name).get(p.value) if found else None
                if used and used.raises_subject and self.vocabularies.tier(o.value) not in self.tiers:
                    raised.add(s)
        return raised


def _without_stranded(kept: list[Triple], dropped: list[Triple], withheld: Counter[str]) -> list[Triple]:
    """Drop what is said of a node that the record speaks of only by way of something withheld.

    A witness's name is as restricted as the link that makes them a witness.
    """
    while True:
        linked = {o for _, p, o in kept if p != TYPE}
        stranded = {o for _, p, o in dropped if p != TYPE} - linked
        lost = [t for t in kept if t[0] in stranded]
        if not lost:
            return kept
        withheld["known only by way of something withheld"] += len(lost)
        dropped = [*dropped, *lost]
        kept = [t for t in kept if t[0] not in stranded]
