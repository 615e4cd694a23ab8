"""Docs that run: README and every page of the guide.

A fenced block ``LANGUAGE file=PATH`` is written to that path; every ``$ command`` of a console block is run in order,
in a folder of the page's own; what the page shows is what must come out. A line that is only ``…`` stands
for any number of lines, and space at the end of a line does not count. Pages are served by a server of the test's own.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import Edition

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
ELSEWHERE = {"neo4j.md": "its commands need a Neo4j server: tests/services runs them"}
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command with the lines that the page shows, or a file with its content."""

    command: str
    shown: tuple[str, ...] = ()
    file: str = ""


def examples(page: Path) -> list[Example]:
    found = []
    for language, file, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if file:
            found.append(Example(body, file=file))
        elif language == "console":
            found += [read_example(part) for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE) if part]
    return found


def read_example(part: str) -> Example:
    lines = part.splitlines()
    command = [lines[0].removeprefix("$ ")]
    at = 1
    while at < len(lines) and lines[at].startswith("> "):
        command.append(lines[at].removeprefix("> "))
        at += 1
    return Example("\n".join(command), tuple(line.rstrip() for line in lines[at:]))


@pytest.fixture(scope="module")
def server(edition: Edition, shipped_settings: Settings) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["serve", "--port", str(port), "--home", str(shipped_settings.home)]
    process = subprocess.Popen([sys.executable, "-m", "habeas", *arguments], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_every_page_of_the_guide_has_examples() -> None:
    assert len(PAGES) >= 5
    assert {page.name: len(examples(page)) for page in PAGES if len(examples(page)) < 2} == {}


@pytest.mark.parametrize("page", [p for p in PAGES if p.name not in ELSEWHERE], ids=lambda page: page.name)
def test_a_page_shows_what_comes_out(
    page: Path, server: str, shipped_settings: Settings, tmp_path: Path
) -> None:
    writes = any(example.file.startswith("var/") for example in examples(page))
    home = {} if writes else {"HABEAS_HOME": str(shipped_settings.home)}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HABEAS_")},
        **home,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for example in examples(page):
        if example.file:
            file = tmp_path / example.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(example.command, encoding="utf-8")
        else:
            run(example, server, environment, tmp_path)


def run(example: Example, server: str, environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", example.command.replace("http://localhost:8000", server)],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert matches(lines, list(example.shown)), f"$ {example.command}\n{done.stdout}{done.stderr}"


def matches(lines: list[str], shown: list[str]) -> bool:
    """Whether the lines are what is shown, where ``…`` stands for any number of them."""
    if not shown:
        return not lines
    if shown[0] == "…":
        return any(matches(lines[at:], shown[1:]) for at in range(len(lines) + 1))
    return bool(lines) and lines[0] == shown[0] and matches(lines[1:], shown[1:])


def test_matching_can_fail() -> None:
    assert matches(["a", "b", "c"], ["a", "…", "c"])
    assert not matches(["a", "b", "c"], ["a", "c"])
    assert not matches(["a", "b"], ["…", "c"])
    assert not matches(["a", "b"], ["a"])


def test_every_command_is_shown_somewhere() -> None:
    shown = "\n".join(e.command for page in PAGES for e in examples(page))
    missing = [name for name in main.commands if f"habeas {name}" not in shown]
    # `serve` never ends by itself; the README tells of it, and the server of these tests is one.
    assert missing == ["serve"]
    assert "habeas serve" in (ROOT / "docs" / "guide" / "documenter.md").read_text(encoding="utf-8")
