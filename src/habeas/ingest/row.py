"""A row as every reader gives it, and a table as its columns and rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

SEVERAL: Final = "\x1f"
"""Stands between the values of a cell that holds several; no cell of a file can have it."""
DOUBLE: Final = "  "


def column_name(text: str) -> str:
    """Return the name under which a mapping reads a column: letters and digits, ``_`` for all between them."""
    return re.sub(r"\W+", "_", text.strip()).strip("_")


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
    """A table's columns and its rows.

    ``stray`` counts, by column, the cells with blanks around them or two together; ``nulls``, by column and text, the
    cells taken for empty; ``unused`` are the refused rows that have not come. All are whole when the rows are at their
    end.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    stray: Counter[str] = field(default_factory=Counter)
    nulls: Counter[tuple[str, str]] = field(default_factory=Counter)
    unused: set[int] = field(default_factory=set)


def stray_columns(cells: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns whose cells, as the file has them, begin or end with a blank or have two together."""
    return (name for name, cell in cells.items() if cell != cell.strip() or DOUBLE in cell)
