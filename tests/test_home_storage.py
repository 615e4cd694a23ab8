"""A full disk, a read-only home, missing permission: an error of our own, the last edition as it was, and a way on."""

from __future__ import annotations

import datetime as dt
import errno
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text
from starlette.testclient import TestClient

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import last_edition, open_current
from habeas.errors import StorageError, TableError, UsageError, WorkerError
from habeas.identity import Clearance, append_entries, read_entries
from habeas.publish import Progress, build
from habeas.publish.building import HOME_ENTRIES
from habeas.store.files import storage_error, storage_errors, write_file
from habeas.web import create_app

SOURCE = "synthetic-list"
TODAY = dt.date(2026, 11, 23)

POINTS = {
    "lock": "habeas.publish.building.only_writer",
    "leftovers": "habeas.publish.building.remove_leftovers",
    "ingest": "habeas.publish.building.ingest_source",
    "records": "habeas.publish.building.write_source",
    "conforming": "habeas.shapes.conforming.write_file",
    "reports": "habeas.publish.building.write_reports",
    "audience-report": "habeas.publish.publication.write_file",
    "store": "habeas.publish.baking.create_store",
    "catalogue": "habeas.publish.baking.bake_catalogue",
    "checksums": "habeas.publish.baking.measured",
    "manifest": "habeas.editions.manifest.write_file",
    "base": "habeas.publish.publication.remember_base",
    "pointer": "habeas.editions.edition.write_file",
    "versions": "habeas.publish.building.keep_versions",
    "day": "habeas.publish.clock.write_file",
}
BUILT_AGAIN = {"records", "catalogue", "base", "pointer", "day"}
"""After these the same command is run again, with space: for all it would take minutes."""
SAYS = {
    errno.ENOSPC: "disk is full",
    errno.EDQUOT: "disk is full",
    errno.EFBIG: "disk is full",
    errno.EROFS: "read-only",
    errno.EACCES: "permission is missing",
    errno.EPERM: "permission is missing",
    errno.EIO: "input/output error",
}


