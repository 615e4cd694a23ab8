"""The report as ``sh:ValidationReport`` in JSON-LD 1.1 with its context inline, written as findings come."""

from __future__ import annotations

import json
from typing import IO, Any, Final

import pyoxigraph as ox

from habeas.model.namespaces import RDF, RDFS, SH, XSD
from habeas.shapes.path import Path
from habeas.shapes.report import Result, result_triples
from habeas.shapes.reports.grouping import Summary

_IRI: Final = {"@type": "@id"}
CONTEXT: Final[dict[str, Any]] = {
    "@version": 1.1,
    "sh": SH,
    "xsd": XSD,
    "ValidationReport": "sh:ValidationReport",
    "ValidationResult": "sh:ValidationResult",
    "conforms": {"@id": "sh:conforms", "@type": "xsd:boolean"},
    "result": {"@id": "sh:result", "@container": "@set"},
    "focusNode": {"@id": "sh:focusNode", **_IRI},
    "resultPath": {"@id": "sh:resultPath", **_IRI},
    "value": {"@id": "sh:value", **_IRI},
    "resultSeverity": {"@id": "sh:resultSeverity", **_IRI},
    "resultMessage": "sh:resultMessage",
    "sourceShape": {"@id": "sh:sourceShape", **_IRI},
    "sourceConstraintComponent": {"@id": "sh:sourceConstraintComponent", **_IRI},
    "wasDerivedFrom": {"@id": "http://www.w3.org/ns/prov#wasDerivedFrom", **_IRI},
    "comment": f"{RDFS}comment",
}
_TEXTS: Final = {"resultMessage", "comment"}


class JsonLdWriter:
    """Writes one object with an array of results, one line each."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._between = "\n"
        context = json.dumps(CONTEXT, ensure_ascii=False)
        stream.write(f'{{"@context": {context},\n"@type": "ValidationReport",\n"result": [')

    def write(self, result: Result, known: bool) -> None:
        """Take up a finding; known ones are findings like others."""
        del known
        self._stream.write(f"{self._between}{json.dumps(_result(result), ensure_ascii=False)}")
        self._between = ",\n"

    def finish(self, summary: Summary) -> None:
        """Say whether the data conforms."""
        self._stream.write(f'\n],\n"conforms": {str(summary.conforms).lower()}}}\n')


def _result(result: Result) -> dict[str, Any]:
    """Return the triples that say a result of itself; its path stands within it."""
    said: dict[str, Any] = {"@id": result.iri, "@type": "ValidationResult"}
    for triple in result_triples(result):
        name = triple.predicate.value.rsplit("#", 1)[1]
        if str(triple.subject) == f"<{result.iri}>" and triple.predicate.value != f"{RDF}type":
            said[name] = _term(triple.object, name)
    if result.path and result.path.steps:
        said["resultPath"] = _path(result.path)
    return said


def _term(term: object, name: str) -> Any:
    if isinstance(term, ox.NamedNode):
        return {"@id": term.value}
    if not isinstance(term, ox.Literal):
        return None
    if name in _TEXTS and not term.language:
        return term.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype.value}


def _path(path: Path) -> Any:
    steps = [_path(step) for step in path.steps]
    if not steps:
        return {"@id": path.term}
    if path.term == f"{RDF}List":
        return {"@list": steps}
    return {path.term: {"@list": steps} if path.term == f"{SH}alternativePath" else steps[0]}
