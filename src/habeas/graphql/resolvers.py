"""The functions that answer root fields, and those that take from what was read.

Only root fields read: each reads all that is selected below it. Every other field takes its value from the
object above it, by response key, so it costs a look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLError, GraphQLInterfaceType, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from sqlalchemy import Connection

from habeas.catalogue import class_count, class_page, find, search
from habeas.catalogue.identifiers import Identifiers
from habeas.catalogue.opening import within_time
from habeas.editions.manifest import Manifest
from habeas.errors import HabeasError
from habeas.graphql.answer import Answer
from habeas.graphql.budget import Budget, page_size
from habeas.graphql.narrowing import Narrowing
from habeas.graphql.reader import Fields, Reader
from habeas.graphql.root import Asks, RootField
from habeas.graphql.selection import Selected, Selections
from habeas.graphql.types import DEFAULT_FIRST

SESSION: Final = "habeas.session"
"""The key of the request's session in the context."""

_BY_NAME: Final = {"LangString", "PageInfo", "Edition", "EditionCount"}
"""Types whose fields have no arguments and whose values are whole: their fields are found by name."""


@dataclass
class Session:
    """What the root fields of one request share."""

    connection: Connection
    manifest: Manifest
    budget: Budget

    @property
    def identifiers(self) -> Identifiers:
        """The ids of the edition."""
        return Identifiers.of(self.manifest)


Resolver = Callable[..., Any]


def attach_resolvers(schema: GraphQLSchema, fields: Fields, root: dict[str, RootField]) -> None:
    """Give every field of the schema its function."""
    for type_ in schema.type_map.values():
        if type_.name.startswith("__"):
            continue
        if isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = _type_of
        elif isinstance(type_, GraphQLObjectType):
            type_.is_type_of = None
            for declared in type_.fields.values():
                declared.resolve = _named if type_.name in _BY_NAME else _taken
    for name, declared in (schema.query_type.fields if schema.query_type else {}).items():
        declared.resolve = _root_resolver(fields, root[name])


def _taken(source: Answer, info: GraphQLResolveInfo[Any], **_: object) -> Any:
    return source[str(info.path.key)]


def _named(source: dict[str, Any], info: GraphQLResolveInfo[Any]) -> Any:
    return source[info.field_name]


def _type_of(answer: Answer, *_: object) -> str:
    return answer.type_name


def _root_resolver(fields: Fields, root: RootField) -> Resolver:
    answers = {Asks.ONE: _one, Asks.LIST: _list, Asks.SEARCH: _search, Asks.EDITION: _edition}[root.asks]

    def resolve(_: object, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        session: Session = info.context[SESSION]
        selections = Selections(info)
        reader = Reader(session.connection, fields, session.budget, selections, session.identifiers)
        narrowing = Narrowing(session.connection, fields.layout, selections, session.identifiers)
        nodes = tuple(info.field_nodes)
        selected = Selected(str(info.path.key), info.field_name, _defaults(arguments), nodes)
        with _explained():
            for node in nodes:
                narrowing.check(info.parent_type, node)
            return answers(session, reader, root.class_name, selected)

    return resolve


def _defaults(arguments: dict[str, Any]) -> dict[str, Any]:
    return {"first": None, "after": None, "where": None, **arguments}


@contextmanager
def _explained() -> Iterator[None]:
    """Let an error for people go out under its name, as the rest of Habeas does."""
    try:
        with within_time():
            yield
    except HabeasError as error:
        raise GraphQLError(str(error), original_error=error, extensions={"code": error.name}) from error


def _one(session: Session, reader: Reader, class_name: str, selected: Selected) -> Answer | None:
    key = session.identifiers.key(str(selected.arguments["id"]))
    found = find(session.connection, reader.layout, key, class_name)
    session.budget.spend(1)
    return reader.nodes([found], selected.nodes)[found.id] if found else None


def _list(session: Session, reader: Reader, class_name: str, selected: Selected) -> Answer:
    asked = reader.asked_for(selected)
    listing = reader.listing(selected, class_name)
    pages, counts = {}, {}
    if listing.needs_page:
        page = class_page(session.connection, reader.layout, class_name, asked)
        pages[0] = (page.nodes, page.has_next)
        session.budget.spend(len(page.nodes))
    if listing.needs_count:
        counts[0] = class_count(session.connection, reader.layout, class_name, asked.where)
    return listing.answers(pages, counts).get(0, Answer(""))


def _search(session: Session, reader: Reader, _: str, selected: Selected) -> list[Answer]:
    first = page_size(selected.arguments["first"], DEFAULT_FIRST)
    hits = search(session.connection, reader.layout, selected.arguments["text"], first)
    session.budget.spend(len(hits))
    answers = [Answer("SearchHit") for _ in hits]
    for below in reader.selections.below("SearchHit", selected.nodes):
        nodes = reader.nodes([hit.node for hit in hits], below.nodes) if below.name == "node" else {}
        for hit, answer in zip(hits, answers, strict=True):
            answer[below.key] = nodes[hit.node.id] if below.name == "node" else hit.name
    return answers


def _edition(session: Session, _reader: Reader, _class: str, _selected: Selected) -> dict[str, Any]:
    manifest = session.manifest
    counts = [{"name": name, "count": count} for name, count in sorted(manifest.counts.items())]
    return {
        "id": manifest.id,
        "made": manifest.made,
        "audience": manifest.audience,
        "base": manifest.base,
        "version": manifest.version,
        "counts": counts,
    }
