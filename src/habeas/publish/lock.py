"""One writer at a time in a home: a lock that ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from habeas.errors import UsageError


@contextmanager
def only_writer(home: Path) -> Iterator[None]:
    """Hold the home's lock; raises UsageError at once where another process has it."""
    with os.fdopen(os.open(home / "lock", os.O_RDONLY | os.O_CREAT, 0o600), "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                "another process is writing in this home",
                where=str(home),
                mend="wait until its build has ended, or name another folder with --home",
            ) from None
        yield
