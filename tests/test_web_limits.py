"""What a request may cost: the size of its body, and a worker only while somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2 as httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from habeas.config import Settings
from habeas.editions import Edition
from habeas.sparql.patience import GONE, unless_gone
from habeas.web import create_app
from habeas.web.bodies import MAX_BODY


@asynccontextmanager
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
            yield found


@pytest.mark.parametrize("path", ["/graphql", "/sparql"])
def test_a_large_body_is_refused_and_a_usual_one_is_read(
    path: str, edition: Edition, shipped_settings: Settings
) -> None:
    async def ask() -> tuple[int, int]:
        async with client(shipped_settings) as http:
            large = await http.post(
                path, content=b" " * (MAX_BODY + 1), headers={"Content-Type": "application/json"}
            )
            body: dict[str, Any] = (
                {"json": {"query": "{ edition { id } }"}}
                if path == "/graphql"
                else {"content": b"ASK {}", "headers": {"Content-Type": "application/sparql-query"}}
            )
            usual = await http.post(path, **body)
            return large.status_code, usual.status_code

    assert edition.id
    assert asyncio.run(ask()) == (413, 200)


def test_a_query_is_given_up_when_its_asker_has_gone() -> None:
    ended: list[str] = []

    async def forever() -> Response:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("given up")
            raise
        return Response()

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "GET", "headers": []}, receive)
    assert asyncio.run(unless_gone(request, forever())).status_code == GONE
    assert ended == ["given up"]


def test_an_answer_reaches_an_asker_who_waits() -> None:
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def at_once() -> Response:
        return Response("here", status_code=200)

    request = Request({"type": "http", "method": "GET", "headers": []}, receive)
    assert asyncio.run(unless_gone(request, at_once())).body == b"here"
