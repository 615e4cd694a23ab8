"""What could not be read: kept with row, column, value and reason, so that nothing is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Reject:
    """A row (``whole_row``) or a cell that was not read.

    A rejected row made no record; of a rejected cell's row the rest was mapped.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str
    whole_row: bool


_NAMES: Final = tuple(field.name for field in fields(Reject))
HEADER: Final = (",".join(_NAMES) + "\n").encode()
"""The first line of a file of rejects, which is there even where nothing was rejected."""


def as_csv(rejects: Iterable[Reject]) -> bytes:
    """Return rejects as the lines of a CSV file, without the header."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(map(attrgetter(*_NAMES), rejects))
    return out.getvalue().encode()


def read_rejects(path: Path) -> Iterator[Reject]:
    """Yield the rejects of a file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row, whole_row = int(line.pop("row")), line.pop("whole_row") == "True"
            yield Reject(**line, row=row, whole_row=whole_row)
