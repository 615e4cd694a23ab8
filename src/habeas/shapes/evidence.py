"""What the records of a run say together, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from habeas.model.namespaces import HAB
from habeas.shapes.report import Place


class Evidence:
    """The quads of every record of a run, by the record's name."""

    def __init__(self, records: Mapping[str, Iterable[ox.Quad]]) -> None:
        self.records = {name: list(quads) for name, quads in records.items()}

    def place(self, record: str) -> Place:
        """Return where a record stands, as far as it says so; the source by its title where that is known."""
        source = self._one(record, record, "source")
        return Place(
            source=self._one(source, source, "title") or source,
            table=self._one(record, record, "tableName"),
            row=self._one(record, record, "rowNumber"),
            locator=self._one(record, record, "locator"),
        )

    def _one(self, graph: str, subject: str, name: str) -> str:
        said = (q for q in self.records.get(graph, ()) if q.predicate.value == f"{HAB}{name}")
        objects = (q.object for q in said if str(q.subject) == f"<{subject}>")
        return next((o.value for o in objects if isinstance(o, ox.NamedNode | ox.Literal)), "")
