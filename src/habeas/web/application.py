"""The application: every page, the endpoints, and what holds for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from habeas.config import Settings
from habeas.web.bodies import BodyLimit
from habeas.web.endpoints import add_endpoints
from habeas.web.failures import answer_errors
from habeas.web.pages import browse, disputes, documents, health, home, ontology, queries, search
from habeas.web.rendering import STATIC
from habeas.web.security import SecurityHeaders
from habeas.web.site import Site

PAGES = (home, health, documents, search, queries, disputes, ontology, browse)
"""In the order in which their addresses are tried; lists come last, for they take any one word."""


def create_app(settings: Settings, audience: str = "public") -> FastAPI:
    """Return the application that serves the audience's current edition, and follows it when it changes.

    Without an edition every page answers 503 until one is published.
    """
    site = Site(settings, audience)
    stack = AsyncExitStack()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with stack:
            yield

    app = FastAPI(
        title="Habeas",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.site = site
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    answer_errors(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_endpoints(app, site, stack)
    for module in PAGES:
        app.include_router(module.router)
    return app
