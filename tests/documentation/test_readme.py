"""Docs that run: every ``$ command`` in a console block is run, and what the page shows is what comes out.

A line that is only ``…`` stands for any number of lines. The server of the page is one of the test's own.
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
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.editions import Edition

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, list[str]]]:
    return [read_example(block) for block in BLOCK.findall(README)]


def read_example(block: str) -> tuple[str, list[str]]:
    lines = block.splitlines()
    command = [lines[0].removeprefix("$ ")]
    at = 1
    while at < len(lines) and lines[at].startswith("> "):
        command.append(lines[at].removeprefix("> "))
        at += 1
    return "\n".join(command), lines[at:]


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


def test_the_page_has_its_examples() -> None:
    assert len(examples()) == 4
    assert all(shown for _, shown in examples())


@pytest.mark.parametrize(("command", "shown"), examples(), ids=lambda value: str(value)[:24])
def test_an_example_gives_what_the_page_shows(
    command: str, shown: list[str], server: str, shipped_settings: Settings
) -> None:
    folder = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", command.replace("http://localhost:8000", server)],
        env={
            **os.environ,
            "PATH": f"{folder}:{os.environ['PATH']}",
            "HABEAS_HOME": str(shipped_settings.home),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert matches([line.rstrip() for line in done.stdout.splitlines()], shown), done.stdout


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
