"""The report as text: groups with their counts and first examples, then what they add up to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import IO, Final

from habeas.bidi import isolated
from habeas.shapes.report import Result
from habeas.shapes.reports.explain import Explanation
from habeas.shapes.reports.grouping import Group, Summary
from habeas.shapes.reports.writer import Subject

SOURCES: Final = 20
WIDTH: Final = 110


class TextWriter:
    """Writes at the end only: it shows the first findings of each group."""

    def __init__(self, stream: IO[str], subject: Subject) -> None:
        self._stream = stream
        self._subject = subject

    def write(self, result: Result, known: bool) -> None:
        """Take no notice: the summary keeps what is shown."""

    def finish(self, summary: Summary) -> None:
        """Write the report."""
        for group in self._subject.groups(summary):
            self._stream.write("\n".join([*self._group(group, summary.examples), "", ""]))
        for part in (_sources(summary), _gone(summary)):
            if part:
                self._stream.write("\n".join([*part, "", ""]))
        self._stream.write(f"{closing(summary)}\n")

    def _group(self, group: Group, number: int) -> Iterator[str]:
        explained = self._subject.book.explain(group.shape, group.component)
        yield f"{group.severity}: {explained.title}, {explained.constraint}: {counted(group)}"
        if said := [
            f"{isolated(name) or 'not said'} {n}" for name, n in list(group.by_source.items())[:SOURCES]
        ]:
            more = len(group.sources) - len(said)
            yield f"  in: {', '.join(said)}{f' and {more} more' if more > 0 else ''}"
        if self._subject.explain:
            yield from _explained(explained)
        examples = group.examples(number)
        for at, (result, known) in enumerate(examples, 1):
            yield from self._example(at, result, known)
        if group.total > len(examples):
            yield f"  … {group.total - len(examples)} more"

    def _example(self, at: int, result: Result, known: bool) -> Iterator[str]:
        blank = self._subject.blank
        yield f"  {at}. {blank.in_text(result.message)}{' (known)' if known else ''}"
        path = f", at {blank.in_text(str(result.path))}" if result.path else ""
        yield f"     node:   {blank.words(result.focus)}{path}"
        if result.value is not None and self._subject.explain:
            yield f"     value:  {blank.in_text(str(result.value))}"
        if str(result.place):
            yield f"     where:  {result.place}"
        if result.record:
            yield f"     record: {blank.words(result.record)}"


def counted(group: Group) -> str:
    """Return how many findings a group has, and how many of them are new where some are known."""
    number = "1 finding" if group.total == 1 else f"{group.total} findings"
    return f"{number}, {group.new or 'none'} new" if group.known else number


def closing(summary: Summary) -> str:
    """Return one line that counts the findings by severity and says what was looked at."""
    parts = [_plural(n, s) for s, n in summary.by_severity.items()]
    if summary.baseline:
        parts = [_plural(n, f"new {s}") for s, n in summary.new_by_severity.items()]
        known = summary.total - sum(summary.new_by_severity.values())
        parts = [*(parts or ["nothing new"]), f"{known} known", f"{summary.gone} no longer found"]
    return f"{', '.join(parts) or 'nothing found'} in {summary.checked}"


def _plural(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _explained(explained: Explanation) -> Iterator[str]:
    for text in explained.says:
        yield from _wrapped("  says:  ", text)
    asked = f"{explained.constraint} {explained.parameter}".strip()
    yield f"  asks:  {asked}{f', at {explained.path}' if explained.path else ''}"
    yield from _wrapped("  mend:  ", explained.mend)
    yield "  shape:"
    yield from textwrap.indent(explained.turtle, "    ").splitlines()


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=label, subsequent_indent=" " * len(label))


def _sources(summary: Summary) -> list[str]:
    """Return the findings by source, where there are several."""
    if len(summary.sources) < 2:
        return []
    shown = list(summary.sources.items())[:SOURCES]
    lines = [f"  {isolated(name) or 'not said'}: {_counts(counts)}" for name, counts in shown]
    more = len(summary.sources) - len(shown)
    return ["By source", *lines, *([f"  … {more} more"] if more else [])]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(_plural(n, s) for s, n in counts.items())


def _gone(summary: Summary) -> list[str]:
    if not summary.gone:
        return []
    lines = [f"  {e.get('message', '')} (node {e.get('focus', '')})" for e in summary.first_gone]
    more = summary.gone - len(lines)
    return ["No longer found", *lines, *([f"  … {more} more"] if more else [])]
