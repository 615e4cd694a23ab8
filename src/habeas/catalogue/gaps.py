"""What a catalogue that another model made lacks of today's tables, and how it is read all the same.

Each connection gets temporary tables and views in the place of what is missing. SQLite looks there before it looks
into the file, so no query has to know of it, and the file, which is opened as immutable, stays as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from habeas.catalogue.layout import Layout
from habeas.errors import EditionError


@dataclass(frozen=True)
class Gaps:
    """``classes`` are those of the model that the catalogue lacks, ``unknown`` those of it that the model lacks.

    ``filling`` are the SQL statements that make a connection answer with nothing where something is missing.
    """

    classes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything is missing, or is not known any more."""
        return bool(self.filling or self.unknown)


def find_gaps(connection: sqlite3.Connection, layout: Layout) -> Gaps:
    """Compare a catalogue with the tables that the model asks for.

    Raises EditionError where a table is missing that does not depend on the model: then it is no catalogue.
    """
    present = {
        row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    }
    for table in (layout.node, layout.statement, layout.name, layout.name_start):
        if table.name not in present:
            raise EditionError(
                f"the edition's catalogue is damaged: it has no table {table.name!r}",
                mend="run `habeas build`: it makes the edition anew",
            )
    known = sorted(layout.classes)
    found = sorted(row[0] for row in connection.execute('SELECT DISTINCT "class" FROM main.node'))
    unknown = tuple(name for name in found if name not in layout.classes)
    filling = [sql for table in layout.metadata.sorted_tables for sql in _fill(connection, table, present)]
    if unknown:
        filling.append(_nodes_of_known_classes(layout))
    lacking = tuple(name for name in known if layout.classes[name].name not in present)
    return Gaps(lacking, unknown, tuple(filling))


def _fill(connection: sqlite3.Connection, table: Table, present: set[str]) -> Iterator[str]:
    if table.name not in present:
        made = str(CreateTable(table).compile(dialect=sqlite.dialect())).strip()
        yield made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1)
        return
    columns = {row[1] for row in connection.execute(f'PRAGMA main.table_info("{table.name}")')}
    if missing := {column.name for column in table.columns} - columns:
        chosen = (f'NULL AS "{c.name}"' if c.name in missing else f'"{c.name}"' for c in table.columns)
        yield _view(table, ", ".join(chosen))


def _nodes_of_known_classes(layout: Layout) -> str:
    """A thing of a class that the model does not have any more is one of the root class."""
    known = ", ".join(f"'{name}'" for name in sorted(layout.classes))
    of_class = f'CASE WHEN "class" IN ({known}) THEN "class" ELSE \'{layout.root}\' END AS "class"'
    columns = (of_class if c.name == "class" else f'"{c.name}"' for c in layout.node.columns)
    return _view(layout.node, ", ".join(columns))


def _view(table: Table, columns: str) -> str:
    return f'CREATE TEMP VIEW "{table.name}" AS SELECT {columns} FROM main."{table.name}"'  # noqa: S608
