"""The command line: what a user types, what comes out, and how an error is told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import Edition
from habeas.publish.lock import only_writer

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("build", "clear", "editions", "explain-tier", "link", "neo4j", "query", "serve", "validate")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def home(edition: Edition, shipped_settings: Settings) -> str:
    return str(shipped_settings.home)


def test_every_command_is_known_and_shows_an_example() -> None:
    assert tuple(sorted(main.commands)) == COMMANDS
    for name in COMMANDS:
        shown = " ".join(run(name, "--help").output.split())
        assert f"Example: habeas {name}" in shown
        assert "--home" in shown or name in {"editions", "link", "neo4j"}
    commands = {"neo4j": ["push"], "editions": ["list", "verify"], "link": ["split", "rename"]}
    for group, command in ((g, c) for g, found in commands.items() for c in found):
        shown = " ".join(run(group, command, "--help").output.split())
        assert "--home" in shown
        assert f"habeas {group} {command}" in shown.partition("Example: ")[2]


def test_build_tells_what_it_did_and_that_nothing_changed(home: str, edition: Edition) -> None:
    shown = run("build", "--home", home).output
    assert f"{edition.id} (unchanged)" in shown
    assert "231 published of 231" in shown
    assert "968 + 168" in shown


def test_the_question_of_the_house(home: str) -> None:
    result = run(
        "query", "defendants-by-judge", "--param", "judge=Yelena Tedeeva", "--home", home, "--format", "json"
    )
    (row,) = json.loads(result.output)["results"]["bindings"]
    said = {name: cell["value"] for name, cell in row.items()}
    assert said["defendant"] == "Volodymyr Balukh"
    assert (said["termMonths"], said["fine"], said["currency"]) == ("43", "10000", "RUB")
    assert said["court"] == "Razdolnensky District Court of Crimea"
    assert said["penalty"] == "Colony settlement"
    assert said["source"]


def test_a_wide_answer_is_shown_row_by_row(home: str) -> None:
    shown = run("query", "defendants-by-judge", "--param", "judge=Yelena Tedeeva", "--home", home).output
    assert "Volodymyr Balukh" in shown
    assert "1 row" in shown


def test_a_query_of_ones_own(home: str, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("PREFIX hab: <https://w3id.org/habeas/ns#> SELECT (COUNT(*) AS ?n) { ?d a hab:Dispute }")
    assert run("query", "--file", str(file), "--format", "csv", "--home", home).output.split() == ["n", "1"]


def test_the_questions_are_listed() -> None:
    shown = run("query", "--list").output
    assert "defendants-by-judge" in shown


ERRORS = [
    (("query", "nonsense"), "UnknownQueryError"),
    (("query",), "UsageError"),
    (("query", "defendants-by-judge"), "UsageError"),
    (("query", "defendants-by-judge", "--param", "judge"), "UsageError"),
    (("query", "defendants-by-judge", "--param", "judge=Nobody At All"), "NotFoundError"),
    (("build", "no-such-source"), "UsageError"),
    (("clear", "aaaaaaaaaaaaaaaaaaaa", "--reviewer", "x", "--reason", "y"), "NotFoundError"),
    (("clear", "--reviewer", "x", "--reason", "y"), "UsageError"),
    (("clear", "a", "--reviewer", "x", "--reason", "y", "--tier", "secret"), "UsageError"),
    (("clear", "a", "--reviewer", "x", "--reason", "y", "--tier", "delayed"), "UsageError"),
    (("clear", "a", "--reviewer", " ", "--reason", "y"), "UsageError"),
]


@pytest.mark.parametrize(("arguments", "error"), ERRORS)
def test_an_error_says_what_where_and_how_to_mend(arguments: tuple[str, ...], error: str, home: str) -> None:
    shown = run(*arguments, "--home", home, code=1).output
    assert "error:" in shown
    assert "mend:" in shown
    assert f"docs/errors.md, section {error}" in shown
    assert "Traceback" not in shown


def test_without_an_edition_there_is_a_hint(tmp_path: Path) -> None:
    for command in (("serve",), ("query", "exchanges"), ("validate",)):
        assert "habeas build" in run(*command, "--home", str(tmp_path), code=1).output


def test_validate_files_exits_1_on_a_violation(tmp_path: Path) -> None:
    good = ROOT / "tests" / "data" / "shapes"
    conforming = sorted(good.glob("Figure.conform.*"))[0]
    violating = sorted(good.glob("Figure.violate-*"))[0]
    run("validate", str(conforming))
    assert "Violation" in run("validate", str(violating), code=1).output
    assert "sh:ValidationReport" in run("validate", str(violating), "--format", "turtle", code=1).output


def test_validate_the_ingested_records(home: str) -> None:
    assert "nothing found" in run("validate", "--home", home).output


def test_a_ruling_is_written_once(home: str, tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger")
    arguments = (
        "clear",
        "--source",
        "belarus-manifesto",
        "--reviewer",
        "Synthetic reviewer",
        "--reason",
        "a test",
    )
    assert run(*arguments, "--home", home, "--ledger", ledger).output.startswith("0 records")
    assert run(*arguments, "--tier", "sealed", "--home", home, "--ledger", ledger).output.startswith(
        "8 records"
    )
    lines = (tmp_path / "ledger" / "clearance.jsonl").read_text().splitlines()
    assert {json.loads(line)["tier"] for line in lines} == {"sealed"}
    assert {json.loads(line)["by"] for line in lines} == {"Synthetic reviewer"}


@pytest.fixture
def server(home: str) -> Iterator[str]:
    """``habeas serve`` as a process of its own, ended by its own id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "habeas", "serve", "--port", str(port), "--home", home],
        env={**os.environ, "PYTHONWARNINGS": "error"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield _wait(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {process.communicate()}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


def test_a_served_edition_answers_over_http(server: str) -> None:
    def get(path: str, accept: str = "*/*") -> str:
        request = urllib.request.Request(server + path, headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    assert '"ok"' in get("/health")
    assert "Oleh Sentsov" in get("/search?q=%D1%81%D0%B5%D0%BD%D1%86%D0%BE%D0%B2")
    assert "Volodymyr Balukh" in get(
        "/graphql?query=%7Bpeople(first:100)%7Bnodes%7Blabel%7D%7D%7D", "application/json"
    )
    assert '"boolean":true' in get("/sparql?query=ASK%20%7B%7D").replace(" ", "")


def test_a_taken_port_is_a_clear_error(home: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        shown = run("serve", "--port", str(taken.getsockname()[1]), "--home", home, code=1).output
    assert "cannot listen" in shown
    assert "PORT=" in shown


def test_two_builds_in_one_home_do_not_meet(home: str) -> None:
    with only_writer(Path(home)):
        assert "another process is writing" in run("build", "--home", home, code=1).output
