"""SHACL at the speed of the store: shapes compiled to SPARQL that finds what violates them."""

from habeas.shapes.compiler.finding import Finding
from habeas.shapes.compiler.locality import Locality
from habeas.shapes.compiler.run import (
    Revision,
    find,
    find_changed,
    find_suspects,
    judge,
    localities,
    read_shapes,
    validate,
)

__all__ = [
    "Finding",
    "Locality",
    "Revision",
    "find",
    "find_changed",
    "find_suspects",
    "judge",
    "localities",
    "read_shapes",
    "validate",
]
