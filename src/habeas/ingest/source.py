"""``source.toml``: what a source is, and which tables and mappings it has."""

from __future__ import annotations

import codecs
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


def read_source(folder: Path, shared: Path | None = None) -> Source:
    """Read ``source.toml``; raises SourceConfigError where it is missing, malformed or incomplete.

    ``shared`` is a folder of table mappings that sources may share, besides the ``tables`` beside the source.
    """
    file = folder / "source.toml"
    raw = _parse(file)
    for name in REQUIRED:
        if not raw.get(name):
            raise SourceConfigError(
                f"the setting {name!r} is missing", where=str(file), mend=f"add a line `{name} = …`"
            )
    if type(raw["retrieved"]) is not dt.date:
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
        tables=_read_tables(folder, file, tables, shared),
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


def _read_tables(folder: Path, file: Path, raw: list[Any], shared: Path | None) -> tuple[Table, ...]:
    tables = tuple(_read_table(folder, file, table, shared) for table in raw)
    names = [table.name for table in tables]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceConfigError(
            f"two tables are called {twice[0]!r}",
            where=str(file),
            mend="a row is one record: put what a table says into one mapping, and give each file a name of its own",
        )
    return tables


def _read_table(folder: Path, file: Path, raw: Any, shared: Path | None) -> Table:
    raw = raw if isinstance(raw, dict) else {}
    for name in ("file", "mapping"):
        if not isinstance(raw.get(name), str):
            raise SourceConfigError(
                f"a [[table]] has no {name!r}", where=str(file), mend=f'add a line `{name} = "…"`'
            )
    for name, value in raw.items():
        _check_option(file, name, value)
    options = {name: value for name, value in raw.items() if name not in {"file", "mapping"}}
    return Table(
        file=folder / raw["file"], mapping=_find_mapping(folder, file, raw["mapping"], shared), **options
    )


def _check_option(file: Path, name: str, value: Any) -> None:
    checks = {
        "file": (isinstance(value, str), "a file's name"),
        "mapping": (isinstance(value, str), "a file's name"),
        "key": (isinstance(value, str), "a column's name"),
        "encoding": (isinstance(value, str) and _is_encoding(value), "an encoding, such as utf-8 or cp1251"),
        "delimiter": (isinstance(value, str) and len(value) == 1, "one character"),
        "split": (_is_split(value), 'a table of columns and separators: split = { names = "|" }'),
    }
    if name not in checks:
        raise SourceConfigError(
            f"unknown setting {name!r} in [[table]]",
            where=str(file),
            mend=f"known are {', '.join(sorted(checks))}",
        )
    fits, wanted = checks[name]
    if not fits:
        raise SourceConfigError(f"{name!r} is no good: {value!r}", where=str(file), mend=f"it is {wanted}")


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_split(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(separator, str) and separator for separator in value.values()
    )


def _find_mapping(folder: Path, file: Path, name: str, shared: Path | None) -> Path:
    """A mapping lies in the source's folder, else among the table mappings beside it, else among the shipped ones."""
    places = [folder / name, folder.parent / "tables" / name, *([shared / name] if shared else [])]
    for place in places:
        if place.is_file():
            return place
    raise SourceConfigError(
        f"the mapping {name!r} is not there", where=str(file), mend=f"put it at {places[0]} or {places[1]}"
    )
