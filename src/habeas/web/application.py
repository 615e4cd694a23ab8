"""The application: every page, the endpoints, and what holds for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from habeas.config import Settings
from habeas.web.bodies import BodyLimit
from habeas.web.endpoints import add_endpoints
from habeas.web.failures import answer_errors
from habeas.web.pages import browse, disputes, documents, health, home, ontology, queries, search
from habeas.web.parameters import CleanAddresses, only_declared_parameters
from habeas.web.rendering import STATIC
from habeas.web.security import SecurityHeaders
from habeas.web.site import Site

PAGES = (home, documents, search, queries, disputes, ontology)
"""In the order in which their addresses are tried; lists come after them, for they take any one word."""


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
    app.add_middleware(CleanAddresses)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    answer_errors(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_endpoints(app, site, stack)
    # No page: what watches a server may add to the address what it likes.
    app.include_router(health.router)
    # Its parameters are those of the question, which only its header names.
    app.include_router(queries.questions)
    declared = Depends(only_declared_parameters)
    for module in PAGES:
        app.include_router(module.router, dependencies=[declared])
    # An address that is no list is not there, whatever its parameters are.
    app.include_router(browse.router, dependencies=[Depends(browse.only_lists), declared])
    return app
