"""One description of the domain, read from ``ontology/`` and ``shapes/``: classes, properties, vocabularies."""

from habeas.model.description import Act, Class, Inverse, Model, Property
from habeas.model.reading import model_digest, read_model
from habeas.model.vocabulary import Term, Vocabularies, read_vocabularies

__all__ = [
    "Act",
    "Class",
    "Inverse",
    "Model",
    "Property",
    "Term",
    "Vocabularies",
    "model_digest",
    "read_model",
    "read_vocabularies",
]
