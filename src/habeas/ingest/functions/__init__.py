"""The functions that a mapping may call, as ``fn:NAME``; each takes strings and gives one RDF term."""

from habeas.ingest.functions.registry import Failure, Functions

__all__ = ["Failure", "Functions"]
