"""The JSON-LD context, derived from the model: a term for every class, property and inverse.

See JSON-LD 1.1, W3C Recommendation of 16 July 2020, section 4.1 (the context) and 4.6 (container mappings).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from habeas.errors import ModelError
from habeas.model import Inverse, Model, Property
from habeas.model.namespaces import EDTF, HAB, RDF, RDFS, SKOS, XSD

KEYWORDS = {
    "id": "@id",
    "type": "@type",
    "records": "@included",
    "graph": "@graph",
    "others": "@included",
}
"""``records`` and ``others`` hold nodes that the tree refers to; ``graph`` is what a record states."""

REMARKS = ("asserted", "truncated")
"""Terms that are mapped to nothing: remarks on the document that are no statements of the graph."""

LABEL = "label"

PREFIXES = {"hab": HAB, "edtf": EDTF.removesuffix("EDTF"), "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}

Context = dict[str, Any]


def derive_context(model: Model) -> Context:
    """Return ``{"@context": …}`` with the terms of the whole model, in a fixed order.

    Raises ModelError where two things that the model names would share a term.
    """
    terms: Context = {"@version": 1.1, **KEYWORDS, **PREFIXES}
    terms |= dict.fromkeys(REMARKS)
    for name, term in _terms(model):
        if terms.get(name, term) != term:
            raise ModelError(
                f"{name!r} stands for two things in JSON-LD",
                where="ontology/",
                mend="give one of them another local name",
            )
        terms[name] = term
    return {"@context": terms}


def narrow(context: Context, names: Iterable[str]) -> Context:
    """Return the context with only the terms of these names, and the prefixes that they need."""
    terms: Context = context["@context"]
    wanted = {"@version"} | (set(names) & set(terms))
    for name in tuple(wanted):
        wanted |= {prefix for prefix in PREFIXES if f"{prefix}:" in str(terms[name])}
    return {name: term for name, term in terms.items() if name in wanted}


def compact_iri(iri: str) -> str:
    """Return the IRI with the prefix that it begins with, or as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _terms(model: Model) -> Iterator[tuple[str, Any]]:
    yield LABEL, {"@id": compact_iri(f"{RDFS}label")}
    for name in sorted(model.classes):
        yield name, compact_iri(model.classes[name].iri)
    properties = sorted(model.property_iris.values(), key=lambda p: p.name)
    for p in properties:
        yield p.name, _property_term(p, is_single_everywhere(model, p.iri))
    for inverse in sorted(_inverses(model), key=lambda i: i.name):
        yield (
            inverse.name,
            {"@reverse": compact_iri(inverse.forward.iri), "@type": "@id", "@container": "@set"},
        )


def is_single_everywhere(model: Model, property_iri: str) -> bool:
    """Whether every class that uses the property allows it one value at most."""
    return all(p.is_single for c in model.classes.values() for p in c.own if p.iri == property_iri)


def _property_term(p: Property, single: bool) -> dict[str, Any]:
    """Several values make a list whether one or more are there, so that a reader need not look."""
    term: dict[str, Any] = {"@id": compact_iri(p.iri)}
    if p.is_language_tagged:
        return term | {"@container": ["@language", "@set"]}
    if p.datatype is None:
        term["@type"] = "@id"
    elif p.datatype != f"{XSD}string":
        term["@type"] = compact_iri(p.datatype)
    return term if single else term | {"@container": "@set"}


def _inverses(model: Model) -> Iterator[Inverse]:
    seen: set[str] = set()
    for name in model.classes:
        for inverse in model.inverses(name).values():
            if inverse.name not in seen:
                seen.add(inverse.name)
                yield inverse


def property_terms(model: Model) -> dict[str, str]:
    """Return the term of each property, by IRI."""
    return {f"{RDFS}label": LABEL} | {p.iri: p.name for p in model.property_iris.values()}


def class_term(model: Model, iri: str) -> str:
    """Return the term of a class, or its IRI where it is no class of the model."""
    return model.by_iri[iri].name if iri in model.by_iri else compact_iri(iri)
