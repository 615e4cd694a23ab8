"""Home, lists, search, declarations, errors, and the endpoints within the site."""

import re
import runpy
from pathlib import Path
from urllib.parse import quote

import pytest
from pyld import jsonld
from starlette.testclient import TestClient

from habeas.web import create_app
from habeas.web.pages import browse

DATA = runpy.run_path(str(Path(__file__).parent / "data" / "documents.py"))
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = DATA["settings_at"](tmp_path_factory.mktemp("home"))
    DATA["make_edition"](settings)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


def labels(answer):
    return [member["label"] for member in answer.json()["members"]]


def test_home_says_how_much_there_is_and_asks_three_questions(client):
    page = client.get("/", headers=HTML).text
    assert re.search(r"<strong>5</strong>\s*people|<strong>4</strong>\s*people", page)
    questions = re.findall(r"<li><strong><bdi>([^<]*)</bdi></strong>", page)
    assert questions == [
        "Whom did Judge Imaginary sentence, where, and to what?",
        "What is publicly known of Ada Synthetic?",
        "Where do sources disagree?",
    ]


def test_the_worked_questions_have_answers(client):
    page = client.get("/", headers=HTML).text
    sparql, graphql = (
        re.search(rf'href="\./({name}\?query=[^"]*)"', page)[1].replace("&amp;", "&")
        for name in ("sparql", "graphql")
    )
    rows = client.get(f"/{sparql}", headers={"Accept": "text/csv"}).text
    assert (
        "Ada Synthetic,Nowhere District Court,Colony settlement,43,10000,XXX,A synthetic bulletin,paragraph 1"
        in rows
    )
    answer = client.get(f"/{graphql}", headers=JSON).json()
    [sentencing] = answer["data"]["sentencings"]["nodes"]
    assert sentencing["defendant"]["label"] == "Ada Synthetic"
    assert DATA["iri"]("ada").endswith(f"/id/{sentencing['defendant']['id']}")
    assert DATA["iri"]("ada") in rows
    assert "Ada Synthetic" in client.get(f"/{sparql}", headers=HTML).text
    assert "Nowhere District Court" in client.get(f"/{graphql}", headers=HTML).text


def test_every_class_has_a_list(client):
    model = client.app.state.site.model
    addresses = [c.plural for c in model.classes.values()]
    assert len(addresses) > 40
    for address in addresses:
        assert client.get(f"/{address}", headers=JSON).status_code == 200, address


def test_lists_of_roles_come_from_properties(client):
    assert labels(client.get("/judges", headers=JSON)) == ["Judge Imaginary"]
    assert labels(client.get("/defendants", headers=JSON)) == ["Ada Synthetic"]
    assert client.get("/judges", headers=JSON).json()["total"] == 1


def test_lists_are_json_ld(client):
    def refuse(url, options):
        raise AssertionError(url)

    document = client.get("/people", headers={"Accept": "application/ld+json"}).json()
    [expanded] = jsonld.expand(document, {"documentLoader": refuse})
    included = expanded["@included"]
    assert len(included) == document["total"]
    assert {t for node in included for t in node["@type"]} == {"https://w3id.org/habeas/ns#Person"}


@pytest.mark.parametrize("address", ["people", "judges"])
def test_pages_of_a_list_together_are_the_list(client, monkeypatch, address):
    whole = labels(client.get(f"/{address}", headers=JSON))
    monkeypatch.setattr(browse, "SIZE", 1)
    found, following = [], address
    while following:
        answer = client.get(f"/{following}", headers=JSON)
        found += labels(answer)
        following = answer.json()["next"]
    assert found == whole


def test_a_page_of_a_list_leads_to_the_next(client, monkeypatch):
    monkeypatch.setattr(browse, "SIZE", 1)
    page = client.get("/people", headers=HTML).text
    following = re.search(r'href="(people\?after=[^"]*)" rel="next"', page)[1]
    assert "From the start" in client.get(f"/{following}", headers=HTML).text


def test_a_cursor_that_is_none_is_refused_in_words(client):
    answer = client.get("/people?after=nonsense", headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["mend"]


@pytest.mark.parametrize("question", ["синтетична", "Ada", "SINTETIK", "Синтетическая"])
def test_search_finds_names_in_any_script(client, question):
    hits = client.get(f"/search?q={quote(question)}", headers=JSON).json()["hits"]
    assert hits[0]["id"] == DATA["iri"]("ada")
    page = client.get(f"/search?q={quote(question)}", headers=HTML).text
    assert f'href="./doc/{DATA["opaque"]("ada")}"' in page


def test_search_without_a_question_or_a_hit_says_so(client):
    asked = client.get("/search", headers=HTML).text
    assert "found by Latin letters" in asked
    assert "any script" not in asked
    assert "No name in this edition" in client.get("/search?q=zzzzz", headers=HTML).text


def test_disputes_tell_each_value_and_who_says_so(client):
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/disputes", headers=HTML).text))
    assert "no request received said by A synthetic register, entry 10" in page
    assert "said by Invented Committee, in A synthetic register, entry 9" in page
    assert "A synthetic finding." in page
    assert client.get("/disputes", headers=JSON).json()["total"] == 2


def test_health_names_the_edition(client):
    told = client.get("/health").json()
    assert (told["status"], told["edition"], told["audience"]) == ("ok", "public-synthetic", "public")


DECLARED = [
    ("/ns", "text/html"),
    ("/ns", "text/turtle"),
    ("/ns", "application/ld+json"),
    ("/shapes", "text/turtle"),
]


@pytest.mark.parametrize(("path", "media_type"), DECLARED)
def test_declarations_are_served(client, path, media_type):
    answer = client.get(path, headers={"Accept": media_type})
    assert answer.headers["Content-Type"].startswith(media_type)
    assert "Person" in answer.text


def test_the_page_of_the_ontology_has_an_anchor_for_every_term(client):
    page = client.get("/ns.html").text
    model = client.app.state.site.model
    for name in [*model.classes, *model.property_names]:
        assert page.count(f' id="{name}"') == 1, name


def test_rules_can_be_read(client):
    rules = sorted(client.app.state.site.settings.rules.glob("*.ru"))
    assert rules
    for file in rules:
        name = file.stem.lstrip("0123456789-")
        assert client.get(f"/rule/{name}").text == file.read_text(encoding="utf-8")
    assert client.get("/rule/unheard-of", headers=JSON).status_code == 404


def test_what_the_program_computes_says_so(client):
    assert "no rule of its own" in client.get("/rule/disputes").text


@pytest.mark.parametrize("path", ["/nowhere", "/doc/a/b", "/shapes.xyz"])
def test_errors_are_pages_for_people_and_json_for_programs(client, path):
    answer = client.get(path, headers=JSON)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json()["message"]
    page = client.get(path, headers=HTML)
    assert page.status_code == 404
    assert '<p role="alert">' in page.text


def test_an_unforeseen_error_tells_no_trace(settings, monkeypatch):
    def fail(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr("habeas.web.pages.home._counts", fail)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get("/", headers=HTML)
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_other_methods_are_refused(client):
    answer = client.post("/people", headers=JSON)
    assert answer.status_code == 405


def test_sparql_updates_and_graphql_errors_answer_in_words(client):
    refused = client.get(
        "/sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}
    )
    assert refused.status_code == 403
    answer = client.post("/graphql", json={"query": "{ nothing }"})
    assert answer.json()["errors"]


def test_the_style_sheet_is_served_here(client):
    answer = client.get("/static/style.css")
    assert answer.status_code == 200
    assert "url(" not in answer.text
    assert "@import" not in answer.text