def cli(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def fail(monkeypatch: pytest.MonkeyPatch, place: str, error: Exception) -> None:
    def raising(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, raising)


def hidden(home: Path) -> list[str]:
    return [str(path) for path in home.rglob(".*")]


@pytest.mark.parametrize("point", POINTS)
def test_a_full_disk_stops_a_build_and_leaves_the_last_edition(
    point: str, small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = last_edition(small_home, "public", thorough=True)
    home = str(small_home.home)
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"{home}/a-file")
    with monkeypatch.context() as patch:
        fail(patch, POINTS[point], error)
        # Another base, so that everything has to be written anew.
        result = cli("build", SOURCE, "--base", "https://data.example.org", "--rebase", "--home", home)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert "disk is full" in result.output
    assert f"{home}/a-file" in result.output
    assert "StorageError" in result.output
    if point not in {"versions", "day"}:
        assert last_edition(small_home, "public", thorough=True) == before

    if point not in BUILT_AGAIN:
        return
    again = cli("build", SOURCE, "--base", "https://data.example.org", "--rebase", "--home", home)
    assert again.exit_code == 0, again.output
    assert last_edition(small_home, "public", thorough=True).damage == ()
    assert open_current(small_home).manifest.base == "https://data.example.org"
    assert hidden(small_home.home) == []
    assert {path.name for path in small_home.home.iterdir()} <= HOME_ENTRIES


@pytest.mark.parametrize("number", SAYS, ids=lambda number: errno.errorcode[number])
def test_each_refusal_says_what_to_do(
    number: int, small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "habeas.publish.building.write_source", OSError(number, os.strerror(number), "/a/file"))
    with pytest.raises(StorageError, match=SAYS[number]) as caught:
        build(small_home, [SOURCE], today=TODAY, progress=silent)
    assert caught.value.where == "/a/file"
    assert caught.value.mend


CLEAR = ("clear", "--source", SOURCE, "--tier", "restricted", "--reviewer", "T", "--reason", "t")


@pytest.mark.parametrize(
    ("command", "place", "number"),
    [
        (CLEAR, "publish.clearing.append_entries", errno.ENOSPC),
        (CLEAR, "publish.building._prepare_home", errno.EROFS),
        (("explain-tier", "x"), "publish.explaining.load_records", errno.EACCES),
        (("query", "exchanges"), "editions.edition.read_regular", errno.EACCES),
        (("query", "exchanges"), "editions.edition.read_manifest", errno.EACCES),
        (("query", "exchanges"), "editions.integrity._fault", errno.EPERM),
        (("serve", "--port", "0"), "editions.edition.read_manifest", errno.EACCES),
        (("editions", "list"), "editions.edition.read_regular", errno.EACCES),
        (("editions", "verify"), "editions.edition.read_regular", errno.EACCES),
    ],
)
def test_other_commands_say_it_too(
    command: tuple[str, ...],
    place: str,
    number: int,
    small_home: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fail(monkeypatch, f"habeas.{place}", OSError(number, os.strerror(number), "/a/file"))
    result = cli(*command, "--home", str(small_home.home))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert SAYS[number] in result.output
    assert "/a/file" in result.output
    assert "StorageError" in result.output


def test_the_server_says_that_it_may_not_read(small_home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    error = PermissionError(errno.EACCES, "Permission denied", "/a/file")
    fail(monkeypatch, "habeas.editions.edition.read_regular", error)
    with TestClient(create_app(small_home), raise_server_exceptions=False) as client:
        answer = client.get("/health", headers={"Accept": "application/json"})
    assert answer.json()["error"] == "StorageError"


def test_a_limit_on_the_size_of_files_is_met_by_the_libraries_themselves(
    small_home: Settings, tmp_path: Path
) -> None:
    """SQLite and RocksDB write past a limit that the kernel enforces, as they would past the end of a disk."""
    home = str(small_home.home)
    before = last_edition(small_home, "public", thorough=True)
    for most in (2 << 10, 60 << 10, 150 << 10, 1 << 20):
        command = [sys.executable, "-m", "habeas", "build", SOURCE, "--force", "--home", home]
        limit = most
        done = subprocess.run(
            command,
            preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),  # type: ignore[misc]
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert done.returncode == 1, (most, done.stderr)
        assert "StorageError" in done.stderr, (most, done.stderr)
        assert "Traceback" not in done.stderr
        assert last_edition(small_home, "public", thorough=True) == before
    assert cli("build", SOURCE, "--home", home).exit_code == 0
    assert hidden(small_home.home) == []


def test_what_the_libraries_raise_is_understood(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'small.sqlite'}")
    with (
        engine.connect() as connection,
        pytest.raises(StorageError, match="disk is full"),
        storage_errors(tmp_path),
    ):
        connection.execute(text("PRAGMA max_page_count = 3"))
        connection.execute(text("CREATE TABLE t AS SELECT randomblob(100000) AS b"))
    engine.dispose()
    for words, says in (
        ("IO error: No space left on device: While appending to file: /x/000012.sst", "disk is full"),
        ("IO error: Disk quota exceeded: While open a file for appending", "disk is full"),
        ("Read-only file system (os error 30)", "read-only"),
        ("Permission denied (os error 13)", "permission is missing"),
    ):
        for kind in (OSError, RuntimeError):
            found = storage_error(kind(words), tmp_path)
            assert found is not None
            assert says in found.message
            assert found.where == str(tmp_path)


def test_what_is_no_matter_of_storage_is_left_as_it_is() -> None:
    others = (
        ValueError("No space left on device"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "x"),
        RuntimeError("something else"),
        sqlite3.OperationalError("no such table: x"),
        TableError("the table is empty"),
        StorageError("it is one already"),
    )
    assert [storage_error(error) for error in others] == [None] * len(others)


@pytest.mark.parametrize("kind", [UsageError, WorkerError])
def test_an_error_of_ours_that_came_of_a_full_disk_is_told_as_one(kind: type[UsageError]) -> None:
    def fails() -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device", "/a/report.ttl")
        except OSError as error:
            raise kind("the report cannot be written") from error

    with pytest.raises(StorageError) as caught, storage_errors():
        fails()
    assert caught.value.where == "/a/report.ttl"


def test_a_file_in_the_place_of_a_folder_is_said(small_home: Settings, silent: Progress) -> None:
    for path in (small_home.home / "reports").iterdir():
        path.unlink()
    (small_home.home / "reports").rmdir()
    (small_home.home / "reports").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError, match="folder") as caught:
        build(small_home, [SOURCE], today=TODAY, progress=silent)
    assert "reports" in (caught.value.where or "")
    (small_home.home / "reports").unlink()
    build(small_home, [SOURCE], today=TODAY, progress=silent)


def test_half_a_ruling_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a line in a ledger would stop every build from then on."""

    def entry(record: str) -> Clearance:
        return Clearance(record=record, digest="0", tier="public", by="T", why="t", when="2026-01-31")

    append_entries([entry("a")], tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (tmp_path / Clearance.file).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 150, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            append_entries([entry("b"), entry("c")], tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [e.record for e in read_entries(Clearance, [tmp_path])] == ["a"]


# --- modes ---


def modes(home: Path) -> dict[str, int]:
    return {str(p.relative_to(home)): stat.S_IMODE(p.stat().st_mode) for p in home.rglob("*")}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o027, 0o077, 0o277, 0o777], ids=oct)
def test_what_is_restricted_is_for_its_owner_alone_whatever_the_umask(
    mask: int, small_home: Settings, silent: Progress
) -> None:
    for path in (small_home.home / "records").iterdir():
        path.chmod(0o666)
    (small_home.home / "ingest" / SOURCE / "names.csv").write_text(
        "record,locator,class,name,confidence\nr1,page 1,Person,Test Person Three,claimed\nr2,,,,\n",
        encoding="utf-8",
    )
    before = os.umask(mask)
    try:
        build(small_home, [SOURCE], today=TODAY, progress=silent)
        result = cli(
            "clear", "--source", SOURCE, "--reviewer", "T", "--reason", "t", "--home", str(small_home.home)
        )
        build(small_home, [SOURCE], today=TODAY, progress=silent)
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert result.exit_code == 0, result.output
    found = modes(small_home.home)
    assert len(found) > 50
    for name, mode in found.items():
        room = name.split("/")[0]
        is_folder = (small_home.home / name).is_dir()
        if room == "editions":
            # Another user may serve what is public; the home itself is closed to others.
            assert mode == (0o755 if is_folder else 0o644), name
        elif room != "ingest":
            assert mode == (0o700 if is_folder else 0o600), name
    assert stat.S_IMODE(small_home.home.stat().st_mode) == 0o700


def test_a_restricted_edition_is_for_its_owner_alone(small_home: Settings, silent: Progress) -> None:
    build(small_home, [SOURCE], audience="restricted", today=TODAY, progress=silent)
    found = modes(small_home.editions)
    restricted = {name: mode for name, mode in found.items() if "restricted" in name}
    assert {"current-restricted", "day-restricted"} <= restricted.keys()
    for name, mode in restricted.items():
        assert mode == (0o700 if (small_home.editions / name).is_dir() else 0o600), name


@pytest.mark.parametrize("mask", [0o000, 0o777], ids=oct)
def test_a_new_home_is_private_whatever_the_umask(mask: int, tmp_path: Path, silent: Progress) -> None:
    before = os.umask(mask)
    try:
        write_file(tmp_path / "a" / "file", b"x") if mask == 0 else None
    finally:
        os.umask(before)
    if mask == 0:
        assert modes(tmp_path) == {"a": 0o700, "a/file": 0o600}
    settings = Settings(home=tmp_path / "new" / "home", root=Settings().root)
    before = os.umask(mask)
    try:
        build(settings, ["pinochet"], today=TODAY, progress=silent)
    finally:
        os.umask(before)
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.editions.stat().st_mode) == 0o755
    assert stat.S_IMODE((settings.home / "lock").stat().st_mode) == 0o600


# --- leftovers ---


def test_only_leftovers_are_removed(small_home: Settings, silent: Progress) -> None:
    home = small_home.home
    current = open_current(small_home).id
    left = [
        home / "records" / ".synthetic-list.nq.part",
        home / "rejects" / ".synthetic-list.csv.part",
        home / "cleared" / ".synthetic-list.nq.4242",
        home / "cleared" / ".synthetic-list.json.4242",
        home / "reports" / f".validation.ttl.{2**22 + 1}",
        home / "reports" / f".public.ttl.{os.getpid()}",
        home / "editions" / ".current-public.4242",
        home / "editions" / ".day-public.4242",
        home / ".base.json.4242",
    ]
    folders = [home / "editions" / f".public-0123456789ab.{end}" for end in ("4242", "2.4242", "old.4242")]
    folders += [home / "editions" / f".{current}.4242", home / "editions" / f"{current}.7"]
    kept = [
        home / "editions" / "notes.txt",
        home / "editions" / ".notes.2026",
        home / "editions" / "public-notes" / "x.txt",
        home / "editions" / f"{current}.bak" / "x.txt",
        home / "records" / ".gitignore",
        home / "reports" / "my-report.html",
        home / "reports" / ".validation.ttl.1",
        home / "ingest" / SOURCE / ".names.csv.4242",
        home / "ledger" / ".clearances.jsonl.4242",
    ]
    for file in (*left, *(folder / "store" / "x.sst" for folder in folders), *kept):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    build(small_home, [SOURCE], today=TODAY, progress=silent)
    # A folder that was moved aside by an older version, and has nothing in its place, is an edition and no leftover.
    assert [str(p) for p in (*left, *folders) if p.exists()] == []
    assert [str(p) for p in kept if not p.exists()] == []
    assert (home / "editions" / "public-0123456789ab").is_dir()


def test_without_the_lock_nothing_is_removed(small_home: Settings, silent: Progress) -> None:
    from habeas.publish.lock import only_writer

    part = small_home.home / "records" / ".synthetic-list.nq.part"
    part.write_text("x", encoding="utf-8")
    with only_writer(small_home.home), pytest.raises(UsageError, match="another process"):
        build(small_home, [SOURCE], today=TODAY, progress=silent)
    assert part.exists()
