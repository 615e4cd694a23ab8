"""The workers: killed at a limit, replaced, confined, and none left behind."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest

from habeas.errors import (
    EditionError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    ServerBusyError,
    UsageError,
)
from habeas.sparql.frames import Answer, QueryRequest
from habeas.sparql.guard import Query, read_query
from habeas.sparql.limits import Limits
from habeas.sparql.once import answer_once
from habeas.sparql.pool import WorkerPool

T = TypeVar("T")
JSON = "application/sparql-results+json"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
filters = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="system calls are denied on Linux x86_64 and aarch64 only",
)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic store of 3,000 triples."""
    path = tmp_path_factory.mktemp("synthetic") / "store"
    store = ox.Store(str(path))
    property_ = ox.NamedNode("http://example.org/number")
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://example.org/{n}"), property_, ox.Literal(str(n))) for n in range(3_000)
    )
    store.flush()
    return path


def ask(text: str, media_type: str = JSON) -> QueryRequest:
    return QueryRequest(read_query(text), media_type)


def with_pool(
    store_path: Path,
    use: Callable[[WorkerPool], Awaitable[T]],
    size: int = 1,
    queue: int = 32,
    **limits: float,
) -> T:
    async def run() -> T:
        async with WorkerPool(store_path, size=size, queue=queue, limits=Limits(**limits)) as pool:
            return await use(pool)

    return asyncio.run(run())


