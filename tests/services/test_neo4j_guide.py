"""``docs/guide/neo4j.md`` on a real server: its commands, its Cypher with the answers that it shows, and the same
answers from SPARQL on the same edition.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.editions import Edition
from habeas.model import read_model
from habeas.network import Target, project, push
from habeas.network.push import write_graph
from habeas.network.target import session_at
from habeas.sparql.library import find_question, load_library
from habeas.sparql.library import run as ask_sparql
from habeas.sparql.results import text_rows

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "guide" / "neo4j.md").read_text(encoding="utf-8")
SETTINGS = Settings()
Rows = set[tuple[str, ...]]

# Each named question that the page answers, with what is asked of the synthetic graph.
QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "defendants-by-judge": ("judge", ["Synthetic Judge One", "Synthetic Judge Two"]),
    "co-defendants": (
        "person",
        ["Synthetic Person Alpha", "Synthetic Person Beta", "Synthetic Person Gamma"],
    ),
    "held-in-facility": ("facility", ["Synthetic Colony"]),
}


@dataclass(frozen=True)
class Example:
    """A Cypher query of the page with its parameters, and the answer that stands below it as CSV."""

    parameters: Mapping[str, str]
    query: str
    answer: str


def examples() -> list[Example]:
    blocks = re.findall(r"^```cypher\n(.*?)^```\n\n```csv\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [_example(query, answer) for query, answer in blocks]


def _example(text: str, answer: str) -> Example:
    parameters = dict(re.findall(r"^:param (\w+) => '(.*)';$", text, re.MULTILINE))
    return Example(parameters, re.sub(r"^:param .*\n", "", text, flags=re.MULTILINE), answer)


def example_of(name: str) -> Example:
    """The example that follows the first mention of a question's name."""
    after = PAGE.index(f"(`{name}`)")
    return next(example for example in examples() if PAGE.index(example.query) > after)


def answer(
    target: Target, query: str, parameters: Mapping[str, str]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The columns and the rows, as text."""
    with session_at(target) as session:
        result = session.run(query, dict(parameters))
        return list(result.keys()), [tuple(map(cell, record.values())) for record in result]


def cell(value: Any) -> str:
    """A value as SPARQL and CSV write it: no value is empty, a whole float has no fraction, a list has semicolons."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def as_set(rows: Iterable[Sequence[str]]) -> Rows:
    """The rows without an order; nor do the values within a cell have one, in either language."""
    return {tuple("; ".join(sorted(text.split("; "))) for text in row) for row in rows}


def sparql(store: Path, name: str, given: Mapping[str, str], columns: list[str]) -> Rows:
    """The rows of a named question, the columns that the page has."""
    body = ask_sparql(find_question(load_library(SETTINGS.queries), name), given, store).body
    variables, rows = text_rows(body)
    places = [variables.index(column) for column in columns]
    return as_set([row[place] for place in places] for row in rows)


@pytest.fixture(scope="module")
def pushed(neo4j_server: Target, edition: Edition) -> Target:
    """The server with the shipped edition and nothing else."""
    with session_at(neo4j_server) as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
    push(edition, read_model(SETTINGS.ontology, SETTINGS.shapes), SETTINGS.rules, neo4j_server, Silent())
    return neo4j_server


class Silent:
    """Progress that says nothing."""

    def stage(self, name: str) -> None: ...
    def step(self, what: str, done: int | None = None, total: int | None = None) -> None: ...


def test_the_page_has_its_examples() -> None:
    assert len(examples()) == 5
    assert PAGE.count("```cypher") == 5, "each has its answer"
    assert len(QUESTIONS) == 3
    assert {name for name in QUESTIONS if f"(`{name}`)" in PAGE} == set(QUESTIONS)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.query.splitlines()[0][:40])
def test_an_example_answers_what_the_page_shows(example: Example, pushed: Target) -> None:
    columns, rows = answer(pushed, example.query, example.parameters)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([columns, *rows])
    assert written.getvalue() == example.answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_in_sparql(name: str, pushed: Target, edition: Edition) -> None:
    example = example_of(name)
    columns, rows = answer(pushed, example.query, example.parameters)
    assert rows
    assert len(rows) == len(set(rows)), "no row twice"
    assert as_set(rows) == sparql(edition.store_path, name, example.parameters, columns)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_for_everybody(name: str, pushed: Target, edition: Edition) -> None:
    """Ask for every value that the parameter can take on the shipped data, not only the page's."""
    example = example_of(name)
    (parameter,) = example.parameters
    label = "Facility" if parameter == "facility" else "Person"
    _, found = answer(pushed, f"MATCH (n:{label}) RETURN DISTINCT n.label ORDER BY n.label", {})
    asked = [value for (value,) in found][: 12 if label == "Person" else 5]
    assert len(asked) >= 5
    for value in asked:
        columns, rows = answer(pushed, example.query, {parameter: value})
        assert as_set(rows) == sparql(edition.store_path, name, {parameter: value}, columns), value


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk of the synthetic graph of the questions."""
    path = tmp_path_factory.mktemp("questions") / "store"
    store = ox.Store(str(path))
    store.bulk_load(path=str(ROOT / "tests" / "data" / "questions.trig"), format=ox.RdfFormat.TRIG)
    store.flush()
    return path


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_on_the_synthetic_graph(
    name: str, synthetic: Path, empty: Target, silent: Any
) -> None:
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    store = ox.Store.read_only(str(synthetic))
    write_graph(
        project(store, model, "http://localhost:8000", SETTINGS.rules), {"id": "synthetic"}, empty, silent
    )
    parameter, values = QUESTIONS[name]
    example, several = example_of(name), 0
    for value in values:
        columns, rows = answer(empty, example.query, {parameter: value})
        assert as_set(rows) == sparql(synthetic, name, {parameter: value}, columns), value
        several = max(several, len(rows))
    assert several > 1


def test_the_commands_of_the_page(empty: Target, edition: Edition, shipped_settings: Settings) -> None:
    """Numbers and the edition's id go with the data; all else stands as the page shows it."""
    blocks = re.findall(r"^```console\n\$ (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
    assert len(blocks) == 2
    for line, shown in blocks:
        done = subprocess.run(
            ["bash", "-c", line.replace("bolt://localhost:7687", empty.uri)],
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "HABEAS_HOME": str(shipped_settings.home),
                "NEO4J_PASSWORD": empty.password or "",
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert masked(done.stdout) == masked(shown)
        assert edition.id in done.stdout


def masked(text: str) -> str:
    return re.sub(r"\b[1-9]\d*(\.\d)?\b|\b0\.\d\b", "N", re.sub(r"public-[0-9a-f]+", "EDITION", text))
