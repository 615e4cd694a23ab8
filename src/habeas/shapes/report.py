"""The report: what was found, in which record and row, for people and as ``sh:ValidationReport``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyoxigraph as ox

from habeas.bidi import isolated
from habeas.model.namespaces import PREFIXES, RDF, RDFS, SH, SHAPE, XSD, local_name
from habeas.shapes.path import Path
from habeas.shapes.terms import compact

_PROV = "http://www.w3.org/ns/prov#"
REPORT_PREFIXES = {**PREFIXES, "prov": _PROV, "shape": SHAPE}
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Place:
    """Where a record stands: source (title or IRI), table, row (the first after the header is 1), locator.

    ``file`` is the file that was validated, where files were: with several, those that hold the finding's node.
    """

    source: str = ""
    table: str = ""
    row: str = ""
    locator: str = ""
    file: str = ""

    def __str__(self) -> str:
        """Return the place as one line, empty where the record says nothing of it."""
        parts = (
            isolated(self.source),
            self.table and f"table {isolated(self.table)}",
            self.row and f"row {self.row}",
            isolated(self.locator),
            self.file and f"file {isolated(self.file)}",
        )
        return ", ".join(p for p in parts if p)


@dataclass(frozen=True)
class Result:
    """One finding. ``focus``, ``shape``, ``component`` and ``record`` are IRIs; ``severity`` is a local name.

    ``record`` is None for a finding on the consolidated graph, ``path`` for one on the node as a whole.
    """

    focus: str
    message: str
    severity: str
    shape: str
    component: str
    path: Path | None = None
    value: ox.NamedNode | ox.Literal | None = None
    record: str | None = None
    place: Place = Place()

    @cached_property
    def iri(self) -> str:
        """An IRI made from what the result says: the same finding has the same one in every run."""
        said = (
            self.focus,
            self.message,
            self.shape,
            self.component,
            _path_text(self.path),
            str(self.value),
            self.record,
        )
        return f"urn:habeas:result:{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"

    def __str__(self) -> str:
        """Return the finding as a few lines: what, where, on which node, by which shape."""
        lines = [f"{self.severity}: {self.message}"]
        if str(self.place):
            lines.append(f"  where:  {self.place}")
        if self.record:
            lines.append(f"  record: {compact(self.record)}")
        lines.append(f"  node:   {compact(self.focus)}" + (f", at {self.path}" if self.path else ""))
        lines.append(f"  shape:  {compact(self.shape)}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Report:
    """All findings of a run, violations first. ``checked`` says how many graphs were looked at."""

    results: tuple[Result, ...] = ()
    checked: int = 0

    @property
    def conforms(self) -> bool:
        """Whether there is no finding of any severity (SHACL §3.6.1.1)."""
        return not self.results

    @property
    def violations(self) -> tuple[Result, ...]:
        """The findings that stop a publication."""
        return tuple(r for r in self.results if r.severity == "Violation")

    @property
    def by_severity(self) -> dict[str, int]:
        """The number of findings of each severity, the gravest first."""
        found = Counter(r.severity for r in self.results)
        return {s: found[s] for s in sorted(found, key=gravity)}

    @property
    def by_shape(self) -> dict[str, int]:
        """The number of findings of each source shape, by its IRI, most first."""
        return dict(
            sorted(Counter(r.shape for r in self.results).items(), key=lambda item: (-item[1], item[0]))
        )

    def as_text(self) -> str:
        """Return the report for people: every finding, then one line that counts them."""
        counts = [f"{n} {s if n == 1 else s + 's'}" for s, n in self.by_severity.items()]
        graphs = "1 graph" if self.checked == 1 else f"{self.checked} graphs"
        closing = f"{', '.join(counts) or 'nothing found'} in {graphs}"
        return "\n\n".join([*(str(r) for r in self.results), closing]) + "\n"

    def as_turtle(self) -> str:
        """Return the report as ``sh:ValidationReport`` in Turtle; its only blank nodes are paths of many steps."""
        text = ox.serialize(_report_triples(self), format=ox.RdfFormat.TURTLE, prefixes=REPORT_PREFIXES)
        return text.decode() if text else ""


def make_report(results: list[Result], checked: int) -> Report:
    """Order the findings: by severity, then record, then node."""
    found = {r.iri: r for r in results}.values()
    return Report(
        tuple(sorted(found, key=lambda r: (gravity(r.severity), r.record or "", r.focus, r.iri))), checked
    )


def gravity(severity: str) -> tuple[int, str]:
    """Return what severities are ordered by, the gravest first; those that SHACL does not name come last."""
    return (SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES), severity)


def _report_triples(report: Report) -> Iterator[ox.Triple]:
    names = "".join(r.iri for r in report.results)
    node = ox.NamedNode(f"urn:habeas:report:{hashlib.sha256(names.encode()).hexdigest()[:32]}")
    yield ox.Triple(node, _a(RDF, "type"), _a(SH, "ValidationReport"))
    conforms = ox.Literal(str(report.conforms).lower(), datatype=_a(XSD, "boolean"))
    yield ox.Triple(node, _a(SH, "conforms"), conforms)
    yield from (ox.Triple(node, _a(SH, "result"), ox.NamedNode(r.iri)) for r in report.results)
    for result in report.results:
        yield from result_triples(result)


def result_triples(result: Result) -> Iterator[ox.Triple]:
    """Yield a finding as ``sh:ValidationResult``, with its place as a comment and its record as provenance."""
    node = ox.NamedNode(result.iri)
    label = f"path{local_name(result.iri)}"
    place = str(result.place)
    yield ox.Triple(node, _a(RDF, "type"), _a(SH, "ValidationResult"))
    yield ox.Triple(node, _a(SH, "focusNode"), _focus(result.focus))
    yield ox.Triple(node, _a(SH, "resultSeverity"), _a(SH, result.severity))
    yield ox.Triple(node, _a(SH, "resultMessage"), ox.Literal(result.message))
    yield ox.Triple(node, _a(SH, "sourceShape"), _a(result.shape))
    yield ox.Triple(node, _a(SH, "sourceConstraintComponent"), _a(result.component))
    if result.path:
        yield ox.Triple(node, _a(SH, "resultPath"), result.path.node(label))
        yield from result.path.triples(label)
    if result.value is not None:
        yield ox.Triple(node, _a(SH, "value"), result.value)
    if result.record:
        yield ox.Triple(node, _a(_PROV, "wasDerivedFrom"), ox.NamedNode(result.record))
    if place:
        yield ox.Triple(node, _a(RDFS, "comment"), ox.Literal(place))


@lru_cache(maxsize=4096)
def _a(namespace: str, name: str = "") -> ox.NamedNode:
    return ox.NamedNode(f"{namespace}{name}")


@lru_cache(maxsize=4096)
def _path_text(path: Path | None) -> str:
    return str(path)


def _focus(text: str) -> ox.NamedNode | ox.Literal:
    """A shape may have literals as its targets."""
    try:
        return ox.NamedNode(text)
    except ValueError:
        return ox.Literal(text)
