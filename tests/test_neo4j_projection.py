"""An edition as a property graph, and what is said of servers that do not answer; no server is needed."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from neo4j.time import Duration

from habeas.config import Settings
from habeas.editions import Edition
from habeas.errors import ModelError
from habeas.model import Model, read_model
from habeas.model.namespaces import HAB, ONTOLOGY, RDF, RDFS, XSD
from habeas.network import Neo4jError, PropertyGraph, Target, project
from habeas.network.comparison import compare
from habeas.network.graph import Relationship
from habeas.network.literals import value_of, values_of
from habeas.network.naming import links, literals, property_key, relationship_type
from habeas.network.target import is_supported, session_at

BASE = "http://localhost:8000"
SETTINGS = Settings()


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def shipped(edition: Edition, model: Model) -> PropertyGraph:
    return project(edition.store, model, edition.manifest.base, SETTINGS.rules)


@pytest.fixture(scope="module")
def synthetic(model: Model) -> PropertyGraph:
    store = ox.Store()
    store.bulk_load(path=str(Path(__file__).parent / "data" / "questions.trig"), format=ox.RdfFormat.TRIG)
    return project(store, model, BASE, SETTINGS.rules)


def found(graph: PropertyGraph, start: str, kind: str) -> list[Relationship]:
    """The relationships of a type that start at what bears a label."""
    ids = {node.id for node in graph.nodes.values() if node.properties["label"] == start}
    return [r for r in graph.relationships.values() if r.start in ids and r.type == kind]


def test_every_thing_of_the_edition_is_a_node_with_its_classes(
    shipped: PropertyGraph, edition: Edition, model: Model
) -> None:
    typed = {
        (str(quad.subject)[1:-1], model.by_iri[quad.object.value].name)
        for quad in edition.store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), None, ox.DefaultGraph())
        if isinstance(quad.object, ox.NamedNode) and quad.object.value in model.by_iri
    }
    by_iri = {node.properties["iri"]: node for node in shipped.nodes.values()}
    assert len(typed) > 1_000
    assert all(name in by_iri[iri].labels for iri, name in typed)
    for node in shipped.nodes.values():
        assert node.properties.keys() >= {"id", "iri", "label"}
        wider = {a.name for label in node.labels for a in model.ancestors(label)}
        assert node.labels == wider, "every wider class is a label too"


def test_every_asserted_link_is_a_relationship(
    shipped: PropertyGraph, edition: Edition, model: Model
) -> None:
    for kind, prop in links(model).items():
        if kind == "STATED_IN":
            continue
        quads = edition.store.quads_for_pattern(None, ox.NamedNode(prop.iri), None, ox.DefaultGraph())
        assert sum(1 for _ in quads) == sum(r.type == kind for r in shipped.relationships.values()), kind


def test_every_literal_is_kept(shipped: PropertyGraph, edition: Edition, model: Model) -> None:
    kept = sum(
        len(value) if isinstance(value, list) else 1
        for node in shipped.nodes.values()
        for key, value in node.properties.items()
        if key not in {"id", "iri", "label"}
    )
    things = {node.properties["iri"] for node in shipped.nodes.values()}
    there = sum(
        1
        for prop in literals(model)
        for quad in edition.store.quads_for_pattern(None, ox.NamedNode(prop.iri), None, ox.DefaultGraph())
        if str(quad.subject)[1:-1] in things
    )
    assert kept == there > 1_000


def test_every_relationship_says_who_says_so(shipped: PropertyGraph) -> None:
    records = {node.id for node in shipped.nodes.values() if "Record" in node.labels}
    sources = {node.id for node in shipped.nodes.values() if "Source" in node.labels}
    assert len(shipped.relationships) > 1_000
    for relationship in shipped.relationships.values():
        properties = relationship.properties
        assert properties["sources"], relationship
        assert {*properties["records"], *properties.get("restsOn", [])} <= records
        if relationship.start in sources:
            continue  # no record, but the source itself says what captures there are of it
        assert properties["records"] or properties.get("rule") or properties["sources"] == [ONTOLOGY], (
            relationship
        )


def test_a_derived_relationship_names_its_rule_and_what_it_rests_on(shipped: PropertyGraph) -> None:
    (by,) = found(shipped, "Volodymyr Balukh", "SENTENCED_BY")
    (stated,) = found(shipped, "Sentencing: Volodymyr Balukh", "JUDGE")
    assert (by.properties["rule"], by.properties["records"]) == ("sentencedBy", [])
    assert by.properties["restsOn"] == stated.properties["records"]
    assert "rule" not in stated.properties
    assert by.properties["sources"] == stated.properties["sources"]
    assert by.properties["sources"] == [
        "News index page on political prisoners in Russia and Belarus, paragraph 30 (news item)"
    ]


def test_what_a_rule_concludes_in_a_subquery_rests_on_records_too(synthetic: PropertyGraph) -> None:
    statuses = [r for r in synthetic.relationships.values() if r.type == "LAST_KNOWN_STATUS"]
    assert all(r.properties["restsOn"] for r in statuses if r.properties.get("rule"))


def test_two_records_of_one_link_are_two_sources(synthetic: PropertyGraph) -> None:
    (judge,) = [
        r for r in synthetic.relationships.values() if r.type == "JUDGE" and len(r.properties["records"]) > 1
    ]
    assert judge.properties["records"] == ["r-sentencing-1", "r-sentencing-2"]
    assert len(judge.properties["sources"]) == 2


def test_a_disputed_event_has_no_class_but_its_dispute_leads_to_both_sides(shipped: PropertyGraph) -> None:
    (dispute,) = [
        r for r in shipped.relationships.values()
        if r.type == "DISPUTED_SUBJECT" and shipped.nodes[r.end].labels == {"Entity"}
    ]  # fmt: skip
    rivals = [
        r.end for r in shipped.relationships.values() if (r.start, r.type) == (dispute.start, "RIVAL_VALUE")
    ]
    stated = [r for r in shipped.relationships.values() if r.start in rivals and r.type == "STATED_IN"]
    assert len(rivals) == len(stated) == 2
    assert len({r.end for r in stated}) == 2
    assert shipped.nodes[dispute.end].properties["label"] == "Death"


def test_languages_and_kinds_are_kept(shipped: PropertyGraph) -> None:
    def labelled(label: str) -> dict[str, object]:
        (node,) = [
            n for n in shipped.nodes.values()
            if n.properties["label"] == label and "Record" not in n.labels and "Entity" in n.labels
        ]  # fmt: skip
        return dict(node.properties)

    person = labelled("Oleh Sentsov")
    assert person["prefLabel_en"] == "Oleh Sentsov"
    assert person["altLabel_ru"] == ["сенцов"]
    assert "prefLabel" not in person
    dates = [n.properties["earliest"] for n in shipped.nodes.values() if "earliest" in n.properties]
    assert dates
    assert all(type(day) is dt.date for day in dates)
    terms = [n.properties for n in shipped.nodes.values() if "term" in n.properties]
    assert terms
    assert all(p["term"] == Duration(months=p["termMonths"]) for p in terms)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (literal("43", f"{XSD}integer"), 43),
        (literal("7", f"{XSD}nonNegativeInteger"), 7),
        (literal(str(2**63 - 1), f"{XSD}integer"), 2**63 - 1),
        (literal(str(2**63), f"{XSD}integer"), str(2**63)),
        (literal("10.5", f"{XSD}decimal"), 10.5),
        (literal("true", f"{XSD}boolean"), True),
        (literal("0", f"{XSD}boolean"), False),
        (literal("2015-05-05", f"{XSD}date"), dt.date(2015, 5, 5)),
        (literal("2015-05-05T10:00:00+00:00", f"{XSD}dateTime"), dt.datetime(2015, 5, 5, 10, tzinfo=dt.UTC)),
        (literal("P3Y7M", f"{XSD}duration"), Duration(months=43)),
        (literal("P15D", f"{XSD}duration"), Duration(days=15)),
        (literal("2015-05~", "http://id.loc.gov/datatypes/edtf/EDTF"), "2015-05~"),
        (literal("2015", f"{XSD}gYear"), "2015"),
        (literal("soon", f"{XSD}date"), "soon"),
        (literal("maybe", f"{XSD}boolean"), "maybe"),
        (ox.Literal("Олег", language="uk"), "Олег"),
        (ox.NamedNode("https://example.org/x"), "https://example.org/x"),
    ],
)
def test_a_value_keeps_its_kind_or_else_its_text(term: ox.Literal, value: object) -> None:
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


def test_a_list_is_of_one_kind() -> None:
    assert values_of([literal("7", f"{XSD}integer"), literal("43", f"{XSD}integer")]) == [43, 7]
    assert values_of([literal("7", f"{XSD}integer"), literal("seven", f"{XSD}integer")]) == ["7", "seven"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("judge", "JUDGE"),
        ("subjectPerson", "SUBJECT_PERSON"),
        ("partOfExchange", "PART_OF_EXCHANGE"),
        ("inSIZOCell", "IN_SIZO_CELL"),
        ("rule-breach", "RULE_BREACH"),
    ],
)
def test_relationship_types_are_in_capitals(name: str, kind: str) -> None:
    assert relationship_type(name) == kind


def test_a_language_stands_behind_the_name() -> None:
    assert property_key("prefLabel", ox.Literal("x", language="be-tarask")) == "prefLabel_be_tarask"
    assert property_key("prefLabel", ox.Literal("x")) == "prefLabel"


def test_two_links_of_one_type_or_a_property_that_every_node_has_are_errors(model: Model) -> None:
    link = model.property_names["judge"]
    text = model.property_names["place"]
    person = model.classes["Person"]

    def with_property(**changes: str) -> Model:
        prop = replace(link if "range" in changes else text, **changes)
        return replace(model, classes={**model.classes, "Person": replace(person, own=(*person.own, prop))})

    with pytest.raises(ModelError, match="SUBJECT_PERSON"):
        links(with_property(name="subject-person", iri=f"{HAB}subject-person", range="Person"))
    with pytest.raises(ModelError, match="'label'"):
        literals(with_property(name="label", iri=f"{HAB}label"))


PROPERTY = """
hab:patronymic a owl:DatatypeProperty ; rdfs:label "patronymic"@en ; rdfs:comment "Synthetic."@en ;
    rdfs:domain hab:Person ; rdfs:range xsd:string .
