"""Reports of validation: grouped, streamed, standard, compared with a baseline. All data here are synthetic."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import RDF, SH

from habeas.errors import ModelError, UsageError
from habeas.shapes import Place, Report, Result, Summary, Wanted, validate_graph, write_reports
from habeas.shapes.loading import Loader
from habeas.shapes.path import Path as PropertyPath
from habeas.shapes.reports import Names, Reporting
from habeas.shapes.reports.baseline import Baseline, fingerprint, said_of
from habeas.shapes.reports.mending import MENDING
from habeas.shapes.reports.sorted_lines import SortedLines
from habeas.shapes.reports.turtle import HELD

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src" / "habeas" / "web" / "static" / "style.css"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:name "person"@en ; sh:property
    [ sh:path ex:name ; sh:name "name"@en ; sh:description "What somebody is called."@en ; sh:minCount 1 ] ,
    [ sh:path ex:age ; sh:maxInclusive 120 ; sh:severity sh:Warning ] ,
    [ sh:path ( ex:address [ sh:alternativePath ( ex:zip [ sh:inversePath ex:of ] ) ] ) ; sh:pattern "^[0-9]{2}" ;
      sh:message "A zip code begins with two digits."@en ] ,
    [ sh:path ex:motto ; sh:languageIn ( "en" ) ; sh:severity sh:Info ] .
ex:AddressShape a sh:NodeShape ; sh:targetObjectsOf ex:address ; sh:property ex:AddressShape-town .
ex:AddressShape-town sh:path ex:town ; sh:minCount 1 .
"""
DATA = """
@prefix ex: <http://example.org/> .
ex:p1 a ex:Person ; ex:name "<b>One</b>" ; ex:age 130 ; ex:address [ ex:zip "x1" ; ex:street "Synthetic Street" ] .
ex:p2 a ex:Person ; ex:motto "nihil"@la , "nothing"@en .
"""
RESULT = {
    SH.focusNode,
    SH.resultMessage,
    SH.resultPath,
    SH.resultSeverity,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.value,
    RDF.type,
    rdflib.RDFS.comment,
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path


def run(folder: Path, *forms: str, data: tuple[str, ...] = ("data.ttl",), **wanted: object) -> Summary:
    suffixes = {"turtle": "ttl", "json-ld": "jsonld", "json": "json", "json-lines": "jsonl", "html": "html"}
    outputs = {folder / f"report.{suffixes[form]}": form for form in forms}
    return validate_graph(
        [folder / name for name in data],
        folder / "shapes.ttl",
        wanted=Wanted(files=outputs, **wanted),  # type: ignore[arg-type]
    )


def people(number: int, first: int = 0) -> str:
    nodes = range(first, first + number)
    return "@prefix ex: <http://example.org/> .\n" + "".join(f"ex:n{n} a ex:Person .\n" for n in nodes)


def read_json_ld(file: Path) -> rdflib.Graph:
    """Read a document as a stranger's processor does; it may fetch nothing."""

    def fetch(url: str, _: object) -> None:
        raise AssertionError(f"{url} is asked for")

    document = json.loads(file.read_text(encoding="utf-8"))
    lines = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": fetch})
    return rdflib.Graph().parse(data=lines, format="nt")


def lasting(summary: Summary) -> set[tuple[str, str, int]]:
    return {(g.shape, g.component, g.total) for g in summary.groups}


def test_turtle_and_json_ld_are_the_same_standard_report(files: Path) -> None:
    # One run for both: the labels of blank nodes are of a run.
    run(files, "turtle", "json-ld")
    turtle = rdflib.Graph().parse(files / "report.ttl")
    linked = read_json_ld(files / "report.jsonld")
    assert isomorphic(turtle, linked), to_isomorphic(turtle) - to_isomorphic(linked)
    (report,) = turtle.subjects(RDF.type, SH.ValidationReport)
    assert list(turtle.objects(report, SH.conforms)) == [rdflib.Literal(False)]
    results = set(turtle.objects(report, SH.result))
    assert len(results) == 5
    assert results == set(turtle.subjects(RDF.type, SH.ValidationResult))
    assert {p for r in results for p in turtle.predicates(r)} == RESULT


def test_the_json_ld_has_its_context_inline(files: Path) -> None:
    run(files, "json-ld")
    document = json.loads((files / "report.jsonld").read_text(encoding="utf-8"))
    assert isinstance(document["@context"], dict)
    assert document["conforms"] is False
    assert {r["resultSeverity"]["@id"].rsplit("#")[1] for r in document["result"]} == {
        "Violation",
        "Warning",
        "Info",
    }


def test_the_report_has_the_results_of_pyshacl(files: Path) -> None:
    run(files, "turtle")
    _, theirs, _ = pyshacl.validate(
        rdflib.Graph().parse(data=DATA), shacl_graph=rdflib.Graph().parse(data=SHAPES)
    )
    ours = rdflib.Graph().parse(files / "report.ttl")
    assert isinstance(theirs, rdflib.Graph)
    assert told(ours) == told(theirs)
    assert len(told(ours)) == 5


def told(report: rdflib.Graph) -> list[tuple[str, ...]]:
    """Return the results without what is a blank node on one side: the address and shapes without names."""
    asked = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent)
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        terms = [report.value(result, predicate) for predicate in asked]
        blank = isinstance(terms[0], rdflib.BNode) or "blank" in str(terms[0])
        found.append(tuple("blank" if blank and n == 0 else str(t) for n, t in enumerate(terms)))
    return sorted(found)


