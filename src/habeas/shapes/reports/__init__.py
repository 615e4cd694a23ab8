"""What people get from validation: grouped reports in several forms, a baseline, explanations."""

from habeas.shapes.reports.forms import FORMS, WRITTEN_AT_THE_END, form_of
from habeas.shapes.reports.grouping import Group, Summary
from habeas.shapes.reports.names import Names
from habeas.shapes.reports.records import report_records, write_reports
from habeas.shapes.reports.reporting import Reporting, Wanted
from habeas.shapes.reports.writer import title_of

__all__ = [
    "FORMS",
    "WRITTEN_AT_THE_END",
    "Group",
    "Names",
    "Reporting",
    "Summary",
    "Wanted",
    "form_of",
    "report_records",
    "title_of",
    "write_reports",
]