def is_there(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def children() -> set[int]:
    """The processes, running or zombie, whose parent is this one."""
    return {
        int(status.parent.name)
        for status in Path("/proc").glob("[0-9]*/status")
        if f"\nPPid:\t{os.getpid()}\n" in status.read_text(errors="replace")
    }


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """After each test this process has no child, running or zombie, that it had not before."""
    before = children()
    yield
    assert children() <= before


def test_an_answer(store_path: Path) -> None:
    answer = with_pool(
        store_path, lambda pool: pool.answer(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv"))
    )
    assert answer == Answer("text/csv", b"n\r\n3000\r\n")


def test_a_runaway_query_is_killed_and_its_worker_replaced(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> tuple[list[int], float, Answer, list[int]]:
        before = pool.process_ids
        began = time.monotonic()
        with pytest.raises(QueryTimeoutError, match="after 1 seconds"):
            await pool.answer(ask(RUNAWAY))
        took = time.monotonic() - began
        return before, took, await pool.answer(ask("ASK {}")), pool.process_ids

    before, took, answer, after = with_pool(store_path, use, seconds=1)
    assert took < 2
    assert b"true" in answer.body
    assert len(before) == len(after) == 1
    assert before != after
    assert not is_there(before[0])


def test_a_query_that_takes_too_much_memory_ends_its_worker_alone(
    store_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def use(pool: WorkerPool) -> tuple[list[int], Answer, list[int]]:
        before = pool.process_ids
        with pytest.raises(QueryTooLargeError, match="memory"):
            await pool.answer(ask(GREEDY))
        return before, await pool.answer(ask("ASK {}")), pool.process_ids

    before, answer, after = with_pool(store_path, use, seconds=30, memory=1 << 30)
    assert b"true" in answer.body
    assert before != after
    assert "memory allocation" in capfd.readouterr().err


def test_a_query_that_exhausts_the_stack_ends_its_worker_alone(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> Answer:
        with pytest.raises(QueryTooLargeError):
            await pool.answer(ask("ASK { FILTER(" + "!" * 30_000 + "1) }"))
        return await pool.answer(ask("ASK {}"))

    assert b"true" in with_pool(store_path, use).body


def test_an_answer_that_is_too_long(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> list[int]:
        before = pool.process_ids
        with pytest.raises(QueryTooLargeError, match="the answer is longer than"):
            await pool.answer(ask("SELECT * { ?s ?p ?o }"))
        assert len((await pool.answer(ask("SELECT * { ?s ?p ?o } LIMIT 10"))).body) < 10_000
        return [*before, *pool.process_ids]

    assert len(set(with_pool(store_path, use, answer=10_000))) == 1, "the worker lives on"


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("SELECT * { ?s ?p }", QuerySyntaxError, "does not parse"),
        ("SELECT ?x { ?x ?b ?c } GROUP BY ?b", QuerySyntaxError, "unbound"),
        ("ASK { FILTER(<http://example.org/f>(1)) }", QueryError, "not supported"),
    ],
)
def test_errors_come_back_typed(store_path: Path, text: str, error: type[QueryError], said: str) -> None:
    async def use(pool: WorkerPool) -> None:
        with pytest.raises(error, match=said) as caught:
            await pool.answer(ask(text))
        assert type(caught.value) is error
        assert (error is QuerySyntaxError) == (caught.value.where is not None)
        await pool.answer(ask("ASK {}"))

    with_pool(store_path, use)


def test_many_at_once(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> list[Answer]:
        texts = [f"SELECT (COUNT(*) + {n} AS ?n) {{ ?s ?p ?o }}" for n in range(30)]
        return await asyncio.gather(*(pool.answer(ask(text, "text/csv")) for text in texts))

    answers = with_pool(store_path, use, size=2)
    assert [answer.body for answer in answers] == [f"n\r\n{3_000 + n}\r\n".encode() for n in range(30)]


def test_a_full_queue_is_said(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> list[str]:
        outcomes = await asyncio.gather(
            *(pool.answer(ask(RUNAWAY)) for _ in range(4)), return_exceptions=True
        )
        return sorted(type(outcome).__name__ for outcome in outcomes)

    names = with_pool(store_path, use, queue=1, seconds=0.3)
    assert names.count("ServerBusyError") >= 2
    assert "QueryTimeoutError" in names


def test_a_pool_that_is_closed_says_so(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> WorkerPool:
        return pool

    pool = with_pool(store_path, use)
    assert pool.process_ids == []
    with pytest.raises(ServerBusyError):
        asyncio.run(pool.answer(ask("ASK {}")))


def test_closing_ends_what_still_runs(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> tuple[list[int], asyncio.Task[Answer]]:
        task = asyncio.create_task(pool.answer(ask(RUNAWAY)))
        await asyncio.sleep(0.2)
        return pool.process_ids, task

    async def run() -> tuple[list[int], BaseException | None]:
        async with WorkerPool(store_path, size=1) as pool:
            ids, task = await use(pool)
        await asyncio.wait([task], timeout=1)
        return ids, task.exception()

    ids, error = asyncio.run(run())
    assert isinstance(error, QueryError)
    assert not any(is_there(process_id) for process_id in ids)


def test_an_asker_who_goes_away_frees_the_worker(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> Answer:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.answer(ask(RUNAWAY)), 0.2)
        return await pool.answer(ask("ASK {}"))

    assert b"true" in with_pool(store_path, use, seconds=5).body


def test_a_worker_that_died_while_idle_is_replaced(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> Answer:
        os.kill(pool.process_ids[0], 9)
        await asyncio.sleep(0.2)
        return await pool.answer(ask("ASK {}"))

    assert b"true" in with_pool(store_path, use).body


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        pytest.fail("the pool opened")

    with pytest.raises(EditionError, match="cannot be opened"):
        with_pool(tmp_path / "nothing", use, size=2)
    with pytest.raises(EditionError, match="cannot be opened"):
        answer_once(tmp_path / "nothing", "ASK {}")


def test_the_store_is_not_changed(store_path: Path) -> None:
    def files() -> dict[Path, tuple[int, int]]:
        return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(store_path.rglob("*"))}

    before = files()
    answer_once(store_path, "SELECT * { ?s ?p ?o }")
    assert files() == before


@filters
def test_a_worker_opens_no_socket_even_if_the_guard_is_led_past(store_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        text = f"ASK {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"

        async def use(pool: WorkerPool) -> None:
            with pytest.raises(QueryError, match="not permitted"):
                await pool.answer(QueryRequest(Query(text, "ASK"), JSON))

        with_pool(store_path, use)
        with pytest.raises(TimeoutError):
            server.accept()


@filters
@pytest.mark.parametrize(
    ("act", "denied"),
    [
        ("import socket; socket.socket()", True),
        ("import socket; socket.socketpair()", True),
        ("import os; os.fork()", True),
        ("import os; os.execv('/bin/true', ['true'])", True),
        ("import threading; t = threading.Thread(target=print); t.start(); t.join()", False),
        ("open('/proc/self/status').read()", False),
    ],
)
def test_what_a_confined_process_may_not_do(act: str, denied: bool) -> None:
    code = f"from habeas.sparql.confinement import deny_calls\nassert deny_calls() is None\n{act}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ("PermissionError" in done.stderr) == denied, done.stderr
    assert (done.returncode != 0) == denied


def test_a_platform_without_a_filter_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas.sparql import confinement

    monkeypatch.setattr(platform, "machine", lambda: "synthetic64")
    assert "synthetic64" in str(confinement.deny_calls())


def test_once(store_path: Path) -> None:
    assert answer_once(store_path, "ASK {}", "csv") == Answer("text/csv", b"true")
    assert answer_once(store_path, "ASK {}").content_type == JSON
    assert answer_once(store_path, "DESCRIBE <http://example.org/1>").content_type == "text/turtle"
    with pytest.raises(UsageError, match="turtle"):
        answer_once(store_path, "ASK {}", "turtle")
    with pytest.raises(QueryTimeoutError):
        answer_once(store_path, RUNAWAY, seconds=0.5)
    with pytest.raises(QueryTooLargeError):
        answer_once(store_path, "ASK { FILTER(" + "!" * 30_000 + "1) }")


def test_an_interrupt_from_the_keyboard_is_left_to_the_server(store_path: Path) -> None:
    async def use(pool: WorkerPool) -> tuple[list[int], Answer, list[int]]:
        before = pool.process_ids
        os.kill(before[0], signal.SIGINT)
        return before, await pool.answer(ask("ASK {}")), pool.process_ids

    before, answer, after = with_pool(store_path, use)
    assert b"true" in answer.body
    assert before == after
