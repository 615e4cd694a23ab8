"""``habeas build``: ingest, validate, link, publish; each stage reads only what the stage before it wrote."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from habeas.config import Settings, checked_base
from habeas.errors import NameChangedError, UsageError
from habeas.identity import Identity, Split, read_entries
from habeas.ingest import (
    Ingested,
    Source,
    TableBindings,
    declarations_digest,
    find_sources,
    ingest_source,
    read_source,
    write_source,
)
from habeas.ingest.spool import RECORDS
from habeas.model import Model, read_model, read_vocabularies
from habeas.publish.base import FILE, settle_base
from habeas.publish.clock import Clock, read_clock, trust
from habeas.publish.collector import collector_at_rest
from habeas.publish.leftovers import close_private, remove_leftovers
from habeas.publish.lock import only_writer
from habeas.publish.merge import read_split, unfit
from habeas.publish.name_changes import FOLDER as NAMES
from habeas.publish.name_changes import (
    Remembered,
    Row,
    compare,
    forget_rows,
    recall,
    refusal,
    remember,
)
from habeas.publish.publication import Published, Publisher
from habeas.publish.records import Node, Record, load_records
from habeas.publish.rulings import read_rulings
from habeas.publish.versions import (
    Chosen,
    choose_versions,
    forget_versions,
    gone_records,
    keep_versions,
    read_versions,
)
from habeas.shapes import Report, validate_records, write_reports
from habeas.shapes.conforming import Conforming
from habeas.store.files import private_files, storage_errors

HOME_ENTRIES = frozenset(
    {"cleared", "editions", "ingest", "ledger", "lock", "records", "rejects", "reports", "work", FILE, NAMES}
)


class Progress(Protocol):
    """Is told how a build goes on. ``total`` is None where it is not known."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Something within the stage has come so far."""


@dataclass
class SourceCount:
    """What a source gave: rows = mapped + rejected; ``present`` is false where its data is not there.

    ``left_out``: its data is there, but its licence asks for the same terms, and nobody asked for it. ``left`` are the
    rows of the last build that are not in it any more. ``bindings`` says of each table what its mapping bound in how
    many rows.
    """

    name: str
    present: bool
    left_out: bool = False
    rows: int = 0
    mapped: int = 0
    rejected: int = 0
    unread_cells: int = 0
    notes: list[str] = field(default_factory=list)
    bindings: list[TableBindings] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)


@dataclass
class Built:
    """What a build came to. ``seconds`` are of each stage.

    ``changed`` and ``removed`` are the records of which the last cleared version stays, as their source asks.
    ``unfit_splits`` says which splits are of rows that have changed or are gone.
    """

    sources: list[SourceCount]
    report: Report
    published: Published
    seconds: dict[str, float]
    clock: Clock
    changed: list[Node] = field(default_factory=list)
    removed: list[Node] = field(default_factory=list)
    unfit_splits: list[str] = field(default_factory=list)


def build(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    audience: str = "public",
    today: dt.date,
    force: bool = False,
    share_alike: bool = False,
    clock_is_right: bool = False,
    rebase: bool = False,
    progress: Progress,
) -> Built:
    """Build from the sources named, or from all, to the audience's current edition.

    A source under a share-alike licence is among all only where ``share_alike`` asks for it. Where ``today`` lies
    oddly beside the day of the last publication no delay is released, unless ``clock_is_right``. The base has to be
    that of the home's editions, unless ``rebase``.
    Raises a SourceError, ValidationError, LedgerError, UsageError or StorageError; then the last edition stays as it
    is. A source whose ids name somebody else than before is left as it was read last; the others are published, and
    then NameChangedError is raised. What is written is for the owner of the home alone, but for public editions.
    """
    checked_base(settings.base)
    seconds: dict[str, float] = {}
    stages = _Stages(seconds, progress)
    with storage_errors(settings.home), private_files():
        prepare_home(settings)
        with only_writer(settings.home), collector_at_rest():
            settings, base = settle_base(settings, rebase=rebase)
            remove_leftovers(settings)
            close_private(settings)
            now = read_clock(settings, audience, today, is_right=clock_is_right)
            with stages.stage("ingest"):
                counts, stopped = _ingest(settings, names, share_alike, progress)
            with stages.stage("validate"):
                records = load_records(settings.home / "records")
                report = _validate(settings, records, progress)
            with stages.stage("publish"):
                kept = read_versions(settings)
                rulings = read_rulings(settings, records, now.day, gone_records(kept, records))
                chosen = choose_versions(kept, records, rulings, audience)
                held = _validate_versions(settings, chosen, report)
                publisher = Publisher(settings, audience, now.day, force, progress.step, base.former)
                published = publisher.publish(chosen.records, held, chosen.rulings)
                keep_versions(kept, records, rulings)
                trust(settings, audience, now)
                _clear_left_rows(settings, counts)
    if stopped:
        raise stopped
    unfit_splits = _unfit(settings, chosen.records)
    return Built(counts, report, published, seconds, now, chosen.changed, chosen.removed, unfit_splits)


