"""SHACL property paths (SHACL §2.3.1): read from a graph, written as SPARQL and as RDF of IRIs alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from habeas.shapes.terms import compact

SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


@dataclass(frozen=True)
class Path:
    """A path: a predicate (``steps`` is empty), or a kind of path over its steps.

    ``term`` is the predicate's IRI, or the IRI of the kind: ``sh:inversePath``, ``sh:alternativePath``,
    ``sh:zeroOrMorePath`` …, and ``rdf:List`` for a sequence.
    """

    term: str
    steps: tuple[Path, ...] = ()

    def __str__(self) -> str:
        """Return the path as SPARQL writes it, with the prefixes of Habeas."""
        texts = [f"({s})" if len(s.steps) > 1 else str(s) for s in self.steps]
        if not self.steps:
            return compact(self.term)
        if self.term == str(RDF.List):
            return "/".join(texts)
        if self.term == str(SH.alternativePath):
            return "|".join(texts)
        if self.term == str(SH.inversePath):
            return f"^{texts[0]}"
        return texts[0] + SUFFIXES[rdflib.URIRef(self.term)]

    def triples(self, node: str) -> Iterator[ox.Triple]:
        """Yield the path as RDF with the IRI ``node`` as its root; nothing for a predicate."""
        if self.term in {str(RDF.List), str(SH.alternativePath)}:
            first = node if self.term == str(RDF.List) else f"{node}/list"
            if first != node:
                yield _triple(node, self.term, first)
            yield from self._list(first)
        elif self.steps:
            yield _triple(node, self.term, self.steps[0].root(f"{node}/step"))
            yield from self.steps[0].triples(f"{node}/step")

    def root(self, node: str) -> str:
        """Return the IRI that stands for the path: the predicate, or ``node``."""
        return node if self.steps else self.term

    def _list(self, node: str) -> Iterator[ox.Triple]:
        for number, step in enumerate(self.steps):
            cell = node if number == 0 else f"{node}/{number}"
            last = number == len(self.steps) - 1
            yield _triple(cell, str(RDF.first), step.root(f"{cell}/step"))
            yield _triple(cell, str(RDF.rest), str(RDF.nil) if last else f"{node}/{number + 1}")
            yield from step.triples(f"{cell}/step")


def read_path(graph: rdflib.Graph, node: rdflib.term.Node) -> Path:
    """Read the path that starts at a node of a shapes graph or of a validation report."""
    if isinstance(node, rdflib.URIRef):
        return Path(str(node))
    for kind in (SH.inversePath, *SUFFIXES):
        if step := graph.value(node, kind):
            return Path(str(kind), (read_path(graph, step),))
    alternatives = graph.value(node, SH.alternativePath)
    steps = tuple(read_path(graph, step) for step in Collection(graph, alternatives or node))
    return Path(str(SH.alternativePath if alternatives else RDF.List), steps)


def _triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
