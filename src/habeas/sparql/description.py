"""The service description (SPARQL 1.1 Service Description): what the endpoint is, said of its own address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from habeas.sparql.formats import GRAPHS, RESULTS, Format

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PREFIXES: Final = {"sd": _SD, "void": _VOID, "formats": "http://www.w3.org/ns/formats/"}


def service_description(endpoint: str, chosen: Format) -> bytes:
    """Return the description of the endpoint at this absolute address, in an RDF format."""
    rdf = ox.RdfFormat.from_media_type(chosen.media_types[0])
    assert rdf is not None
    prefixes = _PREFIXES if rdf.media_type == "text/turtle" else None
    return ox.serialize(_triples(endpoint), None, rdf, prefixes=prefixes) or b""


def _triples(endpoint: str) -> Iterator[ox.Triple]:
    address = ox.NamedNode(endpoint)
    service, dataset, graph = (
        ox.NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "default-graph")
    )
    yield ox.Triple(service, _RDF_TYPE, _term("Service"))
    yield ox.Triple(service, _term("endpoint"), address)
    yield ox.Triple(service, _term("supportedLanguage"), _term("SPARQL11Query"))
    for offered in (*RESULTS, *GRAPHS):
        yield ox.Triple(service, _term("resultFormat"), ox.NamedNode(offered.iri))
    yield ox.Triple(service, _term("defaultDataset"), dataset)
    yield ox.Triple(dataset, _RDF_TYPE, _term("Dataset"))
    yield ox.Triple(dataset, _RDF_TYPE, ox.NamedNode(f"{_VOID}Dataset"))
    yield ox.Triple(dataset, _term("defaultGraph"), graph)
    yield ox.Triple(graph, _RDF_TYPE, _term("Graph"))


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_SD}{name}")
