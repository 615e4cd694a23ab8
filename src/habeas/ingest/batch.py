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


def map_batch(
    source: Source, table: Table, mapping: Mapping, functions: Functions, rows: Sequence[Row], taken: set[str]
) -> Mapped:
    """Map the rows of one batch. ``taken`` are the record IRIs that earlier rows have; it grows."""
    result = Mapped()
    sound = {}
    for row in rows:
        fault = row.fault or _key_fault(table, row) or _repeated(source, table, row, taken)
        if fault:
            _reject_row(result, table, row, table.key or "", fault)
        else:
            sound[row_record(source, table, row)] = row
    graphs = _run(mapping, functions, table, sound)
    failures = functions.take_failures()
    for record, row in sound.items():
        troubles = list(_troubles(table, mapping, row, failures))
        _judge(result, source, table, mapping, record, row, graphs.get(record, []), troubles)
    return result


def _key_fault(table: Table, row: Row) -> str | None:
    if table.key is not None and not row.cells.get(table.key):
        return f"the key column {table.key!r} is empty"
    return None


def _repeated(source: Source, table: Table, row: Row, taken: set[str]) -> str | None:
    record = row_record(source, table, row).value
    if record in taken:
        return "an earlier row has the same key" if table.key else "an earlier row is the same"
    taken.add(record)
    return None


def _run(
    mapping: Mapping, functions: Functions, table: Table, sound: dict[ox.NamedNode, Row]
) -> dict[ox.NamedNode, list[ox.Quad]]:
    store = ox.Store()
    store.bulk_extend(quad for record, row in sound.items() for quad in lay_out(row, record, table))
    store.update(mapping.text, custom_functions=functions.for_oxigraph())
    graphs: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in store:
        if isinstance(quad.graph_name, ox.NamedNode):
            _hold(mapping, quad, sound)
            graphs.setdefault(quad.graph_name, []).append(quad)
    return graphs


def _hold(mapping: Mapping, quad: ox.Quad, sound: dict[ox.NamedNode, Row]) -> None:
    """Hold what a mapping wrote to the same rules as its text."""
    blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    if quad.graph_name not in sound or quad.predicate == TIER or blank:
        raise MappingError(
            f"the mapping wrote what it may not: {quad}",
            where=str(mapping.file),
            mend="insert into the row's own record only, no tier, no blank node",
        )


def _troubles(table: Table, mapping: Mapping, row: Row, failures: Iterable[Failure]) -> Iterator[tuple[str, Failure]]:
    """Yield the cells of the row that a function could not read."""
    for failure in sorted(failures, key=str):
        for column in sorted(mapping.arguments.get(failure.function, ())):
            if failure.value in values(row.cells.get(column, ""), table.split.get(column)):
                yield column, failure


def _judge(
    result: Mapped,
    source: Source,
    table: Table,
    mapping: Mapping,
    record: ox.NamedNode,
    row: Row,
    quads: list[ox.Quad],
    troubles: list[tuple[str, Failure]],
) -> None:
    fatal = [(column, failure) for column, failure in troubles if column in mapping.required]
    missing = sorted(c for c in mapping.required if c not in row.cells)
    if fatal or (troubles and not quads and not missing):
        column, failure = (fatal or troubles)[0]
        _reject_row(result, table, row, column, failure.reason)
    elif not quads:
        reason = f"the column {missing[0]!r} is empty" if missing else "the mapping made nothing of the row"
        _reject_row(result, table, row, missing[0] if missing else "", reason)
    else:
        result.mapped += 1
        result.quads += quads
        result.quads += _metadata(source, table, row, record)
        for column, failure in troubles:
            result.rejects.append(Reject(table.name, row.number, column, failure.value, failure.reason, whole_row=False))
            note = ox.Literal(f"{column}: {failure.value} ({failure.reason})")
            result.quads.append(ox.Quad(record, ox.NamedNode(f"{HAB}unreadCell"), note, record))


def _reject_row(result: Mapped, table: Table, row: Row, column: str, reason: str) -> None:
    result.rejected += 1
    value = row.cells.get(column, "")
    result.rejects.append(Reject(table.name, row.number, column, value, reason, whole_row=True))


def _metadata(source: Source, table: Table, row: Row, record: ox.NamedNode) -> Iterator[ox.Quad]:
    """What the engine says of every record: where it stands and when it was made."""
    said = {
        "source": ox.NamedNode(source.iri),
        "tableName": ox.Literal(table.name),
        "rowNumber": ox.Literal(row.number),
        "recordStatus": ox.NamedNode(f"{VOCABULARY}record-status/accepted"),
        "recorded": ox.Literal(source.retrieved.isoformat(), datatype=ox.NamedNode(f"{XSD}date")),
    }
    yield ox.Quad(record, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Record"), record)
    for name, value in said.items():
        yield ox.Quad(record, ox.NamedNode(HAB + name), value, record)
