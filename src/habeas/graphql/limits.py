"""Limits on a request before it runs: how long, how deep, how many fields and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

MAX_TOKENS: Final = 3_000
MAX_DEPTH: Final = 16
MAX_FIELDS: Final = 1_500
MAX_ALIASES: Final = 100


class Size(NamedTuple):
    """How large a selection is, fragments laid out in full."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0


class RequestSize(ValidationRule):
    """Refuses an operation that is too deep, or has too many fields or aliases."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        document = context.document
        measure = Measure(document)
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                for message in _faults(measure.selection_set(definition.selection_set)):
                    self.report_error(
                        GraphQLError(message, definition, extensions={"code": "QueryTooLargeError"})
                    )


def _faults(size: Size) -> Iterator[str]:
    limits = Size(MAX_DEPTH, MAX_FIELDS, MAX_ALIASES)
    words = Size._fields
    for word, has, limit in zip(words, size, limits, strict=True):
        if has > limit:
            what = f"{has} levels deep" if word == "depth" else f"of {has} {word}"
            yield f"The request is {what}, and at most {limit} are answered."


class Measure:
    """Measures the selections of a document; each fragment once, so that fragments in fragments cost
    nothing."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._sizes: dict[str, Size] = {}

    def selection_set(self, selections: SelectionSetNode | None) -> Size:
        """Return the size of a selection set."""
        sizes = [self._selection(each) for each in selections.selections] if selections else []
        return Size(
            max((size.depth for size in sizes), default=0),
            sum(size.fields for size in sizes),
            sum(size.aliases for size in sizes),
        )

    def _selection(self, selection: SelectionNode) -> Size:
        if isinstance(selection, FieldNode):
            return self._field(selection)
        if isinstance(selection, InlineFragmentNode):
            return self.selection_set(selection.selection_set)
        return self._fragment(selection.name.value) if isinstance(selection, FragmentSpreadNode) else Size()

    def _field(self, field: FieldNode) -> Size:
        """Introspection is measured by a rule of graphql-core, and has no part in this."""
        if field.name.value.startswith("__"):
            return Size()
        below = self.selection_set(field.selection_set)
        return Size(below.depth + 1, below.fields + 1, below.aliases + (1 if field.alias else 0))

    def _fragment(self, name: str) -> Size:
        if name not in self._sizes:
            self._sizes[name] = Size()  # a fragment within itself, which another rule refuses, ends here
            fragment = self._fragments.get(name)
            self._sizes[name] = self.selection_set(fragment.selection_set) if fragment else Size()
        return self._sizes[name]
