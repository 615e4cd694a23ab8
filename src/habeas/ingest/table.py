"""``[[table]]`` of ``source.toml``: one file of rows, how to read it, and its mapping."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from habeas.errors import SourceConfigError
from habeas.ingest.locators import KINDS_WANTED, LocatorKinds, are_kinds, read_kinds
from habeas.ingest.row import column_name

FORMATS: Final = ("csv", "json", "lines")
PREPARED: Final = frozenset({"file", "mapping", "keys", "nulls", "private", "reject", "locator_kind"})
"""The settings that are not taken over as they are written."""


@dataclass(frozen=True)
class Table:
    """One file of rows with its mapping.

    ``key`` names the column whose cell names the record within the table; without one the row's content does.
    ``split`` maps a column to the separator of its several values. ``keys`` are, for JSON, the columns made of the keys
    above the rows. ``nulls`` are the texts that mean an empty cell. ``refused`` maps the numbers of rows that the
    documenter refuses to the reason. ``locator_kinds`` says what kind of place the rows' locators point into.
    ``private`` are the columns, as a mapping would name them, that nothing may keep: their cells are dropped where the
    row is read.
    """

    file: Path
    mapping: Path
    key: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    split: Mapping[str, str] = field(default_factory=dict)
    format: str = "csv"
    keys: tuple[str, ...] = ()
    nulls: frozenset[str] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)
    locator_kinds: LocatorKinds = ()
    private: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The file's name, as records cite it."""
        return self.file.name


def read_table(
    raw: Any,
    toml: Path,
    files: Path,
    mapping: Path,
    nulls: frozenset[str] = frozenset(),
    locator_kind: Any = None,
    private: frozenset[str] = frozenset(),
) -> Table:
    """Make a table of its settings. ``toml`` is the file they stand in, ``files`` the folder that the table lies in.

    ``nulls``, ``locator_kind`` and ``private`` are the source's. Raises SourceConfigError where a setting is unknown or
    invalid.
    """
    for name, value in raw.items():
        check_option(toml, name, value)
    options = {n: v for n, v in raw.items() if n not in PREPARED}
    return Table(
        file=files / raw["file"],
        mapping=mapping,
        keys=tuple(raw.get("keys", ())),
        nulls=nulls | frozenset(raw.get("nulls", ())),
        private=private | frozenset(map(column_name, raw.get("private", ()))),
        refused={refusal["row"]: refusal["reason"] for refusal in raw.get("reject", ())},
        locator_kinds=read_kinds(raw.get("locator_kind", locator_kind)),
        **options,
    )


def check_option(toml: Path, name: str, value: Any) -> None:
    """Raise SourceConfigError where a table has no such setting, or cannot have it so."""
    checks = {
        "file": (isinstance(value, str), "a file's name"),
        "mapping": (isinstance(value, str), "a file's name"),
        "key": (isinstance(value, str), "a column's name"),
        "encoding": (isinstance(value, str) and _is_encoding(value), "an encoding, such as utf-8 or cp1251"),
        "delimiter": (isinstance(value, str) and len(value) == 1, "one character"),
        "split": (_is_split(value), 'a table of columns and separators: split = { names = "|" }'),
        "format": (value in FORMATS, f"one of {', '.join(FORMATS)}"),
        "keys": (are_texts(value), 'a list of columns: keys = ["country", "name"]'),
        "nulls": (are_texts(value), 'a list of texts: nulls = ["NA", "unknown"]'),
        "locator_kind": (are_kinds(value), KINDS_WANTED),
        "private": (are_texts(value), 'a list of columns: private = ["phone", "notes"]'),
        "reject": (_are_refusals(value), 'a list of rows: [[table.reject]] row = 7 reason = "…"'),
    }
    if name not in checks:
        raise SourceConfigError(
            f"unknown setting {name!r} in [[table]]",
            where=str(toml),
            mend=f"known are {', '.join(sorted(checks))}",
        )
    fits, wanted = checks[name]
    if not fits:
        raise SourceConfigError(f"{name!r} is no good: {value!r}", where=str(toml), mend=f"it is {wanted}")


def are_texts(value: Any) -> bool:
    """Whether a setting is a list of texts, none of them empty."""
    return isinstance(value, list) and all(isinstance(text, str) and text for text in value)


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


def _are_refusals(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(refusal, dict)
        and set(refusal) == {"row", "reason"}
        and type(refusal["row"]) is int
        and isinstance(refusal["reason"], str)
        and refusal["reason"]
        for refusal in value
    )
