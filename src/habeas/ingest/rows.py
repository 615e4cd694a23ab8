"""Reads CSV tables into rows; what is wrong with one row is said of that row, and the rest goes on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from habeas.errors import TableError
from habeas.ingest.source import Table


@dataclass(frozen=True)
class Row:
    """A row: its number (the first after the header is 1), its trimmed cells by column, and what is wrong with it.

    ``text`` is the whole row where its cells cannot be told apart.
    """

    number: int
    cells: dict[str, str]
    fault: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Rows:
    """A table's header and its rows."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def read_rows(table: Table) -> Rows:
    """Open a table.

    Raises TableError where the file is missing, empty, in another encoding, or its header is malformed.
    """
    text = _decode(table)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    try:
        header = tuple(column_name(cell) for cell in next(reader, []))
    except csv.Error as error:
        raise TableError(f"the header is not CSV: {error}", where=f"{table.file}, line 1") from error
    _check_header(header, table.file)
    return Rows(header, _rows(reader, header, table.file))


def _decode(table: Table) -> str:
    try:
        text = table.file.read_bytes().decode(table.encoding)
    except FileNotFoundError:
        raise TableError(
            "the table is not there", where=str(table.file), mend="put the file in its place"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(
            f"byte {error.object[error.start]:#04x} is not {table.encoding}",
            where=f"{table.file}, line {line}",
            mend='save the file as UTF-8, or set `encoding = "…"` for the table in source.toml',
        ) from error
    except LookupError:
        raise TableError(f"there is no encoding {table.encoding!r}", where=str(table.file)) from None
    return text.removeprefix("\ufeff")


def column_name(text: str) -> str:
    """Return the name under which a mapping reads a column: letters and digits, ``_`` for all between them."""
    return re.sub(r"\W+", "_", text.strip()).strip("_")


def _check_header(header: tuple[str, ...], file: Path) -> None:
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


def _rows(reader: Iterator[list[str]], header: tuple[str, ...], file: Path) -> Iterator[Row]:
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
        yield _row(number, cells, header)


def _row(number: int, cells: list[str], header: tuple[str, ...]) -> Row:
    trimmed = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    if len(cells) != len(header):
        fault = f"the row has {len(cells)} cells, the header has {len(header)}"
        return Row(number, trimmed, fault, " | ".join(cells))
    if control := next((c for cell in cells for c in cell if ord(c) < 32 and c not in "\t\r\n"), ""):
        return Row(
            number, trimmed, f"the row holds the control character {ord(control):#04x}", " | ".join(cells)
        )
    return Row(number, trimmed)
