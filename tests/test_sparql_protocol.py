"""The endpoint over HTTP: parameters, formats, errors, the page, the service description."""

from __future__ import annotations

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2 as httpx
import pyoxigraph as ox
import pytest
from fastapi import FastAPI

from habeas.sparql.formats import GRAPHS, HTML, RESULTS, negotiate
from habeas.sparql.limits import Limits
from habeas.sparql.page import MAX_ROWS, Example
from habeas.sparql.pool import WorkerPool
from habeas.sparql.protocol import sparql_router
from habeas.sparql.results import text_rows

BASE = "http://localhost:8000"
SELECT = "SELECT ?name { ?s <http://example.org/name> ?name } ORDER BY ?name"
CONSTRUCT = "PREFIX e: <http://example.org/> CONSTRUCT { ?s e:name ?o } { ?s e:name ?o }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
EXAMPLES = [Example("Everything that has a name", SELECT)]


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic store: two names, a markup that must be escaped, and a thing in a named graph."""
    path = tmp_path_factory.mktemp("synthetic") / "store"
    store = ox.Store(str(path))
    store.load(
        f"""
        @prefix e: <http://example.org/> .
        <{BASE}/id/a> e:name "Synthetic Ы"@be . <{BASE}/id/b> e:name "<script>alert(1)</script>" .
        <javascript:alert(1)> e:odd <{BASE}/id/a> .
        e:graph {{ <{BASE}/id/c> e:name "in a named graph" }}
        """.encode(),
        format=ox.RdfFormat.TRIG,
    )
    store.flush()
    return path


def send(store_path: Path, *requests: httpx.Request, seconds: float = 10.0) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        application = FastAPI()
        async with WorkerPool(store_path, size=1, limits=Limits(seconds=seconds)) as pool:
            application.include_router(sparql_router(pool, base=BASE, examples=EXAMPLES))
            transport = httpx.ASGITransport(app=application)
            async with httpx.AsyncClient(transport=transport) as client:
                return [await client.send(request) for request in requests]

    return asyncio.run(run())


def get(accept: str | None = None, **parameters: Any) -> httpx.Request:
    names = {name.replace("_", "-"): value for name, value in parameters.items()}
    request = httpx.Request("GET", "http://test/sparql", params=names)
    request.headers["Accept"] = accept or "*/*"
    return request


def post(content: str | bytes, headers: dict[str, str], query: str = "") -> httpx.Request:
    return httpx.Request("POST", f"http://test/sparql{query}", content=content, headers=headers)


def test_the_three_ways_to_ask_give_one_answer(store_path: Path) -> None:
    replies = send(
        store_path,
        get(query=SELECT),
        post(urlencode({"query": SELECT}), FORM),
        post(SELECT, DIRECT),
        post(SELECT, {"Content-Type": "application/sparql-query; charset=UTF-8"}),
    )
    for reply in replies:
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "application/sparql-results+json"
        assert reply.headers["access-control-allow-origin"] == "*"
        assert text_rows(reply.content) == (["name"], [["<script>alert(1)</script>"], ["Synthetic Ы"]])


@pytest.mark.parametrize(
    ("query", "accept", "content_type", "start"),
    [
        (SELECT, "*/*", "application/sparql-results+json", '{"head"'),
        (SELECT, "application/json", "application/json", '{"head"'),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        (SELECT, "application/xml;q=0.5", "application/xml", "<?xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8", "name\r\n"),
        (
            SELECT,
            "text/csv;q=0.1, text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            "?name",
        ),
        ("ASK {}", "*/*", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("ASK {}", "text/csv", "text/csv; charset=utf-8", "true"),
        (
            "ASK { <a:a> <a:a> <a:a> }",
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            "false",
        ),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8", "@prefix e:"),
        (CONSTRUCT, "application/n-triples", "application/n-triples", f"<{BASE}"),
        (CONSTRUCT, "application/ld+json", "application/ld+json", "[{"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", "<?xml"),
        (f"DESCRIBE <{BASE}/id/a>", "text/turtle", "text/turtle; charset=utf-8", f"<{BASE}/id/a>"),
    ],
)
def test_formats(store_path: Path, query: str, accept: str, content_type: str, start: str) -> None:
    (reply,) = send(store_path, get(accept, query=query))
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == content_type
    assert reply.text.startswith(start)


@pytest.mark.parametrize("name", [f.name for f in RESULTS])
def test_short_names_stand_above_accept(store_path: Path, name: str) -> None:
    by_format, by_output = send(
        store_path, get("text/html", query=SELECT, format=name), get("text/html", query=SELECT, output=name)
    )
    own = next(f.media_types[0] for f in RESULTS if f.name == name)
    assert by_format.headers["content-type"].startswith(own)
    assert by_format.content == by_output.content


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        (post("", FORM), 400, "UsageError"),
        (get(format="json"), 400, "UsageError"),
        (get(default_graph_uri="http://example.org/graph"), 400, "UsageError"),
        (get(query=["ASK {}", "ASK {}"]), 400, "UsageError"),
        (post("query=ASK%20%7B%7D", FORM, "?query=ASK%20%7B%7D"), 400, "UsageError"),
        (get(query="ASK {}", format="docx"), 400, "UsageError"),
        (get(query="SELECT * { ?s ?p }"), 400, "QuerySyntaxError"),
        (get(query="ASK {"), 400, "QuerySyntaxError"),
        (get(query="ASK {}", default_graph_uri="not an iri"), 400, "QueryError"),
        (httpx.Request("GET", "http://test/sparql?query=%FF"), 400, "UsageError"),
        (post(b"ASK { ?s ?p '\xff' }", DIRECT), 400, "UsageError"),
        (get(query="ASK { SERVICE <http://localhost:9/> {} }"), 403, "QueryRefusedError"),
        (get(query="CLEAR ALL"), 403, "QueryRefusedError"),
        (get(update="CLEAR ALL"), 403, "QueryRefusedError"),
        (get("image/png", query="ASK {}"), 406, "NotAcceptableError"),
        (get("text/turtle", query="ASK {}"), 406, "NotAcceptableError"),
        (get("text/csv;q=0", query="ASK {}"), 406, "NotAcceptableError"),
        (get(query="ASK {}" + " " * 60_000), 413, "QueryTooLargeError"),
        (get(query="ASK " + "{" * 200 + "}" * 200), 413, "QueryTooLargeError"),
        (post("query=" + "+" * 500_000, FORM), 413, "QueryTooLargeError"),
        (post("ASK {}", {"Content-Type": "text/plain"}), 415, "UnsupportedTypeError"),
        (post("CLEAR ALL", {"Content-Type": "application/sparql-update"}), 415, "UnsupportedTypeError"),
        (post("ASK {}", {"Content-Type": "application/sparql-query; charset=latin-1"}), 415, "UnsupportedTypeError"),
        (httpx.Request("POST", "http://test/sparql", content=b"ASK {}"), 415, "UnsupportedTypeError"),
    ],
)  # fmt: skip
def test_errors(store_path: Path, request_: httpx.Request, status: int, error: str) -> None:
    (reply,) = send(store_path, request_)
    assert reply.status_code == status, reply.text
    assert reply.headers["access-control-allow-origin"] == "*"
    said = json.loads(reply.content)
    assert said["error"] == error
    assert said["message"]


def test_a_query_that_runs_on_is_ended(store_path: Path) -> None:
    # Twenty patterns without a shared variable.
    patterns = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(20))
    (reply,) = send(store_path, get(query=f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}"), seconds=0.5)
    assert reply.status_code == 504
    assert json.loads(reply.content)["mend"]


def test_an_error_names_the_place(store_path: Path) -> None:
    (reply,) = send(store_path, get(query="ASK {\n  ?s ?p\n}"))
    said = json.loads(reply.content)
    assert said["where"] == "line 3, column 2"
    assert "SERVICE" not in said["message"]


def test_the_dataset_of_the_protocol(store_path: Path) -> None:
    name = "SELECT ?name { ?s <http://example.org/name> ?name }"
    in_graph = "SELECT ?name { GRAPH ?g { ?s <http://example.org/name> ?name } }"
    graph = "http://example.org/graph"
    replies = send(
        store_path,
        get(query=name, default_graph_uri=graph),
        get(query=in_graph),
        get(query=in_graph, named_graph_uri="http://example.org/other"),
        get(query=in_graph, default_graph_uri=graph),
        get(query=f"SELECT ?name FROM <{graph}> {{ ?s <http://example.org/name> ?name }}"),
        get(query=name.replace("{", "FROM <file:///etc/passwd> {", 1)),
    )
    assert [[row[0] for row in text_rows(reply.content)[1]] for reply in replies] == [
        ["in a named graph"], ["in a named graph"], [], [], ["in a named graph"], [],
    ]  # fmt: skip


def test_relative_iris_are_read_from_the_endpoint(store_path: Path) -> None:
    (reply,) = send(store_path, get("application/n-triples", query="CONSTRUCT { <s> <p> 1 } {}"))
    assert reply.text.startswith("<http://test/s> <http://test/p>")


def test_preflight(store_path: Path) -> None:
    (reply,) = send(store_path, httpx.Request("OPTIONS", "http://test/sparql"))
    assert reply.status_code == 204
    assert reply.headers["access-control-allow-methods"] == "GET, POST, OPTIONS"
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


class _Page(HTMLParser):
    """What a page loads and links, which fields its form has, and the cells of its table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.fields: list[str] = []
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.loads += [given[name] for name in ("src", "srcset", "data", "action") if given.get(name)]
        self.links += [given["href"]] if tag == "a" else []
        self.fields += [given["name"]] if tag in ("textarea", "select", "input") else []
        if tag == "td":
            self.cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data.strip()


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_the_page_has_a_form_and_loads_nothing(store_path: Path) -> None:
    (reply,) = send(store_path, get(BROWSER))
    page = _Page(reply.text)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert page.loads == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert page.fields == ["query", "format"]
    assert all(f'value="{f.name}"' in reply.text for f in (*RESULTS, *GRAPHS, HTML))
    (example,) = [link for link in page.links if link.startswith("?")]
    (answered,) = send(store_path, httpx.Request("GET", f"http://test/sparql{example}"))
    assert "Synthetic Ы" in answered.text


