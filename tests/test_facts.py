"""Every fact that the project was created from is in the graph, or left out for a stated reason.

``ingest/facts.csv`` says which record holds each fact and what the graph must say; the tests hold it against
the tables, against the pages that the facts were read from, and against the public edition.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.editions import Edition
from habeas.ingest import read_source
from habeas.ingest.identifiers import entity_id, record_id
from habeas.model.namespaces import HAB, RDF, SKOS, local_name

ROOT = Path(__file__).parents[1]
INGEST = ROOT / "ingest"
SEEDS = ROOT.parent / "shared" / "seeds"
SEED_OF = {
    "news-index": "000",
    "russia-explainer": "001",
    "belarus-manifesto": "002",
    "viasna-2025": "003",
    "coalition-memorandum": "004",
}
FACTS = [f"F{number:02d}" for number in range(1, 108)]
READ_AGAIN = [f"R{number:02d}" for number in range(1, 22)]
"""Facts that the pages hold beside the 107, found when they were read again."""
WITHHELD = {"news-index": 5, "viasna-2025": 3, "coalition-memorandum": 1}
"""How many facts, or parts of one, of each page are withheld; what they are is not said."""
NOT_HABEAS = {"type": RDF, "prefLabel": SKOS, "altLabel": SKOS}
NAMES_THEMSELVES = {"F52", "F53", "F97", "F99", "F100", "F101", "F105", "F106"}
"""Facts whose quoted words are the name of a court or an organisation, or the heading of a principle."""


@dataclass(frozen=True)
class Line:
    """One line of ``ingest/facts.csv``: what the graph of one record must say."""

    fact: str
    source: str
    table: str
    record: str
    subject: str
    property: str
    value: str
    note: str


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LINES = [Line(**row) for row in read(INGEST / "facts.csv")]
HELD = [line for line in LINES if line.record]


@lru_cache
def rows(source: str, table: str) -> dict[str, dict[str, str]]:
    return {row["record"]: row for row in read(INGEST / source / table)}


@lru_cache
def id_key(source: str) -> str:
    return read_source(INGEST / source).id_key


def of(lines: Iterable[Line], fact: str) -> list[Line]:
    return [line for line in lines if line.fact == fact]


# --- the table itself -----------------------------------------------------------------------


def test_each_fact_is_held_or_withheld_and_there_is_no_other() -> None:
    assert len(FACTS) == 107
    held = {line.fact for line in HELD}
    assert held <= {*FACTS, *READ_AGAIN}
    assert set(READ_AGAIN) <= held
    assert len(set(FACTS) - held) == 4


def test_each_line_holds_a_value_or_says_of_which_page_something_is_withheld() -> None:
    for line in HELD:
        assert all(getattr(line, f.name) for f in fields(line) if f.name != "note"), line
    withheld = [line for line in LINES if not line.record]
    assert Counter(line.source for line in withheld) == WITHHELD
    for line in withheld:
        assert line.note == "withheld"
        assert not (line.fact or line.table or line.subject or line.property or line.value), line


def test_each_line_names_a_row_of_its_table() -> None:
    assert len(HELD) > 600
    for line in HELD:
        assert line.record in rows(line.source, line.table), line


# --- the pages that the facts were read from ------------------------------------------------


@pytest.fixture(scope="session")
def quotes() -> dict[str, tuple[str, str]]:
    """The seed and the words of each fact."""
    path = SEEDS / "facts.csv"
    if not path.is_file():
        pytest.skip("../shared/seeds is not on this machine")
    found = {row["fact"]: (row["seed"], row["quote"]) for row in read(path)}
    assert len(found) == 107
    return found


@lru_cache
def paragraphs(seed: str) -> list[str]:
    """The non-empty lines of a seed; the first is paragraph 1."""
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def located(line: Line) -> str:
    """The text that a record's locator points at."""
    locator = rows(line.source, line.table)[line.record]["locator"]
    match = re.fullmatch(r"paragraphs? (\d+)(?:-(\d+))?(?: \(news item\))?", locator)
    assert match, f"{line.record}: {locator}"
    first, last = int(match[1]), int(match[2] or match[1])
    return " ".join(paragraphs(SEED_OF[line.source])[first - 1 : last])


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("fact", sorted({line.fact for line in HELD} & set(FACTS)))
def test_the_locator_points_at_the_words_of_the_fact(fact: str, quotes: dict[str, tuple[str, str]]) -> None:
    seed, quote = quotes[fact]
    lines = of(HELD, fact)
    assert {SEED_OF[line.source] for line in lines} == {seed}
    assert any(plain(quote) in plain(located(line)) for line in lines)


