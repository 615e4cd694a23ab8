"""Real servers for the tests, on loopback and free ports: Neo4j 5 LTS and Apache Jena Fuseki.

    python tests/services/services.py fetch        brings the jars into the cache
    python tests/services/services.py start DIR    starts both; their data and logs lie in DIR
    python tests/services/services.py env DIR      prints their addresses as shell assignments
    python tests/services/services.py stop DIR     ends both, by the ids under which they were started

Needs Java 17 or later and Maven; the jars are pinned in ``*/pom.xml`` and kept in ``HABEAS_SERVICES_CACHE``, by default
``~/.cache/habeas-services``. Needs nothing of Habeas and nothing but Python's own library.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST_JAVA = 17
STARTS_WITHIN = 180.0
ENDS_WITHIN = 30.0
NEO4J_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.max_size=512m
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
"""


class ServiceError(Exception):
    """A server is missing what it needs, or did not start."""


@dataclass(frozen=True)
class Service:
    """A server that runs: the id of its process, its folder, and the environment by which it is found."""

    name: str
    pid: int
    folder: str
    environment: dict[str, str]


def missing() -> str | None:
    """Return what this machine lacks, or None where it has all."""
    for command in ("java", "mvn"):
        if shutil.which(command) is None:
            return f"{command} is not on the path; Neo4j and Fuseki need Java {OLDEST_JAVA} and Maven"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < OLDEST_JAVA:
        return f"Java {OLDEST_JAVA} or later is needed; this is {said.splitlines()[0] if said else 'unknown'}"
    return None


def jars(name: str) -> Path:
    """Return the folder of a server's jars, brought by Maven unless the cache has them."""
    pom = HERE / name / "pom.xml"
    cache = Path(os.environ.get("HABEAS_SERVICES_CACHE") or Path.home() / ".cache" / "habeas-services")
    folder = cache / f"{name}-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=f".{name}-") as aside:
            _copy_jars(pom, Path(aside) / "jars")
            if not folder.is_dir():
                (Path(aside) / "jars").replace(folder)
    return folder


def _copy_jars(pom: Path, folder: Path) -> None:
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(pom), "dependency:copy-dependencies"]
    options = ["-DincludeScope=runtime", "-Dmdep.stripVersion=false", f"-DoutputDirectory={folder}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode or not list(folder.glob("*.jar")):
        raise ServiceError(
            f"Maven could not bring the jars of {pom.parent.name}:\n{done.stdout}{done.stderr}"
        )


def start_neo4j(folder: Path) -> Service:
    """Start Neo4j with a password of its own, and wait until it takes connections."""
    classes, port, password = f"{jars('neo4j')}/*", free_port(), secrets.token_hex(16)
    conf = folder / "conf"
    conf.mkdir(parents=True)
    (conf / "neo4j.conf").write_text(NEO4J_CONF.format(port=port), encoding="utf-8")
    environment = {**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(conf)}
    admin = ["java", "-cp", classes, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    subprocess.run(admin, env=environment, check=True, capture_output=True, timeout=STARTS_WITHIN)
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={folder}", f"--config-dir={conf}"]
    pid = _start(
        ["java", "-Xmx512m", "-cp", classes, *main],
        folder,
        lambda: "Started." in _read(folder / "logs" / "neo4j.log"),
    )
    found = {
        "HABEAS_TEST_NEO4J_URI": f"bolt://127.0.0.1:{port}",
        "HABEAS_TEST_NEO4J_USER": "neo4j",
        "HABEAS_TEST_NEO4J_PASSWORD": password,
    }
    return Service("neo4j", pid, str(folder), found)


def start_fuseki(folder: Path) -> Service:
    """Start Fuseki with an empty dataset in memory, and wait until it answers."""
    port = free_port()
    folder.mkdir(parents=True)
    address = f"http://127.0.0.1:{port}"
    main = [
        "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
        "--localhost",
        f"--port={port}",
        "--ping",
        "--mem",
    ]
    command = ["java", "-Xmx512m", f"-Dhabeas.services={folder}", "-cp", f"{jars('fuseki')}/*", *main]
    pid = _start([*command, "--update", "/edition"], folder, lambda: _answers(f"{address}/$/ping"))
    return Service("fuseki", pid, str(folder), {"HABEAS_TEST_FUSEKI_URL": f"{address}/edition"})


STARTERS: dict[str, Callable[[Path], Service]] = {"neo4j": start_neo4j, "fuseki": start_fuseki}


def stop(service: Service) -> None:
    """End a server by its process id; one that does not end in time is killed."""
    if service.folder not in _command_line(service.pid):
        return
    os.kill(service.pid, signal.SIGTERM)
    end = time.monotonic() + ENDS_WITHIN
    while _runs(service.pid):
        if time.monotonic() > end:
            os.kill(service.pid, signal.SIGKILL)
            end = float("inf")
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start(command: list[str], folder: Path, is_up: Callable[[], bool]) -> int:
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    end = time.monotonic() + STARTS_WITHIN
    while not is_up():
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            process.wait()
            said = "".join(map(_read, [log, *sorted((folder / "logs").glob("neo4j.log"))]))
            raise ServiceError(f"the server in {folder} did not start:\n{said[-3000:]}")
        time.sleep(0.1)
    process.returncode = 0  # it goes on by itself: Popen must not warn that it still runs
    return process.pid


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _command_line(pid: int) -> str:
    """Return the command line of a process, empty where it has ended: an id can come to be another's."""
    asked = ["ps", "-ww", "-o", "stat=,args=", "-p", str(pid)]
    state, _, command = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.partition(
        " "
    )
    return "" if state.startswith("Z") else command.strip()


def _runs(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return bool(_command_line(pid))


def main(arguments: list[str]) -> None:
    """Run one of the commands."""
    match arguments:
        case ["fetch"]:
            for name in STARTERS:
                print(jars(name))
        case ["start", folder]:
            start_all(Path(folder).resolve())
        case ["env", folder]:
            for service in _written(Path(folder).resolve()):
                for name, value in service.environment.items():
                    print(f"export {name}={shlex.quote(value)}")
        case ["stop", folder]:
            for service in _written(Path(folder).resolve()):
                stop(service)
            (Path(folder) / "services.json").unlink()
        case _:
            sys.exit(__doc__)


def start_all(folder: Path) -> None:
    """Start both servers and write down what runs, so that another process can find and end them."""
    lack = missing()
    if lack:
        sys.exit(lack)
    if (folder / "services.json").exists():
        sys.exit(f"{folder} has servers already; end them with `stop` first")
    running: list[Service] = []
    for name, starter in STARTERS.items():
        try:
            running.append(starter(Path(tempfile.mkdtemp(dir=_made(folder), prefix=f"{name}-")) / "home"))
        except ServiceError as error:
            for service in running:
                stop(service)
            sys.exit(str(error))
    file = folder / "services.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(s) for s in running], indent=2), encoding="utf-8")
    print("\n".join(f"{s.name} runs as process {s.pid}" for s in running))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _written(folder: Path) -> list[Service]:
    file = folder / "services.json"
    if not file.exists():
        sys.exit(f"no servers were started in {folder}")
    return [Service(**raw) for raw in json.loads(file.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    main(sys.argv[1:])
