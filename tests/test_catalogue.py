from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from sqlalchemy import Connection, text

from habeas.catalogue import Asked, Catalogue, bake, class_count, class_page, find, search
from habeas.catalogue.pages import inward, linked_counts, linked_pages
from habeas.catalogue.reading import AskedStatements, read_literals, statement_pages
from habeas.config import Settings
from habeas.errors import EditionError, QueryTimeoutError, QueryTooLargeError, UsageError
from habeas.model import Model, read_model

BASE = "http://localhost:8000"
DATA = Path(__file__).parent / "data" / "catalogue" / "synthetic.trig"
SETTINGS = Settings()


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(path=str(DATA), format=ox.RdfFormat.TRIG)
    return made


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, model: Model, store: ox.Store) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    bake(store, model, path, BASE)
    opened = Catalogue(path, model)
    yield opened
    opened.close()


@pytest.fixture
def reading(catalogue: Catalogue) -> Iterator[Connection]:
    with catalogue.reading() as connection:
        yield connection


def labels(reading: Connection, catalogue: Catalogue, class_name: str, asked: Asked) -> list[str]:
    return [node.label for node in class_page(reading, catalogue.layout, class_name, asked).nodes]


def test_same_input_same_content(tmp_path: Path, model: Model, store: ox.Store) -> None:
    """The second store is loaded in another order."""
    quads = sorted(store, key=str, reverse=True)
    other = ox.Store()
    other.extend(quads)
    bake(store, model, tmp_path / "a.sqlite", BASE)
    bake(other, model, tmp_path / "b.sqlite", BASE)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_baking_over_a_file_replaces_it(tmp_path: Path, model: Model, store: ox.Store) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database")
    bake(store, model, path, BASE)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_members_stand_in_the_tables_of_their_ancestors(reading: Connection, catalogue: Catalogue) -> None:
    counts = {
        name: class_count(reading, catalogue.layout, name) for name in ("Sentencing", "Release", "Event")
    }
    assert counts == {"Sentencing": 11, "Release": 2, "Event": 14}


def test_a_disputed_event_is_no_member_but_can_be_found(reading: Connection, catalogue: Catalogue) -> None:
    assert class_count(reading, catalogue.layout, "Death") == 0
    assert find(reading, catalogue.layout, "death", "Death") is None
    found = find(reading, catalogue.layout, "death", catalogue.layout.root)
    assert found is not None
    assert found.class_name == catalogue.layout.root
    assert "death" not in {n.key for n in class_page(reading, catalogue.layout, "Entity", Asked(200)).nodes}


def test_columns_have_the_types_of_their_literals(reading: Connection) -> None:
    row = reading.execute(
        text(
            'SELECT "termMonths", "fineAmount", "fineCurrency", aggregate, typeof("fineAmount") '
            'FROM "class_Sentence" JOIN node ON id = node WHERE key = :key'
        ),
        {"key": "t03"},
    ).one()
    assert tuple(row) == (3, 3000.5, "XTS", 1, "real")


def test_events_are_in_the_order_of_time_and_people_of_names(
    reading: Connection, catalogue: Catalogue
) -> None:
    events = labels(reading, catalogue, "Event", Asked(50))
    assert events[0] == "Sentencing of Synthetic Person 01"
    assert events[-1] == "Other release of Synthetic Person 02", "the undated stands last"
    people = labels(reading, catalogue, "Person", Asked(50))
    assert people == sorted(people)


def test_pages_join_without_gap_or_overlap(reading: Connection, catalogue: Catalogue) -> None:
    found: list[str] = []
    after = None
    for _ in range(10):
        page = class_page(reading, catalogue.layout, "Person", Asked(4, after))
        found += [node.key for node in page.nodes]
        if not page.has_next:
            break
        after = page.nodes[-1].cursor
    assert len(found) == len(set(found)) == 14


def test_a_cursor_stays_true_when_its_node_is_gone(
    tmp_path: Path, catalogue: Catalogue, model: Model, store: ox.Store
) -> None:
    with catalogue.reading() as reading:
        cursor = class_page(reading, catalogue.layout, "Person", Asked(3)).nodes[-1].cursor
        expected = labels(reading, catalogue, "Person", Asked(1, cursor))
    fewer = ox.Store()
    fewer.extend(quad for quad in store if "judge" not in str(quad.subject))
    bake(fewer, model, tmp_path / "fewer.sqlite", BASE)
    other = Catalogue(tmp_path / "fewer.sqlite", model)
    with other.reading() as reading:
        assert labels(reading, other, "Person", Asked(1, cursor)) == expected
    other.close()


@pytest.mark.parametrize("cursor", ["", "x", "WzFd", "bnVsbA", "WyJhIiwxXQ", "\u0435"])
def test_a_strange_cursor_is_refused(reading: Connection, catalogue: Catalogue, cursor: str) -> None:
    with pytest.raises(UsageError, match="not a cursor"):
        class_page(reading, catalogue.layout, "Person", Asked(1, cursor))


