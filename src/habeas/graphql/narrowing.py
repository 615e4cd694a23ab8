"""The arguments that narrow an answer, checked before anything is read.

GraphQL drops what is null or is a variable that was not given: of ``{judge: {label: {eq: $judge}}}`` without
``$judge`` only "has a judge" is left, and the answer is everybody who was sentenced. An unknown name answers nothing,
which reads as "no record says so". Both are errors here, wherever in the request they stand and whatever is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLString,
    InlineFragmentNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    value_from_ast,
)
from sqlalchemy import Connection, literal

from habeas.catalogue import Layout, Where, find
from habeas.catalogue.filters import IDS, Filter
from habeas.catalogue.identifiers import Identifiers
from habeas.catalogue.statements import TYPE
from habeas.errors import NotFoundError, UsageError, near
from habeas.graphql.naming import object_type
from habeas.graphql.selection import Selections

WHERE: Final = "where"
PROPERTY: Final = "property"

Fielded = GraphQLObjectType | GraphQLInterfaceType


class _Gap(NamedTuple):
    """A place in an argument that would be dropped, and why."""

    path: str
    why: str


class Narrowing:
    """Checks the arguments of one request."""

    def __init__(
        self, connection: Connection, layout: Layout, selections: Selections, identifiers: Identifiers
    ) -> None:
        self._connection = connection
        self._layout = layout
        self._selections = selections
        self._identifiers = identifiers
        self._classes = {object_type(layout.model, name): name for name in layout.usages}
        self._classes |= {name: name for name in layout.usages}

    def check(self, parent: Fielded, node: FieldNode, path: str = "") -> None:
        """Check a field and all that is selected below it.

        Raises UsageError for what would be dropped and for an unknown name, NotFoundError for an id that nothing in
        the edition has.
        """
        declared = parent.fields.get(node.name.value)
        if declared is None:  # __typename
            return
        path = f"{path}.{node.name.value}" if path else node.name.value
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        if WHERE in given and WHERE in declared.args:
            wanted = declared.args[WHERE].type
            self._check_gaps(given[WHERE], f"{path}.{WHERE}")
            where = value_from_ast(given[WHERE], wanted, self._selections.variables)
            if isinstance(where, Mapping):
                self._check_where(get_named_type(wanted).name.removesuffix("Where"), where, f"{path}.{WHERE}")
        if PROPERTY in given and PROPERTY in declared.args:
            self._check_property(parent, given[PROPERTY], f"{path}.{PROPERTY}")
        below = get_named_type(declared.type)
        if node.selection_set and isinstance(below, Fielded):
            self._check_selections(below, node.selection_set, path)

    def _check_selections(self, parent: Fielded, selections: SelectionSetNode, path: str) -> None:
        for each in selections.selections:
            if not self._selections.included(each.directives or ()):
                continue
            if isinstance(each, FieldNode):
                self.check(parent, each, path)
            elif isinstance(each, InlineFragmentNode):
                condition = each.type_condition.name.value if each.type_condition else None
                self._check_selections(self._narrowed(parent, condition), each.selection_set, path)
            elif isinstance(each, FragmentSpreadNode):
                fragment = self._selections.fragments[each.name.value]
                narrowed = self._narrowed(parent, fragment.type_condition.name.value)
                self._check_selections(narrowed, fragment.selection_set, path)

    def _narrowed(self, parent: Fielded, condition: str | None) -> Fielded:
        found = self._selections.schema.get_type(condition) if condition else None
        return found if isinstance(found, Fielded) else parent

    def _check_gaps(self, value: ValueNode, path: str) -> None:
        if isinstance(value, VariableNode) and value.name.value not in self._selections.variables:
            return  # The whole argument was left out, as the author of the request lets it be.
        for gap in self._gaps(value, path):
            raise UsageError(
                f"`{gap.path}` {gap.why}",
                where=gap.path,
                mend="give it a value, or leave the condition out of the request: without one the answer would be "
                "about everything",
            )

    def _gaps(self, value: ValueNode, path: str, depth: int = 0) -> Iterator[_Gap]:
        if isinstance(value, NullValueNode):
            yield _Gap(path, "is null")
        elif isinstance(value, VariableNode):
            name = value.name.value
            if name not in self._selections.variables:
                yield _Gap(path, f"is the variable ${name}, which is missing")
            else:
                yield from _gaps_of(self._selections.variables[name], path, f" (variable ${name})", depth)
        elif isinstance(value, ObjectValueNode):
            for field in value.fields:
                yield from self._gaps(field.value, f"{path}.{field.name.value}", depth + 1)
        elif isinstance(value, ListValueNode):
            for at, each in enumerate(value.values):
                yield from self._gaps(each, f"{path}[{at}]", depth + 1)

    def _check_where(self, class_name: str, where: Where, path: str) -> None:
        try:
            Filter(self._layout).conditions(class_name, where, literal(0))
        except UsageError as error:
            error.where = f"{path}.{error.where}" if error.where else path
            raise
        self._check_ids(where, path)

    def _check_ids(self, where: Where, path: str) -> None:
        for name, test in where.items():
            written = test.get("eq") if name in IDS else None
            if written is not None:
                key = self._identifiers.key(str(written))
                if find(self._connection, self._layout, key, self._layout.root) is None:
                    raise NotFoundError(
                        f"nothing in this edition has the id {str(written)[:120]!r}",
                        where=f"{path}.{name}.eq",
                        mend="give an id or an IRI of this edition; `search` finds things by name",
                    )
            elif name not in IDS and _is_nested(test):
                self._check_ids(test, f"{path}.{name}")

    def _check_property(self, parent: Fielded, value: ValueNode, path: str) -> None:
        for gap in self._gaps(value, path):
            raise UsageError(
                f"`{gap.path}` {gap.why}", where=path, mend="name a property, or leave the argument out"
            )
        name = value_from_ast(value, GraphQLString, self._selections.variables)
        class_name = self._classes[parent.name]
        model = self._layout.model
        known = {TYPE}.union(*(model.properties(member) for member in self._layout.members(class_name)))
        if name not in known:
            raise UsageError(
                f"{class_name} has no property {name!r}", where=path, mend=near(str(name), known)
            )


def _is_nested(test: object) -> bool:
    """Whether it is a filter of a class: an operator's value is none."""
    return isinstance(test, Mapping) and any(isinstance(value, Mapping) for value in test.values())


def _gaps_of(value: Any, path: str, of: str, depth: int) -> Iterator[_Gap]:
    """Gaps in the value of a variable.

    A program that leaves out what it does not know sends an empty object, so this asks for nothing, where an author who
    writes ``{judge: {}}`` into the request asks for whoever has a judge.
    """
    if value is None:
        yield _Gap(path, f"is null{of}")
    elif isinstance(value, Mapping):
        if not value and depth:
            yield _Gap(path, f"is empty{of}")
        for name, each in value.items():
            yield from _gaps_of(each, f"{path}.{name}", of, depth + 1)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _gaps_of(each, f"{path}[{at}]", of, depth + 1)


def with_keys(where: Where | None, identifiers: Identifiers) -> Where | None:
    """Return the filter with each id in the form that the catalogue has."""
    if where is None:
        return None
    return {
        name: _with_key(test, identifiers) if name in IDS else _deeper(test, identifiers)
        for name, test in where.items()
    }


def _with_key(test: Mapping[str, Any], identifiers: Identifiers) -> Mapping[str, Any]:
    return {**test, "eq": identifiers.key(str(test["eq"]))} if "eq" in test else test


def _deeper(test: Any, identifiers: Identifiers) -> Any:
    return with_keys(test, identifiers) if _is_nested(test) else test
