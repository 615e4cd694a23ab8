"""A shapes graph, read: which nodes are shapes, their targets and their constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import rdflib
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ConstraintLoadError, ConstraintLoadWarning, ReportableRuntimeError
from pyshacl.shapes_graph import ShapesGraph
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Identifier

from habeas.errors import ModelError
from habeas.shapes.compiler.constraint import (
    Constraint,
    Members,
    Property,
    Qualified,
    Shape,
    Targets,
    Undecided,
)
from habeas.shapes.compiler.parameters import READERS, read_undecided
from habeas.shapes.compiler.property_path import read_path

T = TypeVar("T")

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


class Shapes:
    """The shapes of a graph. What counts as a shape, and as a well-formed one, is left to pySHACL.

    Raises ModelError where a shape is ill-formed.
    """

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = rdflib.Graph(bind_namespaces="none")
        self.graph += graph
        self.known = ShapesGraph(self.graph)
        self._constraints: dict[Identifier, tuple[Constraint, ...]] = {}
        self._recursive: dict[Identifier, bool] = {}
        self.by_node: dict[Identifier, Shape] = _ill_formed(
            lambda: {s.node: self._read(s) for s in self.known.shapes}
        )

    def targeted(self) -> list[Shape]:
        """Return the active shapes that have targets, in the order of their nodes."""
        found = (s for s in self.by_node.values() if s.targets and not s.deactivated)
        return sorted(found, key=lambda s: str(s.node))

    def constraints(self, shape: Shape) -> tuple[Constraint, ...]:
        """Return the constraints of a shape. Raises ModelError where one is ill-formed."""
        if shape.node not in self._constraints:
            self._constraints[shape.node] = tuple(_ill_formed(lambda: list(self._read_constraints(shape))))
        return self._constraints[shape.node]

    def members(self, shape: Shape) -> set[Identifier]:
        """Return the nodes of the shapes that a shape refers to."""
        found: set[Identifier] = set()
        for constraint in self.constraints(shape):
            if isinstance(constraint, Members):
                found.update(constraint.members)
            elif isinstance(constraint, Qualified):
                found.update((constraint.member, *constraint.siblings))
            elif isinstance(constraint, Property):
                found.add(self.property_shape(constraint.member).node)
        return found

    def member(self, node: Identifier) -> Shape:
        """Return the shape of a node. Raises ModelError where there is none."""
        if node not in self.by_node:
            raise ModelError(
                f"there is no shape {node}",
                where="shapes graph",
                mend="define the shape that sh:node, sh:property or a list names",
            )
        return self.by_node[node]

    def property_shape(self, node: Identifier) -> Shape:
        """Return the property shape of a node. Raises ModelError where there is none."""
        shape = self.member(node)
        if shape.path is None:
            raise _model_error(f"sh:property names {node}, which has no sh:path")
        return shape

    def is_recursive(self, shape: Shape) -> bool:
        """Whether a shape refers, over any number of others, to one that refers to itself."""
        if shape.node not in self._recursive:
            self._recursive[shape.node] = any(self._refers_to_itself(s) for s in self.below(shape))
        return self._recursive[shape.node]

    def below(self, shape: Shape) -> set[Shape]:
        """Return a shape and all shapes that it refers to, over any number of others."""
        found, waiting = {shape}, [shape]
        while waiting:
            new = {self.member(node) for node in self.members(waiting.pop())} - found
            found |= new
            waiting.extend(new)
        return found

    def _refers_to_itself(self, shape: Shape) -> bool:
        return any(shape in self.below(self.member(node)) for node in self.members(shape))

    def _read(self, shape: Any) -> Shape:
        path = read_path(self.graph, shape.path()) if shape.is_property_shape else None
        return Shape(shape.node, path, shape.severity, bool(shape.deactivated), self._targets(shape.node))

    def _targets(self, node: Identifier) -> Targets:
        said: list[set[Any]] = [set(self.graph.objects(node, predicate)) for predicate in _TARGETS]
        meta = {RDFS.Class, *self.graph.subjects(RDFS.subClassOf, RDFS.Class)}
        if meta & set(self.graph.objects(node, RDF.type)):
            said[_TARGETS.index(SH.targetClass)].add(node)
        return Targets(*(tuple(sorted(found, key=repr)) for found in said))

    def _read_constraints(self, shape: Shape) -> Iterator[Constraint]:
        loaded: Any = self.known.lookup_shape_from_node(shape.node)
        said = set(self.graph.predicates(shape.node)) & set(CONSTRAINT_PARAMETERS_MAP)
        kinds: set[Any] = {CONSTRAINT_PARAMETERS_MAP[parameter] for parameter in said}
        for kind in sorted(kinds, key=lambda c: str(c.__name__)):
            try:
                component = kind(loaded)
            except ConstraintLoadWarning:
                continue
            yield from READERS.get(kind, read_undecided)(component, self.graph)
        for custom in sorted(loaded.find_custom_constraints(), key=lambda c: str(c.node)):
            yield Undecided(rdflib.URIRef(custom.node), custom.make_validator_for_shape(loaded))


def _ill_formed(read: Callable[[], T]) -> T:
    try:
        return read()
    except ConstraintLoadError as error:
        raise _model_error(str(error.args[0])) from error
    except ReportableRuntimeError as error:
        raise _model_error(str(error.message)) from error


def _model_error(text: str) -> ModelError:
    return ModelError(
        f"the shapes cannot be used: {text}", where="shapes graph", mend="mend the shape that is named"
    )
