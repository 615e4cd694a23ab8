"""Validation: records are judged one by one, findings name their place, the report is standard RDF."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from habeas.config import Settings
from habeas.errors import ModelError, UsageError
from habeas.model.namespaces import HAB, VOCABULARY
from habeas.shapes import Report, validate, validate_consolidated, validate_files, validate_records
from habeas.shapes.path import read_path

SETTINGS = Settings()
PREFIXES = """
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX id: <urn:habeas:id:synthetic->
PREFIX measure: <https://w3id.org/habeas/vocabulary/measure/>
PREFIX population: <https://w3id.org/habeas/vocabulary/population/>
PREFIX region: <https://w3id.org/habeas/vocabulary/region/>
PREFIX bound: <https://w3id.org/habeas/vocabulary/bound/>
PREFIX polarity: <https://w3id.org/habeas/vocabulary/polarity/>
PREFIX confidence: <https://w3id.org/habeas/vocabulary/confidence/>
PREFIX record-status: <https://w3id.org/habeas/vocabulary/record-status/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
FIGURE = """
id:figure a hab:Figure ; hab:bound bound:exactly ; hab:measure measure:imprisoned ;
    hab:population population:men ; hab:region region:belarus """
SOURCE = """
id:source a hab:Source ; hab:title "Synthetic bulletin" ; hab:publisher "unknown" ; hab:licence "CC0-1.0" ;
    hab:language "en" ; hab:retrieved "2001-06-01"^^xsd:date ."""
RECORD = """
id:{name} a hab:Record ; hab:source id:source ; hab:locator "paragraph 4" ; hab:tableName "figures" ;
    hab:rowNumber 7 ; hab:polarity polarity:asserts ; hab:confidence confidence:reported ;
    hab:recordStatus record-status:accepted ; hab:recorded "2001-06-02"^^xsd:date ."""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE))


def records(**texts: str) -> dict[str, list[ox.Quad]]:
    return {f"urn:habeas:id:synthetic-{name}": turtle(text) for name, text in texts.items()}


def judged(**texts: str) -> Report:
    return validate_records(records(**texts), SETTINGS.shapes, SETTINGS.ontology)


def names(report: Report) -> list[tuple[str, str]]:
    return [
        (r.component.rsplit("#", 1)[1].removesuffix("ConstraintComponent"), str(r.path))
        for r in report.results
    ]


def with_source(**texts: str) -> dict[str, str]:
    return {name: RECORD.format(name=name) + text for name, text in texts.items()} | {"source": SOURCE}


def test_two_records_may_differ_on_one_node() -> None:
    report = judged(one=FIGURE + "; hab:count 1 .", two=FIGURE + "; hab:count 2 .")
    assert report.conforms
    assert report.checked == 2


def test_one_record_may_not_contradict_itself() -> None:
    report = judged(one=FIGURE + "; hab:count 1, 2 .", two=FIGURE + "; hab:count 2 .")
    assert names(report) == [("MaxCount", "hab:count")]
    assert report.results[0].record == "urn:habeas:id:synthetic-one"
    assert report.results[0].focus == "urn:habeas:id:synthetic-figure"


def test_the_type_that_another_record_gives_does_not_count() -> None:
    person = "id:judge a hab:Person ."
    report = judged(one="id:event a hab:Hearing ; hab:judge id:judge .", two=person)
    assert names(report) == [("Class", "hab:judge")]
    assert (
        report.results[0].message == "judge: <urn:habeas:id:synthetic-judge> is not said to be a hab:Person"
    )
    assert judged(one="id:event a hab:Hearing ; hab:judge id:judge ." + person).conforms


def test_a_value_that_another_record_states_is_not_missing() -> None:
    mention = FIGURE.replace("hab:bound bound:exactly ; ", "") + "; hab:count 1 ."
    assert names(judged(one=mention)) == [("MinCount", "hab:bound")]
    assert judged(one=mention, two=FIGURE + "; hab:count 1 .").conforms


def test_a_record_finds_its_source_in_another_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "CHUNK", 1)
    steps: list[tuple[int, int]] = []
    found = records(**with_source(one="", two=""))
    report = validate_records(found, SETTINGS.shapes, SETTINGS.ontology, lambda *done: steps.append(done))
    assert report.conforms, report.as_text()
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_record_without_its_source_is_malformed() -> None:
    texts = with_source(one="")
    del texts["source"]
    assert names(judged(**texts)) == [("Class", "hab:source")]


def test_chunks_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = with_source(one=FIGURE + "; hab:count -1 .", two=FIGURE + ".", three=FIGURE + '; hab:count "x" .')
    whole = judged(**texts)
    monkeypatch.setattr(validate, "CHUNK", 1)
    assert judged(**texts) == whole
    assert whole.by_severity == {"Violation": 3}


