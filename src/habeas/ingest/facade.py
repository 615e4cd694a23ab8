"""The facade: rows laid out as plain triples, for a mapping to read.

``?row row:record ?record ; row:number 3 ; x:COLUMN "cell"``. An empty cell makes no triple; a column that is split
makes one a value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox

from habeas.ingest.columns import COLUMN, ROW
from habeas.ingest.identifiers import record_id
from habeas.ingest.rows import Row
from habeas.ingest.source import Source, Table

RECORD = ox.NamedNode(f"{ROW}record")
NUMBER = ox.NamedNode(f"{ROW}number")


def record_key(table: Table, row: Row) -> str:
    """Return what names the row's record within its table: the key column's cell, else its content."""
    if table.key is not None:
        return row.cells.get(table.key, "")
    content = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(row.cells.items()))
    return hashlib.sha256(content.encode()).hexdigest()


def row_record(source: Source, table: Table, row: Row) -> ox.NamedNode:
    """Return the IRI of the record that a row makes."""
    return ox.NamedNode(record_id(source.name, table.name, record_key(table, row), source.id_key))


def lay_out(row: Row, record: ox.NamedNode, table: Table) -> Iterator[ox.Quad]:
    """Yield the triples of one row."""
    node = ox.NamedNode(f"urn:habeas:row:{row.number}")
    yield ox.Quad(node, RECORD, record)
    yield ox.Quad(node, NUMBER, ox.Literal(row.number))
    for name, cell in row.cells.items():
        for value in values(cell, table.split.get(name)):
            yield ox.Quad(node, ox.NamedNode(COLUMN + name), ox.Literal(value))


def values(cell: str, separator: str | None) -> list[str]:
    """Return the values of a cell: the parts between separators, trimmed, or the cell itself."""
    if separator is None:
        return [cell]
    return [part.strip() for part in cell.split(separator) if part.strip()]
