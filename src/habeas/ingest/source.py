"""``source.toml``: what a source is, and which tables and mappings it has."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from habeas.errors import SourceConfigError
from habeas.ingest.calendars import CALENDARS
from habeas.ingest.captures import Capture, check_address, read_captures
from habeas.ingest.functions.dates import check
from habeas.ingest.identifiers import source_id
from habeas.ingest.items import Items, read_items
from habeas.ingest.locators import KINDS_WANTED, are_kinds
from habeas.ingest.row import column_name
from habeas.ingest.table import Table, are_texts, read_table

PUBLIC_WORD: Final = "public"
"""A key of ids that has it as a word is public: those of the shipped sources do."""
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
REQUIRED = ("title", "publisher", "licence", "language", "retrieved", "id_key")
ON_CHANGE = ("withhold", "keep")
ON_REMOVAL = ("withdraw", "keep")
"""What may happen to the record of a row that changed or is gone; the safe way first, which is the default."""


@dataclass(frozen=True)
class Source:
    """A source as its folder describes it.

    ``data`` names the folder of its tables under the folder of all data, where they do not lie in its own.
    ``share_alike``: its licence asks that what is made of it be shared under the same terms.
    ``on_change``: until a changed row is cleared again it is to ``withhold`` it, or to ``keep`` public what was cleared
    last. ``on_removal``: the record of a row that is gone is to ``withdraw``, or to ``keep`` as it was cleared last.
    ``no_address`` says why there is no ``address``; a source may lack both. ``published`` is EDTF. ``items``: its
    items stand in a known order in time.
    ``calendar`` is the name of the one that its dates are written in. ``private`` are the columns that nothing may
    keep, in any of its tables. ``unique_names``: whoever keeps the source says that no two people in it have one name,
    so that a name alone tells a person apart.
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
    items: Items | None = None
    on_change: str = ON_CHANGE[0]
    on_removal: str = ON_REMOVAL[0]
    address: str | None = None
    no_address: str | None = None
    archived: tuple[Capture, ...] = ()
    published: str | None = None
    private: frozenset[str] = frozenset()
    calendar: str = "gregorian"
    unique_names: bool = False

    @property
    def has_public_key(self) -> bool:
        """Whether the key of the ids says that it is public, as that of the shipped sources does.

        Under a key that others know, an id can be tested against guesses of what it was made from.
        """
        return PUBLIC_WORD in _NO_LETTERS.split(self.id_key.casefold())

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
        unique_names=raw.get("unique_names", False),
        retrieved=raw["retrieved"],
        data=own,
        share_alike=raw.get("share_alike", False),
        items=read_items(raw.get("items"), file),
        on_change=raw.get("on_change", ON_CHANGE[0]),
        on_removal=raw.get("on_removal", ON_REMOVAL[0]),
        address=raw.get("address"),
        no_address=raw.get("no_address"),
        archived=read_captures(raw.get("archived", []), file),
        published=_read_published(raw, file),
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
        "unique_names": (isinstance(raw.get("unique_names", False), bool), "true or false"),
        "on_change": (raw.get("on_change", ON_CHANGE[0]) in ON_CHANGE, _one_of(ON_CHANGE)),
        "on_removal": (raw.get("on_removal", ON_REMOVAL[0]) in ON_REMOVAL, _one_of(ON_REMOVAL)),
        "calendar": (
            isinstance(raw.get("calendar", ""), str) and raw.get("calendar", "gregorian") in CALENDARS,
            f"one of {', '.join(sorted(CALENDARS))}",
        ),
        "private": (are_texts(raw.get("private", [])), 'a list of columns: private = ["phone", "notes"]'),
        "nulls": (are_texts(raw.get("nulls", [])), 'a list of texts: nulls = ["NA", "unknown"]'),
        "locator_kind": (are_kinds(raw.get("locator_kind", "page")), KINDS_WANTED),
    }
    for name, (fits, wanted) in checks.items():
        if not fits:
            raise SourceConfigError(
                f"{name!r} is no good: {raw[name]!r}", where=str(file), mend=f"it is {wanted}"
            )
    check_address(raw, file)


def _read_published(raw: dict[str, Any], file: Path) -> str | None:
    """Return the date of publication as EDTF; a bare date of TOML is one too."""
    found = raw.get("published")
    if type(found) is dt.date:
        return found.isoformat()
    try:
        return None if found is None else check(str(found) if isinstance(found, str) else "")
    except ValueError:
        raise SourceConfigError(
            f"'published' is no EDTF date: {found!r}",
            where=str(file),
            mend='write published = "2025-12-23" or "2025-12~"; leave the line out where the source does not say',
        ) from None


def _one_of(words: Iterable[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)


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
    private = _private_columns(raw)
    tables = tuple(_read_table(table, raw, file, files, shared, private) for table in found)
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
    source: dict[str, Any],
    file: Path,
    files: Path,
    shared: Path | None,
    private: frozenset[str],
) -> Table:
    raw = raw if isinstance(raw, dict) else {}
    for name in ("file", "mapping"):
        if not isinstance(raw.get(name), str):
            raise SourceConfigError(
                f"a [[table]] has no {name!r}", where=str(file), mend=f'add a line `{name} = "…"`'
            )
    mapping = _find_mapping(file, raw["mapping"], shared)
    nulls = frozenset(source.get("nulls", ()))
    return read_table(raw, file, files, mapping, nulls, source.get("locator_kind"), private)


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
