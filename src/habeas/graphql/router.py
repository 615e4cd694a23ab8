"""GraphQL over HTTP: GET and POST, and for people a page with a form that needs no JavaScript."""

from __future__ import annotations

from typing import Any

import strawberry
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.fastapi import GraphQLRouter
from strawberry.http import GraphQLRequestData, process_result
from strawberry.http.base import BaseRequestProtocol
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from habeas.catalogue import Catalogue
from habeas.editions import Edition
from habeas.graphql.page import asked_variables, render_page
from habeas.graphql.schema import build_schema, context_of, execute
from habeas.model import Model


def graphql_router(model: Model, edition: Edition, path: str = "/graphql") -> EditionRouter:
    """Return the routes of the endpoint at ``path`` over an edition, for an application to include.

    Its ``catalogue`` is to be closed when the application ends. Raises EditionError where there is none.
    """
    catalogue = Catalogue(edition.catalogue_path, model)
    return EditionRouter(build_schema(model), catalogue, edition, path)


class EditionRouter(GraphQLRouter[dict[str, Any], None]):
    """Strawberry's router; requests run in threads, for reading SQLite waits, and the page is our own."""

    def __init__(self, schema: strawberry.Schema, catalogue: Catalogue, edition: Edition, path: str) -> None:
        self.catalogue = catalogue
        self._manifest = edition.manifest
        self._context = context_of(catalogue, edition.manifest)
        super().__init__(
            schema,
            path=path,
            context_getter=lambda: dict(self._context),
            subscription_protocols=(),
        )

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """Whether a person asks: a browser says that it takes HTML, and it is first of what it takes."""
        return request.method == "GET" and "text/html" in request.headers.get("accept", "")

    async def render_graphql_ide(self, request: Request) -> HTMLResponse:
        """Return the page, with the answer if there is a question."""
        query = request.query_params.get("query", "")
        variables = request.query_params.get("variables", "")
        answer: dict[str, Any] | None = None
        if query.strip():
            answer = await run_in_threadpool(self._page_answer, query, variables)
        return HTMLResponse(render_page(query, variables, answer))

    def _page_answer(self, query: str, variables: str) -> dict[str, Any]:
        try:
            asked = asked_variables(variables)
        except ValueError as error:
            return {"data": None, "errors": [{"message": str(error)}]}
        return dict(process_result(execute(self.schema, self.catalogue, self._manifest, query, asked)))

    def _execute(
        self, query: str | None, variables: dict[str, Any] | None, operation_name: str | None
    ) -> ExecutionResult:
        return self.schema.execute_sync(
            query,
            variable_values=variables,
            context_value=dict(self._context),
            operation_name=operation_name,
            allowed_operation_types={OperationType.QUERY},
        )

    async def execute_single(
        self,
        request: Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: Response,
        context: dict[str, Any],
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """Answer a request in a thread of its own."""
        try:
            return await run_in_threadpool(
                self._execute, request_data.query, request_data.variables, request_data.operation_name
            )
        except CannotGetOperationTypeError as error:
            raise HTTPException(400, error.as_http_error_reason()) from error
        except InvalidOperationTypeError as error:
            raise HTTPException(400, error.as_http_error_reason(request_adapter.method)) from error
        except MissingQueryError as error:
            raise HTTPException(400, "There is no query in the request.") from error
