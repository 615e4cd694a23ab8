"""Which things an edition's store holds, and in which order a catalogue lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

import pyoxigraph as ox

from habeas.catalogue.layout import Kind, Layout
from habeas.model import Model, Property
from habeas.model.names import normalise
from habeas.model.namespaces import RDF, RDFS, XSD

CONSOLIDATED = ox.DefaultGraph()
RECORD = "Record"
"""The class of the nodes that name the record graphs."""


class Node(NamedTuple):
    """A row of the ``node`` table but for its id; the field order is the order of the list."""

    sort: str
    key: str
    iri: str
    class_name: str
    label: str


@dataclass(frozen=True)
class Nodes:
    """All nodes in order: an id is a place in ``rows``, counted from 1."""

    rows: list[Node]
    ids: dict[str, int]

    def class_of(self, node_id: int) -> str:
        """Return the name of the node's class."""
        return self.rows[node_id - 1].class_name

    def of_classes(self, names: frozenset[str]) -> Iterator[tuple[int, Node]]:
        """Yield id and node of every node of the classes, in order."""
        return ((i, node) for i, node in enumerate(self.rows, 1) if node.class_name in names)


def consolidated(store: ox.Store, predicate: str) -> Iterator[ox.Quad]:
    """Return the consolidated triples of a predicate."""
    return store.quads_for_pattern(None, ox.NamedNode(predicate), None, CONSOLIDATED)


def read_nodes(store: ox.Store, layout: Layout, base: str) -> Nodes:
    """Return every node of the store: what has a class, and what a link to the root class points at.

    The latter has no class where an event is disputed: it is then of the root class, and in no class's table.
    """
    classes = dict(_typed(store, layout.model))
    labels = _labels(store)
    for iri in set(_untyped_objects(store, layout, base)) - classes.keys():
        classes[iri] = layout.root
        labels.setdefault(iri, _stated_class(store, layout, iri))
    dates = _dates(store, layout, classes)
    prefix = f"{base}/id/"
    rows = []
    for iri, name in classes.items():
        label = labels.get(iri) or layout.model.classes[name].label
        sort = dates.get(iri, "") + normalise(label)
        rows.append(Node(sort, iri.removeprefix(prefix), iri, name, label))
    rows.sort()
    return Nodes(rows, {node.iri: i for i, node in enumerate(rows, 1)})


def name_properties(model: Model) -> list[Property]:
    """Return the properties that hold names: one a language, and what the rivals of such a name become."""
    tagged = [p for p in model.property_iris.values() if p.is_language_tagged]
    rivals = {p.rivals_become for p in tagged}
    return sorted((p for p in tagged if p.unique_language or p.iri in rivals), key=lambda p: p.name)


def _typed(store: ox.Store, model: Model) -> Iterator[tuple[str, str]]:
    most_specific = cache(model.most_specific)
    types: dict[str, frozenset[str]] = {}
    interned: dict[frozenset[str], frozenset[str]] = {}
    for quad in consolidated(store, f"{RDF}type"):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value in model.by_iri:
            iri = _iri(quad.subject)
            found = types.get(iri, frozenset()) | {quad.object.value}
            types[iri] = interned.setdefault(found, found)
    for iri, found in types.items():
        specific = most_specific(found)
        if specific:
            yield iri, specific.name


def _untyped_objects(store: ox.Store, layout: Layout, base: str) -> Iterator[str]:
    to_anything = [p.iri for p in layout.model.property_iris.values() if p.range == layout.root]
    for quad in chain.from_iterable(consolidated(store, iri) for iri in to_anything):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{base}/id/"):
            yield quad.object.value


def _stated_class(store: ox.Store, layout: Layout, iri: str) -> str:
    """The label of the class that some record gives the thing, else of the root class."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(f"{RDF}type"), None, None)
    specific = layout.model.most_specific({_iri(quad.object) for quad in quads})
    return specific.label if specific else layout.model.classes[layout.root].label


def _labels(store: ox.Store) -> dict[str, str]:
    """Labels by IRI; of several, an English or untagged one is taken before others, then by the alphabet."""
    best: dict[str, tuple[bool, str]] = {}
    for quad in consolidated(store, f"{RDFS}label"):
        if isinstance(quad.object, ox.Literal):
            candidate = (quad.object.language not in {None, "en"}, quad.object.value)
            iri = _iri(quad.subject)
            best[iri] = min(best.get(iri, candidate), candidate)
    return {iri: label for iri, (_, label) in best.items()}


def _dates(store: ox.Store, layout: Layout, classes: dict[str, str]) -> dict[str, str]:
    """What goes before the label in the sort key of things without a name: their first date, if any.

    So events stand in the order of time, the undated last, and people in the order of names.
    """
    dated = {name: _date_property(layout, name) for name in layout.usages}
    named = {_iri(q.subject) for p in name_properties(layout.model) for q in consolidated(store, p.iri)}
    found = {iri: "~ " for iri, name in classes.items() if dated[name] and iri not in named}
    for prop in sorted({iri for iri in dated.values() if iri}):
        for quad in consolidated(store, prop):
            iri = _iri(quad.subject)
            if iri in found and dated[classes[iri]] == prop and isinstance(quad.object, ox.Literal):
                found[iri] = min(found[iri], f"{quad.object.value} ")
    return found


def _date_property(layout: Layout, class_name: str) -> str | None:
    usages = layout.usages[class_name].values()
    dates = (u.prop for u in usages if u.kind is Kind.COLUMN and u.prop.datatype == f"{XSD}date")
    return next((p.iri for p in dates if not p.derived), None)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
