"""The rulings on records: which of those on one record counts.

A single ruling names a record by its id; a bulk one speaks of a record as one of its source, or of its table. Of two
single ones the later counts, and so of two bulk ones of one kind. Between the kinds the stricter counts, whichever
was written first: what is kept back by name is not opened by a ruling on many, nor the other way round.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from habeas.config import Settings
from habeas.identity import Clearance, TableClearance, is_over, read_entries
from habeas.model import read_vocabularies
from habeas.model.namespaces import local_name
from habeas.publish.records import Node, Record

Table = tuple[str, str]
"""A source's id and the name of one of its tables."""

CHANGED = ""
"""The digest of no content: a ruling with it stands for no record as it is now."""
SINGLE = frozenset({"single", "withdrawal"})
NEVER = "9999-12-31"


@dataclass(frozen=True)
class Stated:
    """A ruling as it stands in a ledger: in which ledger, in which line of it, and of which kind.

    The kind is that of the line, ``table`` for a ruling on a whole table, and ``unknown`` for a line of an earlier
    version. The digest of a ruling on a table is that of the record where the table is as it was ruled on, else
    ``CHANGED``.
    """

    ruling: Clearance
    kind: str
    ledger: int
    line: int

    def is_after(self, other: Stated) -> bool:
        """Return whether it was written later.

        Lines of one ledger are in order. Of two ledgers only the day is known, and on one day neither is the later.
        """
        if self.ledger == other.ledger:
            return self.line > other.line
        return self.ruling.when > other.ruling.when

    def replaces(self, other: Stated) -> bool:
        """Return whether the other does not count beside it.

        A line of unknown kind may have been either: nothing but a later single ruling takes its place, and it takes
        the place of none. So whichever it was, it opens nothing that was kept back.
        """
        if not self.is_after(other):
            return False
        if self.kind in SINGLE:
            return other.kind in SINGLE or other.kind == "unknown"
        return self.kind != "unknown" and self.kind == other.kind


@dataclass(frozen=True)
class Rulings:
    """Every ruling on some records. ``day`` is that on which strictness is judged: a delay that is over is none."""

    records: Mapping[Node, Record]
    day: dt.date
    ranks: Mapping[str, int]
    stated: Mapping[str, Sequence[Stated]] = field(default_factory=dict)
    """The rulings on each record, by its id, in the order in which they were read."""

    def in_force(self) -> list[Clearance]:
        """Return the ruling that counts on each record that has any."""
        return [found.ruling for record in self.stated if (found := self.counting(record))]

    def candidates(self, record: str) -> list[Stated]:
        """Return the rulings on a record that no later one replaces."""
        found = self.stated.get(record, ())
        return [one for one in found if not any(self._replaces(other, one) for other in found)]

    def _replaces(self, later: Stated, earlier: Stated) -> bool:
        """Whether a ruling takes the place of another.

        Two of two ledgers that are equally strict stand side by side: then the one counts that fits the content.
        """
        if not later.replaces(earlier):
            return False
        return later.ledger == earlier.ledger or self.strictness(later.ruling) != self.strictness(
            earlier.ruling
        )

    def counting(self, record: str) -> Stated | None:
        """Return the ruling that counts: the strictest; of those one that fits the content; of those the latest."""
        digest = self.digests.get(record)
        return max(
            self.candidates(record),
            key=lambda one: (
                self.strictness(one.ruling),
                one.ruling.digest == digest,
                one.ruling.when,
                one.line,
            ),
            default=None,
        )

    def strictness(self, ruling: Clearance | TableClearance) -> tuple[int, str]:
        """Return what orders rulings, the strictest last; a tier that nobody knows is stricter than all."""
        if is_over(ruling, self.day):
            return self.ranks.get("public", 0), ""
        until = ruling.until or NEVER if ruling.tier == "delayed" else ""
        return self.ranks.get(ruling.tier, len(self.ranks)), until

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of the content of each record that has a ruling."""
        named = ((local_name(iri.value), record) for iri, record in self.records.items())
        return {name: record.digest for name, record in named if name in self.stated}

    def with_more(self, more: Iterable[tuple[str, Stated]]) -> Rulings:
        """Return the same with further rulings on records, by their ids."""
        stated = {record: list(found) for record, found in self.stated.items()}
        for record, ruling in more:
            stated.setdefault(record, []).append(ruling)
        return replace(self, stated=stated)


def read_rulings(
    settings: Settings,
    records: Mapping[Node, Record],
    day: dt.date,
    gone: Mapping[Node, Record] | None = None,
) -> Rulings:
    """Read every ruling on records: those that are there, and those whose rows are ``gone`` from their tables.

    Raises LedgerError for a line that cannot be read.
    """
    gone = gone or {}
    stated: dict[str, list[Stated]] = defaultdict(list)
    for ledger, folder in enumerate(settings.ledgers):
        for line, ruling in enumerate(read_entries(Clearance, [folder])):
            stated[ruling.record].append(Stated(ruling, ruling.kind or "unknown", ledger, line))
    tables, lost = _tables_if_ruled(settings, records), tables_of(gone.values())
    digests = {table: table_digest(found) for table, found in tables.items()}
    for ledger, folder in enumerate(settings.ledgers):
        for line, whole in enumerate(read_entries(TableClearance, [folder])):
            table = whole.source, whole.table
            stands = digests.get(table) == whole.digest
            left_out = frozenset(whole.left_out or ())
            for record in tables.get(table, ()):
                if local_name(record.iri.value) in left_out:
                    continue
                ruling = on_record(whole, record, stands=stands)
                stated[ruling.record].append(Stated(ruling, "table", ledger, line))
            for record in lost.get(table, ()):
                if local_name(record.iri.value) in left_out:
                    continue
                ruling = on_record(whole, record, stands=False)
                stated[ruling.record].append(Stated(ruling, "table", ledger, line))
    return Rulings({**gone, **records}, day, tier_ranks(settings), stated)


def on_record(whole: TableClearance, record: Record, *, stands: bool) -> Clearance:
    """Return what a ruling on a table says of a record of it."""
    return Clearance(
        record=local_name(record.iri.value),
        digest=record.digest if stands else CHANGED,
        tier=whole.tier,
        until=whole.until,
        kind="bulk",
        by=whole.by,
        why=whole.why,
        when=whole.when,
    )


def tier_ranks(settings: Settings) -> dict[str, int]:
    """Return the rank of each tier, the strictest highest."""
    terms = read_vocabularies(settings.ontology).terms.values()
    return {term.notation: term.rank for term in terms if term.scheme == "tier"}


def tables_of(records: Iterable[Record]) -> dict[Table, list[Record]]:
    """Group records by the table that their rows stand in."""
    tables: dict[Table, list[Record]] = defaultdict(list)
    for record in records:
        if name := record.value("tableName"):
            tables[local_name(record.value("source")), name].append(record)
    return tables


def table_digest(records: Iterable[Record]) -> str:
    """Return the SHA-256 of the records of a table, of their ids and of what they say."""
    lines = sorted(f"{record.iri.value} {record.digest}\n" for record in records)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _tables_if_ruled(settings: Settings, records: Mapping[Node, Record]) -> dict[Table, list[Record]]:
    """Group records by table, of those tables only that have a ruling: a digest of a long table takes time."""
    ruled = {(whole.source, whole.table) for whole in read_entries(TableClearance, settings.ledgers)}
    found = tables_of(records.values()) if ruled else {}
    return {table: rows for table, rows in found.items() if table in ruled}
