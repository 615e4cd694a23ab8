"""Ingest: a source's folder in, records and rejects out.

Rows are mapped batch by batch, and what a batch gave goes to disk: memory does not grow with the table. The order of
the output is that of the rows, whatever the number of processes.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.errors import TableError
from habeas.ingest.batch import Mapped, Mapper, key_fault
from habeas.ingest.bindings import Bindings, TableBindings
from habeas.ingest.facade import record_key
from habeas.ingest.functions import Functions
from habeas.ingest.functions.dates import bounds
from habeas.ingest.header import check_columns, lacking_columns
from habeas.ingest.id_keys import IdKeys, restricted_columns
from habeas.ingest.keys import KeySet
from habeas.ingest.mapping import check_scope, read_mapping
from habeas.ingest.origin import table_origin
from habeas.ingest.private_columns import check_mapping, check_private
from habeas.ingest.rejects import Reject, as_csv, read_rejects
from habeas.ingest.row import Row, Rows
from habeas.ingest.rows import READERS, notes_of, read_rows
from habeas.ingest.source import Source, Table
from habeas.ingest.spool import RECORDS, REJECTS, Done, Spool, chunks_of
from habeas.ingest.template import read_template
from habeas.ingest.workers import Batch, Workers, cores
from habeas.model import Model, Vocabularies
from habeas.model.namespaces import EDTF, HAB, RDF, XSD
from habeas.store import read_quads, sorted_lines

BATCH: Final = 1_000
"""Rows a batch: with larger ones it takes more memory and more time."""
LARGE: Final = 1 << 20
"""Bytes from which on a table is worth the start of processes: less is mapped in about their starting time."""

Given = tuple[int, Mapped, Iterator[bytes]]
"""A batch's number within its table, its counts and rejects, and its records."""
Progress = Callable[[str, int], None]
"""Is told a table's name and how many of its rows are done."""


@dataclass
class Ingested:
    """What a source gave, in the files of a folder.

    ``rows`` = ``mapped`` + ``rejected``, always; ``unread`` cells were noted; ``notes`` are for the documenter, and
    ``cautions`` too: what the ids are made from. ``bindings`` says of each table what its mapping bound in how many
    rows.
    """

    source: Source
    folder: Path
    rows: int = 0
    mapped: int = 0
    rejected: int = 0
    unread: int = 0
    notes: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    bindings: list[TableBindings] = field(default_factory=list)

    @property
    def quads(self) -> list[ox.Quad]:
        """All quads of the records, read from the disk."""
        return list(read_quads(self.folder / RECORDS))

    @property
    def rejects(self) -> list[Reject]:
        """All rejects, read from the disk."""
        return list(read_rejects(self.folder / REJECTS))

    def add(self, done: Done) -> None:
        """Count a batch."""
        self.rows += done.rows
        self.mapped += done.mapped
        self.rejected += done.rejected
        self.unread += done.unread


def ingest_source(
    source: Source,
    model: Model,
    vocabularies: Vocabularies,
    progress: Progress = lambda table, rows: None,
    *,
    work: Path | None = None,
    declared: str = "",
    processes: int | None = None,
) -> Ingested:
    """Map every table of a source.

    ``work`` is the folder that the batches are kept in; if a run that was cut left some there, and they are made from
    the same, they are not mapped again. Without it they go to a folder that lives as long as the result. ``declared``
    is the digest of the declarations that ``model`` and ``vocabularies`` were read from. ``processes`` map batches
    side by side; by default as many as there are cores, and none beside this one for small tables.

    Raises a SourceError where a table or a mapping is not usable at all, WorkerError where a process was ended.
    """
    _check_private(source)
    result = Ingested(source, work or Path(tempfile.mkdtemp(prefix="habeas-")))
    if work is None:
        weakref.finalize(result, shutil.rmtree, result.folder, ignore_errors=True)
    with ExitStack() as stack:
        spool = stack.enter_context(closing(Spool(result.folder)))
        workers = Workers(source, model, vocabularies, processes or cores(), result.folder)
        stack.enter_context(workers)
        run = _Run(result, spool, workers, Functions(source, model, vocabularies), declared, progress)
        for number, table in enumerate(source.tables):
            run.map_table(number, table)
        spool.finish()
    return result


def _check_private(source: Source) -> None:
    """Before anything is read in earnest: a column misspelt would be kept."""
    if any(table.private for table in source.tables):
        check_private(source, ((table, READERS[table.format](table).columns) for table in source.tables))


