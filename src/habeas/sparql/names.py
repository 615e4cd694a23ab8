"""From what people write for a thing to its IRIs: an IRI, an id, or a name in any language."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pyoxigraph as ox

from habeas.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolated
from habeas.catalogue.identifiers import RECORDS, Identifiers
from habeas.errors import NotFoundError, UsageError
from habeas.sparql.results import read_results

_OPAQUE: Final = re.compile(r"[a-z2-7]{20}")
_IRI: Final = re.compile(r"(?:https?://|urn:)\S+")

_BY_NAME: Final = """\
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?written {{ {written} }}
  {of_class}?thing rdfs:label|skos:prefLabel|skos:altLabel ?name .
  FILTER(LCASE(STR(?name)) = LCASE(?written))
}} ORDER BY ?thing
"""
_BY_OPAQUE_PART: Final = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?written {{ {written} }}
  ?thing rdfs:label ?name .
  FILTER(STRENDS(STR(?thing), CONCAT("/id/", ?written)))
}}
"""
_BY_IRI: Final = """\
SELECT DISTINCT ?thing WHERE {{
  VALUES ?thing {{ {iri} }}
  {{ ?thing ?property ?value }} UNION {{ GRAPH ?record {{ ?thing ?property ?value }} }}
}} LIMIT 1
"""


def given_iri(written: str) -> str | None:
    """Return what was written where it is an IRI; raises UsageError where it only looks like one."""
    if not _IRI.fullmatch(written.strip()):
        return None
    try:
        return ox.NamedNode(written.strip()).value
    except ValueError as error:
        raise UsageError(f"{written!r} is not an IRI: {error}") from error


def given_id(written: str, identifiers: Identifiers | None) -> str | None:
    """Return the IRI of what was written where it is an IRI or an id: the present one of something merged.

    Without ``identifiers`` an id has no IRI yet, and ``lookup_query`` finds it. Raises UsageError as ``given_iri``.
    """
    iri = given_iri(written)
    if identifiers is None:
        return None if iri and iri.startswith(RECORDS) else iri
    key = identifiers.key(written)
    if _OPAQUE.fullmatch(key) or (key != written.strip() and given_iri(key) is None):
        return given_iri(f"{identifiers.base}/id/{key}")
    return given_iri(key)


def lookup_query(written: str, of: str = "") -> str:
    """Return the query that finds the things of an id or a name, whatever its case and language.

    ``of`` is the name of the class that they must be of. A name may have been copied from a table of ours together with
    the isolates around it.
    """
    text = unicodedata.normalize("NFC", written.strip().strip(FIRST_STRONG_ISOLATE + POP_ISOLATE))
    opaque = text.removeprefix(RECORDS)
    if _OPAQUE.fullmatch(opaque) or opaque != text:
        return _BY_OPAQUE_PART.format(written=ox.Literal(opaque))
    return _BY_NAME.format(written=ox.Literal(text), of_class=f"?thing a hab:{of} . " if of else "")


def presence_query(iri: str) -> str:
    """Return the query that finds a thing by its IRI, if the edition says anything of it."""
    return _BY_IRI.format(iri=ox.NamedNode(iri))


def found_iris(written: str, body: bytes) -> list[str]:
    """Return the IRIs in the lookup's answer (JSON); raises NotFoundError where there is none."""
    iris = [row[0].text for row in read_results(body).rows]
    if not iris:
        raise NotFoundError(
            f"nothing in this edition is called {isolated(repr(written))}",
            mend="try another spelling, the name's other language, or the thing's IRI; /search finds names",
        )
    return iris
