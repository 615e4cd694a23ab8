"""What the pages and documents say of the shipped data."""

import re

import orjson
import pytest
from starlette.testclient import TestClient

from habeas.web import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(edition, shipped_settings):
    with TestClient(create_app(shipped_settings)) as client:
        yield client


def found(client, name):
    """The opaque id of the first thing with this name."""
    hits = client.get("/search", params={"q": name}, headers={"Accept": "application/json"}).json()["hits"]
    return hits[0]["id"].rsplit("/", 1)[1]


def page(client, name):
    text = client.get(f"/doc/{found(client, name)}.html").text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_sentsov_is_found_by_his_name_in_cyrillic(client):
    assert "Oleh Sentsov" in client.get("/search", params={"q": "сенцов"}, headers=HTML).text


def test_json_ld_tells_balukhs_sentence_with_its_source(client):
    document = orjson.loads(client.get(f"/doc/{found(client, 'Volodymyr Balukh')}.jsonld").content)
    [sentencing] = [e for e in document["defendantIn"] if "Sentencing" in e["type"]]
    imposed = sentencing["imposed"]
    assert imposed["penalty"]["label"] == "Colony settlement"
    assert (imposed["termMonths"], imposed["fineAmount"], imposed["fineCurrency"]) == (43, "10000", "RUB")
    assert "Razdolnensky District Court" in sentencing["court"]["label"]
    records = {record["id"]: record for record in document["records"]}
    assert all(records[iri]["source"]["title"] for iri in sentencing["statedIn"])


def test_panovs_page_tells_that_sources_disagree(client):
    text = page(client, "Artur Panov")
    assert "Sources disagree" in text
    assert "Fontanka: died. Consulate General of Ukraine in Rostov-on-Don: alive." in text
    assert "Death: Asserts" not in text
    assert "said by Fontanka, in" in text
    assert "said by Consulate General of Ukraine in Rostov-on-Don, in" in text


def test_shtermer_died_within_bounds_and_on_no_day(client):
    assert "early 2025" in page(client, "Shtermer")
    document = orjson.loads(client.get(f"/doc/{found(client, 'Shtermer')}.jsonld").content)
    [death] = [e for e in document["subjectIn"] if "Death" in e["type"]]
    assert death["earliest"] < death["latest"]
    assert not re.fullmatch(r"\d{4}-\d\d-\d\d", death.get("when", ""))


def test_the_findings_of_the_checks_are_on_the_page_of_disputes(client, edition):
    text = client.get("/disputes", headers=HTML).text
    assert len(edition.manifest.findings) >= 4
    assert "968 + 168" in text
    assert "A lower bound fell" in text


def test_the_worked_questions_have_answers(client):
    home = client.get("/", headers=HTML).text
    address = re.search(r'href="\./(sparql\?query=[^"]*)"', home)[1].replace("&amp;", "&")
    assert "Volodymyr Balukh" in client.get(f"/{address}", headers={"Accept": "text/csv"}).text
