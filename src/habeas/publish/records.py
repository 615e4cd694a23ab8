"""Records as the publish room handles them: quads by record, and the class of each node in each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import StorageError
from habeas.model import Class, Model
from habeas.model.namespaces import HAB, RDF
from habeas.store import content_digest, read_quads

TYPE = ox.NamedNode(f"{RDF}type")
Node = ox.NamedNode
Value = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Value]


@dataclass(frozen=True)
class Record:
    """One named graph: its IRI and its triples.

    ``stated`` are the triples as the row gave them, where a decision has changed an id in them since.
    """

    iri: Node
    triples: tuple[Triple, ...]
    stated: tuple[Triple, ...] = ()

    @cached_property
    def types(self) -> dict[Node, set[str]]:
        """The class IRIs of each node that the record types."""
        found: dict[Node, set[str]] = {}
        for s, p, o in self.triples:
            if p == TYPE:
                found.setdefault(s, set()).add(o.value)
        return found

    def class_of(self, node: Node, model: Model) -> Class | None:
        """Return the most specific class that the record gives the node."""
        return model.most_specific(self.types.get(node, set()))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the row says, apart from where it stands and when it was read.

        A split changes no row, so what was cleared stays cleared.
        """
        moving = {ox.NamedNode(f"{HAB}rowNumber"), ox.NamedNode(f"{HAB}recorded")}
        quads = (ox.Quad(s, p, o, self.iri) for s, p, o in self.stated or self.triples)
        return content_digest(q for q in quads if q.subject != self.iri or q.predicate not in moving)

    def values(self, name: str) -> list[str]:
        """Return all values that the record's own metadata has for a ``hab:`` property."""
        predicate = ox.NamedNode(HAB + name)
        return [o.value for s, p, o in self.triples if s == self.iri and p == predicate]

    def value(self, name: str) -> str:
        """Return a value that the record's own metadata has for a ``hab:`` property, or an empty string."""
        return next(iter(self.values(name)), "")

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the triples as quads of the record's graph."""
        return (ox.Quad(s, p, o, self.iri) for s, p, o in self.triples)


def group_records(quads: Iterable[ox.Quad]) -> dict[Node, Record]:
    """Group quads by the graph that they stand in, in the order of the graphs' IRIs."""
    found: dict[Node, list[Triple]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, Node) and isinstance(quad.subject, Node):
            found.setdefault(quad.graph_name, []).append((quad.subject, quad.predicate, quad.object))  # type: ignore[arg-type]
    return {iri: Record(iri, tuple(found[iri])) for iri in sorted(found, key=str)}


def load_records(folder: Path) -> dict[Node, Record]:
    """Load the records of every source that was ingested; raises StorageError where a file of them is damaged."""
    return group_records(quad for file in sorted(folder.glob("*.nq")) for quad in _quads(file))


def _quads(file: Path) -> Iterator[ox.Quad]:
    try:
        yield from read_quads(file)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise StorageError(
            f"the records of {file.stem} are damaged: {error}",
            where=str(file),
            mend=f"run `habeas build {file.stem}`, which reads the source anew, or `habeas build` for all",
        ) from error
