"""Validation of files that somebody brings: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import UsageError
from habeas.shapes.report import Report
from habeas.shapes.validate import validate_records

_SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")


def validate_files(files: list[Path], shapes: Path, ontology: Path) -> Report:
    """Hold each named graph of the files, and each file's default graph, to the local shapes.

    A named graph that two files have is one record. Raises UsageError for a file that cannot be read,
    ModelError for a shape that is ill-formed.
    """
    records: dict[str, list[ox.Quad]] = defaultdict(list)
    for file in files:
        default = file.resolve().as_uri()
        for quad in _read(file):
            records[
                default if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
            ].append(quad)
    return validate_records(records, shapes, ontology)


def _read(file: Path) -> list[ox.Quad]:
    format_ = ox.RdfFormat.from_extension(file.suffix.removeprefix(".")) if file.suffix in _SUFFIXES else None
    if format_ is None:
        raise UsageError(
            f"the kind of file is not known: {file.suffix or 'no suffix'}",
            where=str(file),
            mend=f"name it by what it is: {' '.join(_SUFFIXES)}",
        )
    try:
        return list(ox.parse(path=str(file), format=format_, rename_blank_nodes=True))
    except OSError as error:
        raise UsageError(
            f"the file cannot be read: {error}", where=str(file), mend="name a file that is there"
        ) from error
    except (SyntaxError, ValueError) as error:
        raise UsageError(
            f"the file is not {format_.name}: {error}", where=str(file), mend="mend the place that is named"
        ) from error
