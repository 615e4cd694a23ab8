"""The pool of workers: processes that map batches side by side, each with the declarations of one source.

They are new processes and no forks: a store with threads of its own does not survive a fork. They are no children of
``multiprocessing`` either, which would run the caller's main module anew in each.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from habeas.errors import WorkerError
from habeas.ingest.batch import Mapped
from habeas.ingest.row import Row
from habeas.ingest.source import Source
from habeas.ingest.worker import Order
from habeas.model import Model, Vocabularies

Batch = tuple[int, Sequence[Row]]
"""A batch's number within its table, and its rows."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """``number`` processes, started when they are first needed and ended with the ``with`` block."""

    def __init__(
        self, source: Source, model: Model, vocabularies: Vocabularies, number: int, folder: Path
    ) -> None:
        self.source = source
        self.number = number
        self.folder = folder
        self._declared = (source, model, vocabularies)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._new: list[subprocess.Popen[bytes]] = []
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def map(self, table: int, batches: Iterable[Batch]) -> Iterator[tuple[int, Mapped, Path]]:
        """Yield what each batch gave, in the order of the batches, with the file that holds its records.

        Raises WorkerError where a process was ended from outside.
        """
        waiting: deque[tuple[int, Path, Future[Mapped]]] = deque()
        for number, rows in batches:
            self._start()
            file = self.folder / f"batch-{os.getpid()}-{number}.nq"
            waiting.append((number, file, self._threads.submit(self._map, (table, rows, file))))
            if len(waiting) > self.number + 1:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)

    def _start(self) -> None:
        while len(self._processes) < self.number:
            process = subprocess.Popen(
                [sys.executable, "-c", "from habeas.ingest.worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self._processes.append(process)
            self._new.append(process)
            self._idle.put(process)

    def _map(self, order: Order) -> Mapped:
        process = self._idle.get()
        try:
            if process in self._new:
                self._new.remove(process)
                _send(process, self._declared)
            _send(process, order)
            assert process.stdout
            answer: Mapped | Exception = pickle.load(process.stdout)  # noqa: S301 - from our own worker
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise WorkerError(
                "a process that maps rows was ended from outside",
                where=f"{self.source.name}/{self.source.tables[order[0]].name}",
                mend="too little memory is the usual reason; run it again: batches that were done are kept",
            ) from error
        finally:
            self._idle.put(process)
        if isinstance(answer, Exception):
            raise answer
        return answer


def _first(waiting: deque[tuple[int, Path, Future[Mapped]]]) -> tuple[int, Mapped, Path]:
    number, file, future = waiting.popleft()
    return number, future.result(), file


def _send(process: subprocess.Popen[bytes], message: object) -> None:
    assert process.stdin
    pickle.dump(message, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