def test_the_text_says_what_and_where() -> None:
    report = judged(**with_source(one=FIGURE + "; hab:count -1 ."))
    assert report.as_text() == (
        "Violation: count: “-1” is not 0 or more\n"
        "  where:  Synthetic bulletin, table figures, row 7, paragraph 4\n"
        "  record: <urn:habeas:id:synthetic-one>\n"
        "  node:   <urn:habeas:id:synthetic-figure>, at hab:count\n"
        "  shape:  shape:Figure-count\n"
        "\n"
        "1 Violation in 2 graphs\n"
    )


def test_nothing_found_is_said_too() -> None:
    assert judged(one=FIGURE + "; hab:count 1 .").as_text() == "nothing found in 1 graph\n"


def test_an_ill_typed_cell_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    report = judged(one='id:event a hab:Death ; hab:earliest "soon"^^xsd:date .')
    assert [r.message for r in report.results] == ["not before: “soon” is not a well-formed xsd:date"]
    assert not caplog.records


def test_counts_go_by_severity_and_shape() -> None:
    report = judged(one=FIGURE + "; hab:count -1, -2 .")
    assert report.by_severity == {"Violation": 3}
    assert report.by_shape == {"https://w3id.org/habeas/shapes#Figure-count": 3}
    assert len(report.violations) == 3


def read(report: Report) -> rdflib.Graph:
    return rdflib.Graph().parse(data=report.as_turtle(), format="turtle")


def test_the_turtle_is_a_validation_report() -> None:
    broken = FIGURE.replace("bound:exactly", "confidence:claimed") + "; hab:count 1 ."
    graph = read(judged(**with_source(one=broken)))
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    (result,) = graph.objects(report, SH.result)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    assert graph.value(result, SH.sourceConstraintComponent) == SH.InConstraintComponent
    assert graph.value(result, SH.resultSeverity) == SH.Violation
    assert graph.value(result, SH.focusNode) == rdflib.URIRef("urn:habeas:id:synthetic-figure")
    path = graph.value(result, SH.resultPath)
    assert path is not None
    assert str(read_path(graph, path)) == "hab:bound/skos:inScheme"


def test_the_turtle_of_plain_paths_has_no_blank_nodes() -> None:
    graph = read(judged(**with_source(one=FIGURE + "; hab:count -1 .")))
    assert set(graph.objects(None, SH.resultPath)) == {rdflib.URIRef("https://w3id.org/habeas/ns#count")}
    assert not [t for triple in graph for t in triple if isinstance(t, rdflib.BNode)]


def test_the_turtle_of_nothing_found_conforms() -> None:
    graph = read(judged(one=FIGURE + "; hab:count 1 ."))
    assert set(graph.objects(None, SH.conforms)) == {rdflib.Literal(True)}


def test_the_same_findings_make_the_same_bytes() -> None:
    texts = with_source(one=FIGURE + "; hab:count -1 .", two=FIGURE + '; hab:count "x" .')
    turned = dict(reversed(texts.items()))
    assert judged(**texts).as_turtle() == judged(**turned).as_turtle()


PATHS = {
    "hab:count": "hab:count",
    "( hab:bound hab:rank )": "hab:bound/hab:rank",
    "[ sh:inversePath hab:bound ]": "^hab:bound",
    "[ sh:zeroOrMorePath hab:bound ]": "hab:bound*",
    "[ sh:oneOrMorePath ( hab:bound hab:rank ) ]": "(hab:bound/hab:rank)+",
    "[ sh:zeroOrOnePath hab:bound ]": "hab:bound?",
    "[ sh:alternativePath ( hab:bound [ sh:inversePath hab:rank ] ) ]": "hab:bound|^hab:rank",
    "( [ sh:alternativePath ( hab:a hab:b ) ] hab:c )": "(hab:a|hab:b)/hab:c",
}


@pytest.mark.parametrize(("written", "text"), PATHS.items(), ids=PATHS.values())
def test_paths_are_read_and_written(written: str, text: str) -> None:
    graph = rdflib.Graph().parse(data=f"{PREFIXES} id:shape sh:path {written} .", format="turtle")
    shape = ox.NamedNode("urn:habeas:id:synthetic-shape")
    node = graph.value(rdflib.URIRef(shape.value), SH.path)
    assert node is not None
    path = read_path(graph, node)
    assert str(path) == text
    said = [ox.Triple(shape, ox.NamedNode(str(SH.path)), path.node("p")), *path.triples("p")]
    again = ox.serialize(said, format=ox.RdfFormat.N_TRIPLES)
    assert again is not None
    assert isomorphic(graph, rdflib.Graph().parse(data=again, format="nt"))


def judged_together(text: str, *, asserted: bool) -> Report:
    """Judge an edition whose one cleared record says the text; in the default graph too where it is asserted."""
    graph, publication = (
        ox.NamedNode("urn:habeas:id:synthetic-x"),
        ox.NamedNode("https://w3id.org/habeas/publication"),
    )
    status = "id:x hab:recordStatus record-status:accepted ."
    store = ox.Store()
    for quad in turtle(text + status):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        if asserted:
            store.add(quad)
    tier, public = ox.NamedNode(f"{HAB}tier"), ox.NamedNode(f"{VOCABULARY}tier/public")
    basis = [ox.Quad(node, tier, public, publication) for node in (publication, graph)]
    return validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology, basis)


