"""A bound on what a request may send: no question to this server needs more."""

from __future__ import annotations

import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 1_000_000
"""Bytes of a request's body."""


class BodyLimit:
    """Answers 413 to a request with a larger body, without reading on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, up to the limit, and pass the request on with it."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        body = await _read(Headers(scope=scope), receive)
        if body is None:
            await _refuse(send)
        else:
            await self.app(scope, _replay(body, receive), send)


async def _read(headers: Headers, receive: Receive) -> bytes | None:
    """Return the body, or None where it is over the limit."""
    told = headers.get("content-length", "")
    if told.isdecimal() and int(told) > MAX_BODY:
        return None
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            return None
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body once, and after that what the server tells: that the client has gone."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _refuse(send: Send) -> None:
    message = f"the request is larger than {MAX_BODY:,} bytes"
    content = orjson.dumps({"error": "RequestTooLarge", "message": message, "mend": "ask for less"}) + b"\n"
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": content})
