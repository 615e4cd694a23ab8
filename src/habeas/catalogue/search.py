"""Search for names: each word of the question must stand in the name, or in the Latin form of a Cyrillic one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, text

from habeas.catalogue.layout import Layout
from habeas.catalogue.naming import START
from habeas.catalogue.pages import Found, nodes_by_id
from habeas.model.names import normalise, search_forms, words

CANDIDATES = 2_000
"""So many matching names are looked at; the rest stand behind them in the order of the catalogue."""

MAX_TEXT = 200


class Hit(NamedTuple):
    """A node that was found, and the name by which it was."""

    node: Found
    name: str


class _Candidate(NamedTuple):
    node: int
    value: str
    forms: list[str]


def search(
    connection: Connection, layout: Layout, question: str, limit: int, classes: Collection[str] | None = None
) -> list[Hit]:
    """Return at most ``limit`` things of the named classes (with their subclasses), best first, each once.

    A name that is what was asked goes first, then names with all the words, then those where words begin so,
    then those that hold the letters anywhere; among equals the shorter first.
    """
    forms = search_forms(question[:MAX_TEXT])
    ranked = sorted(
        (_rank(c, forms), c.node, c.value) for c in _distinct(_candidates(connection, layout, forms))
    )
    nodes = nodes_by_id(connection, layout, {node for _, node, _ in ranked})
    allowed = _allowed(layout, classes)
    hits: dict[int, Hit] = {}
    for _, node, value in ranked:
        if nodes[node].class_name in allowed:
            hits.setdefault(node, Hit(nodes[node], value))
    return list(hits.values())[:limit]


def _distinct(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Return the candidates with each name of a node once."""
    return list({(c.node, c.value): c for c in candidates}.values())


def _allowed(layout: Layout, classes: Collection[str] | None) -> frozenset[str]:
    return frozenset().union(*(layout.members(name) for name in classes or [layout.root]))


def _candidates(connection: Connection, layout: Layout, forms: tuple[str, ...]) -> Iterator[_Candidate]:
    for form in forms:
        asked = words(form)
        long = [word for word in asked if len(word) > START]
        if long:
            yield from _by_letters(connection, long)
        elif asked:
            yield from _by_start(connection, asked[0])


def _by_letters(connection: Connection, asked: list[str]) -> Iterator[_Candidate]:
    """Names that hold every word's letters. Words are letters and digits only, so quoting them is safe."""
    query = text(
        "SELECT name.node, name.value, name.forms FROM name_search JOIN name ON name.id = name_search.rowid "
        "WHERE name_search MATCH :match ORDER BY name_search.rowid LIMIT :limit"
    )
    match = " AND ".join(f'"{word}"' for word in asked)
    for node, value, forms in connection.execute(query, {"match": match, "limit": CANDIDATES}):
        yield _Candidate(node, value, forms.split("\n"))


def _by_start(connection: Connection, word: str) -> Iterator[_Candidate]:
    """Names with a word that begins so."""
    query = text(
        "SELECT DISTINCT name.node, name.value, name.forms "
        "FROM name_start JOIN name ON name.id = name_start.name "
        "WHERE name_start.start >= :low AND name_start.start < :high ORDER BY name.id LIMIT :limit"
    )
    bounds = {"low": word, "high": word + "\U0010ffff", "limit": CANDIDATES}
    for node, value, forms in connection.execute(query, bounds):
        yield _Candidate(node, value, forms.split("\n"))


def _rank(candidate: _Candidate, asked: tuple[str, ...]) -> tuple[int, int, str]:
    """How well a name answers: the lower the better."""
    best = min(_closeness(form, question) for form in candidate.forms for question in asked)
    return best, len(candidate.value), normalise(candidate.value)


def _closeness(form: str, question: str) -> int:
    if form == question:
        return 0
    asked, named = words(question), words(form)
    if set(asked) <= set(named):
        return 1
    if all(any(word.startswith(each) for word in named) for each in asked):
        return 2
    return 3
