"""The SPARQL and GraphQL endpoints, put into the application."""

from __future__ import annotations

from contextlib import AsyncExitStack

from fastapi import FastAPI
from starlette.routing import Route

from habeas.web.graphql_endpoint import GraphQLEndpoint
from habeas.web.site import Site
from habeas.web.sparql_endpoint import FollowingPool, framed_router


def add_endpoints(app: FastAPI, site: Site, stack: AsyncExitStack) -> None:
    """Add ``/sparql`` and ``/graphql``; the stack ends the workers when the server ends.

    The workers are ``app.state.pool``, for the pages that ask them.
    """
    pool = FollowingPool(site)
    stack.push_async_callback(pool.close)
    app.state.pool = pool
    app.include_router(framed_router(site, pool))
    app.router.routes.append(Route("/graphql", GraphQLEndpoint(site)))
