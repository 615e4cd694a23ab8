"""Each named question from the command line and over HTTP, on the shipped and on synthetic data, in each format."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import Edition
from habeas.sparql.library import load_library
from habeas.web import create_app

DATA = Path(__file__).parent / "data"
ANSWERS: dict[str, Any] = runpy.run_path(str(DATA / "answers.py"))["ANSWERS"]
LIBRARY = load_library(Settings().queries)
NAMES = sorted(LIBRARY)


@dataclass(frozen=True)
class Place:
    """A home with an edition, and a client of the server on it."""

    home: str
    client: TestClient

    def told(self, name: str, given: dict[str, str], form: str) -> str:
        """What the command line prints."""
        params = [word for key, value in given.items() for word in ("--param", f"{key}={value}")]
        arguments = ["query", name, *params, "--format", form, "--home", self.home]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def sent(self, name: str, given: dict[str, str], form: str) -> str:
        """What the server sends."""
        answer = self.client.get(f"/sparql/queries/{name}", params={**given, "format": form})
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture(scope="module")
def shipped(edition: Edition, shipped_settings: Settings) -> Iterator[Place]:
    with TestClient(create_app(shipped_settings)) as client:
        yield Place(str(shipped_settings.home), client)


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    runpy.run_path(str(DATA / "questions.py"))["make_edition"](settings)
    with TestClient(create_app(settings)) as client:
        yield Place(str(settings.home), client)


def from_json(text: str) -> list[list[str]]:
    raw = json.loads(text)
    names = raw["head"]["vars"]
    return [
        names,
        *([row.get(name, {}).get("value", "") for name in names] for row in raw["results"]["bindings"]),
    ]


def from_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def holds(page: str, rows: list[list[str]]) -> bool:
    """Whether a printed table, or a list of cells where it is too wide, has this many rows and every number."""
    count = len(rows) - 1
    return page.rstrip().endswith(f"{count} row{'' if count == 1 else 's'}")


def check(place: Place, name: str, given: dict[str, str]) -> list[list[str]]:
    """Ask in every way and return the rows, the names of the columns first."""
    rows = from_json(place.sent(name, given, "json"))
    assert from_json(place.told(name, given, "json")) == rows
    assert from_csv(place.sent(name, given, "csv")) == rows
    assert from_csv(place.told(name, given, "csv")) == rows
    assert holds(place.told(name, given, "table"), rows)
    page = place.sent(name, given, "html")
    assert len(re.findall(r"<tr>", page)) == (len(rows) if len(rows) > 1 else 0)
    assert place.sent(name, given, "xml").count("<result>") == len(rows) - 1
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_on_synthetic_data(name: str, synthetic: Place) -> None:
    given, variables, expected = ANSWERS[name]
    names, *rows = check(synthetic, name, dict(given))
    assert names == variables.split()
    assert len(rows) == len(expected) > 0


@pytest.mark.parametrize("name", NAMES)
def test_on_the_shipped_data(name: str, shipped: Place) -> None:
    _, *rows = check(shipped, name, LIBRARY[name].example)
    assert bool(rows) != bool(LIBRARY[name].shipped)


def test_all_are_listed_on_the_command_line() -> None:
    shown = CliRunner().invoke(main, ["query", "--list"], env={"COLUMNS": "300"}).output
    assert len(NAMES) == 19
    for name in NAMES:
        assert name in shown
