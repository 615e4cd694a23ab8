"""What changed in a source between two builds that a decision may rest on: whom an id names, and which rows are gone.

An id that was made from a row's number names somebody else once the sheet is renumbered, and everything that was
decided on it (who is the same, what is cleared, which address was cited) would be said of a stranger.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import orjson

from habeas.errors import NameChangedError
from habeas.identity import Identity
from habeas.identity.groups import standing
from habeas.ingest import Source
from habeas.ingest.identifiers import entity_id, normalise_key
from habeas.model import Model
from habeas.model.namespaces import HAB, ID, SKOS, local_name
from habeas.store.files import write_file

FILE: Final = "name-changes.json"
SHOWN: Final = 10
"""How many changes an error tells; the file in the home has them all."""
_NAME: Final = f"<{SKOS}prefLabel>".encode()
_TABLE: Final = f"<{HAB}tableName>".encode()
_ROW: Final = f"<{HAB}rowNumber>".encode()
_ID: Final = f"<{ID}".encode()


@dataclass(frozen=True)
class NameChange:
    """An id of a source that names somebody or something else than it did.

    ``old`` and ``new`` are the names, ``digest`` a keyed one of the new. Where an event is of somebody else,
    ``old_ids`` and ``new_ids`` are whom it was and is of; else both are the id itself.
    """

    source: str
    id: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    digest: str
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]

    def __str__(self) -> str:
        old, new = (" / ".join(f"“{name}”" for name in names) for names in (self.old, self.new))
        if self.new_ids == (self.id,):
            return f"{self.id} was {old} and is now {new}"
        return f"{self.id} was of {old} ({self.old_ids[0]}) and is now of {new} ({self.new_ids[0]})"


@dataclass(frozen=True)
class Row:
    """A row that the source has no more: the id of its record, its table, and where it was in it."""

    record: str
    table: str
    number: str


@dataclass
class _Content:
    """What a source's records say, by id: names, whom an event is of, and the place of each record."""

    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    subjects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    tables: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def names_of(self, ids: Iterable[str]) -> set[str]:
        """Return the names of some ids together."""
        return {name for id_ in ids for name in self.names.get(id_, ())}


def compare(
    source: Source, old: Path, new: Path, model: Model, decisions: Iterable[Identity]
) -> tuple[list[NameChange], list[Row]]:
    """Return what the ids of a source name otherwise than before and no decision explains, and the rows that are gone.

    ``old`` and ``new`` are files of N-Quads, as ingest writes them.
    """
    if not old.is_file():
        return [], []
    before, after = _read(old, model), _read(new, model)
    gone = [
        Row(r, table, before.rows.get(r, "")) for r, table in before.tables.items() if r not in after.tables
    ]
    renamed = [d for d in standing(decisions) if d.decision == "renamed"]
    changes = [*_renamed(source, before, after, renamed), *_of_others(source, before, after, renamed)]
    return changes, gone


def _renamed(
    source: Source, before: _Content, after: _Content, renamed: Collection[Identity]
) -> Iterator[NameChange]:
    known = {(d.a, d.name) for d in renamed if d.a == d.b}
    for id_, old in before.names.items():
        new = after.names.get(id_)
        if new and _are_others(old, new):
            digest = _digest(source, new)
            if (id_, digest) not in known:
                yield NameChange(source.name, id_, _listed(old), _listed(new), digest, (id_,), (id_,))


def _of_others(
    source: Source, before: _Content, after: _Content, renamed: Collection[Identity]
) -> Iterator[NameChange]:
    """Yield the events that are of other people than before, by other ids and other names."""
    known = {(d.b, d.a) for d in renamed}
    for id_, ids in before.subjects.items():
        others = after.subjects.get(id_, set())
        if not others or ids & others or known & {(old, new) for old in ids for new in others}:
            continue
        old, new = before.names_of(ids), after.names_of(others)
        if old and new and _are_others(old, new):
            people = tuple(sorted(ids)), tuple(sorted(others))
            yield NameChange(source.name, id_, _listed(old), _listed(new), _digest(source, new), *people)


def _are_others(old: Collection[str], new: Collection[str]) -> bool:
    return {normalise_key(name) for name in old}.isdisjoint(normalise_key(name) for name in new)


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _digest(source: Source, names: Iterable[str]) -> str:
    """A digest of names that nobody without the source's key can test a guess against: a ledger holds no names."""
    text = " | ".join(sorted(normalise_key(name) for name in names))
    return local_name(entity_id(source.name, "name", text, source.id_key))


def _read(file: Path, model: Model) -> _Content:
    """Read the few lines that matter, without a parser, which would take several times as long.

    A line that is cut is passed over: the old file may be damaged, and is about to be replaced.
    """
    subjects = {f"<{iri}>".encode() for iri in model.property_iris if model.is_subject(iri)}
    found = _Content()
    with file.open("rb") as lines:
        for line in lines:
            with suppress(ValueError):
                _read_line(line, subjects, found)
    return found


def _read_line(line: bytes, subjects: set[bytes], found: _Content) -> None:
    subject, predicate, rest = line.split(b" ", 2)
    if predicate == _NAME:
        found.names[_id(subject)].add(_text(rest))
    elif predicate in subjects and rest.startswith(_ID):
        found.subjects[_id(subject)].add(_id(rest.split(b" ", 1)[0]))
    elif predicate == _TABLE:
        found.tables[_id(subject)] = _text(rest)
    elif predicate == _ROW:
        found.rows[_id(subject)] = _text(rest)


def _id(term: bytes) -> str:
    return term[len(_ID) : -1].decode()


def _text(rest: bytes) -> str:
    """Return the text of the literal that a line goes on with; N-Quads escapes characters as JSON does."""
    return str(json.loads(rest[: rest.rindex(b'"') + 1]))


def write_name_changes(home: Path, changes: Iterable[NameChange]) -> None:
    """Keep the changes in the home, for whoever decides on them; they are as private as the records."""
    content = orjson.dumps([asdict(change) for change in changes], option=orjson.OPT_INDENT_2)
    write_file(home / "reports" / FILE, content + b"\n")


def read_name_changes(home: Path) -> list[NameChange]:
    """Return the changes that the last build found, and that no decision explained."""
    try:
        raw = orjson.loads((home / "reports" / FILE).read_bytes())
    except (OSError, ValueError):
        return []
    lists = ("old", "new", "old_ids", "new_ids")
    return [NameChange(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in raw]


def refuse(changes: list[NameChange], home: Path) -> None:
    """Raise NameChangedError where there is any."""
    if not changes:
        return
    lines = "\n".join(f"  {change}" for change in changes[:SHOWN])
    more = f"\n  and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    raise NameChangedError(
        f"{len(changes)} ids of {changes[0].source} name somebody else than before, and nothing was changed:\n"
        f"{lines}{more}",
        where=f"{home / 'reports' / FILE} has them all",
        mend="if rows were renumbered, give them a key that stays, in source.toml and in the mapping; if a spelling "
        "was corrected, say so and build again: habeas link rename ID, or where the id is another: habeas link "
        'rename OLD NEW, with --reviewer and --reason "…"',
    )
