"""Gathers from an edition's store what a document about a thing says."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from habeas.errors import NotFoundError
from habeas.export.description import Description, Holder, Incoming, Name, naming
from habeas.export.evidence import DISPUTE, DISPUTED_SUBJECT, OF_SOURCE, RECORD, SOURCE
from habeas.export.statement import LABEL, Thing, iri_of, read_graph, read_thing
from habeas.model import Class, Model
from habeas.model.namespaces import local_name

CAP = 500
"""How many things are told for each property that links to the root; the true total is always stated."""


def describe(store: ox.Store, model: Model, iri: str, cap: int = CAP) -> Description:
    """Return the description of the thing with this IRI.

    Things that link to the root by a derived property are told by name: the events that it was derived from
    are told in full. Raises NotFoundError where no graph says anything of the IRI.
    """
    root = read_thing(store, iri)
    if not root.statements:
        raise NotFoundError(
            "there is no such thing in this edition",
            where=iri,
            mend="search for it by name; it may have another address in a later edition",
        )
    return _Gathering(store, model, root, cap).finish()


class _Gathering:
    """The things read so far; each node is read once."""

    def __init__(self, store: ox.Store, model: Model, root: Thing, cap: int) -> None:
        self.store = store
        self.model = model
        self.root = root
        self.cap = cap
        self.read: dict[str, Thing] = {root.iri: root}
        self.things: dict[str, Thing] = {root.iri: root}
        self.holders: dict[str, Holder] = {}

    def finish(self) -> Description:
        """Gather in order: what links here, what is disputed, what is embedded, who says so, and names."""
        incoming = self._incoming()
        for links in incoming:
            if not links.property.derived:
                self._tell(links.subjects)
        self._tell_holders(incoming)
        disputes = self._tell_disputes()
        self._tell_embedded()
        evidence = self._evidence()
        contents = read_graph(self.store, self.root.iri) if RECORD in self.root.types else ()
        contents = tuple(q for q in contents if q.subject != ox.NamedNode(self.root.iri))
        return Description(
            root=self.root,
            things=self.things,
            incoming=incoming,
            holders=self.holders,
            disputes=disputes,
            evidence=evidence,
            names=self._names(incoming, evidence, contents),
            contents=contents,
        )

    def _thing(self, iri: str) -> Thing:
        if iri not in self.read:
            self.read[iri] = read_thing(self.store, iri)
        return self.read[iri]

    def _class(self, iri: str) -> Class | None:
        return self.model.most_specific(self._thing(iri).types)

    def _tell(self, iris: Iterable[str]) -> None:
        self.things |= {iri: self._thing(iri) for iri in iris if iri not in self.things}

    def _incoming(self) -> tuple[Incoming, ...]:
        found: dict[str, list[str]] = {}
        pattern = (None, None, ox.NamedNode(self.root.iri), ox.DefaultGraph())
        for quad in self.store.quads_for_pattern(*pattern):
            found.setdefault(quad.predicate.value, []).append(iri_of(quad.subject))
        links = [self._links(iri, subjects) for iri, subjects in found.items()]
        return tuple(sorted((i for i in links if i), key=lambda i: (i.property.order, i.inverse)))

    def _links(self, property_iri: str, subjects: list[str]) -> Incoming | None:
        p = self.model.property_iris.get(property_iri)
        if p is None or p.inverse is None:
            return None
        return Incoming(p, p.inverse, tuple(sorted(subjects)[: self.cap]), len(subjects))

    def _tell_holders(self, incoming: Iterable[Incoming]) -> None:
        """A sentence says little without its sentencing: tell who holds what is embedded."""
        for iri in [iri for links in incoming for iri in links.subjects]:
            c = self._class(iri)
            if c and c.embedded and iri not in self.holders:
                self._find_holder(iri)

    def _find_holder(self, iri: str) -> None:
        pattern = (None, None, ox.NamedNode(iri), ox.DefaultGraph())
        for quad in sorted(self.store.quads_for_pattern(*pattern), key=str):
            p = self.model.property_iris.get(quad.predicate.value)
            if p and p.inverse and iri_of(quad.subject) != self.root.iri:
                self.holders[iri] = Holder(p, p.inverse, iri_of(quad.subject))
                self._tell([iri_of(quad.subject)])
                return

    def _tell_disputes(self) -> tuple[str, ...]:
        """Tell the disputes about anything told, and the events that are in dispute."""
        about = [ox.NamedNode(iri) for iri in self.things]
        predicate = ox.NamedNode(DISPUTED_SUBJECT)
        for node in about:
            quads = self.store.quads_for_pattern(None, predicate, node, ox.DefaultGraph())
            self._tell(sorted(iri_of(q.subject) for q in quads))
        disputes = tuple(sorted(iri for iri, thing in self.things.items() if DISPUTE in thing.types))
        for iri in disputes:
            self._tell(
                v.value for v in self.things[iri].values(DISPUTED_SUBJECT) if self._is_disputed(v.value)
            )
        return disputes

    def _is_disputed(self, iri: str) -> bool:
        return not self._thing(iri).is_asserted and bool(self._thing(iri).statements)

    def _tell_embedded(self) -> None:
        waiting = list(self.things.values())
        while waiting:
            for iri in waiting.pop().links():
                c = None if iri in self.things else self._class(iri)
                if c and c.embedded:
                    self._tell([iri])
                    waiting.append(self.things[iri])

    def _evidence(self) -> dict[str, Thing]:
        """Records that speak of a thing told, records that a rival value names, and their sources."""
        named = {graph for thing in self.things.values() for graph in thing.records}
        named |= {iri for thing in self.things.values() for iri in thing.links() if self._is_a(iri, RECORD)}
        found = {iri: self._thing(iri) for iri in sorted(named) if self._is_a(iri, RECORD, SOURCE)}
        sources = {v.value for t in (*found.values(), self.root) for v in t.values(OF_SOURCE)}
        found |= {iri: self._thing(iri) for iri in sorted(sources)}
        # A source is told with what is described inside it, its captures, so that it can be followed.
        inside = {iri for source in sources for iri in self._thing(source).links() if self._is_embedded(iri)}
        found |= {iri: self._thing(iri) for iri in sorted(inside)}
        return {iri: thing for iri, thing in found.items() if iri not in self.things}

    def _is_embedded(self, iri: str) -> bool:
        c = self._class(iri)
        return c is not None and c.embedded

    def _is_a(self, iri: str, *classes: str) -> bool:
        return not self._thing(iri).types.isdisjoint(classes)

    def _names(
        self, incoming: Iterable[Incoming], evidence: dict[str, Thing], contents: Iterable[ox.Quad]
    ) -> dict[str, Name]:
        told = {**evidence, **self.things}
        mentioned = {iri for thing in told.values() for iri in thing.links()}
        mentioned |= {iri for links in incoming for iri in links.subjects}
        for quad in contents:
            mentioned |= {
                node.value for node in (quad.subject, quad.object) if isinstance(node, ox.NamedNode)
            }
        found = {iri: self._name(iri) for iri in sorted(mentioned - told.keys())}
        return {iri: name for iri, name in found.items() if name}

    def _name(self, iri: str) -> Name | None:
        thing = self._thing(iri)
        if not thing.statements:
            return None
        c = self.model.most_specific(thing.types)
        label = thing.text(LABEL) or (c.label if c else local_name(iri))
        return Name(iri, label, c.iri if c else None, naming(thing, c.iri if c else None))
