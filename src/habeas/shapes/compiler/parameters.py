"""How each of pySHACL's constraint components is read: its parameters, already checked by its constructor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, Final

import rdflib
from pyshacl.constraints.core import (
    cardinality_constraints,
    logical_constraints,
    other_constraints,
    property_pair_constraints,
    shape_based_constraints,
    string_based_constraints,
    value_constraints,
    value_range_constraints,
)
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from rdflib.namespace import SH
from rdflib.term import Identifier

from habeas.shapes.compiler.constraint import (
    ClassTest,
    Closed,
    Constraint,
    Count,
    HasValue,
    Members,
    Pair,
    Property,
    Qualified,
    Select,
    Undecided,
    UniqueLang,
    ValueTest,
)

Read = Callable[[Any, rdflib.Graph], Iterator[Constraint]]


def read_undecided(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    """Leave a constraint to pySHACL."""
    yield Undecided(rule.shacl_constraint_component, rule)


def _items(graph: rdflib.Graph, head: Any) -> Iterator[Any]:
    return graph.items(head)


def _in_order(terms: set[Any]) -> tuple[Any, ...]:
    """Order terms by what is written: by value, some literals cannot be compared."""
    return tuple(sorted(terms, key=repr))


def _tests(attribute: str) -> Read:
    """Read one test for each value of the parameter."""

    def read(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
        values = getattr(rule, attribute)
        for value in values if isinstance(values, list) else [values]:
            yield ValueTest(rule.shacl_constraint_component, (value,))

    return read


def _listed(attribute: str) -> Read:
    """Read one test for the members of an RDF list."""

    def read(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
        items = _in_order(set(_items(graph, getattr(rule, attribute))))
        if any(isinstance(item, rdflib.BNode) for item in items):
            yield from read_undecided(rule, graph)
        else:
            yield ValueTest(rule.shacl_constraint_component, items)

    return read


def _languages(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    items = tuple(_items(graph, rule.string_rules[0]))
    if all(isinstance(i, rdflib.Literal) and isinstance(i.value, str) for i in items):
        yield ValueTest(rule.shacl_constraint_component, items)
    else:
        yield from read_undecided(rule, graph)


def _patterns(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    flags = "" if rule.flags is None else str(rule.flags.value).lower()
    for pattern in rule.string_rules:
        kept = "".join(flag for flag in "im" if flag in flags)
        yield ValueTest(rule.shacl_constraint_component, (pattern,), kept)


def _classes(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    if all(isinstance(c, rdflib.URIRef) for c in rule.class_rules):
        yield from (ClassTest(rule.shacl_constraint_component, c) for c in rule.class_rules)
    else:
        yield from read_undecided(rule, graph)


def _count(attribute: str) -> Read:
    def read(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
        yield Count(rule.shacl_constraint_component, int(getattr(rule, attribute).value))

    return read


def _has_value(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    if any(isinstance(value, rdflib.BNode) for value in rule.has_value_set):
        yield from read_undecided(rule, graph)
    else:
        yield from (HasValue(rule.shacl_constraint_component, v) for v in _in_order(rule.has_value_set))


def _unique_lang(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    if True in rule.string_rules:
        yield UniqueLang(rule.shacl_constraint_component)


def _pairs(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    if all(isinstance(other, rdflib.URIRef) for other in rule.property_compare_set):
        for other in _in_order(rule.property_compare_set):
            yield Pair(rule.shacl_constraint_component, other)
    else:
        yield from read_undecided(rule, graph)


def _closed(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    if rule.is_closed:
        paths = {path for shape in rule.property_shapes for path in graph.objects(shape, SH.path)}
        allowed = {str(p) for p in paths | rule.ignored_props if isinstance(p, rdflib.URIRef)}
        yield Closed(rule.shacl_constraint_component, tuple(sorted(allowed)))


def _single_members(attribute: str) -> Read:
    def read(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
        for node in getattr(rule, attribute):
            yield Members(rule.shacl_constraint_component, (node,))

    return read


def _member_lists(attribute: str) -> Read:
    def read(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
        for node in getattr(rule, attribute):
            yield Members(rule.shacl_constraint_component, tuple(_items(graph, node)))

    return read


def _qualified(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    for node in _in_order(rule.value_shapes):
        siblings = _in_order(_siblings(rule.shape.node, graph) - {node}) if rule.is_disjoint else ()
        yield Qualified(node, siblings, rule.min_count, rule.max_count)


def _siblings(node: Identifier, graph: rdflib.Graph) -> set[Any]:
    parents = set(graph.subjects(SH.property, node))
    shapes = {shape for parent in parents for shape in graph.objects(parent, SH.property)}
    return {value for shape in shapes for value in graph.objects(shape, SH.qualifiedValueShape)}


def _properties(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    for node in rule.property_shapes:
        yield Property(node)


def _selects(rule: Any, graph: rdflib.Graph) -> Iterator[Constraint]:
    for helper in sorted(rule.sparql_constraints, key=lambda h: str(h.node)):
        if helper.deactivated:
            continue
        alone = copy(rule)
        alone.sparql_constraints = {helper}
        own = sorted(str(m) for m in helper.messages)
        said = own or sorted(str(m) for m in rule.shape.message)
        query = helper.apply_prefixes(helper.select_text)
        yield Select(rule.shacl_constraint_component, query, tuple(said), alone)


READERS: Final[dict[type, Read]] = {
    value_constraints.ClassConstraintComponent: _classes,
    value_constraints.DatatypeConstraintComponent: _tests("datatype_rule"),
    value_constraints.NodeKindConstraintComponent: _tests("nodekind_rule"),
    cardinality_constraints.MinCountConstraintComponent: _count("min_count"),
    cardinality_constraints.MaxCountConstraintComponent: _count("max_count"),
    value_range_constraints.MinExclusiveConstraintComponent: _tests("min_vals"),
    value_range_constraints.MinInclusiveConstraintComponent: _tests("min_vals"),
    value_range_constraints.MaxExclusiveConstraintComponent: _tests("max_vals"),
    value_range_constraints.MaxInclusiveConstraintComponent: _tests("max_vals"),
    string_based_constraints.MinLengthConstraintComponent: _tests("string_rules"),
    string_based_constraints.MaxLengthConstraintComponent: _tests("string_rules"),
    string_based_constraints.PatternConstraintComponent: _patterns,
    string_based_constraints.LanguageInConstraintComponent: _languages,
    string_based_constraints.UniqueLangConstraintComponent: _unique_lang,
    property_pair_constraints.EqualsConstraintComponent: _pairs,
    property_pair_constraints.DisjointConstraintComponent: _pairs,
    property_pair_constraints.LessThanConstraintComponent: _pairs,
    property_pair_constraints.LessThanOrEqualsConstraintComponent: _pairs,
    other_constraints.ClosedConstraintComponent: _closed,
    other_constraints.HasValueConstraintComponent: _has_value,
    other_constraints.InConstraintComponent: _listed("in_list"),
    logical_constraints.NotConstraintComponent: _single_members("not_list"),
    logical_constraints.AndConstraintComponent: _member_lists("and_list"),
    logical_constraints.OrConstraintComponent: _member_lists("or_list"),
    logical_constraints.XoneConstraintComponent: _member_lists("xone_nodes"),
    shape_based_constraints.NodeConstraintComponent: _single_members("node_shapes"),
    shape_based_constraints.QualifiedValueShapeConstraintComponent: _qualified,
    shape_based_constraints.PropertyConstraintComponent: _properties,
    SPARQLBasedConstraint: _selects,
}
