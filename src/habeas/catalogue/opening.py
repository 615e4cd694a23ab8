"""Opening a catalogue: read-only, for many threads, with a time limit on what is asked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from habeas.catalogue.gaps import Gaps, find_gaps
from habeas.catalogue.layout import Layout
from habeas.errors import EditionError, QueryTimeoutError
from habeas.model import Model
from habeas.model.names import normalise

TIME_LIMIT = 10.0
"""Seconds that the queries of one request may take."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR})

_STEPS = 20_000
"""SQLite's virtual machine looks at the clock after so many steps."""


class Catalogue:
    """An edition's catalogue. It keeps a pool of connections, and each request takes one to itself.

    It may have been made by another model: ``gaps`` says what of today's it lacks, and all of that is empty.
    Raises EditionError where the file is missing or is no catalogue.
    """

    def __init__(self, path: Path, model: Model) -> None:
        if not path.is_file():
            raise EditionError(
                "the edition has no catalogue", where=str(path), mend="run `habeas build` again"
            )
        self.path = path
        self.layout = Layout(model)
        self.gaps = self._find_gaps()
        self._engine = create_engine(
            "sqlite://", creator=self._open, poolclass=QueuePool, pool_size=4, max_overflow=60
        )

    @contextmanager
    def reading(self, seconds: float = TIME_LIMIT) -> Iterator[Connection]:
        """Hand out a read-only connection; raises QueryTimeoutError where its queries take longer."""
        with self._engine.connect() as connection, _deadline(connection, seconds):
            yield connection

    def close(self) -> None:
        """Close the connections that wait in the pool."""
        self._engine.dispose()

    def _find_gaps(self) -> Gaps:
        try:
            with closing(self._connect()) as connection:
                return find_gaps(connection, self.layout)
        except sqlite3.DatabaseError as error:
            raise _damaged(error, str(self.path)) from error

    def _open(self) -> sqlite3.Connection:
        connection = self._connect()
        for statement in self.gaps.filling:
            connection.execute(statement)
        return connection

    def _connect(self) -> sqlite3.Connection:
        """Open the file as one that nobody changes, which is true of every edition."""
        address = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.create_function("normalised", 1, _normalised, deterministic=True)
        return connection


def _normalised(text: object) -> str | None:
    return None if text is None else normalise(str(text))


@contextmanager
def within_time() -> Iterator[None]:
    """Say QueryTimeoutError where SQLite was stopped by the time limit, EditionError where the file is damaged."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error, OperationalError) and "interrupted" in str(error.orig):
            raise QueryTimeoutError(
                "the answer took longer than the time limit",
                mend="ask for fewer things, or filter by what is equal rather than by what is contained",
            ) from error
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            raise _damaged(error) from error
        raise


def _damaged(error: Exception, where: str | None = None) -> EditionError:
    return EditionError(
        f"the edition's catalogue is damaged: {getattr(error, 'orig', error)}",
        where=where,
        mend="run `habeas build`: it makes the edition anew",
    )


@contextmanager
def _deadline(connection: Connection, seconds: float) -> Iterator[None]:
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"a catalogue is a SQLite file, and this is {raw!r}")
    end = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        with within_time():
            yield
    finally:
        raw.set_progress_handler(None, 0)
