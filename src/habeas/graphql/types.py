"""The types of the schema's answers, made from the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from habeas.catalogue import Layout
from habeas.catalogue.layout import Kind, Usage
from habeas.catalogue.nodes import RECORD
from habeas.graphql.making import Argument, Field, Maker
from habeas.graphql.naming import NODE, STATEMENT, is_interface, object_type
from habeas.graphql.scalars import scalar_of

DEFAULT_FIRST = 20

PAGE_ARGUMENTS = (
    Argument("first", "int | None", default=DEFAULT_FIRST),
    Argument("after", "str | None"),
)


def make_types(maker: Maker, layout: Layout) -> list[type]:
    """Make the types of all classes; returns those that nothing but an interface may lead to."""
    _make_plain(maker, layout)
    ordered = sorted(layout.model.classes, key=lambda name: (len(layout.lineage(name)), name))
    for name in ordered:
        _make_connection(maker, name, f"A list of {name} as pages.")
    return [made for name in ordered for made in _make_class(maker, layout, name)]


def connection_field(class_name: str, description: str) -> Field:
    """Return a field that is a list of members of a class, with filters."""
    where = Argument("where", f"{class_name}Where | None")
    return Field(f"{class_name}Connection", description, (*PAGE_ARGUMENTS, where))


def _make_plain(maker: Maker, layout: Layout) -> None:
    maker.interface(NODE, "Anything that has an id.", {"id": Field("ID", "The last part of its address.")})
    maker.object(
        "LangString",
        "A text and the language that it is in.",
        {"value": Field("str", "The text."), "language": Field("str | None", "The language tag (BCP 47).")},
    )
    maker.object(
        "PageInfo",
        "Where a page stands in its list.",
        {
            "hasNextPage": Field("bool", "Whether there are more after it."),
            "hasPreviousPage": Field("bool", "Whether it was asked for after a cursor."),
            "startCursor": Field("str | None", "The cursor of its first."),
            "endCursor": Field("str | None", "The cursor of its last: give it to `after` for the next page."),
        },
    )
    maker.object(STATEMENT, "What one record says of a thing, in one triple.", _statement_fields(layout))
    _make_connection(maker, STATEMENT, "What records say of a thing, as pages.")


def _statement_fields(layout: Layout) -> dict[str, Field]:
    return {
        "property": Field("str", "The name of the property; `type` where the value is the name of a class."),
        "value": Field("str | None", "The value, where it is no thing of its own."),
        "language": Field("str | None", "The language of the value."),
        "node": Field(f"{layout.root} | None", "The thing that is the value."),
        "record": Field(f"{RECORD} | None", "The record that says so, with its source."),
    }


def _make_connection(maker: Maker, name: str, description: str) -> None:
    maker.object(
        f"{name}Edge",
        "A place in a list.",
        {"cursor": Field("str", "The place, for `after`."), "node": Field(name, "What stands there.")},
    )
    maker.object(
        f"{name}Connection",
        f"{description} `first` (at most 100) and `after` (an endCursor) choose the page.",
        {
            "edges": Field(f"list[{name}Edge]", "The page, with the cursor of each."),
            "nodes": Field(f"list[{name}]", "The page."),
            "pageInfo": Field("PageInfo", "Where the page stands."),
            "totalCount": Field("int", "How many there are on all pages."),
        },
    )


def _make_class(maker: Maker, layout: Layout, name: str) -> Iterator[type]:
    """Make a class's type and yield it where it is an object; what its parent has it inherits."""
    described = layout.model.classes[name]
    parent = described.parent
    inherited = _class_fields(layout, parent) if parent else {}
    own = {key: field for key, field in _class_fields(layout, name).items() if key not in inherited}
    bases = (maker.made(parent or NODE),)
    if not is_interface(layout.model, name):
        yield maker.object(name, described.comment, own, bases)
        return
    interface = maker.interface(name, described.comment, own, bases)
    comment = f"{described.comment} One of which nothing more special is known."
    yield maker.object(object_type(layout.model, name), comment, {}, (interface,))


def _class_fields(layout: Layout, name: str) -> dict[str, Field]:
    """Return all fields of a class but ``id``: what every thing has, then properties, then inverses."""
    fields: dict[str, Field] = dict(_common_fields())
    for key, usage in layout.usages[name].items():
        fields[key] = _property_field(layout, usage)
    for key, inverse in layout.model.inverses(name).items():
        fields[key] = connection_field(inverse.range, inverse.comment)
    return fields


def _common_fields() -> Mapping[str, Field]:
    prop = Argument("property", "str | None")
    return {
        "iri": Field("str", "Its address, which stays."),
        "label": Field("str", "What to call it in a list."),
        "type": Field("str", "The name of its class."),
        "statements": Field(
            f"{STATEMENT}Connection",
            "What records say of it, each with its record; `property` asks for one property alone, by its name "
            "here; an unknown name is an error.",
            (*PAGE_ARGUMENTS, prop),
        ),
    }


def _property_field(layout: Layout, usage: Usage) -> Field:
    prop = usage.prop
    target = prop.range or layout.root
    if usage.kind is Kind.LINK:
        if prop.is_single:
            return Field(f"{target} | None", prop.comment)
        return connection_field(target, prop.comment)
    if prop.is_language_tagged:
        return Field("list[LangString]", prop.comment)
    scalar = scalar_of(prop).value
    return Field(f"{scalar} | None" if usage.kind is Kind.COLUMN else f"list[{scalar}]", prop.comment)