def _unfit(settings: Settings, records: dict[Node, Record]) -> list[str]:
    """Say which splits are of rows that are not as they were: an id may be of two people again."""
    return [
        f"{decision.id} was split by the record {name}, which {'is gone' if why == 'gone' else 'has changed'}: "
        f"look whose its rows are now, and split it again, or take the split back: habeas link split {decision.to} "
        f"{name} --to {decision.id}"
        for decision, name, why in unfit(records, read_entries(Split, settings.ledgers))
    ]


def _clear_left_rows(settings: Settings, counts: Iterable[SourceCount]) -> None:
    """Now that an edition is made and its summary names the rows that left, they are not named again."""
    for source in counts:
        if source.left:
            remember(settings.home, source.name, replace(recall(settings.home, source.name), left=[]))


def prepare_home(settings: Settings) -> None:
    """Make the home folder, readable by its owner alone: restricted records lie in it.

    Raises UsageError for a folder that holds other things and is open to others: it is not ours to close.
    """
    with storage_errors(settings.home):
        _prepare_home(settings.home)


def _prepare_home(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = {entry.name for entry in home.iterdir()}
    others = sorted(name for name in names - HOME_ENTRIES if not name.startswith(f".{FILE}."))
    if others and home.stat().st_mode & 0o077:
        raise UsageError(
            f"the folder is no home of its own: it holds {others[0]}, and others can read it",
            where=str(home),
            mend="name a folder that holds nothing else, such as --home ./var, or close it: chmod 700",
        )
    if home.stat().st_mode & 0o777 != 0o700:
        home.chmod(0o700)


def _ingest(
    settings: Settings, names: Sequence[str], share_alike: bool, progress: Progress
) -> tuple[list[SourceCount], NameChangedError | None]:
    """Ingest every source before any is put in its place, so that a broken one changes nothing.

    One whose ids name somebody else than before is stopped alone, and the error that says so is returned.

    Until then what was mapped lies under ``work``, and a run that was cut is taken up from there.
    """
    sources = chosen_sources(settings, names)
    left_out = {s.name for s in sources if s.is_present and s.share_alike and not (names or share_alike)}
    present = [s for s in sources if s.is_present and s.name not in left_out]
    model = read_model(settings.ontology, settings.shapes)
    vocabularies = read_vocabularies(settings.ontology)
    declared = declarations_digest((settings.ontology, settings.shapes))
    ingested = [
        ingest_source(
            source,
            model,
            vocabularies,
            _rows_of(source, progress),
            work=settings.home / "work" / source.name,
            declared=declared,
        )
        for source in present
    ]
    remembered = {r.source.name: _compare(settings, r, model) for r in ingested}
    changed = [change for what in remembered.values() for change in what.changes]
    stopped = {change.source for change in changed}
    for name, what in remembered.items():
        # Of a source that is stopped nothing is taken but why; the rows of before stay.
        keep = replace(recall(settings.home, name), changes=what.changes) if name in stopped else what
        remember(settings.home, name, keep)
    for result in ingested:
        if result.source.name not in stopped:
            write_source(result, settings.home)
    absent = {s.name for s in sources if not s.is_present} | left_out
    _remember_absent(settings, [s for s in sources if s.name in absent], model)
    _forget_others(settings, [name for name in find_sources(settings.source_folders) if name not in absent])
    found = {r.source.name: _count(r, remembered[r.source.name].left) for r in ingested}
    counts = [found.get(s.name, SourceCount(s.name, False, s.name in left_out)) for s in sources]
    return counts, refusal(changed, settings.home) if changed else None


def _compare(settings: Settings, result: Ingested, model: Model) -> Remembered:
    """Return what the home is to remember of a source that was just read."""
    name = result.source.name
    return compare(
        result.source,
        settings.home / "records" / f"{name}.nq",
        result.folder / RECORDS,
        model,
        read_entries(Identity, settings.ledgers),
        recall(settings.home, name),
    )


def _remember_absent(settings: Settings, sources: Iterable[Source], model: Model) -> None:
    for source in sources:
        old = settings.home / "records" / f"{source.name}.nq"
        if old.is_file():
            known = recall(settings.home, source.name)
            remember(settings.home, source.name, forget_rows(source, old, model, known))


def _rows_of(source: Source, progress: Progress) -> Callable[[str, int], None]:
    return lambda table, rows: progress.step(f"{source.name}/{table}", rows)


def chosen_sources(settings: Settings, names: Sequence[str]) -> list[Source]:
    """Return the sources named, or all; raises UsageError where one does not exist."""
    known = find_sources(settings.source_folders)
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no source {name!r}",
                where=", ".join(str(folder) for folder in settings.source_folders),
                mend=f"the sources are {', '.join(known)}" if known else "add a folder with a source.toml",
            )
    shared = settings.root / "ingest" / "tables"
    return [read_source(known[name], shared, settings.data) for name in names or known]


