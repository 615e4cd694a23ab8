"""SHACL at the speed of the store: shapes compiled to SPARQL that finds what violates them."""

from habeas.shapes.compiler.finding import Finding
from habeas.shapes.compiler.run import find, find_suspects, judge, validate

__all__ = ["Finding", "find", "find_suspects", "judge", "validate"]
