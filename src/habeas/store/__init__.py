"""RDF at rest: N-Quads files of records, and Oxigraph stores."""

from habeas.store.nquads import (
    content_digest,
    digest_of_lines,
    dump_lines,
    read_quads,
    sorted_lines,
    write_quads,
)
from habeas.store.oxigraph import create_store, in_memory, loaded

__all__ = [
    "content_digest",
    "create_store",
    "digest_of_lines",
    "dump_lines",
    "in_memory",
    "loaded",
    "read_quads",
    "sorted_lines",
    "write_quads",
]
