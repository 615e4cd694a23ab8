"""Writes the pages of the named questions: ``python -m habeas.sparql docs/reference/questions``.

The answers that they show are those of the current public edition under ``HABEAS_HOME``, or ``./var``; the committed
pages are made from the shipped data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from habeas.config import Settings, from_environment
from habeas.editions import open_current
from habeas.errors import HabeasError
from habeas.sparql.library import load_library, run
from habeas.sparql.reference import render_index, render_question


def pages(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each page's file name and its text; raises NoEditionError where nothing was built."""
    store = open_current(settings).store_path
    library = load_library(settings.queries)
    for name, question in library.items():
        answer = run(question, question.example, store, "csv")
        yield f"{name}.md", render_question(question, answer.body.decode())
    yield "index.md", render_index(library)


def main(arguments: list[str]) -> str | None:
    """Write the pages into the folder; return what went wrong, if anything did."""
    if len(arguments) != 1:
        return "usage: python -m habeas.sparql FOLDER"
    folder = Path(arguments[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages(from_environment()):
            (folder / name).write_text(text, encoding="utf-8")
    except HabeasError as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
