"""SPARQL 1.1 Query Results JSON read back into cells, for the command line and the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

CellKind = Literal["uri", "literal", "bnode", "empty"]


@dataclass(frozen=True)
class Cell:
    """One value: its text, what it is, and its language or datatype IRI."""

    text: str
    kind: CellKind = "literal"
    note: str = ""


@dataclass(frozen=True)
class Results:
    """A table of solutions; an ASK is a table of one cell under ``answer``."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_results(body: bytes) -> Results:
    """Read a results document in JSON; a variable without a value is an empty cell."""
    raw: dict[str, Any] = json.loads(body)
    if "boolean" in raw:
        return Results(("answer",), ((Cell("true" if raw["boolean"] else "false"),),))
    variables = tuple(raw["head"]["vars"])
    rows = (tuple(_cell(row.get(name)) for name in variables) for row in raw["results"]["bindings"])
    return Results(variables, tuple(rows))


def text_rows(body: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the variables and the rows of a results document as plain text."""
    results = read_results(body)
    return list(results.variables), [[cell.text for cell in row] for row in results.rows]


def _cell(value: dict[str, str] | None) -> Cell:
    if value is None:
        return Cell("", "empty")
    kind: CellKind = "uri" if value["type"] == "uri" else "bnode" if value["type"] == "bnode" else "literal"
    return Cell(value["value"], kind, value.get("xml:lang") or value.get("datatype") or "")
