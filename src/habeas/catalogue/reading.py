"""Reading what nodes say, for many nodes at once: columns, literals, statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from habeas.catalogue.cursors import after_statement, encode_cursor
from habeas.catalogue.layout import Layout
from habeas.catalogue.pages import CEILING, given


class Tagged(NamedTuple):
    """A literal: its value and its language, which is empty for a plain one."""

    value: Any
    language: str


class Stated(NamedTuple):
    """What a record says of a subject: a value with its language, or a node. Nodes are given by number."""

    id: int
    subject: int
    property_name: str
    value: str | None
    language: str | None
    object: int | None
    record: int

    @property
    def cursor(self) -> str:
        """The statement's place among those of its subject."""
        return encode_cursor(self.id)


@dataclass(frozen=True)
class AskedStatements:
    """Which statements are asked for: all, or those of one property."""

    first: int
    after: str | None = None
    property_name: str | None = None


@dataclass(frozen=True)
class StatementPage:
    """A part of a subject's statements, and whether there are more."""

    statements: Sequence[Stated]
    has_next: bool


def read_columns(
    connection: Connection, layout: Layout, class_name: str, names: Sequence[str], nodes: Collection[int]
) -> dict[int, dict[str, Any]]:
    """Return for each node the values of columns of its class's table, by name."""
    table = layout.classes[class_name]
    query = select(table.c.node, *(table.c[name] for name in names))
    rows = connection.execute(query.where(table.c.node.in_(select(given(nodes).c.value))))
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def read_literals(
    connection: Connection, layout: Layout, name: str, nodes: Collection[int]
) -> dict[int, list[Tagged]]:
    """Return for each node that has any the values of a property, sorted by language and value."""
    table = layout.literals[name]
    query = select(table.c.node, table.c.value, table.c.language)
    found: dict[int, list[Tagged]] = defaultdict(list)
    ordered = query.order_by(table.c.node, table.c.language, table.c.value)
    for node, value, language in connection.execute(
        ordered.where(table.c.node.in_(select(given(nodes).c.value)))
    ):
        found[node].append(Tagged(value, language))
    return found


def statement_pages(
    connection: Connection,
    layout: Layout,
    nodes: Collection[int],
    asked: AskedStatements,
    *,
    ceiling: int = CEILING,
) -> dict[int, StatementPage]:
    """Return for each node a page of what records say of it, sorted by property."""
    statement, subject = layout.statement, given(nodes)
    inner = statement.alias("part")
    conditions = [inner.c.subject == subject.c.value, inner.c.id > after_statement(asked.after)]
    if asked.property_name is not None:
        conditions.append(inner.c.property == asked.property_name)
    part = select(inner.c.id).where(*conditions).order_by(inner.c.property, inner.c.id).limit(asked.first + 1)
    query = select(*statement.columns).select_from(
        subject.join(statement, statement.c.id.in_(part.correlate(subject)))
    )
    found: dict[int, list[Stated]] = defaultdict(list)
    for row in connection.execute(query.order_by(statement.c.id).limit(ceiling + len(nodes) + 1)):
        found[row.subject].append(Stated(*row))
    pages = {node: found.get(node, []) for node in nodes}
    return {n: StatementPage(all_[: asked.first], len(all_) > asked.first) for n, all_ in pages.items()}


def statement_counts(
    connection: Connection, layout: Layout, nodes: Collection[int], prop: str | None
) -> dict[int, int]:
    """Return for each node how many statements there are, of the property if one is named."""
    statement = layout.statement.c
    query = select(statement.subject, func.count()).where(
        statement.subject.in_(select(given(nodes).c.value)),
        *([statement.property == prop] if prop is not None else []),
    )
    counts: dict[int, int] = {row[0]: row[1] for row in connection.execute(query.group_by(statement.subject))}
    return {node: counts.get(node, 0) for node in nodes}
