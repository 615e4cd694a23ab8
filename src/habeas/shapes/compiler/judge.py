"""pySHACL, as the judge of focus nodes: of one constraint that is not compiled, or of a recursive shape whole."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pyoxigraph as ox
import rdflib
from pyshacl.errors import ShapeRecursionWarning
from pyshacl.pytypes import SHACLExecutor
from rdflib.namespace import SH
from rdflib.term import Identifier

from habeas.errors import ModelError
from habeas.shapes.compiler.constraint import Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.property_path import read_path
from habeas.shapes.compiler.reach import Reach, reached
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.compiler.term import as_read, as_stored
from habeas.shapes.path import Path

CHUNK = 2000


class Judge:
    """Holds nodes to pySHACL's own rules, over an in-memory graph of what the rules can read."""

    def __init__(self, data: Data, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes
        self._whole: rdflib.Graph | None = None
        self._executor = SHACLExecutor()

    def judge_shape(self, shape: Shape, nodes: Iterable[Term]) -> Iterator[Finding]:
        """Yield what pySHACL finds with a whole shape at nodes, over the part of the graph that they reach."""
        loaded = self._shapes.known.lookup_shape_from_node(shape.node)
        reach = Reach.of(self._shapes, shape)
        for chunk in _chunks(nodes):
            graph = reached(self._data, chunk, reach) if reach else self._all()
            for node in chunk:
                reports = self._ask(partial(loaded.validate, self._executor, graph, as_read(node)))
                yield from (self._finding(node, report) for report in reports)

    def judge_rule(self, shape: Shape, rule: Any, nodes: Iterable[Term]) -> Iterator[Finding]:
        """Yield what pySHACL finds with one constraint of a shape at nodes; it may read the whole graph."""
        loaded = self._shapes.known.lookup_shape_from_node(shape.node)
        for node in nodes:
            graph, focus = self._all(), as_read(node)
            values = loaded.value_nodes(graph, focus)
            reports = self._ask(partial(rule.evaluate, self._executor, graph, values, [loaded, rule]))
            yield from (self._finding(node, report) for report in reports)

    def _all(self) -> rdflib.Graph:
        if self._whole is None:
            self._whole = self._data.as_rdflib()
        return self._whole

    def _ask(self, evaluate: Callable[[], tuple[bool, Iterable[Any]]]) -> list[Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ShapeRecursionWarning)
            try:
                return list(evaluate()[1])
            except Exception as error:  # rdflib and pySHACL raise whatever comes of an ill-formed query
                raise ModelError(
                    f"the shapes cannot be used: {error}",
                    where="shapes graph",
                    mend="mend the shape that is named",
                ) from error

    def _finding(self, root: Term, report: tuple[str, Any, list[tuple[Any, Any, Any]]]) -> Finding:
        _, result, triples = report
        said = {p: _plain(o) for s, p, o in triples if s == result and p != SH.resultMessage}
        messages = sorted(str(o) for s, p, o in triples if s == result and p == SH.resultMessage)
        return Finding(
            root=root,
            focus=as_stored(said[SH.focusNode]),
            shape=self._shapes.member(said[SH.sourceShape]),
            component=rdflib.URIRef(said[SH.sourceConstraintComponent]),
            path=self._path(said.get(SH.resultPath)),
            value=as_stored(said[SH.value]) if SH.value in said else None,
            message=" ".join(messages),
        )

    def _path(self, node: Identifier | None) -> Path | None:
        return None if node is None else read_path(self._shapes.graph, node)


def _plain(term: Any) -> Any:
    """pySHACL says of some terms which graph they are from."""
    return term[1] if isinstance(term, tuple) else term


def _chunks(nodes: Iterable[Term]) -> Iterator[list[Term]]:
    chunk: list[ox.NamedNode | ox.BlankNode | ox.Literal] = []
    for node in nodes:
        chunk.append(node)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
