"""Validation of records before they are linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

from habeas.model import read_model
from habeas.model.graph import Declarations
from habeas.shapes.compiler import Finding, find, read_shapes
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.compiler.result import as_result
from habeas.shapes.conflation import find_conflated
from habeas.shapes.conforming import Conforming
from habeas.shapes.declared import local_shapes
from habeas.shapes.evidence import Evidence
from habeas.shapes.report import Report, Result, make_report
from habeas.shapes.suspects import Records, Suspects, Term, kinds_of, original, original_text
from habeas.shapes.terms import plain, quiet_literals

CHUNK = 10_000
"""Records that are looked at together."""

Progress = Callable[[int, int], None]
Missing = tuple[Term, ox.NamedNode]


@quiet_literals()
def validate_records(
    records: Records,
    shapes: Path,
    ontology: Path,
    progress: Progress | None = None,
    conforming: Conforming | None = None,
) -> Report:
    """Hold each record to the local shapes, as if there were no other.

    ``records``: what each says, by its IRI. The graphs of the sources belong in it too, for each record
    points at its source. ``progress`` is told how many of how many are done. A value that a record leaves out
    and another record of the run states of the same node is not missing: rows meet only through their ids. Of
    records together one thing is looked for: an id of a person whose rows cannot be of one person.
    With ``conforming`` the records that it knows are not looked at again, and it is told which conform now.
    Raises ModelError where a shape is ill-formed.
    """
    run = _Run(Evidence(records), shapes, ontology)
    keys = run.keys(conforming) if conforming else {}
    names = [name for name in run.evidence.records if not (conforming and keys[name] in conforming)]
    done = len(run.evidence.records) - len(names)
    found: list[tuple[str | None, Finding]] = []
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        found += run.judge(chunk)
        if progress:
            progress(done + start + len(chunk), len(run.evidence.records))
    if conforming:
        faulty = {name for name, _ in found}
        conforming.keep(key for name, key in keys.items() if name not in faulty)
    conflated = find_conflated(run.evidence, read_model(ontology, shapes))
    return make_report([*run.results(found), *conflated], len(run.evidence.records))


class _Run:
    """What one run of validation reads once."""

    def __init__(self, evidence: Evidence, shapes: Path, ontology: Path) -> None:
        self.evidence = evidence
        self.graph: rdflib.Graph = local_shapes(shapes)
        self.shapes: Shapes = read_shapes(self.graph)
        self.background = list(Declarations(ontology).store)
        self.kinds = kinds_of(evidence.records)

    def keys(self, conforming: Conforming) -> dict[str, bytes]:
        return {name: conforming.key(quads, self.kinds) for name, quads in self.evidence.records.items()}

    def judge(self, names: Iterable[str]) -> Iterator[tuple[str | None, Finding]]:
        """Yield what is found in some records, each with the record that it is in, under the nodes' own names."""
        suspects = Suspects(self.background, self.kinds)
        for name in names:
            suspects.add(name, self.evidence.records[name])
        for finding in find(suspects.store(), self.shapes):
            if not suspects.is_background(finding.focus):
                record, focus = suspects.origin(finding.focus)
                value = None if finding.value is None else original(finding.value)
                message = None if finding.message is None else original_text(finding.message)
                yield record, replace(finding, focus=focus, value=value, message=message)

    def results(self, found: list[tuple[str | None, Finding]]) -> Iterator[Result]:
        stated = self._stated({wanted for _, finding in found if (wanted := self._missing(finding))})
        for record, finding in found:
            wanted = self._missing(finding)
            if wanted is None or len(stated[wanted]) < self._needed(finding):
                result = as_result(finding, self.graph)
                yield replace(result, record=record, place=self.evidence.place(record)) if record else result

    def _missing(self, finding: Finding) -> Missing | None:
        """Return the node and the property that a finding says has too few values."""
        path, plain = finding.path, finding.component == SH.MinCountConstraintComponent
        if not plain or path is None or path.steps or not isinstance(finding.focus, ox.NamedNode):
            return None
        return finding.focus, ox.NamedNode(path.term)

    def _needed(self, finding: Finding) -> int:
        return int(str(self.graph.value(finding.shape.node, SH.minCount)))

    def _stated(self, wanted: set[Missing]) -> dict[Missing, set[Term]]:
        """Return the values that the records together state of nodes and properties."""
        stated: dict[Missing, set[Term]] = defaultdict(set)
        if not wanted:
            return stated
        for quad in (q for quads in self.evidence.records.values() for q in quads):
            said = plain(quad.subject), quad.predicate
            if said in wanted:
                stated[said].add(plain(quad.object))
        return stated
