"""A property graph: nodes with labels, typed relationships, and properties on both.

Plain values, so that what an edition says and what a database holds can be compared without either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = Any
"""What Neo4j stores: text, whole number, float, truth, date, time, duration, or a list of values of one kind."""

Ends = tuple[str, str, str]
"""A relationship's identity: the id of its start, its type, the id of its end."""


@dataclass(frozen=True)
class Node:
    """A node; ``properties`` hold its ``id`` too."""

    id: str
    labels: frozenset[str]
    properties: Mapping[str, Value]


@dataclass(frozen=True)
class Relationship:
    """A relationship; of one type there is at most one from a node to another."""

    start: str
    type: str
    end: str
    properties: Mapping[str, Value]

    @property
    def ends(self) -> Ends:
        """What tells it from every other relationship."""
        return (self.start, self.type, self.end)


@dataclass
class PropertyGraph:
    """Nodes by id and relationships by their ends. ``root`` is the label that every node bears."""

    root: str
    nodes: dict[str, Node] = field(default_factory=dict)
    relationships: dict[Ends, Relationship] = field(default_factory=dict)

    def add_node(self, node: Node) -> None:
        """Add a node, or put it in place of the one of its id."""
        self.nodes[node.id] = node

    def add_relationship(self, relationship: Relationship) -> None:
        """Add a relationship, or put it in place of the one with its ends."""
        self.relationships[relationship.ends] = relationship
