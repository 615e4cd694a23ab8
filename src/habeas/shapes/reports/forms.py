"""The forms of the report, by the names that people give them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from habeas.errors import UsageError
from habeas.shapes.reports.json_ld import JsonLdWriter
from habeas.shapes.reports.json_report import JsonLinesWriter, JsonWriter
from habeas.shapes.reports.page import PageWriter
from habeas.shapes.reports.text import TextWriter
from habeas.shapes.reports.turtle import TurtleWriter
from habeas.shapes.reports.writer import Subject, Writer

FORMS: Final[dict[str, Callable[[IO[str], Subject], Writer]]] = {
    "text": TextWriter,
    "turtle": lambda stream, subject: TurtleWriter(stream, subject.book.names),
    "json-ld": lambda stream, _: JsonLdWriter(stream),
    "json": JsonWriter,
    "json-lines": lambda stream, _: JsonLinesWriter(stream),
    "html": PageWriter,
}
WRITTEN_AT_THE_END: Final = frozenset({"text", "html"})
"""The forms that show groups and first findings; the others are written as findings come."""

_SUFFIXES: Final = {
    ".txt": "text",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
    ".json": "json",
    ".jsonl": "json-lines",
    ".html": "html",
}


def form_of(file: Path) -> str:
    """Return the form that a file's suffix names. Raises UsageError for one that is not known."""
    if file.suffix not in _SUFFIXES:
        raise UsageError(
            f"no form of the report is written to {file.suffix or 'a file without a suffix'}",
            where=str(file),
            mend=f"name the form, or end the file in {' '.join(_SUFFIXES)}",
        )
    return _SUFFIXES[file.suffix]
