"""The answer to a named question as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.sparql.page import MAX_ROWS
from habeas.sparql.results import Cell, Results
from habeas.web.addresses import Addresses


@dataclass(frozen=True)
class Answered:
    """A table of solutions, and how its cells link to the site's own pages."""

    results: Results
    addresses: Addresses

    @property
    def total(self) -> int:
        """The number of rows."""
        return len(self.results.rows)

    @property
    def table(self) -> Results:
        """The table, cut to as many rows as a page holds."""
        return Results(self.results.variables, self.results.rows[:MAX_ROWS])

    def address(self, cell: Cell) -> str | None:
        """Return where a cell leads: our own things on this host, the web as it is, else nowhere."""
        if cell.kind != "uri":
            return None
        return self.addresses.link(cell.text) or self.addresses.outside(cell.text)

    def listed(self, cell: Cell) -> list[tuple[str, str]]:
        """Return the ids that a cell lists, each with its address; none where it lists anything else."""
        parts = cell.text.split("; ") if cell.kind == "literal" else []
        links = [(self.addresses.opaque(part), self.addresses.link(part)) for part in parts]
        found = [(key, link) for key, link in links if key and link]
        return found if len(found) == len(parts) else []

    def text(self, column: str, cell: Cell) -> str:
        """Return what a cell shows; a thing of ours is called by its column, for nobody reads its address."""
        is_ours = cell.kind == "uri" and self.addresses.link(cell.text) is not None
        return column if is_ours else cell.text
