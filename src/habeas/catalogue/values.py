"""Fills the tables of classes, links and literals from the consolidated graph, a property at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from habeas.catalogue.columns import value_reader
from habeas.catalogue.layout import Kind, Layout, Usage
from habeas.catalogue.nodes import Nodes, consolidated
from habeas.catalogue.writing import Writer
from habeas.model import Property
from habeas.model.names import normalise


def write_nodes(writer: Writer, layout: Layout, nodes: Nodes) -> None:
    """Write the ``node`` table."""
    rows = (
        (i, n.key, n.iri, n.class_name, n.label, normalise(n.label), n.sort)
        for i, n in enumerate(nodes.rows, 1)
    )
    writer.insert(layout.node, rows)


def write_members(writer: Writer, layout: Layout, nodes: Nodes) -> None:
    """Write a row for every member into the table of its class and of each ancestor.

    The root class as the class of a thing itself means that no source's word on what it is stands: no member.
    """
    abstract = {name for name, c in layout.model.classes.items() if c.abstract}
    for name, table in layout.classes.items():
        names = layout.members(name) - (abstract & {layout.root})
        writer.insert(table, ((i,) for i, _ in nodes.of_classes(names)), ("node",))


def write_property(writer: Writer, layout: Layout, nodes: Nodes, store: ox.Store, prop: Property) -> None:
    """Write all values of a property to where each subject's class keeps them."""
    links: set[tuple[int, int]] = set()
    literals: set[tuple[int, str, Any]] = set()
    columns: dict[int, str] = {}
    for subject, usage, value in _values(store, layout, nodes, prop):
        if usage.kind is Kind.LINK:
            links.update(_link(layout, nodes, subject, usage, value))
        elif usage.kind is Kind.LITERAL:
            literals.add((subject, _language(value), value_reader(usage.prop)(value.value)))
        else:
            columns[subject] = min(columns.get(subject, value.value), value.value)
    if links:
        writer.insert(layout.links[prop.name], sorted(links))
    if literals:
        writer.insert(layout.literals[prop.name], sorted(literals))
    _write_columns(writer, layout, nodes, prop.name, columns)


def _values(
    store: ox.Store, layout: Layout, nodes: Nodes, prop: Property
) -> Iterator[tuple[int, Usage, ox.NamedNode | ox.Literal]]:
    """Subject, usage and value of each triple whose subject's class has the property in its shape."""
    for quad in consolidated(store, prop.iri):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            continue
        subject = nodes.ids.get(quad.subject.value)
        usage = subject and layout.usages[nodes.class_of(subject)].get(prop.name)
        if subject and usage:
            yield subject, usage, quad.object


def _link(
    layout: Layout, nodes: Nodes, subject: int, usage: Usage, value: ox.NamedNode | ox.Literal
) -> Iterator[tuple[int, int]]:
    """A link is written where its object is in the edition and of the class that the shape asks for."""
    target = nodes.ids.get(value.value)
    if target and usage.prop.range in layout.lineage(nodes.class_of(target)):
        yield subject, target


def _language(value: ox.NamedNode | ox.Literal) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _write_columns(writer: Writer, layout: Layout, nodes: Nodes, name: str, values: dict[int, str]) -> None:
    rows: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    for node, text in sorted(values.items()):
        class_name = nodes.class_of(node)
        value = value_reader(layout.usages[class_name][name].prop)(text)
        for ancestor in layout.lineage(class_name):
            if name in layout.classes[ancestor].c:
                rows[ancestor].append((value, node))
    for class_name in sorted(rows):
        writer.set_column(layout.classes[class_name], name, rows[class_name])
