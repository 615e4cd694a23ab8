"""One call of pySHACL, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import RDF, SH

from habeas.errors import ModelError


@dataclass(frozen=True)
class Verdict:
    """One result of pySHACL, in rdflib's terms. ``report`` is the graph that ``path`` is a node of."""

    focus: rdflib.term.Node
    path: rdflib.term.Node | None
    value: rdflib.term.Node | None
    message: str
    severity: rdflib.term.Node
    component: rdflib.term.Node
    shape: rdflib.term.Node
    report: rdflib.Graph


def judge(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Verdict]:
    """Validate an in-memory graph, in place, and yield the results.

    Nothing is fetched and nothing is run: no imports, no JavaScript, no rules, no inference. Raises
    ModelError where a shape is ill-formed.
    """
    report = _validate(data, shapes)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _read(report, result)


def _validate(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            meta_shacl=False,
            inplace=True,
        )
    except ReportableRuntimeError as error:
        report, text = error, error.message
    if isinstance(report, rdflib.Graph):
        return report
    raise ModelError(
        f"the shapes cannot be used: {text}", where="shapes/", mend="mend the shape that is named"
    )


def _read(report: rdflib.Graph, result: rdflib.term.Node) -> Verdict:
    messages = sorted(str(m) for m in report.objects(result, SH.resultMessage))
    return Verdict(
        focus=next(report.objects(result, SH.focusNode)),
        path=report.value(result, SH.resultPath),
        value=report.value(result, SH.value),
        message=" ".join(messages),
        severity=next(report.objects(result, SH.resultSeverity)),
        component=next(report.objects(result, SH.sourceConstraintComponent)),
        shape=next(report.objects(result, SH.sourceShape)),
        report=report,
    )
