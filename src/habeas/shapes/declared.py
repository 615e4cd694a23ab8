"""The shapes of records, as the rdflib graph that they are read from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import rdflib

from habeas.errors import ModelError
from habeas.shapes.terms import to_rdflib

CROSS_RECORD = "cross-record"


def local_shapes(folder: Path) -> rdflib.Graph:
    """Return the shapes that look at one record: every file of the folder but the cross-record checks."""
    across = folder / CROSS_RECORD
    return _graph((f for f in sorted(folder.rglob("*.ttl")) if not f.is_relative_to(across)), folder)


def _graph(files: Iterable[Path], folder: Path) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for file in files:
        for triple in _read(file):
            graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    if not len(graph):
        raise ModelError(
            "there is nothing declared here", where=str(folder), mend="run from a complete checkout"
        )
    return graph


def _read(file: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
    except FileNotFoundError as error:
        raise ModelError(
            "the file is not there", where=str(file), mend="restore it from the repository"
        ) from error
    except SyntaxError as error:
        raise ModelError(
            f"the file is not Turtle: {error}", where=str(file), mend="mend the line that is named"
        ) from error
