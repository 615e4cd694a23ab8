"""Filters: nested conditions on nodes, as SQL.

A filter of a class maps names to conditions: a field of every node (``id``, ``iri``, ``label``, ``type``) or
a literal to operators (``{"label": {"contains": "court"}}``), a link or an inverse to a filter of the class
at its other end (``{"judge": {…}}``: has a judge such that). All conditions of a filter must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Table, func, select

from habeas.catalogue.layout import Kind, Layout, Usage
from habeas.errors import QueryTooLargeError, UsageError
from habeas.identity.names import normalise

Where = Mapping[str, Any]

NODE_FIELDS: Final = {"id": "key", "iri": "iri", "label": "label", "type": "class"}
"""The fields that every node has, and their columns in the ``node`` table."""

MAX_NESTING = 6
MAX_CONDITIONS = 40


def _equals(values: FromClause, column: str, value: Any) -> ColumnElement[bool]:
    compared: ColumnElement[bool] = values.c[column] == value
    return compared


def _contains(values: FromClause, column: str, value: str) -> ColumnElement[bool]:
    """Whether the text holds the value; case, accents and ё/е make no difference.

    Labels are kept normalised besides, for they are what most filters look into.
    """
    kept = values.c.get(f"{column}_normalised")
    text = func.normalised(values.c[column]) if kept is None else kept
    return func.instr(text, normalise(value)) > 0


OPERATORS: Final[dict[str, Callable[[FromClause, str, Any], ColumnElement[bool]]]] = {
    "eq": _equals,
    "contains": _contains,
}


@dataclass(frozen=True)
class Filter:
    """Makes SQL of the filters of one request."""

    layout: Layout
    nesting: int = 0

    def conditions(
        self, class_name: str, where: Where | None, node: ColumnElement[int]
    ) -> list[ColumnElement[bool]]:
        """Return the conditions on an expression that is a node's id.

        Raises QueryTooLargeError where the filter is nested too deeply or has too many parts, UsageError
        where it names what the class does not have.
        """
        if not where:
            return []
        if self.nesting >= MAX_NESTING or (self.nesting == 0 and count_conditions(where) > MAX_CONDITIONS):
            raise QueryTooLargeError(
                f"a filter may be {MAX_NESTING} levels deep and have {MAX_CONDITIONS} conditions",
                mend="ask in two steps, or with SPARQL",
            )
        return list(self._each(class_name, where, node))

    def _each(self, class_name: str, where: Where, node: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        usages, inverses = self.layout.usages[class_name], self.layout.model.inverses(class_name)
        for name, test in where.items():
            if test is None:
                continue
            if name in NODE_FIELDS:
                yield from _compare(self.layout.node, NODE_FIELDS[name], test, node)
            elif name in usages:
                yield from self._property(usages[name], test, node)
            elif name in inverses:
                link = self.layout.links[inverses[name].forward.name].alias()
                yield self._linked(inverses[name].range, test, node, link.c.object, link.c.subject)
            else:
                raise UsageError(f"{class_name} has no {name!r} to filter by")

    def _property(
        self, usage: Usage, test: Mapping[str, Any], node: ColumnElement[int]
    ) -> Iterator[ColumnElement[bool]]:
        prop = usage.prop
        if usage.kind is Kind.COLUMN:
            yield from _compare(self.layout.classes[usage.owner], prop.name, test, node)
        elif usage.kind is Kind.LITERAL:
            yield from _compare(self.layout.literals[prop.name], "value", test, node)
        else:
            link = self.layout.links[prop.name].alias()
            target = prop.range or self.layout.root
            yield self._linked(target, test, node, link.c.subject, link.c.object)

    def _linked(
        self,
        class_name: str,
        where: Where,
        node: ColumnElement[int],
        near: ColumnElement[int],
        far: ColumnElement[int],
    ) -> ColumnElement[bool]:
        deeper = replace(self, nesting=self.nesting + 1)
        return node.in_(select(near).where(*deeper.conditions(class_name, where, far)))


def with_current_iris(where: Where | None, current_iri: Callable[[str], str]) -> Where | None:
    """Return a filter with each IRI that it compares with replaced by what ``current_iri`` makes of it."""
    if not where:
        return where
    replaced: dict[str, Any] = {}
    for name, test in where.items():
        if not isinstance(test, Mapping):
            replaced[name] = test
        elif name == "iri" and isinstance(test.get("eq"), str):
            replaced[name] = {**test, "eq": current_iri(test["eq"])}
        else:
            replaced[name] = with_current_iris(test, current_iri)
    return replaced


def count_conditions(where: Where) -> int:
    """Return how many conditions a filter has, nested ones included."""
    return sum(1 + (count_conditions(test) if isinstance(test, Mapping) else 0) for test in where.values())


def _compare(
    table: Table, column: str, test: Mapping[str, Any], node: ColumnElement[int]
) -> Iterator[ColumnElement[bool]]:
    """The node is among those with a value that passes every operator.

    The table is aliased, else it would be taken for the one that the query around it reads.
    """
    values = table.alias()
    parts = [OPERATORS[name](values, column, value) for name, value in test.items() if value is not None]
    if parts:
        yield node.in_(select(values.c.id if "id" in values.c else values.c.node).where(*parts))
