"""Writing a catalogue in bulk: rows in batches, indexes after the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from habeas.catalogue.layout import Layout

BATCH = 20_000


class Writer:
    """A connection that fills tables; what it writes is in the order that it is given."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(self, sql: str) -> None:
        """Run one SQL statement."""
        self.connection.exec_driver_sql(sql)

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run one SQL statement for each row, in batches."""
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self.connection.exec_driver_sql(sql, batch)

    def insert(
        self, table: Table, rows: Iterable[tuple[Any, ...]], columns: Sequence[str] | None = None
    ) -> None:
        """Insert rows whose values stand in the order of ``columns``, by default all of the table."""
        names = columns or [c.name for c in table.columns]
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" for _ in names)
        self.many(f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', rows)  # noqa: S608

    def set_column(self, table: Table, column: str, rows: Iterable[tuple[Any, int]]) -> None:
        """Set a column of a class's table from pairs of value and node."""
        self.many(f'UPDATE "{table.name}" SET "{column}" = ? WHERE node = ?', rows)  # noqa: S608


@contextmanager
def write_catalogue(path: Path, layout: Layout) -> Iterator[Writer]:
    """Make the file anew with its tables, hand out the writer, then add indexes and compact the file.

    No journal is kept: a file whose writing broke off belongs to no edition.
    """
    path.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            writer = Writer(connection)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
                writer.run(f"PRAGMA {pragma}")
            writer.run("BEGIN")
            for table in layout.metadata.sorted_tables:
                connection.execute(CreateTable(table))
            yield writer
            _index(connection, layout)
            writer.run("COMMIT")
            writer.run("ANALYZE")
            writer.run("VACUUM")
    finally:
        engine.dispose()


def _index(connection: Connection, layout: Layout) -> None:
    for table in layout.metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index))
