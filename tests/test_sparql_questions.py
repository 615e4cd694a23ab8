"""What single questions promise: their parameters' meaning, and what they leave out on purpose.

``test_queries.py`` holds one answer of each question to the last row; here are the others that its header promises.
"""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.errors import NotFoundError, UsageError
from habeas.model import read_model
from habeas.model.namespaces import HAB
from habeas.sparql.library import Question, load_library, run
from habeas.sparql.question import read_question
from habeas.sparql.results import text_rows

ID = "http://localhost:8000/id/"
SETTINGS = Settings()
TRIG = Path(__file__).parent / "data" / "questions.trig"
ZETA, ETA, THETA, IOTA, KAPPA, MU = (
    f"Synthetic Person {name}" for name in ("Zeta", "Eta", "Theta", "Iota", "Kappa", "Mu")
)


@pytest.fixture(scope="module")
def library() -> dict[str, Question]:
    return load_library(SETTINGS.queries)


def stored(folder: Path, quads: list[ox.Quad] | None = None) -> Path:
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(TRIG), format=ox.RdfFormat.TRIG)
    store.extend(quads or [])
    store.flush()
    return folder / "store"


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("questions"))


def ask(question: Question, store_path: Path, **given: str) -> list[dict[str, str]]:
    variables, rows = text_rows(run(question, given, store_path).body)
    return [dict(zip(variables, (cell.removeprefix(ID) for cell in row), strict=True)) for row in rows]


# --- headers ------------------------------------------------------------------------------


def test_there_are_all_questions_of_the_design_but_the_one_that_waits(library: dict[str, Question]) -> None:
    named = """defendants-by-judge judges-by-article held-in-facility timeline co-defendants lawyers-prosecuted
        disagreements facility-unknown-since median-terms over-maximum outside-appointment deaths-by-facility
        custody-extensions list-differences figures-in-conflict releases-by-month statements-with-source exchanges
        restricted-in-public"""
    assert set(named.split()) == set(library)
    assert len(library) == 19


def test_a_header_s_examples_are_of_its_parameters(library: dict[str, Question]) -> None:
    for question in library.values():
        examples = [line for line in question.text.splitlines() if line.startswith("# example ")]
        assert len(examples) == len(question.example), question.name
        required = {p.name for p in question.params if p.is_required}
        assert required <= question.example.keys(), question.name


def test_no_parameter_is_called_as_the_format_is(library: dict[str, Question]) -> None:
    assert not [q.name for q in library.values() for p in q.params if p.name in {"format", "query", "output"}]


def test_a_choice_is_read(library: dict[str, Question], tmp_path: Path) -> None:
    (by,) = library["median-terms"].params
    assert (by.kind, by.is_required, by.choices) == ("choice", False, ("judge", "court", "article", "year"))
    assert by.example == "year"
    file = tmp_path / "synthetic.rq"
    header = "# T\n# asks: a\n# for: b\n# means: c\n# does not mean: d\n# param x (choice one|two): which\n"
    file.write_text(header + "SELECT * { VALUES ?x { UNDEF } }", encoding="utf-8")
    (param,) = read_question(file).params
    assert (param.kind, param.is_required, param.choices) == ("choice", True, ("one", "two"))