hab:cellmateOf a owl:ObjectProperty ; rdfs:label "cellmate of"@en ; rdfs:comment "Synthetic."@en ;
    rdfs:domain hab:Person ; rdfs:range hab:Person .
"""
SHAPE = """
shape:Person-{name} a sh:PropertyShape ; sh:path hab:{name} ; sh:name "{name}"@en ; sh:description "Synthetic."@en ;
    sh:order 250 ; {value} ; hab:tier tier:public ; sh:severity sh:Violation .
"""


def test_an_added_property_and_an_added_link_appear_with_no_python_changed(declarations: Path) -> None:
    ontology, shape = declarations / "ontology" / "habeas.ttl", declarations / "shapes" / "Person.ttl"
    ontology.write_text(ontology.read_text(encoding="utf-8") + PROPERTY, encoding="utf-8")
    text = shape.read_text(encoding="utf-8")
    assert text.count("    sh:property\n") == 1
    text = text.replace(
        "    sh:property\n", "    sh:property\n        shape:Person-patronymic, shape:Person-cellmateOf,\n"
    )
    text += SHAPE.format(name="patronymic", value="sh:datatype xsd:string ; sh:maxCount 1")
    text += SHAPE.format(name="cellmateOf", value="sh:nodeKind sh:IRI ; sh:class hab:Person")
    shape.write_text(text, encoding="utf-8")
    model = read_model(declarations / "ontology", declarations / "shapes")
    one, other = (ox.NamedNode(f"{BASE}/id/{name}") for name in ("one", "other"))
    store = ox.Store()
    for person in (one, other):
        store.add(ox.Quad(person, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Person")))
        store.add(ox.Quad(person, ox.NamedNode(f"{RDFS}label"), ox.Literal("Synthetic Person")))
    store.add(ox.Quad(one, ox.NamedNode(f"{HAB}patronymic"), ox.Literal("Synthetic-Patronymic")))
    for graph in (ox.DefaultGraph(), ox.NamedNode("https://example.org/synthetic")):
        store.add(ox.Quad(one, ox.NamedNode(f"{HAB}cellmateOf"), other, graph))
    graph = project(store, model, BASE, SETTINGS.rules)
    assert graph.nodes["one"].properties["patronymic"] == "Synthetic-Patronymic"
    assert graph.nodes["one"].labels == {"Person", "Agent", "Entity"}
    assert graph.relationships["one", "CELLMATE_OF", "other"].properties == {
        "records": [],
        "sources": ["https://example.org/synthetic"],
    }


def test_comparing_names_what_is_new_changed_and_gone(shipped: PropertyGraph) -> None:
    assert not compare(shipped, shipped)
    there = PropertyGraph(shipped.root, dict(shipped.nodes), dict(shipped.relationships))
    first, second, *_ = shipped.nodes.values()
    del there.nodes[first.id]
    there.add_node(replace(second, labels=second.labels | {"Stale"}))
    there.add_node(replace(second, id="gone"))
    one, two, *_ = shipped.relationships.values()
    del there.relationships[one.ends]
    there.add_relationship(replace(two, properties={**two.properties, "sources": ["another"]}))
    there.add_relationship(replace(two, type="GONE"))
    changes = compare(shipped, there)
    assert changes
    assert changes.new_nodes == [first]
    assert [(c.node, c.stale) for c in changes.changed_nodes] == [(second, frozenset({"Stale"}))]
    assert changes.gone_nodes == ["gone"]
    assert changes.new_relationships == [one]
    assert changes.changed_relationships == [two]
    assert changes.gone_relationships == [(two.start, "GONE", two.end)]


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ("5.26.0", True),
        ("5.26-aura", True),
        ("2025.01.0", True),
        ("5.9.0", False),
        ("4.4.40", False),
        ("", False),
    ],
)
def test_which_versions_are_supported(version: str, answer: bool) -> None:
    assert is_supported(version) is answer


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "127.0.0.1", "bolt:", "bolt+x://127.0.0.1"])
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises(Neo4jError) as caught, session_at(Target(uri)):
        pass
    assert caught.value.where == uri
    assert "bolt://" in str(caught.value.mend)


def test_a_server_that_does_not_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Neo4jError, match="cannot be reached") as caught, session_at(Target(uri)):
            pass
    assert caught.value.where == uri


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Target("bolt://127.0.0.1", password="secret"))


def test_the_command_line_starts_without_the_driver() -> None:
    check = "import sys, habeas.cli, habeas.cli.neo4j; sys.exit('neo4j' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