def test_the_consolidated_graph_is_held_to_the_cross_record_checks_alone() -> None:
    assert judged_together(FIGURE + "; hab:count 1, -2 .", asserted=True).conforms


def test_what_is_not_asserted_is_no_part_of_the_consolidated_graph() -> None:
    part = "id:part a hab:Figure ; hab:bound bound:exactly ; hab:count 1 ; hab:exhaustivePartOf id:figure ."
    found = judged_together(FIGURE + "; hab:count 2 ." + part, asserted=True)
    assert [r.message for r in found.results] == [
        "As they are stated, the parts 1 add up to 1, but the figure is 2 (exactly)."
    ]
    assert judged_together(FIGURE + "; hab:count 2 ." + part, asserted=False).conforms


@pytest.fixture
def own_shapes(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SETTINGS.shapes, tmp_path / "shapes"))


@pytest.mark.parametrize(
    "text", ["id:shape a sh:NodeShape", "id:s a sh:NodeShape ; sh:targetClass hab:Figure ; sh:property 1 ."]
)
def test_an_ill_formed_shape_is_an_error(own_shapes: Path, text: str) -> None:
    (own_shapes / "broken.ttl").write_text(PREFIXES + text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        validate_records(records(one=FIGURE + "; hab:count 1 ."), own_shapes, SETTINGS.ontology)
    assert caught.value.where
    assert caught.value.mend


def test_a_shape_s_own_message_is_used(own_shapes: Path) -> None:
    file = own_shapes / "Figure.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("sh:minInclusive 0 ;", 'sh:minInclusive 0 ; sh:message "Nobody is not someone." ;', 1),
        encoding="utf-8",
    )
    report = validate_records(records(one=FIGURE + "; hab:count -1 ."), own_shapes, SETTINGS.ontology)
    assert [r.message for r in report.results] == ["Nobody is not someone."]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on loopback that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/x"


def test_nothing_is_imported(own_shapes: Path, listener: socket.socket) -> None:
    owl = "http://www.w3.org/2002/07/owl#"
    imports = f"<urn:o> a <{owl}Ontology> ; <{owl}imports> <{address(listener)}> ."
    (own_shapes / "imports.ttl").write_text(imports, encoding="utf-8")
    found = records(one=FIGURE + "; hab:count 1 ." + imports)
    assert validate_records(found, own_shapes, SETTINGS.ontology).conforms
    with pytest.raises(TimeoutError):
        listener.accept()


def check_file(file: Path, text: str) -> Report:
    file.write_text(text, encoding="utf-8")
    return validate_files([file], SETTINGS.shapes, SETTINGS.ontology)


def test_no_remote_context_is_fetched(tmp_path: Path, listener: socket.socket) -> None:
    with pytest.raises(UsageError):
        check_file(
            tmp_path / "a.jsonld", f'{{"@context": "{address(listener)}", "@id": "urn:a", "name": "x"}}'
        )
    with pytest.raises(TimeoutError):
        listener.accept()


def test_each_named_graph_of_a_file_is_a_record(tmp_path: Path) -> None:
    graphs = "".join(f"GRAPH id:n{abs(n)} {{ {FIGURE} ; hab:count {n} . }}\n" for n in (1, -2))
    report = check_file(tmp_path / "a.trig", PREFIXES + graphs)
    assert [(r.record, r.message) for r in report.results] == [
        ("urn:habeas:id:synthetic-n2", "count: “-2” is not 0 or more")
    ]
    assert report.checked == 2


def test_a_default_graph_is_named_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    report = check_file(file, PREFIXES + FIGURE + "; hab:count -1 .")
    assert [r.record for r in report.results] == [file.as_uri()]
    assert read(report)


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    text = PREFIXES + "[] a hab:Person ; hab:birthYear 200{} ."
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for number, file in enumerate(files, 1):
        file.write_text(text.replace("{}", str(number)), encoding="utf-8")
    assert validate_files(files, SETTINGS.shapes, SETTINGS.ontology).conforms


BROKEN = {
    "a.xlsx": ("", "the kind of file is not known: .xlsx"),
    "plain": ("", "the kind of file is not known: no suffix"),
    "a.ttl": ("<urn:a> <urn:b> .", "the file is not Turtle"),
    "a.nq": ("<urn:a> <urn:b> 'c'", "the file is not N-Quads"),
    "b.ttl": ("<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .", "a triple inside a triple"),
}


@pytest.mark.parametrize(("name", "case"), BROKEN.items(), ids=BROKEN)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, case: tuple[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        check_file(tmp_path / name, case[0])
    assert caught.value.message.startswith(case[1])
    assert caught.value.where
    assert caught.value.mend


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        validate_files([tmp_path / "none.ttl"], SETTINGS.shapes, SETTINGS.ontology)
    assert caught.value.where == str(tmp_path / "none.ttl")
