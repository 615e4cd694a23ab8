"""The cross-record checks: run on the store as pySHACL would run them, stop what is dangerous, are told in the docs."""

from __future__ import annotations

import datetime as dt
import re
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.errors import ModelError, ValidationError
from habeas.identity import Clearance, Identity, append_entries
from habeas.model import read_model
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, SH, SHAPE, XSD, local_name
from habeas.publish import Publisher, build
from habeas.publish import filter as filtering
from habeas.publish.basis import Basis
from habeas.publish.records import group_records
from habeas.shapes import Report, validate_consolidated
from habeas.shapes.checks import read_checks
from habeas.shapes.terms import to_rdflib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "data" / "shapes"
PAGE = ROOT / "docs" / "reference" / "checks.md"
SETTINGS = Settings()
TODAY = dt.date(2026, 11, 22)
EDITION = runpy.run_path(str(FOLDER / "edition.py"))
ORACLE = runpy.run_path(str(FOLDER / "pyshacl_oracle.py"))
CHECKS = read_checks(SETTINGS.shapes)
NAMES = {local_name(check.shape) for check in CHECKS}
FLAT = sorted({local_name(check.shape) for check in CHECKS if not check.reads_named_graphs})
EXAMPLES = sorted(FOLDER.glob("cross-record.*.ttl"))
PREFIXES = """
@prefix hab: <https://w3id.org/habeas/ns#> . @prefix id: <urn:habeas:id:synthetic-> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix shape: <https://w3id.org/habeas/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def test_all_checks_are_found() -> None:
    assert len(NAMES) == 23
    assert len(CHECKS) == 28
    assert len(FLAT) == 16
    assert {check.severity for check in CHECKS} == {"Violation", "Warning", "Info"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: local_name(c.constraint))
def test_a_check_that_reads_named_graphs_says_so(check) -> None:
    (file,) = (SETTINGS.shapes / "cross-record").glob(f"{local_name(check.shape)}.ttl")
    whole = file.read_text(encoding="utf-8")
    assert check.reads_named_graphs == bool(re.search(r"\bGRAPH\b", whole))


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: local_name(c.constraint))
def test_a_message_names_the_values(check) -> None:
    variables = {v.value for v in ox.Store().query(check.query).variables}
    named = set(re.findall(r"\{[?$](\w+)\}", check.message))
    assert named
    assert named <= variables


def test_several_holders_looks_at_whatever_holds_a_part() -> None:
    """Every property that a record may state, whose values are of a class that is described inside its holder."""
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    stated = {
        p.iri
        for c in model.classes.values()
        for p in c.own
        if p.range in model.classes and model.classes[p.range].embedded and not p.derived
    }
    graph = Declarations(SETTINGS.shapes / "cross-record")
    targets = {v.value for v in graph.values(f"{SHAPE}several-holders", f"{SH}targetObjectsOf")}
    assert targets == stated
    assert len(targets) == 4


# --- held to pySHACL ---------------------------------------------------------------------


def runnable() -> rdflib.Graph:
    """The checks that an engine with one flat graph can run."""
    graph = ORACLE["turtle_of"](SETTINGS.shapes / "cross-record")
    for shape in set(graph.subjects(rdflib.URIRef(f"{HAB}readsNamedGraphs"))):
        graph.remove((shape, None, None))
    return graph


def doubled(term: rdflib.term.Identifier) -> rdflib.term.Identifier:
    """PySHACL puts values into messages by ``re.sub``, which halves the backslashes."""
    if isinstance(term, rdflib.Literal) and "\\" in term:
        return rdflib.Literal(term.replace("\\", r"\\"), term.language, term.datatype, normalize=False)
    return term


def by_pyshacl(store: ox.Store) -> set[tuple[str, ...]]:
    graph = ORACLE["PreparedGraph"]()
    graph += ORACLE["turtle_of"](SETTINGS.ontology)
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), doubled(to_rdflib(quad.object))))
    return {
        (str(v.focus), str(v.value), v.message, local_name(str(v.severity)), str(v.shape), str(v.component))
        for v in ORACLE["judge"](graph, runnable())
    }


def by_oxigraph(store: ox.Store, basis: list[ox.Quad]) -> set[tuple[str, ...]]:
    flat = {check.shape for check in CHECKS if not check.reads_named_graphs}
    results = validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology, basis).results
    return {
        (r.focus, r.value.value, r.message, r.severity, r.shape, r.component)
        for r in results
        if r.shape in flat and r.value is not None
    }


@pytest.mark.parametrize("name", FLAT)
def test_the_store_and_pyshacl_find_the_same_in_the_examples(name: str) -> None:
    """All the examples of a check in one store: what they say together is more than each says alone."""
    files = [
        f for f in EXAMPLES if f.name.split(".")[1].removeprefix("violate-").removeprefix("conform-") == name
    ]
    assert len(files) >= 2
    store, basis = EDITION["edition_of"](*files)
    found = by_oxigraph(store, basis)
    assert name in {local_name(row[4]) for row in found}
    assert found == by_pyshacl(store)


def test_the_store_and_pyshacl_find_the_same_in_the_shipped_edition(edition: Edition) -> None:
    store = ox.Store()
    store.bulk_extend(iter(edition.store))
    found = by_oxigraph(store, [])
    assert len(found) >= 5
    assert found == by_pyshacl(store)


def test_a_day_less_is_the_day_before() -> None:
    """The stock-and-flow check rests on it; a day more is an error for some days in Oxigraph 0.5.13."""
    days = [dt.date(2000, 1, 1) + dt.timedelta(n) for n in range(366 * 5)]
    store = ox.Store()
    for day in days:
        node, date = ox.NamedNode(f"urn:day:{day}"), ox.NamedNode(f"{XSD}date")
        store.add(ox.Quad(node, ox.NamedNode("urn:is"), ox.Literal(str(day), datatype=date)))
        after = ox.Literal(str(day + dt.timedelta(1)), datatype=date)
        store.add(ox.Quad(node, ox.NamedNode("urn:next"), after))
    rows = store.query(
        f'SELECT ?d {{ ?d <urn:is> ?x ; <urn:next> ?y FILTER(?x = ?y - "P1D"^^<{XSD}dayTimeDuration>) }}'
    )
    assert len(list(rows)) == len(days)


# --- the store ---------------------------------------------------------------------------


def test_the_store_is_the_same_afterwards() -> None:
    store, basis = EDITION["edition_of"](FOLDER / "cross-record.conform-date-in-doubt.ttl")
    before, graphs = set(store), set(store.named_graphs())
    validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology, basis)
    assert (set(store), set(store.named_graphs())) == (before, graphs)


def test_without_a_basis_nothing_counts_as_cleared() -> None:
    store, _ = EDITION["edition_of"](FOLDER / "cross-record.conform-date-in-doubt.ttl")
    report = validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology)
    assert {local_name(r.shape) for r in report.violations} == {"not-for-the-audience"}


@pytest.fixture
def own_shapes(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SETTINGS.shapes, tmp_path / "shapes"))


CHECK = """
shape:own a sh:NodeShape ; sh:targetClass hab:Event ; sh:name "own"@en ; sh:description "Synthetic."@en ;
    sh:severity sh:Info ; sh:sparql shape:own-query .
