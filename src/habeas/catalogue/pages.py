"""Pages of nodes in the order of the catalogue: of a class, or for many parents at once of their links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    func,
    select,
)

from habeas.catalogue.cursors import after_node, node_cursor
from habeas.catalogue.filters import Filter, Where
from habeas.catalogue.layout import Layout
from habeas.model import Inverse, Property

CEILING = 1_000_000
"""So many nodes are read at once where the caller sets no ceiling. Pages with more in all come back cut
short, and hold more than the ceiling, so that the caller can tell."""


class Found(NamedTuple):
    """A node as every answer needs it. ``sort`` and ``key`` make its cursor."""

    id: int
    key: str
    iri: str
    class_name: str
    label: str
    sort: str

    @property
    def cursor(self) -> str:
        """The node's place in the order of the catalogue."""
        return node_cursor(self.sort, self.key)


@dataclass(frozen=True)
class Asked:
    """Which part of a list is asked for: ``first`` nodes ``after`` a cursor, of those that pass ``where``."""

    first: int
    after: str | None = None
    where: Where | None = None


@dataclass(frozen=True)
class Page:
    """A part of a list, and whether the list goes on."""

    nodes: Sequence[Found]
    has_next: bool


@dataclass(frozen=True)
class Side:
    """A link read from its near end, to members of the class ``target`` at the far one."""

    near: Column[int]
    far: Column[int]
    target: str


def outward(layout: Layout, prop: Property) -> Side:
    """Return the link from subject to object."""
    table = layout.links[prop.name]
    return Side(table.c.subject, table.c.object, prop.range or layout.root)


def inward(layout: Layout, inverse: Inverse) -> Side:
    """Return the link from object to subject."""
    table = layout.links[inverse.forward.name]
    return Side(table.c.object, table.c.subject, inverse.range)


def _columns(layout: Layout) -> tuple[Column[Any], ...]:
    node = layout.node.c
    return (node.id, node.key, node.iri, node["class"], node.label, node.sort)


def given(values: Collection[int]) -> FromClause:
    """Return a table with the numbers in its column ``value``: one parameter, however many they are."""
    return func.json_each(orjson.dumps(list(values)).decode()).table_valued("value", name="given")


def find(connection: Connection, layout: Layout, key: str, class_name: str) -> Found | None:
    """Return the node of this key or IRI if it is of the class; for the root class, whatever it is."""
    node = layout.node.c
    row = connection.execute(select(*_columns(layout)).where((node.key == key) | (node.iri == key))).first()
    if row is None or row[3] not in layout.members(class_name):
        return None
    return _found(row)


def class_page(connection: Connection, layout: Layout, class_name: str, asked: Asked) -> Page:
    """Return a page of the members of a class."""
    member = layout.classes[class_name].c.node
    query = (
        select(*_columns(layout))
        .join_from(layout.classes[class_name], layout.node, layout.node.c.id == member)
        .where(
            member > after_node(connection, layout, asked.after),
            *Filter(layout).conditions(class_name, asked.where, member),
        )
        .order_by(member)
        .limit(asked.first + 1)
    )
    return _page([_found(row) for row in connection.execute(query)], asked.first)


def class_count(connection: Connection, layout: Layout, class_name: str, where: Where | None = None) -> int:
    """Return how many members of the class pass the filter."""
    member = layout.classes[class_name].c.node
    query = select(func.count()).select_from(layout.classes[class_name])
    return int(
        connection.execute(query.where(*Filter(layout).conditions(class_name, where, member))).scalar_one()
    )


def linked_pages(
    connection: Connection,
    layout: Layout,
    side: Side,
    parents: Collection[int],
    asked: Asked,
    *,
    ceiling: int = CEILING,
) -> dict[int, Page]:
    """Return for each parent a page of the nodes at the far end of its links, all read by one query.

    The page is cut for each parent inside the index of the link, so a parent with a million links costs no
    more than another.
    """
    parent = given(parents)
    conditions = [
        side.near == parent.c.value,
        side.far > after_node(connection, layout, asked.after),
        *Filter(layout).conditions(side.target, asked.where, side.far),
    ]
    part = select(side.far).where(*conditions).order_by(side.far).limit(asked.first + 1)
    query = _per_parent(layout, parent, layout.node.c.id.in_(part.correlate(parent)))
    found: dict[int, list[Found]] = defaultdict(list)
    for row in connection.execute(query.limit(ceiling + len(parents) + 1)):
        found[row[0]].append(_found(row[1:]))
    return {p: _page(found.get(p, []), asked.first) for p in parents}


def linked_counts(
    connection: Connection, layout: Layout, side: Side, parents: Collection[int], where: Where | None
) -> dict[int, int]:
    """Return for each parent how many nodes at the far end pass the filter."""
    passing = Filter(layout).conditions(side.target, where, side.far)
    query = select(side.near, func.count()).where(side.near.in_(select(given(parents).c.value)), *passing)
    counts: dict[int, int] = {row[0]: row[1] for row in connection.execute(query.group_by(side.near))}
    return {p: counts.get(p, 0) for p in parents}


def linked_all(
    connection: Connection, layout: Layout, side: Side, parents: Collection[int]
) -> dict[int, list[Found]]:
    """Return for each parent all nodes at the far end: for links of which a parent has few."""
    query = (
        select(side.near, *_columns(layout))
        .join(layout.node, layout.node.c.id == side.far)
        .where(side.near.in_(select(given(parents).c.value)))
        .order_by(side.near, side.far)
    )
    found: dict[int, list[Found]] = {p: [] for p in parents}
    for row in connection.execute(query):
        found[row[0]].append(_found(row[1:]))
    return found


def nodes_by_id(connection: Connection, layout: Layout, ids: Collection[int]) -> dict[int, Found]:
    """Return nodes by their numbers."""
    query = select(*_columns(layout)).where(layout.node.c.id.in_(select(given(ids).c.value)))
    return {int(row[0]): _found(row) for row in connection.execute(query)}


def _per_parent(layout: Layout, parent: FromClause, condition: ColumnElement[bool]) -> Select[Any]:
    query = select(parent.c.value, *_columns(layout)).select_from(parent)
    return query.join(layout.node, condition).order_by(parent.c.value, layout.node.c.id)


def _found(row: Sequence[Any]) -> Found:
    return Found(*row)


def _page(found: Sequence[Found], first: int) -> Page:
    return Page(found[:first], len(found) > first)
