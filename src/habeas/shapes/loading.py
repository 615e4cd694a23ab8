"""The graph that somebody brings, in files, and which file holds what."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import UsageError
from habeas.shapes.rdf_files import quads_of

Progress = Callable[[str, int, int], None]
"""Is told what is loaded, and how many of how many bytes are read."""


class Origins:
    """Which files say something of a node: 8 bytes a node and file are kept, a hash of the subject."""

    def __init__(self) -> None:
        self._subjects: dict[str, array[int]] = {}

    def noted(self, file: str, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the quads of a file, and keep of what they speak."""
        subjects: set[int] = set()
        last: object = None
        for quad in quads:
            if quad.subject != last:
                last = quad.subject
                subjects.add(hash(quad.subject))
            yield quad
        self._subjects[file] = array("q", sorted(subjects))

    def files(self, node: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[str]:
        """Return the files that have a triple with the node as its subject, in the order they were read."""
        wanted = hash(node)
        return [file for file, subjects in self._subjects.items() if _holds(subjects, wanted)]


class Loader:
    """Loads files into the default graph of a store.

    ``graph`` None takes the union of all graphs of the files, each triple once; an IRI that named graph alone.
    ``prefixes`` are those that the files declare.
    """

    def __init__(self, store: ox.Store, graph: str | None = None, progress: Progress | None = None) -> None:
        self.store = store
        self.triples = 0
        self.prefixes: dict[str, str] = {}
        self.origins = Origins()
        self._graph = None if graph is None else graph_named(graph)
        self._progress = progress
        self._others: set[str] = set()

    def load(self, files: list[Path]) -> None:
        """Load the data, files in order.

        Raises UsageError for a file that cannot be read, and for a graph that none of them has.
        """
        for file in files:
            if len(files) > 1:
                self.store.bulk_extend(self.origins.noted(str(file), self._chosen(file)))
            else:
                self.store.bulk_extend(self._chosen(file))
        if self._graph is not None and not self.triples:
            raise UsageError(
                f"no triple of the files is in the graph {self._graph}",
                where=", ".join(map(str, files)),
                mend=f"their graphs are {', '.join(sorted(self._others)[:5]) or 'the default graph alone'}",
            )

    def lend(self, files: list[Path]) -> None:
        """Load what is declared beside the data: subclasses, kinds of terms. Its triples are not counted."""
        for file in files:
            self.store.bulk_extend(map(_plain, quads_of(file)))

    def _chosen(self, file: Path) -> Iterator[ox.Quad]:
        """Yield the triples of the chosen graph, or of all."""
        for quad in quads_of(file, self._teller(file), self.prefixes):
            name = quad.graph_name
            if self._graph is not None and name != self._graph:
                self._others |= {str(name)} if isinstance(name, ox.NamedNode) else set()
                continue
            self.triples += 1
            yield _plain(quad)

    def _teller(self, file: Path) -> Callable[[int], None]:
        read, size = 0, file.stat().st_size if file.exists() else 0

        def told(more: int) -> None:
            nonlocal read
            read += more
            if self._progress:
                self._progress(str(file), read, size)

        return told


def _plain(quad: ox.Quad) -> ox.Quad:
    """Return the quad in the default graph."""
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def graph_named(iri: str) -> ox.NamedNode:
    """Return the name of a graph, with or without angle brackets. Raises UsageError for what is no IRI."""
    try:
        return ox.NamedNode(iri.removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise UsageError(f"{iri!r} is no IRI: {error}", mend="write the graph's whole IRI") from error


def _holds(subjects: array[int], wanted: int) -> bool:
    at = bisect_left(subjects, wanted)
    return at < len(subjects) and subjects[at] == wanted
