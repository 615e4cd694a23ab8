"""SHACL property paths (SHACL §2.3.1): read from a graph, written as SPARQL and as RDF."""

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

    def node(self, label: str) -> ox.NamedNode | ox.BlankNode:
        """Return the node that stands for the path: the predicate, else a blank node of this label.

        SHACL reads any IRI as a predicate, so other paths cannot do without blank nodes; their labels are
        given, so that the same path is the same bytes.
        """
        return ox.BlankNode(label) if self.steps else ox.NamedNode(self.term)

    def triples(self, label: str) -> Iterator[ox.Triple]:
        """Yield the path as RDF below ``node(label)``; nothing for a predicate."""
        if self.term == str(RDF.List):
            yield from self._list(label)
        elif self.term == str(SH.alternativePath):
            yield ox.Triple(self.node(label), ox.NamedNode(self.term), ox.BlankNode(f"{label}l"))
            yield from self._list(f"{label}l")
        elif self.steps:
            step = self.steps[0]
            yield ox.Triple(self.node(label), ox.NamedNode(self.term), step.node(f"{label}s"))
            yield from step.triples(f"{label}s")

    def _list(self, label: str) -> Iterator[ox.Triple]:
        cells = [ox.BlankNode(f"{label}c{number}" if number else label) for number in range(len(self.steps))]
        for number, (cell, step) in enumerate(zip(cells, self.steps, strict=True)):
            rest = cells[number + 1] if number + 1 < len(cells) else ox.NamedNode(str(RDF.nil))
            yield ox.Triple(cell, ox.NamedNode(str(RDF.first)), step.node(f"{cell.value}s"))
            yield ox.Triple(cell, ox.NamedNode(str(RDF.rest)), rest)
            yield from step.triples(f"{cell.value}s")


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
