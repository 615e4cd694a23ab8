"""Reads what a request selects, a level at a time: each field of a level by one query for all its parents.

Fields are grouped by the place in the request that selects them, whatever the classes of the parents, so the
number of queries depends on the request alone and never on how much it finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from habeas.catalogue import Asked, Found, Layout
from habeas.catalogue.identifiers import Identifiers
from habeas.catalogue.pages import Side, linked_all, linked_counts, linked_pages, nodes_by_id
from habeas.catalogue.reading import (
    AskedStatements,
    Stated,
    read_columns,
    read_literals,
    statement_counts,
    statement_pages,
)
from habeas.graphql.answer import Answer, Group
from habeas.graphql.budget import Budget, page_size
from habeas.graphql.listing import Listing
from habeas.graphql.naming import STATEMENT, object_type
from habeas.graphql.narrowing import with_keys
from habeas.graphql.selection import FieldNodes, Selected, Selections
from habeas.graphql.sources import (
    OfColumn,
    OfLink,
    OfList,
    OfLiterals,
    OfNode,
    OfStatements,
    class_sources,
)
from habeas.graphql.types import DEFAULT_FIRST

CurrentIri = Callable[[str], str]
"""Returns what an edition calls a thing that was written as an IRI of now or of earlier."""


class Fields:
    """Where the fields of all classes are read from, worked out once for a schema."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sources = {name: class_sources(layout, name) for name in layout.usages}
        self.types = {name: object_type(layout.model, name) for name in layout.usages}


class Reader:
    """Reads the answers to one root field over one connection."""

    def __init__(
        self,
        connection: Connection,
        fields: Fields,
        budget: Budget,
        selections: Selections,
        identifiers: Identifiers,
    ) -> None:
        self.connection = connection
        self.layout = fields.layout
        self.fields = fields
        self.budget = budget
        self.selections = selections
        self.identifiers = identifiers

    def nodes(self, found: Sequence[Found], nodes: FieldNodes) -> dict[int, Answer]:
        """Return the answers for nodes, by number, with all that is selected below the field nodes."""
        answers: dict[int, Answer] = {}
        groups: dict[Any, Group] = {}
        for node in found:
            answer = answers[node.id] = Answer(self.fields.types[node.class_name])
            sources = self.fields.sources[node.class_name]
            for selected in self.selections.below(answer.type_name, nodes):
                source = sources[selected.name]
                if isinstance(source, OfNode):
                    answer[selected.key] = getattr(node, source.attribute)
                else:
                    group = groups.setdefault((source, selected.identity), Group(source, selected))
                    group.members.append((node.id, answer))
        self._fill(groups.values())
        return answers

    def listing(self, selected: Selected, item_type: str) -> Listing[Found]:
        """Return the connection of nodes that is selected."""
        return Listing(self.selections, selected, item_type, self.nodes)

    def asked_for(self, selected: Selected) -> Asked:
        """Return which part of a list the arguments ask for; raises UsageError where the page is too long."""
        arguments = selected.arguments
        size = page_size(arguments["first"], DEFAULT_FIRST)
        return Asked(size, arguments["after"], with_keys(arguments["where"], self.identifiers))

    def _fill(self, groups: Iterable[Group]) -> None:
        columns: dict[str, list[tuple[str, Group]]] = defaultdict(list)
        for group in groups:
            match group.source:
                case OfColumn(owner=owner, name=name):
                    columns[owner].append((name, group))
                case OfLiterals() as source:
                    self._literals(group, source)
                case OfLink(side=side):
                    self._link(group, side)
                case OfList(side=side):
                    self._list(group, side)
                case OfStatements():
                    self._statements(group)
        for owner, asking in columns.items():
            self._columns(owner, asking)

    def _columns(self, owner: str, asking: Sequence[tuple[str, Group]]) -> None:
        """Read the columns of all groups by one query, then give each group its own."""
        self.budget.spend(0)
        names = sorted({name for name, _ in asking})
        parents = {number for _, group in asking for number in group.parents}
        rows = read_columns(self.connection, self.layout, owner, names, parents)
        for name, group in asking:
            for number, answer in group.members:
                answer[group.selected.key] = rows[number][name] if number in rows else None

    def _literals(self, group: Group, source: OfLiterals) -> None:
        self.budget.spend(0)
        rows = read_literals(self.connection, self.layout, source.name, group.parents)
        if source.tagged:
            group.give(lambda n: [{"value": v, "language": tag or None} for v, tag in rows.get(n, ())])
        else:
            group.give(lambda n: [value for value, _ in rows.get(n, ())])

    def _link(self, group: Group, side: Side) -> None:
        linked = linked_all(self.connection, self.layout, side, group.parents)
        ends = {number: found[0] for number, found in linked.items() if found}
        distinct = {node.id: node for node in ends.values()}
        self.budget.spend(len(distinct))
        answers = self.nodes(list(distinct.values()), group.selected.nodes)
        group.give(lambda number: answers[ends[number].id] if number in ends else None)

    def _list(self, group: Group, side: Side) -> None:
        asked = self.asked_for(group.selected)
        listing = self.listing(group.selected, side.target)
        where = (self.connection, self.layout, side, group.parents)
        pages = linked_pages(*where, asked, ceiling=self.budget.nodes) if listing.needs_page else {}
        counts = linked_counts(*where, asked.where) if listing.needs_count else {}
        self.budget.spend(sum(len(page.nodes) for page in pages.values()))
        answers = listing.answers({n: (page.nodes, page.has_next) for n, page in pages.items()}, counts)
        group.give(lambda number: answers.get(number, Answer("")))

    def _statements(self, group: Group) -> None:
        arguments = group.selected.arguments
        first = page_size(arguments["first"], DEFAULT_FIRST)
        asked = AskedStatements(first, arguments["after"], arguments["property"])
        listing = Listing(self.selections, group.selected, STATEMENT, self._stated)
        where = (self.connection, self.layout, group.parents)
        pages = statement_pages(*where, asked, ceiling=self.budget.nodes) if listing.needs_page else {}
        counts = statement_counts(*where, asked.property_name) if listing.needs_count else {}
        self.budget.spend(sum(len(page.statements) for page in pages.values()))
        answers = listing.answers({n: (page.statements, page.has_next) for n, page in pages.items()}, counts)
        group.give(lambda number: answers.get(number, Answer("")))

    def _stated(self, statements: Sequence[Stated], nodes: FieldNodes) -> dict[int, Answer]:
        answers = {statement.id: Answer(STATEMENT) for statement in statements}
        for selected in self.selections.below(STATEMENT, nodes):
            values = self._stated_values(statements, selected)
            for number, answer in answers.items():
                answer[selected.key] = values.get(number)
        return answers

    def _stated_values(self, statements: Sequence[Stated], selected: Selected) -> dict[int, Any]:
        match selected.name:
            case "property":
                return {statement.id: statement.property_name for statement in statements}
            case "node":
                return self._stated_nodes({s.id: s.object for s in statements}, selected)
            case "record":
                return self._stated_nodes({s.id: s.record for s in statements}, selected)
            case name:
                return {statement.id: getattr(statement, name) for statement in statements}

    def _stated_nodes(self, ends: dict[int, int | None], selected: Selected) -> dict[int, Answer | None]:
        wanted = {end for end in ends.values() if end is not None}
        self.budget.spend(len(wanted))
        found = nodes_by_id(self.connection, self.layout, wanted)
        answers = self.nodes(list(found.values()), selected.nodes)
        return {number: answers.get(end) for number, end in ends.items() if end is not None}
