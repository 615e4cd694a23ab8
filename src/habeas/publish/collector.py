"""Python's cyclic garbage collector, at rest while a build holds all its records."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let no search for cycles run: records and claims have none, and walking millions costs a fifth of the time.

    What is no longer referred to is freed as ever.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
