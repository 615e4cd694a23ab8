"""Decodes a file line by line, so that a table of any size is read in the memory of one line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from habeas.errors import TableError
from habeas.ingest.source import Table

CHUNK = 1 << 20


def lines_of(table: Table) -> Iterator[str]:
    """Yield the lines with their ends, without a byte order mark.

    Raises TableError, when it comes to it, where the file is missing or in another encoding.
    """
    try:
        with table.file.open(encoding=table.encoding, newline="") as file:
            first = next(file, "").removeprefix("\ufeff")
            if first:
                yield first
            yield from file
    except FileNotFoundError:
        raise TableError(
            "the table is not there", where=str(table.file), mend="put the file in its place"
        ) from None
    except UnicodeDecodeError as error:
        line, byte = _fault(table.file, table.encoding)
        raise TableError(
            f"byte {byte:#04x} is not {table.encoding}",
            where=f"{table.file}, line {line}",
            mend='save the file as UTF-8, or set `encoding = "…"` for the table in source.toml',
        ) from error


def _fault(file: Path, encoding: str) -> tuple[int, int]:
    """Return the line of the first byte that cannot be decoded, and the byte: the buffer in hand knows neither."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with file.open("rb") as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n"), error.object[error.start]
            if not chunk:
                return line, 0
