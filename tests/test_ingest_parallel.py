"""Batches side by side, runs that are cut, and what must be the same whatever the number of processes."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.errors import MappingError, WorkerError
from habeas.ingest import Ingested, ingest_source, ingesting, read_source, write_source
from habeas.ingest.batch import Mapper
from habeas.ingest.spool import JOURNAL, RECORDS
from habeas.ingest.workers import Workers
from habeas.model import read_model, read_vocabularies
from habeas.publish import build

SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "key"
split = { other = "|" }
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?place .
  ?event a hab:Arrest ; hab:subjectPerson ?person ; hab:when ?when .
  ?person a hab:Person ; skos:prefLabel ?name ; skos:altLabel ?other .
} } WHERE {
  ?row row:record ?record ; x:place ?place ; x:name ?nameCell .
  BIND(fn:id("person", ?nameCell) AS ?person) BIND(fn:id("event", ?nameCell) AS ?event)
  BIND(fn:name(?nameCell, "en") AS ?name)
  OPTIONAL { ?row x:when ?whenCell . BIND(fn:edtf(?whenCell) AS ?when) }
  OPTIONAL { ?row x:other ?otherCell . BIND(fn:name(?otherCell, "en") AS ?other) }
}
"""
HEADER = "key,place,name,when,other\n"
BATCH = 100
BATCHES = 5
ROWS = 4 * BATCH + 17


