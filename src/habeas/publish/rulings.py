"""The rulings on records: those on a record by itself, and those on a whole table."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from habeas.config import Settings
from habeas.identity import Clearance, TableClearance, read_entries
from habeas.model import read_vocabularies
from habeas.model.namespaces import local_name
from habeas.publish.records import Node, Record

Table = tuple[str, str]
"""A source's id and the name of one of its tables."""

CHANGED = ""
"""The digest of no content: a ruling with it stands for no record as it is now."""


def read_rulings(settings: Settings, records: Mapping[Node, Record]) -> list[Clearance]:
    """Return the rulings on records, in order: of two on one record the last counts.

    Between the last ruling on a record by itself and that on its table the stricter counts, whichever was written
    first: to seal a table seals what was cleared in it before, and to clear a table opens nothing that was kept back.
    Raises LedgerError for a line that cannot be read.
    """
    ranks = tier_ranks(settings)
    whole = list({(c.source, c.table): c for c in read_entries(TableClearance, settings.ledgers)}.values())
    own = {c.record: c for c in read_entries(Clearance, settings.ledgers)}
    tables = [
        ruling
        for ruling in _of_tables(whole, records)
        if ruling.record not in own or strictness(ruling, ranks) > strictness(own[ruling.record], ranks)
    ]
    return [*own.values(), *tables]


def tier_ranks(settings: Settings) -> dict[str, int]:
    """Return the rank of each tier, the strictest highest."""
    terms = read_vocabularies(settings.ontology).terms.values()
    return {term.notation: term.rank for term in terms if term.scheme == "tier"}


def strictness(ruling: Clearance, ranks: Mapping[str, int]) -> tuple[int, str]:
    """Return what orders rulings, the strictest last; a tier that nobody knows is stricter than all."""
    return ranks.get(ruling.tier, len(ranks)), ruling.until or ""


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
            if local_name(record.iri.value) in (ruling.left_out or ()):
                continue
            yield Clearance(
                record=local_name(record.iri.value),
                digest=record.digest if stands else CHANGED,
                tier=ruling.tier,
                until=ruling.until,
                by=ruling.by,
                why=ruling.why,
                when=ruling.when,
            )
