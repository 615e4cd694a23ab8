"""A query is worth its worker only while somebody waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

GONE = 499
"""What the log says of a request whose client went away; nobody receives it."""


async def unless_gone(request: Request, answering: Coroutine[Any, Any, Response]) -> Response:
    """Return the answer, or give the query up as soon as the client has gone."""
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        return await answer if answer.done() else Response(status_code=GONE)
    finally:
        for task in (answer, gone):
            task.cancel()
        await asyncio.gather(answer, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