@dataclass
class _Run:
    result: Ingested
    spool: Spool
    workers: Workers
    functions: Functions
    declared: str
    progress: Progress

    @cached_property
    def restricted(self) -> frozenset[str]:
        """The columns that any mapping of the source puts into something restricted."""
        model, names = self.functions.model, self.functions.names()
        files = {table.mapping for table in self.result.source.tables}
        mappings = [read_mapping(file, names) for file in sorted(files)]
        return frozenset().union(*(restricted_columns(m, read_template(m), model) for m in mappings))

    def map_table(self, number: int, table: Table) -> None:
        """Map a table, the source's ``number``-th, from where an earlier run ended."""
        mapping = read_mapping(table.mapping, self.functions.names())
        check_mapping(table, mapping)
        self.result.notes += [f"{table.name}: {note}" for note in check_scope(mapping)]
        rows = read_rows(table)
        self.result.notes += check_columns(self.result.source, table, mapping, rows)
        template = read_template(mapping)
        keys = IdKeys(
            self.result.source, table, mapping, template, self.functions.model, rows.columns, self.restricted
        )
        items = Bindings(template).items
        bindings = TableBindings(table.name, mapping.file.name, items, lacking_columns(mapping, rows))
        self.result.bindings.append(bindings)
        before = self.result.rows
        origin = table_origin(self.result.source, table, self.declared, BATCH)
        batches = self._to_do(origin, table, enumerate(_batches(table, rows, keys)), before, bindings)
        if self.workers.number > 1 and table.file.stat().st_size >= LARGE:
            given = _read_from_files(self.workers.map(number, batches))
        else:
            given = _map_here(Mapper(self.result.source, table, mapping, self.functions), batches)
        for at, mapped, records in given:
            self._keep(f"{origin}:{at}", mapped, records, bindings)
            self.progress(table.name, self.result.rows - before)
        if self.result.rows == before:
            raise TableError(
                "the table has a header and no rows",
                where=str(table.file),
                mend="add rows, or drop the table",
            )
        self.result.cautions += keys.cautions()
        self.result.notes += notes_of(table, rows)
        self.result.notes += bindings.notes()

    def _to_do(
        self, origin: str, table: Table, batches: Iterable[Batch], before: int, bindings: TableBindings
    ) -> Iterator[Batch]:
        """Yield the batches that an earlier run has not done."""
        for at, batch in batches:
            if done := self.spool.take_up(f"{origin}:{at}"):
                self.result.add(done)
                bindings.counts.add(done.bindings)
                self.progress(table.name, self.result.rows - before)
            else:
                yield at, batch

    def _keep(self, key: str, mapped: Mapped, records: Iterator[bytes], bindings: TableBindings) -> None:
        unread = sum(not reject.whole_row for reject in mapped.rejects)
        done = Done(key, mapped.rows, mapped.mapped, mapped.rejected, unread, bindings=mapped.bindings)
        self.result.add(self.spool.add(done, records, as_csv(mapped.rejects)))
        bindings.counts.add(done.bindings)


def _map_here(mapper: Mapper, batches: Iterable[Batch]) -> Iterator[Given]:
    for at, rows in batches:
        mapped = mapper.map(rows)
        yield at, mapped, iter(["".join(mapped.quads).encode()])


def _read_from_files(mapped: Iterable[tuple[int, Mapped, Path]]) -> Iterator[Given]:
    for at, counts, file in mapped:
        yield at, counts, chunks_of(file)
        file.unlink()


def _batches(table: Table, rows: Rows, id_keys: IdKeys) -> Iterator[list[Row]]:
    """Yield the rows a batch at a time; one whose key an earlier row has is marked as faulty."""
    keys = KeySet()
    while batch := [_once(table, row, keys) for row in islice(rows.rows, BATCH)]:
        id_keys.check_rows(batch)
        yield batch


def _once(table: Table, row: Row, keys: KeySet) -> Row:
    if row.fault or key_fault(table, row) or keys.add(record_key(table, row)):
        return row
    return replace(
        row, fault="an earlier row has the same key" if table.key else "an earlier row is the same"
    )


def source_quads(source: Source) -> Iterator[ox.Quad]:
    """Yield the source's own description, in a graph named by the source."""
    node = ox.NamedNode(source.iri)
    yield ox.Quad(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Source"), node)
    for name in ("title", "publisher", "licence", "language"):
        yield ox.Quad(node, ox.NamedNode(HAB + name), ox.Literal(getattr(source, name)), node)
    earliest, latest = bounds(source.published) if source.published else (None, None)
    values = {
        "retrieved": (source.retrieved.isoformat(), f"{XSD}date"),
        "address": (source.address, f"{XSD}anyURI"),
        "noAddress": (source.no_address, f"{XSD}string"),
        "itemOrder": (source.items and source.items.order, f"{XSD}string"),
        "itemLocator": (source.items and source.items.locator, f"{XSD}string"),
        "datePublished": (source.published, EDTF),
        "datePublishedEarliest": (earliest and earliest.isoformat(), f"{XSD}date"),
        "datePublishedLatest": (latest and latest.isoformat(), f"{XSD}date"),
    }
    for name, (text, datatype) in values.items():
        if text:
            yield ox.Quad(
                node, ox.NamedNode(HAB + name), ox.Literal(text, datatype=ox.NamedNode(datatype)), node
            )
    for capture in source.archived:
        yield from capture.quads(node)


def write_source(ingested: Ingested, home: Path) -> None:
    """Put a source's records and rejects in place under ``home``, and drop the folder that they were made in.

    What an earlier run wrote is replaced as a whole. Afterwards ``quads`` and ``rejects`` cannot be read any more.
    """
    name = ingested.source.name
    with (ingested.folder / RECORDS).open("a", encoding="utf-8") as file:
        file.writelines(sorted_lines(source_quads(ingested.source)))
    _put(ingested.folder / REJECTS, home / "rejects" / f"{name}.csv")
    _put(ingested.folder / RECORDS, home / "records" / f"{name}.nq")
    shutil.rmtree(ingested.folder)


def _put(file: Path, place: Path) -> None:
    """Move a file, aside first and then in place of what was there: the folders may be on different disks."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.part")
    shutil.move(file, aside)
    aside.replace(place)
