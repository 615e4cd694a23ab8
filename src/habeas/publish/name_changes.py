"""What changed in a source between two builds that a decision may rest on: whom an id names, and which rows are gone.

An id that was made from a row's number names somebody else once the sheet is renumbered, and everything that was
decided on it (who is the same, what is cleared, which address was cited) would be said of a stranger.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import orjson

from habeas.bidi import isolated
from habeas.errors import NameChangedError
from habeas.identity import Identity
from habeas.identity.groups import standing
from habeas.ingest import Source
from habeas.ingest.identifiers import entity_id, normalise_key
from habeas.model import Model
from habeas.model.namespaces import HAB, ID, SKOS, local_name
from habeas.store.files import write_file

FOLDER: Final = "names"
SHOWN: Final = 10
"""How many changes an error tells; the file in the home has them all."""
_NAME: Final = f"<{SKOS}prefLabel>".encode()
_TABLE: Final = f"<{HAB}tableName>".encode()
_ROW: Final = f"<{HAB}rowNumber>".encode()
_ID: Final = f"<{ID}".encode()
_LISTS: Final = ("old", "new", "old_ids", "new_ids")


@dataclass(frozen=True)
class NameChange:
    """An id of a source that names somebody or something else than it did.

    ``old`` and ``new`` are the names, ``digest`` a keyed one of the new. There is no ``old`` name where the row had
    left in an earlier build: of what left, a home keeps no name. Where an event is of somebody else, ``old_ids`` and
    ``new_ids`` are whom it was and is of; else both are the id itself.
    """

    source: str
    id: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    digest: str
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]

    def __str__(self) -> str:
        old, new = (" / ".join(f"“{isolated(name)}”" for name in names) for names in (self.old, self.new))
        if not old:
            return f"{self.id} was somebody whose row had left the list, and is now {new}"
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
class Remembered:
    """What a home remembers of a source between builds, in ``names/SOURCE.json``.

    ``former`` are keyed digests of the names of each id that had a row once and has none now: a key that is given again
    to somebody else is noticed, and no name is kept. ``changes`` are those that stopped the last build, ``left`` the
    rows that went away since the last edition was made.
    """

    former: dict[str, list[str]] = field(default_factory=dict)
    changes: list[NameChange] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)


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

    def named(self) -> dict[str, set[str]]:
        """Return the names of each id: its own, or for an event those of whom it is of."""
        return {**{id_: self.names_of(ids) for id_, ids in self.subjects.items()}, **self.names}


def compare(
    source: Source, old: Path, new: Path, model: Model, decisions: Iterable[Identity], known: Remembered
) -> Remembered:
    """Return what is to be remembered of a source: among it what its ids name otherwise and no decision explains.

    ``old`` and ``new`` are files of N-Quads, as ingest writes them; there may be no old one.
    """
    before = _read(old, model) if old.is_file() else _Content()
    after = _read(new, model)
    left = {row.record: row for row in known.left}
    left |= {r: Row(r, table, before.rows.get(r, "")) for r, table in before.tables.items()}
    renamed = [d for d in standing(decisions) if d.decision == "renamed"]
    return Remembered(
        former=_former(source, before, after.named(), known),
        changes=[
            *_renamed(source, before, after, renamed),
            *_of_others(source, before, after, renamed),
            *_given_again(source, after, renamed, known),
        ],
        left=[row for record, row in left.items() if record not in after.tables],
    )


def forget_rows(source: Source, old: Path, model: Model, known: Remembered) -> Remembered:
    """Return what is to be remembered of a source whose data is not there any more: of its ids that they were."""
    return replace(known, former=_former(source, _read(old, model), {}, known), changes=[])


def _former(
    source: Source, before: _Content, now: Mapping[str, set[str]], known: Remembered
) -> dict[str, list[str]]:
    found = {id_: digests for id_, digests in known.former.items() if id_ not in now}
    for id_, names in before.named().items():
        if names and id_ not in now:
            found[id_] = sorted({*found.get(id_, ()), *(_digest(source, [name]) for name in names)})
    return dict(sorted(found.items()))


def _given_again(
    source: Source, after: _Content, renamed: Collection[Identity], known: Remembered
) -> Iterator[NameChange]:
    """Yield the ids that came back and name somebody else than before they went.

    An event is not told of beside the id of the person whom it is of.
    """
    declared = {(d.a, d.name) for d in renamed if d.a == d.b}
    told: set[str] = set()
    named = {id_: (names, set[str]()) for id_, names in after.names.items()}
    named |= {id_: (after.names_of(ids), ids) for id_, ids in after.subjects.items()}
    for id_, (names, people) in named.items():
        digest = _digest(source, names)
        if (
            names
            and (old := known.former.get(id_))
            and not set(old) & {_digest(source, [name]) for name in names}
            and (id_, digest) not in declared
            and not people & told
            and not any((person, digest) in declared for person in people)
        ):
            told.add(id_)
            yield NameChange(source.name, id_, (), _listed(names), digest, (id_,), (id_,))


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


def _file(home: Path, source: str) -> Path:
    return home / FOLDER / f"{source}.json"


def remember(home: Path, source: str, what: Remembered) -> None:
    """Keep in the home what is remembered of a source; it is as private as the records."""
    content = orjson.dumps(asdict(what), option=orjson.OPT_INDENT_2)
    write_file(_file(home, source), content + b"\n")


def recall(home: Path, source: str) -> Remembered:
    """Return what is remembered of a source; nothing where nothing is, or it cannot be read."""
    try:
        raw = orjson.loads(_file(home, source).read_bytes())
        changes = [NameChange(**{**one, **{n: tuple(one[n]) for n in _LISTS}}) for one in raw["changes"]]
        return Remembered(raw["former"], changes, [Row(**one) for one in raw["left"]])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Remembered()


def pending_changes(home: Path) -> list[NameChange]:
    """Return the changes that stopped the last build of each source, and that no decision explained."""
    return [c for file in sorted((home / FOLDER).glob("*.json")) for c in recall(home, file.stem).changes]


def refusal(changes: Sequence[NameChange], home: Path) -> NameChangedError:
    """Return the error that says which ids of which sources name somebody else."""
    sources = sorted({change.source for change in changes})
    lines = "\n".join(f"  {change}" for change in changes[:SHOWN])
    more = f"\n  and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    what = "1 id of" if len(changes) == 1 else f"{len(changes)} ids of"
    verb = "names" if len(changes) == 1 else "name"
    return NameChangedError(
        f"{what} {', '.join(sources)} {verb} somebody else than before; what was read last stays:\n{lines}{more}",
        where=f"{home / FOLDER} has them all",
        mend="if rows were renumbered, give them a key that stays, in source.toml and in the mapping; if a spelling "
        "was corrected, say so and build again: habeas link rename ID, or where the id is another: habeas link "
        'rename OLD NEW, with --reviewer and --reason "…"',
    )
