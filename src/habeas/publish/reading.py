"""Records in words, for a reviewer: what each says, node by node, with the labels of the shapes and vocabularies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.bidi import isolated
from habeas.identity import Clearance
from habeas.model import Model, Vocabularies
from habeas.model.namespaces import HAB, SKOS, local_name
from habeas.publish.filter import Filtered
from habeas.publish.publication import Publisher, is_source
from habeas.publish.records import TYPE, Node, Record
from habeas.publish.rulings import Rulings
from habeas.publish.versions import KeptSource

NAME = ox.NamedNode(f"{SKOS}prefLabel")
PLACE = frozenset(
    ox.NamedNode(HAB + name)
    for name in ("source", "tableName", "rowNumber", "recorded", "recordStatus", "locator")
)
"""Where a record stands and when it was read: its heading tells what a reviewer needs of that."""

Lines = list[tuple[str, str]]
"""Each value as it is read, beneath the node that it is said of: the heading of the node, and property and value."""


@dataclass(frozen=True)
class Review:
    """A record that waits for a reviewer: what a clearance would make public, and what it would not.

    ``lines`` is what the public would see. ``withheld`` counts the values that it would not, by the reason. ``old`` is
    what it would see of the version that was cleared last, or None where there is none.
    """

    record: Record
    lines: Lines
    withheld: Counter[str] = field(default_factory=Counter)
    old: Lines | None = None


def review(
    publisher: Publisher,
    known: dict[Node, Record],
    rulings: Rulings,
    waiting: Sequence[Record],
    kept: Iterable[KeptSource],
) -> list[Review]:
    """Look at records as the public would see them if they were all cleared, beside those that are."""
    if not waiting:
        return []
    versions = {r.iri: v for r in waiting for source in kept if (v := source.content(r.iri))}
    now = _as_cleared(publisher, known, rulings, waiting)
    before = _as_cleared(publisher, known, rulings, list(versions.values())) if versions else now
    model, vocabularies = publisher.model, publisher.vocabularies
    found = []
    for record in waiting:
        old = (
            read_record(before.records.get(record.iri), versions[record.iri], model, vocabularies)
            if record.iri in versions
            else None
        )
        seen = read_record(now.records.get(record.iri), record, model, vocabularies)
        why = Counter(reason for _, reason in now.dropped.get(record.iri, ()))
        found.append(Review(record, seen, why, old))
    return found


def _as_cleared(
    publisher: Publisher, known: dict[Node, Record], rulings: Rulings, waiting: Sequence[Record]
) -> Filtered:
    cleared = [_clearance(record) for record in waiting]
    records = {iri: r for iri, r in known.items() if not is_source(iri, r)}
    records.update({record.iri: record for record in waiting})
    return publisher.filter(records, [*rulings.in_force(), *cleared], trace=True)


def _clearance(record: Record) -> Clearance:
    name = local_name(record.iri.value)
    return Clearance(record=name, digest=record.digest, tier="public", by="", why="", when="")


def read_record(seen: Record | None, whole: Record, model: Model, vocabularies: Vocabularies) -> Lines:
    """Return what is seen of a record in words; names and classes are those of the whole where they are seen."""
    if seen is None:
        return []
    words = _Words(seen, model, vocabularies)
    lines = []
    for node in sorted(seen.types, key=lambda node: (node != whole.iri, words.of(node), node.value)):
        found = words.said_of(node)
        lines += [(words.of(node), said) for said in found or [""] if node != whole.iri or found]
    return lines


@dataclass(frozen=True)
class _Words:
    record: Record
    model: Model
    vocabularies: Vocabularies

    def of(self, node: Node) -> str:
        """A node by its class and its name, or by its id where the record does not name it."""
        found = self.record.class_of(node, self.model)
        names = sorted(o.value for s, p, o in self.record.triples if s == node and p == NAME)
        kind = found.label if found else ""
        return " ".join(
            filter(None, [kind, isolated(names[0]) if names else "" if found else local_name(node.value)])
        )

    def said_of(self, node: Node) -> list[str]:
        """Each property of a node with its value, in the order of the shapes."""
        found = self.record.class_of(node, self.model)
        known = self.model.by_predicate(found.name) if found else {}
        said = []
        for s, p, o in self.record.triples:
            if s == node and p != TYPE and not (node == self.record.iri and p in PLACE):
                used = known.get(p.value)
                order = used.order if used else 0.0
                said.append((order, f"{used.label if used else local_name(p.value)}: {self._value(o)}"))
        return [text for _, text in sorted(said)]

    def _value(self, value: ox.NamedNode | ox.Literal) -> str:
        if isinstance(value, ox.Literal):
            return isolated(value.value)
        if value.value in self.vocabularies.terms:
            return self.vocabularies.terms[value.value].label
        return self.of(value) or local_name(value.value)
