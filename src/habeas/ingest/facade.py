"""The facade: rows laid out as plain triples, for a mapping to read.

``?row row:record ?record ; row:number 3 ; x:COLUMN "cell"``. An empty cell makes no triple; a cell of several
values makes one a value.
"""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring
from typing import Final

from habeas.ingest.columns import COLUMN, ROW
from habeas.ingest.identifiers import record_id
from habeas.ingest.row import SEVERAL, Row
from habeas.ingest.source import Source, Table
from habeas.model.namespaces import XSD

RECORD: Final = f"<{ROW}record>"
NUMBER: Final = f"<{ROW}number>"


def record_key(table: Table, row: Row) -> str:
    """Return what names the row's record within its table: the key column's cell, else its content."""
    if table.key is not None:
        return row.cells.get(table.key, "")
    content = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(row.cells.items()))
    return hashlib.sha256(content.encode()).hexdigest()


def row_record(source: Source, table: Table, row: Row) -> str:
    """Return the IRI of the record that a row makes."""
    return record_id(source.name, table.name, record_key(table, row), source.id_key)


def lay_out(row: Row, record: str, table: Table) -> str:
    """Return the triples of one row as N-Triples: Oxigraph loads text faster than terms made in Python."""
    node = f"<urn:habeas:row:{row.number}>"
    said = [f'{node} {RECORD} <{record}> .\n{node} {NUMBER} "{row.number}"^^<{XSD}integer> .\n']
    for name, cell in row.cells.items():
        for value in values(cell, table.split.get(name)):
            said.append(f"{node} <{COLUMN}{name}> {literal(value)} .\n")
    return "".join(said)


def literal(text: str) -> str:
    """Return a plain literal as N-Quads writes it; JSON escapes the same characters in the same way."""
    return encode_basestring(text)


def values(cell: str, separator: str | None) -> list[str]:
    """Return the values of a cell: those that the reader tells apart, and the trimmed parts between separators."""
    found = cell.split(SEVERAL)
    if separator is None:
        return found
    return [part.strip() for value in found for part in value.split(separator) if part.strip()]
