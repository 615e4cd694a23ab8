"""``python -m habeas.export context`` prints the JSON-LD context that the model asks for."""

from __future__ import annotations

import sys

import orjson

from habeas.config import from_environment
from habeas.export.context import derive_context
from habeas.model import read_model


def main(arguments: list[str]) -> int:
    """Print the context; return 0, or 2 where something else was asked for."""
    if arguments != ["context"]:
        sys.stderr.write("usage: python -m habeas.export context > ontology/context.jsonld\n")
        return 2
    settings = from_environment()
    context = derive_context(read_model(settings.ontology, settings.shapes))
    sys.stdout.buffer.write(orjson.dumps(context, option=orjson.OPT_INDENT_2) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
