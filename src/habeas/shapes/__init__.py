"""SHACL: what is malformed in a record, what the sources disagree on, and the report of it."""

from habeas.shapes.conflation import ONE_ID_TWO_PEOPLE
from habeas.shapes.consolidated import validate_consolidated
from habeas.shapes.files import validate_files
from habeas.shapes.graph import validate_graph
from habeas.shapes.report import Place, Report, Result
from habeas.shapes.reports import Group, Summary, Wanted, report_records, write_reports
from habeas.shapes.validate import validate_records

__all__ = [
    "ONE_ID_TWO_PEOPLE",
    "Group",
    "Place",
    "Report",
    "Result",
    "Summary",
    "Wanted",
    "report_records",
    "validate_consolidated",
    "validate_files",
    "validate_graph",
    "validate_records",
    "write_reports",
]
