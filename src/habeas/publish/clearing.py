"""Clearing: a named reviewer says, with a reason, who may see a record as it stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import NotFoundError, UsageError
from habeas.identity import Clearance, TableClearance, append_entries
from habeas.ingest import find_sources
from habeas.model import read_vocabularies
from habeas.model.namespaces import ID, local_name
from habeas.publish.building import chosen_sources, prepare_home
from habeas.publish.clock import read_clock
from habeas.publish.private_records import PrivateRecords, held_back
from habeas.publish.records import Node, Record, load_records
from habeas.publish.rulings import CHANGED, Rulings, Stated, read_rulings, table_digest, tables_of
from habeas.publish.versions import gone_records, read_versions
from habeas.store.files import private_files, storage_errors

LeftAlone = Callable[[Record, Stated], None]
"""Is told each record on which another ruling is stricter and goes on counting, and that ruling."""

END: Final = 1 << 62
"""In place of the number of a line: behind every line that is there."""


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
    left_alone: LeftAlone = lambda record, stated: None,
    report: Callable[[PrivateRecords], None] = lambda left_out: None,
) -> list[Record]:
    """Write a ruling on records, named by id or by source, into a ledger (the home's, unless another is named).

    A record named by id gets a single ruling, one of a source a bulk one. Only records whose content has no such
    ruling yet get a line. With ``whole`` each table of the sources gets a line in their stead, which holds for as long
    as nothing in the table changes. Returns the records that the ruling is new to and counts for; ``left_alone`` is
    told of those where a stricter one does. The free text of records that are named by their source is searched for
    private matters: those in which any is found are left out of the ruling, and given to ``report``. Raises
    NotFoundError for a record that was never ingested, UsageError for a ruling that makes no sense.
    """
    _check(settings, ruling, records, sources, whole=whole)
    prepare_home(settings)
    known, gone = known_records(settings)
    named = _named(settings, {**gone, **known}, records)
    bulk = _of_sources(settings, known if whole else {**gone, **known}, sources, named)
    rulings = read_rulings(settings, known, effective_day(settings, today), gone)
    folder = ledger or settings.home / "ledger"
    entry = partial(_entry, ruling=ruling, today=today, ledger=_place(settings, folder))
    entries = {iri: entry(record, "single") for iri, record in named.items()}
    entries.update({iri: entry(record, "table" if whole else "bulk") for iri, record in bulk.items()})
    new = [r for r in [*named.values(), *bulk.values()] if _adds(rulings, entries[r.iri])]
    unread = held_back(settings, [(r, entries[r.iri].ruling) for r in new if r.iri in bulk], rulings)
    report(unread)
    new = [record for record in new if record.iri not in unread]
    if whole:
        ruled = {record.iri for record in new}
        tables = {t: found for t, found in tables_of(bulk.values()).items() if ruled & {r.iri for r in found}}
        lines = [_table_entry(*name, found, ruling, today, unread) for name, found in tables.items()]
        _append(settings, lines, ledger)
    else:
        _append(settings, [entries[record.iri].ruling for record in new], ledger)
    return _in_force(rulings, {record.iri: entries[record.iri] for record in new}, new, left_alone)


def withdraw(
    settings: Settings,
    records: Sequence[str],
    *,
    reviewer: str,
    reason: str,
    ledger: Path | None = None,
    today: dt.date,
) -> int:
    """Write for each record that it is withdrawn: it is in no edition whatever its row says, also once that is gone.

    Returns how many lines were written. Raises NotFoundError for an id of which there is neither a row, nor a kept
    version, nor a ruling.
    """
    ruling = Ruling("sealed", reviewer, reason)
    _check(settings, ruling, records, (), whole=False)
    prepare_home(settings)
    known, gone = known_records(settings)
    rulings = read_rulings(settings, known, effective_day(settings, today), gone)
    entries = []
    for name in dict.fromkeys(map(local_id, records)):
        record = {**gone, **known}.get(ox.NamedNode(ID + name))
        if record is None and name not in rulings.stated:
            raise _unknown(settings, name)
        last = next((s for s in rulings.candidates(name) if s.kind == "withdrawal"), None)
        if last is None:
            entries.append(
                Clearance(
                    record=name,
                    digest=record.digest if record else CHANGED,
                    tier=ruling.tier,
                    kind="withdrawal",
                    by=reviewer,
                    why=reason,
                    when=today.isoformat(),
                )
            )
    _append(settings, entries, ledger)
    return len(entries)


def _append(
    settings: Settings, entries: Iterable[Clearance] | Iterable[TableClearance], ledger: Path | None
) -> None:
    """Write lines into the ledger named, or into the home's, which is for its owner alone."""
    folder = ledger or settings.home / "ledger"
    with storage_errors(folder), nullcontext() if ledger else private_files():
        append_entries(entries, folder)


def waiting(settings: Settings, sources: Sequence[str] = ()) -> list[Record]:
    """Return the records, of the sources named or of all, that have no clearance or have changed since theirs."""
    known = load_records(settings.home / "records")
    rulings = read_rulings(settings, known, effective_day(settings, dt.datetime.now(dt.UTC).date()))
    return waiting_of(settings, known, rulings, sources)


def waiting_of(
    settings: Settings, known: dict[Node, Record], rulings: Rulings, sources: Sequence[str] = ()
) -> list[Record]:
    """Return which of the records wait for a reviewer."""
    last = {ruling.record: ruling for ruling in rulings.in_force()}
    chosen = _of_sources(settings, known, sources or list(find_sources(settings.source_folders)), {})
    return [r for r in chosen.values() if not _stands(last.get(local_name(r.iri.value)), r)]


def known_records(settings: Settings) -> tuple[dict[Node, Record], dict[Node, Record]]:
    """Return the records of the home, and those that outlive their rows because their source keeps them."""
    known = load_records(settings.home / "records")
    return known, gone_records(read_versions(settings), known)


def effective_day(settings: Settings, today: dt.date) -> dt.date:
    """Return the day by which a build of today would judge delays."""
    return read_clock(settings, "public", today).day


def local_id(name: str) -> str:
    """Return the id in an id, a URN, or an address of a thing or of its description."""
    last = name.strip().rstrip("/").split("#")[0].split("?")[0]
    return local_name(last).split(".")[0]


def _stands(ruling: Clearance | None, record: Record) -> bool:
    return ruling is not None and ruling.is_of(record.digest)


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


def _named(settings: Settings, known: Mapping[Node, Record], records: Sequence[str]) -> dict[Node, Record]:
    chosen: dict[Node, Record] = {}
    for name in records:
        iri = ox.NamedNode(ID + local_id(name))
        if iri not in known:
            raise _unknown(settings, name)
        chosen[iri] = known[iri]
    return chosen


def _unknown(settings: Settings, name: str) -> NotFoundError:
    return NotFoundError(
        f"there is no record {name!r}",
        where=str(settings.home / "records"),
        mend="run `habeas build` first; a record's id stands in its address, /id/…",
    )


def _of_sources(
    settings: Settings, known: Mapping[Node, Record], sources: Sequence[str], named: Mapping[Node, Record]
) -> dict[Node, Record]:
    """Return the records of sources, without those that are named by id."""
    iris = {source.iri for source in chosen_sources(settings, sources)} if sources else set()
    return {iri: r for iri, r in known.items() if iri not in named and r.value("source") in iris}


def _entry(record: Record, kind: str, *, ruling: Ruling, today: dt.date, ledger: int) -> Stated:
    """The ruling on a record as it will stand, after all that is in its ledger."""
    entry = Clearance(
        record=local_name(record.iri.value),
        digest=record.digest,
        tier=ruling.tier,
        until=ruling.until.isoformat() if ruling.until else None,
        kind="single" if kind == "single" else "bulk",
        by=ruling.reviewer,
        why=ruling.reason,
        when=today.isoformat(),
    )
    return Stated(entry, kind, ledger, END)


def _place(settings: Settings, folder: Path) -> int:
    """The number of a ledger; one that is not read yet comes after all that are."""
    places = [place.resolve() for place in settings.ledgers]
    return places.index(folder.resolve()) if folder.resolve() in places else len(places)


def _adds(rulings: Rulings, new: Stated) -> bool:
    """Whether a ruling says anything that does not stand already.

    It does not where the last one of its kind says the same. Nor does a public one where one that counts says the same
    and none of its kind is there to be replaced: it keeps nothing back, now or later.
    """
    found = rulings.candidates(new.ruling.record)
    alike = [old for old in found if new.replaces(old) and old.kind == new.kind]
    if alike:
        return not all(_says_the_same(old.ruling, new.ruling) for old in alike)
    counts = rulings.counting(new.ruling.record)
    is_open = new.ruling.tier_on(rulings.day) == "public"
    return not (is_open and counts and _says_the_same(counts.ruling, new.ruling))


def _in_force(
    rulings: Rulings, entries: Mapping[Node, Stated], new: list[Record], left_alone: LeftAlone
) -> list[Record]:
    """Return the records for which the new ruling now counts, and tell of the others."""
    after = rulings.with_more((entry.ruling.record, entry) for entry in entries.values())
    counting = []
    for record in new:
        name = local_name(record.iri.value)
        found, before = after.counting(name), rulings.counting(name)
        entry = entries[record.iri]
        if found is not entry and found is not None and not _says_the_same(found.ruling, entry.ruling):
            left_alone(record, found)
        elif before is None or not _says_the_same(before.ruling, entry.ruling):
            counting.append(record)
    return counting


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


def _says_the_same(old: Clearance, new: Clearance) -> bool:
    return (old.digest, old.tier, old.until) == (new.digest, new.tier, new.until)
