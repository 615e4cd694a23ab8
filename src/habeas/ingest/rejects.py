"""What could not be read: kept with row, column, value and reason, so that nothing is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path


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


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write rejects as CSV; the file is there, with its header, even where nothing was rejected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Reject)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(reject) for reject in rejects)
