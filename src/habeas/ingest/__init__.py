"""From files to records: readers, the facade, functions, mappings, rejects."""

from habeas.ingest.bindings import TableBindings
from habeas.ingest.ingesting import Ingested, ingest_source, write_source
from habeas.ingest.origin import declarations_digest
from habeas.ingest.rejects import Reject
from habeas.ingest.source import Source, Table, find_sources, read_source

__all__ = [
    "Ingested",
    "Reject",
    "Source",
    "Table",
    "TableBindings",
    "declarations_digest",
    "find_sources",
    "ingest_source",
    "read_source",
    "write_source",
]
