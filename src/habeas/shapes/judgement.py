"""One call of pySHACL, and what it found."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
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
    with _quiet_literals():
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
    if not isinstance(report, rdflib.Graph):
        raise ModelError(
            f"the shapes cannot be used: {text}", where="shapes/", mend="mend the shape that is named"
        )
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _read(report, result)


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


@contextlib.contextmanager
def _quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging a trace for each literal that is not of its datatype: the report has it."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
