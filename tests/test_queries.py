"""The named questions: their headers, their parameters, and their answers to the last row.

``data/questions.trig`` is synthetic, and ``data/answers.py`` holds its answers; ``test_the_shipped_data`` and
``test_every_question_answers_on_the_shipped_data`` ask the shipped edition.
"""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.editions import Edition
from habeas.errors import NotFoundError, QueryRefusedError, UnknownQueryError, UsageError
from habeas.sparql.guard import read_query
from habeas.sparql.library import Question, find_question, load_library, run, run_in_pool
from habeas.sparql.pool import WorkerPool
from habeas.sparql.question import read_question
from habeas.sparql.results import text_rows

ID = "http://localhost:8000/id/"
JUDGE, COLONY = "Synthetic Judge One", "Synthetic Colony"
ANSWERS = runpy.run_path(str(Path(__file__).parent / "data" / "answers.py"))["ANSWERS"]


@pytest.fixture(scope="module")
def library() -> dict[str, Question]:
    return load_library(Settings().queries)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "store"
    store = ox.Store(str(path))
    store.bulk_load(path=str(Path(__file__).parent / "data" / "questions.trig"), format=ox.RdfFormat.TRIG)
    store.flush()
    return path


def rows(answer: bytes) -> list[tuple[str, ...]]:
    return [tuple(cell.replace(ID, "") for cell in row) for row in text_rows(answer)[1]]


def test_every_question_has_its_answer_here(library: dict[str, Question]) -> None:
    assert len(ANSWERS) == 19
    assert set(ANSWERS) == set(library)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer(name: str, library: dict[str, Question], store_path: Path) -> None:
    given, variables, expected = ANSWERS[name]
    answer = run(library[name], given, store_path)
    assert text_rows(answer.body)[0] == variables.split()
    assert rows(answer.body) == expected


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_file_explains_itself_and_runs_as_it_is(
    name: str, library: dict[str, Question], store_path: Path
) -> None:
    question = library[name]
    assert question.title
    for said in (question.asks, question.audience, question.meaning, question.caution):
        assert len(said) > 20
    assert all(param.description for param in question.params)
    assert read_query(question.text).form == "SELECT"
    store = ox.Store.read_only(str(store_path))
    found = len(list(store.query(question.text)))
    if name == "facility-unknown-since":  # without a day: whom no placing with a date is known of
        assert found == 2
    else:
        assert found >= len(ANSWERS[name][2])


@pytest.mark.parametrize(
    "written",
    [
        "Synthetic Judge One",
        "synthetic JUDGE one",
        "  Synthetic Judge One ",
        "синтетична суддя",
        "judgesyntheticone234",
        f"{ID}judgesyntheticone234",
    ],
)
def test_a_name_parameter_takes_an_iri_an_id_or_a_label(
    written: str, library: dict[str, Question], store_path: Path
) -> None:
    answer = run(library["defendants-by-judge"], {"judge": written}, store_path)
    assert rows(answer.body) == ANSWERS["defendants-by-judge"][2]


@pytest.mark.parametrize(
    "written",
    [
        '" } SERVICE <http://localhost:9/> { ?a ?b ?c } VALUES ?x { "',
        "\\",
        '\\" } #',
        "'''",
        '"""',
        "{}{written}%s",
        "UNDEF",
        "?person",
        "line\nbreak\ttab\r",
        'Synthetic Judge One" UNDEF "Synthetic Judge Two',
    ],
)
def test_what_is_written_never_becomes_code(
    written: str, library: dict[str, Question], store_path: Path
) -> None:
    with pytest.raises(NotFoundError, match="nothing in this edition is called"):
        run(library["defendants-by-judge"], {"judge": written}, store_path)


def test_a_name_that_could_be_read_in_two_ways_is_refused(
    library: dict[str, Question], store_path: Path
) -> None:
    with pytest.raises(QueryRefusedError):
        run(library["defendants-by-judge"], {"judge": "\\u0022 } SERVICE"}, store_path)