def test_the_page_shows_the_answer_as_a_table(store_path: Path) -> None:
    query = "SELECT ?thing ?name { ?thing <http://example.org/name> ?name } ORDER BY ?thing"
    (reply,) = send(store_path, get(BROWSER, query=query))
    page = _Page(reply.text)
    assert page.cells == [f"{BASE}/id/a", "Synthetic Ыbe", f"{BASE}/id/b", "<script>alert(1)</script>"]
    assert "./id/a" in page.links
    assert "script" not in page.tags
    assert query.replace("<", "&lt;").replace(">", "&gt;") in reply.text


def test_the_page_links_no_script(store_path: Path) -> None:
    (reply,) = send(store_path, get(BROWSER, query="SELECT ?s { ?s <http://example.org/odd> ?o }"))
    page = _Page(reply.text)
    assert page.cells == ["javascript:alert(1)"]
    assert not any(link.startswith("javascript:") for link in page.links)


def test_the_page_shows_graphs_booleans_and_errors(store_path: Path) -> None:
    graph, boolean, error = send(
        store_path,
        get(query=CONSTRUCT, format="html"),
        get(query="ASK {}", format="html"),
        get(BROWSER, query="ASK { SERVICE <http://localhost:9/> {} }"),
    )
    assert "@prefix e:" in graph.text
    assert _Page(boolean.text).cells == ["true"]
    assert error.status_code == 403
    assert "line 1, column 7" in error.text


