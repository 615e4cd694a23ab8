"""Findings of the compiler told as results, many a second: what is the same for all findings of a shape is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from habeas.bidi import isolated
from habeas.model.namespaces import local_name
from habeas.shapes.compiler import Finding
from habeas.shapes.compiler.result import as_result
from habeas.shapes.report import Place, Result
from habeas.shapes.terms import compact, to_oxigraph
from habeas.shapes.wording import Phrase, phrase


@dataclass(frozen=True, slots=True)
class _Kept:
    shape: str
    component: str
    severity: str
    phrase: Phrase | None
    message: str


class Telling:
    """Makes the results that ``as_result`` makes, with the file that a finding comes from as ``place`` names it."""

    def __init__(self, shapes: rdflib.Graph, place: Callable[[Finding], str]) -> None:
        self._shapes = shapes
        self._place = place
        self._kept: dict[tuple[Identifier, str], _Kept] = {}
        self._places: dict[str, Place] = {}

    def result(self, finding: Finding) -> Result:
        """Return a finding as the report has it: a blank node has an IRI."""
        key = (finding.shape.node, finding.component)
        kept = self._kept.get(key) or self._kept.setdefault(key, self._keep(finding))
        file = self._place(finding)
        value = None if finding.value is None else _named(finding.value)
        return Result(
            focus=_named(finding.focus).value,
            message=self._message(kept, finding, value),
            severity=kept.severity,
            shape=kept.shape,
            component=kept.component,
            path=finding.path,
            value=value,
            place=self._places.get(file) or self._places.setdefault(file, Place(file=file)),
        )

    def _keep(self, finding: Finding) -> _Kept:
        node, component = finding.shape.node, str(finding.component)
        said = phrase(node, component, self._shapes)
        message = "" if said else as_result(replace(finding, message=None), self._shapes).message
        severity = local_name(str(finding.shape.severity))
        return _Kept(to_oxigraph(node).value, component, severity, said, message)

    def _message(self, kept: _Kept, finding: Finding, value: ox.NamedNode | ox.Literal | None) -> str:
        if kept.phrase:
            return kept.phrase.about(_words(value))
        return kept.message if finding.message is None else finding.message


def _words(value: ox.NamedNode | ox.Literal | None) -> str:
    if value is None:
        return ""
    return f"“{isolated(value.value)}”" if isinstance(value, ox.Literal) else compact(value.value)


def _named(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(f"urn:habeas:blank:{term.value}") if isinstance(term, ox.BlankNode) else term
