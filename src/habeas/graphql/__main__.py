"""Prints the schema: ``python -m habeas.graphql > graphql/schema.graphql``."""

from __future__ import annotations

import sys

from habeas.config import from_environment
from habeas.graphql.schema import build_schema, sdl
from habeas.model import read_model


def main() -> None:
    """Print the schema that follows from the declarations."""
    settings = from_environment()
    sys.stdout.write(sdl(build_schema(read_model(settings.ontology, settings.shapes))))


if __name__ == "__main__":
    main()
