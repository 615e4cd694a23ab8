"""JSON-LD values: how literals and lists of them are written under a term of the context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from habeas.model.namespaces import RDF, XSD

STRING = f"{XSD}string"
LANGUAGE_STRING = f"{RDF}langString"

LARGEST_EXACT = 2**53
"""JSON numbers beyond it lose digits in many readers."""


def value_object(literal: ox.Literal) -> dict[str, str]:
    """Return the literal in full, right under any term that is no language map."""
    if literal.language:
        return {"@value": literal.value, "@language": literal.language}
    if literal.datatype.value == STRING:
        return {"@value": literal.value}
    return {"@value": literal.value, "@type": literal.datatype.value}


def coerced(literal: ox.Literal, datatype: str | None) -> Any:
    """Return the literal as its term reads it: plain where the term gives the datatype, else in full.

    Integers and booleans become JSON's own where that keeps their digits. Decimals stay text: JSON-LD would
    write them as doubles (JSON-LD 1.1 API, section 8.2.3).
    """
    if literal.language or literal.datatype.value != (datatype or STRING):
        return value_object(literal)
    if datatype == f"{XSD}integer" and _is_plain_integer(literal.value):
        return int(literal.value)
    if datatype == f"{XSD}boolean" and literal.value in {"true", "false"}:
        return literal.value == "true"
    return literal.value


def _is_plain_integer(text: str) -> bool:
    try:
        return str(int(text)) == text and abs(int(text)) < LARGEST_EXACT
    except ValueError:
        return False


def language_map(literals: Iterable[ox.Literal]) -> dict[str, list[str]]:
    """Return the texts by language, both in order."""
    found: dict[str, list[str]] = {}
    for literal in sorted(literals, key=lambda v: (v.language or "", v.value)):
        found.setdefault(literal.language or "@none", []).append(literal.value)
    return found


def fits_language_map(value: ox.NamedNode | ox.Literal) -> bool:
    """Whether a language map can hold the value: a string, with or without a language."""
    return isinstance(value, ox.Literal) and (bool(value.language) or value.datatype.value == STRING)