def _forget_others(settings: Settings, known: Iterable[str]) -> None:
    """Drop what was written for sources whose folders or data are gone: an edition follows from what is there."""
    for kind, ending in (("records", "nq"), ("rejects", "csv")):
        for file in (settings.home / kind).glob(f"*.{ending}"):
            if file.stem not in known:
                file.unlink()
    folders = find_sources(settings.source_folders)
    forget_versions(settings, folders)
    for file in (settings.home / NAMES).glob("*.json"):
        if file.stem not in folders:
            file.unlink()
    for folder in (settings.home / "work").glob("*"):
        if folder.name not in known:
            shutil.rmtree(folder)


def _count(result: Ingested, left: list[Row]) -> SourceCount:
    counts = (result.rows, result.mapped, result.rejected, result.unread)
    return SourceCount(
        result.source.name, True, False, *counts, result.notes + result.cautions, result.bindings, left
    )


def _validate(settings: Settings, records: dict[Node, Record], progress: Progress) -> Report:
    """Validate the records that are new or changed since the last build, and write the reports on all."""
    known = Conforming(settings.home / "reports" / "conforming.digests", settings.shapes, settings.ontology)
    parted = read_split(settings, records)
    report = validate_records(
        {iri.value: record.quads() for iri, record in parted.items()},
        settings.shapes,
        settings.ontology,
        lambda done, total: progress.step("records", done, total),
        known,
    )
    folder = settings.home / "reports"
    write_reports(report, settings.shapes, folder, "validation", "the ingested records")
    return report


def _validate_versions(settings: Settings, chosen: Chosen, report: Report) -> Report:
    """Return the report on what is to be published: versions that were kept are held to the shapes of today too."""
    if not chosen.changed and not chosen.removed:
        return report
    known = Conforming(settings.home / "reports" / "conforming.digests", settings.shapes, settings.ontology)
    quads = {iri.value: record.quads() for iri, record in chosen.records.items()}
    return validate_records(quads, settings.shapes, settings.ontology, None, known)


class _Stages:
    """Times stages and tells of them."""

    def __init__(self, seconds: dict[str, float], progress: Progress) -> None:
        self.seconds = seconds
        self.progress = progress
        self.name = ""
        self.begun = 0.0

    def stage(self, name: str) -> _Stages:
        self.name = name
        return self

    def __enter__(self) -> None:
        self.begun = time.perf_counter()
        self.progress.stage(self.name)

    def __exit__(self, *_: object) -> None:
        self.seconds[self.name] = time.perf_counter() - self.begun
