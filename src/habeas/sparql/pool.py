"""A pool of workers under asyncio: each query in another process, killed at the limit, replaced at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from habeas.errors import EditionError, QueryTimeoutError, QueryTooLargeError, ServerBusyError
from habeas.sparql.frames import (
    LENGTH,
    READY,
    Answer,
    QueryRequest,
    not_opened,
    pack_request,
    unpack_reply,
)
from habeas.sparql.limits import Limits, worker_command, worker_environment

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)
_START_SECONDS = 30.0
_STREAM_LIMIT = 1 << 20


class _WorkerLostError(Exception):
    """The worker ended in the middle of a query."""


class _Worker:
    """One worker process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._requests = process.stdin
        self._replies = process.stdout

    @classmethod
    async def start(cls, store_path: Path, limits: Limits) -> _Worker:
        """Start a worker and wait until it has opened the store; raises EditionError where it cannot."""
        process = await asyncio.create_subprocess_exec(
            *worker_command(store_path, limits),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=worker_environment(),
            limit=_STREAM_LIMIT,
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = await worker._frame()
        except (_WorkerLostError, TimeoutError):
            ready = b""
        except BaseException:
            await worker.end()
            raise
        if ready != READY:
            await worker.end()
            raise not_opened(str(store_path))
        return worker

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None

    async def ask(self, request: QueryRequest) -> tuple[bytes, bytes]:
        """Return the two frames of the reply; raises _WorkerLostError where the process ends first."""
        try:
            self._requests.write(pack_request(request))
            await self._requests.drain()
        except ConnectionError as error:
            raise _WorkerLostError from error
        return await self._frame(), await self._frame()

    async def _frame(self) -> bytes:
        try:
            (length,) = LENGTH.unpack(await self._replies.readexactly(LENGTH.size))
            return await self._replies.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise _WorkerLostError from error

    def kill(self) -> None:
        if self.is_alive:
            self.process.kill()

    async def end(self) -> None:
        """Kill the process and wait until it is gone, so that none is left behind as a zombie."""
        self.kill()
        await self.process.wait()
        self._requests.close()


class WorkerPool:
    """Workers on one store, for many askers at a time.

    ``size`` workers run; ``queue`` more askers may wait, each for at most ``limits.seconds``. Use it as an
    asynchronous context manager; entering it raises EditionError where the store cannot be opened.
    """

    def __init__(
        self, store_path: Path, *, size: int = 2, queue: int = 32, limits: Limits | None = None
    ) -> None:
        self.store_path = store_path
        self.size = size
        self.queue = queue
        self.limits = limits or Limits()
        self._idle: list[_Worker] = []
        self._workers: set[_Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(size)
        self._waiting = 0
        self._open = False

    async def __aenter__(self) -> WorkerPool:
        started = await asyncio.gather(*(self._start() for _ in range(self.size)), return_exceptions=True)
        for outcome in started:
            if isinstance(outcome, BaseException):
                await self._end_all()
                raise outcome
            self._idle.append(outcome)
        self._open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        await self._end_all()

    @property
    def process_ids(self) -> list[int]:
        """The process ids of the workers that run now."""
        return [worker.process.pid for worker in self._workers if worker.is_alive]

    async def answer(self, request: QueryRequest) -> Answer:
        """Answer a query in another process.

        Raises what the worker raised (QuerySyntaxError, QueryTooLargeError, QueryError), QueryTimeoutError
        past the limit, QueryTooLargeError where the worker ran out of memory or stack, ServerBusyError where
        too many wait, EditionError where the store is gone.
        """
        await self._take_slot()
        worker: _Worker | None = None
        healthy = False
        try:
            worker = await self._take_worker()
            reply = await self._within_limits(worker.ask(request))
            healthy = True
        finally:
            self._give_back(worker, healthy=healthy)
        return unpack_reply(*reply)

    async def _within_limits(self, asked: Awaitable[_T]) -> _T:
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await asked
        except TimeoutError:
            raise QueryTimeoutError(
                f"the query was ended after {self.limits.seconds:g} seconds",
                mend="narrow it down, join fewer patterns without a shared variable, or add LIMIT",
            ) from None
        except _WorkerLostError:
            raise QueryTooLargeError(
                "the query took more memory, or more levels of nesting, than it may",
                mend="sort and group fewer rows, or ask in several queries",
            ) from None

    async def _take_slot(self) -> None:
        if self._open and not self._slots.locked():
            await self._slots.acquire()
            return
        if not self._open or self._waiting >= self.queue:
            raise ServerBusyError("every worker is busy and the queue is full", mend="ask again in a moment")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise ServerBusyError("no worker came free in time", mend="ask again in a moment") from None
        finally:
            self._waiting -= 1

    async def _take_worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            self._workers.discard(worker)
        return await self._start()

    async def _start(self) -> _Worker:
        worker = await _Worker.start(self.store_path, self.limits)
        self._workers.add(worker)
        return worker

    def _give_back(self, worker: _Worker | None, *, healthy: bool) -> None:
        """Free the slot, at once with a healthy worker, else when another has taken its place."""
        if worker is None or not self._open:
            self._slots.release()
        elif healthy:
            self._idle.append(worker)
            self._slots.release()
        else:
            worker.kill()
            task = asyncio.create_task(self._replace(worker))
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _replace(self, lost: _Worker) -> None:
        try:
            await lost.end()
            self._workers.discard(lost)
            self._idle.append(await self._start())
        except EditionError:
            _LOG.exception("a SPARQL worker could not be replaced; the next query tries again")
        finally:
            self._slots.release()

    async def _end_all(self) -> None:
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._workers))
        self._workers.clear()
        self._idle.clear()
