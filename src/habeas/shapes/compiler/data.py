"""One graph of a store, asked with SPARQL."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import rdflib

from habeas.model.namespaces import RDF, RDFS
from habeas.shapes.compiler.finding import Term
from habeas.shapes.compiler.term import as_read

Graph = ox.NamedNode | ox.DefaultGraph
KEPT = 1000
TYPE = ox.NamedNode(f"{RDF}type")


class Data:
    """The graph under validation."""

    def __init__(self, store: ox.Store, graph: Graph) -> None:
        self.store = store
        self.graph = graph
        self._subclasses: dict[str, tuple[str, ...]] = {}
        self._answers: dict[str, list[tuple[Term, ...]]] = {}

    def select(self, query: str) -> Iterator[tuple[Term, ...]]:
        """Yield the rows of a SELECT query whose variables are all bound."""
        for row in self.solutions(query):
            yield tuple(row)

    def rows_once(self, query: str) -> Iterator[tuple[Term, ...]]:
        """Yield the rows of a query that several shapes may ask; a short answer is kept for the next."""
        if query in self._answers:
            yield from self._answers[query]
            return
        kept: list[tuple[Term, ...]] = []
        for row in self.select(query):
            if len(kept) <= KEPT:
                kept.append(row)
            yield row
        if len(kept) <= KEPT:
            self._answers[query] = kept

    def pairs(self, query: str) -> Iterator[tuple[Term, Term]]:
        """Yield the rows of a SELECT query with two variables, both bound."""
        yield from ((row[0], row[1]) for row in self.solutions(query))

    def solutions(self, query: str) -> ox.QuerySolutions:
        """Return the solutions of a SELECT query. Raises SyntaxError where it does not parse."""
        rows = self.store.query(query, default_graph=[self.graph])
        if not isinstance(rows, ox.QuerySolutions):
            raise SyntaxError("the query is no SELECT")
        return rows

    def subclasses(self, iri: str) -> tuple[str, ...]:
        """Return a class and, by ``rdfs:subClassOf`` in the data, all below it."""
        if iri not in self._subclasses:
            rows = self.select(f"SELECT DISTINCT ?c {{ ?c <{RDFS}subClassOf>* <{iri}> }}")
            found = {row[0].value for row in rows if isinstance(row[0], ox.NamedNode)}
            self._subclasses[iri] = (iri, *sorted(found - {iri}))
        return self._subclasses[iri]

    def is_instance(self, node: Term, classes: frozenset[str]) -> bool:
        """Whether the graph says that a node is of one of the classes, these being complete."""
        if isinstance(node, ox.Literal):
            return False
        return any(ox.Quad(node, TYPE, ox.NamedNode(iri), self.graph) in self.store for iri in classes)

    def mentions(self, node: Term) -> bool:
        """Whether the graph has a triple about a node or with it as its object."""
        found: Iterator[ox.Quad] = iter(self.store.quads_for_pattern(None, None, node, self.graph))
        if next(found, None):
            return True
        if isinstance(node, ox.Literal):
            return False
        return next(iter(self.store.quads_for_pattern(node, None, None, self.graph)), None) is not None

    def as_rdflib(self) -> rdflib.Graph:
        """Return all of the graph in memory, for constraints that may read any part of it."""
        graph = rdflib.Graph(bind_namespaces="none")
        for quad in self.store.quads_for_pattern(None, None, None, self.graph):
            graph.add((as_read(quad.subject), as_read(quad.predicate), as_read(quad.object)))
        return graph
