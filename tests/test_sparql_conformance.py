"""The W3C suites for the SPARQL 1.1 Protocol and Service Description, as far as an endpoint that only reads goes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pyoxigraph as ox
import pytest
import rdflib
from fastapi import FastAPI
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from habeas.sparql.pool import WorkerPool
from habeas.sparql.protocol import sparql_router

HT = rdflib.Namespace("http://www.w3.org/2011/http#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
DATA = "http://kasei.us/2009/09/sparql/data/"
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"}
# An update that must succeed has no place at an endpoint that only reads.
NEEDS_UPDATE = {
    "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
    "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One request of a suite's test, and what the answer must be."""

    name: str
    request: httpx.Request
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


def read_cases(manifest: Path) -> list[Case]:
    graph = rdflib.Graph().parse(manifest, publicID="http://suite/")
    cases = []
    for test in sorted(graph.subjects(RDF.type, MF.ProtocolTest)):
        requests = graph.value(graph.value(test, MF.action), HT.requests)
        cases += [_case(graph, str(test).split("#")[1], request) for request in Collection(graph, requests)]
    return cases


def _case(graph: rdflib.Graph, name: str, request: rdflib.term.Node) -> Case:
    listed = graph.value(request, HT.headers)
    headers = [
        (str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue)))
        for header in (Collection(graph, listed) if listed else ())
    ]
    body = graph.value(request, HT.body)
    content = b""
    if body:
        encoding = str(graph.value(body, CNT.characterEncoding))
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    reply = graph.value(request, HT.resp)
    boolean = graph.value(reply, MF.expectedBoolean)
    format_name = graph.value(reply, MF.expectedFormat)
    return Case(
        name,
        httpx.Request(
            str(graph.value(request, HT.methodName)), f"http://test{path}", headers=headers, content=content
        ),
        frozenset(str(s).split("StatusCode")[1] for s in graph.objects(reply, MF.expectedStatus)),
        None if boolean is None else bool(boolean),
        None if format_name is None else str(format_name),
    )


def send(store_path: Path, *requests: httpx.Request) -> list[httpx.Response]:
    async def run() -> list[httpx.Response]:
        application = FastAPI()
        async with WorkerPool(store_path, size=1) as pool:
            application.include_router(sparql_router(pool))
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application)) as client:
                return [await client.send(request) for request in requests]

    return asyncio.run(run())


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "conformance" / "sparql11"


@pytest.fixture(scope="module")
def suite_store(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suite's three graphs under the names that its requests use."""
    path = tmp_path_factory.mktemp("suite") / "store"
    store = ox.Store(str(path))
    for number in (1, 2, 3):
        store.load(
            path=str(suite / "protocol" / f"data{number}.nt"),
            format=ox.RdfFormat.N_TRIPLES,
            to_graph=ox.NamedNode(f"{DATA}data{number}.rdf"),
        )
    store.flush()
    return path


def test_the_protocol_suite(suite: Path, suite_store: Path) -> None:
    cases = read_cases(suite / "protocol" / "manifest.ttl")
    apply = [case for case in cases if case.name not in NEEDS_UPDATE]
    assert len({case.name for case in cases}) == 34
    assert len(apply) == 27
    failed = []
    for case, reply in zip(apply, send(suite_store, *(case.request for case in apply)), strict=True):
        trouble = _trouble(case, reply)
        if trouble:
            failed.append(f"{case.name}: {trouble}")
    assert failed == []


def _trouble(case: Case, reply: httpx.Response) -> str | None:
    """Say what is wrong with a reply, as the manifest's comment defines right."""
    content_type = reply.headers.get("content-type", "").split(";")[0]
    if f"{str(reply.status_code)[0]}xx" not in case.statuses:
        return f"status {reply.status_code}, expected {sorted(case.statuses)}: {reply.text}"
    if case.boolean is not None and json.loads(reply.content)["boolean"] is not case.boolean:
        return f"not {case.boolean}: {reply.text}"
    if case.format in ("tabular", "boolean") and content_type not in TABULAR:
        return f"{case.format} as {content_type}"
    if case.format == "RDF" and ox.RdfFormat.from_media_type(content_type) is None:
        return f"RDF as {content_type}"
    return None


def test_the_service_description_suite(suite: Path, suite_store: Path) -> None:
    manifest = rdflib.Graph().parse(suite / "service-description" / "manifest.ttl", publicID="http://suite/")
    tests = {str(test).split("#")[1] for test in manifest.subjects(RDF.type, MF.ServiceDescriptionTest)}
    assert tests == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}
    (reply,) = send(suite_store, httpx.Request("GET", "http://test/sparql"))
    described = rdflib.Graph().parse(data=reply.text, format="turtle", publicID="http://test/sparql")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = described.subjects(sd.endpoint, rdflib.URIRef("http://test/sparql"))
    assert (service, RDF.type, sd.Service) in described
    dataset = described.value(service, sd.defaultDataset)
    assert (dataset, RDF.type, sd.Dataset) in described
    assert (described.value(dataset, sd.defaultGraph), RDF.type, sd.Graph) in described
    assert (service, RDFS.label, None) not in described
