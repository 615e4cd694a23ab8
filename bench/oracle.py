"""Plain pySHACL as the oracle: its results and those of the compiled shapes, as multisets that can be compared."""

from __future__ import annotations

import warnings
from collections import Counter

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from habeas.shapes.compiler import find
from habeas.shapes.compiler.property_path import path_text, read_path
from habeas.shapes.compiler.term import as_read
from habeas.shapes.terms import quiet_literals

Row = tuple[str, str, str, str, str, str]
Results = Counter[Row]


class OracleError(Exception):
    """pySHACL gave no report."""


def content(store: ox.Store) -> rdflib.Graph:
    """Return what a store holds, read back: Oxigraph normalises literals."""
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        graph.add((as_read(quad.subject), as_read(quad.predicate), as_read(quad.object)))
    return graph


def oracle(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, Results]:
    """Return whether data conform and the results, by plain pySHACL. Raises OracleError where it fails."""
    with warnings.catch_warnings(), quiet_literals():
        warnings.simplefilter("ignore")
        try:
            conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
        except Exception as error:
            raise OracleError(repr(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise OracleError(str(report))
    top = report.value(predicate=RDF.type, object=SH.ValidationReport)
    return bool(conforms), rows_of(report, top, shapes)


def compiled(store: ox.Store, shapes: rdflib.Graph) -> tuple[bool, Results]:
    """Return whether a store conforms and the results, by the compiled shapes."""
    rows: Results = Counter()
    for found in find(store, shapes):
        value = None if found.value is None else as_read(found.value)
        path = path_text(found.path) if found.path else ""
        rows[
            (
                _text(as_read(found.focus)),
                path,
                _text(value),
                str(found.component),
                str(found.shape.severity),
                _text(found.shape.node),
            )
        ] += 1
    return not rows, rows


def rows_of(report: rdflib.Graph, top: rdflib.term.Node | None, shapes: rdflib.Graph) -> Results:
    """Return the results of the report that stands at a node of a graph."""
    return Counter(_row(report, result, shapes) for result in report.objects(top, SH.result))


def _row(report: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph) -> Row:
    path = report.value(result, SH.resultPath)
    return (
        _text(report.value(result, SH.focusNode)),
        path_text(read_path(shapes if isinstance(path, rdflib.BNode) else report, path)) if path else "",
        _text(report.value(result, SH.value)),
        str(report.value(result, SH.sourceConstraintComponent)),
        str(report.value(result, SH.resultSeverity)),
        _text(report.value(result, SH.sourceShape)),
    )


def _text(term: rdflib.term.Node | None) -> str:
    if isinstance(term, rdflib.Literal):
        return f'"{term}"@{(term.language or "").lower()}^^{term.datatype or ""}'
    return "" if term is None else f"{type(term).__name__} {term}"
