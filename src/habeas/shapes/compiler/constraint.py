"""Shapes as they are compiled: targets, and a small record for each kind of constraint (SHACL §4, §5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import rdflib
from rdflib.term import Identifier

from habeas.shapes.path import Path


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a shape's focus nodes come from (SHACL §2.1.3). ``classes`` holds implicit class targets too."""

    nodes: tuple[Identifier, ...] = ()
    classes: tuple[Identifier, ...] = ()
    subjects_of: tuple[Identifier, ...] = ()
    objects_of: tuple[Identifier, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape where ``path`` is given."""

    node: Identifier
    path: Path | None
    severity: Identifier
    deactivated: bool
    targets: Targets


@dataclass(frozen=True, slots=True)
class ValueTest:
    """A test of each value node by itself: kind, datatype, range, length, pattern, language, list."""

    component: rdflib.URIRef
    operands: tuple[Identifier, ...]
    flags: str = ""


@dataclass(frozen=True, slots=True)
class ClassTest:
    """``sh:class``: each value node is an instance of one class."""

    component: rdflib.URIRef
    operand: Identifier


@dataclass(frozen=True, slots=True)
class Count:
    """``sh:minCount`` or ``sh:maxCount``."""

    component: rdflib.URIRef
    bound: int


@dataclass(frozen=True, slots=True)
class HasValue:
    """``sh:hasValue``: one value node is this term."""

    component: rdflib.URIRef
    operand: Identifier


@dataclass(frozen=True, slots=True)
class UniqueLang:
    """``sh:uniqueLang true``."""

    component: rdflib.URIRef


@dataclass(frozen=True, slots=True)
class Pair:
    """``sh:equals``, ``sh:disjoint``, ``sh:lessThan``, ``sh:lessThanOrEquals`` with another property."""

    component: rdflib.URIRef
    other: Identifier


@dataclass(frozen=True, slots=True)
class Closed:
    """``sh:closed true``: ``allowed`` are the IRIs of the properties that a value node may have."""

    component: rdflib.URIRef
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """``sh:node``, ``sh:not``, ``sh:and``, ``sh:or``, ``sh:xone`` over the nodes of other shapes."""

    component: rdflib.URIRef
    members: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Qualified:
    """``sh:qualifiedValueShape``: how many value nodes conform to one shape and to none of its siblings."""

    member: Identifier
    siblings: tuple[Identifier, ...]
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Property:
    """``sh:property``: each value node is a focus node of a property shape."""

    member: Identifier


@dataclass(frozen=True, slots=True)
class Select:
    """``sh:sparql``: one SELECT query. ``messages`` may hold placeholders; ``rule`` is pySHACL's own."""

    component: rdflib.URIRef
    query: str
    messages: tuple[str, ...]
    rule: Any = field(compare=False)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A constraint that is not compiled: pySHACL's own ``rule`` judges every focus node."""

    component: rdflib.URIRef
    rule: Any = field(compare=False)


Constraint = (
    ValueTest
    | ClassTest
    | Count
    | HasValue
    | UniqueLang
    | Pair
    | Closed
    | Members
    | Qualified
    | Property
    | Select
    | Undecided
)
