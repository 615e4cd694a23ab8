"""``python -m habeas.publish statuses`` prints the page of statuses that the vocabularies ask for."""

from __future__ import annotations

import sys

from habeas.config import from_environment
from habeas.model import read_model
from habeas.publish.status_reference import status_page


def main(arguments: list[str]) -> int:
    """Print the page; return 0, or 2 where something else was asked for."""
    if arguments != ["statuses"]:
        sys.stderr.write("usage: python -m habeas.publish statuses > docs/reference/statuses.md\n")
        return 2
    settings = from_environment()
    sys.stdout.write(status_page(settings.ontology, read_model(settings.ontology, settings.shapes)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