def rows_of(number: int) -> str:
    return "".join(
        f"r{i},page {i},Synthetic Person {i % 170},{'31 November' if i % 97 == 0 else 2000 + i % 20},"
        f"{'Other B|Other A' if i % 5 == 0 else ''}\n"
        for i in range(number)
    )


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a size that a test can do with."""
    monkeypatch.setattr(ingesting, "BATCH", BATCH)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "synthetic-list"
    made.mkdir()
    (made / "source.toml").write_text(SOURCE)
    (made / "rows.ru").write_text(MAPPING)
    (made / "rows.csv").write_text(HEADER + rows_of(ROWS))
    return made


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of any size are worth processes."""
    monkeypatch.setattr(ingesting, "LARGE", 0)


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first row of each batch that this process maps."""
    found: list[int] = []
    whole = Mapper.map

    def counting(self: Mapper, rows: list[ingesting.Row]) -> ingesting.Mapped:
        found.append(rows[0].number)
        return whole(self, rows)

    monkeypatch.setattr(Mapper, "map", counting)
    return found


def ingest(folder: Path, processes: int = 1, **options: object) -> Ingested:
    settings = Settings()
    declared = read_model(settings.ontology, settings.shapes), read_vocabularies(settings.ontology)
    return ingest_source(read_source(folder), *declared, processes=processes, **options)  # type: ignore[arg-type]


def bytes_of(result: Ingested) -> tuple[bytes, bytes]:
    return (result.folder / RECORDS).read_bytes(), (result.folder / "rejects.csv").read_bytes()


class CutError(Exception):
    """Ends a run from within."""


def cut_after(batches: int) -> Callable[[str, int], None]:
    """Progress that ends the run when so many batches are done."""

    def progress(table: str, rows: int) -> None:
        if rows >= batches * BATCH:
            raise CutError

    return progress


def cut(folder: Path, work: Path, batches: int, **options: object) -> None:
    with pytest.raises(CutError):
        ingest(folder, work=work, progress=cut_after(batches), **options)


@pytest.mark.parametrize("processes", [2, 3])
def test_the_bytes_do_not_depend_on_the_number_of_processes(
    folder: Path, large: None, processes: int
) -> None:
    one, several = ingest(folder), ingest(folder, processes)
    assert bytes_of(one) == bytes_of(several)
    assert (one.rows, one.mapped, one.unread) == (several.rows, several.mapped, several.unread)
    assert (one.rows, one.mapped, one.rejected) == (ROWS, ROWS, 0)
    assert one.unread == len(range(0, ROWS, 97))


def test_small_tables_start_no_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "_start", None)
    assert ingest(folder, 2).mapped == ROWS


def test_records_stand_in_the_order_of_their_rows(folder: Path, large: None) -> None:
    numbers = [
        int(q.object.value) for q in ingest(folder, 2).quads if q.predicate.value.endswith("rowNumber")
    ]
    assert numbers == list(range(1, ROWS + 1))


def test_a_key_that_stands_twice_is_found_across_batches(folder: Path, large: None) -> None:
    with (folder / "rows.csv").open("a") as file:
        file.write("r3,page 1,Synthetic Twin,2001,\n")
    result = ingest(folder, 2)
    assert (result.rows, result.mapped, result.rejected) == (ROWS + 1, ROWS, 1)
    assert [(r.row, r.reason) for r in result.rejects if r.whole_row] == [
        (ROWS + 1, "an earlier row has the same key")
    ]


def test_an_error_in_a_worker_arrives_whole(folder: Path, large: None) -> None:
    mapping = MAPPING.replace('fn:id("person", ?nameCell)', "<urn:habeas:id:aaaaaaaaaaaaaaaaaaaa>", 1)
    (folder / "rows.ru").write_text(mapping)
    with pytest.raises(MappingError, match="may not") as caught:
        ingest(folder, 2)
    assert "rows.ru" in str(caught.value.where)
    assert caught.value.mend


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_was_cut_goes_on(
    folder: Path, tmp_path: Path, large: None, mapped: list[int], processes: int
) -> None:
    whole = bytes_of(ingest(folder))
    work = tmp_path / "work"
    cut(folder, work, 3, processes=processes)
    mapped.clear()
    again = ingest(folder, work=work)
    assert mapped == [3 * BATCH + 1, 4 * BATCH + 1]
    assert bytes_of(again) == whole
    assert (again.rows, again.mapped) == (ROWS, ROWS)


def test_all_that_was_done_is_taken_up(folder: Path, tmp_path: Path, mapped: list[int]) -> None:
    first = bytes_of(ingest(folder, work=tmp_path / "work"))
    mapped.clear()
    assert bytes_of(ingest(folder, work=tmp_path / "work")) == first
    assert mapped == []


def change_rows(folder: Path, work: Path) -> None:
    (folder / "rows.csv").write_text(HEADER + rows_of(ROWS).replace("page 0,", "page zero,"))


def change_mapping(folder: Path, work: Path) -> None:
    (folder / "rows.ru").write_text(MAPPING.replace("hab:Arrest", "hab:Detention"))


def change_option(folder: Path, work: Path) -> None:
    (folder / "source.toml").write_text(SOURCE.replace('other = "|"', 'other = ";"'))


def change_source(folder: Path, work: Path) -> None:
    (folder / "source.toml").write_text(SOURCE.replace("2026-01-31", "2026-02-01"))


def damage_records(folder: Path, work: Path) -> None:
    with (work / RECORDS).open("r+b") as file:
        file.write(b"<urn:synthetic:damage>")


def shorten_records(folder: Path, work: Path) -> None:
    os.truncate(work / RECORDS, 100)


def break_journal(folder: Path, work: Path) -> None:
    text = (work / JOURNAL).read_bytes()
    (work / JOURNAL).write_bytes(text[:20] + text[21:])


CHANGES = [
    change_rows, change_mapping, change_option, change_source,
    damage_records, shorten_records, break_journal,
]  # fmt: skip


def test_there_are_enough_changes() -> None:
    assert len(CHANGES) == 7


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_stale_or_damaged_is_mapped_again(
    folder: Path, tmp_path: Path, mapped: list[int], change: Callable[[Path, Path], None]
) -> None:
    work = tmp_path / "work"
    cut(folder, work, 3)
    change(folder, work)
    mapped.clear()
    again = ingest(folder, work=work)
    assert len(mapped) == BATCHES
    assert bytes_of(again) == bytes_of(ingest(folder))


def test_other_declarations_make_all_stale(folder: Path, tmp_path: Path, mapped: list[int]) -> None:
    cut(folder, tmp_path / "work", 3, declared="one")
    mapped.clear()
    ingest(folder, work=tmp_path / "work", declared="other")
    assert len(mapped) == BATCHES


def test_damage_in_the_middle_costs_what_follows_it(folder: Path, tmp_path: Path, mapped: list[int]) -> None:
    work = tmp_path / "work"
    ingest(folder, work=work)
    lines = (work / JOURNAL).read_bytes().splitlines(keepends=True)
    assert len(lines) == BATCHES
    (work / JOURNAL).write_bytes(b"".join(lines[:2]) + lines[2][:30])
    mapped.clear()
    assert bytes_of(ingest(folder, work=work)) == bytes_of(ingest(folder))
    assert mapped[:3] == [2 * BATCH + 1, 3 * BATCH + 1, 4 * BATCH + 1]


def test_a_killed_worker_is_a_clear_error_and_leaves_nothing_running(
    folder: Path, tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[Workers] = []
    begin = Workers.__enter__
    monkeypatch.setattr(Workers, "__enter__", lambda self: pools.append(self) or begin(self))

    def kill(table: str, rows: int) -> None:
        for process in pools[0]._processes:
            process.kill()

    work = tmp_path / "work"
    with pytest.raises(WorkerError, match="ended from outside") as caught:
        ingest(folder, 2, work=work, progress=kill)
    assert caught.value.where == "synthetic-list/rows.csv"
    assert [p.returncode for p in pools[0]._processes] == [-signal.SIGKILL] * 2
    assert bytes_of(ingest(folder, work=work)) == bytes_of(ingest(folder))


def test_workers_end_with_a_run_that_is_broken_off(
    folder: Path, tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[Workers] = []
    begin = Workers.__enter__
    monkeypatch.setattr(Workers, "__enter__", lambda self: pools.append(self) or begin(self))

    def interrupt(table: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(folder, 2, work=tmp_path / "work", progress=interrupt)
    assert len(pools[0]._processes) == 2
    assert all(p.returncode is not None for p in pools[0]._processes)


SCRIPT = """
import os, sys
from pathlib import Path
from habeas.config import Settings
from habeas.ingest import ingest_source, ingesting, read_source
from habeas.model import read_model, read_vocabularies
ingesting.LARGE, ingesting.BATCH = 0, 50
settings = Settings()
declared = read_model(settings.ontology, settings.shapes), read_vocabularies(settings.ontology)
def end(table, rows):
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    print(children, flush=True)
    os.kill(os.getpid(), 9)