@pytest.mark.parametrize("written", ["moon", "judge|court", 'judge" } #', "Judge", "UNDEF"])
def test_only_a_choice_can_be_chosen(written: str, library: dict[str, Question], store_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be") as caught:
        ask(library["median-terms"], store_path, by=written)
    assert caught.value.mend == "choose one of judge, court, article, year"


@pytest.mark.parametrize(
    ("kind", "of", "by_citation", "is_required"),
    [
        ("name", "", False, True),
        ("name of Person", "Person", False, True),
        ("name of Article or citation, optional", "Article", True, False),
        ("name or citation", "", True, True),
    ],
)
def test_a_header_says_what_a_name_may_mean(
    kind: str, of: str, by_citation: bool, is_required: bool, tmp_path: Path
) -> None:
    file = tmp_path / "synthetic.rq"
    header = f"# T\n# asks: a\n# for: b\n# means: c\n# does not mean: d\n# param x ({kind}): which\n"
    file.write_text(header + "SELECT * { VALUES ?x { UNDEF } }", encoding="utf-8")
    (param,) = read_question(file).params
    assert (param.kind, param.choices) == ("name", ())
    assert (param.of, param.by_citation, param.is_required) == (of, by_citation, is_required)


def test_a_name_means_one_thing_of_a_class_that_exists(library: dict[str, Question]) -> None:
    classes = read_model(SETTINGS.ontology, SETTINGS.shapes).classes
    names = [(q.name, p) for q in library.values() for p in q.params if p.kind == "name"]
    assert len(names) == 8
    assert all(p.of in classes for _, p in names)
    assert [name for name, p in names if p.by_citation] == ["judges-by-article"]


def test_the_body_is_the_query_without_its_header(library: dict[str, Question]) -> None:
    for question in library.values():
        assert question.body.startswith("PREFIX")
        assert question.text.endswith(question.body + "\n")


# --- judges-by-article ---------------------------------------------------------------------


def test_without_an_article_every_article_is_told(library: dict[str, Question], store_path: Path) -> None:
    rows = ask(library["judges-by-article"], store_path)
    assert len(rows) == 14
    assert {row["article"].removeprefix("article-") for row in rows} == {"old", "new", "eight", "nine", "ten"}


def test_an_article_that_nobody_named_is_no_empty_answer(
    library: dict[str, Question], store_path: Path
) -> None:
    with pytest.raises(NotFoundError):
        ask(library["judges-by-article"], store_path, article="Article 1 of no code")


# --- facility-unknown-since ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "unknown"),
    [
        ("2014-12-31", [IOTA, THETA]),
        ("2015-01-01", [IOTA, THETA, ZETA]),
        ("2019-07-31", [IOTA, THETA, ZETA]),
        ("2019-08-01", [ETA, IOTA, THETA, ZETA]),
        ("2020-05-01", [ETA, IOTA, THETA, ZETA]),
        ("2020-05-02", [ETA, IOTA, MU, THETA, ZETA]),
        ("2099-01-01", [ETA, IOTA, MU, THETA, ZETA]),
    ],
)
def test_a_placing_counts_until_its_last_day(
    date: str, unknown: list[str], library: dict[str, Question], store_path: Path
) -> None:
    """Kappa's has no last day; nobody asks where Nu is, who was released."""
    rows = ask(library["facility-unknown-since"], store_path, date=date)
    assert sorted({row["prisoner"] for row in rows}) == unknown


# --- median-terms --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "article",
            [
                ("Article 10 of the Synthetic Code", "Suspended sentence", "1", "100"),
                ("Article 7 of the Synthetic Code, since 2016", "Penal colony", "3", "83"),
                ("Article 7 of the Synthetic Code, since 2016", "not stated", "1", "70"),
                ("Article 7 of the Synthetic Code, to 2015", "Penal colony", "2", "48"),
                ("Article 8 of the Synthetic Code", "Penal colony", "4", "87"),
                ("Article 8 of the Synthetic Code", "Suspended sentence", "1", "100"),
                ("Article 8 of the Synthetic Code", "not stated", "1", "70"),
                ("Article 9 of the Synthetic Code", "Penal colony", "1", "400"),
            ],
        ),
        (
            "court",
            [
                ("Synthetic City Court", "Penal colony", "5", "70"),
                ("Synthetic City Court", "Suspended sentence", "1", "100"),
                ("Synthetic District Court", "Colony settlement", "1", "43"),
                ("Synthetic District Court", "Penal colony", "1", "400"),
            ],
        ),
        (
            "year",  # not 2020 or 2021: Nu was sentenced in one of them
            [
                ("2009", "Penal colony", "1", "30"),
                ("2014", "Penal colony", "1", "48"),
                ("2015", "Colony settlement", "1", "43"),
                ("2017", "Penal colony", "1", "48"),
                ("2018", "Penal colony", "2", "87"),
                ("2018", "not stated", "1", "70"),
                ("2019", "Penal colony", "1", "400"),
                ("2025", "not stated", "1", "66"),
            ],
        ),
    ],
)
def test_medians(
    by: str, expected: list[tuple[str, ...]], library: dict[str, Question], store_path: Path
) -> None:
    rows = ask(library["median-terms"], store_path, by=by)
    assert [(row["name"], row["penalty"], row["sentences"], row["median"]) for row in rows] == expected
    assert {row["by"] for row in rows} == {by}


