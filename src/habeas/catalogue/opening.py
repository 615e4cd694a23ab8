"""Opening a catalogue: read-only, for many threads, with a time limit on what is asked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from habeas.catalogue.layout import Layout
from habeas.errors import EditionError, QueryTimeoutError
from habeas.identity.names import normalise
from habeas.model import Model

TIME_LIMIT = 10.0
"""Seconds that the queries of one request may take."""

_STEPS = 20_000
"""SQLite's virtual machine looks at the clock after so many steps."""


class Catalogue:
    """An edition's catalogue. It keeps a pool of connections, and each request takes one to itself.

    Raises EditionError where the file is not there.
    """

    def __init__(self, path: Path, model: Model) -> None:
        if not path.is_file():
            raise EditionError(
                "the edition has no catalogue", where=str(path), mend="run `habeas build` again"
            )
        self.path = path
        self.layout = Layout(model)
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

    def _open(self) -> sqlite3.Connection:
        """Open the file as one that nobody changes, which is true of every edition."""
        address = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.create_function("normalised", 1, _normalised, deterministic=True)
        return connection


def _normalised(text: object) -> str | None:
    return None if text is None else normalise(str(text))


@contextmanager
def within_time() -> Iterator[None]:
    """Say QueryTimeoutError where SQLite was stopped by the time limit."""
    try:
        yield
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        raise QueryTimeoutError(
            "the answer took longer than the time limit",
            mend="ask for fewer things, or filter by what is equal rather than by what is contained",
        ) from error


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
