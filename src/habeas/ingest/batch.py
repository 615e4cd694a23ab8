"""A batch: rows in, quads out. A pure function, so that batches can run side by side.

A custom function that fails leaves its binding missing and the query goes on, so after each batch every row is
looked at: it has made a record, or it is rejected with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.errors import MappingError
from habeas.ingest.facade import lay_out, row_record, values
from habeas.ingest.functions import Failure, Functions
from habeas.ingest.mapping import Mapping
from habeas.ingest.rejects import Reject
from habeas.ingest.rows import Row
from habeas.ingest.source import Source, Table
from habeas.model.namespaces import HAB, RDF, VOCABULARY, XSD

TIER = ox.NamedNode(f"{HAB}tier")


@dataclass
class Mapped:
    """What a batch gave: the quads of its records, the rejects, and how many rows were mapped and rejected."""

    quads: list[ox.Quad] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    mapped: int = 0
    rejected: int = 0


@dataclass
class Mapper:
    """Maps the batches of one table. ``taken`` are the record IRIs that earlier rows have."""

    source: Source
    table: Table
    mapping: Mapping
    functions: Functions
    taken: set[str] = field(default_factory=set)

    def map(self, rows: Sequence[Row]) -> Mapped:
        """Map the rows of one batch; raises MappingError where the mapping writes what it may not."""
        result = Mapped()
        sound: dict[ox.NamedNode, Row] = {}
        for row in rows:
            if fault := row.fault or self._key_fault(row) or self._repeated(row):
                self._reject_row(result, row, self.table.key or "", fault)
            else:
                sound[row_record(self.source, self.table, row)] = row
        graphs = self._run(sound)
        failures = sorted(self.functions.take_failures(), key=str)
        for record, row in sound.items():
            self._judge(result, record, row, graphs.get(record, []), self._troubles(row, failures))
        return result

    def _key_fault(self, row: Row) -> str | None:
        if self.table.key is not None and not row.cells.get(self.table.key):
            return f"the key column {self.table.key!r} is empty"
        return None

    def _repeated(self, row: Row) -> str | None:
        record = row_record(self.source, self.table, row).value
        if record in self.taken:
            return "an earlier row has the same key" if self.table.key else "an earlier row is the same"
        self.taken.add(record)
        return None

    def _run(self, sound: dict[ox.NamedNode, Row]) -> dict[ox.NamedNode, list[ox.Quad]]:
        store = ox.Store()
        store.bulk_extend(quad for record, row in sound.items() for quad in lay_out(row, record, self.table))
        store.update(self.mapping.text, custom_functions=self.functions.for_oxigraph())
        graphs: dict[ox.NamedNode, list[ox.Quad]] = {}
        for quad in store:
            if isinstance(quad.graph_name, ox.NamedNode):
                self._hold(quad, sound)
                graphs.setdefault(quad.graph_name, []).append(quad)
        return graphs

    def _hold(self, quad: ox.Quad, sound: dict[ox.NamedNode, Row]) -> None:
        """Hold what the mapping wrote to the same rules as its text."""
        blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        if quad.graph_name not in sound or quad.predicate == TIER or blank:
            raise MappingError(
                f"the mapping wrote what it may not: {quad}",
                where=str(self.mapping.file),
                mend="insert into the row's own record only, no tier, no blank node",
            )

    def _troubles(self, row: Row, failures: Iterable[Failure]) -> list[tuple[str, Failure]]:
        """Return the cells of the row that a function could not read, each once."""
        found: dict[tuple[str, str], Failure] = {}
        for failure in failures:
            for column in sorted(self.mapping.arguments.get(failure.function, ())):
                if failure.value in values(row.cells.get(column, ""), self.table.split.get(column)):
                    found.setdefault((column, failure.value), failure)
        return [(column, failure) for (column, _), failure in found.items()]

    def _judge(
        self,
        result: Mapped,
        record: ox.NamedNode,
        row: Row,
        quads: list[ox.Quad],
        troubles: list[tuple[str, Failure]],
    ) -> None:
        fatal = [(column, failure) for column, failure in troubles if column in self.mapping.required]
        missing = sorted(c for c in self.mapping.required if c not in row.cells)
        if fatal or (troubles and not quads and not missing):
            column, failure = (fatal or troubles)[0]
            self._reject_row(result, row, column, failure.reason)
        elif not quads:
            reason = (
                f"the column {missing[0]!r} is empty" if missing else "the mapping made nothing of the row"
            )
            self._reject_row(result, row, missing[0] if missing else "", reason)
        else:
            result.mapped += 1
            result.quads += [*quads, *self._metadata(row, record)]
            self._note_troubles(result, record, row, troubles)

    def _note_troubles(
        self, result: Mapped, record: ox.NamedNode, row: Row, troubles: list[tuple[str, Failure]]
    ) -> None:
        """Keep the text of a cell that could not be read, in the rejects and in the record."""
        for column, failure in troubles:
            result.rejects.append(
                Reject(self.table.name, row.number, column, failure.value, failure.reason, whole_row=False)
            )
            note = ox.Literal(f"{column}: {failure.value} ({failure.reason})")
            result.quads.append(ox.Quad(record, ox.NamedNode(f"{HAB}unreadCell"), note, record))

    def _reject_row(self, result: Mapped, row: Row, column: str, reason: str) -> None:
        result.rejected += 1
        value = row.cells.get(column, "")
        result.rejects.append(Reject(self.table.name, row.number, column, value, reason, whole_row=True))

    def _metadata(self, row: Row, record: ox.NamedNode) -> Iterator[ox.Quad]:
        """What the engine says of every record: where it stands and when it was made."""
        day = ox.Literal(self.source.retrieved.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
        said: dict[str, ox.NamedNode | ox.Literal] = {
            "source": ox.NamedNode(self.source.iri),
            "tableName": ox.Literal(self.table.name),
            "rowNumber": ox.Literal(row.number),
            "recordStatus": ox.NamedNode(f"{VOCABULARY}record-status/accepted"),
            "recorded": day,
        }
        yield ox.Quad(record, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Record"), record)
        for name, value in said.items():
            yield ox.Quad(record, ox.NamedNode(HAB + name), value, record)
