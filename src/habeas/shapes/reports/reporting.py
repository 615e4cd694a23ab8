"""From findings to reports: each finding is counted, compared with the baseline and written, then forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import ENOENT
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import rdflib

from habeas.errors import UsageError
from habeas.shapes.report import Result
from habeas.shapes.reports.baseline import Baseline, BaselineFile, fingerprint, said_of
from habeas.shapes.reports.blank_nodes import BlankNodes
from habeas.shapes.reports.explain import BLANK, ShapeBook
from habeas.shapes.reports.forms import FORMS
from habeas.shapes.reports.grouping import Summary
from habeas.shapes.reports.names import Names
from habeas.shapes.reports.writer import Aside, Subject, Writer


@dataclass(frozen=True)
class Wanted:
    """What is to come out: ``files`` with the form of each, examples a group, the baseline to read and to write.

    ``shown`` is a stream with a form, for what is shown rather than kept. ``explain`` and ``only`` are told to
    ``Subject``.
    """

    files: Mapping[Path, str] | None = None
    shown: Sequence[tuple[IO[str], str]] = ()
    examples: int = 5
    baseline: Path | None = None
    write_baseline: Path | None = None
    explain: bool = False
    only: tuple[str, ...] = ()


class Reporting:
    """Takes findings one by one. Use as a context manager: files are put in place only where it ends well.

    ``store`` and ``graph`` are asked what is said of blank nodes. Raises UsageError for a file that cannot be
    written, a baseline that cannot be read, and a shape to be shown that there is none of.
    """

    def __init__(
        self,
        wanted: Wanted,
        shapes: rdflib.Graph,
        names: Names,
        title: str,
        store: ox.Store | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> None:
        self.summary = Summary(wanted.examples)
        self._wanted = wanted
        self._book = ShapeBook(shapes, names)
        for name in wanted.only:
            self._book.check_name(name)
        self._blank = BlankNodes(store, graph or ox.DefaultGraph(), names)
        self._subject = Subject(self._book, self._blank, title, wanted.explain, wanted.only)
        self._baseline = Baseline(wanted.baseline) if wanted.baseline else None
        self._new_baseline = BaselineFile(wanted.write_baseline) if wanted.write_baseline else None
        self._asides: list[Aside] = []
        self._writers: list[Writer] = []

    def __enter__(self) -> Reporting:
        new = self._wanted.write_baseline
        try:
            if new and not new.parent.is_dir():
                raise FileNotFoundError(ENOENT, "its folder is not there", str(new))
            for file, form in (self._wanted.files or {}).items():
                self._asides.append(Aside(file))
                self._writers.append(FORMS[form](self._asides[-1].stream, self._subject))
        except OSError as error:
            self._drop()
            raise UsageError(
                f"the report cannot be written: {error.strerror}",
                where=str(error.filename),
                mend="name a file in a folder that is there and may be written",
            ) from error
        self._writers += [FORMS[form](stream, self._subject) for stream, form in self._wanted.shown]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._drop()

    def take(self, results: Iterable[Result]) -> None:
        """Count and write findings."""
        for found in results:
            shape = self._book.lasting(found.shape)
            result = found if shape == found.shape else replace(found, shape=shape)
            known = self._compare(result)
            self.summary.add(result, known)
            for writer in self._writers:
                writer.write(result, known)

    def finish(self, checked: str) -> Summary:
        """Write what is known only now, put the files in place, and return the summary."""
        self.summary.checked = checked
        if self._baseline:
            self.summary.baseline = True
            self.summary.gone = self._baseline.gone
            self.summary.first_gone = self._baseline.first_gone(self.summary.examples)
        for writer in self._writers:
            writer.finish(self.summary)
        for aside in self._asides:
            aside.finish()
        if self._new_baseline:
            self._new_baseline.finish()
        return self.summary

    def _compare(self, result: Result) -> bool:
        """Return whether the baseline knows a finding."""
        if not self._baseline and not self._new_baseline:
            return False
        said = said_of(result, self._names_of_blank_nodes(result))
        if self._new_baseline:
            self._new_baseline.write(said, result)
        return self._baseline.knows(fingerprint(said)) if self._baseline else False

    def _names_of_blank_nodes(self, result: Result) -> dict[str, str]:
        value = result.value.value if isinstance(result.value, ox.NamedNode) else ""
        return {iri: self._blank.lasting(iri) for iri in (result.focus, value) if iri.startswith(BLANK)}

    def _drop(self) -> None:
        for aside in self._asides:
            aside.drop()
