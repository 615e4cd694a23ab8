"""The ``statement`` table: what each record says, so that an answer can name its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pyoxigraph as ox

from habeas.catalogue.layout import Layout
from habeas.catalogue.nodes import RECORD, Nodes
from habeas.catalogue.writing import Writer
from habeas.model.namespaces import RDF

TYPE: Final = "type"
"""The name under which a statement says what class its subject is of."""

_COLUMNS = "subject, property, value, language, object, record"
_ORDER = "subject, property, object, value, language, record"

Row = tuple[int, str, str | None, str | None, int | None, int]


def write_statements(writer: Writer, layout: Layout, nodes: Nodes, store: ox.Store) -> None:
    """Write what the record graphs say of the edition's nodes, sorted by subject and property.

    What a record says of itself is no statement about the world and is left out.
    """
    writer.run(f"CREATE TEMP TABLE said ({_COLUMNS})")
    writer.many(f"INSERT INTO said VALUES ({', '.join('?' * 6)})", _all(layout, nodes, store))  # noqa: S608
    writer.run(
        f"INSERT INTO statement ({_COLUMNS}) SELECT {_COLUMNS} FROM said ORDER BY {_ORDER}"  # noqa: S608
    )
    writer.run("DROP TABLE said")


def _all(layout: Layout, nodes: Nodes, store: ox.Store) -> Iterator[Row]:
    for record, node in nodes.of_classes(layout.members(RECORD)):
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(node.iri))
        yield from _of_record(layout, nodes, record, quads)


def _of_record(layout: Layout, nodes: Nodes, record: int, quads: Iterator[ox.Quad]) -> Iterator[Row]:
    types: dict[int, set[str]] = defaultdict(set)
    for quad in quads:
        subject = nodes.ids.get(str(quad.subject)[1:-1])
        if subject is None or subject == record:
            continue
        prop = layout.model.property_iris.get(quad.predicate.value)
        if quad.predicate.value == f"{RDF}type":
            types[subject].add(str(quad.object)[1:-1])
        elif prop:
            yield subject, prop.name, *_value(nodes, quad.object), record
    for subject, found in types.items():
        specific = layout.model.most_specific(found)
        if specific:
            yield subject, TYPE, specific.name, None, None, record


def _value(nodes: Nodes, term: Any) -> tuple[str | None, str | None, int | None]:
    """Value, language and node of an object; a node that is in the edition has no value besides."""
    node = nodes.ids.get(term.value) if isinstance(term, ox.NamedNode) else None
    if node:
        return None, None, node
    return term.value, getattr(term, "language", None), None
