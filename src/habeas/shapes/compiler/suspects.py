"""The queries for focus nodes and value nodes, in the order that costs least.

Where a path is plain, all its pairs are scanned and the few that are suspect are then held against the
targets; joining first would walk every target for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from habeas.shapes.compiler.constraint import Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Term
from habeas.shapes.compiler.focus import Focus, name_all
from habeas.shapes.compiler.property_path import is_bounded, is_plain, path_text
from habeas.shapes.path import Path


def value_pattern(path: Path | None) -> str:
    """Return the pattern from ``?this`` to a value node ``?value``."""
    return "BIND(?this AS ?value)" if path is None else f"?this {path_text(path)} ?value ."


def without(path: Path | None, pattern: str) -> str:
    """Return what leaves out solutions that have a match of a pattern over a path.

    One triple costs each solution one look at an index. A path of several steps is a join, which NOT EXISTS would
    make anew for each solution and MINUS makes once; a path without end cannot be listed.
    """
    if path is None or is_plain(path) or not is_bounded(path):
        return f"FILTER NOT EXISTS {{ {pattern} }}"
    return f"MINUS {{ {pattern} }}"


def nodes_without(data: Data, focus: Focus, path: Path, pattern: str) -> Iterator[Term]:
    """Yield each focus node that has no match of a pattern over a path."""
    if focus.few and not is_plain(path):
        having = set(nodes(data, focus, pattern))
        yield from (node for node in nodes(data, focus) if node not in having)
    else:
        yield from nodes(data, focus, without(path, pattern))


def nodes(data: Data, focus: Focus, condition: str = "") -> Iterator[Term]:
    """Yield each focus node once, as far as a condition lets it through."""
    distinct = "" if focus.once and not condition else "DISTINCT "
    for (this,) in data.select(f"SELECT {distinct}?this {{ {focus.pattern} {condition} }}"):
        yield this


def pairs(data: Data, shape: Shape, focus: Focus, condition: str = "") -> Iterator[tuple[Term, Term]]:
    """Yield each focus node with each of its value nodes, once, as far as a condition lets them through."""
    path = shape.path
    if condition and path is not None and is_plain(path) and focus.scanned:
        query = f"SELECT ?this ?value {{ {value_pattern(path)} {condition} }}"
        yield from ((row[0], row[1]) for row in scan(data, query, focus))
        return
    distinct = "" if focus.once and (path is None or is_plain(path)) else "DISTINCT "
    query = f"SELECT {distinct}?this ?value {{ {focus.pattern} {value_pattern(path)} {condition} }}"
    yield from data.pairs(query)


def pairs_at(data: Data, shape: Shape, focus: Focus, values: Collection[Term]) -> Iterator[tuple[Term, Term]]:
    """Yield each focus node with those of its value nodes that are among some."""
    named = name_all(values)
    if named is None:
        yield from (pair for pair in pairs(data, shape, focus) if pair[1] in values)
    elif values:
        yield from pairs(data, shape, focus, f"VALUES ?value {{ {named} }}")


def scan(data: Data, query: str, focus: Focus) -> Iterator[tuple[Term, ...]]:
    """Yield the rows of a query over the whole graph whose first term is a focus node."""
    holds = focus.scanned
    assert holds is not None
    yield from (row for row in data.rows_once(query) if holds(row[0]))
