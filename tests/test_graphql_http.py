from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from habeas.catalogue import bake
from habeas.config import Settings
from habeas.editions import Edition
from habeas.editions.manifest import Manifest
from habeas.errors import EditionError
from habeas.graphql import graphql_router
from habeas.graphql.page import asked_variables, render_page
from habeas.model import read_model

BASE = "http://localhost:8000"
DATA = Path(__file__).parent / "data" / "catalogue" / "synthetic.trig"
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
COUNT = "{ people { totalCount } }"


def manifest() -> Manifest:
    return Manifest(id="synthetic-1", audience="public", base=BASE, made="2026-01-01", version="0", counts={})


class Client:
    """Asks an application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def ask(self, method: str, **options: Any) -> Response:
        async def asked() -> Response:
            async with AsyncClient(transport=ASGITransport(self.app), base_url="http://localhost") as client:
                return await client.request(method, "/graphql", **options)

        return asyncio.run(asked())

    def get(self, **options: Any) -> Response:
        return self.ask("GET", **options)

    def post(self, **options: Any) -> Response:
        return self.ask("POST", **options)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = Settings()
    model = read_model(settings.ontology, settings.shapes)
    store = ox.Store()
    store.load(path=str(DATA), format=ox.RdfFormat.TRIG)
    edition = Edition(tmp_path_factory.mktemp("edition"), manifest())
    bake(store, model, edition.catalogue_path, BASE)
    app = FastAPI()
    router = graphql_router(model, edition)
    app.include_router(router)
    yield Client(app)
    router.catalogue.close()


def test_post_and_get(client: Client) -> None:
    posted = client.post(json={"query": COUNT})
    got = client.get(params={"query": COUNT})
    assert posted.status_code == got.status_code == 200
    assert posted.json() == got.json() == {"data": {"people": {"totalCount": 14}}}
    assert posted.headers["content-type"].startswith("application/json")


def test_variables_and_operation_name(client: Client) -> None:
    query = "query A($id: ID!) { person(id: $id) { label } } query B { courts { totalCount } }"
    body = {"query": query, "variables": {"id": "vera"}, "operationName": "A"}
    assert client.post(json=body).json() == {"data": {"person": {"label": "Synthetic Vera"}}}
    got = client.get(params={"query": query, "variables": '{"id": "vera"}', "operationName": "B"})
    assert got.json() == {"data": {"courts": {"totalCount": 1}}}


def test_errors_are_answers(client: Client) -> None:
    found = client.post(json={"query": "{ people(first: 1000) { nodes { id } } }"}).json()
    assert found["errors"][0]["extensions"] == {"code": "UsageError"}
    assert client.post(json={}).status_code == 400
    assert client.post(content=b"{", headers={"content-type": "application/json"}).status_code == 400
    assert client.get().status_code == 400


def test_nothing_can_be_changed(client: Client) -> None:
    for answer in (
        client.post(json={"query": "mutation { x }"}),
        client.get(params={"query": "mutation { x }"}),
    ):
        assert answer.status_code == 400 or answer.json()["errors"]


def test_a_browser_gets_a_form_that_loads_nothing(client: Client) -> None:
    page = client.get(headers=HTML)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert '<textarea id="query" name="query"' in page.text
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert "http:" not in page.text
    assert "https:" not in page.text


def test_a_browser_gets_the_answer_on_the_page(client: Client) -> None:
    query = '{ person(id: "vera") { prefLabel { value } label } }'
    page = client.get(params={"query": query}, headers=HTML)
    assert "Віра Вигадана" in page.text
    assert "&quot;vera&quot;" in page.text, "the question stays in the form"
    bad = client.get(params={"query": COUNT, "variables": "["}, headers=HTML)
    assert "The variables are not JSON" in bad.text
    unknown = client.get(params={"query": "{ nothing }"}, headers=HTML)
    assert "Cannot query field" in unknown.text


def test_the_page_escapes() -> None:
    shown = render_page("</textarea><script>", '"><script>', {"data": "<script>{x}"})
    assert "<script" not in shown


def test_variables_of_the_form() -> None:
    assert asked_variables("  ") is None
    assert asked_variables('{"a": 1}') == {"a": 1}
    with pytest.raises(ValueError, match="JSON object"):
        asked_variables("[1]")


def test_many_at_once(client: Client) -> None:
    query = "{ people { nodes { label sentencedBy { nodes { label } } } } }"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post(json={"query": query}).text, range(40)))
    assert len(set(answers)) == 1
    assert "Synthetic Judge K" in answers[0]


def test_an_edition_without_a_catalogue(tmp_path: Path) -> None:
    settings = Settings()
    with pytest.raises(EditionError, match="no catalogue"):
        graphql_router(read_model(settings.ontology, settings.shapes), Edition(tmp_path, manifest()))
