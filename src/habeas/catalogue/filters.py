"""Filters: nested conditions on nodes, as SQL.

A filter of a class maps names to conditions: a field of every node (``id``, ``iri``, ``label``, ``type``) or
a literal to operators (``{"label": {"contains": "court"}}``), a link or an inverse to a filter of the class
at its other end (``{"judge": {…}}``: has a judge such that; ``{"judge": {}}``: has a judge). All conditions of a
filter must hold.

Nothing is dropped in silence, for the answer would then be about everybody: a null, a condition without an operator,
and a name that nothing has are errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Table, func, or_, select

from habeas.catalogue.layout import Kind, Layout, Usage
from habeas.catalogue.statements import TYPE
from habeas.errors import QueryTooLargeError, UsageError, near
from habeas.model import Property
from habeas.model.names import normalise
from habeas.model.namespaces import RDF

Where = Mapping[str, Any]

NODE_FIELDS: Final = {"id": "key", "iri": "iri", "label": "label", "type": "class"}
"""The fields that every node has, and their columns in the ``node`` table."""

IDS: Final = frozenset({"id", "iri"})
"""Those of them that are compared with ids, in any of their forms."""

MAX_NESTING = 6
MAX_CONDITIONS = 40


def _equals(values: FromClause, column: str, value: Any) -> ColumnElement[bool]:
    compared: ColumnElement[bool] = values.c[column] == value
    return compared


def _contains(values: FromClause, column: str, value: str) -> ColumnElement[bool]:
    """Whether the text holds the value; case, accents and ё/е make no difference.

    Labels are kept normalised besides, for they are what most filters look into.
    """
    wanted = normalise(value)
    if value and not wanted:
        raise UsageError(
            f"{value!r} has no letter or digit to look for",
            mend="leave the condition out, or name what to find",
        )
    kept = values.c.get(f"{column}_normalised")
    text = func.normalised(values.c[column]) if kept is None else kept
    return func.instr(text, wanted) > 0


def _is_identified(values: FromClause, _column: str, value: Any) -> ColumnElement[bool]:
    """Whether the node has this id; its whole IRI is taken too."""
    return or_(values.c.key == value, values.c.iri == value)


Operator = Callable[[FromClause, str, Any], ColumnElement[bool]]
OPERATORS: Final[dict[str, Operator]] = {"eq": _equals, "contains": _contains}
IDENTITY: Final[dict[str, Operator]] = {**OPERATORS, "eq": _is_identified}


@dataclass(frozen=True)
class Filter:
    """Makes SQL of the filters of one request."""

    layout: Layout
    nesting: int = 0
    path: str = ""

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
                raise _null(f"{self.path}{name}")
            if name in NODE_FIELDS:
                yield self._node_field(class_name, name, test, node)
            elif name in usages:
                yield self._property(usages[name], test, node)
            elif name in inverses:
                link = self.layout.links[inverses[name].forward.name].alias()
                yield self._linked(name, inverses[name].range, test, node, link.c.object, link.c.subject)
            else:
                raise UsageError(
                    f"{class_name} has no {name!r} to filter by",
                    where=f"{self.path}{name}",
                    mend=near(name, [*NODE_FIELDS, *usages, *inverses]),
                )

    def _node_field(
        self, class_name: str, name: str, test: Mapping[str, Any], node: ColumnElement[int]
    ) -> ColumnElement[bool]:
        if name == TYPE:
            check_class(self.layout, class_name, test, f"{self.path}{name}")
        operators = IDENTITY if name in IDS else OPERATORS
        return _compare(self.layout.node, NODE_FIELDS[name], test, node, f"{self.path}{name}", operators)

    def _property(
        self, usage: Usage, test: Mapping[str, Any], node: ColumnElement[int]
    ) -> ColumnElement[bool]:
        prop = usage.prop
        path = f"{self.path}{prop.name}"
        if usage.kind is Kind.COLUMN:
            wanted = self._property_iri(prop, test) if prop.names_property else test
            return _compare(self.layout.classes[usage.owner], prop.name, wanted, node, path)
        if usage.kind is Kind.LITERAL:
            return _compare(self.layout.literals[prop.name], "value", test, node, path)
        link = self.layout.links[prop.name].alias()
        target = prop.range or self.layout.root
        return self._linked(prop.name, target, test, node, link.c.subject, link.c.object)

    def _property_iri(self, prop: Property, test: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the test with the name of a property as its IRI, as the values of ``prop`` are."""
        model = self.layout.model
        iris = {TYPE: f"{RDF}type", **{name: p.iri for name, p in model.property_names.items()}}
        written = test.get("eq")
        if written is None or written in iris.values():
            return test
        if written not in iris:
            raise UsageError(
                f"there is no property {written!r}",
                where=f"{self.path}{prop.name}.eq",
                mend=near(written, iris),
            )
        return {**test, "eq": iris[written]}

    def _linked(
        self,
        name: str,
        class_name: str,
        where: Where,
        node: ColumnElement[int],
        near: ColumnElement[int],
        far: ColumnElement[int],
    ) -> ColumnElement[bool]:
        deeper = replace(self, nesting=self.nesting + 1, path=f"{self.path}{name}.")
        return node.in_(select(near).where(*deeper.conditions(class_name, where, far)))


def count_conditions(where: Where) -> int:
    """Return how many conditions a filter has, nested ones included."""
    return sum(1 + (count_conditions(test) if isinstance(test, Mapping) else 0) for test in where.values())


def check_class(layout: Layout, class_name: str, test: Mapping[str, Any], path: str = TYPE) -> None:
    """Raise UsageError for a condition on ``type`` that no member of the class can meet, whatever the data."""
    members = sorted(layout.members(class_name))
    exact, part = test.get("eq"), test.get("contains")
    if exact is not None and exact not in members:
        raise UsageError(
            f"{class_name} has no class {exact!r}", where=f"{path}.eq", mend=near(exact, members)
        )
    if part and not any(normalise(part) in normalise(name) for name in members):
        raise UsageError(
            f"no class of {class_name} has {part!r} in its name",
            where=f"{path}.contains",
            mend=near(part, members),
        )


def _null(path: str) -> UsageError:
    return UsageError(
        f"{path!r} is null",
        where=path,
        mend="leave the condition out, or give it a value: a null would drop it, and the answer be about everything",
    )


def _compare(
    table: Table,
    column: str,
    test: Mapping[str, Any],
    node: ColumnElement[int],
    path: str,
    operators: Mapping[str, Operator] = OPERATORS,
) -> ColumnElement[bool]:
    """The node is among those with a value that passes every operator.

    The table is aliased, else it would be taken for the one that the query around it reads.
    """
    if not test:
        raise UsageError(
            f"the condition on {path!r} is empty", where=path, mend=f"compare it with {', '.join(operators)}"
        )
    values = table.alias()
    parts = []
    for operator, value in test.items():
        if value is None:
            raise _null(f"{path}.{operator}")
        parts.append(operators[operator](values, column, value))
    return node.in_(select(values.c.id if "id" in values.c else values.c.node).where(*parts))
