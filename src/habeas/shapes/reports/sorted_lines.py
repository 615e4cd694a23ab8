"""A text file of sorted lines, written in bounded memory."""

from __future__ import annotations

import heapq
import os
import tempfile
from pathlib import Path
from typing import IO, Final

HELD: Final = 100_000


class SortedLines:
    """Sorts what fits into memory and merges the parts at the end; the file is put in place when it is whole."""

    def __init__(self, file: Path, held: int = HELD) -> None:
        self.file = file
        self._held = held
        self._lines: list[str] = []
        self._parts: list[IO[str]] = []

    def add(self, line: str) -> None:
        """Take up a line, without its end."""
        self._lines.append(f"{line}\n")
        if len(self._lines) >= self._held:
            self._set_aside()

    def finish(self) -> None:
        """Write the file."""
        aside = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        with aside.open("w", encoding="utf-8") as out:
            out.writelines(heapq.merge(*self._parts, sorted(self._lines)))
        for part in self._parts:
            part.close()
        aside.replace(self.file)

    def _set_aside(self) -> None:
        part = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it is closed by `finish`
        part.writelines(sorted(self._lines))
        part.seek(0)
        self._parts.append(part)
        self._lines = []
