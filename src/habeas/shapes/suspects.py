"""The graph that pySHACL is given: many records side by side, each with its own copies of its nodes.

A local shape looks at one record. One call of pySHACL for each record would read the shapes again and again;
one graph with all records would mix what they say. So each node that a record describes is renamed within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF

from habeas.shapes.prepared import PreparedGraph
from habeas.shapes.terms import to_rdflib

Records = Mapping[str, Iterable[ox.Quad]]

_COPY = "urn:habeas:suspect:{}:"
_COPIED = re.compile(r"urn:habeas:suspect:(\d+):")


class Suspects:
    """A graph of records under judgement, over a background of what is declared.

    Nodes of the background keep their names, for they are the same thing in every record.
    """

    def __init__(self, background: rdflib.Graph) -> None:
        self.graph = PreparedGraph()
        self.graph += background
        self._fixed = {str(s) for s in background.subjects(unique=True)}
        self._names: list[str] = []

    def add(self, name: str, quads: Iterable[ox.Quad]) -> None:
        """Add what a record says, under copies of its nodes."""
        prefix = _COPY.format(len(self._names))
        self._names.append(name)
        triples = [(to_rdflib(q.subject), to_rdflib(q.predicate), to_rdflib(q.object)) for q in quads]
        copies = {s: _copy(s, prefix) for s, _, _ in triples if str(s) not in self._fixed}
        for s, p, o in triples:
            value = o if p == RDF.type else copies.get(o, _own(o, prefix))
            self.graph.add((copies.get(s, s), p, value))

    def origin(self, node: rdflib.term.Node) -> tuple[str | None, str]:
        """Return the record that a node is of, None where it is of none, and the node's own name."""
        found = _COPIED.match(str(node))
        if found:
            return self._names[int(found[1])], original(str(node))
        return (str(node) if str(node) in self._names else None), str(node)

    def is_background(self, node: rdflib.term.Node) -> bool:
        """Whether a node is declared, or is a record or source that is not among the suspects."""
        return str(node) in self._fixed and str(node) not in self._names


def original(text: str) -> str:
    """Return a text in which every copy has its own name again."""
    return _COPIED.sub("", text)


def background_of(declared: rdflib.Graph, records: Records) -> rdflib.Graph:
    """Return what is declared, and what sort of thing each record and source of the run is.

    So a record may point at another, or at its source, whichever chunk that one is in.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    graph += declared
    for name, quads in records.items():
        for quad in quads:
            if str(quad.subject) == f"<{name}>" and quad.predicate.value == str(RDF.type):
                graph.add((rdflib.URIRef(name), RDF.type, to_rdflib(quad.object)))
    return graph


def _copy(term: rdflib.term.Identifier, prefix: str) -> rdflib.term.Identifier:
    return type(term)(f"{prefix}{term}")


def _own(term: rdflib.term.Identifier, prefix: str) -> rdflib.term.Identifier:
    """A blank node is of its record alone, even one that the record says nothing of."""
    return _copy(term, prefix) if isinstance(term, rdflib.BNode) else term
