"""Private columns: what stands in them is dropped where a row is read, so that nothing under the home ever holds it.

A row that cannot be told apart into its cells may hold a private cell anywhere: nothing of it is kept but its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from habeas.errors import MappingError, SourceConfigError
from habeas.ingest.mapping import Mapping
from habeas.ingest.row import Row, Rows
from habeas.ingest.source import Source, Table


def without_private(rows: Rows, table: Table) -> Rows:
    """Return the columns and rows of a table without what is private."""
    if not table.private:
        return rows
    columns = tuple(name for name in rows.columns if name not in table.private)
    return replace(rows, columns=columns, rows=(_without_private(row, table) for row in rows.rows))


def _without_private(row: Row, table: Table) -> Row:
    if row.text:
        # The text is the row as the file has it, and its cells may stand under each other's names.
        return Row(row.number, {}, row.fault)
    return replace(row, cells={n: cell for n, cell in row.cells.items() if n not in table.private})


def left_out(table: Table) -> str:
    """Return what a reject says of the private columns of its table; nothing where it has none."""
    if not table.private:
        return ""
    return f" (left out as private: {', '.join(sorted(table.private))})"


def check_private(source: Source, columns: Iterator[tuple[Table, tuple[str, ...]]]) -> None:
    """Hold the private columns of a source to the ``columns`` that its tables have.

    One that the source names is in one of its tables at least, one that a table names is in that. Raises
    SourceConfigError for a column that is not there, and for a private one that is to name the records.
    """
    missing = set(source.private)
    seen: list[str] = []
    for table, found in columns:
        missing -= set(found)
        seen.append(f"{table.name} has {', '.join(found)}")
        if unknown := sorted(table.private - source.private - set(found)):
            raise _unknown(source, unknown[0], seen[-1:])
        if table.key in table.private:
            raise SourceConfigError(
                f"the key column {table.key!r} of {table.name} is private",
                where=str(source.folder / "source.toml"),
                mend="name another column as key, or none: then a row's content names its record",
            )
    if missing:
        raise _unknown(source, min(missing), seen)


def _unknown(source: Source, name: str, seen: list[str]) -> SourceConfigError:
    return SourceConfigError(
        f"there is no column {name!r} that could be private",
        where=f"{source.folder / 'source.toml'}; {'; '.join(seen)}",
        mend="write the column's name as the file has it, upper and lower case too",
    )


def check_mapping(table: Table, mapping: Mapping) -> None:
    """Raise MappingError where a mapping reads a private column."""
    if read := sorted(table.private & (mapping.required | mapping.optional)):
        raise MappingError(
            f"the mapping reads the private column {read[0]!r}",
            where=str(mapping.file),
            mend=f"take x:{read[0]} out of the mapping, or the column out of `private` in source.toml",
        )
