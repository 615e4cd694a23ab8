"""A batch: rows in, quads out. A pure function, so that batches can run side by side.

A custom function that fails leaves its binding missing and the query goes on, so after each batch every row is
looked at: it has made a record, or it is rejected with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.errors import MappingError
from habeas.ingest.facade import lay_out, row_record, values
from habeas.ingest.functions import Failure, Functions
from habeas.ingest.mapping import Mapping
from habeas.ingest.rejects import Reject
from habeas.ingest.rows import Row
from habeas.ingest.source import Source, Table
from habeas.model.namespaces import HAB, ID, RDF, VOCABULARY, XSD

TYPE = ox.NamedNode(f"{RDF}type")
ENGINE_PROPERTIES = frozenset(
    ox.NamedNode(HAB + name)
    for name in ("source", "tableName", "rowNumber", "recorded", "recordStatus", "tier", "unreadCell")
)
"""What the engine or the ledger says of a record, and no mapping."""
ENGINE_CLASSES = frozenset(ox.NamedNode(HAB + name) for name in ("Source", "Record"))


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
        troubles = self._troubles(sound, self.functions.take_failures())
        for record, row in sound.items():
            self._judge(result, record, row, graphs.get(record, []), troubles.get(record, []))
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
        nodes = (quad.subject, quad.object, quad.graph_name)
        ids = (n for n in nodes if isinstance(n, ox.NamedNode) and n.value.startswith(ID))
        foreign = not all(self._own(node, sound) for node in ids)
        blank = any(isinstance(node, ox.BlankNode) for node in nodes)
        forged = quad.predicate in ENGINE_PROPERTIES
        forged = forged or (quad.predicate == TYPE and quad.object in ENGINE_CLASSES)
        if quad.graph_name not in sound or foreign or blank or forged:
            raise MappingError(
                f"the mapping wrote what it may not: {quad}",
                where=str(self.mapping.file),
                mend="insert into the row's own record, with nodes from fn:id, and leave the record's source, table, "
                "row, status and tier to the engine and the ledger",
            )

    def _own(self, node: ox.NamedNode, sound: dict[ox.NamedNode, Row]) -> bool:
        return node in sound or node.value in self.functions.made

    def _troubles(
        self, sound: dict[ox.NamedNode, Row], failures: set[Failure]
    ) -> dict[ox.NamedNode, list[tuple[str, Failure]]]:
        """Return, by record, the cells that a function could not read, each once.

        A failure is that of the rows which have its text in a cell that the function is given. One whose text no cell
        has, because the mapping made it, is found by running the rows again in halves.
        """
        found: dict[ox.NamedNode, dict[tuple[str, str], Failure]] = {}
        unowned = set(failures)
        for failure in sorted(failures, key=str):
            for record, row in sound.items():
                for column in self._columns_with(failure, row):
                    found.setdefault(record, {}).setdefault((column, failure.value), failure)
                    unowned.discard(failure)
        for record, failure in self._halve(sound, unowned):
            column = min(self.mapping.arguments.get(failure.function, {""}), default="")
            found.setdefault(record, {}).setdefault((column, failure.value), failure)
        return {record: [(column, f) for (column, _), f in cells.items()] for record, cells in found.items()}

    def _columns_with(self, failure: Failure, row: Row) -> list[str]:
        columns = self.mapping.arguments.get(failure.function, frozenset())
        return sorted(
            c for c in columns if failure.value in values(row.cells.get(c, ""), self.table.split.get(c))
        )

    def _halve(
        self, sound: dict[ox.NamedNode, Row], wanted: set[Failure]
    ) -> Iterator[tuple[ox.NamedNode, Failure]]:
        if not wanted:
            return
        if len(sound) == 1:
            yield from ((next(iter(sound)), failure) for failure in sorted(wanted, key=str))
            return
        items = list(sound.items())
        for half in (dict(items[: len(items) // 2]), dict(items[len(items) // 2 :])):
            self._run(half)
            yield from self._halve(half, self.functions.take_failures() & wanted)

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
        value = row.text or row.cells.get(column, "")
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
