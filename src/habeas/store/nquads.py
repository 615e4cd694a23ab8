"""N-Quads files: sorted lines, so that the same quads are the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from habeas.store.files import write_file


def sorted_lines(quads: Iterable[ox.Quad]) -> list[str]:
    """Return each different quad as one line of N-Quads, sorted."""
    return sorted({f"{quad} .\n" for quad in quads})


def write_quads(quads: Iterable[ox.Quad], path: Path) -> None:
    """Write quads sorted, aside first and then in place of what was there."""
    write_file(path, "".join(sorted_lines(quads)).encode())


def read_quads(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a file, in its order."""
    yield from ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)


def content_digest(quads: Iterable[ox.Quad]) -> str:
    """Return the SHA-256 of the quads' sorted lines as hexadecimal digits."""
    return hashlib.sha256("".join(sorted_lines(quads)).encode()).hexdigest()


def dump_lines(store: ox.Store) -> list[bytes]:
    """Return all that a store holds as lines of N-Quads, in no order."""
    text = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return text.splitlines(keepends=True)


def digest_of_lines(lines: Iterable[bytes]) -> str:
    """Return the SHA-256 of sorted lines as hexadecimal digits."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()
