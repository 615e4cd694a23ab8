"""The report as ``sh:ValidationReport`` in Turtle (SHACL §3.6), written as findings come."""

from __future__ import annotations

from typing import IO, Final

import pyoxigraph as ox

from habeas.model.namespaces import RDF, SH, XSD
from habeas.shapes.report import Result, result_triples
from habeas.shapes.reports.grouping import Summary
from habeas.shapes.reports.names import Names

HELD: Final = 500
REPORT: Final = ox.BlankNode("report")


class TurtleWriter:
    """Writes ``HELD`` results at a time. The report node is blank, as in the recommendation's examples."""

    def __init__(self, stream: IO[str], names: Names) -> None:
        self._stream = stream
        self._prefixes = names.prefixes
        self._held: list[ox.Triple] = []
        self._results = 0
        for name, iri in sorted(names.prefixes.items()):
            stream.write(f"@prefix {name}: <{iri}> .\n")
        self._say("type", f"{SH}ValidationReport", RDF)

    def write(self, result: Result, known: bool) -> None:
        """Take up a finding; known ones are findings like others."""
        del known
        self._say("result", result.iri)
        self._held += result_triples(result)
        self._results += 1
        if self._results % HELD == 0:
            self._flush()

    def finish(self, summary: Summary) -> None:
        """Say whether the data conforms."""
        conforms = ox.Literal(str(summary.conforms).lower(), datatype=ox.NamedNode(f"{XSD}boolean"))
        self._held.append(ox.Triple(REPORT, ox.NamedNode(f"{SH}conforms"), conforms))
        self._flush()

    def _say(self, name: str, iri: str, namespace: str = SH) -> None:
        self._held.append(ox.Triple(REPORT, ox.NamedNode(f"{namespace}{name}"), ox.NamedNode(iri)))

    def _flush(self) -> None:
        """Write what is held, without the prefixes that the serialiser puts before it."""
        text = ox.serialize(self._held, format=ox.RdfFormat.TURTLE, prefixes=self._prefixes) or b""
        lines = text.decode().splitlines(keepends=True)
        self._stream.writelines(line for line in lines if not line.startswith("@prefix "))
        self._held = []
