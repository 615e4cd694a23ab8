"""Who decided, by role, and what is a statement, a charge or a finding: rules, lists, pages, questions.

All people and bodies here are synthetic. A record says what a row would, the rules derive, and the site serves it.
"""

from __future__ import annotations

import datetime as dt
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.editions import Finding
from habeas.model import Model, read_model
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, ONTOLOGY
from habeas.publish.derive import derive
from habeas.sparql.library import load_library, run
from habeas.sparql.results import text_rows
from habeas.web import create_app

HERE = Path(__file__).parent
DATA = runpy.run_path(str(HERE / "data" / "documents.py"))
SETTINGS = Settings()
BASE = "http://localhost:8000/id/"
HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}

RECORD = f"""
@prefix hab: <{HAB}> .
@prefix id: <{BASE}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix voc: <https://w3id.org/habeas/vocabulary/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:court a hab:Court ; skos:prefLabel "Synthetic Court"@en .
id:ministry a hab:Body ; skos:prefLabel "Synthetic Ministry"@en .
id:accused a hab:Person ; skos:prefLabel "Synthetic Accused"@en .
id:judge a hab:Person ; skos:prefLabel "Synthetic Judge"@en .
id:rep a hab:Person ; skos:prefLabel "Synthetic Representative"@en .
id:open a hab:Person ; skos:prefLabel "Synthetic Participant"@en .
id:appointed a hab:Person ; skos:prefLabel "Synthetic Appointee"@en .
id:stated a hab:Person ; skos:prefLabel "Synthetic Member of a Court"@en .
id:advocate a hab:Person ; skos:prefLabel "Synthetic Advocate General"@en .
id:official a hab:Person ; skos:prefLabel "Synthetic Official"@en .
id:politician a hab:Person ; skos:prefLabel "Synthetic Politician"@en .
id:sentencing a hab:Sentencing ; hab:defendant id:accused ; hab:court id:court ; hab:judge id:judge ;
    hab:representative id:rep ; hab:decidedBy id:open ; hab:dateText "in 2003" ; hab:earliest "2003-01-01"^^xsd:date .
id:conviction a hab:Conviction ; hab:defendant id:accused ; hab:court id:court ; hab:judge id:judge ;
    hab:representative id:rep ;
    hab:dateText "in 2002" ; hab:earliest "2002-01-01"^^xsd:date .
id:charging a hab:Charging ; hab:defendant id:accused ; hab:onCharge id:charge ; hab:dateText "in 2001" ;
    hab:earliest "2001-01-01"^^xsd:date .
id:charge a hab:Charge ; hab:chargeWording "a synthetic offence" .
id:arrest a hab:Arrest ; hab:subjectPerson id:accused ; hab:dateText "in 2000" .
id:remark a hab:Statement ; skos:prefLabel "Synthetic remark"@en ; hab:about id:accused ; hab:statedBy id:politician ;
    hab:description "Calls the accused a terrorist." ; hab:dateText "in 2004" .
id:post1 a hab:Appointment ; hab:appointee id:appointed ; hab:appointedTo id:court ; hab:post "Judge" .
id:post2 a hab:Appointment ; hab:appointee id:advocate ; hab:appointedTo id:court ; hab:post "advocate general" .
id:post3 a hab:Appointment ; hab:appointee id:official ; hab:appointedTo id:ministry ; hab:post "judge" .
id:post4 a hab:Appointment ; hab:appointee id:stated ; hab:appointedTo id:court ; hab:post "first member" ;
    <https://w3id.org/habeas/ns#office> <https://w3id.org/habeas/vocabulary/office/judge> .
"""
ABOUT_THE_RECORD = f"""
@prefix hab: <{HAB}> .
@prefix id: <{BASE}> .
id:list a hab:Source ; hab:title "A synthetic list" .
id:row a hab:Record ; hab:source id:list ; hab:locator "row 1" .
"""


def parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    """The record in its graph and in the consolidated one, the declarations, and what the rules derive."""
    store, record, declared = ox.Store(), ox.NamedNode(f"{BASE}row"), ox.NamedNode(ONTOLOGY)
    for quad in parsed(RECORD + ABOUT_THE_RECORD):
        store.add(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, record))
    for quad in Declarations(SETTINGS.ontology).store:
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, declared))
    store.extend(Declarations(SETTINGS.ontology / "vocabularies").store)
    derive(store, SETTINGS.rules, dt.date(2026, 11, 22))
    return list(store)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, quads: list[ox.Quad]) -> Settings:
    settings: Settings = DATA["settings_at"](tmp_path_factory.mktemp("home"))
    found = Finding(
        "statement-as-charge", "Warning", f"{BASE}charging", "Charging", "A synthetic finding on a charge."
    )
    DATA["make_edition"](settings, more=quads, findings=[found])
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def facts(quads: list[ox.Quad], predicate: str) -> set[tuple[str, str]]:
    found = (q for q in quads if q.predicate.value == HAB + predicate)
    found = (q for q in found if isinstance(q.graph_name, ox.DefaultGraph))
    return {(q.subject.value.rsplit("/", 1)[-1], q.object.value.rsplit("/", 1)[-1]) for q in found}


