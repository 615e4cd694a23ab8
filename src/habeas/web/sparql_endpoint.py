"""The SPARQL endpoint of the site: workers on the current edition, and the page within the site's frame."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from habeas.sparql.frames import Answer, QueryRequest
from habeas.sparql.page import Page
from habeas.sparql.pool import WorkerPool
from habeas.sparql.protocol import sparql_router
from habeas.web.addresses import Addresses
from habeas.web.questions import worked_questions
from habeas.web.rendering import render
from habeas.web.site import Site


def framed_router(site: Site, pool: FollowingPool) -> APIRouter:
    """Return the endpoint's routes; links in answers lead to the site's own pages."""

    def frame(asked: Page) -> str:
        served = site.current()
        addresses = Addresses(served.edition.manifest.base, "./")
        return render(
            "./",
            "sparql.html",
            asked=asked,
            link=lambda iri: addresses.link(iri) or addresses.outside(iri),
            worked=[(q.title, a) for q in worked_questions(served) for a in q.addresses("SPARQL")],
            edition=served.edition.manifest,
        )

    # The router asks a pool nothing but ``answer``.
    return sparql_router(cast(WorkerPool, pool), render=frame)


@dataclass
class _Held:
    """A pool on the folder of an edition, with the number of queries that it is answering.

    An edition that was made anew has the same id, and another folder.
    """

    edition: Path
    pool: WorkerPool
    asked: int = 0


class FollowingPool:
    """A pool of workers on the current edition's store.

    When the edition changes a new pool takes over; the old one ends with the last query it was answering.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._held: _Held | None = None
        self._lock = asyncio.Lock()

    async def answer(self, request: QueryRequest) -> Answer:
        """Answer a query as ``WorkerPool.answer`` does; raises NoEditionError where none is published."""
        held = await self._current()
        held.asked += 1
        try:
            return await held.pool.answer(request)
        finally:
            held.asked -= 1
            if held is not self._held:
                await self._retire(held)

    async def close(self) -> None:
        """End the workers."""
        held, self._held = self._held, None
        if held:
            await held.pool.__aexit__(None, None, None)

    async def _current(self) -> _Held:
        served = await run_in_threadpool(self._site.current)
        async with self._lock:
            old = self._held
            if old is None or old.edition != served.edition.path:
                pool = WorkerPool(served.edition.store_path)
                await pool.__aenter__()
                self._held = _Held(served.edition.path, pool)
                if old:
                    await self._retire(old)
                return self._held
            return old

    async def _retire(self, held: _Held) -> None:
        if held.asked == 0:
            await held.pool.__aexit__(None, None, None)
