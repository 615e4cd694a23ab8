"""Documents and files made from an edition: what is said of a thing, in JSON-LD and RDF formats."""

from habeas.export.context import derive_context
from habeas.export.describing import describe
from habeas.export.description import Description
from habeas.export.jsonld import to_jsonld
from habeas.export.rdf import to_rdf

__all__ = ["Description", "derive_context", "describe", "to_jsonld", "to_rdf"]
