"""Oxigraph stores, in memory and on disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox


def in_memory(quads: Iterable[ox.Quad] = ()) -> ox.Store:
    """Return a new store in memory that holds the quads."""
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def loaded(lines: Iterable[bytes]) -> ox.Store:
    """Return a new store in memory that holds lines of N-Quads."""
    store = ox.Store()
    store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    return store


def create_store(path: Path, lines: Iterable[bytes]) -> None:
    """Make a store on disk of lines of N-Quads, compacted and closed, ready to be opened read-only."""
    path.mkdir(parents=True)
    store = ox.Store(str(path))
    store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
