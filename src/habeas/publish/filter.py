"""The filter: from all records to what one audience may see. Everything that is published is computed from that alone.

A record is seen where a clearance of its present content says so; a property and a class where its shape says so;
a value may raise what it stands in.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.identity import Clearance
from habeas.model import Class, Model, Vocabularies
from habeas.model.namespaces import XSD, local_name
from habeas.publish.records import TYPE, Node, Record, Triple, Value

Same = Callable[[Mapping[Node, Record]], Mapping[Node, Node]]
NO_SHAPE = "no shape"
VISIBLE_TIERS = {
    "public": frozenset({"public"}),
    "restricted": frozenset({"public", "delayed", "restricted"}),
}


@dataclass
class Filtered:
    """What an audience may see, and how many records and triples it may not, by reason.

    ``unshaped`` counts what no shape describes, as ``Class property``: most often a mistake in a mapping.
    """

    records: dict[Node, Record]
    stale: list[Node] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)
    unshaped: Counter[str] = field(default_factory=Counter)


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

    def apply(
        self, records: Mapping[Node, Record], clearances: Iterable[Clearance], same: Same = lambda _: {}
    ) -> Filtered:
        """Return the records, and of each record the triples, that the audience may see.

        ``same`` gives the canonical id of each merged one among the cleared records: what is withheld of one of them is
        withheld of all.
        """
        filtered = Filtered({})
        cleared = self._cleared(records, clearances, filtered)
        redirects = same(cleared)
        hidden = self._hidden(cleared)
        seen = {iri: self._visible_triples(record, hidden, filtered) for iri, record in cleared.items()}
        raised = _spread(self._raised(cleared, seen), redirects)
        for iri, triples in seen.items():
            kept = _without_raised(triples, raised)
            filtered.withheld["value of a higher tier"] += len(triples) - len(kept)
            if _says_something(cleared[iri], kept):
                filtered.records[iri] = Record(iri, tuple(kept))
        return filtered

    def _hidden(self, cleared: Mapping[Node, Record]) -> set[Node]:
        """Return the nodes that any of the records gives a class of a higher tier."""
        typed = ((node, r.class_of(node, self.model)) for r in cleared.values() for node in r.types)
        return {node for node, found in typed if found and not self._class_is_visible(found)}

    def _cleared(
        self, records: Mapping[Node, Record], clearances: Iterable[Clearance], filtered: Filtered
    ) -> dict[Node, Record]:
        last = {c.record: c for c in clearances}
        cleared: dict[Node, Record] = {}
        for iri, record in records.items():
            ruling = last.get(local_name(iri.value))
            tier = self._tier(ruling)
            if ruling is not None and ruling.digest != record.digest:
                filtered.stale.append(iri)
                tier = "sealed" if tier == "sealed" else "restricted"
            if tier in self.tiers:
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
        standing = {
            iri: r for iri, r in records.items() if not r.value("recordStatus").endswith("/withdrawn")
        }
        superseded = {old for record in standing.values() for old in record.values("supersedes")}
        return {iri: r for iri, r in standing.items() if iri.value not in superseded}

    def _visible_triples(self, record: Record, hidden: set[Node], filtered: Filtered) -> list[Triple]:
        classes = {node: record.class_of(node, self.model) for node in record.types}
        kept: list[Triple] = []
        dropped: list[Triple] = []
        for triple in record.triples:
            reason = self._reason_against(triple, classes, hidden)
            if reason:
                filtered.withheld[reason] += 1
            if reason == NO_SHAPE:
                filtered.unshaped[_usage(triple, classes)] += 1
            (dropped if reason else kept).append(triple)
        return _without_stranded(kept, dropped, filtered.withheld)

    def _class_is_visible(self, found: Class) -> bool:
        return all(c.tier in self.tiers for c in self.model.ancestors(found.name))

    def _reason_against(
        self, triple: Triple, classes: Mapping[Node, Class | None], hidden: set[Node]
    ) -> str | None:
        s, p, o = triple
        found = classes.get(s)
        if found is None:
            return NO_SHAPE
        if s in hidden or o in hidden:
            return "class of a higher tier"
        if p == TYPE:
            return None if o.value in self.model.by_iri else NO_SHAPE
        used = self.model.by_predicate(found.name).get(p.value)
        if used is None:
            return NO_SHAPE
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


def _usage(triple: Triple, classes: Mapping[Node, Class | None]) -> str:
    found = classes.get(triple[0])
    name = triple[2] if triple[1] == TYPE else triple[1]
    return f"{found.name if found else 'a node without a class'} {local_name(name.value)}"


def _spread(raised: set[Node], redirects: Mapping[Node, Node]) -> set[Node]:
    """Add to the nodes those that are the same things by decision."""
    canonical = {redirects.get(node, node) for node in raised}
    return raised | canonical | {old for old, new in redirects.items() if new in canonical}


def _without_raised(triples: list[Triple], raised: set[Node]) -> list[Triple]:
    """Drop what is said of raised nodes and links to them, and free text beside such a link: it may name the place."""
    beside = {s for s, _, o in triples if o in raised}
    return [
        t
        for t in triples
        if t[0] not in raised and t[2] not in raised and not (t[0] in beside and _is_text(t[2]))
    ]


def _is_text(value: Value) -> bool:
    return isinstance(value, ox.Literal) and (
        value.datatype.value == f"{XSD}string" or value.language is not None
    )


def _says_something(record: Record, kept: list[Triple]) -> bool:
    """Whether more than the record's own metadata is left, or there never was more."""
    return any(s != record.iri for s, _, _ in kept) or all(s == record.iri for s, _, _ in record.triples)


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
