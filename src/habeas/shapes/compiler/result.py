"""Findings as the results of a report, with messages for people."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

from habeas.model.namespaces import local_name
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.term import as_read
from habeas.shapes.judgement import Verdict
from habeas.shapes.path import Path
from habeas.shapes.report import Result
from habeas.shapes.terms import to_oxigraph
from habeas.shapes.wording import in_words

# The components that ``wording`` has no words for.
_WORDS: Final = {
    SH.NodeConstraintComponent: "the value does not conform to the shape that sh:node names",
    SH.NotConstraintComponent: "the value conforms to a shape that it must not conform to",
    SH.AndConstraintComponent: "the value does not conform to all shapes of sh:and",
    SH.OrConstraintComponent: "the value conforms to no shape of sh:or",
    SH.XoneConstraintComponent: "the value does not conform to exactly one shape of sh:xone",
    SH.QualifiedMinCountConstraintComponent: "too few values conform to the qualified shape",
    SH.QualifiedMaxCountConstraintComponent: "too many values conform to the qualified shape",
    SH.EqualsConstraintComponent: "the values are not those of the property that sh:equals names",
    SH.DisjointConstraintComponent: "the value is one of the property that sh:disjoint names too",
    SH.LessThanConstraintComponent: "the value is not less than that of the other property",
    SH.LessThanOrEqualsConstraintComponent: "the value is neither less than that of the other property nor equal",
    SH.ClosedConstraintComponent: "the shape is closed and does not allow the property",
}


def as_result(finding: Finding, shapes: rdflib.Graph) -> Result:
    """Return a finding as the report has it: blank nodes get IRIs, messages are the shape's own or in plain words."""
    return Result(
        focus=_named(finding.focus).value,
        message=in_words(as_verdict(finding, shapes), shapes),
        severity=local_name(str(finding.shape.severity)),
        shape=to_oxigraph(finding.shape.node).value,
        component=str(finding.component),
        path=finding.path,
        value=None if finding.value is None else _named(finding.value),
    )


def _named(term: Term) -> ox.NamedNode | ox.Literal:
    return to_oxigraph(as_read(term)) if isinstance(term, ox.BlankNode) else term


def as_verdict(finding: Finding, shapes: rdflib.Graph) -> Verdict:
    """Return a finding as pySHACL would say it, in rdflib's terms; its report holds the path's nodes."""
    own = " ".join(sorted(str(m) for m in shapes.objects(finding.shape.node, SH.message)))
    report = rdflib.Graph(bind_namespaces="none")
    return Verdict(
        focus=as_read(finding.focus),
        path=None if finding.path is None else _path_node(finding.path, report),
        value=None if finding.value is None else as_read(finding.value),
        message=finding.message or own or _WORDS.get(finding.component, "the constraint is not met"),
        severity=finding.shape.severity,
        component=finding.component,
        shape=finding.shape.node,
        report=report,
    )


def _path_node(path: Path, report: rdflib.Graph) -> rdflib.term.Node:
    for triple in path.triples("path"):
        report.add((as_read(triple.subject), as_read(triple.predicate), as_read(triple.object)))
    return as_read(path.node("path"))
