"""Validation of files of records: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from habeas.shapes.rdf_files import quads_of
from habeas.shapes.report import Report, Result
from habeas.shapes.validate import validate_records


def validate_files(files: list[Path], shapes: Path, ontology: Path) -> Report:
    """Hold each named graph of the files, and each file's default graph, to the local shapes.

    A named graph that two files have is one record; its findings name both. Raises UsageError for a file that
    cannot be read, ModelError for a shape that is ill-formed.
    """
    records: dict[str, list[ox.Quad]] = defaultdict(list)
    homes: dict[str, dict[str, None]] = defaultdict(dict)
    for file in files:
        default = file.resolve().as_uri()
        for quad in quads_of(file):
            name = default if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
            records[name].append(quad)
            homes[name][str(file)] = None
    report = validate_records(records, shapes, ontology)
    return replace(report, results=tuple(_with_file(r, homes) for r in report.results))


def _with_file(result: Result, homes: dict[str, dict[str, None]]) -> Result:
    file = ", ".join(homes.get(result.record or "", ()))
    return replace(result, place=replace(result.place, file=file))
