"""Reads a file of one text a line: the columns are ``text`` and ``line``, the number of the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from habeas.ingest.decoding import lines_of
from habeas.ingest.row import Row, Rows, stray_columns
from habeas.ingest.source import Table

COLUMNS = ("line", "text")


def read_lines(table: Table) -> Rows:
    """Open a file of lines. A row's number is that of its line; an empty line is no row.

    Raises TableError, when it comes to it, where the file is missing or in another encoding.
    """
    stray: Counter[str] = Counter()
    return Rows(COLUMNS, _rows(table, stray), stray)


def _rows(table: Table, stray: Counter[str]) -> Iterator[Row]:
    for number, line in enumerate(lines_of(table), start=1):
        text = line.strip()
        stray.update(stray_columns({"text": line.rstrip("\r\n")}))
        if not text:
            continue
        if control := next((c for c in text if ord(c) < 32 and c != "\t"), ""):
            yield Row(number, {}, f"the line holds the control character {ord(control):#04x}", text)
        else:
            yield Row(number, {"line": str(number), "text": text})
