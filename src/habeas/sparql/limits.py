"""How much of the machine a stranger's query may take, and the command that starts a worker so."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# What the interpreter and the linker need; nothing else of the server's environment reaches a worker.
_KEPT: Final = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")


@dataclass(frozen=True)
class Limits:
    """Seconds of wall time a query, bytes of memory a worker, bytes an answer.

    A worker needs about 600 MB of address space before it does anything.
    """

    seconds: float = 10.0
    memory: int = 2 << 30
    answer: int = 50 << 20


def worker_command(store_path: Path, limits: Limits) -> list[str]:
    """Return the command that starts a worker; ``-P`` keeps the current folder out of its imports."""
    numbers = [str(limits.memory), str(limits.answer), str(limits.seconds)]
    return [sys.executable, "-P", "-m", "habeas.sparql.worker", str(store_path), *numbers]


def worker_environment() -> dict[str, str]:
    """Return the environment of a worker; few malloc arenas, since each takes 64 MB of address space."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2"}