ingest_source(read_source(Path(sys.argv[1])), *declared, end, work=Path(sys.argv[2]), processes=2)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes under /proc")
def test_workers_end_with_the_process_that_started_them(folder: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(tmp_path / "work")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    workers = [int(pid) for pid in ran.stdout.split()]
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while (left := [pid for pid in workers if _lives(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_broken_source_changes_nothing_and_what_was_done_is_kept(
    declarations: Path, tmp_path: Path, silent: object, mapped: list[int]
) -> None:
    home = tmp_path / "home"
    settings = Settings(home=home, root=declarations)
    own = home / "ingest" / "zz-synthetic"
    own.mkdir(parents=True, mode=0o700)
    home.chmod(0o700)
    (own / "source.toml").write_text(SOURCE)
    (own / "rows.ru").write_text(MAPPING)
    (own / "rows.csv").write_text(HEADER)
    run = partial(build, settings, today=dt.date(2026, 11, 22), progress=silent)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="no rows"):
        run()
    assert not list((home / "records").glob("*"))
    assert len(list((home / "work").iterdir())) > 1
    seeds = len(mapped)
    (own / "source.toml").unlink()
    mapped.clear()
    run()
    assert seeds > 30
    assert mapped == []
    assert list((home / "work").iterdir()) == []
    assert len(list((home / "records").glob("*.nq"))) > 3


def test_written_files_are_in_place_and_the_work_folder_is_gone(folder: Path, tmp_path: Path) -> None:
    result = ingest(folder, work=tmp_path / "home" / "work" / "synthetic-list")
    write_source(result, tmp_path / "home")
    assert sorted(p.name for p in (tmp_path / "home" / "records").iterdir()) == ["synthetic-list.nq"]
    assert sorted(p.name for p in (tmp_path / "home" / "rejects").iterdir()) == ["synthetic-list.csv"]
    assert list((tmp_path / "home" / "work").iterdir()) == []
