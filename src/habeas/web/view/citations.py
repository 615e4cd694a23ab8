"""Numbered marks on statements, and the list of sources that they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.export.description import Description
from habeas.export.evidence import OF_SOURCE, RECORD
from habeas.export.statement import Statement, Thing
from habeas.model.namespaces import local_name
from habeas.web.addresses import Addresses


@dataclass(frozen=True)
class Mark:
    """A mark behind a statement: a source's number, or the rule that computed it."""

    text: str
    link: str
    title: str
    is_rule: bool = False


@dataclass
class Citations:
    """Gives each record a number when it is first cited; ``silent`` where there is no list to lead to."""

    description: Description
    addresses: Addresses
    silent: bool = False

    def __post_init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, record: str) -> int:
        """Return the record's number in the list of sources."""
        return self.numbers.setdefault(record, len(self.numbers) + 1)

    def marks(self, statement: Statement) -> tuple[Mark, ...]:
        """Return the marks of a statement: the records that state it, else the rules that computed it."""
        told = self.description.everything
        # What a source's own page says of its captures is the source's own word.
        own = {statement.subject, self.description.root.iri}
        records = [iri for iri in statement.stated_in if iri in told and iri not in own]
        if records:
            return self.record_marks(records)
        return tuple(self._rule(iri) for iri in statement.rules if not statement.stated_in)

    def record_marks(self, records: Iterable[str]) -> tuple[Mark, ...]:
        """Return the marks of records, in the order of their numbers."""
        numbers = [] if self.silent else sorted(self.number(iri) for iri in records)
        return tuple(self._mark(n) for n in numbers)

    def _mark(self, number: int) -> Mark:
        return Mark(str(number), f"#source-{number}", f"source {number}")

    def _rule(self, iri: str) -> Mark:
        name = local_name(iri)
        return Mark("computed", self.addresses.link(iri) or "#", f"computed by the rule {name}", is_rule=True)

    def cited(self) -> list[tuple[int, Thing, Thing | None]]:
        """Return each record cited with its number and source; a source that speaks for itself has none."""
        found = []
        for iri, number in self.numbers.items():
            record = self.description.everything[iri]
            sources = [v.value for v in record.values(OF_SOURCE)] if RECORD in record.types else []
            source = self.description.everything.get(sources[0]) if sources else None
            found.append((number, record, source))
        return found
