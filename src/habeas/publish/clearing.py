"""Clearing: a named reviewer says, with a reason, who may see a record as it stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import NotFoundError, UsageError
from habeas.identity import Clearance, TableClearance, append_entries, read_entries
from habeas.ingest import find_sources
from habeas.model import read_vocabularies
from habeas.model.namespaces import ID, local_name
from habeas.publish.building import chosen_sources, prepare_home
from habeas.publish.private_records import PrivateRecords, held_back
from habeas.publish.records import Node, Record, load_records
from habeas.publish.rulings import read_rulings, strictness, table_digest, tables_of, tier_ranks


@dataclass(frozen=True)
class Ruling:
    """What a reviewer rules: the tier, by whom, why, and for a delay the last day of it."""

    tier: str
    reviewer: str
    reason: str
    until: dt.date | None = None


def clear(
    settings: Settings,
    ruling: Ruling,
    *,
    records: Sequence[str] = (),
    sources: Sequence[str] = (),
    whole: bool = False,
    ledger: Path | None = None,
    today: dt.date,
    report: Callable[[PrivateRecords], None] = lambda left_out: None,
) -> list[Record]:
    """Write a ruling on records, named by id or by source, into a ledger (the home's, unless another is named).

    Only records whose content has no such ruling yet get a line. With ``whole`` each table of the sources gets a
    line in their stead, which holds for as long as nothing in the table changes; where a record has a ruling of its
    own the stricter counts. The free text of records that are named by their source is searched for private matters:
    those in which any is found are left out of the ruling, and given to ``report``. Returns the records that the ruling
    is new to. Raises NotFoundError for a record that was never ingested, UsageError for a ruling that makes no sense.
    """
    _check(settings, ruling, records, sources, whole=whole)
    prepare_home(settings)
    known = load_records(settings.home / "records")
    chosen = _choose(settings, known, records, sources)
    last = {c.record: c for c in read_rulings(settings, known)}
    entries = {record.iri: _entry(record, ruling, today) for record in chosen}
    new = [r for r in chosen if not _says_the_same(last.get(entries[r.iri].record), entries[r.iri])]
    if whole:
        own = {c.record: c for c in read_entries(Clearance, settings.ledgers)}
        ranks = tier_ranks(settings)
        new = [r for r in new if _counts(entries[r.iri], own, ranks)]
    unread = held_back(settings, ((r, entries[r.iri]) for r in new), last, records)
    report(unread)
    new = [r for r in new if r.iri not in unread]
    folder = ledger or settings.home / "ledger"
    if whole:
        changed = {record.iri for record in new}
        tables = {t: found for t, found in tables_of(chosen).items() if changed & {r.iri for r in found}}
        append_entries(
            (_table_entry(*name, found, ruling, today, unread) for name, found in tables.items()), folder
        )
    else:
        append_entries((entries[r.iri] for r in new), folder)
    return new


def waiting(settings: Settings, sources: Sequence[str] = ()) -> list[Record]:
    """Return the records, of the sources named or of all, that have no clearance or have changed since theirs."""
    known = load_records(settings.home / "records")
    last = {c.record: c for c in read_rulings(settings, known)}
    chosen = _choose(settings, known, (), sources or list(find_sources(settings.source_folders)))
    return [r for r in chosen if not _stands(last.get(local_name(r.iri.value)), r)]


def _stands(ruling: Clearance | None, record: Record) -> bool:
    return ruling is not None and ruling.digest == record.digest


def _check(
    settings: Settings, ruling: Ruling, records: Sequence[str], sources: Sequence[str], *, whole: bool
) -> None:
    if whole and (records or not sources):
        raise UsageError(
            "a whole table is cleared by its source", mend="habeas clear --whole --source NAME …"
        )
    tiers = [t.notation for t in read_vocabularies(settings.ontology).terms.values() if t.scheme == "tier"]
    if ruling.tier not in tiers:
        raise UsageError(
            f"there is no tier {ruling.tier!r}", mend=f"the tiers are {', '.join(sorted(tiers))}"
        )
    if not ruling.reviewer.strip() or not ruling.reason.strip():
        raise UsageError("a ruling needs a reviewer and a reason", mend="give --reviewer and --reason")
    if (ruling.tier == "delayed") != (ruling.until is not None):
        raise UsageError(
            "a delay needs its last day, and only a delay has one", mend="--tier delayed --until 2027-01-31"
        )
    if not records and not sources:
        raise UsageError("no record is named", mend="name records by id, or a source with --source")


def _choose(
    settings: Settings, known: dict[Node, Record], records: Sequence[str], sources: Sequence[str]
) -> list[Record]:
    chosen: dict[Node, Record] = {}
    for name in records:
        iri = ox.NamedNode(ID + local_name(name))
        if iri not in known:
            raise NotFoundError(
                f"there is no record {name!r}",
                where=str(settings.home / "records"),
                mend="run `habeas build` first; a record's id stands in its address, /id/…",
            )
        chosen[iri] = known[iri]
    for source in chosen_sources(settings, sources) if sources else []:
        chosen.update({iri: r for iri, r in known.items() if r.value("source") == source.iri})
    return list(chosen.values())


def _entry(record: Record, ruling: Ruling, today: dt.date) -> Clearance:
    return Clearance(
        record=local_name(record.iri.value),
        digest=record.digest,
        tier=ruling.tier,
        until=ruling.until.isoformat() if ruling.until else None,
        by=ruling.reviewer,
        why=ruling.reason,
        when=today.isoformat(),
    )


def _counts(entry: Clearance, own: Mapping[str, Clearance], ranks: Mapping[str, int]) -> bool:
    """Whether a ruling on a table counts for a record of it: it has none of its own, or one that is more open."""
    return entry.record not in own or strictness(entry, ranks) > strictness(own[entry.record], ranks)


def _table_entry(
    source: str,
    table: str,
    records: list[Record],
    ruling: Ruling,
    today: dt.date,
    unread: PrivateRecords,
) -> TableClearance:
    return TableClearance(
        source=source,
        table=table,
        records=len(records),
        left_out=[local_name(r.iri.value) for r in records if r.iri in unread] or None,
        digest=table_digest(records),
        tier=ruling.tier,
        until=ruling.until.isoformat() if ruling.until else None,
        by=ruling.reviewer,
        why=ruling.reason,
        when=today.isoformat(),
    )


def _says_the_same(old: Clearance | None, new: Clearance) -> bool:
    return old is not None and (old.digest, old.tier, old.until) == (new.digest, new.tier, new.until)
