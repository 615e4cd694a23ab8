"""``source.toml``: what a source is, and which tables and mappings it has."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from habeas.errors import SourceConfigError
from habeas.ingest.calendars import CALENDARS
from habeas.ingest.identifiers import source_id
from habeas.ingest.row import column_name
from habeas.ingest.table import Table, are_texts, read_table

REQUIRED = ("title", "publisher", "licence", "language", "retrieved", "id_key")


@dataclass(frozen=True)
class Source:
    """A source as its folder describes it.

    ``data`` names the folder of its tables under the folder of all data, where they do not lie in its own.
    ``share_alike``: its licence asks that what is made of it be shared under the same terms.
    ``calendar`` is the name of the one that its dates are written in. ``private`` are the columns that nothing may
    keep, in any of its tables.
    """

    name: str
    folder: Path
    title: str
    publisher: str
    licence: str
    language: str
    retrieved: dt.date
    id_key: str
    tables: tuple[Table, ...]
    data: str | None = None
    share_alike: bool = False
    private: frozenset[str] = frozenset()
    calendar: str = "gregorian"

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


def read_source(folder: Path, shared: Path | None = None, data: Path | None = None) -> Source:
    """Read ``source.toml``; raises SourceConfigError where it is missing, malformed or incomplete.

    ``shared`` is a folder of table mappings that sources may share, besides the ``tables`` beside the source.
    ``data`` is the folder of all data: a source that names its data has its tables there, else in its own folder.
    """
    file = folder / "source.toml"
    raw = _parse(file)
    _check(raw, file)
    own = raw.get("data")
    return Source(
        name=folder.name,
        folder=folder,
        tables=_read_tables(raw, file, data / own if data and own else folder, shared),
        private=_private_columns(raw),
        calendar=raw.get("calendar", "gregorian"),
        retrieved=raw["retrieved"],
        data=own,
        share_alike=raw.get("share_alike", False),
        **{name: str(raw[name]) for name in REQUIRED if name != "retrieved"},
    )


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceConfigError("the source has no source.toml", where=str(file)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceConfigError(f"the file is not TOML: {error}", where=str(file)) from error


def _check(raw: dict[str, Any], file: Path) -> None:
    for name in REQUIRED:
        if not raw.get(name):
            raise SourceConfigError(
                f"the setting {name!r} is missing", where=str(file), mend=f"add a line `{name} = …`"
            )
    if type(raw["retrieved"]) is not dt.date:
        raise SourceConfigError(
            "'retrieved' is no date", where=str(file), mend="write it bare: retrieved = 2026-01-31"
        )
    checks = {
        "data": (_is_folder_name(raw.get("data", "data")), "a folder's name"),
        "share_alike": (isinstance(raw.get("share_alike", False), bool), "true or false"),
        "calendar": (
            isinstance(raw.get("calendar", ""), str) and raw.get("calendar", "gregorian") in CALENDARS,
            f"one of {', '.join(sorted(CALENDARS))}",
        ),
        "private": (are_texts(raw.get("private", [])), 'a list of columns: private = ["phone", "notes"]'),
        "nulls": (are_texts(raw.get("nulls", [])), 'a list of texts: nulls = ["NA", "unknown"]'),
    }
    for name, (fits, wanted) in checks.items():
        if not fits:
            raise SourceConfigError(
                f"{name!r} is no good: {raw[name]!r}", where=str(file), mend=f"it is {wanted}"
            )


def _is_folder_name(value: Any) -> bool:
    return isinstance(value, str) and value not in {"", ".", ".."} and Path(value).name == value


def _private_columns(raw: dict[str, Any]) -> frozenset[str]:
    return frozenset(map(column_name, raw.get("private", ())))


def _read_tables(raw: dict[str, Any], file: Path, files: Path, shared: Path | None) -> tuple[Table, ...]:
    found = raw.get("table")
    if not isinstance(found, list) or not found:
        raise SourceConfigError(
            "the source has no table", where=str(file), mend="add a [[table]] with file and mapping"
        )
    nulls = frozenset(raw.get("nulls", ()))
    private = _private_columns(raw)
    tables = tuple(_read_table(table, file, files, shared, nulls, private) for table in found)
    names = [table.name for table in tables]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceConfigError(
            f"two tables are called {twice[0]!r}",
            where=str(file),
            mend="a row is one record: put what a table says into one mapping, and give each file a name of its own",
        )
    return tables


def _read_table(
    raw: Any,
    file: Path,
    files: Path,
    shared: Path | None,
    nulls: frozenset[str],
    private: frozenset[str],
) -> Table:
    raw = raw if isinstance(raw, dict) else {}
    for name in ("file", "mapping"):
        if not isinstance(raw.get(name), str):
            raise SourceConfigError(
                f"a [[table]] has no {name!r}", where=str(file), mend=f'add a line `{name} = "…"`'
            )
    return read_table(raw, file, files, _find_mapping(file, raw["mapping"], shared), nulls, private)


def _find_mapping(file: Path, name: str, shared: Path | None) -> Path:
    """A mapping lies in the source's folder, else among the table mappings beside it, else among the shipped ones."""
    folder = file.parent
    places = [folder / name, folder.parent / "tables" / name, *([shared / name] if shared else [])]
    for place in places:
        if place.is_file():
            return place
    raise SourceConfigError(
        f"the mapping {name!r} is not there", where=str(file), mend=f"put it at {places[0]} or {places[1]}"
    )


__all__ = ["Source", "Table", "find_sources", "read_source"]
