"""SHACL: what is malformed in a record, what the sources disagree on, and the report of it."""

from habeas.shapes.consolidated import validate_consolidated
from habeas.shapes.files import validate_files
from habeas.shapes.report import Place, Report, Result
from habeas.shapes.validate import validate_records

__all__ = ["Place", "Report", "Result", "validate_consolidated", "validate_files", "validate_records"]
