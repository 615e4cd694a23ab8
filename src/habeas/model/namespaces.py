"""The namespaces that every room shares."""

from __future__ import annotations

from typing import Final

HAB: Final = "https://w3id.org/habeas/ns#"
ONTOLOGY: Final = "https://w3id.org/habeas/ns"
SHAPE: Final = "https://w3id.org/habeas/shapes#"
VOCABULARY: Final = "https://w3id.org/habeas/vocabulary/"
RULE: Final = "https://w3id.org/habeas/rule/"
FUNCTION: Final = "https://w3id.org/habeas/function#"
ID: Final = "urn:habeas:id:"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"

PREFIXES: Final = {
    "hab": HAB,
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
    "vocabulary": VOCABULARY,
    "rule": RULE,
}


def local_name(iri: str) -> str:
    """Return what stands behind the last ``#``, ``/`` or ``:`` of an IRI."""
    for mark in ("#", "/", ":"):
        if mark in iri:
            iri = iri.rsplit(mark, 1)[1]
            break
    return iri
