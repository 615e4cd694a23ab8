"""The filter: from all records to what one audience may see. Everything that is published is computed from that alone.

A record is seen where a clearance of its present content says so; a property and a class where its shape says so;
a value may raise what it stands in.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.identity import Clearance
from habeas.model import Class, Model, Vocabularies
from habeas.model.namespaces import HAB, XSD, local_name
from habeas.publish.records import TYPE, Node, Record, Triple, Value

Same = Callable[[Mapping[Node, Record]], Mapping[Node, Node]]
Dropped = tuple[Triple, str]
"""A triple that is withheld, and why."""
AGENT = f"{HAB}Agent"
NO_SHAPE = "no shape"
RAISED = "value of a higher tier"
STRANDED = "known only by way of something withheld"
ORPHAN = "described and nothing links to it"
VISIBLE_TIERS = {
    "public": frozenset({"public"}),
    "restricted": frozenset({"public", "delayed", "restricted"}),
}


@dataclass
class Filtered:
    """What an audience may see, and how many records and triples it may not, by reason.

    ``unshaped`` counts what no shape describes, as ``Class property``: most often a mistake in a mapping.
    ``orphaned`` are the records that describe a node which nothing links to. ``dropped`` has what is withheld of each
    record, with the reason, where the filter was asked to trace it.
    """

    records: dict[Node, Record]
    stale: list[Node] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)
    unshaped: Counter[str] = field(default_factory=Counter)
    orphaned: list[Node] = field(default_factory=list)
    dropped: dict[Node, list[Dropped]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Filter:
    """The rules for one audience on one day. ``trace``: say of every triple that is withheld why."""

    audience: str
    model: Model
    vocabularies: Vocabularies
    today: dt.date
    trace: bool = False

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
        raised = _spread(self._raised(cleared), redirects)
        for iri, record in cleared.items():
            dropped = self._dropped(record, hidden, raised, filtered)
            self._count(iri, dropped, filtered)
            kept = _without(record.triples, dropped)
            if _says_something(record, kept):
                filtered.records[iri] = Record(iri, tuple(kept))
        return filtered

    def _dropped(
        self, record: Record, hidden: set[Node], raised: set[Node], filtered: Filtered
    ) -> list[Dropped]:
        """Return what the audience may not see of a cleared record, with the reason for each triple."""
        dropped = self._of_higher_tiers(record, hidden, filtered)
        dropped += _stranded(_without(record.triples, dropped), dropped)
        dropped += _of_raised(_without(record.triples, dropped), raised)
        if orphans := self._orphans(record):
            filtered.orphaned.append(record.iri)
            said = _without(record.triples, dropped)
            dropped += [(t, ORPHAN) for t in said if t[0] in orphans or t[2] in orphans]
        return dropped

    def _count(self, iri: Node, dropped: list[Dropped], filtered: Filtered) -> None:
        filtered.withheld.update(reason for _, reason in dropped)
        if self.trace and dropped:
            filtered.dropped[iri] += dropped

    def _orphans(self, record: Record) -> set[Node]:
        """Return the nodes that the record describes and nothing in it links to (decision 0006).

        Whoever sees restricted records sees them too: what a slip in a mapping gives away is restricted at most.
        """
        return set() if "restricted" in self.tiers else find_orphans(record, self.model)

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
            if ruling is not None and not ruling.is_of(record.digest):
                filtered.stale.append(iri)
                tier = "sealed" if tier == "sealed" else "restricted"
            if tier in self.tiers:
                cleared[iri] = record
        return self._without_superseded(cleared)

    def _tier(self, ruling: Clearance | None) -> str:
        """A record without a ruling is restricted; a delay that is over is public."""
        return "restricted" if ruling is None else ruling.tier_on(self.today)

    def _without_superseded(self, records: dict[Node, Record]) -> dict[Node, Record]:
        standing = {
            iri: r for iri, r in records.items() if not r.value("recordStatus").endswith("/withdrawn")
        }
        superseded = {old for record in standing.values() for old in record.values("supersedes")}
        return {iri: r for iri, r in standing.items() if iri.value not in superseded}

    def _of_higher_tiers(self, record: Record, hidden: set[Node], filtered: Filtered) -> list[Dropped]:
        classes = {node: record.class_of(node, self.model) for node in record.types}
        dropped: list[Dropped] = []
        for triple in record.triples:
            reason = self._reason_against(triple, classes, hidden)
            if reason:
                dropped.append((triple, reason))
            if reason == NO_SHAPE:
                filtered.unshaped[_usage(triple, classes)] += 1
        return dropped

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
            return RAISED
        return None

    def _raised(self, cleared: Mapping[Node, Record]) -> set[Node]:
        """Return the nodes of which a cleared record says what only a higher tier may know."""
        raised: set[Node] = set()
        for record in cleared.values():
            for s, p, o in record.triples:
                found = record.class_of(s, self.model)
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


def _of_raised(triples: Iterable[Triple], raised: set[Node]) -> list[Dropped]:
    """Return what is said of raised nodes, links to them, and text beside such a link: it may name the place."""
    found = list(triples)
    beside = {s for s, _, o in found if o in raised}
    return [
        (t, RAISED) for t in found if t[0] in raised or t[2] in raised or (t[0] in beside and _is_text(t[2]))
    ]


def _is_text(value: Value) -> bool:
    return isinstance(value, ox.Literal) and (
        value.datatype.value == f"{XSD}string" or value.language is not None
    )


def _says_something(record: Record, kept: list[Triple]) -> bool:
    """Whether more than the record's own metadata is left, or there never was more."""
    return any(s != record.iri for s, _, _ in kept) or all(s == record.iri for s, _, _ in record.triples)


