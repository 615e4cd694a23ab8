"""An edition's store as a property graph, by the model alone: no name of a class or a property stands here,
but for those of evidence.

Nodes are the things that the consolidated graph gives a class of the model, and what links point at. An event
that sources contradict each other on has no class and keeps only the root's label, with the dispute beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.model import Model, Property
from habeas.model.namespaces import HAB, RDF, RDFS, local_name
from habeas.network.evidence import Evidence
from habeas.network.graph import Node, PropertyGraph, Relationship, Value
from habeas.network.literals import values_of
from habeas.network.naming import links, literals, node_id, property_key, relationship_type
from habeas.network.premises import behind, premises, read_rules

RECORD: Final = f"{HAB}Record"
STATED_IN: Final = f"{HAB}statedIn"
"""From each thing to the records that speak of it; in the edition itself only from the rival values of a dispute."""

_CONSOLIDATED: Final = ox.DefaultGraph()
Term = ox.NamedNode | ox.Literal


def project(store: ox.Store, model: Model, base: str, rules: Path) -> PropertyGraph:
    """Return what an edition's store says as a property graph.

    ``base`` is what the edition's IRIs begin with, ``rules`` the folder of the rules that derived it. Raises
    ModelError where two things would have the same name in Neo4j.
    """
    return _Projection(store, model, base).finish(rules)


class _Projection:
    """What is read so far: labels and classes by IRI, and the graph."""

    def __init__(self, store: ox.Store, model: Model, base: str) -> None:
        self.store = store
        self.model = model
        self.base = base
        self.graph = PropertyGraph(next(c.name for c in model.classes.values() if c.parent is None))
        self.labels = _display_labels(store)
        self.classes = self._classes()

    def finish(self, rules: Path) -> PropertyGraph:
        """Add relationships first, since they name nodes without a class, then the nodes."""
        records = {iri for iri, labels in self.classes.items() if RECORD in labels}
        evidence = Evidence(self.labels, records, self.base)
        named = links(self.model)
        grounds = premises(read_rules(rules, {prop.iri for prop in named.values()}), self.store)
        made_of = behind(self.store, STATED_IN)
        for kind, prop in named.items():
            for (start, end), graphs in self._links(prop).items():
                # A computed link to a record, such as that to the last report, rests on the record itself.
                itself = {end} & records
                premised = grounds.get((start, prop.iri, end)) or made_of.get(start, set()) or itself
                self._relate(start, kind, end, evidence.of(graphs, premised))
        self._state(records, evidence)
        self._add_nodes()
        return self.graph

    def _state(self, records: set[str], evidence: Evidence) -> None:
        kind = relationship_type(local_name(STATED_IN))
        for record in sorted(records):
            for subject in self._subjects(record):
                self._relate(subject, kind, record, evidence.of({record}))

    def _classes(self) -> dict[str, set[str]]:
        """The IRIs of the classes of each thing, superclasses among them."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), None, _CONSOLIDATED):
            known = self.model.by_iri.get(_iri(quad.object))
            if known:
                found[_iri(quad.subject)].update(c.iri for c in self.model.ancestors(known.name))
        return dict(found)

    def _links(self, prop: Property) -> dict[tuple[str, str], set[str]]:
        """The pairs that the consolidated graph links, with the named graphs that hold the link."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        asserted = set()
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(prop.iri), None, None):
            ends = _iri(quad.subject), _iri(quad.object)
            if quad.graph_name == _CONSOLIDATED:
                asserted.add(ends)
            else:
                found[ends].add(_iri(quad.graph_name))
        return {ends: found[ends] for ends in sorted(asserted)}

    def _subjects(self, record: str) -> list[str]:
        quads = self.store.quads_for_pattern(None, None, None, ox.NamedNode(record))
        spoken_of = {_iri(quad.subject) for quad in quads} - {record}
        return sorted(iri for iri in spoken_of if iri in self.labels or iri in self.classes)

    def _relate(self, start: str, kind: str, end: str, properties: dict[str, Value]) -> None:
        for iri in (start, end):
            self.classes.setdefault(iri, set())
        ids = node_id(start, self.base), node_id(end, self.base)
        self.graph.add_relationship(Relationship(ids[0], kind, ids[1], properties))

    def _add_nodes(self) -> None:
        values = self._literals()
        for iri, classes in sorted(self.classes.items()):
            named = {self.model.by_iri[each].name for each in classes} | {self.graph.root}
            label = self.labels.get(iri) or self._stated_class(iri)
            always = {"id": node_id(iri, self.base), "iri": iri, "label": label}
            node = Node(always["id"], frozenset(named), {**values.get(iri, {}), **always})
            self.graph.add_node(node)

    def _stated_class(self, iri: str) -> str:
        """Return the label of the class that some record gives a thing without a label, else its IRI."""
        quads = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(f"{RDF}type"), None, None)
        specific = self.model.most_specific({_iri(quad.object) for quad in quads})
        return specific.label if specific else iri

    def _literals(self) -> dict[str, dict[str, Value]]:
        terms: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        lists: set[str] = set()
        for prop in literals(self.model):
            for subject, term in self._terms(prop):
                key = property_key(prop.name, term)
                terms[subject][key].append(term)
                if not _is_one(prop):
                    lists.add(key)
        return {iri: {k: _value(v, k in lists) for k, v in found.items()} for iri, found in terms.items()}

    def _terms(self, prop: Property) -> Iterator[tuple[str, Term]]:
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(prop.iri), None, _CONSOLIDATED):
            if isinstance(quad.object, Term) and _iri(quad.subject) in self.classes:
                yield _iri(quad.subject), quad.object


def _is_one(prop: Property) -> bool:
    return prop.is_single or (prop.is_language_tagged and prop.unique_language)


def _value(terms: Sequence[Term], as_list: bool) -> Value:
    values = values_of(terms)
    return values if as_list or len(values) > 1 else values[0]


def _display_labels(store: ox.Store) -> dict[str, str]:
    """The label of each thing, an English one or one without a language before others."""
    best: dict[str, tuple[bool, str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{RDFS}label"), None, _CONSOLIDATED):
        if isinstance(quad.object, ox.Literal):
            candidate = (quad.object.language not in {None, "en"}, quad.object.value)
            iri = _iri(quad.subject)
            best[iri] = min(best.get(iri, candidate), candidate)
    return {iri: label for iri, (_, label) in best.items()}


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