@pytest.mark.parametrize("fact", READ_AGAIN)
def test_whom_a_fact_found_later_is_about_stands_on_the_page(
    fact: str, quotes: dict[str, tuple[str, str]]
) -> None:
    for line in of(HELD, fact):
        surname = line.subject.partition(":")[2].partition(",")[0].split()[-1]
        assert surname in "\n".join(paragraphs(SEED_OF[line.source]))


def test_every_locator_lies_within_its_seed(quotes: dict[str, tuple[str, str]]) -> None:
    tables = [path for path in INGEST.glob("*/*.csv") if path.parent.name in SEED_OF]
    assert len(tables) >= 40
    for path in tables:
        for record in rows(path.parent.name, path.name):
            assert located(Line("", path.parent.name, path.name, record, "", "", "", ""))


def test_no_words_of_the_sources_are_copied(quotes: dict[str, tuple[str, str]]) -> None:
    files = [path for path in INGEST.rglob("*") if path.is_file()]
    text = "\n".join(plain(path.read_text(encoding="utf-8")).casefold() for path in files)
    long = {fact: plain(quote).casefold() for fact, (_, quote) in quotes.items() if len(quote.split()) > 3}
    copied = {fact for fact, quote in long.items() if quote in text}
    assert copied <= NAMES_THEMSELVES


# --- the graph ------------------------------------------------------------------------------

Node = ox.NamedNode | ox.Literal


def property_iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(NOT_HABEAS.get(name, HAB) + name)


def in_edition(edition: Edition, urn: str) -> ox.NamedNode:
    """The IRI that an edition gives to ``urn:habeas:id:…``, after merging."""
    opaque = urn.rsplit(":", 1)[1]
    return ox.NamedNode(f"{edition.manifest.base}/id/{edition.manifest.redirects.get(opaque, opaque)}")


def node(edition: Edition, line: Line, name: str) -> ox.NamedNode:
    """The node that ``kind:key`` names in the line's source."""
    kind, _, key = name.partition(":")
    if kind == "record":
        return in_edition(edition, record_id(line.source, line.table, key, id_key(line.source)))
    return in_edition(edition, entity_id(line.source, kind, key, id_key(line.source)))


def walk(store: ox.Store, graph: ox.NamedNode, start: ox.NamedNode, path: str) -> set[Node]:
    """What a path of properties leads to within one record."""
    found: set[Node] = {start}
    for step in path.split("/"):
        nodes = [n for n in found if isinstance(n, ox.NamedNode)]
        quads = [q for n in nodes for q in store.quads_for_pattern(n, property_iri(step), None, graph)]
        found = {q.object for q in quads if isinstance(q.object, (ox.NamedNode, ox.Literal))}
    return found


def written(store: ox.Store, graph: ox.NamedNode, found: Node) -> set[str]:
    """How ``facts.csv`` may write a value: a literal's text, a term's or class's name, a thing's name."""
    if isinstance(found, ox.Literal):
        return {found.value}
    return {name.value for name in walk(store, graph, found, "prefLabel")} | {local_name(found.value)}


def missing(edition: Edition, line: Line) -> str | None:
    """Say what the record says instead of the line's value; None where it says it."""
    subject = node(edition, line, line.subject)
    if line.property == "is":
        return None if subject == node(edition, line, line.value) else f"{line.subject} is not {line.value}"
    graph = node(edition, line, f"record:{line.record}")
    found = walk(edition.store, graph, subject, line.property)
    said = {text for value in found for text in written(edition.store, graph, value)}
    if line.value in said:
        return None
    return f"{line.subject} {line.property}: {line.value!r} is not among {sorted(said)}"


@pytest.mark.parametrize("fact", sorted({line.fact for line in HELD}))
def test_the_graph_says_it(fact: str, edition: Edition) -> None:
    lines = of(HELD, fact)
    assert lines
    assert [trouble for line in lines if (trouble := missing(edition, line))] == []


def test_groups_without_names_made_no_people(edition: Edition) -> None:
    groups = [
        Line("", path.parent.name, path.name, record, "", "", "", "")
        for path in sorted(INGEST.glob("*/groups.csv"))
        for record in rows(path.parent.name, path.name)
    ]
    assert len(groups) == 5
    for line in groups:
        graph = node(edition, line, f"record:{line.record}")
        event = node(edition, line, f"event:{rows(line.source, line.table)[line.record]['event']}")
        assert walk(edition.store, graph, event, "groupFigure/count")
        assert not walk(edition.store, graph, event, "subjectPerson")
