"""Constraints that refer to other shapes: ``sh:property``, ``sh:node``, the logical and the qualified ones.

Which nodes fail a member is found exactly, so what negation or counting makes of it is exact too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import rdflib
from rdflib.namespace import SH
from rdflib.term import Identifier

from habeas.shapes.compiler.constraint import Members, Property, Qualified, Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.suspects import nodes, pairs, pairs_at

Evaluate = Callable[[Identifier, Focus], Iterator[Finding]]
Failing = list[set[Term]]

_MAXIMUM: Final = SH.QualifiedMaxCountConstraintComponent
_MINIMUM: Final = SH.QualifiedMinCountConstraintComponent

# Whether a node fails, from the sets of nodes that fail each member.
_FAILS: Final[dict[rdflib.URIRef, Callable[[Term, Failing], bool]]] = {
    SH.NotConstraintComponent: lambda node, failing: node not in failing[0],
    SH.XoneConstraintComponent: lambda node, failing: sum(node not in failed for failed in failing) != 1,
}


def property_findings(
    data: Data, shape: Shape, nested: Property, focus: Focus, evaluate: Evaluate
) -> Iterator[Finding]:
    """Yield what a property shape finds at the value nodes, once for each focus node that has them."""
    if shape.path is None:
        yield from evaluate(nested.member, focus)
        return
    found: dict[Term, list[Finding]] = defaultdict(list)
    for finding in evaluate(nested.member, focus.values(shape.path)):
        found[finding.root].append(finding)
    for this, value in pairs_at(data, shape, focus, found.keys()):
        yield from (replace(finding, root=this) for finding in found[value])


def member_findings(
    data: Data, shape: Shape, members: Members, focus: Focus, evaluate: Evaluate
) -> Iterator[Finding]:
    """Yield a finding for each value node that does not conform to the members as it should."""
    found: Iterator[tuple[Term, Term]]
    values = _values(shape, focus)
    if members.component in _FAILS:
        failing = [_failing(node, values, evaluate) for node in members.members]
        fails = _FAILS[members.component]
        found = (pair for pair in pairs(data, shape, focus) if fails(pair[1], failing))
    elif members.component == SH.OrConstraintComponent:
        found = pairs_at(data, shape, focus, _failing_all(members.members, values, evaluate))
    else:
        failed = {node for member in members.members for node in _failing(member, values, evaluate)}
        found = pairs_at(data, shape, focus, failed)
    for this, value in found:
        yield Finding(this, this, shape, members.component, shape.path, value)


def qualified_findings(
    data: Data, shape: Shape, qualified: Qualified, focus: Focus, evaluate: Evaluate
) -> Iterator[Finding]:
    """Yield a finding for each focus node with too few or too many conforming value nodes."""
    values = _values(shape, focus)
    failing = _failing(qualified.member, values, evaluate)
    siblings = [_failing(node, values, evaluate) for node in qualified.siblings]
    counts: Counter[Term] = Counter()
    for this, value in pairs(data, shape, focus):
        counts[this] += value not in failing and all(value in others for others in siblings)
    if qualified.maximum is not None:
        for this, count in counts.items():
            if count > qualified.maximum:
                yield Finding(this, this, shape, _MAXIMUM, shape.path)
    if qualified.minimum:
        for this in nodes(data, focus):
            if counts[this] < qualified.minimum:
                yield Finding(this, this, shape, _MINIMUM, shape.path)


def _values(shape: Shape, focus: Focus) -> Focus:
    return focus if shape.path is None else focus.values(shape.path)


def _failing(node: Identifier, values: Focus, evaluate: Evaluate) -> set[Term]:
    return {finding.root for finding in evaluate(node, values)}


def _failing_all(members: tuple[Identifier, ...], values: Focus, evaluate: Evaluate) -> set[Term]:
    """Return the nodes that fail every member; each member is asked only about those that failed the ones before."""
    failing = _failing(members[0], values, evaluate)
    for node in members[1:]:
        if failing:
            failing &= _failing(node, values.among(failing), evaluate)
    return failing
