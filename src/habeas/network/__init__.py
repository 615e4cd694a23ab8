"""Networks: an edition as a property graph, and its projection into Neo4j."""

from habeas.errors import Neo4jError
from habeas.network.graph import Node, PropertyGraph, Relationship
from habeas.network.projection import project
from habeas.network.push import Pushed, push
from habeas.network.target import Target

__all__ = ["Neo4jError", "Node", "PropertyGraph", "Pushed", "Relationship", "Target", "project", "push"]
