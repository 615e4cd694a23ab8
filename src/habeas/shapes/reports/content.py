"""Names for blank nodes that last from run to run: made from what is said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

Said = Callable[[object], Iterable[tuple[object, object]]]
"""Returns the predicates and objects of a node."""

DEPTH = 8
# What does not change what a shape asks for.
_UNESSENTIAL = frozenset({SH.message, SH.name, SH.description, SH.order, SH.severity, SH.group})


def name_by_content(node: object, said: Said, above: frozenset[object] = frozenset()) -> str:
    """Return 16 hexadecimal digits made from what is said of a blank node, and of the blank nodes below it.

    Two blank nodes of which the same is said have the same name.
    """
    lines = sorted(f"{predicate} {_term(o, said, above | {node})}" for predicate, o in said(node))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def said_in_shapes(shapes: rdflib.Graph) -> Said:
    """Return what a shapes graph says of a node, its texts for people left out."""

    def said(node: object) -> Iterable[tuple[object, object]]:
        assert isinstance(node, rdflib.term.Node)
        return ((p, o) for p, o in shapes.predicate_objects(node) if p not in _UNESSENTIAL)

    return said


def said_in_store(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> Said:
    """Return what a graph of a store says of a node."""

    def said(node: object) -> Iterable[tuple[object, object]]:
        assert isinstance(node, ox.NamedNode | ox.BlankNode)
        return ((q.predicate, q.object) for q in store.quads_for_pattern(node, None, None, graph))

    return said


def _term(term: object, said: Said, above: frozenset[object]) -> str:
    if isinstance(term, rdflib.BNode | ox.BlankNode):
        known = term in above or len(above) >= DEPTH
        return "_" if known else f"_:{name_by_content(term, said, above)}"
    return term.n3() if isinstance(term, rdflib.URIRef | rdflib.Literal) else str(term)
