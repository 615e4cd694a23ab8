"""Validation of records before they are linked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

from habeas.model.namespaces import local_name
from habeas.shapes.compiler import judge
from habeas.shapes.declared import local_shapes, ontology_graph
from habeas.shapes.evidence import Evidence
from habeas.shapes.judgement import Verdict
from habeas.shapes.path import read_path
from habeas.shapes.report import Place, Report, Result, make_report
from habeas.shapes.suspects import Records, Suspects, background_of, original
from habeas.shapes.terms import quiet_literals, to_oxigraph
from habeas.shapes.wording import in_words

CHUNK = 500

Progress = Callable[[int, int], None]


@quiet_literals()
def validate_records(
    records: Records, shapes: Path, ontology: Path, progress: Progress | None = None
) -> Report:
    """Hold each record to the local shapes, as if there were no other.

    ``records``: what each says, by its IRI. The graphs of the sources belong in it too, for each record
    points at its source. ``progress`` is told how many of how many are done. A value that a record leaves out
    and another record of the run states of the same node is not missing: rows meet only through their ids.
    Raises ModelError where a shape is ill-formed.
    """
    evidence = Evidence(records)
    local = local_shapes(shapes)
    background = background_of(ontology_graph(ontology), evidence.records)
    names = list(evidence.records)
    results: list[Result] = []
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        results += _judge_chunk(chunk, evidence, background, local)
        if progress:
            progress(start + len(chunk), len(names))
    return make_report(results, len(names))


def _judge_chunk(
    names: list[str], evidence: Evidence, background: rdflib.Graph, shapes: rdflib.Graph
) -> Iterator[Result]:
    suspects = Suspects(background)
    for name in names:
        suspects.add(name, evidence.records[name])
    for verdict in judge(suspects.graph, shapes):
        record, focus = suspects.origin(verdict.focus)
        if suspects.is_background(verdict.focus) or _stated_elsewhere(verdict, focus, shapes, evidence):
            continue
        yield _result(verdict, shapes, record, evidence)


def _stated_elsewhere(verdict: Verdict, focus: str, shapes: rdflib.Graph, evidence: Evidence) -> bool:
    if verdict.component != SH.MinCountConstraintComponent or not isinstance(verdict.path, rdflib.URIRef):
        return False
    needed = shapes.value(verdict.shape, SH.minCount)
    return evidence.count(focus, str(verdict.path)) >= int(str(needed))


def _result(
    verdict: Verdict, shapes: rdflib.Graph, record: str | None = None, evidence: Evidence | None = None
) -> Result:
    return Result(
        focus=original(to_oxigraph(verdict.focus).value),
        message=original(in_words(verdict, shapes)),
        severity=local_name(str(verdict.severity)),
        shape=to_oxigraph(verdict.shape).value,
        component=str(verdict.component),
        path=read_path(verdict.report, verdict.path) if verdict.path is not None else None,
        value=_value(verdict.value),
        record=record,
        place=evidence.place(record) if evidence and record else Place(),
    )


def _value(term: rdflib.term.Node | None) -> ox.NamedNode | ox.Literal | None:
    value = None if term is None else to_oxigraph(term)
    return ox.NamedNode(original(value.value)) if isinstance(value, ox.NamedNode) else value
