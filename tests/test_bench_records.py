"""The made-up homes of the benchmarks: the same each time, with several sources and tiers, and built as any other."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from habeas.cli.program import main
from habeas.config import Settings
from habeas.publish import build
from habeas.publish.building import Progress

ROOT = Path(__file__).resolve().parent.parent
NUMBER = 120


@pytest.fixture(scope="module")
def records() -> Iterator[ModuleType]:
    """The module of bench/, which is no package and imports its neighbour."""
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        yield importlib.import_module("records")
    finally:
        sys.path.remove(str(ROOT / "bench"))
        for name in ("records", "rows"):
            sys.modules.pop(name, None)


def content(home: Path) -> dict[str, bytes]:
    files = sorted(p for p in home.rglob("*") if p.is_file() and p.suffix in {".nq", ".csv", ".jsonl"})
    return {str(p.relative_to(home)): p.read_bytes() for p in files}


def test_the_same_records_and_tiers_each_time(records: ModuleType, tmp_path: Path) -> None:
    tiers = records.make_home(tmp_path / "one", NUMBER, 2, 7)
    assert records.make_home(tmp_path / "two", NUMBER, 2, 7) == tiers
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert tiers.total() == 2 * NUMBER
    assert set(tiers) == {"public", "delayed", "restricted", "sealed", ""}
    with pytest.raises(FileExistsError):
        records.make_home(tmp_path / "one", NUMBER, 2, 7)


def test_a_home_builds_and_shows_what_is_public_alone(
    records: ModuleType, tmp_path: Path, silent: Progress
) -> None:
    home = tmp_path / "home"
    tiers = records.make_home(home, NUMBER, 2, 7)
    built = build(
        Settings(home=home), ["synthetic-1", "synthetic-2"], today=dt.date(2026, 11, 22), progress=silent
    )
    assert built.report.conforms
    assert built.published.manifest.counts["records"] == tiers["public"]


def test_the_summary_tells_the_first_findings_of_a_check(records: ModuleType, tmp_path: Path) -> None:
    home = tmp_path / "home"
    records.make_home(home, NUMBER, 2, 7)
    shown = CliRunner().invoke(main, ["build", "synthetic-1", "synthetic-2", "--home", str(home)])
    assert shown.exit_code == 0, shown.output
    assert shown.output.count("and nobody has decided whether they are one person") == 5
    assert "more of possible-duplicates; the edition's manifest has them all" in shown.output
