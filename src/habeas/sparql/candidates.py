"""What tells the things apart that a name can mean: what is said of them, and by which sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from habeas.errors import Candidate
from habeas.model.namespaces import local_name
from habeas.sparql.results import read_results

MOST_CANDIDATES: Final = 20
MOST_FACTS: Final = 10
MOST_LETTERS: Final = 120

_QUERY: Final = """\
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?kind ?property ?what ?value ?count WHERE {{
  {{ VALUES ?thing {{ {things} }} ?thing rdfs:label ?value BIND("label" AS ?kind) }}
  UNION {{
    VALUES ?thing {{ {things} }}
    ?thing a ?class .
    GRAPH <https://w3id.org/habeas/ns> {{
      ?class rdfs:label ?value FILTER(LANG(?value) = "en") FILTER NOT EXISTS {{ ?class hab:abstract true }}
    }}
    BIND("class" AS ?kind)
  }}
  UNION {{
    VALUES ?thing {{ {things} }}
    ?thing ?property ?object .
    FILTER(?property = skos:altLabel || STRSTARTS(STR(?property), STR(hab:)))
    OPTIONAL {{ ?object rdfs:label ?name }}
    FILTER(ISLITERAL(?object) || BOUND(?name))
    BIND(COALESCE(?name, ?object) AS ?value)
    BIND("said" AS ?kind)
    OPTIONAL {{ GRAPH <https://w3id.org/habeas/ns> {{ ?property rdfs:label ?what FILTER(LANG(?what) = "en") }} }}
  }}
  UNION {{
    {{
      SELECT ?thing ?property (COUNT(DISTINCT ?subject) AS ?count) (MIN(STR(?name)) AS ?value)
      WHERE {{ VALUES ?thing {{ {things} }} ?subject ?property ?thing ; rdfs:label ?name . ?subject a hab:Event }}
      GROUP BY ?thing ?property
    }}
    FILTER(STRSTARTS(STR(?property), STR(hab:)))
    BIND("in" AS ?kind)
    OPTIONAL {{ GRAPH <https://w3id.org/habeas/ns> {{ ?property rdfs:label ?what FILTER(LANG(?what) = "en") }} }}
  }}
  UNION {{
    SELECT ?thing ("source" AS ?kind) (COUNT(DISTINCT ?record) AS ?count) (STR(?title) AS ?value)
    WHERE {{
      VALUES ?thing {{ {things} }}
      GRAPH ?record {{ ?thing ?any ?said }}
      ?record hab:source/hab:title ?title .
    }}
    GROUP BY ?thing ?title
  }}
}}
"""

_REPEATS: Final = ("Record", "Event", "Text")
"""Ends of the names of derived properties that say again what others say."""


def candidates_query(iris: Sequence[str]) -> str:
    """Return the query for what is known of things."""
    return _QUERY.format(things=" ".join(str(ox.NamedNode(iri)) for iri in iris))


def read_candidates(iris: Sequence[str], body: bytes) -> tuple[Candidate, ...]:
    """Return the things with what tells them apart, from the query's answer (JSON)."""
    labels: dict[str, str] = {}
    classes: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, dict[str, None]] = {iri: {} for iri in iris}
    rows = [tuple(cell.text for cell in row) for row in read_results(body).rows]
    for thing, kind, property_, what, value, count in sorted(rows):
        name = what or _in_words(property_)
        if kind == "label":
            labels.setdefault(thing, value)
        elif kind == "class":
            classes[thing].add(value)
        elif kind == "said" and not property_.endswith(_REPEATS):
            facts[thing][_cut(f"{name}: {value}")] = None
        elif kind == "in":
            more = f" and {int(count) - 1} more" if int(count) > 1 else ""
            facts[thing][_cut(f"{name} in {value}{more}")] = None
        elif kind == "source":
            facts[thing][_cut(f"{count} record{'' if count == '1' else 's'} of {value}")] = None
    shared = set.intersection(*(set(found) for found in facts.values()))
    everywhere = set.intersection(*(classes[iri] for iri in iris))
    return tuple(
        Candidate(
            iri,
            labels.get(iri, iri),
            ", ".join(sorted(classes[iri] - everywhere) or sorted(everywhere)[-1:]),
            tuple(_first(fact for fact in facts[iri] if fact not in shared)),
        )
        for iri in iris
    )


def _in_words(iri: str) -> str:
    """Return the local name of an IRI as words, for a property that the store has no label of."""
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", local_name(iri)).lower()


def _first(facts: Iterable[str]) -> list[str]:
    """Return so many facts as are read at a glance; the last are the sources, which stay."""
    found = list(facts)
    return found if len(found) <= MOST_FACTS else [*found[: MOST_FACTS - 2], *found[-2:]]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
