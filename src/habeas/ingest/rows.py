"""Reads tables into rows, whatever their format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from habeas.bidi import isolated
from habeas.ingest.csv_reader import read_csv
from habeas.ingest.json_reader import read_json
from habeas.ingest.line_reader import read_lines
from habeas.ingest.private_columns import without_private
from habeas.ingest.row import SEVERAL, Row, Rows, column_name
from habeas.ingest.source import Table

READERS: Final[dict[str, Callable[[Table], Rows]]] = {
    "csv": read_csv,
    "lines": read_lines,
    "json": read_json,
}


def read_rows(table: Table) -> Rows:
    """Open a table. What its private columns hold is dropped before anybody sees it.

    Raises TableError where the file is missing, empty, in another encoding, or malformed: at once where its beginning
    shows it, else when the rows come to it.
    """
    found = without_private(READERS[table.format](table), table)
    if not table.nulls and not table.refused:
        return found
    told = Rows(found.columns, iter(()), found.stray, unused=set(table.refused))
    return replace(told, rows=_looked_over(found.rows, told, table))


def _looked_over(rows: Iterator[Row], told: Rows, table: Table) -> Iterator[Row]:
    """Take fake nulls for empty, and refuse the rows that the documenter refuses."""
    for row in rows:
        cells = {name: cell for name, cell in row.cells.items() if cell not in table.nulls}
        if len(cells) < len(row.cells):
            told.nulls.update((name, cell) for name, cell in row.cells.items() if name not in cells)
        told.unused.discard(row.number)
        yield Row(row.number, cells, table.refused.get(row.number, row.fault), row.text)


def notes_of(table: Table, rows: Rows) -> Iterator[str]:
    """Yield what a documenter should know of a table that has been read to its end."""
    if rows.stray:
        told = ", ".join(f"{number} in {name}" for name, number in sorted(rows.stray.items()))
        yield f"{table.name}: cells with stray blanks: {told}"
    if rows.nulls:
        by_text: dict[str, int] = {}
        for (_, text), number in rows.nulls.items():
            by_text[text] = by_text.get(text, 0) + number
        told = ", ".join(
            f"{isolated(repr(text))} in {number} cell{'s' * (number > 1)}"
            for text, number in sorted(by_text.items())
        )
        yield f"{table.name}: taken for empty: {told}"
    for number in sorted(rows.unused):
        yield f"{table.name}: source.toml refuses row {number}, and there is none"


__all__ = ["SEVERAL", "Row", "Rows", "column_name", "notes_of", "read_rows"]
