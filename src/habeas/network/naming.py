"""The names of the property graph, made from the model by Neo4j's conventions.

Labels are the names of classes (``Person``), property keys those of properties (``termMonths``), with the language
behind where there is one (``prefLabel_en``), relationship types those of links in capitals (``SUBJECT_PERSON``).
"""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

from habeas.errors import ModelError
from habeas.model import Model, Property
from habeas.model.namespaces import RULE

RESERVED: Final = ("id", "iri", "label")
"""The property keys that every node has besides those of its class."""

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def relationship_type(name: str) -> str:
    """Return the relationship type of a link: ``subjectPerson`` gives ``SUBJECT_PERSON``."""
    return _HUMP.sub("_", name).replace("-", "_").upper()


def property_key(name: str, term: ox.Literal | ox.NamedNode) -> str:
    """Return the key under which a value stands: ``prefLabel_en``, ``altLabel_zh_hant``, ``termMonths``."""
    language = term.language if isinstance(term, ox.Literal) else None
    return f"{name}_{language.replace('-', '_')}" if language else name


def node_id(iri: str, base: str) -> str:
    """Return the opaque part of an IRI of the edition, or the whole IRI of anything else."""
    return iri.removeprefix(f"{base}/id/")


def rule_name(graph: str) -> str:
    """Return the name of the rule whose graph this is."""
    return graph.removeprefix(RULE)


def links(model: Model) -> dict[str, Property]:
    """Return the model's links by relationship type; raises ModelError where two would have the same."""
    found: dict[str, Property] = {}
    for prop in model.property_iris.values():
        kind = relationship_type(prop.name)
        if prop.is_link and found.setdefault(kind, prop) is not prop:
            raise ModelError(
                f"the links {found[kind].name} and {prop.name} are both {kind} in Neo4j",
                where=prop.iri,
                mend="give one of them another name",
            )
    return found


def literals(model: Model) -> list[Property]:
    """Return the model's other properties; raises ModelError where one has a name that every node needs."""
    found = [prop for prop in model.property_iris.values() if not prop.is_link]
    for prop in found:
        if prop.name in RESERVED:
            raise ModelError(
                f"no property can be called {prop.name!r} in Neo4j: every node has that",
                where=prop.iri,
                mend="give it another name",
            )
    return found
