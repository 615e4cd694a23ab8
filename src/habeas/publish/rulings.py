"""The rulings on records: those on a record by itself, and those on a whole table."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from habeas.config import Settings
from habeas.identity import Clearance, TableClearance, read_entries
from habeas.model.namespaces import local_name
from habeas.publish.records import Node, Record

Table = tuple[str, str]
"""A source's id and the name of one of its tables."""

CHANGED = ""
"""The digest of no content: a ruling with it stands for no record as it is now."""


def read_rulings(settings: Settings, records: Mapping[Node, Record]) -> list[Clearance]:
    """Return the rulings on records, in order: of two on one record the last counts.

    A ruling on a table comes first, so one on a record of it goes before. Raises LedgerError for a line that cannot
    be read.
    """
    whole = list({(c.source, c.table): c for c in read_entries(TableClearance, settings.ledgers)}.values())
    return [*_of_tables(whole, records), *read_entries(Clearance, settings.ledgers)]


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


def _of_tables(whole: list[TableClearance], records: Mapping[Node, Record]) -> Iterator[Clearance]:
    tables = tables_of(records.values()) if whole else {}
    for ruling in whole:
        found = tables.get((ruling.source, ruling.table), [])
        stands = table_digest(found) == ruling.digest
        for record in found:
            yield Clearance(
                record=local_name(record.iri.value),
                digest=record.digest if stands else CHANGED,
                tier=ruling.tier,
                until=ruling.until,
                by=ruling.by,
                why=ruling.why,
                when=ruling.when,
            )
