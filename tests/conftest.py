"""Fixtures that several rooms share.

What is built here is built once and never changed: a test that writes makes its own home in ``tmp_path``.
Nothing here may reach beyond loopback.
"""

from __future__ import annotations

import datetime as dt
import os
import runpy
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.publish import Built, build

ROOT = Path(__file__).resolve().parent.parent
DECLARATIONS = ("ontology", "shapes", "ingest", "ledger", "graphql", "sparql")


R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skip is a failure: what a laptop may lack, CI has."""
    return _never_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself."""
    return _never_skipped((yield))


def _never_skipped(report: R) -> R:
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"CI skips nothing: {report.longrepr}"
    return report


class Silent:
    """Progress that says nothing."""

    def stage(self, name: str) -> None:
        """Take no notice."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Take no notice."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, real data and conformance suites; a visible skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared is not there, and CI skips nothing")
        pytest.skip("../shared is not there")
    return folder


@pytest.fixture(scope="session")
def shipped_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for the shipped data in a home of the session's own."""
    return Settings(home=tmp_path_factory.mktemp("home"), root=ROOT)


@pytest.fixture(scope="session")
def built(shipped_settings: Settings) -> Built:
    """The build of the shipped data."""
    return build(shipped_settings, today=dt.date(2026, 11, 22), progress=Silent())


@pytest.fixture(scope="session")
def edition(built: Built, shipped_settings: Settings) -> Edition:
    """The public edition of the shipped data; read-only."""
    return open_current(shipped_settings)


@pytest.fixture(scope="session")
def small_home_built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one small synthetic source, built and cleared; read-only."""
    home = tmp_path_factory.mktemp("small") / "home"
    runpy.run_path(str(ROOT / "tests" / "data" / "homes" / "make_home.py"))["make_home"](home)
    return home


@pytest.fixture
def small_home(small_home_built_once: Path, tmp_path: Path) -> Settings:
    """Settings for a copy of the small home, which a test may change and build again."""
    home = tmp_path / "home"
    shutil.copytree(small_home_built_once, home)
    return Settings(home=home, root=ROOT)


@pytest.fixture
def declarations(tmp_path: Path) -> Path:
    """A copy of the declaration folders that a test may change."""
    root = tmp_path / "root"
    for folder in DECLARATIONS:
        shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.fixture
def silent() -> Silent:
    """Progress that says nothing."""
    return Silent()
