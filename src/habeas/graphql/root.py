"""The root of the schema: one thing, a list for each class, search, and the edition itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from habeas.catalogue import Layout
from habeas.errors import ModelError
from habeas.graphql.making import Argument, Field, Maker
from habeas.graphql.naming import NODE, singular
from habeas.graphql.types import DEFAULT_FIRST, connection_field


class Asks(Enum):
    """What a root field asks for."""

    ONE = "one"
    LIST = "list"
    SEARCH = "search"
    EDITION = "edition"


@dataclass(frozen=True)
class RootField:
    """A root field: what it asks for, of which class."""

    asks: Asks
    class_name: str
    field: Field


def root_fields(layout: Layout) -> dict[str, RootField]:
    """Return the root fields by name; raises ModelError where two classes would have one of the same name."""
    key = (Argument("id", "ID", "Its id, or its whole address."),)
    fields = _other_fields(layout)
    for name, described in sorted(layout.model.classes.items()):
        one = Field(f"{name} | None", f"One by its id. {described.comment}", key)
        many = connection_field(name, f"All of them, in order. {described.comment}")
        for field_name, field in (
            (singular(name), RootField(Asks.ONE, name, one)),
            (described.plural, RootField(Asks.LIST, name, many)),
        ):
            if field_name in fields:
                raise ModelError(
                    f"GraphQL would have two root fields {field_name!r}",
                    where="ontology/",
                    mend=f"give the class {name} another name or another hab:plural",
                )
            fields[field_name] = field
    return fields


def _other_fields(layout: Layout) -> dict[str, RootField]:
    key = (Argument("id", "ID", "Its id, or its whole address."),)
    text = (
        Argument(
            "text",
            "str",
            "A name or a part of one, as a source writes it; Cyrillic is found by Latin letters and Latin by Cyrillic.",
        ),
        Argument("first", "int | None", "How many, at most 100.", DEFAULT_FIRST),
    )
    found = Field("list[SearchHit]", "Things by name, best first.", text)
    edition = Field("Edition", "The edition that answers.")
    return {
        "node": RootField(Asks.ONE, layout.root, Field(f"{NODE} | None", "Anything by its id.", key)),
        "search": RootField(Asks.SEARCH, layout.root, found),
        "edition": RootField(Asks.EDITION, layout.root, edition),
    }


def make_root(maker: Maker, layout: Layout) -> type:
    """Make the query type and the types that only it leads to."""
    maker.object(
        "SearchHit",
        "A thing that was found by name.",
        {
            "name": Field("str", "The name by which it was found, as its source writes it."),
            "node": Field(layout.root, "The thing."),
        },
    )
    maker.object(
        "EditionCount",
        "How many of one kind the edition holds.",
        {"name": Field("str", "What is counted."), "count": Field("int", "How many.")},
    )
    maker.object("Edition", "A published state of the graph, which never changes.", _edition_fields())
    return maker.object("Query", "Questions.", {name: f.field for name, f in root_fields(layout).items()})


def _edition_fields() -> dict[str, Field]:
    return {
        "id": Field("ID", "The edition's id, for citing it."),
        "made": Field("str", "When it was made: ISO 8601, UTC."),
        "audience": Field("str", "For whom it was made."),
        "base": Field("str", "What its addresses begin with."),
        "version": Field("str", "The version of Habeas that made it."),
        "counts": Field("list[EditionCount]", "How much it holds."),
    }
