"""A build that is killed at any point: the last edition serves and verifies, the next build succeeds, nothing is left.

The child wraps one function of Habeas, named here, so that it kills its own process before or after its n-th call; no
code of Habeas knows of it. The child's temporary folder is an empty one, and has to be empty afterwards.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import last_edition, open_current
from habeas.publish import Progress, build
from habeas.publish.building import HOME_ENTRIES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "synthetic-list"
TODAY = dt.date(2026, 11, 23)

CHILD = """
import importlib, os, signal, sys
import datetime as dt
from pathlib import Path

home, module, name, when, call = sys.argv[1:6]
owner = importlib.import_module(module)
*path, name = name.split(".")
for part in path:
    owner = getattr(owner, part)
wrapped = getattr(owner, name)
calls = 0

def killing(*arguments, **named):
    global calls
    calls += 1
    if calls == int(call) and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = wrapped(*arguments, **named)
    if calls == int(call) and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, killing)
from habeas.config import Settings
from habeas.publish import build

class Silent:
    def stage(self, name): pass
    def step(self, what, done=None, total=None): pass

settings = Settings(home=Path(home), root=Path(sys.argv[6]), base=sys.argv[7])
build(settings, ["synthetic-list"], today=dt.date(2026, 11, 23), rebase=True, progress=Silent())
"""


@dataclass(frozen=True)
class Point:
    """Where a build is killed: before or after the n-th call of a function."""

    module: str
    name: str
    when: str
    call: int = 1


POINTS = {
    "lock is taken": Point("habeas.publish.building", "settle_base", "before"),
    "a batch is written": Point("habeas.ingest.ingesting", "as_csv", "after"),
    "a batch is in the journal": Point("habeas.ingest.spool", "Spool.add", "after"),
    "a source's rejects are in place, its records are not": Point("habeas.ingest.ingesting", "_put", "after"),
    "records are in place": Point("habeas.publish.building", "write_source", "after"),
    "validated": Point("habeas.publish.building", "validate_records", "after"),
    "a report is half written": Point("habeas.shapes.reports.writer", "Aside.finish", "before", 2),
    "consolidated": Point("habeas.publish.publication", "consolidate", "after"),
    "derived": Point("habeas.publish.publication", "derive", "after"),
    "the store is loaded": Point("habeas.publish.baking", "create_store", "after"),
    "the catalogue is half written": Point("habeas.catalogue.baking", "write_statements", "before"),
    "the catalogue is written": Point("habeas.publish.baking", "bake_catalogue", "after"),
    "the manifest is written": Point("habeas.publish.baking", "_settle", "before"),
    "the edition's folder is in place": Point("habeas.publish.publication", "bake", "after"),
    "the base is remembered": Point("habeas.publish.publication", "remember_base", "after"),
    "the pointer is to be replaced": Point("habeas.publish.publication", "make_current", "before"),
    "the pointer is replaced": Point("habeas.publish.publication", "make_current", "after"),
    "versions are kept": Point("habeas.publish.building", "keep_versions", "after"),
    "the day is to be remembered": Point("habeas.publish.building", "trust", "before"),
    "the day is remembered": Point("habeas.publish.building", "trust", "after"),
}


@pytest.fixture(scope="module")
def home(small_home_built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that all the builds of this file go on with."""
    folder = tmp_path_factory.mktemp("killed") / "home"
    shutil.copytree(small_home_built_once, folder)
    yield folder


def child_of(settings: Settings, point: Point) -> list[str]:
    where = [point.module, point.name, point.when, str(point.call)]
    return [sys.executable, "-c", CHILD, str(settings.home), *where, str(settings.root), settings.base]


def leftovers(home: Path) -> list[str]:
    hidden = [p for p in home.rglob(".*") if p.name != ".gitignore"]
    others = {p.name for p in home.iterdir()} - HOME_ENTRIES
    return sorted(map(str, hidden)) + sorted(others)


@pytest.mark.parametrize("where", POINTS)
def test_a_killed_build_leaves_the_last_edition_and_the_next_one_succeeds(
    where: str, home: Path, tmp_path: Path, silent: Progress
) -> None:
    point = POINTS[where]
    # A base of its own makes each build a new edition, of which every line is another.
    settings = Settings(home=home, root=ROOT, base=f"https://data.example.org/{list(POINTS).index(where)}")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    last = open_current(settings).id

    child = child_of(settings, point)
    done = subprocess.run(
        child,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(temporary.iterdir()) == []

    state = last_edition(settings, "public", thorough=True)
    assert state.damage == ()
    assert state.manifest is not None
    is_swapped = list(POINTS).index(where) >= list(POINTS).index("the pointer is replaced")
    assert (state.manifest.id != last) == is_swapped
    asked = CliRunner().invoke(main, ["query", "exchanges", "--home", str(home)])
    assert asked.exit_code == 0, asked.output

    built = build(settings, [SOURCE], today=TODAY, rebase=True, progress=silent)
    assert built.published.is_new != is_swapped
    assert last_edition(settings, "public", thorough=True).damage == ()
    assert open_current(settings).manifest.counts["people"] == 2
    assert leftovers(home) == []
    assert list((home / "work").iterdir()) == []
    assert len({path.name.partition(".")[0] for path in settings.editions.glob("public-*")}) == len(
        list(settings.editions.glob("public-*"))
    )


def test_there_are_as_many_points_as_were_asked_for() -> None:
    assert len(POINTS) >= 15


def test_nothing_is_killed_in_a_build_that_runs_past_the_point(small_home: Settings, tmp_path: Path) -> None:
    """The child does what a build does: without a kill it succeeds."""
    child = child_of(small_home, Point("habeas.publish.building", "trust", "after", 2))
    done = subprocess.run(
        child,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
