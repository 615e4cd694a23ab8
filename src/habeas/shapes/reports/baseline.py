"""The baseline: findings that are known, so that they do not hide new ones.

A line of JSON for each finding. Its fingerprint is made from focus node, shape, component, path and value, and from
no row number: a row that has moved is still known. What else the line says is for people.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habeas.errors import UsageError
from habeas.shapes.report import Result
from habeas.shapes.reports.sorted_lines import SortedLines

FIELDS: Final = ("focus", "shape", "component", "path", "value")


def said_of(result: Result, blank: dict[str, str]) -> dict[str, str]:
    """Return what a fingerprint is made from. ``blank`` has the lasting names of blank nodes, by their IRIs."""
    value = "" if result.value is None else str(result.value)
    return {
        "focus": blank.get(result.focus, result.focus),
        "shape": result.shape,
        "component": result.component,
        "path": "" if result.path is None else str(result.path),
        "value": blank.get(value.strip("<>"), value),
    }


def fingerprint(said: dict[str, str]) -> str:
    """Return 32 hexadecimal digits, the same for the same finding in every run."""
    return hashlib.sha256("\x1f".join(said[name] for name in FIELDS).encode()).hexdigest()[:32]


class Baseline:
    """The known findings of a file. Memory: a fingerprint for each line of it.

    Raises UsageError where the file is not there or a line of it is none of a baseline.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._left = Counter(entry["fingerprint"] for entry in self._entries())

    def knows(self, print_: str) -> bool:
        """Whether the baseline has this finding; each of its lines answers for one finding."""
        if self._left[print_] <= 0:
            return False
        self._left[print_] -= 1
        return True

    @property
    def gone(self) -> int:
        """The number of known findings that were not found."""
        return self._left.total()

    def first_gone(self, number: int) -> list[dict[str, str]]:
        """Return the lines of the first known findings that were not found."""
        left, found = Counter(self._left), list[dict[str, str]]()
        if self.gone:
            for entry in self._entries():
                if len(found) < number and left[entry["fingerprint"]] > 0:
                    left[entry["fingerprint"]] -= 1
                    found.append(entry)
        return found

    def _entries(self) -> Iterator[dict[str, str]]:
        try:
            with self.file.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        yield self._entry(line, number)
        except OSError as error:
            raise UsageError(
                f"the baseline cannot be read: {error.strerror}",
                where=str(self.file),
                mend="write one with --write-baseline FILE",
            ) from error

    def _entry(self, line: str, number: int) -> dict[str, str]:
        try:
            entry = json.loads(line)
            if isinstance(entry["fingerprint"], str):
                return {str(name): str(value) for name, value in entry.items()}
        except (ValueError, LookupError, TypeError):
            pass
        raise UsageError(
            "the line is none of a baseline: it has no fingerprint",
            where=f"{self.file}, line {number}",
            mend="write the baseline anew with --write-baseline FILE",
        )


class BaselineFile:
    """Writes a baseline as findings come; its lines are sorted, so that versions of it can be compared."""

    def __init__(self, file: Path) -> None:
        self._lines = SortedLines(file)

    def write(self, said: dict[str, str], result: Result) -> None:
        """Take up a finding."""
        entry = {**said, "severity": result.severity, "message": result.message}
        where = result.place.source or result.place.file
        entry |= {"source": where} if where else {}
        self._lines.add(json.dumps({**entry, "fingerprint": fingerprint(said)}, ensure_ascii=False))

    def finish(self) -> None:
        """Put the file in place."""
        self._lines.finish()