def test_a_graph_that_conforms_has_a_report_too(files: Path) -> None:
    (files / "data.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    summary = run(files, "turtle", "json-ld", "json", "json-lines", "html")
    assert summary.conforms
    assert not summary.fails("Info")
    for graph in (rdflib.Graph().parse(files / "report.ttl"), read_json_ld(files / "report.jsonld")):
        assert list(graph.objects(None, SH.conforms)) == [rdflib.Literal(True)]
        assert len(graph) == 2
    assert json.loads((files / "report.json").read_text())["results"] == []
    assert (files / "report.jsonl").read_text() == ""
    assert "nothing found in 1 triple" in (files / "report.html").read_text()


def test_json_says_what_the_guide_lists(files: Path) -> None:
    run(files, "json", "json-lines")
    report = json.loads((files / "report.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (files / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {
        "results",
        "validated",
        "checked",
        "conforms",
        "counts",
        "sources",
        "groups",
        "noLongerFound",
    } == set(report)
    assert report["counts"]["Violation"] == {"all": 3, "new": 3}
    assert sorted(map(str, lines)) == sorted(map(str, report["results"]))
    (age,) = [line for line in lines if line["constraint"] == "maxInclusive"]
    assert age["message"] == "age: “130” is not 120 or less"
    assert age["value"] == '"130"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert age["file"] == str(files / "data.ttl")
    assert age["known"] is False
    guide = (ROOT / "docs" / "guide" / "validation.md").read_text(encoding="utf-8")
    fields = {*report, *report["groups"][0], *(name for line in lines for name in line)}
    assert {name for name in fields if f"`{name}`" not in guide} == set()


def test_findings_are_written_as_they_come_and_not_kept(files: Path) -> None:
    stream = io.StringIO()
    wanted = Wanted(shown=[(stream, "turtle")], examples=3)
    path = PropertyPath("http://example.org/name")
    with Reporting(wanted, rdflib.Graph(), Names(), "synthetic") as reporting:
        for number in range(3 * HELD):
            reporting.take([Result(f"urn:n{number}", "m", "Violation", "urn:s", "urn:c", path)])
            if number == HELD:
                assert stream.getvalue().count("sh:focusNode") == HELD
        summary = reporting.finish("nothing")
    (group,) = summary.groups
    assert (group.total, len(group.first_new), len(group.first_known)) == (3 * HELD, 3, 0)
    graph = rdflib.Graph().parse(data=stream.getvalue())
    assert len(set(graph.objects(None, SH.result))) == 3 * HELD
    assert stream.getvalue().count("@prefix sh:") == 1


def test_groups_have_counts_by_file_and_first_examples(files: Path) -> None:
    (files / "more.ttl").write_text(people(9), encoding="utf-8")
    summary = run(files, data=("data.ttl", "more.ttl"), examples=4)
    first = summary.groups[0]
    assert (first.severity, first.total, first.new) == ("Violation", 10, 10)
    assert first.by_source == {str(files / "more.ttl"): 9, str(files / "data.ttl"): 1}
    assert len(first.examples(4)) == 4
    assert summary.by_severity == {"Violation": 12, "Warning": 1, "Info": 1}
    assert summary.sources[str(files / "data.ttl")] == {"Violation": 3, "Warning": 1, "Info": 1}


def test_a_node_of_two_files_names_both(files: Path) -> None:
    (files / "more.ttl").write_text(
        "@prefix ex: <http://example.org/> . ex:p2 ex:of ex:q .", encoding="utf-8"
    )
    summary = run(files, data=("data.ttl", "more.ttl"))
    places = {r.focus: r.place.file for g in summary.groups for r, _ in g.examples(5)}
    assert places["http://example.org/p2"] == f"{files / 'data.ttl'}, {files / 'more.ttl'}"
    assert places["http://example.org/p1"] == str(files / "data.ttl")


def test_the_order_of_severities_decides(files: Path) -> None:
    summary = run(files)
    assert [summary.fails(at) for at in ("Violation", "Warning", "Info")] == [True, True, True]
    only_info = Summary()
    only_info.add(Result("urn:n", "m", "Info", "urn:s", "urn:c"))
    assert [only_info.fails(at) for at in ("Violation", "Warning", "Info")] == [False, False, True]
    assert not only_info.conforms


# Names that last


def test_a_blank_shape_and_a_blank_node_have_the_same_names_in_every_run(files: Path) -> None:
    first, second = (run(files, write_baseline=files / f"{n}.jsonl") for n in (1, 2))
    assert lasting(first) == lasting(second)
    assert fingerprints(files / "1.jsonl") == fingerprints(files / "2.jsonl")
    assert len(fingerprints(files / "1.jsonl")) == 5
    shapes = SHAPES.replace('"What somebody is called."@en', '"A name."@en')
    (files / "shapes.ttl").write_text(shapes, encoding="utf-8")
    assert lasting(run(files)) == lasting(first), "a text for people is not what a shape asks for"
    (files / "shapes.ttl").write_text(shapes.replace("120", "121"), encoding="utf-8")
    assert lasting(run(files)) != lasting(first)


def fingerprints(file: Path) -> list[str]:
    return [json.loads(line)["fingerprint"] for line in file.read_text(encoding="utf-8").splitlines()]


def test_known_findings_do_not_hide_new_ones(files: Path) -> None:
    run(files, write_baseline=files / "known.jsonl")
    same = run(files, baseline=files / "known.jsonl")
    assert not same.conforms
    assert not same.fails("Info")
    assert (same.total, same.gone) == (5, 0)
    changed = DATA.replace("ex:age 130", "ex:age 131") + "ex:p3 a ex:Person ."
    (files / "data.ttl").write_text(changed, encoding="utf-8")
    summary = run(files, baseline=files / "known.jsonl")
    assert summary.new_by_severity == {"Violation": 1, "Warning": 1}
    assert summary.gone == 1
    assert [entry["value"] for entry in summary.first_gone] == [
        '"130"^^<http://www.w3.org/2001/XMLSchema#integer>'
    ]
    names = [(r.focus, known) for g in summary.groups for r, known in g.examples(5) if "name:" in r.message]
    assert names == [("http://example.org/p3", False), ("http://example.org/p2", True)]


def test_a_baseline_may_be_renewed_in_place(files: Path) -> None:
    run(files, write_baseline=files / "known.jsonl")
    (files / "data.ttl").write_text(people(2), encoding="utf-8")
    first = run(files, baseline=files / "known.jsonl", write_baseline=files / "known.jsonl")
    assert (first.gone, len(first.first_gone), first.fails()) == (5, 5, True)
    second = run(files, baseline=files / "known.jsonl")
    assert (second.gone, second.fails("Info")) == (0, False)


def test_a_moved_row_is_known_and_each_line_answers_for_one_finding(tmp_path: Path) -> None:
    def found(row: str) -> Result:
        return Result("urn:n", "m", "Violation", "urn:s", "urn:c", place=Place(source="list", row=row))

    said = said_of(found("1"), {})
    assert fingerprint(said) == fingerprint(said_of(found("2"), {}))
    file = tmp_path / "known.jsonl"
    file.write_text(json.dumps({"fingerprint": fingerprint(said)}) + "\n", encoding="utf-8")
    baseline = Baseline(file)
    assert [baseline.knows(fingerprint(said)) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"fingerprint": 3}'])
def test_a_line_that_is_none_of_a_baseline_is_an_error(line: str, tmp_path: Path) -> None:
    file = tmp_path / "known.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="none of a baseline") as caught:
        Baseline(file)
    assert caught.value.where == f"{file}, line 2"


def test_lines_are_sorted_in_parts(tmp_path: Path) -> None:
    lines = SortedLines(tmp_path / "lines", held=3)
    for number in (5, 3, 8, 1, 9, 2, 7):
        lines.add(str(number))
    lines.finish()
    assert (tmp_path / "lines").read_text().split() == ["1", "2", "3", "5", "7", "8", "9"]
    assert [p.name for p in tmp_path.iterdir()] == ["lines"]


# The graph that is validated

TRIG = """@prefix ex: <http://example.org/> .
ex:a a ex:Person . GRAPH ex:g { ex:a a ex:Person . ex:b a ex:Person ; ex:name "B" . ex:c a ex:Person . }"""


def test_the_union_of_the_graphs_has_each_triple_once(files: Path) -> None:
    (files / "data.trig").write_text(TRIG, encoding="utf-8")
    assert run(files, data=("data.trig",)).total == 2
    one = validate_graph(files / "data.trig", files / "shapes.ttl", graph="http://example.org/g")
    assert one.total == 2
    with pytest.raises(UsageError, match="no triple of the files") as caught:
        validate_graph(files / "data.trig", files / "shapes.ttl", graph="http://example.org/h")
    assert "<http://example.org/g>" in str(caught.value.mend)


def test_a_store_on_disk_is_read_and_left_as_it_is(files: Path) -> None:
    store = ox.Store(str(files / "store"))
    store.load(input=TRIG, format=ox.RdfFormat.TRIG)
    store.flush()
    del store
    read = ox.Store.read_only(str(files / "store"))
    assert validate_graph(read, files / "shapes.ttl").total == 1
    assert validate_graph(read, files / "shapes.ttl", graph="http://example.org/g").total == 2
    with pytest.raises(UsageError, match="there is no triple in <http"):
        validate_graph(read, files / "shapes.ttl", graph="http://example.org/h")
    with pytest.raises(UsageError, match="read-only"):
        validate_graph(read, files / "shapes.ttl", ontology=files / "data.ttl")


def test_a_temporary_store_on_disk_finds_the_same(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(files))
    on_disk = validate_graph(files / "data.ttl", files / "shapes.ttl", on_disk=True)
    assert lasting(on_disk) == lasting(run(files))
    assert sorted(p.name for p in files.iterdir()) == ["data.ttl", "shapes.ttl"]


def test_an_ontology_says_what_is_a_subclass(files: Path) -> None:
    (files / "data.ttl").write_text("<http://example.org/j> a <http://example.org/Judge> .")
    (files / "classes.ttl").write_text(
        "<http://example.org/Judge> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/Person> ."
    )
    assert run(files).conforms
    inputs = (files / "data.ttl", files / "shapes.ttl")
    assert validate_graph(*inputs, ontology=files / "classes.ttl").total == 1
    store = ox.Store()
    store.load(path=str(files / "data.ttl"), format=ox.RdfFormat.TURTLE)
    assert validate_graph(store, files / "shapes.ttl", ontology=files / "classes.ttl").total == 1
    assert len(store) == 1


def test_shapes_without_a_target_are_an_error(files: Path) -> None:
    with pytest.raises(ModelError, match="no shape has a target") as caught:
        validate_graph(files / "data.ttl", files / "data.ttl")
    assert caught.value.where == str(files / "data.ttl")


def test_loading_tells_how_far_it_is(files: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    loader = Loader(ox.Store(), progress=lambda *step: steps.append(step))
    loader.load([files / "data.ttl"])
    size = (files / "data.ttl").stat().st_size
    assert steps[-1] == (str(files / "data.ttl"), size, size)
    assert loader.prefixes == {"ex": "http://example.org/"}


def test_no_file_is_left_where_a_run_fails(files: Path) -> None:
    (files / "data.ttl").write_text("<urn:a> <urn:b> .")
    with pytest.raises(UsageError, match="not Turtle") as caught:
        run(files, "turtle")
    assert caught.value.where == f"{files / 'data.ttl'}, line 1"
    assert sorted(p.name for p in files.iterdir()) == ["data.ttl", "shapes.ttl"]
    with pytest.raises(UsageError, match="cannot be written"):
        validate_graph(
            files / "shapes.ttl",
            files / "shapes.ttl",
            wanted=Wanted(files={files / "none" / "r.ttl": "turtle"}),
        )


# Explained


def explained(folder: Path, *only: str) -> str:
    stream = io.StringIO()
    validate_graph(
        folder / "data.ttl",
        folder / "shapes.ttl",
        wanted=Wanted(shown=[(stream, "text")], explain=True, only=only),
    )
    return stream.getvalue()


def test_the_text_explains_shape_values_and_mending(files: Path) -> None:
    text = explained(files)
    assert "Violation: name (in ex:PersonShape), minCount: 1 finding" in text
    assert "says:  What somebody is called." in text
    assert "mend:  State ex:name on the node: at least 1 of it." in text
    assert "sh:path ( ex:address [ sh:alternativePath ( ex:zip [ sh:inversePath ex:of ] ) ] ) ;" in text
    assert "at ex:address/(ex:zip|^ex:of)" in text
    assert 'value:  "nihil"@la' in text
    assert 'node:   [ ex:street "Synthetic Street" ; ex:zip "x1" ], at ex:town' in text


@pytest.mark.parametrize(
    "name", ["ex:AddressShape-town", "http://example.org/AddressShape-town", "AddressShape-town"]
)
def test_one_shape_may_be_shown_alone(files: Path, name: str) -> None:
    text = explained(files, name)
    assert "ex:town" in text
    assert "PersonShape" not in text
    assert explained(files, "name").count("finding") == 1
    assert explained(files, "PersonShape").count("finding") == 4


def test_every_core_component_says_how_to_mend() -> None:
    core = {str(c).removeprefix(str(SH)) for c in dir(SH) if str(c).endswith("ConstraintComponent")}
    mended = {iri.removeprefix(str(SH)) for iri in MENDING}
    assert len(mended) == 30
    left = {f"{name}ConstraintComponent" for name in ("", "Expression", "JS", "source")}
    assert core - mended == left, "no core component is left out"


# The page and the files of a build


def test_the_page_escapes_and_asks_nothing_of_another_host(files: Path) -> None:
    run(files, "html")
    page = (files / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|<img|@import|url\(|src=", page)
    assert not re.search(r'href="(?!#)', page)
    data = DATA.replace("ex:age 130", 'ex:motto "<b onload=x>"@de')
    (files / "data.ttl").write_text(data, encoding="utf-8")
    run(files, "html")
    page = (files / "report.html").read_text(encoding="utf-8")
    assert "&lt;b onload=x&gt;" in page
    assert "<b onload" not in page


def test_the_page_has_the_colours_of_the_site(files: Path) -> None:
    run(files, "html")
    style = SITE.read_text(encoding="utf-8")
    colours = style[: style.index("*, *::before")]
    assert colours.count("--") >= 16
    assert colours in (files / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [360, 1100])
def test_the_page_fits_a_phone_and_a_desk(files: Path, width: int) -> None:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        assert not os.environ.get("CI"), "CI has Playwright and Chromium"
        pytest.skip("Playwright or Chromium is not installed")
    long = DATA + f"ex:p{'9' * 80} a ex:Person ; ex:age 200 ."
    (files / "data.ttl").write_text(long, encoding="utf-8")
    run(files, "html", write_baseline=files / "known.jsonl")
    run(files, "html", baseline=files / "known.jsonl")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 700}, java_script_enabled=True)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((files / "report.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("section.group").count() == 5
        assert asked == [(files / "report.html").as_uri()]
        browser.close()


def test_a_build_may_write_its_reports(tmp_path: Path) -> None:
    result = Result(
        "urn:habeas:id:synthetic",
        "count: “-1” is not 0 or more",
        "Violation",
        "https://w3id.org/habeas/shapes#Figure-count",
        str(SH.MinInclusiveConstraintComponent),
        PropertyPath("https://w3id.org/habeas/ns#count"),
        ox.Literal("-1"),
        "urn:habeas:id:synthetic-record",
        Place("Synthetic bulletin", "figures.csv", "7", "paragraph 4"),
    )
    report = Report((result,), 2)
    summary = write_reports(report, ROOT / "shapes", tmp_path / "reports", "validation")
    assert sorted(p.name for p in (tmp_path / "reports").iterdir()) == [
        "validation.html",
        "validation.json",
        "validation.ttl",
    ]
    assert summary.sources == {"Synthetic bulletin": {"Violation": 1}}
    (told,) = json.loads((tmp_path / "reports" / "validation.json").read_text())["results"]
    assert (told["source"], told["table"], told["row"]) == ("Synthetic bulletin", "figures.csv", "7")
    page = (tmp_path / "reports" / "validation.html").read_text(encoding="utf-8")
    assert "Synthetic bulletin, table figures.csv, row 7, paragraph 4" in page
    assert "The number as published." in page