def listed(client: TestClient, address: str) -> set[str]:
    answer = client.get(f"/{address}", headers=JSON).json()
    assert answer["total"] == len(answer["members"])
    return {member["label"] for member in answer["members"]}


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    parts = re.split(r"<h2[^>]*>", page)
    (found,) = [part for part in parts if words(part.split("</h2>")[0]).strip() == heading]
    return words(found.split("</h2>", 1)[1])


# --- roles -------------------------------------------------------------------------------


def test_whoever_decided_is_found_by_the_wider_role(quads: list[ox.Quad]) -> None:
    of_sentencing = {who for event, who in facts(quads, "decidedBy") if event == "sentencing"}
    assert of_sentencing == {"judge", "rep", "open"}


def test_a_representative_sentences_nobody_as_a_judge(quads: list[ox.Quad]) -> None:
    assert facts(quads, "sentencedBy") == {("accused", "judge")}
    assert facts(quads, "sentencedWithRepresentative") == {("accused", "rep")}


def test_a_post_that_is_worded_as_an_office_is_that_office(quads: list[ox.Quad]) -> None:
    assert facts(quads, "office") == {
        ("post1", "judge"),
        ("post2", "advocate-general"),
        ("post3", "judge"),
        ("post4", "judge"),
    }


def test_only_an_appointment_to_a_court_makes_a_judge(quads: list[ox.Quad]) -> None:
    assert facts(quads, "judgeAt") == {("appointed", "court"), ("stated", "court")}


def test_judges_are_those_of_events_and_those_appointed(client: TestClient) -> None:
    assert listed(client, "judges") == {
        "Judge Imaginary",
        "Synthetic Judge",
        "Synthetic Appointee",
        "Synthetic Member of a Court",
    }
    assert listed(client, "representatives") == {"Synthetic Representative"}


@pytest.mark.parametrize(
    ("address", "said"),
    [("judges", "or as appointed to a court as a judge"), ("representatives", "not as a judge")],
)
def test_the_sentence_at_the_top_is_true_of_each(client: TestClient, address: str, said: str) -> None:
    page = words(client.get(f"/{address}", headers=HTML).text)
    assert said in page
    assert "presided or decided" not in page


def test_the_home_page_leads_to_the_lists_of_roles(client: TestClient) -> None:
    page = client.get("/", headers=HTML).text
    assert re.search(r'<a href="\./judges"><strong>4</strong> judges</a>', page)
    assert re.search(r'<a href="\./representatives"><strong>1</strong> representatives</a>', page)


def test_a_persons_page_tells_who_decided_and_as_what(client: TestClient) -> None:
    page = words(client.get("/doc/accused.html").text)
    assert "decided by (court representative) Synthetic Representative" in page
    assert "sentenced by Synthetic Judge" in page


def test_a_representatives_page_calls_nobody_a_judge(client: TestClient) -> None:
    page = words(
        client.get("/doc/rep.html").text.split('<main id="main"')[1].split('<footer class="site"')[0]
    )
    assert "here as court representative" in page
    assert "here as judge" not in page
    assert "Took part in sentencing 1 Synthetic Accused" in page


def test_a_judge_by_appointment_says_where(client: TestClient) -> None:
    assert "judge at Synthetic Court" in words(client.get("/doc/appointed.html").text)


def ask(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.post("/graphql", json={"query": query}, headers=JSON).json()
    assert "errors" not in answer, answer
    return answer["data"]


@pytest.mark.parametrize(
    ("role", "name", "found"),
    [
        ("decidedBy", "Synthetic Judge", 1),
        ("decidedBy", "Synthetic Representative", 1),
        ("decidedBy", "Synthetic Participant", 1),
        ("judge", "Synthetic Judge", 1),
        ("judge", "Synthetic Representative", 0),
        ("representative", "Synthetic Representative", 1),
        ("representative", "Synthetic Judge", 0),
    ],
)
def test_graphql_filters_by_the_role(client: TestClient, role: str, name: str, found: int) -> None:
    query = f'{{ sentencings(where: {{ {role}: {{ label: {{ eq: "{name}" }} }} }}) {{ totalCount }} }}'
    assert ask(client, query)["sentencings"]["totalCount"] == found


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Synthetic Judge", "judge"),
        ("Synthetic Representative", "court representative"),
        ("Synthetic Participant", "not stated"),
    ],
)
def test_the_question_says_the_role(settings: Settings, client: TestClient, name: str, role: str) -> None:
    question = load_library(settings.queries)["defendants-by-judge"]
    store_path = client.app.state.site.current().edition.store_path  # type: ignore[attr-defined]
    variables, rows = text_rows(run(question, {"judge": name}, store_path).body)
    (row,) = [dict(zip(variables, cells, strict=True)) for cells in rows]
    assert (row["defendant"], row["judgeName"], row["role"]) == ("Synthetic Accused", name, role)