@pytest.mark.parametrize(
    "written",
    [
        "http://x/> } #",
        "urn:x:{}",
        "https://x/<a>",
        'http://x/"',
        "http://x/\\u003E",
    ],
)
def test_what_only_looks_like_an_iri_is_refused(
    written: str, library: dict[str, Question], store_path: Path
) -> None:
    with pytest.raises((UsageError, NotFoundError)):
        run(library["defendants-by-judge"], {"judge": written}, store_path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "needs facility"),
        ({"facility": "  "}, "needs facility"),
        ({"facility": COLONY, "form": "2015-01-01"}, "no parameter 'form'"),
        ({"facility": COLONY, "from": "2015"}, "not a date"),
        ({"facility": COLONY, "from": "2015-02-30"}, "not a date"),
        ({"facility": COLONY, "to": '2015-01-01" } #'}, "not a date"),
        ({"facility": COLONY, "to": "20150101"}, "not a date"),
    ],
)
def test_wrong_parameters(
    given: dict[str, str], said: str, library: dict[str, Question], store_path: Path
) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        run(library["held-in-facility"], given, store_path)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("given", "events"),
    [
        ({}, 4),
        ({"from": "2015-06-30"}, 4),
        ({"from": "2015-07-01"}, 3),
        ({"to": "2015-06-01"}, 2),
        ({"to": "2015-05-31"}, 1),
        ({"from": "2018-03-01", "to": "2018-03-01"}, 2),
    ],
)
def test_only_what_is_certainly_outside_the_days_is_left_out(
    given: dict[str, str], events: int, library: dict[str, Question], store_path: Path
) -> None:
    found = rows(run(library["held-in-facility"], {"facility": COLONY, **given}, store_path).body)
    undated = [row for row in found if not row[5]]
    assert len(undated) == 1
    assert len(found) == events


def test_an_unknown_question_names_the_closest(library: dict[str, Question]) -> None:
    assert find_question(library, "timeline").name == "timeline"
    with pytest.raises(UnknownQueryError) as caught:
        find_question(library, "defendents-by-juge")
    assert "defendants-by-judge" in str(caught.value.mend)


def test_other_formats(library: dict[str, Question], store_path: Path) -> None:
    answer = run(library["releases-by-month"], {}, store_path, "csv")
    assert answer.body.splitlines()[0] == b"period,kind,people,groups,sources"
    with pytest.raises(UsageError, match="turtle"):
        run(library["releases-by-month"], {}, store_path, "turtle")


def test_a_pool_answers_the_same(library: dict[str, Question], store_path: Path) -> None:
    async def ask() -> bytes:
        async with WorkerPool(store_path, size=1) as pool:
            return (await run_in_pool(library["defendants-by-judge"], {"judge": JUDGE}, pool)).body

    assert rows(asyncio.run(ask())) == ANSWERS["defendants-by-judge"][2]


HEADER = (
    "# Title\n#\n# asks: a synthetic question\n# for: a test\n# means: something\n# does not mean: anything\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {}", "asks, for, means, does not mean"),
        ("#\n" + HEADER.partition("\n")[2] + "SELECT * {}", "has no title"),
        (HEADER.replace("# for: a test\n", "") + "SELECT * {}", "has no for"),
        (HEADER + "# param x (name): what\nSELECT * {}", "parameter x has no place"),
        (HEADER + "# param x (name): what\nSELECT * { VALUES ?x { 1 } }", "parameter x has no place"),
        (HEADER + "# param x (name): what\nSELECT * {} # VALUES ?x { UNDEF }", "parameter x has no place"),
    ],
)
def test_a_question_without_its_header_or_place(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "synthetic.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        read_question(file)
    assert caught.value.where == str(file)


def test_a_header_is_read(tmp_path: Path) -> None:
    file = tmp_path / "synthetic.rq"
    more = "#   and more\n# param x (name): what\n# param y (date, optional): when\n"
    file.write_text(HEADER + more + "SELECT * { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }", encoding="utf-8")
    question = read_question(file)
    assert (question.name, question.title, question.caution) == ("synthetic", "Title", "anything and more")
    assert [(p.name, p.kind, p.is_required, p.description) for p in question.params] == [
        ("x", "name", True, "what"),
        ("y", "date", False, "when"),
    ]


def test_the_shipped_data(library: dict[str, Question], edition: Edition) -> None:
    answer = run(library["defendants-by-judge"], {"judge": "Yelena Tedeeva"}, edition.store_path)
    variables, found = text_rows(answer.body)
    (row,) = (dict(zip(variables, cells, strict=True)) for cells in found)
    assert row["defendant"] == "Volodymyr Balukh"
    assert row["court"] == "Razdolnensky District Court of Crimea"
    assert (row["termMonths"], row["fine"], row["currency"]) == ("43", "10000", "RUB")
    assert row["source"]
    assert row["locator"]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_every_question_answers_on_the_shipped_data(
    name: str, library: dict[str, Question], edition: Edition
) -> None:
    """Or its file says why there is no row."""
    question = library[name]
    answer = run(question, question.example, edition.store_path)
    found = text_rows(answer.body)[1]
    assert bool(found) != bool(question.shipped)
    assert len(found) == len({tuple(row) for row in found}), "no row twice"
