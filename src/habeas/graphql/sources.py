"""Where the value of each field of a class is read from."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.catalogue import Layout
from habeas.catalogue.layout import Kind, Usage
from habeas.catalogue.pages import Side, inward, outward


@dataclass(frozen=True)
class OfNode:
    """A field that every node has: it comes with the node."""

    attribute: str


@dataclass(frozen=True)
class OfColumn:
    """A column of the table of ``owner``."""

    owner: str
    name: str


@dataclass(frozen=True)
class OfLiterals:
    """The values of a literal that may have several."""

    name: str
    tagged: bool


@dataclass(frozen=True)
class OfLink:
    """The one node at the other end of a link."""

    name: str
    side: Side


@dataclass(frozen=True)
class OfList:
    """The nodes at the other end of a link."""

    name: str
    side: Side


@dataclass(frozen=True)
class OfStatements:
    """What records say of the node."""


Source = OfNode | OfColumn | OfLiterals | OfLink | OfList | OfStatements

_COMMON: dict[str, Source] = {
    "id": OfNode("key"),
    "iri": OfNode("iri"),
    "label": OfNode("label"),
    "type": OfNode("class_name"),
    "statements": OfStatements(),
}


def class_sources(layout: Layout, class_name: str) -> dict[str, Source]:
    """Return the source of every field of a class, by the field's name."""
    sources = dict(_COMMON)
    for name, usage in layout.usages[class_name].items():
        sources[name] = _property_source(layout, name, usage)
    for name, inverse in layout.model.inverses(class_name).items():
        sources[name] = OfList(name, inward(layout, inverse))
    return sources


def _property_source(layout: Layout, name: str, usage: Usage) -> Source:
    if usage.kind is Kind.COLUMN:
        return OfColumn(usage.owner, name)
    if usage.kind is Kind.LITERAL:
        return OfLiterals(name, usage.prop.is_language_tagged)
    link = OfLink if usage.prop.is_single else OfList
    return link(name, outward(layout, usage.prop))
