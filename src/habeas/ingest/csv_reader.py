"""Reads CSV tables; what is wrong with one row is said of that row, and the rest goes on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habeas.errors import TableError
from habeas.ingest.decoding import lines_of
from habeas.ingest.row import DOUBLE, Row, Rows, column_name, stray_columns
from habeas.ingest.source import Table

CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_csv(table: Table) -> Rows:
    """Open a CSV table: its header is read at once, a row when it is asked for.

    Raises TableError where the file is missing, empty, in another encoding, or its header is malformed.
    """
    reader = csv.reader(lines_of(table), delimiter=table.delimiter, strict=True)
    try:
        header = tuple(column_name(cell) for cell in next(reader, []))
    except csv.Error as error:
        raise TableError(f"the header is not CSV: {error}", where=f"{table.file}, line 1") from error
    check_columns(header, table.file)
    stray: Counter[str] = Counter()
    return Rows(header, _rows(reader, header, table.file, stray), stray)


def check_columns(header: tuple[str, ...], file: Path) -> None:
    """Raise TableError where there is no column, or one has no name or the name of another."""
    if not any(header):
        raise TableError(
            "the file is empty", where=str(file), mend="it needs a header row with the columns' names"
        )
    for name in header:
        if not name:
            raise TableError(
                "a column has no name", where=f"{file}, line 1", mend="name every column in the first line"
            )
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise TableError(f"the column {twice[0]!r} stands twice", where=f"{file}, line 1")


def _rows(
    reader: Iterator[list[str]], header: tuple[str, ...], file: Path, stray: Counter[str]
) -> Iterator[Row]:
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(
                f"the file is not CSV from here on: {error}",
                where=f"{file}, after row {number}",
                mend="look for a quotation mark that is not closed",
            ) from error
        if not cells:
            continue
        number += 1
        trimmed = [cell.strip() for cell in cells]
        if trimmed != cells or DOUBLE in "|".join(cells):
            stray.update(stray_columns(dict(zip(header, cells, strict=False))))
        yield _row(number, trimmed, header)


def _row(number: int, cells: list[str], header: tuple[str, ...]) -> Row:
    found = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
    if len(cells) != len(header):
        fault = f"the row has {len(cells)} cells, the header has {len(header)}"
        return Row(number, found, fault, " | ".join(cells))
    if control := CONTROL.search("".join(cells)):
        fault = f"the row holds the control character {ord(control[0]):#04x}"
        return Row(number, found, fault, " | ".join(cells))
    return Row(number, found)
