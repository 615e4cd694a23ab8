"""The blank nodes of the data: a name that lasts, and words for people."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

from habeas.shapes.reports.content import name_by_content, said_in_store
from habeas.shapes.reports.explain import BLANK
from habeas.shapes.reports.names import Names

SHOWN: Final = 3
_BLANK: Final = re.compile(rf"<{BLANK}([^<>\s]+)>")


class BlankNodes:
    """Tells the blank nodes of a graph apart by what the graph says of them; without a store it has none."""

    def __init__(self, store: ox.Store | None, graph: ox.NamedNode | ox.DefaultGraph, names: Names) -> None:
        self._said = said_in_store(store, graph) if store is not None else (lambda _: ())
        self._names = names

    def lasting(self, iri: str) -> str:
        """Return the name of a node that is the same in every run; ``iri`` is the one that a result has."""
        if not iri.startswith(BLANK):
            return iri
        return f"{BLANK}{name_by_content(_node(iri), self._said)}"

    def words(self, iri: str) -> str:
        """Return an IRI with its prefix, or the first that is said of a blank node."""
        if not iri.startswith(BLANK):
            return self._names.compact(iri)
        said = sorted(f"{p} {o}" for p, o in self._said(_node(iri)) if not isinstance(o, ox.BlankNode))
        told = [self._names.shorten(line).replace("rdf:type", "a", 1) for line in said]
        told.sort(key=lambda line: not line.startswith("a "))
        more = " …" if len(told) > SHOWN else ""
        return f"[ {' ; '.join(told[:SHOWN])}{more} ]" if told else "a blank node of which nothing is said"

    def in_text(self, text: str) -> str:
        """Return a text in which every IRI in angle brackets is told in words."""
        return self._names.shorten(_BLANK.sub(lambda found: self.words(f"{BLANK}{found[1]}"), text))


def _node(iri: str) -> ox.BlankNode:
    return ox.BlankNode(iri.removeprefix(BLANK))