# --- statements, charges, findings -------------------------------------------------------


def test_every_class_of_events_says_what_it_is(model: Model) -> None:
    events = [c for c in model.descendants("Event") if not c.abstract]
    kinds = {c.name: act.label for c in events if (act := model.act_of(c.name))}
    assert len(kinds) == len(events) >= 24
    told_apart = {name: kind for name, kind in kinds.items() if kind != "Event"}
    assert told_apart == {
        **{"Statement": "Statement", "Charging": "Charge"},
        **dict.fromkeys(("Conviction", "Sentencing", "Judgment", "Appeal"), "Finding"),
    }


def test_only_one_act_is_simply_an_event(model: Model) -> None:
    assert [act.label for act in model.acts.values() if "{name}" not in act.heading] == ["Event"]


def test_the_act_follows_from_the_class(quads: list[ox.Quad]) -> None:
    assert facts(quads, "act") == {
        ("sentencing", "finding"),
        ("conviction", "finding"),
        ("charging", "charge"),
        ("arrest", "event"),
        ("remark", "statement"),
    }


def test_a_conviction_alone_implies_no_status(model: Model) -> None:
    assert model.classes["Conviction"].implies_status is None
    assert model.classes["Conviction"].plural == "convictions"


def test_a_persons_page_tells_statements_charges_and_findings_apart(client: TestClient) -> None:
    page = client.get("/doc/accused.html").text
    name = "Synthetic Accused"
    assert "Synthetic remark" in section(page, f"Statements about {name}")
    assert "a synthetic offence" in section(page, f"Charges against {name}")
    assert re.search("in 2002 .*in 2003 ", section(page, f"Findings of courts on {name}"))
    assert "in 2000" in section(page, "Events")
    assert page.count("Synthetic remark") == 1, "a statement stands under its own heading only"
    assert "terrorist" not in section(page, f"Charges against {name}")


def test_a_finding_on_a_charge_stands_on_the_page_of_the_accused(client: TestClient) -> None:
    assert "A synthetic finding on a charge." in client.get("/doc/accused.html").text
    assert "A synthetic finding on a charge." in client.get("/doc/charging.html").text
    assert "A synthetic finding on a charge." not in client.get("/doc/judge.html").text


def test_what_was_found_of_others_is_no_finding_on_the_judge(client: TestClient) -> None:
    page = client.get("/doc/judge.html").text
    assert "Findings of courts on" not in page
    assert "Sentencing (finding), here as judge" in section(page, "Events")


def test_graphql_says_what_each_is(client: TestClient) -> None:
    query = """{ people(where: { label: { eq: "Synthetic Accused" } }) { nodes {
        subjectIn { nodes { __typename act { label } } } aboutIn { nodes { __typename act { label } } } } } }"""
    (person,) = ask(client, query)["people"]["nodes"]
    found = [(e["__typename"], e["act"]["label"]) for e in person["subjectIn"]["nodes"]]
    assert sorted(found) == [
        ("Arrest", "Event"),
        ("Charging", "Charge"),
        ("Conviction", "Finding"),
        ("Sentencing", "Finding"),
    ]
    assert [e["act"]["label"] for e in person["aboutIn"]["nodes"]] == ["Statement"]
    only = ask(client, '{ events(where: { act: { label: { eq: "Charge" } } }) { nodes { __typename } } }')
    assert {e["__typename"] for e in only["events"]["nodes"]} == {"Charging"}


def test_the_timeline_says_what_each_is(settings: Settings, client: TestClient) -> None:
    question = load_library(settings.queries)["timeline"]
    store_path = client.app.state.site.current().edition.store_path  # type: ignore[attr-defined]
    variables, rows = text_rows(run(question, {"person": "Synthetic Accused"}, store_path).body)
    found = [dict(zip(variables, cells, strict=True)) for cells in rows]
    assert {(row["kind"], row["act"]) for row in found} == {
        ("Arrest", "event"),
        ("Charging", "charge"),
        ("Conviction", "finding"),
        ("Sentencing", "finding"),
        ("Statement", "statement"),
    }
