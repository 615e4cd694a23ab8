"""Validate made-up graphs of growing size with Habeas, pySHACL, pyrudof and Jena: same shapes, same data.

    python bench/validate.py 9000 90000 900000 9000000 [--faults 0.005] [--tools habeas,jena] [--limit 600]

Each run is a process of its own; loading and validation are timed apart by the wall clock, peak memory is that of
the process. pyrudof comes from PyPI; Jena through Maven (``mvn -f bench/pom.xml dependency:copy-dependencies``,
see ``prepare_jena``). A tool that is not there is left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHAPES = HERE / "shapes.ttl"
TOOLS = ("habeas", "habeas-disk", "pyrudof", "jena", "pyshacl")


def run_habeas(data: Path) -> dict[str, float]:
    """Load into an in-memory store and stream the findings."""
    import pyoxigraph as ox
    import rdflib

    from habeas.shapes.compiler import find

    start = time.perf_counter()
    store = ox.Store()
    store.bulk_load(path=str(data), format=ox.RdfFormat.N_QUADS)
    loaded = time.perf_counter()
    results = sum(1 for _ in find(store, rdflib.Graph().parse(SHAPES)))
    return {"load": loaded - start, "validate": time.perf_counter() - loaded, "results": results}


def run_habeas_on_disk(data: Path) -> dict[str, float]:
    """Load into a store on disk, compact it, open it read-only and stream the findings."""
    import pyoxigraph as ox
    import rdflib

    from habeas.shapes.compiler import find

    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        start = time.perf_counter()
        store = ox.Store(folder)
        store.bulk_load(path=str(data), format=ox.RdfFormat.N_QUADS)
        store.optimize()
        del store
        loaded = time.perf_counter()
        results = sum(1 for _ in find(ox.Store.read_only(folder), rdflib.Graph().parse(SHAPES)))
        return {"load": loaded - start, "validate": time.perf_counter() - loaded, "results": results}


def run_pyshacl(data: Path) -> dict[str, float]:
    """Load into an rdflib graph and validate it in place."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    start = time.perf_counter()
    graph = rdflib.Graph().parse(data, format="nt")
    shapes = rdflib.Graph().parse(SHAPES)
    loaded = time.perf_counter()
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, inference="none")
    done = time.perf_counter()
    top = report.value(predicate=RDF.type, object=SH.ValidationReport)
    return {
        "load": loaded - start,
        "validate": done - loaded,
        "results": len(list(report.objects(top, SH.result))),
    }


def run_pyrudof(data: Path) -> dict[str, float]:
    """Load and validate with pyrudof's native engine."""
    import pyrudof

    start = time.perf_counter()
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(data), format=pyrudof.RDFFormat.NTriples)
    loaded = time.perf_counter()
    rudof.read_shacl(str(SHAPES), format=pyrudof.ShaclFormat.Turtle)
    results = len(rudof.validate_shacl())
    return {"load": loaded - start, "validate": time.perf_counter() - loaded, "results": results}


RUNS = {
    "habeas": run_habeas,
    "habeas-disk": run_habeas_on_disk,
    "pyshacl": run_pyshacl,
    "pyrudof": run_pyrudof,
}


def prepare_jena(folder: Path) -> list[str] | None:
    """Fetch Jena and compile the little program for it; return how to start it, None where that fails."""
    if not (shutil.which("mvn") and shutil.which("javac")):
        return None
    jars = folder / "jars"
    fetch = [
        "mvn",
        "-q",
        "-B",
        "-f",
        str(HERE / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={jars}",
    ]
    build = ["javac", "-cp", f"{jars}/*", "-d", str(folder), str(HERE / "Jena.java")]
    for command in (fetch, build):
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            return None
    return ["java", "-cp", f"{jars}/*{os.pathsep}{folder}", "Jena"]


def measure(command: list[str], limit: float) -> dict[str, object]:
    """Run a command and return what it printed, with its peak memory in MB; ``over`` where it took too long."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        start = time.monotonic()
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > limit:
                process.kill()
                os.wait4(process.pid, 0)
                return {"over": limit}
            time.sleep(0.05)
        output.seek(0)
        text = output.read().decode()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return {"failed": process.returncode}
    return {**parse(text), "peak_mb": round(usage.ru_maxrss / 1024)}


def parse(text: str) -> dict[str, object]:
    """Read what a run printed: JSON, or three numbers."""
    line = text.strip().splitlines()[-1]
    if line.startswith("{"):
        return dict(json.loads(line))
    load, validate, results = line.split()
    return {"load": float(load), "validate": float(validate), "results": int(results)}


def generate(size: int, faults: float, folder: Path) -> Path:
    """Write the data of a size once."""
    data = folder / f"{size}-{faults}.nt"
    with data.open("wb") as out:
        command = [sys.executable, str(HERE / "generate.py"), str(size), "--faults", str(faults)]
        subprocess.run(command, check=True, stdout=out)
    return data


def main() -> None:
    """Run the tools over the sizes and print a line of JSON for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[9000, 90000, 900000, 9000000])
    parser.add_argument("--faults", type=float, default=0.005, help="the share of people with a fault")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a run is ended")
    parser.add_argument("--one", nargs=2, metavar=("TOOL", "DATA"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(RUNS[chosen.one[0]](Path(chosen.one[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(chosen, Path(folder))


def compare(chosen: argparse.Namespace, folder: Path) -> None:
    """Run each tool over each size; one that went over the limit is not tried on a larger one."""
    tools = chosen.tools.split(",")
    jena = prepare_jena(folder) if "jena" in tools else None
    over: set[str] = set()
    for size in chosen.sizes:
        data = generate(size, chosen.faults, folder)
        for tool in tools:
            command = jena if tool == "jena" else [sys.executable, __file__, "--one", tool]
            if command is None or tool in over:
                said: dict[str, object] = {
                    "left out": "not there" if command is None else "over the limit before"
                }
            else:
                said = measure(
                    [*command, str(data), *([str(SHAPES)] if tool == "jena" else [])], chosen.limit
                )
            if "over" in said:
                over.add(tool)
            print(json.dumps({"size": size, "faults": chosen.faults, "tool": tool, **said}), flush=True)


if __name__ == "__main__":
    main()
