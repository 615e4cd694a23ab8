"""Validation of the graph of a store: findings as they come, suspects by shape, and the report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from habeas.shapes.compiler.changes import Changes, Edge
from habeas.shapes.compiler.constraint import Shape
from habeas.shapes.compiler.data import Data, Graph
from habeas.shapes.compiler.evaluation import Evaluation
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import target_focus
from habeas.shapes.compiler.locality import Locality, locality
from habeas.shapes.compiler.property_path import may_stay
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.compiler.result import as_result, as_verdict
from habeas.shapes.compiler.term import as_stored, constant
from habeas.shapes.judgement import Verdict
from habeas.shapes.lending import lent
from habeas.shapes.report import Report, make_report
from habeas.store import in_memory

Progress = Callable[[int, int], None]
ShapesGraph = rdflib.Graph | ox.Store | Shapes
DEFAULT = ox.DefaultGraph()


def find(
    store: ox.Store,
    shapes: ShapesGraph,
    *,
    graph: Graph = DEFAULT,
    only: Iterable[ox.NamedNode] | None = None,
    progress: Progress | None = None,
) -> Iterator[Finding]:
    """Yield every finding of the shapes in a graph of a store, one shape after another.

    The results are those of pySHACL on the store's content. ``only`` keeps to the targets that are among some nodes;
    ``progress`` is told how many of how many shapes are done. Raises ModelError where a shape is ill-formed.
    """
    run = Evaluation(Data(store, graph), read_shapes(shapes))
    chosen = None if only is None else set(only)
    targeted = run.shapes.targeted()
    for done, shape in enumerate(targeted, 1):
        yield from _evaluate(run, shape, chosen)
        if progress:
            progress(done, len(targeted))


@dataclass(frozen=True, slots=True)
class Revision:
    """What a shape finds after a change: ``findings`` stand in place of all that were there ``at`` their roots.

    ``at`` None means all of the shape's findings: it was run in full.
    """

    shape: Shape
    at: frozenset[ox.NamedNode] | None
    findings: Iterator[Finding]


def find_changed(
    store: ox.Store,
    shapes: ShapesGraph,
    changes: Iterable[Edge] | None,
    *,
    graph: Graph = DEFAULT,
    local_only: bool = False,
) -> Iterator[Revision]:
    """Yield for each shape what it finds where a change may have altered it.

    ``changes`` are the triples that the graph gained and those that it lost; the store is as it is now. None stands
    for a change of everything. A shape that may read any part of the graph is run in full, or passed over with
    ``local_only``. The findings of a revision are to be read before the next is asked for. Raises ModelError where a
    shape is ill-formed.
    """
    run = Evaluation(Data(store, graph), read_shapes(shapes))
    changed = None if changes is None else Changes(run.data, changes)
    for shape in run.shapes.targeted():
        at = changed.affected(run.shapes, shape) if changed else None
        if at is not None:
            yield Revision(shape, frozenset(at), _evaluate(run, shape, at) if at else iter(()))
        elif not local_only or locality(run.shapes, shape) != Locality.GRAPH:
            yield Revision(shape, None, _evaluate(run, shape))


def localities(shapes: ShapesGraph) -> dict[Identifier, Locality]:
    """Return, for each shape with targets, what it looks at. Raises ModelError where a shape is ill-formed."""
    read = read_shapes(shapes)
    return {shape.node: locality(read, shape) for shape in read.targeted()}


def find_suspects(
    store: ox.Store, shapes: ShapesGraph, *, graph: Graph = DEFAULT
) -> dict[Identifier, frozenset[Term]]:
    """Return, for each shape with targets, the focus nodes at which it is violated."""
    run = Evaluation(Data(store, graph), read_shapes(shapes))
    return {
        shape.node: frozenset(finding.root for finding in _evaluate(run, shape))
        for shape in run.shapes.targeted()
    }


def validate(
    store: ox.Store,
    shapes: ShapesGraph,
    ontology: rdflib.Graph | Iterable[ox.Quad] | None = None,
    progress: Progress | None = None,
    *,
    graph: Graph = DEFAULT,
    only: Iterable[ox.NamedNode] | None = None,
) -> Report:
    """Hold a graph of a store to the shapes of a shapes graph.

    ``ontology`` is lent to the graph for as long as the run lasts: SHACL finds the members of a class by
    ``rdfs:subClassOf`` in the data. Raises ModelError where a shape is ill-formed.
    """
    read = read_shapes(shapes)
    with ExitStack() as stack:
        if ontology is not None:
            stack.enter_context(lent(store, _quads(ontology, graph)))
        found = find(store, read, graph=graph, only=only, progress=progress)
        return make_report([as_result(finding, read.graph) for finding in found], 1)


def judge(data: rdflib.Graph, shapes: ShapesGraph) -> Iterator[Verdict]:
    """Validate an in-memory rdflib graph as ``habeas.shapes.judgement.judge`` does, by way of a store.

    Blank nodes keep their labels. Raises ModelError where a shape is ill-formed.
    """
    store = in_memory(_quads(data, DEFAULT))
    read = read_shapes(shapes)
    for finding in find(store, read):
        yield as_verdict(finding, read.graph)


def read_shapes(shapes: ShapesGraph) -> Shapes:
    """Read a shapes graph; of a store, its default graph. Raises ModelError where a shape is ill-formed."""
    if isinstance(shapes, Shapes):
        return shapes
    if isinstance(shapes, rdflib.Graph):
        return Shapes(shapes)
    return Shapes(Data(shapes, DEFAULT).as_rdflib())


def _evaluate(
    run: Evaluation, shape: Shape, only: Collection[ox.NamedNode] | None = None
) -> Iterator[Finding]:
    """Yield what a shape finds at its targets; those that no query can name go to pySHACL."""
    strange = [node for node in shape.targets.nodes if _is_strange(run, shape, node)]
    if strange or any(isinstance(c, rdflib.BNode) for c in shape.targets.classes):
        loaded: Any = run.shapes.known.lookup_shape_from_node(shape.node)
        nodes = (as_stored(node) for node in loaded.focus_nodes(run.data.as_rdflib()))
        chosen = (node for node in nodes if only is None or node in only)
        yield from run.judge.judge_shape(shape, chosen)
    else:
        yield from run.evaluate(shape, target_focus(run.data, shape, only))


def _is_strange(run: Evaluation, shape: Shape, node: Identifier) -> bool:
    """Whether a target is a term that no query can name, or one outside the graph that a path stays at."""
    if constant(node) is None:
        return True
    paths = (s.path for s in run.shapes.below(shape))
    return any(p is not None and may_stay(p) for p in paths) and not run.data.mentions(as_stored(node))


def _quads(ontology: rdflib.Graph | Iterable[ox.Quad], graph: Graph) -> Iterator[ox.Quad]:
    if not isinstance(ontology, rdflib.Graph):
        yield from ontology
        return
    for s, p, o in ontology:
        subject, predicate = as_stored(s), as_stored(p)
        assert not isinstance(subject, ox.Literal)
        assert isinstance(predicate, ox.NamedNode)
        yield ox.Quad(subject, predicate, as_stored(o), graph)
