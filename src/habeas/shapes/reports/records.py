"""The reports of a run over records, which stand in sources, tables and rows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from habeas.shapes.rdf_files import files_of, graph_of
from habeas.shapes.report import Report
from habeas.shapes.reports.grouping import Summary
from habeas.shapes.reports.names import Names
from habeas.shapes.reports.reporting import Reporting, Wanted

_KEPT: Final = {"ttl": "turtle", "json": "json", "html": "html"}


def report_records(report: Report, shapes: Path, wanted: Wanted, title: str = "records") -> Summary:
    """Group the findings of a report and write them; ``shapes`` is the folder of the shapes that made it.

    Raises UsageError for a file that cannot be written and for a baseline that cannot be read.
    """
    prefixes: dict[str, str] = {}
    graph = graph_of(files_of([shapes]), prefixes)
    with Reporting(wanted, graph, Names(prefixes), title) as reporting:
        reporting.take(report.results)
        return reporting.finish("1 graph" if report.checked == 1 else f"{report.checked} graphs")


def write_reports(report: Report, shapes: Path, folder: Path, name: str, title: str = "records") -> Summary:
    """Write a report as Turtle, JSON and an HTML page: ``name.ttl``, ``name.json``, ``name.html`` in a folder.

    The folder is made where it is not there. The files hold what the records say, restricted things too: they
    belong under a home folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"{name}.{suffix}": form for suffix, form in _KEPT.items()}
    return report_records(report, shapes, Wanted(files=files), title)
