"""The report as JSON and as JSON Lines, in terms of our own; docs/guide/validation.md lists the fields."""

from __future__ import annotations

import json
from typing import IO, Any

from habeas.shapes.report import Result
from habeas.shapes.reports.explain import constraint_name
from habeas.shapes.reports.grouping import Group, Summary
from habeas.shapes.reports.writer import Subject


class JsonLinesWriter:
    """Writes a line for each finding, and no summary."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, result: Result, known: bool) -> None:
        """Write a finding."""
        self._stream.write(f"{json.dumps(finding(result, known), ensure_ascii=False)}\n")

    def finish(self, summary: Summary) -> None:
        """Write nothing: a file of lines may be joined to another."""


class JsonWriter:
    """Writes one object: the findings first, as they come, then what they add up to."""

    def __init__(self, stream: IO[str], subject: Subject) -> None:
        self._stream = stream
        self._subject = subject
        self._between = "\n"
        stream.write('{"results": [')

    def write(self, result: Result, known: bool) -> None:
        """Write a finding."""
        self._stream.write(f"{self._between}{json.dumps(finding(result, known), ensure_ascii=False)}")
        self._between = ",\n"

    def finish(self, summary: Summary) -> None:
        """Write counts, sources and groups."""
        new = summary.new_by_severity
        said = {
            "validated": self._subject.title,
            "checked": summary.checked,
            "conforms": summary.conforms,
            "counts": {s: {"all": n, "new": new.get(s, 0)} for s, n in summary.by_severity.items()},
            "sources": [{"source": name, **counts} for name, counts in summary.sources.items()],
            "groups": [self._group(group) for group in summary.groups],
            "noLongerFound": {"number": summary.gone, "first": summary.first_gone},
        }
        lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in said.items())
        self._stream.write("\n],\n" + ",\n".join(lines) + "}\n")

    def _group(self, group: Group) -> dict[str, Any]:
        explained = self._subject.book.explain(group.shape, group.component)
        return {
            "shape": group.shape,
            "title": explained.title,
            "constraint": explained.constraint,
            "parameter": explained.parameter,
            "path": explained.path,
            "severity": group.severity,
            "all": group.total,
            "new": group.new,
            "sources": group.by_source,
            "says": list(explained.says),
            "mend": explained.mend,
        }


def finding(result: Result, known: bool) -> dict[str, Any]:
    """Return a finding as JSON has it; what is not said is left out. ``value`` is written as in N-Triples."""
    place = result.place
    said = {
        "severity": result.severity,
        "message": result.message,
        "focus": result.focus,
        "path": str(result.path) if result.path else "",
        "value": "" if result.value is None else str(result.value),
        "shape": result.shape,
        "constraint": constraint_name(result.component),
        "component": result.component,
        "record": result.record or "",
        "source": place.source,
        "table": place.table,
        "row": place.row,
        "locator": place.locator,
        "file": place.file,
    }
    return {name: text for name, text in said.items() if text} | {"known": known}
