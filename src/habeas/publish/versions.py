"""The last cleared version of each record, kept in the home: what a changed or removed row said when it was cleared.

It is as private as the records. A reviewer sees by it what has changed, and a source may ask that it stays public
until the new version is cleared (``on_change``), or after its row is gone (``on_removal``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

import orjson
import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import SourceConfigError
from habeas.identity import Clearance
from habeas.ingest import Source, find_sources, read_source
from habeas.ingest.facade import row_record
from habeas.ingest.rows import read_rows
from habeas.model.namespaces import HAB, ID, XSD, local_name
from habeas.publish.filter import VISIBLE_TIERS
from habeas.publish.records import Node, Record, group_records
from habeas.publish.rulings import Rulings
from habeas.store import read_quads, write_quads
from habeas.store.files import write_file

FOLDER = "cleared"


@dataclass(frozen=True)
class Version:
    """What is known of a kept version without reading it: its digest, when it was read, its strictest tier since.

    ``private`` are the columns of its source that were private when it was kept. ``left`` is the day on which the
    source was read and did not have the row any more.
    """

    digest: str
    recorded: str
    tier: str
    until: str | None = None
    private: tuple[str, ...] = ()
    left: str | None = None

    def ruling(self, iri: Node) -> Clearance:
        """Return the tier as a ruling on this very content."""
        name = local_name(iri.value)
        return Clearance(
            record=name, digest=self.digest, tier=self.tier, until=self.until, by="", why="", when=""
        )


@dataclass(frozen=True)
class KeptSource:
    """A source that was ingested, and the last cleared versions of its records."""

    source: Source
    file: Path

    @cached_property
    def private(self) -> tuple[str, ...]:
        """The private columns of the source, of all its tables."""
        return tuple(sorted({column for table in self.source.tables for column in table.private}))

    @cached_property
    def stored(self) -> dict[Node, Version]:
        """The versions that lie in the home; none where the file that says which there are cannot be read."""
        try:
            raw = orjson.loads(self.file.with_suffix(".json").read_bytes())
            return {
                ox.NamedNode(ID + name): Version(**{**said, "private": tuple(said.get("private", ()))})
                for name, said in raw.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    @cached_property
    def index(self) -> dict[Node, Version]:
        """The versions that may be shown: what was kept before a column became private may hold its cells."""
        return {iri: v for iri, v in self.stored.items() if set(self.private) <= set(v.private)}

    @cached_property
    def _content(self) -> dict[Node, Record]:
        try:
            return group_records(read_quads(self.file))
        except (OSError, ValueError, SyntaxError):
            return {}

    def _refused(self) -> set[Node]:
        tables = [table for table in self.source.tables if table.refused and table.file.is_file()]
        return {
            ox.NamedNode(row_record(self.source, table, row))
            for table in tables
            for row in read_rows(table).rows
            if row.number in table.refused
        }

    def content(self, iri: Node) -> Record | None:
        """Return a version; None where it is not as the index says, for the writing of it was cut."""
        record = self._content.get(iri) if iri in self.index else None
        return record if record and record.digest == self.index[iri].digest else None

    def gone(self, records: Mapping[Node, Record]) -> dict[Node, Record]:
        """Return the versions that outlive their rows: the source keeps them, and the rows are not there any more.

        A row that the documenter refuses is not gone: somebody said that it must not come in.
        """
        if self.source.on_removal != "keep":
            return {}
        lost = [iri for iri in self.index if iri not in records]
        refused = self._refused() if lost else set()
        found = {iri: self.content(iri) for iri in lost if iri not in refused}
        return {iri: record for iri, record in found.items() if record}


@dataclass(frozen=True)
class Chosen:
    """The records from which to publish, with the ruling on each.

    ``changed`` and ``removed`` are those of which the last cleared version stands in place of the row.
    """

    records: dict[Node, Record]
    rulings: list[Clearance]
    changed: list[Node] = field(default_factory=list)
    removed: list[Node] = field(default_factory=list)


def read_versions(settings: Settings) -> list[KeptSource]:
    """Read the last cleared versions, of the sources whose records lie in the home.

    A source whose ``source.toml`` cannot be read is left out: nothing of its kept versions is shown, or lost.
    """
    found = []
    for name, folder in find_sources(settings.source_folders).items():
        if (settings.home / "records" / f"{name}.nq").is_file():
            try:
                source = read_source(folder, settings.root / "ingest" / "tables", settings.data)
            except SourceConfigError:
                continue
            found.append(KeptSource(source, settings.home / FOLDER / f"{name}.nq"))
    return found


def gone_records(kept: Iterable[KeptSource], records: Mapping[Node, Record]) -> dict[Node, Record]:
    """Return the kept versions of the rows that are gone, of the sources that ask for it."""
    return {iri: record for one in kept for iri, record in one.gone(records).items()}


def choose_versions(
    kept: Iterable[KeptSource],
    records: dict[Node, Record],
    rulings: Rulings,
    audience: str,
) -> Chosen:
    """Put the last cleared version in the place of a record that changed or is gone, where its source asks for it.

    A version is shown only where both the ruling that counts on the record today and every one under which the
    version was kept open it to the audience.
    """
    tiers, day = VISIBLE_TIERS[audience], rulings.day
    in_force = {ruling.record: ruling for ruling in rulings.in_force()}
    chosen = Chosen(dict(records), [])
    for source in kept:
        gone = source.gone(records)
        for iri, version in source.index.items():
            ruling = in_force.get(local_name(iri.value))
            if ruling is None or not {ruling.tier_on(day), version.ruling(iri).tier_on(day)} <= tiers:
                continue
            record = records.get(iri)
            shown = (
                _gone_since(source, gone.get(iri), day)
                if record is None
                else _shown(source, record, ruling, tiers)
            )
            if shown is not None:
                chosen.records[iri] = shown
                (chosen.changed if iri in records else chosen.removed).append(iri)
                in_force[ruling.record] = replace(ruling, digest=shown.digest)
    chosen.rulings.extend(in_force.values())
    return chosen


def _left(source: KeptSource, version: Version, today: dt.date) -> str:
    """Return the day since when a row is gone: that of the reading that did not find it, where the source says it.

    Where ``retrieved`` is still that of the reading which did, it is the day of the build.
    """
    retrieved = source.source.retrieved.isoformat()
    return version.left or (retrieved if retrieved > version.recorded else today.isoformat())


def _gone_since(source: KeptSource, record: Record | None, today: dt.date) -> Record | None:
    """Return the record of a row that is gone, which says since when."""
    if record is None:
        return None
    day = _left(source, source.index[record.iri], today)
    date = ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date"))
    since = (record.iri, ox.NamedNode(f"{HAB}noLongerListedSince"), date)
    return Record(record.iri, (*record.triples, since), record.stated or record.triples)


def _shown(source: KeptSource, record: Record, ruling: Clearance, tiers: frozenset[str]) -> Record | None:
    """Return what is to be seen in the place of a record; None where the rules for all records hold."""
    if not _waits(record, ruling, source.source, tiers):
        return None
    # Where only the rest of its table has changed, the row still says what was cleared.
    same = record.digest == source.index[record.iri].digest
    return record if same else source.content(record.iri)


def _waits(record: Record, ruling: Clearance, source: Source, tiers: frozenset[str]) -> bool:
    """Whether a record that waits for a reviewer is to be seen as it was cleared.

    An audience that sees restricted records sees the record as it is now; what a source withdrew is not kept up.
    """
    return (
        source.on_change == "keep"
        and ruling.digest != record.digest
        and "restricted" not in tiers
        and not record.value("recordStatus").endswith("/withdrawn")
    )


def keep_versions(kept: Iterable[KeptSource], records: Mapping[Node, Record], rulings: Rulings) -> None:
    """Write what a build leaves: the present version of each record that stands cleared, else its last one.

    A version is dropped once its record is sealed or withdrawn, or its row is gone and the source does not keep it.
    """
    by_source: dict[str, dict[Node, Record]] = {}
    for iri, record in records.items():
        by_source.setdefault(record.value("source"), {})[iri] = record
    for source in kept:
        now = by_source.get(source.source.iri, {})
        found = {iri: _next(iri, now.get(iri), source.index.get(iri), rulings, source) for iri in now}
        found.update({iri: _next(iri, None, source.index[iri], rulings, source) for iri in source.gone(now)})
        index = {iri: version for iri, version in sorted(found.items(), key=_by_name) if version}
        if index != source.stored:
            _write(source, index, now)


def _by_name(item: tuple[Node, Version | None]) -> str:
    return item[0].value


def forget_versions(settings: Settings, known: Iterable[str]) -> None:
    """Drop the versions of sources whose folders are gone: nothing of such a source stays."""
    names = set(known)
    for file in (settings.home / FOLDER).glob("*.*"):
        if file.stem not in names:
            file.unlink()


def _next(
    iri: Node, record: Record | None, last: Version | None, rulings: Rulings, source: KeptSource
) -> Version | None:
    found = rulings.counting(local_name(iri.value))
    ruling = found.ruling if found else None
    if ruling is None or ruling.tier not in VISIBLE_TIERS["restricted"]:
        return None
    if record is not None and ruling.digest == record.digest:
        return Version(record.digest, record.value("recorded"), ruling.tier, ruling.until, source.private)
    if last is not None and rulings.strictness(ruling) > rulings.strictness(last.ruling(iri)):
        last = replace(last, tier=ruling.tier, until=ruling.until)
    return last and replace(last, left=None if record else _left(source, last, rulings.day))


def _write(source: KeptSource, index: Mapping[Node, Version], now: Mapping[Node, Record]) -> None:
    """Write the versions and then the index of them: if that is cut, they do not fit and nothing is shown."""
    source.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    quads = []
    for iri, version in index.items():
        record = now.get(iri)
        is_present = record is not None and record.digest == version.digest
        kept = record if record and is_present else source.content(iri)
        quads += list(kept.quads()) if kept else []
    write_quads(quads, source.file)
    said = {local_name(iri.value): asdict(version) for iri, version in index.items()}
    index_file = source.file.with_suffix(".json")
    write_file(index_file, orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")
