"""The columns that a table has, held to those that its mapping reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from habeas.errors import TableError
from habeas.ingest.mapping import Mapping
from habeas.ingest.row import Rows
from habeas.ingest.source import Source, Table

ALIKE: Final = 0.75
"""How alike the names of two columns are, from 0 to 1 as difflib counts it, that are probably meant for one."""


def check_columns(source: Source, table: Table, mapping: Mapping, rows: Rows) -> Iterator[str]:
    """Yield notes on columns that are not read, and on columns that are read and not there.

    Of a mapping that sources share, which reads more than any one table has, only a lacking column is named for which
    the table has an unread one of nearly the same name. Raises TableError where a column is lacking that no record can
    do without.
    """
    needed = mapping.required | ({table.key} if table.key else set())
    unread = unread_columns(table, mapping, rows)
    if missing := sorted(needed - set(rows.columns)):
        alike = _alike(missing[0], unread)
        raise TableError(
            f"the column {missing[0]!r} is missing" + (f"; did you mean {alike!r}?" if alike else ""),
            where=f"{table.file}, line 1",
            mend=f"add it, or change {mapping.file.name}; the table has {', '.join(rows.columns)}",
        )
    if unread:
        yield f"{table.name}: {mapping.file.name} does not read {columns_in_words(unread)}"
    is_shared = mapping.file.parent != source.folder
    plain: list[str] = []
    for column in lacking_columns(mapping, rows):
        if alike := _alike(column, unread):
            yield (
                f"{table.name}: {mapping.file.name} reads the column {column}, which the table lacks; "
                f"it has {alike}, which is not read: if the two are one, give them one name"
            )
        else:
            plain.append(column)
    if plain and not is_shared:
        yield f"{table.name}: {mapping.file.name} reads what the table lacks: {columns_in_words(plain)}"


def unread_columns(table: Table, mapping: Mapping, rows: Rows) -> list[str]:
    """Return the columns of a table that nothing reads, in their order."""
    known = mapping.required | mapping.optional | {table.key}
    return [column for column in rows.columns if column not in known]


def lacking_columns(mapping: Mapping, rows: Rows) -> list[str]:
    """Return the columns that a mapping reads where there are any, and that the table does not have."""
    return sorted(mapping.optional - set(rows.columns))


def columns_in_words(columns: Sequence[str]) -> str:
    """Return columns as a message names them: "the column a", "the columns a, b"."""
    return f"the column{'s' * (len(columns) > 1)} {', '.join(columns)}"


def _alike(column: str, others: Sequence[str]) -> str | None:
    """Return the one of the other columns whose name is nearest, if it is near; case and ``_`` do not count."""
    plain = {_plain(other): other for other in others}
    found = get_close_matches(_plain(column), list(plain), n=1, cutoff=ALIKE)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.casefold().replace("_", "")
