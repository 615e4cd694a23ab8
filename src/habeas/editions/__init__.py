"""Editions: immutable folders with read models, and the pointer that says which one is current."""

from habeas.editions.edition import Edition, open_current, open_edition
from habeas.editions.kept import Kept, Last, kept_editions, last_edition
from habeas.editions.manifest import Finding, Manifest, SourceSummary

__all__ = [
    "Edition",
    "Finding",
    "Kept",
    "Last",
    "Manifest",
    "SourceSummary",
    "kept_editions",
    "last_edition",
    "open_current",
    "open_edition",
]
