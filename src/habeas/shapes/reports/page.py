"""The report as one HTML page that needs nothing else: no JavaScript, no other file, no other host."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from habeas.shapes.report import Result
from habeas.shapes.reports.grouping import Summary
from habeas.shapes.reports.text import closing, counted
from habeas.shapes.reports.writer import Subject

ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class PageWriter:
    """Writes at the end only: it shows the first findings of each group."""

    def __init__(self, stream: IO[str], subject: Subject) -> None:
        self._stream = stream
        self._subject = subject

    def write(self, result: Result, known: bool) -> None:
        """Take no notice: the summary keeps what is shown."""

    def finish(self, summary: Summary) -> None:
        """Write the page."""
        book = self._subject.book
        groups = [(g, book.explain(g.shape, g.component)) for g in self._subject.groups(summary)]
        page = ENVIRONMENT.get_template("report.html").stream(
            subject=self._subject,
            summary=summary,
            groups=groups,
            closing=closing(summary),
            counted=counted,
            blank=self._subject.blank,
        )
        self._stream.writelines(page)
        self._stream.write("\n")
