"""Which focus nodes a change of a graph may bring other findings: those from which a changed edge is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from habeas.model.namespaces import RDFS
from habeas.shapes.compiler.constraint import Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Term
from habeas.shapes.compiler.locality import Reading, Step, readings
from habeas.shapes.compiler.reader import Shapes

Edge = ox.Quad | ox.Triple
SUBCLASS = f"{RDFS}subClassOf"


class Changes:
    """The edges that a graph has gained or lost; the graph itself is as it is after the change."""

    def __init__(self, data: Data, edges: Iterable[Edge]) -> None:
        self._data = data
        self._ends: dict[Step, set[Term]] = defaultdict(set)
        for edge in edges:
            self._ends[Step(edge.predicate.value)].add(_plain(edge.subject))
            self._ends[Step(edge.predicate.value, inverse=True)].add(_plain(edge.object))
            self._ends[Step(None)].add(_plain(edge.subject))

    def affected(self, shapes: Shapes, shape: Shape) -> set[ox.NamedNode] | None:
        """Return the nodes at which a shape may find something else than before, None where that may be anywhere.

        A chain of edges that is read from a node now was read before too up to the first of its edges that is new,
        and the other way round: so each changed edge is followed back over the edges that are read before it. Where
        that comes to a focus node that no query can name, a blank node or a literal, the answer is None too.
        """
        read = None if Step(SUBCLASS) in self._ends else readings(shapes, shape)
        if read is None:
            return None
        found = {node for before, step in _edges(read) for node in self._back(before, step)}
        if not (shape.targets.nodes or shape.targets.objects_of):
            found = {node for node in found if not isinstance(node, ox.Literal)}
        named = {node for node in found if isinstance(node, ox.NamedNode)}
        return named if len(named) == len(found) else None

    def _back(self, before: Reading, step: Step) -> set[Term]:
        nodes = set(self._ends.get(step, ()))
        for walked in reversed(before):
            nodes = {start for node in nodes for start in self._starts(node, walked)}
        return nodes

    def _starts(self, node: Term, step: Step) -> Iterator[Term]:
        """Yield the nodes from which a step leads to a node."""
        predicate = None if step.predicate is None else ox.NamedNode(step.predicate)
        store, graph = self._data.store, self._data.graph
        if not step.inverse:
            found = store.quads_for_pattern(None, predicate, node, graph)
            yield from (_plain(quad.subject) for quad in found)
        elif not isinstance(node, ox.Literal):
            yield from (_plain(quad.object) for quad in store.quads_for_pattern(node, predicate, None, graph))


def _edges(read: Iterable[Reading]) -> set[tuple[Reading, Step]]:
    """Return each edge that is read, with the edges that are read before it."""
    return {(reading[:place], step) for reading in read for place, step in enumerate(reading)}


def _plain(term: Term | ox.Triple) -> Term:
    assert not isinstance(term, ox.Triple)  # a store of RDF 1.1 data has none
    return term
