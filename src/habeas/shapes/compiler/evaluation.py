"""A shape evaluated over focus nodes: each of its constraints by the query that finds what violates it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib.term import Identifier

from habeas.shapes.compiler.constraint import (
    ClassTest,
    Closed,
    Constraint,
    Count,
    HasValue,
    Members,
    Pair,
    Property,
    Qualified,
    Select,
    Shape,
    Undecided,
    UniqueLang,
    ValueTest,
)
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.judge import Judge
from habeas.shapes.compiler.nested import member_findings, property_findings, qualified_findings
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.compiler.relations import closed_findings, pair_findings
from habeas.shapes.compiler.select_constraint import joined_query, select_findings
from habeas.shapes.compiler.sets import count_findings, has_value_findings, unique_lang_findings
from habeas.shapes.compiler.suspects import nodes
from habeas.shapes.compiler.values import class_findings, value_findings


class Evaluation:
    """One run of shapes over the graph of a store."""

    def __init__(self, data: Data, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        self.judge = Judge(data, shapes)

    def evaluate(self, shape: Shape, focus: Focus) -> Iterator[Finding]:
        """Yield what a shape finds at focus nodes. Raises ModelError where a shape is ill-formed."""
        if shape.deactivated:
            return
        if self.shapes.is_recursive(shape):
            yield from self.judge.judge_shape(shape, nodes(self.data, focus))
            return
        constraints = self.shapes.constraints(shape)
        tests = [c for c in constraints if isinstance(c, ValueTest)]
        if tests:
            yield from value_findings(self.data, shape, tests, focus)
        for constraint in constraints:
            yield from self._find(shape, constraint, focus)

    def _member(self, node: Identifier, focus: Focus) -> Iterator[Finding]:
        return self.evaluate(self.shapes.member(node), focus)

    def _find(self, shape: Shape, constraint: Constraint, focus: Focus) -> Iterator[Finding]:
        match constraint:
            case ClassTest():
                return class_findings(self.data, shape, constraint, focus)
            case Count():
                return count_findings(self.data, shape, constraint, focus)
            case HasValue():
                return has_value_findings(self.data, shape, constraint, focus)
            case UniqueLang():
                return unique_lang_findings(self.data, shape, constraint, focus)
            case Pair():
                return pair_findings(self.data, shape, constraint, focus)
            case Closed():
                return closed_findings(self.data, shape, constraint, focus)
            case ValueTest():
                return iter(())
            case _:
                return self._find_further(shape, constraint, focus)

    def _find_further(self, shape: Shape, constraint: Constraint, focus: Focus) -> Iterator[Finding]:
        match constraint:
            case Property():
                return property_findings(self.data, shape, constraint, focus, self._member)
            case Members():
                return member_findings(self.data, shape, constraint, focus, self._member)
            case Qualified():
                return qualified_findings(self.data, shape, constraint, focus, self._member)
            case Select():
                return self._select(shape, constraint, focus)
            case Undecided():
                return self.judge.judge_rule(shape, constraint.rule, nodes(self.data, focus))
        raise AssertionError(f"a constraint without a query: {constraint}")

    def _select(self, shape: Shape, select: Select, focus: Focus) -> Iterator[Finding]:
        rows = self._solutions(joined_query(select, shape, focus))
        if rows is None:
            return self.judge.judge_rule(shape, select.rule, nodes(self.data, focus))
        return select_findings(self.data, shape, select, rows)

    def _solutions(self, query: str | None) -> ox.QuerySolutions | None:
        try:
            return self.data.solutions(query) if query else None
        except SyntaxError:
            return None
