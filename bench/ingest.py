"""Map made-up rows to N-Quads with Habeas and with Morph-KGC: same rows, equivalent mappings, same triples.

    python bench/ingest.py 100000 1000000 --morph morph/bin/python [--tools habeas,morph-kgc] [--processes 2]

Each run is a process of its own with as many workers as ``--processes`` says, timed from its start to its end by the
wall clock. Memory is the peak of the sum over all its processes of the proportional set size (PSS), looked at once a
second. Morph-KGC wants an environment of its own (it pins an old pyoxigraph): ``python -m venv morph`` and
``morph/bin/pip install morph-kgc``. Up to 100,000 rows what the two wrote is compared.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = ("habeas", "morph-kgc")
COMPARED = 100_000
LOOK = 1.0
HAB = "https://w3id.org/habeas/ns#"
OF_SOURCE = frozenset(f"<{HAB}{name}>" for name in ("title", "publisher", "licence", "language", "retrieved"))
MORPH = """[CONFIGURATION]
output_file: {output}
output_format: N-QUADS
number_of_processes: {processes}
logging_level: WARNING

[synthetic]
mappings: mapping.ttl
"""


def run_habeas(folder: Path, home: Path, processes: int) -> None:
    """Ingest the folder's table as a build does, into records and rejects under ``home``."""
    from habeas.config import Settings
    from habeas.ingest import declarations_digest, ingest_source, read_source, write_source
    from habeas.model import read_model, read_vocabularies

    settings = Settings()
    model = read_model(settings.ontology, settings.shapes)
    declared = declarations_digest((settings.ontology, settings.shapes))
    vocabularies = read_vocabularies(settings.ontology)
    work = home / "work"
    source = read_source(folder)
    write_source(
        ingest_source(source, model, vocabularies, work=work, declared=declared, processes=processes), home
    )


def command(tool: str, folder: Path, out: Path, arguments: argparse.Namespace) -> list[str]:
    """Return the command of a tool; it writes ``records/synthetic.nq`` under ``out``."""
    if tool == "habeas":
        return [
            sys.executable,
            __file__,
            "--one",
            str(folder),
            str(out),
            "--processes",
            str(arguments.processes),
        ]
    (out / "records").mkdir(parents=True)
    settings = MORPH.format(output=out / "records/synthetic.nq", processes=arguments.processes)
    (folder / "morph.ini").write_text(settings, encoding="utf-8")
    return [arguments.morph, "-m", "morph_kgc", "morph.ini"]


def measure(called: list[str], folder: Path) -> dict[str, float]:
    """Run a command; returns its seconds, those of processor time, and the peak of its processes' memory in MB."""
    before = os.times()
    process = subprocess.Popen(called, cwd=folder)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_pss, _family(process.pid))))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{called[:3]} ended with {process.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": after.elapsed - before.elapsed, "cpu_seconds": cpu, "peak_mb": peak / 1024}


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def lines_of(file: Path) -> int:
    """Return the number of lines."""
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


def gist(file: Path) -> Counter[str]:
    """Count what the lines say, apart from how each tool names things: predicates with literals, classes and terms.

    Row numbers and the source's own description, which only Habeas writes, are left out.
    """
    found: Counter[str] = Counter()
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            subject, predicate, rest = line.split(" ", 2)
            value, graph, _ = rest.rsplit(" ", 2)
            of_source = subject == graph and predicate in OF_SOURCE
            if not of_source and value != f"<{HAB}Source>" and predicate != f"<{HAB}rowNumber>":
                found[f"{predicate} {'an IRI' if value.startswith('<urn:') else value}"] += 1
    return found


def compare(outputs: dict[str, Path]) -> bool:
    """Whether all wrote the same; says where they differ."""
    one, other = map(gist, outputs.values())
    if one != other:
        print("only one:", (one - other).most_common(5), "only the other:", (other - one).most_common(5))
    return one == other


def prepare(rows: int, folder: Path) -> None:
    """Make a source's folder with so many rows."""
    from rows import write

    shutil.copytree(HERE / "ingest", folder)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        write(rows, file)


def bench(rows: int, arguments: argparse.Namespace) -> None:
    """Run the tools on so many rows and print a line for each."""
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        folder = Path(scratch) / "synthetic"
        prepare(rows, folder)
        outputs: dict[str, Path] = {}
        for tool in arguments.tools.split(","):
            load = os.getloadavg()[0]
            out = Path(scratch) / tool
            found = measure(command(tool, folder, out, arguments), folder)
            outputs[tool] = out / "records/synthetic.nq"
            quads = lines_of(outputs[tool])
            told = {"rows": rows, "tool": tool, "quads": quads, **found}
            told |= {
                "rows_s": rows / found["seconds"],
                "quads_s": quads / found["seconds"],
                "load_before": load,
            }
            print(
                json.dumps({k: round(v, 1) if isinstance(v, float) else v for k, v in told.items()}),
                flush=True,
            )
            if rows > COMPARED:
                outputs[tool].unlink()
        if rows <= COMPARED and len(outputs) == len(TOOLS):
            print(json.dumps({"rows": rows, "same": compare(outputs)}), flush=True)


def main() -> None:
    """Run the sizes that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rows", type=int, nargs="*")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--morph", default="morph/bin/python", help="the Python that has Morph-KGC")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--scratch", default=tempfile.gettempdir(), help="where rows and output go")
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_habeas(*arguments.one, arguments.processes)
        return
    for rows in arguments.rows:
        bench(rows, arguments)


if __name__ == "__main__":
    main()
