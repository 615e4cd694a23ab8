"""A damaged or incomplete edition: every reader says what is wrong and what to do, and doing it works."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import last_edition, open_current, open_edition
from habeas.editions.edition import pointer
from habeas.editions.manifest import checksum
from habeas.errors import EditionError, NoEditionError
from habeas.identity import Identity, append_entries
from habeas.publish import Built, Progress, build
from habeas.web import create_app

SOURCE = "synthetic-list"
TODAY = dt.date(2026, 11, 23)
JSON = {"Accept": "application/json"}
PEOPLE = """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?name { ?person a hab:Person ; rdfs:label ?name } ORDER BY ?name"""


def build_again(settings: Settings, silent: Progress) -> Built:
    return build(settings, [SOURCE], today=TODAY, progress=silent)


def people(settings: Settings) -> list[str]:
    rows = open_current(settings).store.query(PEOPLE)
    return [row["name"].value for row in rows]  # type: ignore[union-attr]


def folder(settings: Settings) -> Path:
    return settings.editions / pointer(settings, "public").read_text(encoding="utf-8").strip()


def largest(settings: Settings, pattern: str) -> Path:
    return max(folder(settings).glob(pattern), key=lambda file: file.stat().st_size)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def lengthen(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x" * 100)


def replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def point(content: bytes) -> Callable[[Settings], None]:
    return lambda settings: pointer(settings, "public").write_bytes(content) and None


def of_other_audience(settings: Settings) -> None:
    """A pointer to an edition that is not this audience's."""
    file = folder(settings) / "manifest.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    other = settings.editions / "restricted-0123456789ab"
    shutil.copytree(folder(settings), other)
    raw.update(id=other.name, audience="restricted", format=1)
    for added in ("digest", "model", "former_bases", "sizes"):
        del raw[added]
    (other / "manifest.json").write_text(json.dumps(raw), encoding="utf-8")
    pointer(settings, "public").write_text(other.name, encoding="utf-8")


def change_manifest(settings: Settings, **values: object) -> None:
    file = folder(settings) / "manifest.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**raw, **values}), encoding="utf-8")


DAMAGE: dict[str, Callable[[Settings], object]] = {
    "store-file-cut": lambda s: cut(largest(s, "store/*.sst")),
    "store-file-changed": lambda s: flip(largest(s, "store/*.sst")),
    "store-file-missing": lambda s: largest(s, "store/*.sst").unlink(),
    "store-file-empty": lambda s: os.truncate(largest(s, "store/*.sst"), 0),
    "store-file-a-folder": lambda s: replace_by_folder(largest(s, "store/*.sst")),
    "store-current-garbage": lambda s: (folder(s) / "store" / "CURRENT").write_bytes(b"\0\xffgarbage\n"),
    "store-missing": lambda s: shutil.rmtree(folder(s) / "store"),
    "catalogue-cut": lambda s: cut(folder(s) / "catalogue.sqlite"),
    "catalogue-changed": lambda s: flip(folder(s) / "catalogue.sqlite"),
    "catalogue-missing": lambda s: (folder(s) / "catalogue.sqlite").unlink(),
    "catalogue-garbage": lambda s: (folder(s) / "catalogue.sqlite").write_bytes(b"garbage"),
    "catalogue-longer": lambda s: lengthen(folder(s) / "catalogue.sqlite"),
    "manifest-missing": lambda s: (folder(s) / "manifest.json").unlink(),
    "manifest-cut": lambda s: cut(folder(s) / "manifest.json"),
    "manifest-empty": lambda s: (folder(s) / "manifest.json").write_bytes(b""),
    "manifest-binary": lambda s: (folder(s) / "manifest.json").write_bytes(bytes(range(256))),
    "manifest-a-list": lambda s: (folder(s) / "manifest.json").write_bytes(b"[]"),
    "manifest-a-number": lambda s: (folder(s) / "manifest.json").write_bytes(b"7"),
    "manifest-a-folder": lambda s: replace_by_folder(folder(s) / "manifest.json"),
    "manifest-changed": lambda s: change_manifest(s, made="2001-01-01T00:00:00+00:00"),
    "manifest-of-nothing": lambda s: change_manifest(s, files={}, sizes={}),
    "manifest-newer": lambda s: change_manifest(s, format=99, unheard_of=True),
    "manifest-of-format-a-text": lambda s: change_manifest(s, format="2"),
    "pointer-empty": point(b""),
    "pointer-garbage": point(b"\xff\xfe\0\0garbage"),
    "pointer-words": point(b"no such edition\n"),
    "pointer-long": point(b"x" * 1_000_000),
    "pointer-lines": point(b"public-0123456789ab\npublic-0123456789ac\n"),
    "pointer-to-nothing": point(b"public-0123456789ab\n"),
    "pointer-outside": point(b"../editions\n"),
    "pointer-absolute": point(b"/\n"),
    "pointer-itself": point(b".\n"),
    "pointer-to-a-file": point(b"day-public\n"),
    "pointer-of-other-audience": of_other_audience,
    "pointer-a-folder": lambda s: replace_by_folder(pointer(s, "public")),
    "edition-missing": lambda s: shutil.rmtree(folder(s)),
    "edition-empty": lambda s: (shutil.rmtree(folder(s)), folder(s).mkdir()),
    "edition-a-file": lambda s: (shutil.rmtree(folder(s)), folder(s).write_text("x")),
}


