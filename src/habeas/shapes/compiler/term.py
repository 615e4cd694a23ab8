"""Terms between rdflib, which shapes are read with, and Oxigraph, which holds the data."""

from __future__ import annotations

import warnings
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier, Node

from habeas.model.namespaces import XSD
from habeas.shapes.compiler.finding import Term
from habeas.shapes.terms import quiet_literals, to_rdflib
from habeas.store import in_memory

_PLACE = ox.NamedNode("urn:habeas:place")


@lru_cache(maxsize=65536)
def as_read(term: Term | ox.Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return the same term for rdflib, without its complaints about literals that are not of their datatype."""
    with warnings.catch_warnings(), quiet_literals():
        warnings.simplefilter("ignore")
        read = to_rdflib(term)
    assert isinstance(read, rdflib.URIRef | rdflib.BNode | rdflib.Literal)
    return read


def as_stored(term: Node) -> Term:
    """Return the same term for Oxigraph; unlike ``to_oxigraph`` a blank node stays one.

    Raises ValueError for what is no RDF term.
    """
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal) and term.language:
        return ox.Literal(str(term), language=str(term.language))
    datatype = getattr(term, "datatype", None) or f"{XSD}string"
    return ox.Literal(str(term), datatype=ox.NamedNode(str(datatype)))


@lru_cache(maxsize=4096)
def constant(term: Identifier) -> str | None:
    """Return a term as SPARQL writes it, None where no term of a store can be equal to it.

    A store holds literals normalised (``"01"^^xsd:integer`` as 1) while pySHACL compares them as they are
    written, so a constant counts only if it comes back from a store unchanged. Blank nodes have no constant.
    """
    if isinstance(term, rdflib.BNode):
        return None
    try:
        stored = as_stored(term)
        back = next(iter(in_memory([ox.Quad(_PLACE, _PLACE, stored)]))).object
    except ValueError:
        return None
    return str(stored) if as_read(back) == term else None
