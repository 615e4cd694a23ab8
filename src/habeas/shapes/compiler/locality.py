"""How far from its focus node a shape reads: what it takes to say where a change may alter its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product

from rdflib.namespace import RDF, SH

from habeas.shapes.compiler.constraint import (
    ClassTest,
    Closed,
    Constraint,
    Members,
    Pair,
    Property,
    Qualified,
    Select,
    Shape,
    Undecided,
)
from habeas.shapes.compiler.property_path import is_bounded
from habeas.shapes.compiler.reader import Shapes
from habeas.shapes.path import Path


class Locality(Enum):
    """What a shape looks at."""

    NODE = "the node's own triples"
    NEIGHBOURHOOD = "the node and nodes a fixed number of steps away"
    GRAPH = "any part of the graph"


@dataclass(frozen=True, slots=True)
class Step:
    """One edge that is read: its predicate, None for any; ``inverse`` where it is read from object to subject."""

    predicate: str | None
    inverse: bool = False


Reading = tuple[Step, ...]
"""Edges read one after another, the first from the focus node."""

_TYPE = Step(str(RDF.type))


def locality(shapes: Shapes, shape: Shape) -> Locality:
    """Return what a shape looks at, as its targets and constraints say."""
    found = readings(shapes, shape)
    if found is None:
        return Locality.GRAPH
    near = all(len(reading) <= 1 and not any(step.inverse for step in reading) for reading in found)
    return Locality.NODE if near else Locality.NEIGHBOURHOOD


def readings(shapes: Shapes, shape: Shape) -> frozenset[Reading] | None:
    """Return every chain of edges that a shape reads from a focus node, None where it may read anything.

    That is so of a SPARQL constraint, of a component that users define, of a recursive shape and of a path without
    end. Which classes are below another is read too: a change of ``rdfs:subClassOf`` is a change to all.
    """
    if shapes.is_recursive(shape) or not all(_is_fixed(shapes, s) for s in shapes.below(shape)):
        return None
    return frozenset([*_of_targets(shape), *_of_shape(shapes, shape)])


def _is_fixed(shapes: Shapes, shape: Shape) -> bool:
    bounded = shape.path is None or is_bounded(shape.path)
    return bounded and not any(isinstance(c, Select | Undecided) for c in shapes.constraints(shape))


def _of_targets(shape: Shape) -> Iterator[Reading]:
    if shape.targets.classes:
        yield (_TYPE,)
    yield from ((Step(str(iri)),) for iri in shape.targets.subjects_of)
    yield from ((Step(str(iri), inverse=True),) for iri in shape.targets.objects_of)


def _of_shape(shapes: Shapes, shape: Shape) -> Iterator[Reading]:
    """Yield what a shape reads from a focus node: its path, and from there on what its constraints read."""
    paths = [()] if shape.path is None else list(_walks(shape.path))
    yield from paths
    for constraint in shapes.constraints(shape):
        if isinstance(constraint, Pair):
            yield (Step(str(constraint.other)),)
        for path, further in product(paths, list(_of_constraint(shapes, constraint))):
            yield path + further


def _of_constraint(shapes: Shapes, constraint: Constraint) -> Iterator[Reading]:
    """Yield what a constraint reads from a value node."""
    if isinstance(constraint, ClassTest):
        yield (_TYPE,)
    elif isinstance(constraint, Closed):
        yield (Step(None),)
    elif isinstance(constraint, Property):
        yield from _of_shape(shapes, shapes.member(constraint.member))
    elif isinstance(constraint, Members):
        for member in constraint.members:
            yield from _of_shape(shapes, shapes.member(member))
    elif isinstance(constraint, Qualified):
        for member in (constraint.member, *constraint.siblings):
            yield from _of_shape(shapes, shapes.member(member))


def _walks(path: Path, *, inverse: bool = False) -> Iterator[Reading]:
    """Yield each chain of edges that a bounded path may walk, turned round as pySHACL turns it round."""
    if not path.steps:
        yield (Step(path.term, inverse),)
    elif path.term == str(SH.inversePath):
        yield from _walks(path.steps[0], inverse=not inverse)
    elif path.term == str(RDF.List):
        for parts in product(*(list(_walks(step, inverse=inverse)) for step in path.steps)):
            yield tuple(step for part in parts for step in part)
    else:
        for step in path.steps:
            yield from _walks(step, inverse=inverse)