def test_a_long_answer_is_cut_on_the_page_alone(store_path: Path) -> None:
    values = " ".join(str(n) for n in range(MAX_ROWS + 5))
    query = f"SELECT ?n {{ VALUES ?n {{ {values} }} }}"
    page, whole = send(store_path, get(BROWSER, query=query), get(query=query))
    assert len(_Page(page.text).cells) == MAX_ROWS
    assert "1,005 rows, the first 1,000 shown" in page.text
    assert len(text_rows(whole.content)[1]) == MAX_ROWS + 5


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_description(store_path: Path, accept: str) -> None:
    (reply,) = send(store_path, get(accept))
    assert reply.status_code == 200
    rdf = ox.RdfFormat.from_media_type(reply.headers["content-type"].split(";")[0])
    store = ox.Store()
    store.load(reply.content, format=rdf)
    question = """
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        SELECT ?address (COUNT(?format) AS ?formats) {
          ?service a sd:Service ; sd:endpoint ?address ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat ?format ; sd:defaultDataset/sd:defaultGraph ?graph . ?graph a sd:Graph
        } GROUP BY ?address"""
    ((address, formats),) = store.query(question)
    assert address == ox.NamedNode("http://test/sparql")
    assert formats.value == str(len(RESULTS) + len(GRAPHS))


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"), ("", "json"), ("*/*", "json"), ("text/*", "csv"), ("application/*", "json"),
        ("text/csv, */*;q=0.1", "csv"), ("text/html", "html"), (BROWSER, "html"), ("text/csv;q=nonsense", None),
        ("application/json;q=0.2, text/csv;q=0.3", "csv"), ("*/*, application/sparql-results+json;q=0", "xml"),
        ("TEXT/CSV", "csv"), ("application/sparql-results+json;q=0", None), ("image/*", None),
    ],
)  # fmt: skip
def test_negotiation(accept: str | None, name: str | None) -> None:
    chosen = negotiate(accept, (*RESULTS, HTML))
    assert (chosen.format.name if chosen else None) == name
