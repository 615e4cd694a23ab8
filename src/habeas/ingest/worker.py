"""A process that maps batches: it reads its source once and then batch after batch, until its input ends.

So it ends when the process that started it ends, however that came. Ctrl-C is left to that process.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from habeas.ingest.batch import Mapped, Mapper
from habeas.ingest.functions import Functions
from habeas.ingest.mapping import read_mapping
from habeas.ingest.row import Row
from habeas.ingest.source import Source
from habeas.model import Model, Vocabularies

Order = tuple[int, Sequence[Row], Path]
"""A table's place in its source, the rows of a batch, and the file that their records go to."""


class Desk:
    """What a worker has at hand: read once, used for every batch."""

    def __init__(self, source: Source, model: Model, vocabularies: Vocabularies) -> None:
        self.source = source
        self.functions = Functions(source, model, vocabularies)
        self._mappers: dict[int, Mapper] = {}

    def map(self, table: int, rows: Sequence[Row], file: Path) -> Mapped:
        """Map a batch and write its records to the file: they are too many to be sent."""
        mapped = self._mapper(table).map(rows)
        file.write_bytes("".join(mapped.quads).encode())
        mapped.quads = []
        return mapped

    def _mapper(self, table: int) -> Mapper:
        if table not in self._mappers:
            found = self.source.tables[table]
            mapping = read_mapping(found.mapping, self.functions.names())
            self._mappers[table] = Mapper(self.source, found, mapping, self.functions)
        return self._mappers[table]


def main() -> None:
    """Answer each order on the standard input with what it gave, or with the error that it met."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever prints must not print into the answers.
    os.dup2(2, 1)
    orders = sys.stdin.buffer
    desk = Desk(*pickle.load(orders))  # noqa: S301 - from the process that started this one
    # A batch makes very many objects and hardly a cycle: what there is of them is collected between batches.
    gc.freeze()
    gc.disable()
    while True:
        try:
            order: Order = pickle.load(orders)  # noqa: S301
        except EOFError:
            return
        try:
            answer: Mapped | Exception = desk.map(*order)
        except Exception as error:
            answer = error
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.collect()
