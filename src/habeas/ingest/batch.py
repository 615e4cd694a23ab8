"""A batch: rows in, N-Quads out. A pure function, so that batches can run side by side.

A custom function that fails leaves its binding missing and the query goes on, so after each batch every row is
looked at: it has made a record, or it is rejected with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.ingest.bindings import Bindings, Counts
from habeas.ingest.facade import lay_out, literal, row_record
from habeas.ingest.functions import Failure, Functions
from habeas.ingest.locators import kind_finder
from habeas.ingest.mapping import Mapping
from habeas.ingest.private_columns import left_out
from habeas.ingest.rejects import Reject
from habeas.ingest.row import Row
from habeas.ingest.source import Source, Table
from habeas.ingest.template import Solution, Template, kinds_of, read_template
from habeas.ingest.troubles import Sound, find_troubles
from habeas.model.namespaces import HAB, RDF, VOCABULARY, XSD


@dataclass
class Mapped:
    """What a batch gave: the N-Quads of its records in the order of its rows, the rejects, and the counts.

    ``bindings`` counts in how many of the mapped rows the template's variables and patterns were bound.
    """

    rows: int
    mapped: int = 0
    rejected: int = 0
    quads: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    bindings: Counts = field(default_factory=Counts)


class Mapper:
    """Maps the batches of one table."""

    def __init__(self, source: Source, table: Table, mapping: Mapping, functions: Functions) -> None:
        self.source = source
        self.table = table
        self.mapping = mapping
        self.functions = functions
        self.template: Template = read_template(mapping)
        self.bindings = Bindings(self.template)
        self._said = _said_of_all(source, table)
        toml = str(source.folder / "source.toml")
        self._kind_of = kind_finder(table.locator_kinds, functions.vocabularies, toml)

    def map(self, rows: Sequence[Row]) -> Mapped:
        """Map the rows of one batch; raises MappingError where the mapping writes what it may not."""
        result = Mapped(len(rows))
        sound: dict[str, Row] = {}
        for row in rows:
            if fault := row.fault or key_fault(self.table, row):
                self._reject_row(result, row, self.table.key or "", fault)
            else:
                sound[row_record(self.source, self.table, row)] = row
        solutions = self._run(sound)
        self.template.hold(solutions, {f"<{iri}>" for iri in (*sound, *self.functions.made)})
        solved = _by_record(solutions)
        failures = self.functions.take_failures()
        troubles = find_troubles(sound, failures, self.table, self.mapping, self._failures_of)
        for record, row in sound.items():
            found = solved.get(f"<{record}>", ())
            kinds = [kinds_of(solution) for solution in found]
            said = self.template.said(found, kinds)
            if self._judge(result, record, row, said, troubles.get(record, [])):
                self.bindings.count(row.cells, kinds)
        result.bindings = self.bindings.take()
        return result

    def _run(self, sound: Sound) -> list[Solution]:
        self.functions.made.clear()
        store = ox.Store()
        text = "".join([lay_out(row, record, self.table) for record, row in sound.items()])
        # Lenient: the text is our own, and its IRIs are made of letters and digits.
        store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return self.template.solutions(store, self.functions)

    def _failures_of(self, sound: Sound) -> set[Failure]:
        self._run(sound)
        return self.functions.take_failures()

    def _judge(
        self, result: Mapped, record: str, row: Row, said: str, troubles: list[tuple[str, Failure]]
    ) -> bool:
        """Reject the row or put down its record; returns whether there is one."""
        required = self.mapping.required
        fatal = [(column, failure) for column, failure in troubles if column in required]
        missing = () if said else sorted(c for c in required if c not in row.cells)
        if fatal or (troubles and not said and not missing):
            column, failure = (fatal or troubles)[0]
            self._reject_row(result, row, column, failure.reason)
        elif not said:
            reason = (
                f"the column {missing[0]!r} is empty" if missing else "the mapping made nothing of the row"
            )
            self._reject_row(result, row, missing[0] if missing else "", reason)
        else:
            result.mapped += 1
            result.quads += self._metadata(row, f"<{record}>")
            result.quads.append(said)
            if kind := self._kind_of(f"<{record}>", said):
                result.quads.append(f"<{record}> <{HAB}locatorKind> <{kind}> <{record}> .\n")
            self._note_troubles(result, record, row, troubles)
            return True
        return False

    def _note_troubles(
        self, result: Mapped, record: str, row: Row, troubles: list[tuple[str, Failure]]
    ) -> None:
        """Keep the text of a cell that could not be read, in the rejects and in the record."""
        for column, failure in troubles:
            result.rejects.append(
                Reject(self.table.name, row.number, column, failure.value, failure.reason, whole_row=False)
            )
            note = literal(f"{column}: {failure.value} ({failure.reason})")
            result.quads.append(f"<{record}> <{HAB}unreadCell> {note} <{record}> .\n")

    def _reject_row(self, result: Mapped, row: Row, column: str, reason: str) -> None:
        result.rejected += 1
        value = row.text or row.cells.get(column, "")
        reason += left_out(self.table)
        result.rejects.append(Reject(self.table.name, row.number, column, value, reason, whole_row=True))

    def _metadata(self, row: Row, record: str) -> list[str]:
        """What the engine says of every record: where it stands and when it was made."""
        number = f'{record} <{HAB}rowNumber> "{row.number}"^^<{XSD}integer> {record} .\n'
        return [number, *(f"{record} {said} {record} .\n" for said in self._said)]


def _said_of_all(source: Source, table: Table) -> list[str]:
    return [
        f"<{RDF}type> <{HAB}Record>",
        f"<{HAB}source> <{source.iri}>",
        f"<{HAB}tableName> {literal(table.name)}",
        f"<{HAB}recordStatus> <{VOCABULARY}record-status/accepted>",
        f'<{HAB}recorded> "{source.retrieved}"^^<{XSD}date>',
    ]


def key_fault(table: Table, row: Row) -> str | None:
    """Return what is wrong with a row whose key column is empty, or None."""
    if table.key is not None and not row.cells.get(table.key):
        return f"the key column {table.key!r} is empty"
    return None


def _by_record(solutions: Sequence[Solution]) -> dict[str, list[Solution]]:
    found: dict[str, list[Solution]] = {}
    for solution in solutions:
        found.setdefault(solution[0], []).append(solution)
    return found