@pytest.mark.parametrize(
    ("class_name", "where", "count"),
    [
        ("Person", {"label": {"eq": "Synthetic Person 01"}}, 1),
        ("Person", {"label": {"contains": "PERSON 0"}}, 9),
        ("Person", {"id": {"eq": "p01"}}, 1),
        ("Person", {"id": {"eq": f"{BASE}/id/p01"}}, 1),
        ("Person", {"prefLabel": {"contains": "вигадана"}}, 1),
        ("Person", {"describedAs": {"eq": "synthetic writer"}}, 1),
        ("Person", {"sentencedBy": {"label": {"eq": "Synthetic Judge K"}}}, 4),
        ("Person", {"sentenced": {"label": {"eq": "Synthetic Person 01"}}}, 1),
        ("Person", {"sentencedBy": {"sentenced": {"sentencedBy": {"id": {"eq": "judgej"}}}}}, 7),
        ("Person", {"sentencedBy": {}}, 11),
        ("Event", {"type": {"eq": "Sentencing"}, "subjectPerson": {"id": {"eq": "p01"}}}, 1),
        ("Sentence", {"termMonths": {"eq": 5}}, 1),
        ("Sentence", {"aggregate": {"eq": True}}, 6),
        ("Sentence", {"fineAmount": {"eq": "5000.50"}}, 1),
        ("Sentencing", {"earliest": {"eq": "2020-03-01"}}, 1),
        ("Sentencing", {"imposed": {"penalty": {"label": {"eq": "Imprisonment"}}}, "judge": {}}, 11),
        ("Person", {"label": {"eq": "'; DROP TABLE node; --"}}, 0),
    ],
)
def test_filters(
    reading: Connection, catalogue: Catalogue, class_name: str, where: dict[str, object], count: int
) -> None:
    assert class_count(reading, catalogue.layout, class_name, where) == count
    assert len(class_page(reading, catalogue.layout, class_name, Asked(50, where=where)).nodes) == count


def test_a_filter_may_not_be_deep_or_long(reading: Connection, catalogue: Catalogue) -> None:
    deep: dict[str, object] = {"label": {"eq": "x"}}
    for _ in range(8):
        deep = {"coDefendant": deep}
    with pytest.raises(QueryTooLargeError):
        class_page(reading, catalogue.layout, "Person", Asked(1, where=deep))
    with pytest.raises(UsageError, match="no 'height'"):
        class_page(reading, catalogue.layout, "Person", Asked(1, where={"height": {"eq": 1}}))


def test_pages_for_many_parents(reading: Connection, catalogue: Catalogue, model: Model) -> None:
    layout = catalogue.layout
    judges = [find(reading, layout, key, "Person") for key in ("judgej", "judgek")]
    ids = [judge.id for judge in judges if judge]
    side = inward(layout, model.inverses("Person")["sentenced"])
    first = linked_pages(reading, layout, side, ids, Asked(3))
    assert [[n.key for n in first[i].nodes] for i in ids] == [["p01", "p02", "p03"], ["p08", "p09", "p10"]]
    assert [first[i].has_next for i in ids] == [True, True]
    after = first[ids[0]].nodes[-1].cursor
    second = linked_pages(reading, layout, side, ids, Asked(4, after))
    assert [[n.key for n in second[i].nodes] for i in ids] == [
        ["p04", "p05", "p06", "p07"],
        ["p08", "p09", "p10", "p11"],
    ]
    assert [second[i].has_next for i in ids] == [False, False]
    assert linked_counts(reading, layout, side, ids, {"label": {"contains": "1"}}) == {ids[0]: 1, ids[1]: 2}


def test_statements_name_their_records(reading: Connection, catalogue: Catalogue) -> None:
    layout = catalogue.layout
    sentencing = find(reading, layout, "s01", "Sentencing")
    assert sentencing is not None
    page = statement_pages(reading, layout, [sentencing.id], AskedStatements(10, None, "defendant"))[
        sentencing.id
    ]
    assert [s.property_name for s in page.statements] == ["defendant", "defendant"]
    assert len({s.record for s in page.statements}) == 2
    everything = statement_pages(reading, layout, [sentencing.id], AskedStatements(2))[sentencing.id]
    assert everything.has_next
    after = everything.statements[-1].cursor
    rest = statement_pages(reading, layout, [sentencing.id], AskedStatements(10, after))[sentencing.id]
    assert [s.property_name for s in rest.statements] == ["imposed", "judge", "type"]


def test_a_record_says_nothing_of_itself(reading: Connection) -> None:
    said = text("SELECT count(*) FROM statement JOIN node ON node.id = subject WHERE class = 'Record'")
    assert reading.execute(said).scalar() == 0


