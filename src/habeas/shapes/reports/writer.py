"""A form of the report: it is given each finding as it comes, and the summary at the end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from habeas.shapes.report import Result
from habeas.shapes.reports.blank_nodes import BlankNodes
from habeas.shapes.reports.explain import ShapeBook
from habeas.shapes.reports.grouping import Group, Summary

FILES: Final = 3


@dataclass(frozen=True)
class Subject:
    """What a report is about: ``title`` names what was validated.

    ``explain`` asks the text for each group's shape and how to mend it; ``only`` keeps text and page to the shapes
    of these names.
    """

    book: ShapeBook
    blank: BlankNodes
    title: str = ""
    explain: bool = False
    only: tuple[str, ...] = ()

    def groups(self, summary: Summary) -> list[Group]:
        """Return the groups to be shown."""
        return [
            g
            for g in summary.groups
            if not self.only or any(self.book.is_called(g.shape, n) for n in self.only)
        ]


class Writer(Protocol):
    """Writes one form of the report."""

    def write(self, result: Result, known: bool) -> None:
        """Take up a finding."""

    def finish(self, summary: Summary) -> None:
        """Write what is known only at the end."""


class Aside:
    """A file that is written aside and put in place when it is whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._aside = file.with_name(f".{file.name}.{os.getpid()}")
        self.stream: IO[str] = self._aside.open("w", encoding="utf-8")

    def finish(self) -> None:
        """Put the file in place."""
        self.stream.close()
        self._aside.replace(self._file)

    def drop(self) -> None:
        """Leave no trace of a file that was not finished."""
        self.stream.close()
        self._aside.unlink(missing_ok=True)


def title_of(files: Sequence[Path]) -> str:
    """Name a few files, or say how many there are."""
    return ", ".join(map(str, files)) if len(files) <= FILES else f"{len(files)} files"
