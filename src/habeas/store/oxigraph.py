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


def create_store(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Make a store on disk that holds the quads, compacted and closed, ready to be opened read-only."""
    path.mkdir(parents=True)
    store = ox.Store(str(path))
    store.bulk_extend(quads)
    store.optimize()
    store.flush()
