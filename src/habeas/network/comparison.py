"""What must change in a database so that it says what an edition says."""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.network.graph import Ends, Node, PropertyGraph, Relationship


@dataclass(frozen=True)
class Relabelled:
    """A node that is there but says something else; ``stale`` are the labels that it has to lose."""

    node: Node
    stale: frozenset[str]


@dataclass
class Changes:
    """What to create, to update and to remove; all empty where nothing has changed."""

    new_nodes: list[Node] = field(default_factory=list)
    changed_nodes: list[Relabelled] = field(default_factory=list)
    gone_nodes: list[str] = field(default_factory=list)
    new_relationships: list[Relationship] = field(default_factory=list)
    changed_relationships: list[Relationship] = field(default_factory=list)
    gone_relationships: list[Ends] = field(default_factory=list)

    @property
    def written_nodes(self) -> list[Relabelled]:
        """The new nodes, which have nothing to lose, and the changed ones."""
        return [*(Relabelled(node, frozenset()) for node in self.new_nodes), *self.changed_nodes]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def compare(wanted: PropertyGraph, found: PropertyGraph) -> Changes:
    """Return what leads from the graph that was found to the one that is wanted, in a fixed order."""
    changes = Changes()
    for node in wanted.nodes.values():
        there = found.nodes.get(node.id)
        if there is None:
            changes.new_nodes.append(node)
        elif (there.labels, there.properties) != (node.labels, node.properties):
            changes.changed_nodes.append(Relabelled(node, there.labels - node.labels))
    for ends, relationship in wanted.relationships.items():
        known = found.relationships.get(ends)
        if known is None:
            changes.new_relationships.append(relationship)
        elif known.properties != relationship.properties:
            changes.changed_relationships.append(relationship)
    changes.gone_nodes = sorted(found.nodes.keys() - wanted.nodes.keys())
    changes.gone_relationships = sorted(found.relationships.keys() - wanted.relationships.keys())
    return changes
