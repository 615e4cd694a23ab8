"""The SPARQL 1.1 Protocol's query operation over HTTP, read-only, on a pool of workers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.errors import HabeasError, NotAcceptableError, UsageError
from habeas.sparql.asked import Asked, read_asked
from habeas.sparql.description import service_description
from habeas.sparql.formats import GRAPHS, HTML, RESULTS, Chosen, Format, formats_for, named_format, negotiate
from habeas.sparql.frames import QueryRequest
from habeas.sparql.guard import Query, read_query
from habeas.sparql.page import Example, Page, render_page
from habeas.sparql.patience import unless_gone
from habeas.sparql.pool import WorkerPool
from habeas.sparql.results import Results, read_results

# What a page shows is read here, in the server's own process: it must not be long.
MAX_PAGE_ANSWER: Final = 5 << 20
_CORS: Final = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def sparql_router(
    pool: WorkerPool,
    *,
    path: str = "/sparql",
    base: str = "",
    examples: Sequence[Example] = (),
    render: Callable[[Page], str] = render_page,
) -> APIRouter:
    """Return a router with the endpoint at ``path``.

    The pool must be entered before the first request. ``base`` is what the edition's IRIs begin with: the
    page links them on its own host. ``render`` makes the page, so that a site can put its frame around it.
    """
    endpoint = _Endpoint(pool, base, examples, render)
    router = APIRouter()
    router.add_api_route(path, endpoint.respond, methods=["GET", "POST"], include_in_schema=False)
    router.add_api_route(path, _preflight, methods=["OPTIONS"], include_in_schema=False)
    return router


async def _preflight() -> Response:
    return Response(status_code=204, headers={**_CORS, **_PREFLIGHT})


class _Endpoint:
    """The endpoint of one pool."""

    def __init__(
        self, pool: WorkerPool, base: str, examples: Sequence[Example], render: Callable[[Page], str]
    ) -> None:
        self._pool = pool
        self._base = base
        self._examples = examples
        self._render = render

    async def respond(self, request: Request) -> Response:
        """Answer a request: with the answer, the page, the service description, or the error."""
        asked: Asked | None = None
        try:
            asked = await read_asked(request)
            return await unless_gone(request, self._respond(request, asked))
        except HabeasError as error:
            return self._error(request, asked, error)

    async def _respond(self, request: Request, asked: Asked) -> Response:
        if asked.query is None:
            return self._without_query(request, asked)
        query = read_query(asked.query)
        chosen = _choose(request, asked, formats_for(query.form))
        if chosen.format is HTML:
            return await self._as_page(request, asked, query)
        answer = await self._pool.answer(_query_request(request, asked, query, chosen.media_type))
        return _response(answer.body, answer.content_type)

    def _without_query(self, request: Request, asked: Asked) -> Response:
        accept = request.headers.get("accept")
        chosen = negotiate(accept, (*GRAPHS, HTML))
        if request.method == "GET" and asked.format_name in (None, "html"):
            if _wants_page(request, asked):
                return self._page()
            if asked.is_bare and chosen:
                endpoint = str(request.url.replace(query="", fragment=""))
                return _response(service_description(endpoint, chosen.format), chosen.media_type)
        raise UsageError("there is no query", mend="send the parameter `query`")

    async def _as_page(self, request: Request, asked: Asked, query: Query) -> Response:
        own = formats_for(query.form)[0].media_types[0]
        answer = await self._pool.answer(_query_request(request, asked, query, own, MAX_PAGE_ANSWER))
        if query.form in ("SELECT", "ASK"):
            return self._page(query.text, table=read_results(answer.body))
        return self._page(query.text, document=answer.body.decode())

    def _error(self, request: Request, asked: Asked | None, error: HabeasError) -> Response:
        if _wants_page(request, asked):
            text = (asked.query if asked else None) or ""
            return self._page(text, error=error, status=error.status)
        said = {"error": error.name, "message": error.message, "where": error.where, "mend": error.mend}
        body = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
        return _response(body.encode() + b"\n", "application/json", error.status)

    def _page(
        self,
        query: str = "",
        *,
        table: Results | None = None,
        document: str | None = None,
        error: HabeasError | None = None,
        status: int = 200,
    ) -> Response:
        page = Page(query, _FORM_FORMATS, self._base, self._examples, table, document, error)
        return _response(self._render(page).encode(), HTML.media_types[0], status)


_FORM_FORMATS: Final = (HTML, *RESULTS, *GRAPHS)


def _wants_page(request: Request, asked: Asked | None) -> bool:
    if asked and asked.format_name:
        return asked.format_name == HTML.name
    best = negotiate(request.headers.get("accept"), (*RESULTS, *GRAPHS, HTML))
    return best is not None and best.format is HTML


def _choose(request: Request, asked: Asked, offered: tuple[Format, ...]) -> Chosen:
    if asked.format_name:
        return named_format(asked.format_name, (*offered, HTML))
    chosen = negotiate(request.headers.get("accept"), (*offered, HTML))
    if chosen is None:
        types = ", ".join(f.media_types[0] for f in offered)
        raise NotAcceptableError("no format of the answer is acceptable", mend=f"accept one of {types}")
    return chosen


def _query_request(
    request: Request, asked: Asked, query: Query, media_type: str, most: int | None = None
) -> QueryRequest:
    base = str(request.url.replace(query="", fragment=""))
    return QueryRequest(query, media_type, base, asked.default_graphs, asked.named_graphs, most)


def _response(body: bytes, content_type: str, status: int = 200) -> Response:
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    return Response(body, status, {**_CORS, "Content-Type": content_type + charset})
