"""Declarations lent to a store for as long as checks run on it: a query asks one store, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.model.graph import Declarations
from habeas.model.namespaces import ONTOLOGY, SHAPE

SHAPES: Final = SHAPE.removesuffix("#")


@contextmanager
def lent(store: ox.Store, quads: Iterable[ox.Quad]) -> Iterator[None]:
    """Add the quads that a store lacks, and take these out again at the end, with the graphs that they began."""
    added = [quad for quad in set(quads) if quad not in store]
    named = {q.graph_name for q in added if isinstance(q.graph_name, ox.NamedNode)}
    begun = [graph for graph in named if not store.contains_named_graph(graph)]
    try:
        store.extend(added)
        yield
    finally:
        for quad in added:
            store.remove(quad)
        for graph in begun:
            store.remove_graph(graph)


def declared(ontology: Path, shapes: Path) -> Iterator[ox.Quad]:
    """Yield what checks read: the ontology in the default graph and in its own, the shapes in theirs.

    SHACL finds the members of a class by ``rdfs:subClassOf`` in the data graph (SHACL §2.1.3.2), so the ontology
    belongs there; an edition has it in a named graph only.
    """
    for quad in Declarations(ontology).store:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(ONTOLOGY))
    for quad in Declarations(shapes).store:
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(SHAPES))
