"""Constraints that compare value nodes with other properties, and ``sh:closed``."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib.namespace import SH

from habeas.model.namespaces import RDF, RDFS
from habeas.shapes.compiler.acceptance import comparable
from habeas.shapes.compiler.constraint import Closed, Pair, Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.property_path import is_plain
from habeas.shapes.compiler.suspects import scan, value_pattern, without
from habeas.shapes.compiler.term import as_read
from habeas.shapes.compiler.value_rules import precedes
from habeas.shapes.path import Path

# What every resource may be said to be, and pySHACL never minds.
_ALWAYS = f"sameTerm(?property, <{RDF}type>) && sameTerm(?object, <{RDFS}Resource>)"


def pair_findings(data: Data, shape: Shape, pair: Pair, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each value that breaks the relation with the other property's values."""
    own, other = value_pattern(shape.path), f"?this <{pair.other}> ?value ."
    if pair.component == SH.EqualsConstraintComponent:
        yield from _found(data, shape, pair, focus, f"{own} {without(None, other)}")
        foreign = "FILTER(!sameTerm(?this, ?value))" if shape.path is None else without(shape.path, own)
        query = f"SELECT DISTINCT ?this ?value {{ {focus.pattern} {other} {foreign} }}"
        for this, value in data.pairs(query):
            yield Finding(this, this, shape, pair.component, shape.path, value)
    elif pair.component == SH.DisjointConstraintComponent:
        yield from _found(data, shape, pair, focus, f"{own} {other}")
    else:
        yield from _disordered(data, shape, pair, focus)


def closed_findings(data: Data, shape: Shape, closed: Closed, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each triple of a value node whose property is not allowed."""
    allowed = ", ".join(f"<{iri}>" for iri in closed.allowed)
    query = (
        f"SELECT DISTINCT ?this ?value ?property ?object {{ {focus.pattern} {value_pattern(shape.path)}"
        f" ?value ?property ?object . FILTER(?property NOT IN ({allowed}) && !({_ALWAYS})) }}"
    )
    for this, _, term, value in data.select(query):
        assert isinstance(term, ox.NamedNode)
        yield Finding(this, this, shape, closed.component, Path(term.value), value)


def _rows(data: Data, shape: Shape, focus: Focus, names: str, pattern: str) -> Iterator[tuple[Term, ...]]:
    if shape.path is not None and is_plain(shape.path) and focus.scanned:
        return scan(data, f"SELECT DISTINCT {names} {{ {pattern} }}", focus)
    return data.select(f"SELECT DISTINCT {names} {{ {focus.pattern} {pattern} }}")


def _found(data: Data, shape: Shape, pair: Pair, focus: Focus, pattern: str) -> Iterator[Finding]:
    for this, value in _rows(data, shape, focus, "?this ?value", pattern):
        yield Finding(this, this, shape, pair.component, shape.path, value)


def _disordered(data: Data, shape: Shape, pair: Pair, focus: Focus) -> Iterator[Finding]:
    or_equals = pair.component == SH.LessThanOrEqualsConstraintComponent
    fine = comparable("?value", "?other", "<=" if or_equals else "<")
    pattern = f"{value_pattern(shape.path)} ?this <{pair.other}> ?other . FILTER(!COALESCE({fine}, false))"
    for this, value, other in _rows(data, shape, focus, "?this ?value ?other", pattern):
        if not precedes(as_read(value), as_read(other), or_equals=or_equals):
            yield Finding(this, this, shape, pair.component, shape.path, value)
