"""The tree of errors. The command line and the web server share it.

* HabeasError
  - UsageError             what was asked for does not exist or makes no sense
    · AmbiguousNameError
    · NotFoundError
    · UnknownQueryError
    · NotAcceptableError
    · UnsupportedTypeError
    · GoneError
  - SourceError            a source's folder is wrong
    · SourceConfigError
    · MappingError
    · TableError
    · NameChangedError
  - WorkerError            a process that maps rows was ended from outside
  - ModelError             ontology and shapes contradict each other
  - LedgerError            a ledger line cannot be read
  - ValidationError        malformed records stop the publication
  - EditionError           an edition is missing, damaged or of another version
    · NoEditionError
  - StorageError           a disk is full, read-only, or not ours to write to
  - QueryError             a stranger's query was not answered
    · QueryRefusedError
    · QuerySyntaxError
    · QueryTimeoutError
    · QueryTooLargeError
    · ServerBusyError
  - Neo4jError             a Neo4j server did not take an edition

Every error says what is wrong, where, and how to mend it; ``docs/errors.md`` has a section on each.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from habeas.bidi import isolated


def near(written: str, known: Iterable[str], most: int = 12) -> str:
    """Return what to write in the place of an unknown name: the closest ones, or all where they are few."""
    names = sorted(known)
    folded = {name.casefold(): name for name in reversed(names)}
    close = [folded[name] for name in difflib.get_close_matches(written.casefold(), folded, n=3)]
    listed = ", ".join(names[:most]) + (" …" if len(names) > most else "")
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?" + (
            f" ({listed})" if len(names) <= most else ""
        )
    return f"use one of: {listed}" if names else "leave it out"


class HabeasError(Exception):
    """Something that a user can mend.

    ``message`` says what is wrong, ``where`` names the file, row or column, ``mend`` says what to do.
    ``status`` is the HTTP status under which the web server answers with it.
    """

    status = 500

    def __init__(self, message: str, *, where: str | None = None, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.mend = mend

    @property
    def name(self) -> str:
        """The name under which ``docs/errors.md`` explains the error."""
        return type(self).__name__

    def __str__(self) -> str:
        lines = [self.message]
        if self.where:
            lines.append(f"where: {self.where}")
        if self.mend:
            lines.append(f"mend:  {self.mend}")
        return "\n".join(lines)


class UsageError(HabeasError):
    """What was asked for makes no sense as it was put."""

    status = 400


@dataclass(frozen=True)
class Candidate:
    """A thing that a name may mean: its IRI, its label, what it is, and what tells it apart from the others."""

    iri: str
    label: str
    kind: str
    facts: tuple[str, ...]

    def __str__(self) -> str:
        about = "; ".join((self.kind, *self.facts)) if self.kind else "; ".join(self.facts)
        return f"{self.iri} {isolated(self.label)}" + (f" ({isolated(about)})" if about else "")


class AmbiguousNameError(UsageError):
    """A name means several things, and the answer would mix them.

    ``candidates`` are some of the ``total`` things, ``parameter`` is where the name was given. The message lists them
    too, so that every reader of it sees them; ``summary`` is the message without the list.
    """

    def __init__(self, parameter: str, written: str, candidates: tuple[Candidate, ...], total: int) -> None:
        self.summary = f"{total} entries of this edition are called {isolated(repr(written))}"
        more = [f"… and {total - len(candidates)} more"] if total > len(candidates) else []
        super().__init__(
            "\n".join([f"{self.summary}:", *(f"  {each}" for each in candidates), *more]),
            where=f"parameter {parameter}",
            mend=f"ask again with the IRI of the one that is meant as {parameter}",
        )
        self.parameter = parameter
        self.candidates = candidates
        self.total = total


class NotFoundError(UsageError):
    """There is no such thing in this edition, or this audience may not know of it."""

    status = 404


class GoneError(UsageError):
    """It was published in an earlier edition, and is in this one no more."""

    status = 410


class UnknownQueryError(UsageError):
    """There is no named question of this name."""

    status = 404


class NotAcceptableError(UsageError):
    """None of the formats that the request accepts can be given."""

    status = 406


class UnsupportedTypeError(UsageError):
    """The request's body is of a type that is not read here."""

    status = 415


class SourceError(HabeasError):
    """A source cannot be ingested as it stands."""


class SourceConfigError(SourceError):
    """``source.toml`` is missing, cannot be parsed or lacks a setting."""


class MappingError(SourceError):
    """A mapping does not parse, or does what a mapping may not do."""


class TableError(SourceError):
    """A table cannot be read: encoding, malformed CSV, a missing column, an empty file."""


class NameChangedError(SourceError):
    """Ids of a source name somebody else than in the last build, and no decision explains it."""


class WorkerError(HabeasError):
    """A process that maps rows was ended from outside; what was done before is kept for the next run."""


class ModelError(HabeasError):
    """Ontology and shapes contradict each other."""


class LedgerError(HabeasError):
    """A line of a ledger cannot be read, or contradicts an earlier one."""


class ValidationError(HabeasError):
    """Malformed records: the edition was not published."""

    status = 422


class EditionError(HabeasError):
    """An edition is damaged, or was made by a version that this one cannot read."""


class NoEditionError(EditionError):
    """Nothing has been published yet."""

    status = 503


class StorageError(HabeasError):
    """A file or folder cannot be written or read: the disk is full, read-only or failing, or permission is missing."""


class QueryError(HabeasError):
    """A query was not answered."""

    status = 400


class QueryRefusedError(QueryError):
    """The query asks for something that this endpoint does not do, such as SERVICE."""

    status = 403


class QuerySyntaxError(QueryError):
    """The query does not parse."""


class QueryTimeoutError(QueryError):
    """The query ran past the time limit and was ended."""

    status = 504


class QueryTooLargeError(QueryError):
    """The query, its nesting, its memory or its answer is larger than the limit."""

    status = 413


class ServerBusyError(QueryError):
    """Every worker is busy and the queue is full."""

    status = 503


class Neo4jError(HabeasError):
    """Neo4j cannot be reached, refuses the user, is too old, or holds what is not ours to replace."""

    status = 502