shape:own-query a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/habeas/shapes> ;
    sh:message "{$this} has the {?path} {?value}, and {?nothing}."@en ;
    sh:select "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER (?path = hab:place) }" .
"""


def found_with(own_shapes: Path, check: str, body: str) -> list[tuple[str, str, str]]:
    (own_shapes / "cross-record" / "own.ttl").write_text(PREFIXES + check, encoding="utf-8")
    store = ox.Store()
    store.load(input=(PREFIXES + body).encode(), format=ox.RdfFormat.TURTLE)
    report = validate_consolidated(store, own_shapes, SETTINGS.ontology)
    results = [r for r in report.results if r.shape == f"{SHAPE}own"]
    return sorted((local_name(r.focus), str(r.path), r.message) for r in results)


BODY = """
id:a a hab:Arrest ; hab:place "A" . id:b a hab:Person ; hab:place "B" .
id:c a hab:Event ; hab:place "C" ; hab:judge id:b .
"""


@pytest.mark.parametrize(
    ("target", "nodes"),
    [
        ("sh:targetClass hab:Event", ["a", "c"]),
        ("sh:targetNode id:b", ["b"]),
        ("sh:targetSubjectsOf hab:judge", ["c"]),
        ("sh:targetObjectsOf hab:judge", ["b"]),
        ("sh:targetNode id:a ; sh:targetObjectsOf hab:judge", ["a", "b"]),
        ("sh:target shape:own-target", ["b", "c"]),
    ],
)
def test_targets(own_shapes: Path, target: str, nodes: list[str]) -> None:
    more = 'shape:own-target sh:select "SELECT ?this WHERE { { ?this hab:judge ?x } UNION { ?y hab:judge ?this } }" .'
    rows = found_with(own_shapes, CHECK.replace("sh:targetClass hab:Event", target) + more, BODY)
    assert rows == [
        (
            f"synthetic-{n}",
            "hab:place",
            f"<urn:habeas:id:synthetic-{n}> has the hab:place {n.upper()}, and {{?nothing}}.",
        )
        for n in nodes
    ]


ILL_FORMED = {
    "no target": ("sh:targetClass hab:Event ;", ""),
    "sh:property is not evaluated": ("sh:sparql", "sh:property shape:x ; sh:sparql"),
    "sh:deactivated is not evaluated": ("sh:select", "sh:deactivated true ; sh:select"),
    "no sh:message": ('sh:message "{$this} has the {?path} {?value}, and {?nothing}."@en ;', ""),
    "no sh:select": ("sh:select", "sh:prefixes"),
    "does not parse": ("FILTER (?path", "FILTER ((?path"),
    "never closed": ("FILTER (?path = hab:place) }", "FILTER (?path = hab:place) "),
    "does not select $this": ("SELECT $this ?path", "SELECT ?path"),
    "is no SELECT": ("SELECT $this ?path ?value WHERE", "ASK"),
    "cannot be read": (
        "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER (?path = hab:place) }",
        "SELECT 1",
    ),
}


@pytest.mark.parametrize(("words", "change"), ILL_FORMED.items(), ids=ILL_FORMED)
def test_an_ill_formed_check_is_an_error(own_shapes: Path, words: str, change: tuple[str, str]) -> None:
    assert CHECK.count(change[0]) == 1
    with pytest.raises(ModelError) as caught:
        found_with(own_shapes, CHECK.replace(*change), BODY)
    assert "own" in f"{caught.value.message} {caught.value.where}"
    assert caught.value.mend


def test_without_checks_there_is_an_error(own_shapes: Path) -> None:
    shutil.rmtree(own_shapes / "cross-record")
    with pytest.raises(ModelError, match="no cross-record check"):
        validate_consolidated(ox.Store(), own_shapes, SETTINGS.ontology)


# --- publication -------------------------------------------------------------------------


def test_a_filter_that_lets_too_much_through_is_stopped(
    tmp_path: Path, silent: Callable[..., None], monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    """The filter is broken so that it passes every record; the ledger then clears one record less."""
    root = tmp_path / "root"
    for folder in ("ontology", "shapes", "ingest", "ledger", "graphql", "sparql"):
        shutil.copytree(ROOT / folder, root / folder)
    settings = Settings(home=tmp_path / "home", root=root)
    first = build(settings, today=TODAY, progress=silent).published.manifest  # type: ignore[arg-type]
    assert first.id == edition.manifest.id
    ledger = root / "ledger" / "clearance.jsonl"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    record = re.search(r'"record":"(\w+)"', next(line for line in lines if '"2026-11-28"' in line))
    assert record
    ledger.write_text("".join(line for line in lines if record[1] not in line), encoding="utf-8")
    monkeypatch.setattr(filtering.Filter, "_tier", lambda _, ruling: "public")
    with pytest.raises(ValidationError) as caught:
        build(settings, today=TODAY, force=True, progress=silent)  # type: ignore[arg-type]
    assert "there is no clearance" in caught.value.message
    assert record[1] in caught.value.message
    assert open_current(settings).id == first.id
    assert "not-for-the-audience" in (settings.home / "reports" / "public.ttl").read_text(encoding="utf-8")


def test_a_warning_stops_nothing_and_a_violation_does(
    declarations: Path, silent: Callable[..., None]
) -> None:
    settings = Settings(home=declarations.parent / "home", root=declarations)
    file = declarations / "shapes" / "cross-record" / "parts-do-not-add-up.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("sh:severity sh:Warning", "sh:severity sh:Violation"), encoding="utf-8")
    with pytest.raises(ValidationError, match=r"968 \+ 168"):
        build(settings, today=TODAY, progress=silent)  # type: ignore[arg-type]
    assert not list(settings.home.glob("editions/current-*"))


def test_a_change_of_a_check_makes_a_new_edition(
    declarations: Path, silent: Callable[..., None], edition: Edition
) -> None:
    file = declarations / "shapes" / "cross-record" / "parts-do-not-add-up.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("add up to", "come to"), encoding="utf-8")
    settings = Settings(home=declarations.parent / "home", root=declarations)
    built = build(settings, today=TODAY, progress=silent)  # type: ignore[arg-type]
    assert built.published.manifest.id != edition.manifest.id
    assert any("968 + 168 come to 1136" in f.message for f in built.published.manifest.findings)


TWO = """
id:source { id:source a hab:Source ; hab:title "Synthetic bulletin" ; hab:publisher "unknown" ; hab:licence "CC0-1.0" ;
    hab:language "en" ; hab:noAddress "synthetic" ; hab:retrieved "2001-06-01"^^xsd:date . }
