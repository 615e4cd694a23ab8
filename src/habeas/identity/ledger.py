"""The append-only ledgers: files of JSON lines that hold ids, a reason, a name and a day, and nothing else.

A line is never changed. What it said is taken back by a later line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

import orjson

from habeas.errors import LedgerError


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every line has: by whom, why, and on which day (ISO 8601)."""

    file: ClassVar[str]

    by: str
    why: str
    when: str


E = TypeVar("E", bound=Entry)
_WORD: Final = re.compile(r"[A-Za-z0-9_-]+")
_IDS: Final = frozenset({"a", "b", "id", "to", "record", "source", "subject"})
DECISIONS: Final = ("same", "different", "unsure", "renamed")
KINDS: Final = ("single", "withdrawal", "bulk")
"""How a record is named in a ruling."""


@dataclass(frozen=True, kw_only=True)
class Clearance(Entry):
    """A reviewer's ruling on one record as it stands: ``digest`` is of its content, so a changed record falls back.

    ``until`` is the last day of a delay, for the tier ``delayed``. ``kind`` says how the record was named: by its id
    (``single``, and ``withdrawal`` where it was withdrawn) or as one of its source (``bulk``). A line of an earlier
    version has none; it may have been either (decision 0001).
    """

    file: ClassVar[str] = "clearance.jsonl"

    record: str
    digest: str
    tier: str
    until: str | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        if self.until is not None:
            dt.date.fromisoformat(self.until)
        if self.kind not in {None, *KINDS}:
            raise ValueError(f"a ruling is {', '.join(KINDS)}, and not {self.kind!r}")

    def is_of(self, digest: str) -> bool:
        """Return whether the ruling is of this content. A withdrawal is of any: the record is out whatever it says."""
        return self.kind == "withdrawal" or self.digest == digest

    def tier_on(self, day: dt.date) -> str:
        """Return the tier that the ruling gives on a day: once a delay is over, the record is public."""
        return "public" if is_over(self, day) else self.tier


@dataclass(frozen=True, kw_only=True)
class TableClearance(Entry):
    """A reviewer's ruling on a whole table as it stands: ``digest`` is of all its records, ``records`` their number.

    ``source`` is the source's id. If any record of the table is otherwise than it was, all fall back. ``left_out`` are
    the ids of records that the ruling does not speak of, though they have a part in the digest.
    """

    file: ClassVar[str] = "tables.jsonl"

    source: str
    table: str
    records: int
    digest: str
    tier: str
    until: str | None = None
    left_out: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if self.until is not None:
            dt.date.fromisoformat(self.until)


def is_over(ruling: Clearance | TableClearance, day: dt.date) -> bool:
    """Return whether the ruling is a delay whose last day is past."""
    return ruling.tier == "delayed" and bool(ruling.until) and dt.date.fromisoformat(ruling.until or "") < day


@dataclass(frozen=True, kw_only=True)
class Identity(Entry):
    """A decision on whether two ids are the ``same``, ``different``, or ``unsure``; a later one takes it back.

    Of the same, ``a`` is the id that stays. ``renamed`` says that ``b`` was made from a spelling that has been
    corrected, and is ``a`` now: its address leads there even when no row has it any more. Where the id stayed, ``a``
    and ``b`` are one, and ``name`` is a keyed digest of the name that it has now.
    """

    file: ClassVar[str] = "identity.jsonl"

    decision: str
    a: str
    b: str
    name: str | None = None

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            raise ValueError(f"a decision is one of {', '.join(DECISIONS)}, and not {self.decision!r}")
        if (self.a == self.b) != (self.decision == "renamed" and self.name is not None):
            raise ValueError(
                "a decision is on two ids; on one only where it is renamed and its name is given"
            )


@dataclass(frozen=True, kw_only=True)
class Split(Entry):
    """A decision that some rows of ``id`` are of somebody or something else: in these ``records`` it is ``to``.

    Of two lines on one record and id the later counts; with ``to`` the id itself a split is taken back. ``digests``
    are of what the records said then, one each, so that a row which has changed or moved since is noticed.
    """

    file: ClassVar[str] = "splits.jsonl"

    id: str
    to: str
    records: Sequence[str]
    digests: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if not self.records:
            raise ValueError("a split names the ids of the records that it is of")
        if self.digests is not None and len(self.digests) != len(self.records):
            raise ValueError("a split has one digest for each record")


@dataclass(frozen=True, kw_only=True)
class Preference(Entry):
    """A decision on a dispute: of rival values of a property of a subject, that of this record is asserted.

    For an event that is asserted and denied the property is ``rdf:type``.
    """

    file: ClassVar[str] = "preferences.jsonl"

    subject: str
    property: str
    record: str


def read_entries(kind: type[E], folders: Iterable[Path]) -> list[E]:
    """Read a ledger from each folder that has one, in order; raises LedgerError where a line cannot be read."""
    files = [folder / kind.file for folder in folders]
    return [entry for file in files if file.is_file() for entry in _read(kind, file)]


def _read(kind: type[E], file: Path) -> Iterator[E]:
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw: dict[str, Any] = orjson.loads(line)
            _check_types(kind, raw)
            yield kind(**raw)
        except (ValueError, TypeError) as error:
            raise LedgerError(
                f"the line cannot be read: {error}",
                where=f"{file}, line {number}",
                mend=f"a line has the fields {', '.join(f.name for f in fields(kind))}",
            ) from error


def _check_types(kind: type[Entry], raw: Any) -> None:
    """Raise TypeError where a value is not of the type of its field; of ids, where it cannot be one."""
    if not isinstance(raw, dict):
        raise TypeError("it is no JSON object")
    for f in fields(kind):
        value = raw.get(f.name)
        if value is None and ("None" in str(f.type) or f.name not in raw):
            continue
        if str(f.type).startswith("Sequence"):
            fits = isinstance(value, list) and all(isinstance(v, str) and _WORD.fullmatch(v) for v in value)
        elif str(f.type) == "int":
            fits = isinstance(value, int)
        else:
            fits = isinstance(value, str) and (f.name not in _IDS or bool(_WORD.fullmatch(value)))
        if not fits:
            raise TypeError(f"{f.name!r} is not valid: {value!r}")


def append_entries(entries: Iterable[Entry], folder: Path) -> None:
    """Append lines to the ledger of their kind in a folder.

    Where they cannot be written whole, as on a full disk, none is: half a line would stop every build.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines: dict[str, list[bytes]] = {}
    for entry in entries:
        raw = {name: value for name, value in asdict(entry).items() if value is not None}
        lines.setdefault(entry.file, []).append(orjson.dumps(raw) + b"\n")
    for name, added in lines.items():
        _append(folder / name, b"".join(added))


def _append(path: Path, content: bytes) -> None:
    with path.open("ab", buffering=0) as file:
        end = file.seek(0, 2)
        try:
            while content:
                content = content[file.write(content) :]
        except OSError:
            file.truncate(end)
            raise
