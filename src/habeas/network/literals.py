"""How an RDF literal becomes a value that Neo4j stores.

Whole numbers, truth values, dates, times and durations keep their kind. A decimal becomes a float: Neo4j has no
exact decimal. What Neo4j has no kind for (an EDTF date, a year) and what is not well-formed stays text, so
nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import pyoxigraph as ox
from neo4j.time import Duration

from habeas.model.namespaces import XSD
from habeas.network.graph import Value

_LARGEST: Final = 2**63
_WHOLE: Final = (
    *("integer", "long", "int", "short", "byte"),
    *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)


def _whole(text: str) -> int:
    number = int(text)
    if not -_LARGEST <= number < _LARGEST:
        raise ValueError("Neo4j's whole numbers have 64 bits")
    return number


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **{f"{XSD}{name}": _whole for name in _WHOLE},
    **{f"{XSD}{name}": float for name in ("decimal", "double", "float")},
    f"{XSD}boolean": _truth,
    f"{XSD}date": dt.date.fromisoformat,
    f"{XSD}dateTime": dt.datetime.fromisoformat,
    f"{XSD}dateTimeStamp": dt.datetime.fromisoformat,
    f"{XSD}duration": Duration.from_iso_format,
    f"{XSD}dayTimeDuration": Duration.from_iso_format,
    f"{XSD}yearMonthDuration": Duration.from_iso_format,
}


def value_of(term: ox.Literal | ox.NamedNode) -> Value:
    """Return the value of a literal, or the text of an IRI."""
    reader = _READERS.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    try:
        return reader(term.value) if reader else term.value
    except (ValueError, KeyError):
        return term.value


def values_of(terms: Sequence[ox.Literal | ox.NamedNode]) -> list[Value]:
    """Return the values of several terms, sorted by their text; of mixed kinds all become text.

    Neo4j takes no list of mixed kinds.
    """
    ordered = sorted(terms, key=lambda term: term.value)
    values = [value_of(term) for term in ordered]
    return values if len({type(value) for value in values}) < 2 else [term.value for term in ordered]
