"""The script that starts the servers: by itself, and what tests make of a machine that lacks something."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from habeas.network import Target
from habeas.network.target import session_at

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "services.py"


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def runs(pid: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()[:1] not in {"", "Z"}


def test_start_env_and_stop(neo4j_server: Target, fuseki: str, tmp_path: Path) -> None:
    """A second pair beside the session's own: each on ports of its own, each ended by its id."""
    folder = str(tmp_path / "servers")
    started = script("start", folder)
    assert started.returncode == 0, started.stderr
    pids = [int(pid) for pid in re.findall(r"process (\d+)", started.stdout)]
    try:
        lines = script("env", folder).stdout.splitlines()
        found = dict(shlex.split(line)[1].split("=", 1) for line in lines)
        target = Target(found["HABEAS_TEST_NEO4J_URI"], "neo4j", found["HABEAS_TEST_NEO4J_PASSWORD"])
        assert target.uri != neo4j_server.uri
        with session_at(target) as session:
            assert session.run("RETURN 1 AS one").single(strict=True)["one"] == 1
        assert found["HABEAS_TEST_FUSEKI_URL"] != fuseki
        ping = found["HABEAS_TEST_FUSEKI_URL"].removesuffix("/edition") + "/$/ping"
        assert urllib.request.urlopen(ping, timeout=10).status == 200
        assert script("start", folder).returncode == 1, "one pair in a folder"
        assert (tmp_path / "servers" / "services.json").stat().st_mode & 0o077 == 0, "it holds the password"
    finally:
        stopped = script("stop", folder)
    assert stopped.returncode == 0, stopped.stderr
    assert len(pids) == 2
    assert not any(map(runs, pids))
    with session_at(neo4j_server) as session:
        assert session.run("RETURN 1 AS one").single(strict=True)["one"] == 1


def test_wrong_use(tmp_path: Path) -> None:
    assert "start DIR" in script().stderr
    for command in ("env", "stop"):
        assert "no servers were started" in script(command, str(tmp_path)).stderr


@pytest.mark.parametrize(("ci", "code", "word"), [("", 0, "skipped"), ("true", 1, "CI skips nothing")])
def test_a_machine_without_java(ci: str, code: int, word: str) -> None:
    lacking = ("HABEAS_TEST_NEO4J_URI", "HABEAS_TEST_FUSEKI_URL", "CI")
    environment = {name: value for name, value in os.environ.items() if name not in lacking}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(HERE / "test_neo4j_push.py"), "-k", "an_old_server"],
        env={**environment, "PATH": "/nonexistent", "CI": ci},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == code, done.stdout
    assert word in done.stdout
    assert "java is not on the path" in done.stdout
