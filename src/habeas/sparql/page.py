"""The page of the endpoint: a form that works without JavaScript, and the answer as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import jinja2

from habeas.errors import HabeasError
from habeas.sparql.formats import Format
from habeas.sparql.results import Results

MAX_ROWS: Final = 1_000


@dataclass(frozen=True)
class Example:
    """A query that the page offers: its title and its text."""

    title: str
    text: str


@dataclass(frozen=True)
class Page:
    """What the page shows. ``table`` or ``document`` holds the answer; ``error`` says why there is none."""

    query: str
    formats: Sequence[Format]
    base: str = ""
    examples: Sequence[Example] = ()
    table: Results | None = None
    document: str | None = None
    error: HabeasError | None = None

    @property
    def shown(self) -> Results | None:
        """The table, cut to as many rows as a page holds."""
        return Results(self.table.variables, self.table.rows[:MAX_ROWS]) if self.table else None

    def link(self, iri: str) -> str | None:
        """Return where a cell's IRI links to: our own things on this host, the web as it is, else nowhere."""
        if self.base and iri.startswith(f"{self.base}/"):
            return "." + iri.removeprefix(self.base)
        return iri if iri.startswith(("http://", "https://")) else None

    def address(self, query: str, format_name: str = "html") -> str:
        """Return the relative address of a query's answer."""
        return "?" + urlencode({"query": query, "format": format_name})


def render_page(page: Page) -> str:
    """Return the page as HTML that loads nothing from anywhere."""
    return _template().render(page=page)


@cache
def _template() -> jinja2.Template:
    folder = jinja2.FileSystemLoader(Path(__file__).parent / "pages")
    environment = jinja2.Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("sparql.html")
