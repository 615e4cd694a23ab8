"""The SPARQL and GraphQL endpoints, each of which follows the current edition."""

from __future__ import annotations

from contextlib import AsyncExitStack

from fastapi import FastAPI

from habeas.web.site import Site


def add_endpoints(app: FastAPI, site: Site, stack: AsyncExitStack) -> None:
    """Add ``/sparql`` and ``/graphql``; the stack ends their workers when the server ends."""
