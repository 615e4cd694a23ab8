"""``source.toml``: what a source is, and which tables and mappings it has."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from habeas.errors import SourceConfigError
from habeas.ingest.identifiers import source_id

REQUIRED = ("title", "publisher", "licence", "language", "retrieved", "id_key")


@dataclass(frozen=True)
class Table:
    """One file of rows with its mapping.

    ``key`` names the column whose cell names the record within the table; without one the row's content does.
    ``split`` maps a column to the separator of its several values.
    """

    file: Path
    mapping: Path
    key: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    split: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name, as records cite it."""
        return self.file.name


@dataclass(frozen=True)
class Source:
    """A source as its folder describes it."""

    name: str
    folder: Path
    title: str
    publisher: str
    licence: str
    language: str
    retrieved: dt.date
    id_key: str
    tables: tuple[Table, ...]

    @property
    def iri(self) -> str:
        """The opaque IRI of the source."""
        return source_id(self.name, self.id_key)

    @property
    def is_present(self) -> bool:
        """Whether any of its tables is there."""
        return any(table.file.is_file() for table in self.tables)


def find_sources(folders: Iterable[Path]) -> dict[str, Path]:
    """Return the folders that hold a ``source.toml``, by name; a later folder's source shadows an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            found.update({p.parent.name: p.parent for p in sorted(folder.glob("*/source.toml"))})
    return dict(sorted(found.items()))


def read_source(folder: Path) -> Source:
    """Read ``source.toml``; raises SourceConfigError where it is missing, malformed or incomplete."""
    file = folder / "source.toml"
    raw = _parse(file)
    for name in REQUIRED:
        if not raw.get(name):
            raise SourceConfigError(
                f"the setting {name!r} is missing", where=str(file), mend=f"add a line `{name} = …`"
            )
    if not isinstance(raw["retrieved"], dt.date):
        raise SourceConfigError(
            "'retrieved' is no date", where=str(file), mend="write it bare: retrieved = 2026-01-31"
        )
    tables = raw.get("table")
    if not isinstance(tables, list) or not tables:
        raise SourceConfigError(
            "the source has no table", where=str(file), mend="add a [[table]] with file and mapping"
        )
    return Source(
        name=folder.name,
        folder=folder,
        tables=tuple(_read_table(folder, file, table) for table in tables),
        retrieved=raw["retrieved"],
        **{name: str(raw[name]) for name in REQUIRED if name != "retrieved"},
    )


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceConfigError("the source has no source.toml", where=str(file)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceConfigError(f"the file is not TOML: {error}", where=str(file)) from error


def _read_table(folder: Path, file: Path, raw: dict[str, Any]) -> Table:
    for name in ("file", "mapping"):
        if name not in raw:
            raise SourceConfigError(
                f"a [[table]] has no {name!r}", where=str(file), mend=f'add a line `{name} = "…"`'
            )
    known = {"file", "mapping", "key", "encoding", "delimiter", "split"}
    if unknown := sorted(set(raw) - known):
        raise SourceConfigError(
            f"unknown setting {unknown[0]!r} in [[table]]",
            where=str(file),
            mend=f"known are {', '.join(sorted(known))}",
        )
    options = {name: raw[name] for name in known - {"file", "mapping"} if name in raw}
    return Table(
        file=folder / raw["file"], mapping=_find_mapping(folder, file, str(raw["mapping"])), **options
    )


def _find_mapping(folder: Path, file: Path, name: str) -> Path:
    """A mapping lies in the source's folder, else among the shared table mappings beside it."""
    places = (folder / name, folder.parent / "tables" / name)
    for place in places:
        if place.is_file():
            return place
    raise SourceConfigError(
        f"the mapping {name!r} is not there", where=str(file), mend=f"put it at {places[0]} or {places[1]}"
    )
