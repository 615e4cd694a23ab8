"""The schema: derived from the model, asked over an edition's catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import strawberry
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import (
    AddValidationRules,
    MaskErrors,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from habeas.catalogue import Catalogue, Layout
from habeas.editions.manifest import Manifest
from habeas.graphql.budget import Budget
from habeas.graphql.limits import MAX_TOKENS, RequestSize
from habeas.graphql.making import Maker
from habeas.graphql.reader import Fields
from habeas.graphql.resolvers import SESSION, Session, attach_resolvers
from habeas.graphql.root import make_root, root_fields
from habeas.graphql.scalars import configuration
from habeas.graphql.types import make_types
from habeas.graphql.wheres import make_wheres
from habeas.model import Model

CATALOGUE: Final = "habeas.catalogue"
MANIFEST: Final = "habeas.manifest"


class DerivedSchema(strawberry.Schema):
    """A schema that logs what went wrong inside, and not what was wrong with a request."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log the errors that are ours."""
        super().process_errors([error for error in errors if _is_ours(error)], execution_context)


class OpensSession(SchemaExtension):
    """Takes a connection to the catalogue for the time of one execution."""

    def on_execute(self) -> Iterator[None]:
        """Put the session into the context while the request runs."""
        context = self.execution_context.context
        with context[CATALOGUE].reading() as connection:
            context[SESSION] = Session(connection, context[MANIFEST], Budget())
            yield


def build_schema(model: Model) -> strawberry.Schema:
    """Derive the schema; raises ModelError where classes would share a name in it."""
    layout = Layout(model)
    maker = Maker.new()
    types = make_types(maker, layout)
    make_wheres(maker, layout)
    schema = DerivedSchema(
        query=make_root(maker, layout), types=types, config=configuration(), extensions=_extensions()
    )
    attach_resolvers(schema._schema, Fields(layout), root_fields(layout))
    return schema


def sdl(schema: strawberry.Schema) -> str:
    """Return the schema in the schema definition language, with a line end at the end."""
    return f"{schema.as_str()}\n"


def context_of(catalogue: Catalogue, manifest: Manifest) -> dict[str, Any]:
    """Return the context in which a request over an edition runs."""
    return {CATALOGUE: catalogue, MANIFEST: manifest}


def execute(
    schema: BaseSchema,
    catalogue: Catalogue,
    manifest: Manifest,
    query: str,
    variables: Mapping[str, Any] | None = None,
    *,
    operation_name: str | None = None,
) -> ExecutionResult:
    """Answer one request. What is wrong with it stands in the result's ``errors``, and nothing is raised."""
    try:
        return schema.execute_sync(
            query,
            variable_values=dict(variables or {}),
            context_value=context_of(catalogue, manifest),
            operation_name=operation_name,
            allowed_operation_types={OperationType.QUERY},
        )
    except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError) as error:
        return ExecutionResult(data=None, errors=[GraphQLError(_what_is_wrong(error))])


def _what_is_wrong(error: Exception) -> str:
    if isinstance(error, InvalidOperationTypeError):
        return "Only queries are answered: there is nothing here to change or to wait for."
    if isinstance(error, CannotGetOperationTypeError):
        return "The request has several operations: name the one to answer."
    return "The request has no query."


def _extensions() -> list[Callable[[], SchemaExtension]]:
    return [
        OpensSession,
        lambda: MaxTokensLimiter(MAX_TOKENS),
        lambda: AddValidationRules([RequestSize]),
        ParserCache,
        ValidationCache,
        lambda: MaskErrors(_is_ours, "Something went wrong here; the server's log says what."),
    ]


def _is_ours(error: GraphQLError) -> bool:
    """Whether the error is a fault of ours: one raised on purpose has a code, one of the request no cause."""
    cause = error.original_error
    return cause is not None and not isinstance(cause, GraphQLError) and not error.extensions
