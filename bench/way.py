"""Go the whole way from made-up rows to a served edition, and say which stage takes what share of the time.

    python bench/way.py 100000 [--home FOLDER]

The rows are those of ``rows.py``, one sentencing each. A first build ingests and validates; the table is cleared as a
whole; the build that is measured finds nothing mapped or checked before. At the end a server answers one page and one
GraphQL query. Prints a line of JSON: seconds by stage, the edition's counts, and the peak of the build's memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TODAY = dt.date(2026, 11, 22)
SOURCE = "synthetic"
QUERY = "{ people(first: 3) { totalCount nodes { label } } }"


class Stages:
    """Progress that keeps when each step began."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []

    def stage(self, name: str) -> None:
        """Note a stage."""
        self.begun.append((name, time.perf_counter()))

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Note a step of a stage that has no count of its own."""
        if done is None:
            self.begun.append((what, time.perf_counter()))

    def seconds(self) -> dict[str, float]:
        """Return the seconds from each step to the next; the last step ends now."""
        ends = [*(at for _, at in self.begun[1:]), time.perf_counter()]
        return {name: round(end - at, 1) for (name, at), end in zip(self.begun, ends, strict=True)}


def prepare(home: Path, number: int) -> None:
    """Write the rows with their source and mapping into a home."""
    folder = home / "ingest" / SOURCE
    shutil.rmtree(home, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("source.toml", "mapping.ru"):
        shutil.copy(HERE / "ingest" / name, folder)
    with (folder / "rows.csv").open("wb") as out:
        subprocess.run([sys.executable, str(HERE / "rows.py"), str(number)], check=True, stdout=out)


def forget(home: Path) -> None:
    """Drop all that a build wrote, but the ledger."""
    for name in ("records", "rejects", "reports", "work", "editions"):
        shutil.rmtree(home / name, ignore_errors=True)


def go(home: Path) -> dict[str, object]:
    """Build twice, clear between, and return what the second build took."""
    from habeas.config import Settings
    from habeas.publish import build
    from habeas.publish.clearing import Ruling, clear

    settings = Settings(home=home)
    build(settings, [SOURCE], today=TODAY, progress=Stages())
    begun = time.perf_counter()
    clear(settings, Ruling("public", "bench/way.py", "synthetic"), sources=[SOURCE], whole=True, today=TODAY)
    cleared = round(time.perf_counter() - begun, 1)
    forget(home)
    progress = Stages()
    built = build(settings, [SOURCE], today=TODAY, progress=progress)
    seconds = progress.seconds()
    return {
        "seconds": seconds,
        "all": round(sum(seconds.values()), 1),
        "clear": cleared,
        "served": serve(home),
        "counts": {
            name: built.published.manifest.counts.get(name)
            for name in ("records", "people", "quads", "triples")
        },
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def serve(home: Path) -> dict[str, float]:
    """Return how long the application takes to open the edition, and to answer a page and a query."""
    from starlette.testclient import TestClient

    from habeas.config import Settings
    from habeas.web import create_app

    took: dict[str, float] = {}
    begun = time.perf_counter()
    with TestClient(create_app(Settings(home=home))) as client:
        took["open"] = time.perf_counter() - begun
        for name, ask in {
            "page of people": lambda: client.get("/people", headers={"Accept": "text/html"}),
            "query": lambda: client.post("/graphql", json={"query": QUERY}),
        }.items():
            begun = time.perf_counter()
            answer = ask()
            answer.raise_for_status()
            took[name] = time.perf_counter() - begun
    return {name: round(value, 3) for name, value in took.items()}


def main() -> None:
    """Go the way once and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", type=int, help="how many rows, each of another person")
    parser.add_argument(
        "--home", type=Path, help="an empty folder; by default one that is deleted afterwards"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder) / "home"
        prepare(home, chosen.number)
        print(json.dumps({"rows": chosen.number, **go(home)}))


if __name__ == "__main__":
    main()
