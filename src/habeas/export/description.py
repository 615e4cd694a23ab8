"""What a document about a thing says: the thing, what links to it, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from habeas.export.evidence import STATED_IN
from habeas.export.statement import LABEL, TYPE, Statement, Thing
from habeas.model import Property


@dataclass(frozen=True)
class Name:
    """What is told of a thing that is only mentioned: its label and its most specific class."""

    iri: str
    label: str
    type: str | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Incoming:
    """The things that link to the root by one property: the IRIs that are told, and how many there are."""

    property: Property
    inverse: str
    subjects: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class Holder:
    """Who holds a thing that is told inside another: the holder's IRI and the property that leads here."""

    property: Property
    inverse: str
    iri: str


@dataclass(frozen=True)
class Description:
    """A document's content.

    ``things`` are told in full, the root and the disputes among them; ``names`` by name only. ``evidence``
    are the records and sources. ``contents`` are the quads that the root states, where it is itself a record.
    """

    root: Thing
    things: dict[str, Thing]
    incoming: tuple[Incoming, ...]
    holders: dict[str, Holder]
    disputes: tuple[str, ...]
    evidence: dict[str, Thing]
    names: dict[str, Name]
    contents: tuple[ox.Quad, ...]

    @cached_property
    def everything(self) -> dict[str, Thing]:
        """All that is told in full, evidence included."""
        return {**self.evidence, **self.things}

    def label(self, iri: str) -> str | None:
        """Return the display label of anything that the document speaks of."""
        if iri in self.everything:
            return self.everything[iri].text(LABEL)
        return self.names[iri].label if iri in self.names else None

    def triples(self) -> list[ox.Triple]:
        """Return what the document asserts, sorted; statedIn leads to the records that speak of a thing."""
        return sorted(set(self._triples()), key=str)

    def _triples(self) -> Iterator[ox.Triple]:
        for thing in self.everything.values():
            yield from (s.triple for s in thing.asserted)
        for links in self.incoming:
            yield from (_link(iri, links.property.iri, self.root.iri) for iri in links.subjects)
        for thing in self.things.values():
            yield from (_link(thing.iri, STATED_IN, record) for record in self.records_of(thing))
        for name in self.names.values():
            yield from (s.triple for s in name.statements)

    def records_of(self, thing: Thing) -> list[str]:
        """Return the IRIs of the records that speak of the thing, of those that the document tells."""
        return [iri for iri in thing.records if iri in self.everything]

    def unasserted(self) -> list[ox.Quad]:
        """Return what only records say of the things told, and what the root states if it is one; sorted."""
        found = {quad for thing in self.things.values() for quad in _unasserted(thing)}
        return sorted(found | set(self.contents), key=str)

    def quads(self) -> list[ox.Quad]:
        """Return the whole document as a dataset: each statement in every graph that states it, sorted."""
        found = {in_graph(t) for t in self.triples()} | set(self.unasserted())
        for thing in self.everything.values():
            found |= {
                in_graph(s.triple, graph) for s in thing.statements for graph in (*s.stated_in, *s.rules)
            }
        return sorted(found, key=str)


def _link(subject: str, predicate: str, target: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(target))


def in_graph(triple: ox.Triple, graph: str | None = None) -> ox.Quad:
    """Return the triple as a quad of the named graph, or of the default graph."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _unasserted(thing: Thing) -> Iterator[ox.Quad]:
    for s in thing.statements:
        if not s.asserted:
            yield from (in_graph(s.triple, graph) for graph in s.stated_in)


def naming(thing: Thing, most_specific: str | None) -> tuple[Statement, ...]:
    """Return the statements that name a thing: its labels and its most specific class."""
    return tuple(
        s
        for s in thing.asserted
        if s.predicate == LABEL or (s.predicate == TYPE and s.value.value == most_specific)
    )