def test_without_a_choice_all_are_told(library: dict[str, Question], store_path: Path) -> None:
    rows = ask(library["median-terms"], store_path)
    each = [
        r
        for by in ("article", "court", "judge", "year")
        for r in ask(library["median-terms"], store_path, by=by)
    ]
    assert rows == each
    assert len(rows) == 25


def sentencing(number: int, judge: int, months: int) -> list[ox.Quad]:
    def hab(name: str) -> ox.NamedNode:
        return ox.NamedNode(HAB + name)

    def thing(name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{ID}random-{name}")

    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    one, sentence = thing(f"sentencing-{number}"), thing(f"sentence-{number}")
    return [
        ox.Quad(one, kind, hab("Sentencing")),
        ox.Quad(one, hab("defendant"), thing(f"person-{number}")),
        ox.Quad(one, hab("judge"), thing(f"judge-{judge}")),
        ox.Quad(one, hab("imposed"), sentence),
        ox.Quad(sentence, hab("termMonths"), ox.Literal(months)),
    ]


def test_medians_are_those_of_python(library: dict[str, Question], tmp_path: Path) -> None:
    chance = random.Random(1900)
    terms: dict[str, list[int]] = defaultdict(list)
    quads: list[ox.Quad] = []
    for number in range(400):
        judge, months = chance.randrange(40), chance.choice((1, 2, 12, 12, 36, 43, 60, 61, 120, 240))
        terms[f"random-judge-{judge}"].append(months)
        quads += sentencing(number, judge, months)
    rows = ask(library["median-terms"], stored(tmp_path, quads), by="judge")
    found = {row["group"]: row for row in rows if row["group"] in terms}
    assert len(found) == len(terms) == 40
    for judge_id, months_of in terms.items():
        row = found[judge_id]
        assert float(row["median"]) == statistics.median(months_of), judge_id
        assert int(row["sentences"]) == len(months_of)
        assert (int(row["shortest"]), int(row["longest"])) == (min(months_of), max(months_of))
    assert {row["median"].endswith(".5") for row in found.values()} == {True, False}


# --- list-differences ----------------------------------------------------------------------


def test_the_order_of_the_lists_makes_no_difference(library: dict[str, Question], store_path: Path) -> None:
    question = library["list-differences"]
    both = ask(question, store_path, list="Synthetic List A", other="Synthetic List B")
    assert both == ask(question, store_path, list="Synthetic List B", other="Synthetic List A")
    assert both == ask(question, store_path, list="Synthetic List A") == ask(question, store_path)


@pytest.mark.parametrize("other", ["Synthetic List A", "Synthetic List C"])
def test_a_list_is_not_compared_with_itself_nor_with_one_of_unknown_members(
    other: str, library: dict[str, Question], store_path: Path
) -> None:
    assert ask(library["list-differences"], store_path, list="Synthetic List A", other=other) == []


# --- restricted-in-public ------------------------------------------------------------------


def test_every_class_and_property_that_is_not_public_is_asked_for(library: dict[str, Question]) -> None:
    """What the question lists is what the shapes say; add the line to the question that is wanting here."""
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    tiers: dict[str, set[str]] = defaultdict(set)
    for name in model.classes:
        for prop in model.properties(name).values():
            tiers[prop.name].add(prop.tier)
    hidden = {name for name in model.classes if any(c.tier != "public" for c in model.ancestors(name))}
    asked = dict(pairs(library["restricted-in-public"].body))
    expected = {name: next(iter(found)) for name, found in tiers.items() if found != {"public"}}
    assert all(len(tiers[name]) == 1 for name in expected), "a property of two tiers: ask for its class too"
    assert asked == {**expected, **{name: model.classes[name].tier for name in hidden}}
    assert len(hidden) >= 2
    assert len(expected) >= 7


def pairs(text: str) -> list[tuple[str, str]]:
    words = (
        line.strip().strip("()").split() for line in text.splitlines() if line.strip().startswith("(hab:")
    )
    return [(name.removeprefix("hab:"), tier.removeprefix("tier:")) for name, tier in words]
