"""RDF terms on their way between Oxigraph, which holds the data, and rdflib, which pySHACL reads."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

import pyoxigraph as ox
import rdflib

from habeas.bidi import isolated
from habeas.errors import UsageError
from habeas.model.namespaces import PREFIXES, RDF, SHAPE, XSD

_PREFIXES = {**PREFIXES, "shape": SHAPE}
_PLAIN = {f"{XSD}string", f"{RDF}langString"}


def compact(iri: str) -> str:
    """Return the IRI with a prefix of Habeas where one fits, else in angle brackets."""
    found = [p for p, namespace in _PREFIXES.items() if iri.startswith(namespace)]
    if not found:
        return f"<{iri}>"
    prefix = max(found, key=lambda p: len(_PREFIXES[p]))
    return f"{prefix}:{iri.removeprefix(_PREFIXES[prefix])}"


@contextlib.contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging a trace for each literal that is not of its datatype: the report says it."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def plain(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term of RDF 1.1 as it is. Raises UsageError for a triple term."""
    if isinstance(term, ox.Triple):
        raise UsageError(
            "a triple inside a triple (RDF 1.2) cannot be validated",
            where=str(term),
            mend="say it about a named graph: a record's metadata is said of the graph's IRI",
        )
    return term


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Identifier:
    """Return the same term for rdflib, the lexical form of a literal untouched.

    Raises UsageError for a triple term.
    """
    if isinstance(term := plain(term), ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    datatype = None if term.datatype.value in _PLAIN else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def to_oxigraph(term: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    """Return the same term for Oxigraph; a blank node gets an IRI, for a report has none."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or f"{XSD}string")))
    prefix = "urn:habeas:blank:" if isinstance(term, rdflib.BNode) else ""
    return ox.NamedNode(f"{prefix}{term}")


def as_words(term: rdflib.term.Node) -> str:
    """Return a term for people: a literal in quotation marks, an IRI with its prefix."""
    return f"“{isolated(str(term))}”" if isinstance(term, rdflib.Literal) else compact(str(term))
