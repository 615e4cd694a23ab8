"""Errors for people: what is wrong, where, and how to mend it, as a page or as JSON."""

from __future__ import annotations

import logging
from http import HTTPStatus

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from habeas.errors import HabeasError
from habeas.web.negotiation import HTML, JSON, choose
from habeas.web.rendering import page

LOG = logging.getLogger("habeas.web")


def answer_errors(app: FastAPI) -> None:
    """Make the application answer every error in words."""
    app.add_exception_handler(HabeasError, _habeas_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)


def failure(
    request: Request,
    status: int,
    name: str,
    message: str,
    *,
    where: str | None = None,
    mend: str | None = None,
) -> Response:
    """Return the answer to an error; JSON unless the client would rather have a page."""
    chosen = choose(request.headers.get("accept"), (HTML, JSON)) or JSON
    told = {"error": name, "message": message, "where": where, "mend": mend}
    if chosen is HTML:
        content = page(request, "error.html", status=status, phrase=HTTPStatus(status).phrase, **told)
    else:
        content = orjson.dumps({k: v for k, v in told.items() if v}) + b"\n"
    headers = {"Content-Type": chosen.content_type, "Vary": "Accept", "Cache-Control": "no-store"}
    return Response(content, status_code=status, headers=headers)


async def _habeas_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HabeasError)
    return failure(request, error.status, error.name, error.message, where=error.where, mend=error.mend)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    message = error.detail if error.detail != phrase else _WORDS.get(error.status_code, phrase)
    answer = failure(request, error.status_code, phrase.replace(" ", ""), message)
    answer.headers.update(error.headers or {})
    return answer


async def _unforeseen(request: Request, error: Exception) -> Response:
    """Say that it is our fault, and no more: a trace may name what only the operator may see."""
    LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    mend = "try again; if it stays so, tell whoever runs this server"
    return failure(request, 500, "InternalError", "the server failed to answer", mend=mend)


_WORDS = {
    404: "there is nothing at this address",
    405: "this address does not take that method",
}
