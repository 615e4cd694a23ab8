"""What a batch is made from, as a digest: the same origin gives the same records, so that a batch is mapped once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

import habeas
from habeas.ingest.source import Source, Table

ROOMS: Final = ("ingest", "model", "store")
"""The rooms of the package whose code and tables have a part in what a row becomes."""


def table_origin(source: Source, table: Table, declared: str, batch: int) -> str:
    """Return the digest of all that the batches of a table are made from, as hexadecimal digits.

    ``declared`` is the digest of the declarations, ``batch`` the number of rows in a batch.
    """
    said = {
        "code": _code(),
        "declared": declared,
        "batch": batch,
        "source": [
            source.name,
            source.iri,
            source.retrieved.isoformat(),
            source.id_key,
            source.calendar,
            source.unique_names,
        ],
        "table": {f.name: _plain(getattr(table, f.name)) for f in fields(table)},
        "contents": [_content(table.file), _content(table.mapping)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def declarations_digest(folders: Iterable[Path]) -> str:
    """Return the digest of all files under the folders, by their names and contents."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in _files(folder):
            digest.update(f"{file.relative_to(folder)}\0{_content(file)}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    package = Path(habeas.__file__).parent
    rooms = declarations_digest(package / room for room in ROOMS)
    return f"{habeas.__version__} {ox.__version__} {rooms}"


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)


def _content(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    """Return an option as JSON can write it, the same for the same option."""
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Mapping):
        return {str(key): _plain(found) for key, found in value.items()}
    return sorted(value) if isinstance(value, frozenset) else value
