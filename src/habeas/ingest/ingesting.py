"""Ingest: a source's folder in, records and rejects out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import TableError
from habeas.ingest.batch import Mapper
from habeas.ingest.functions import Functions
from habeas.ingest.mapping import Mapping, read_mapping
from habeas.ingest.rejects import Reject, write_rejects
from habeas.ingest.rows import Rows, read_rows
from habeas.ingest.source import Source, Table
from habeas.model import Model, Vocabularies
from habeas.model.namespaces import HAB, RDF, XSD
from habeas.store import write_quads

BATCH = 10_000
"""Rows a batch."""


@dataclass
class Ingested:
    """What a source gave. ``rows`` = ``mapped`` + ``rejected``, always; ``notes`` are for the documenter."""

    source: Source
    rows: int = 0
    mapped: int = 0
    rejected: int = 0
    quads: list[ox.Quad] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ingest_source(
    source: Source,
    model: Model,
    vocabularies: Vocabularies,
    progress: Callable[[str, int], None] = lambda table, rows: None,
) -> Ingested:
    """Map every table of a source.

    Raises a SourceError where a table or a mapping is not usable at all. ``progress`` is told the table's name
    and the rows read so far.
    """
    result = Ingested(source)
    functions = Functions(source, model, vocabularies)
    for table in source.tables:
        mapping = read_mapping(table.mapping, functions.names())
        rows = read_rows(table)
        _check_columns(table, mapping, rows, result)
        _map_table(result, Mapper(source, table, mapping, functions), rows, progress)
    return result


def _check_columns(table: Table, mapping: Mapping, rows: Rows, result: Ingested) -> None:
    """A column that records cannot do without must be there; of others it is noted that they are not, or not read."""
    needed = mapping.required | ({table.key} if table.key else set())
    if missing := sorted(needed - set(rows.columns)):
        raise TableError(
            f"the column {missing[0]!r} is missing",
            where=f"{table.file}, line 1",
            mend=f"add it, or change {mapping.file.name}; the table has {', '.join(rows.columns)}",
        )
    known = mapping.required | mapping.optional | needed
    if unread := [c for c in rows.columns if c not in known]:
        result.notes.append(f"{table.name}: {mapping.file.name} does not read the column {', '.join(unread)}")


def _map_table(result: Ingested, mapper: Mapper, rows: Rows, progress: Callable[[str, int], None]) -> None:
    read = 0
    while batch := list(islice(rows.rows, BATCH)):
        mapped = mapper.map(batch)
        read += len(batch)
        result.rows += len(batch)
        result.mapped += mapped.mapped
        result.rejected += mapped.rejected
        result.quads += mapped.quads
        result.rejects += mapped.rejects
        progress(mapper.table.name, read)
    if not read:
        raise TableError(
            "the table has a header and no rows",
            where=str(mapper.table.file),
            mend="add rows, or drop the table",
        )


def source_quads(source: Source) -> Iterator[ox.Quad]:
    """Yield the source's own description, in a graph named by the source."""
    node = ox.NamedNode(source.iri)
    texts = {
        name: ox.Literal(getattr(source, name)) for name in ("title", "publisher", "licence", "language")
    }
    day = ox.Literal(source.retrieved.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
    yield ox.Quad(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Source"), node)
    for name, value in {**texts, "retrieved": day}.items():
        yield ox.Quad(node, ox.NamedNode(HAB + name), value, node)


def write_source(ingested: Ingested, home: Path) -> None:
    """Write a source's records and rejects under ``home``; what an earlier run wrote is replaced as a whole."""
    name = ingested.source.name
    write_rejects(ingested.rejects, home / "rejects" / f"{name}.csv")
    write_quads([*ingested.quads, *source_quads(ingested.source)], home / "records" / f"{name}.nq")
