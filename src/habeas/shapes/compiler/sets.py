"""Constraints on the set of a focus node's values: counts, a needed value, one value a language."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib.namespace import SH

from habeas.shapes.compiler.constraint import Count, HasValue, Shape, UniqueLang
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.property_path import is_plain, path_text
from habeas.shapes.compiler.suspects import nodes, nodes_without, scan, value_pattern
from habeas.shapes.compiler.term import constant


def count_findings(data: Data, shape: Shape, count: Count, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each focus node with too few or too many values."""
    if count.component == SH.MaxCountConstraintComponent:
        found = _too_many(data, shape, count.bound, focus)
    else:
        found = _too_few(data, shape, count.bound, focus)
    for this in found:
        yield Finding(this, this, shape, count.component, shape.path)


def has_value_findings(data: Data, shape: Shape, needed: HasValue, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each focus node that lacks the value."""
    text = constant(needed.operand)
    if text is None:
        lacking = nodes(data, focus)
    elif shape.path is None:
        lacking = nodes(data, focus, f"FILTER(!sameTerm(?this, {text}))")
    else:
        lacking = nodes_without(data, focus, shape.path, f"?this {path_text(shape.path)} {text}")
    for this in lacking:
        yield Finding(this, this, shape, needed.component, shape.path)


def unique_lang_findings(data: Data, shape: Shape, unique: UniqueLang, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each focus node and language that more than one of its values has."""
    assert shape.path is not None  # pySHACL refuses the constraint on node shapes
    own = value_pattern(shape.path)
    same = (
        f"{own} {own.replace('?value', '?other')} FILTER(!sameTerm(?value, ?other)"
        ' && LANG(?value) != "" && LCASE(LANG(?value)) = LCASE(LANG(?other)))'
        " BIND(LCASE(LANG(?value)) AS ?language)"
    )
    if focus.scanned and is_plain(shape.path):
        rows = scan(data, f"SELECT DISTINCT ?this ?language {{ {same} }}", focus)
    else:
        rows = data.select(f"SELECT DISTINCT ?this ?language {{ {focus.pattern} {same} }}")
    for row in rows:
        yield Finding(row[0], row[0], shape, unique.component, shape.path)


def _too_many(data: Data, shape: Shape, bound: int, focus: Focus) -> Iterator[Term]:
    assert shape.path is not None  # pySHACL refuses counts on node shapes
    own = value_pattern(shape.path)
    counted = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {bound})"
    if not is_plain(shape.path) or not focus.scanned:
        yield from (row[0] for row in data.select(f"SELECT ?this {{ {focus.pattern} {own} }} {counted}"))
    elif bound == 0 or _has_several(data, own):
        yield from (row[0] for row in scan(data, f"SELECT ?this {{ {own} }} {counted}", focus))


def _has_several(data: Data, own: str) -> bool:
    """Whether any node has more than one value: telling that is three times as fast as counting for each."""
    totals = f"SELECT (COUNT(DISTINCT ?this) AS ?nodes) (COUNT(*) AS ?all) {{ {own} }}"
    return any(subjects != values for subjects, values in data.pairs(totals))


def _too_few(data: Data, shape: Shape, bound: int, focus: Focus) -> Iterator[Term]:
    assert shape.path is not None  # pySHACL refuses counts on node shapes
    own = value_pattern(shape.path)
    if bound == 1:
        yield from nodes_without(data, focus, shape.path, own)
    elif bound:
        few = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {bound})"
        query = f"SELECT ?this {{ {focus.pattern} OPTIONAL {{ {own} }} }} {few}"
        yield from (row[0] for row in data.select(query))
