"""What a request selects: the fields of a type, with fragments, conditions, aliases and arguments worked out.

GraphQL specification (October 2021), sections 6.3.2 (field collection) and 6.4.1 (argument values).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    Undefined,
    VariableNode,
    is_abstract_type,
    value_from_ast,
)

FieldNodes = tuple[FieldNode, ...]


@dataclass(frozen=True)
class Selected:
    """A field of an answer: under which key, which field, with what arguments, and the nodes that select
    below it."""

    key: str
    name: str
    arguments: dict[str, Any]
    nodes: FieldNodes

    @property
    def identity(self) -> tuple[int, ...]:
        """Equal for what stands at the same places of the request, so that it can be read at once."""
        return tuple(id(node) for node in self.nodes)


class Selections:
    """The selections of one request, collected once for each type and place."""

    def __init__(self, info: GraphQLResolveInfo[Any]) -> None:
        self.schema: GraphQLSchema = info.schema
        self.fragments: dict[str, FragmentDefinitionNode] = info.fragments
        # Strawberry hands out the coerced values, where graphql-core has a container of them
        self.variables: dict[str, Any] = cast("dict[str, Any]", info.variable_values)
        self._collected: dict[tuple[str, tuple[int, ...]], list[Selected]] = {}

    def below(self, type_name: str, nodes: FieldNodes) -> list[Selected]:
        """Return the fields that are selected below these field nodes for an object of this type."""
        place = (type_name, tuple(id(node) for node in nodes))
        if place not in self._collected:
            self._collected[place] = self._collect(type_name, nodes)
        return self._collected[place]

    def _collect(self, type_name: str, nodes: FieldNodes) -> list[Selected]:
        found = self.schema.get_type(type_name)
        if not isinstance(found, GraphQLObjectType):
            raise TypeError(f"{type_name} is no object type")
        by_key: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for node in nodes:
            if node.selection_set:
                for field in self._fields(found, node.selection_set.selections, visited):
                    key = field.alias.value if field.alias else field.name.value
                    by_key.setdefault(key, []).append(field)
        selected = (self._selected(found, key, tuple(fields)) for key, fields in by_key.items())
        return [field for field in selected if not field.name.startswith("__")]

    def _fields(
        self, type_: GraphQLObjectType, selections: Iterable[SelectionNode], visited: set[str]
    ) -> Iterator[FieldNode]:
        for selection in selections:
            if not self.included(selection.directives or ()):
                continue
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(type_, condition.name.value):
                    yield from self._fields(type_, selection.selection_set.selections, visited)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in visited:
                visited.add(selection.name.value)
                fragment = self.fragments[selection.name.value]
                if self._applies(type_, fragment.type_condition.name.value):
                    yield from self._fields(type_, fragment.selection_set.selections, visited)

    def _applies(self, type_: GraphQLObjectType, condition: str) -> bool:
        if condition == type_.name:
            return True
        named = self.schema.get_type(condition)
        return is_abstract_type(named) and self.schema.is_sub_type(named, type_)

    def included(self, directives: Iterable[DirectiveNode]) -> bool:
        """Whether what has these directives is selected."""
        for directive in directives:
            if directive.name.value in {"skip", "include"}:
                value = directive.arguments[0].value if directive.arguments else None
                holds = self._boolean(value)
                if holds is (directive.name.value == "skip"):
                    return False
        return True

    def _boolean(self, value: Any) -> bool:
        return bool(self.variables.get(value.name.value) if isinstance(value, VariableNode) else value.value)

    def _selected(self, type_: GraphQLObjectType, key: str, nodes: FieldNodes) -> Selected:
        name = nodes[0].name.value
        declared = type_.fields.get(name)
        arguments = self._arguments(declared, nodes[0]) if declared else {}
        return Selected(key, name, arguments, nodes)

    def _arguments(self, declared: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Arguments by name. What is left out, or is a variable that was not given, has its default."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        found: dict[str, Any] = {}
        for name, argument in declared.args.items():
            value = value_from_ast(given.get(name), argument.type, self.variables)
            default = None if argument.default_value is Undefined else argument.default_value
            found[name] = default if value is Undefined else value
        return found
