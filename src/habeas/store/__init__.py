"""RDF at rest: N-Quads files of records, and Oxigraph stores."""

from habeas.store.nquads import content_digest, read_quads, sorted_lines, write_quads
from habeas.store.oxigraph import create_store, in_memory

__all__ = ["content_digest", "create_store", "in_memory", "read_quads", "sorted_lines", "write_quads"]
