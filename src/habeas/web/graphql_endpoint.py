"""The GraphQL endpoint of the site: it follows the current edition, its page in the site's frame."""

from __future__ import annotations

from functools import cached_property

import orjson
import strawberry
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from habeas.graphql import build_schema
from habeas.graphql.page import EXAMPLE
from habeas.graphql.router import EditionRouter
from habeas.web.rendering import page
from habeas.web.site import Served, Site

PATH = "/graphql"


class GraphQLEndpoint:
    """An ASGI application that hands each request to the router of the current edition."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._router: tuple[Served, EditionRouter] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises NoEditionError where nothing was published yet."""
        router = await run_in_threadpool(self._current)
        await router(scope, receive, send)

    @cached_property
    def _schema(self) -> strawberry.Schema:
        return build_schema(self._site.model)

    def _current(self) -> EditionRouter:
        served = self._site.current()
        held = self._router
        if held is None or held[0] is not served:
            held = (served, _FramedRouter(self._schema, served.catalogue, served.edition, PATH))
            self._router = held
        return held[1]


class _FramedRouter(EditionRouter):
    """The router of one edition, with the site's frame around its page."""

    async def render_graphql_ide(self, request: Request) -> HTMLResponse:
        """Return the page, with the answer if there is a question."""
        return HTMLResponse(await run_in_threadpool(self._framed, request))

    def _framed(self, request: Request) -> bytes:
        asked = request.query_params.get("query", "")
        variables = request.query_params.get("variables", "")
        told = self._page_answer(asked, variables) if asked.strip() else None
        answer = orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() if told else None
        return page(request, "graphql.html", asked=asked or EXAMPLE, variables=variables, answer=answer)
