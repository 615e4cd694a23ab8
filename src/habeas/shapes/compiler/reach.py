"""The part of a graph that a shape can read from some nodes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
import rdflib

from habeas.model.namespaces import RDF, RDFS
from habeas.shapes.compiler.constraint import Closed, Pair, Select, Shape, Undecided
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Term
from habeas.shapes.compiler.property_path import predicates
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.compiler.term import as_read


@dataclass(frozen=True)
class Reach:
    """The properties that are read forwards and backwards; ``everything`` of a node where a shape is closed."""

    forwards: frozenset[str]
    backwards: frozenset[str]
    everything: bool

    @classmethod
    def of(cls, shapes: Shapes, shape: Shape) -> Reach | None:
        """Return what a shape and all below it read, None where that may be anything."""
        below = shapes.below(shape)
        constraints = [c for s in below for c in shapes.constraints(s)]
        if any(isinstance(c, Select | Undecided) for c in constraints):
            return None
        steps = {pair for s in below if s.path for pair in predicates(s.path)}
        others = {str(c.other) for c in constraints if isinstance(c, Pair)}
        forwards = {iri for iri, inverse in steps if not inverse} | others
        return cls(
            forwards=frozenset(forwards | {f"{RDF}type", f"{RDFS}subClassOf"}),
            backwards=frozenset(iri for iri, inverse in steps if inverse),
            everything=any(isinstance(c, Closed) for c in constraints),
        )


def reached(data: Data, nodes: Iterable[Term], reach: Reach) -> rdflib.Graph:
    """Return the triples that lie within reach of nodes, in memory."""
    graph = rdflib.Graph(bind_namespaces="none")
    waiting = list(nodes)
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for quad, next_node in _around(data, node, reach):
            graph.add((as_read(quad.subject), as_read(quad.predicate), as_read(quad.object)))
            if next_node not in seen:
                seen.add(next_node)
                waiting.append(next_node)
    return graph


def _around(data: Data, node: Term, reach: Reach) -> Iterator[tuple[ox.Quad, Any]]:
    if not isinstance(node, ox.Literal):
        for quad in data.store.quads_for_pattern(node, None, None, data.graph):
            if reach.everything or quad.predicate.value in reach.forwards:
                yield quad, quad.object
    for iri in reach.backwards:
        for quad in data.store.quads_for_pattern(None, ox.NamedNode(iri), node, data.graph):
            yield quad, quad.subject
