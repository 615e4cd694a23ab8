"""``habeas validate`` on small graphs: what is shown, what is written, how it ends. All data here are synthetic."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from rdflib.namespace import RDF, SH

from habeas.cli import main

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "tests" / "data" / "shapes"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
    [ sh:path ex:name ; sh:description "What somebody is called." ; sh:minCount 1 ] ,
    [ sh:path ex:age ; sh:maxInclusive 120 ; sh:severity sh:Warning ] .
"""
OTHER = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:OtherShape a sh:NodeShape ; sh:targetNode ex:nobody .
"""
PREFIX = "@prefix ex: <http://example.org/> . "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "people.ttl").write_text(SHAPES)
    (tmp_path / "shapes" / "other.ttl").write_text(OTHER)
    (tmp_path / "good.ttl").write_text(PREFIX + "ex:a a ex:Person ; ex:name 'A' .")
    (tmp_path / "warned.ttl").write_text(PREFIX + "ex:b a ex:Person ; ex:name 'B' ; ex:age 200 .")
    (tmp_path / "bad.ttl").write_text(PREFIX + "ex:c a ex:Person .")
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["validate", *arguments])
    assert result.exit_code == code, result.output
    return result


def own(*arguments: str, code: int = 0) -> str:
    return run("--shapes", "shapes", *arguments, code=code).stdout


def test_the_exit_code_says_what_was_found(folder: Path) -> None:
    assert own("good.ttl") == "nothing found in 2 triples\n"
    assert own("warned.ttl").endswith("1 Warning in 3 triples\n")
    own("warned.ttl", "--fail-on", "warning", code=1)
    own("good.ttl", "--fail-on", "info")
    assert own("bad.ttl", "good.ttl", code=1).endswith("1 Violation in 3 triples\n")


def test_the_text_names_shape_file_and_node(folder: Path) -> None:
    assert own("good.ttl", "bad.ttl", code=1) == (
        "Violation: ex:name (in ex:PersonShape), minCount: 1 finding\n"
        "  in: bad.ttl 1\n"
        "  1. name: at least 1 is needed\n"
        "     node:   ex:c, at ex:name\n"
        "     where:  file bad.ttl\n"
        "\n"
        "1 Violation in 3 triples\n"
    )


def test_explain_and_a_shape_alone(folder: Path) -> None:
    shown = own("bad.ttl", "warned.ttl", "--explain", code=1)
    assert "says:  What somebody is called." in shown
    assert "sh:minCount 1" in shown
    assert 'value:  "200"^^xsd:integer' in shown
    alone = own("bad.ttl", "warned.ttl", "--explain", "--shape", "ex:PersonShape", code=1)
    assert alone == shown
    assert "minCount" not in own("bad.ttl", "--shape", "ex:OtherShape", code=1)


def test_every_form_is_shown_and_written(folder: Path) -> None:
    assert json.loads(own("bad.ttl", "--format", "json", code=1))["conforms"] is False
    assert json.loads(own("bad.ttl", "--format", "json-lines", code=1))["focus"] == "http://example.org/c"
    assert json.loads(own("bad.ttl", "--format", "json-ld", code=1))["conforms"] is False
    assert own("bad.ttl", "--format", "html", code=1).startswith("<!doctype html>")
    graph = rdflib.Graph().parse(data=own("bad.ttl", "--format", "turtle", code=1))
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 1
    names = ["r.ttl", "r.jsonld", "r.json", "r.jsonl", "r.html", "r.txt"]
    outputs = [part for name in names for part in ("--output", name)]
    shown = own("bad.ttl", *outputs, code=1)
    assert shown.startswith("Violation: ")
    assert (folder / "r.txt").read_text() == shown
    assert {p.name for p in folder.glob("r.*")} == set(names)
    assert not list(folder.glob(".*"))


def test_a_baseline_separates_known_from_new(folder: Path) -> None:
    own("bad.ttl", "--write-baseline", "known.jsonl", code=1)
    assert own("bad.ttl", "--baseline", "known.jsonl").endswith(
        "nothing new, 1 known, 0 no longer found in 1 triple\n"
    )
    (folder / "bad.ttl").write_text(PREFIX + "ex:d a ex:Person .")
    shown = own("bad.ttl", "--baseline", "known.jsonl", code=1)
    assert "No longer found\n  name: at least 1 is needed (node http://example.org/c)\n" in shown
    assert shown.endswith("1 new Violation, 0 known, 1 no longer found in 1 triple\n")


def test_a_store_is_opened_read_only(folder: Path) -> None:
    store = ox.Store(str(folder / "store"))
    store.load(path=str(folder / "bad.ttl"), format=ox.RdfFormat.TURTLE)
    store.load(
        path=str(folder / "good.ttl"),
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode("http://example.org/g"),
    )
    store.flush()
    del store
    before = sorted(p.name for p in (folder / "store").iterdir())
    assert own("--store", "store", code=1).endswith("1 Violation in the store\n")
    own("--store", "store", "--graph", "http://example.org/g")
    assert sorted(p.name for p in (folder / "store").iterdir()) == before
    assert own("bad.ttl", "--on-disk", code=1).endswith("1 Violation in 1 triple\n")


MISUSES: dict[str, tuple[tuple[str, ...], str]] = {
    "no data": (("--shapes", "shapes"), "with --shapes give the data"),
    "files and a store": (("--shapes", "shapes", "--store", "shapes", "good.ttl"), "give the data"),
    "a graph of records": (
        ("good.ttl", "--graph", "http://example.org/g"),
        "--graph is for a graph of your own",
    ),
    "a store on disk on disk": (
        ("--shapes", "shapes", "--store", "shapes", "--on-disk"),
        "leave out --on-disk",
    ),
    "no store": (("--shapes", "shapes", "--store", "shapes"), "is no Oxigraph store"),
    "no file": (("--shapes", "shapes", "none.ttl"), "'none.ttl' does not exist"),
    "no turtle": (("--shapes", "shapes", "broken.ttl"), "broken.ttl, line 2"),
    "no such kind": (("--shapes", "shapes", "list.csv"), "the kind of file is not known: .csv"),
    "no shapes": (("--shapes", "good.ttl", "good.ttl"), "no shape has a target"),
    "an empty folder": (("--shapes", "empty", "good.ttl"), "the folder holds no RDF file"),
    "no form": (("--shapes", "shapes", "good.ttl", "--output", "r.pdf"), "no form of the report"),
    "no folder": (("--shapes", "shapes", "good.ttl", "--output", "none/r.ttl"), "cannot be written"),
    "no folder for it": (
        ("--shapes", "shapes", "good.ttl", "--write-baseline", "none/b"),
        "cannot be written",
    ),
    "no baseline": (("--shapes", "shapes", "good.ttl", "--baseline", "good.ttl"), "is none of a baseline"),
    "no such shape": (
        ("--shapes", "shapes", "good.ttl", "--shape", "ex:None"),
        "no shape is called 'ex:None'",
    ),
    "no IRI": (("--shapes", "shapes", "good.ttl", "--graph", "no iri"), "is no IRI"),
}


@pytest.mark.parametrize("name", MISUSES)
def test_bad_usage_ends_with_2_and_says_how_to_mend(name: str, folder: Path) -> None:
    (folder / "broken.ttl").write_text(f"{PREFIX}\nex:a ex:b ex:c . ex:d zzz .")
    (folder / "list.csv").write_text("a,b\n")
    (folder / "empty").mkdir()
    arguments, says = MISUSES[name]
    shown = run(*arguments, code=2)
    assert says in " ".join(shown.stderr.split())
    assert shown.stdout == ""
    assert not list(folder.glob(".*"))


def test_the_trace_is_shown_where_it_is_asked_for(folder: Path) -> None:
    result = CliRunner().invoke(main, ["-v", "validate", "--shapes", "good.ttl", "good.ttl"])
    assert type(result.exception).__name__ == "ModelError"


def test_records_are_held_to_the_shapes_of_habeas(folder: Path) -> None:
    violating = sorted(RECORDS.glob("Figure.violate-*"))[0]
    shown = run(str(violating), "--explain", "--output", "r.html", code=1).stdout
    assert f"file {violating}" in shown
    assert "shape:Figure" in shown
    assert "mend:" in shown
    assert "1 graph\n" in shown
    assert "How to mend" in (folder / "r.html").read_text()
    run(str(violating), "--write-baseline", "known.jsonl", code=1)
    run(str(violating), "--baseline", "known.jsonl")


def test_the_help_says_what_the_exit_codes_mean() -> None:
    shown = " ".join(run("--help").output.split())
    for text in (
        "Exit codes:",
        "2 bad usage",
        "keep it out of the repository",
        "--write-baseline known.jsonl",
    ):
        assert text in shown


def test_progress_goes_to_standard_error(folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "habeas",
        "validate",
        "--shapes",
        "shapes",
        "bad.ttl",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=60)
    assert done.returncode == 1
    assert json.loads(done.stdout)["checked"] == "1 triple"
    assert done.stderr.split("\n")[:2] == ["load …", "validate …"]
