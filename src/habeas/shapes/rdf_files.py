"""RDF files that somebody brings: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import pyoxigraph as ox
import rdflib

from habeas.errors import UsageError
from habeas.shapes.terms import to_rdflib

SUFFIXES: Final = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")

BytesRead = Callable[[int], None]


def quads_of(
    file: Path, told: BytesRead | None = None, prefixes: dict[str, str] | None = None
) -> Iterator[ox.Quad]:
    """Yield the quads of a file; its blank nodes are nobody else's.

    ``told`` hears how many bytes have been read, piece by piece; ``prefixes`` takes up those that the file declares
    before its first triple. No remote context is fetched. Raises UsageError for a file that cannot be read.
    """
    format_ = format_of(file)
    try:
        with file.open("rb") as stream:
            yield from _parse(cast(IO[bytes], _Counted(stream, told)) if told else stream, format_, prefixes)
    except OSError as error:
        raise UsageError(
            f"the file cannot be read: {error}", where=str(file), mend="name a file that is there"
        ) from error
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise UsageError(
            f"the file is not {format_.name}: {error.msg}",
            where=f"{file}{line}",
            mend="mend the place that is named",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"the file is not {format_.name}: {error}", where=str(file), mend="mend the place that is named"
        ) from error


def format_of(file: Path) -> ox.RdfFormat:
    """Return the format that a file's suffix names. Raises UsageError for one that is not known."""
    known = ox.RdfFormat.from_extension(file.suffix.removeprefix(".")) if file.suffix in SUFFIXES else None
    if known is None:
        raise UsageError(
            f"the kind of file is not known: {file.suffix or 'no suffix'}",
            where=str(file),
            mend=f"name it by what it is: {' '.join(SUFFIXES)}",
        )
    return known


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files themselves, and of a folder every RDF file in it. Raises UsageError where there is none."""
    found: list[Path] = []
    for path in paths:
        below = sorted(f for f in path.rglob("*") if f.suffix in SUFFIXES) if path.is_dir() else [path]
        if not below:
            raise UsageError(
                "the folder holds no RDF file",
                where=str(path),
                mend=f"name one that has files with {' '.join(SUFFIXES)}",
            )
        found += below
    return found


def graph_of(files: Iterable[Path], prefixes: dict[str, str] | None = None) -> rdflib.Graph:
    """Return the triples of all files, whatever graph they are in, as rdflib has them; literals as they are written."""
    graph = rdflib.Graph(bind_namespaces="none")
    for file in files:
        for quad in quads_of(file, prefixes=prefixes):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def _parse(stream: IO[bytes], format_: ox.RdfFormat, prefixes: dict[str, str] | None) -> Iterator[ox.Quad]:
    parser = ox.parse(input=stream, format=format_, rename_blank_nodes=True)
    for quad in parser:
        if prefixes is not None:
            prefixes |= {name: iri for name, iri in parser.prefixes.items() if name not in prefixes}
            prefixes = None
        if isinstance(quad.object, ox.Triple):
            raise UsageError(
                "a triple inside a triple (RDF 1.2) cannot be validated",
                where=str(quad.object),
                mend="say it about a named graph, or name the statement by an IRI",
            )
        yield quad


class _Counted(io.RawIOBase):
    """A stream that tells how much of it has been read."""

    def __init__(self, stream: BinaryIO, told: BytesRead) -> None:
        super().__init__()
        self._stream = stream
        self._told = told

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._told(len(piece))
        return piece
