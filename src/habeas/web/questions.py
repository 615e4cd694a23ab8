"""The worked questions of the home page, filled in from the edition that is served."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from habeas.catalogue import Found
from habeas.catalogue.pages import nodes_by_id
from habeas.web.site import Served

FILE = Path(__file__).parent / "worked.toml"


@dataclass(frozen=True)
class Link:
    """Where an answer is: what it is called, and its address from the site's root."""

    title: str
    address: str


@dataclass(frozen=True)
class Question:
    """A question, what its answer says, and where the answers are."""

    title: str
    says: str
    links: tuple[Link, ...]

    def addresses(self, title: str) -> list[str]:
        """Return where the answers of this kind are."""
        return [link.address for link in self.links if link.title == title]


@cache
def _declared() -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["question"]
    return declared


def worked_questions(served: Served) -> list[Question]:
    """Return the questions that the edition can answer."""
    found = [_worked(served, declared) for declared in _declared()]
    return [question for question in found if question]


def _worked(served: Served, declared: dict[str, Any]) -> Question | None:
    example = _most_frequent(served, declared["role"]) if "role" in declared else None
    if "role" in declared and example is None:
        return None
    label = example.label if example else ""
    title = declared["title"].replace("{label}", label)
    return Question(title, declared["says"], tuple(_links(declared, example)))


def _links(declared: dict[str, Any], example: Found | None) -> Iterator[Link]:
    """Yield the addresses; a query names its example by id, for several things can have one label."""
    key, iri = (example.key, example.iri) if example else ("", "")
    if "page" in declared:
        yield Link("page", declared["page"].replace("{id}", key))
    for language, title in (("sparql", "SPARQL"), ("graphql", "GraphQL")):
        if language in declared:
            query = declared[language].strip().replace("{id}", key).replace("{iri}", iri)
            yield Link(title, f"{language}?{urlencode({'query': query})}")


def _most_frequent(served: Served, role: str) -> Found | None:
    """Return the thing that most often is the value of the property, by the order of names among equals."""
    layout = served.catalogue.layout
    if role not in layout.links:
        return None
    node = layout.links[role].c.object
    query = select(node).group_by(node).order_by(func.count().desc(), node).limit(1)
    with served.catalogue.reading() as connection:
        found = connection.execute(query).scalar()
        return nodes_by_id(connection, layout, [found])[found] if found is not None else None
