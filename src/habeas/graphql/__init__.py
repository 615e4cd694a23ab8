"""GraphQL: a schema derived from the model, answered from the catalogue by one query a level."""

from habeas.graphql.router import graphql_router
from habeas.graphql.schema import build_schema, execute, sdl

__all__ = ["build_schema", "execute", "graphql_router", "sdl"]