id:record { id:record a hab:Record ; hab:source id:source ; hab:locator "paragraph 1" ; hab:tableName "people" ;
    hab:rowNumber 1 ; hab:recordStatus <https://w3id.org/habeas/vocabulary/record-status/accepted> ;
    hab:polarity <https://w3id.org/habeas/vocabulary/polarity/asserts> ;
    hab:confidence <https://w3id.org/habeas/vocabulary/confidence/reported> ; hab:recorded "2001-06-02"^^xsd:date .
    id:one a hab:Person ; skos:prefLabel "Synthetic Person"@en .
    id:two a hab:Person ; skos:prefLabel "Synthetic person"@en .
    id:item a hab:Publication ; hab:mentions id:one , id:two . }
"""


def test_the_decision_that_two_people_differ_settles_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, root=ROOT)
    records = group_records(ox.parse((PREFIXES + TWO).encode(), format=ox.RdfFormat.TRIG))
    said = {"by": "Synthetic reviewer", "why": "a test", "when": "2001-06-03"}
    record = records[ox.NamedNode("urn:habeas:id:synthetic-record")]
    cleared = Clearance(record="synthetic-record", digest=record.digest, tier="public", **said)
    append_entries([cleared], settings.home / "ledger")

    def duplicates() -> list[str]:
        published = Publisher(settings, "public", TODAY).publish(records, Report())
        return [f.message for f in published.manifest.findings if f.shape == "possible-duplicates"]

    (message,) = duplicates()
    assert "/id/synthetic-one" in message
    assert "/id/synthetic-two" in message
    for decision, left in (("unsure", 1), ("different", 0), ("unsure", 1)):
        entry = Identity(decision=decision, a="synthetic-two", b="synthetic-one", **said)
        append_entries([entry], settings.home / "ledger")
        assert len(duplicates()) == left


def test_a_record_without_a_clearance_is_for_the_restricted_audience(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, root=ROOT)
    records = group_records(ox.parse((PREFIXES + TWO).encode(), format=ox.RdfFormat.TRIG))
    published = Publisher(settings, "restricted", TODAY).publish(records, Report())
    assert published.manifest.counts["records"] == 1
    assert [f.shape for f in published.manifest.findings] == ["possible-duplicates"]


def test_a_delay_that_is_over_counts_as_cleared() -> None:
    said = {"by": "Synthetic reviewer", "why": "a test", "when": "2001-06-03", "digest": ""}
    rulings = [
        Clearance(record="a", tier="public", **said),
        Clearance(record="b", tier="delayed", until="2001-01-31", **said),
        Clearance(record="c", tier="delayed", until="2001-02-01", **said),
        Clearance(record="a", tier="sealed", **said),
    ]
    basis = Basis(frozenset({"public"}), dt.date(2001, 2, 1), "http://x", {})
    quads = list(basis.quads(rulings, []))
    told = {local_name(q.subject.value): local_name(q.object.value) for q in quads}
    assert told == {"publication": "public", "a": "sealed", "b": "public", "c": "delayed"}


# --- the page ----------------------------------------------------------------------------


def sections() -> dict[str, str]:
    parts = re.split(r"^## `([\w-]+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(
        zip(parts[1::2], (re.split(r"^## ", p, flags=re.MULTILINE)[0] for p in parts[2::2]), strict=True)
    )


def test_the_page_tells_of_every_check() -> None:
    told = sections()
    assert set(told) == NAMES
    severities = {local_name(check.shape): check.severity for check in CHECKS}
    for name, text in told.items():
        assert text.strip().startswith(f"*{severities[name]}.*"), name
        assert "**Does not mean**" in text, name


def test_the_page_has_every_finding_on_the_shipped_data_and_no_other(edition: Edition) -> None:
    told = {
        (name, " ".join(quoted.replace("\n> ", " ").split()))
        for name, text in sections().items()
        for quoted in re.findall(r"^> ((?:.+\n)+)", text, flags=re.MULTILINE)
    }
    assert {(f.shape, f.message) for f in edition.manifest.findings} == told
    assert len(told) == len(edition.manifest.findings) >= 10


def test_every_finding_is_defended() -> None:
    """After the words of a finding, or of several of one kind, comes why it stands."""
    for name, text in sections().items():
        quoted = [block.startswith("> ") for block in text.strip().split("\n\n")]
        assert any(quoted) == ("**On the shipped data**" in text), name
        assert not quoted[-1], name