def cli(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_said_and_a_build_makes_the_edition_anew(
    kind: str, small_home: Settings, silent: Progress
) -> None:
    before = people(small_home)
    assert before == ["Test Person One", "Test Person Two"]
    DAMAGE[kind](small_home)

    with pytest.raises(EditionError) as caught:
        open_current(small_home)
    assert "habeas build" in (caught.value.mend or "")
    assert str(small_home.home) in (caught.value.where or "")
    home = str(small_home.home)
    for command in (("query", "lawyers-prosecuted"), ("serve", "--port", "0"), ("editions", "verify")):
        result = cli(*command, "--home", home)
        assert result.exit_code == 1, (command, result.output)
        assert "habeas build" in result.output
        assert isinstance(result.exception, SystemExit), result.exception
    with TestClient(create_app(small_home), raise_server_exceptions=False) as client:
        answer = client.get("/people", headers=JSON)
        assert answer.json()["error"] == caught.value.name
        assert "habeas build" in answer.json()["mend"]

    built = build_again(small_home, silent)
    assert built.published.is_new
    assert built.published.damage
    assert people(small_home) == before
    assert last_edition(small_home, "public", thorough=True).damage == ()


def test_a_missing_pointer_is_no_edition_and_a_build_makes_one(
    small_home: Settings, silent: Progress
) -> None:
    pointer(small_home, "public").unlink()
    with pytest.raises(NoEditionError):
        open_current(small_home)
    build_again(small_home, silent)
    assert people(small_home)
    assert len(list(small_home.editions.glob("public-*"))) == 1


def test_a_damaged_folder_is_replaced_only_after_the_pointer_names_the_new_one(
    small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new one cannot be made, what is left of the old stays."""
    damaged = folder(small_home)
    cut(largest(small_home, "store/*.sst"))
    monkeypatch.setattr("habeas.publish.publication.bake", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_again(small_home, silent)
    assert damaged.is_dir()
    monkeypatch.undo()
    build_again(small_home, silent)
    assert not damaged.exists()
    assert folder(small_home).is_dir()


def test_a_build_that_is_forced_leaves_one_folder(small_home: Settings, silent: Progress) -> None:
    first = open_current(small_home)
    built = build(small_home, [SOURCE], today=TODAY, force=True, progress=silent)
    assert built.published.is_new
    assert built.published.manifest.id == first.id
    assert [path.name for path in small_home.editions.glob("public-*")] == [folder(small_home).name]
    assert people(small_home)


@pytest.mark.parametrize("lost", ["store-file-cut", "pointer-garbage", "manifest-cut", "edition-missing"])
def test_what_rests_on_the_last_edition_is_not_lost_with_it(
    lost: str, small_home: Settings, silent: Progress
) -> None:
    """A canonical id that was published stays: the younger of two ids, which no build from nothing would choose."""
    rows = open_current(small_home).store.query(PEOPLE.replace("?name {", "?person {"))
    ids = sorted(row["person"].value.rsplit("/", 1)[1] for row in rows)  # type: ignore[union-attr]

    def decide(decision: str) -> None:
        entry = Identity(
            a=ids[0], b=ids[1], decision=decision, by="Synthetic reviewer", why="a test", when="2026-01-31"
        )
        append_entries([entry], small_home.home / "ledger")

    decide("same")
    first = build_again(small_home, silent).published.manifest
    (old,), (new,) = first.redirects.keys(), first.redirects.values()
    # An edition in which the other one is canonical was published, and then one after it.
    manifest = folder(small_home) / "manifest.json"
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    raw.update(redirects={new: old}, format=1)
    for added in ("digest", "model", "former_bases", "sizes"):
        del raw[added]
    manifest.write_text(json.dumps(raw), encoding="utf-8")
    second = build_again(small_home, silent).published.manifest
    assert second.id != first.id
    assert second.redirects == {new: old}

    DAMAGE[lost](small_home)
    third = build_again(small_home, silent).published
    assert third.damage
    taken = any("canonical ids are taken from" in line for line in third.damage)
    assert taken == (lost != "store-file-cut")
    assert third.manifest.redirects == {new: old}


def test_where_no_edition_can_be_read_a_build_says_what_is_lost(small_home: Settings) -> None:
    cut(folder(small_home) / "manifest.json")
    result = cli("build", SOURCE, "--home", str(small_home.home))
    assert result.exit_code == 0, result.output
    assert "canonical ids that were published may have changed" in result.output


def test_verify_reads_every_file_and_says_which_is_damaged(small_home: Settings) -> None:
    home = str(small_home.home)
    assert "whole" in cli("editions", "verify", "--home", home).output
    assert "* " + folder(small_home).name in cli("editions", "list", "--home", home).output
    file = largest(small_home, "store/*.sst")
    stat = file.stat()
    flip(file)
    # Damage that leaves size and time as they were, as a failing disk does.
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    result = cli("editions", "verify", "--home", home)
    assert result.exit_code == 1
    assert file.name in result.output
    assert cli("editions", "verify", "--all", "--home", home).exit_code == 1
    assert cli("editions", "verify", "public-000000000000", "--home", home).exit_code == 1
    assert cli("editions", "verify", "--home", str(small_home.home / "ingest")).exit_code == 1


def test_damage_that_shows_in_no_size_and_no_time_is_found_by_a_build(
    small_home: Settings, silent: Progress
) -> None:
    file = largest(small_home, "store/*.sst")
    stat = file.stat()
    flip(file)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    built = build_again(small_home, silent)
    assert built.published.is_new
    assert file.name in built.published.damage[0]


def test_a_build_says_what_was_damaged(small_home: Settings) -> None:
    cut(folder(small_home) / "catalogue.sqlite")
    result = cli("build", SOURCE, "--home", str(small_home.home))
    assert result.exit_code == 0, result.output
    assert "catalogue.sqlite" in result.output
    assert "unchanged" not in result.output


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"tomorrow\n", None], ids=["empty", "binary", "words", "folder"]
)
def test_a_damaged_day_is_an_error_and_what_it_says_helps(
    content: bytes | None, small_home: Settings, silent: Progress
) -> None:
    file = small_home.editions / "day-public"
    if content is None:
        replace_by_folder(file)
    else:
        file.write_bytes(content)
    with pytest.raises(EditionError, match="day of the last publication") as caught:
        build_again(small_home, silent)
    assert "--clock-is-right" in (caught.value.mend or "")
    build(small_home, [SOURCE], today=TODAY, clock_is_right=True, progress=silent)
    assert file.read_text(encoding="utf-8").strip() == TODAY.isoformat()
    build_again(small_home, silent)


def test_reading_an_edition_changes_nothing_in_it(small_home: Settings) -> None:
    before = {p: p.read_bytes() for p in folder(small_home).rglob("*") if p.is_file()}
    assert cli("query", "lawyers-prosecuted", "--home", str(small_home.home)).exit_code == 0
    with TestClient(create_app(small_home)) as client:
        client.get("/people")
        client.get("/sparql", params={"query": "ASK {}"})
    assert {p: p.read_bytes() for p in folder(small_home).rglob("*") if p.is_file()} == before


def test_a_page_of_a_store_that_is_damaged_while_it_is_served_is_no_riddle(small_home: Settings) -> None:
    with TestClient(create_app(small_home), raise_server_exceptions=False) as client:
        assert client.get("/people", headers=JSON).status_code == 200
        pointer(small_home, "public").write_bytes(b"garbage!\n")
        assert client.get("/people", headers=JSON).status_code == 200


def test_a_file_of_another_edition_with_its_times_is_found(small_home: Settings, silent: Progress) -> None:
    """Its size is the same and its time is an old one; what is published is not what the manifest says."""
    other = folder(small_home)
    base = Settings(home=small_home.home, root=small_home.root, base="http://localhost:9000")
    build(base, [SOURCE], today=TODAY, rebase=True, progress=silent)
    ours = folder(small_home) / "catalogue.sqlite"
    assert ours.stat().st_size == (other / ours.name).stat().st_size
    shutil.copy2(other / ours.name, ours)
    with pytest.raises(EditionError, match=r"catalogue\.sqlite"):
        open_current(small_home)
    assert build(base, [SOURCE], today=TODAY, progress=silent).published.damage


def test_a_copied_home_is_read_in_full_until_a_build_has_verified_it(
    small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(
        "habeas.editions.integrity.checksum", lambda file: read.append(file) or checksum(file)
    )
    time.sleep(0.02)
    for file in folder(small_home).rglob("*"):
        if file.name != "manifest.json":
            file.chmod(file.stat().st_mode & 0o777)
    files = open_current(small_home).manifest.files
    assert len(read) == len(files)
    assert not build_again(small_home, silent).published.is_new
    time.sleep(0.02)
    build_again(small_home, silent)
    read.clear()
    open_current(small_home)
    assert read == []


@pytest.mark.parametrize("name", ["manifest.json", "catalogue.sqlite", "../current-public"])
def test_a_pipe_is_not_waited_for(name: str, small_home: Settings, silent: Progress) -> None:
    file = folder(small_home) / name
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(EditionError):
        open_current(small_home)
    build_again(small_home, silent)
    assert people(small_home)


def test_the_server_goes_on_with_an_edition_that_was_made_anew(
    small_home: Settings, silent: Progress
) -> None:
    ask = {"query": PEOPLE}
    with TestClient(create_app(small_home)) as client:
        first = client.get("/sparql", params=ask, headers={"Accept": "text/csv"}).text
        assert "Test Person One" in first
        build(small_home, [SOURCE], today=TODAY, force=True, progress=silent)
        for _ in range(3):
            assert client.get("/sparql", params=ask, headers={"Accept": "text/csv"}).text == first
        assert client.get("/people", headers=JSON).status_code == 200
        pool = client.app.state.pool._held  # type: ignore[attr-defined]
        assert pool.edition == folder(small_home)
    assert open_edition(small_home, open_current(small_home).id).path == folder(small_home)