def test_languages_are_kept(reading: Connection, catalogue: Catalogue) -> None:
    vera = find(reading, catalogue.layout, "vera", "Person")
    assert vera is not None
    found = read_literals(reading, catalogue.layout, "altLabel", [vera.id])[vera.id]
    assert [(t.value, t.language) for t in found] == [("Synthetic Vera", "en"), ("Вера Выдуманная", "ru")]


@pytest.mark.parametrize(
    ("question", "first", "name"),
    [
        ("вигадана", "vera", "Віра Вигадана"),
        ("ВИГАДАНА Віра", "vera", "Віра Вигадана"),
        ("Vyhadana", "vera", "Віра Вигадана"),
        ("Vydumannaya", "vera", "Вера Выдуманная"),
        ("Vira", "vera", "Віра Вигадана"),
        ("ві", "vera", "Віра Вигадана"),
        ("v", "vera", "Віра Вигадана"),
        ("Synthetic Person 07", "p07", "Synthetic Person 07"),
        ("person 07 (synthetic)", "p07", "Synthetic Person 07"),
    ],
)
def test_search_in_any_script(
    reading: Connection, catalogue: Catalogue, question: str, first: str, name: str
) -> None:
    hits = search(reading, catalogue.layout, question, 20)
    assert (hits[0].node.key, hits[0].name) == (first, name)


@pytest.mark.parametrize("question", ["", "  ", '"', "* OR *", "nobody at all", "%", "NEAR(", "-"])
def test_search_that_finds_nothing(reading: Connection, catalogue: Catalogue, question: str) -> None:
    assert search(reading, catalogue.layout, question, 20) == []


def test_search_limits_and_classes(reading: Connection, catalogue: Catalogue) -> None:
    assert len(search(reading, catalogue.layout, "synthetic", 3)) == 3
    courts = search(reading, catalogue.layout, "synthetic", 50, ["Court"])
    assert [hit.node.key for hit in courts] == ["court"]
    agents = search(reading, catalogue.layout, "synthetic", 50, ["Agent"])
    assert len(agents) == 16


def test_a_slow_question_is_stopped(catalogue: Catalogue) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(QueryTimeoutError), catalogue.reading(seconds=0.05) as connection:
        connection.execute(text(endless)).scalar()
    with catalogue.reading(seconds=5) as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_catalogue_cannot_be_written(catalogue: Catalogue) -> None:
    with catalogue.reading() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("DELETE FROM node"))


def test_a_missing_catalogue_is_told(tmp_path: Path, model: Model) -> None:
    with pytest.raises(EditionError, match="no catalogue"):
        Catalogue(tmp_path / "none.sqlite", model)


def test_pages_read_ranges_of_indexes(reading: Connection) -> None:
    """A page of what a node links to, and a filter on equality, read no table from end to end."""
    link = 'SELECT subject FROM "link_judge" WHERE object = 1 AND subject > 0 ORDER BY subject LIMIT 3'
    column = 'SELECT node FROM "class_Sentence" WHERE "termMonths" = 3 ORDER BY node'
    for query in (link, column):
        plan = [row[3] for row in reading.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
        assert len(plan) == 1
        assert plan[0].startswith("SEARCH")


def test_a_property_added_to_the_declarations_becomes_a_column(tmp_path: Path, store: ox.Store) -> None:
    ontology, shapes = tmp_path / "ontology", tmp_path / "shapes"
    shutil.copytree(SETTINGS.ontology, ontology)
    shutil.copytree(SETTINGS.shapes, shapes)
    with (ontology / "habeas.ttl").open("a") as file:
        file.write('hab:syntheticMark a owl:DatatypeProperty ; rdfs:label "synthetic mark"@en .\n')
    with (shapes / "Person.ttl").open("a") as file:
        file.write(
            "shape:Person sh:property shape:Person-syntheticMark .\n"
            "shape:Person-syntheticMark sh:path hab:syntheticMark .\n"
            "shape:Person-syntheticMark sh:datatype xsd:integer ; sh:maxCount 1 .\n"
        )
    model = read_model(ontology, shapes)
    hab, xsd = "https://w3id.org/habeas/ns#", "http://www.w3.org/2001/XMLSchema#"
    mark = ox.Quad(
        ox.NamedNode(f"{BASE}/id/p01"),
        ox.NamedNode(f"{hab}syntheticMark"),
        ox.Literal("7", datatype=ox.NamedNode(f"{xsd}integer")),
    )
    marked = ox.Store()
    marked.extend([*store, mark])
    bake(marked, model, tmp_path / "catalogue.sqlite", BASE)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite", model)
    with catalogue.reading() as reading:
        assert class_count(reading, catalogue.layout, "Person", {"syntheticMark": {"eq": 7}}) == 1
    catalogue.close()