def _without(triples: Iterable[Triple], dropped: list[Dropped]) -> list[Triple]:
    if not dropped:
        return list(triples)
    gone = {triple for triple, _ in dropped}
    return [triple for triple in triples if triple not in gone]


def _stranded(kept: list[Triple], dropped: Iterable[Dropped]) -> list[Dropped]:
    """Return what is said of a node that the record speaks of only by way of something withheld.

    A witness's name is as restricted as the link that makes them a witness.
    """
    cut = [triple for triple, _ in dropped]
    found: list[Dropped] = []
    while cut:
        linked = {o for _, p, o in kept if p != TYPE}
        stranded = {o for _, p, o in cut if p != TYPE} - linked
        lost = [t for t in kept if t[0] in stranded]
        found += [(t, STRANDED) for t in lost]
        if not lost:
            break
        cut += lost
        kept = [t for t in kept if t[0] not in stranded]
    return found


def find_orphans(record: Record, model: Model) -> set[Node]:
    """Return the nodes that a record describes and nothing in it links to, as a slip in a mapping leaves them.

    The parts of a record are what its links hold together. A record of one part is about that part, be it one person.
    Of several, a single node is an orphan; so are agents among themselves beside a part that has more than agents; and
    where all the parts are agents only, none can be told to be what the record is about. What the record itself
    links to, as to whom it quotes, is no orphan. Links count as the record was read: what the filter cuts is another
    matter.
    """
    parts = _parts(record)
    if len(parts) < 2:
        return set()
    pointed = {o for s, p, o in record.triples if s == record.iri and p != TYPE}
    loose = [part for part in parts if not part & pointed]
    agents = {node for part in parts for node in part if _is_agent(record.class_of(node, model), model)}
    # Agents that the record quotes say nothing on what it is about.
    subjects = [part for part in parts if part in loose or not part <= agents]
    if len(subjects) < 2:
        return set()
    all_agents = all(part <= agents for part in subjects)
    orphans = [part for part in loose if len(part) == 1 or part <= agents or all_agents]
    return {node for part in orphans for node in part}


def _parts(record: Record) -> list[frozenset[Node]]:
    """Return the nodes that a record describes, beside itself, in groups that links between them hold together."""
    nodes = set(record.types) - {record.iri}
    beside: dict[Node, set[Node]] = {node: set() for node in nodes}
    for s, p, o in record.triples:
        if p != TYPE and s in nodes and o in nodes:
            beside[s].add(o)  # type: ignore[arg-type]
            beside[o].add(s)  # type: ignore[index]
    parts = []
    while nodes:
        part: set[Node] = set()
        front = {nodes.pop()}
        while front:
            part |= front
            front = {other for node in front for other in beside[node]} - part
        nodes -= part
        parts.append(frozenset(part))
    return parts


def _is_agent(found: Class | None, model: Model) -> bool:
    return found is not None and any(c.iri == AGENT for c in model.ancestors(found.name))
