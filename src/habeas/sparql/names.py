"""From what people write for a thing to its IRIs: an IRI, an id, or a name in any language."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pyoxigraph as ox

from habeas.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolated
from habeas.errors import NotFoundError, UsageError
from habeas.sparql.results import read_results

_OPAQUE: Final = re.compile(r"[a-z2-7]{20}")
_IRI: Final = re.compile(r"(?:https?://|urn:)\S+")

_BY_NAME: Final = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?written {{ {written} }}
  ?thing rdfs:label|skos:prefLabel|skos:altLabel ?name .
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


def given_iri(written: str) -> str | None:
    """Return what was written where it is an IRI; raises UsageError where it only looks like one."""
    if not _IRI.fullmatch(written.strip()):
        return None
    try:
        return ox.NamedNode(written.strip()).value
    except ValueError as error:
        raise UsageError(f"{written!r} is not an IRI: {error}") from error


def lookup_query(written: str) -> str:
    """Return the query that finds the things of an id or a name, whatever its case and language.

    A name may have been copied from a table of ours together with the isolates around it.
    """
    text = unicodedata.normalize("NFC", written.strip().strip(FIRST_STRONG_ISOLATE + POP_ISOLATE))
    template = _BY_OPAQUE_PART if _OPAQUE.fullmatch(text) else _BY_NAME
    return template.format(written=ox.Literal(text))


def found_iris(written: str, body: bytes) -> list[str]:
    """Return the IRIs in the lookup's answer (JSON); raises NotFoundError where there is none."""
    iris = [row[0].text for row in read_results(body).rows]
    if not iris:
        raise NotFoundError(
            f"nothing in this edition is called {isolated(repr(written))}",
            mend="try another spelling, the name's other language, or the thing's IRI; /search finds names",
        )
    return iris
