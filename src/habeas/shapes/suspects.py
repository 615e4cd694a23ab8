"""The graph that the shapes are held to: many records side by side, each with its own copies of its nodes.

A local shape looks at one record. One run for each record would ask the same queries again and again; one graph
with all records would mix what they say. So each node that a record describes is renamed within it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from habeas.model.namespaces import RDF
from habeas.shapes.terms import plain
from habeas.store import in_memory

Records = Mapping[str, Iterable[ox.Quad]]
Term = ox.NamedNode | ox.BlankNode | ox.Literal

TYPE: Final = ox.NamedNode(f"{RDF}type")
# A blank node's label may hold no colon.
_COPIED: Final = re.compile(r"urn:habeas:suspect:(\d+):|habeas\.suspect\.(\d+)\.")


class Suspects:
    """A store of records under judgement, over a background of what is declared.

    Nodes of the background keep their names, for they are the same thing in every record. ``kinds`` says of what
    sort each record and source of the run is, so that a record may point at another, or at its source, that is not
    among the suspects.
    """

    def __init__(self, background: Collection[ox.Quad], kinds: Mapping[ox.NamedNode, list[ox.Quad]]) -> None:
        self._quads = list(background)
        self._fixed: set[Term] = {plain(quad.subject) for quad in background}
        self._kinds = kinds
        self._names: dict[ox.NamedNode, int] = {}
        self._order: list[str] = []
        self._mentioned: set[ox.NamedNode] = set()

    def add(self, name: str, quads: Iterable[ox.Quad]) -> None:
        """Add what a record says, under copies of its nodes."""
        number = len(self._names)
        self._names[ox.NamedNode(name)] = number
        self._order.append(name)
        said = [(plain(quad.subject), quad.predicate, plain(quad.object)) for quad in quads]
        copies = {s: _copy(s, number) for s in {s for s, _, _ in said} if not self._keeps(s)}
        for subject, predicate, value in said:
            named = value
            if not isinstance(value, ox.Literal) and predicate != TYPE:
                named = copies.get(value) or self._own(value, number)
            self._quads.append(ox.Quad(copies.get(subject, subject), predicate, named))  # type: ignore[arg-type]

    def store(self) -> ox.Store:
        """Return the graph in a store of its own."""
        others = self._mentioned - self._names.keys()
        return in_memory([*self._quads, *(quad for node in others for quad in self._kinds[node])])

    def origin(self, node: Term) -> tuple[str | None, Term]:
        """Return the record that a node is of, None where it is of none, and the node itself."""
        found = _COPIED.match(node.value)
        if found:
            return self._order[int(found[1] or found[2])], original(node)
        return (node.value if node in self._names else None), node

    def is_background(self, node: Term) -> bool:
        """Whether a node is declared, or is a record or source that is not among the suspects."""
        return node not in self._names and (node in self._fixed or node in self._kinds)

    def _keeps(self, node: Term) -> bool:
        return node in self._fixed or node in self._kinds

    def _own(self, node: ox.NamedNode | ox.BlankNode, number: int) -> ox.NamedNode | ox.BlankNode:
        """A blank node is of its record alone, even one that the record says nothing of."""
        if isinstance(node, ox.BlankNode):
            return _copy(node, number)
        if node in self._kinds:
            self._mentioned.add(node)
        return node


def original(node: Term) -> Term:
    """Return the node that a copy is of; any other node as it is."""
    name = _COPIED.sub("", node.value)
    if isinstance(node, ox.Literal):
        return node
    return ox.BlankNode(name) if isinstance(node, ox.BlankNode) else ox.NamedNode(name)


def original_text(text: str) -> str:
    """Return a text in which every copy has its own name again."""
    return _COPIED.sub("", text)


def kinds_of(records: Records) -> dict[ox.NamedNode, list[ox.Quad]]:
    """Return the types that each record and source says it is of itself."""
    found: dict[ox.NamedNode, list[ox.Quad]] = {}
    for name, quads in records.items():
        node = ox.NamedNode(name)
        said = [ox.Quad(node, TYPE, q.object) for q in quads if q.predicate == TYPE and q.subject == node]
        if said:
            found[node] = said
    return found


def _copy(node: Term, number: int) -> ox.NamedNode | ox.BlankNode:
    if isinstance(node, ox.BlankNode):
        return ox.BlankNode(f"habeas.suspect.{number}.{node.value}")
    return ox.NamedNode(f"urn:habeas:suspect:{number}:{node.value}")
