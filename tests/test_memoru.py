"""One-line Russian texts on a sentence: the parts that are told apart, and how well, by the labelled lines."""

from __future__ import annotations

import csv
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from habeas.ingest import ingest_source, read_source
from habeas.ingest.functions import sentencing_body, sentencing_text
from habeas.ingest.functions.word_tables import read_table
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import HAB

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench" / "memoru"
SOURCE = ROOT / "ingest" / "memoru-strings" / "source.toml"


def load(name: str) -> ModuleType:
    """A script of the bench as a module."""
    spec = importlib.util.spec_from_file_location(f"memoru_{name}", BENCH / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("text", "body", "when"),
    [
        ("Арская райтройка 2 июня 1931 г.", "Арская райтройка", "1931-06-02"),
        ("Арский РИК в мае 1931 г.", "Арский РИК", "1931-05"),
        ("Тройка при ПП ОГПУ ЗСК, протокол № 384 27 апреля 1933 г.", "Тройка при ПП ОГПУ ЗСК", "1933-04-27"),
        ("Особым совещанием при НКВД. в 1938 г.", "Особым совещанием при НКВД", "1938"),
        ("УНКВД Ленинградской обл. в 1937 г.", "УНКВД Ленинградской обл", "1937"),
        ('"тройка" 24 октября 1937 г., обв.: АСА.', "тройка", "1937-10-24"),
        ('"тройкой" НКВД СССР 25 августа 1937 г.', '"тройкой" НКВД СССР', "1937-08-25"),
        ("по решению Гдовского райисполкома в 1931 г.", "Гдовского райисполкома", "1931"),
        ("На основании протокола № 39 НКВД", "НКВД", None),
        ("Заседание тройки УНКВД по СКО 26 ноября 1937 г.", "тройки УНКВД по СКО", "1937-11-26"),
        ("Распоряжение МВД СССР #1/10169 5 мая 1933 г.", "МВД СССР", "1933-05-05"),
        ("УНКВД спецлагеря № 240 5 мая 1943 г.", "УНКВД спецлагеря № 240", "1943-05-05"),
        ("Военный трибунал 42 армии (заочно) 15 декабря 1941 г.", "Военный трибунал 42 армии", "1941-12-15"),
        ("лагерный суд (тройка) Дальстроя", "лагерный суд (тройка) Дальстроя", None),
        ("тройка , обв.: 58-10, -11.", "тройка", None),
        ("27 июля 1937 г. УНКВД по ЗКО.", "УНКВД по ЗКО", "1937-07-27"),
        ("Павловский РИК в 1931 г., обв.: пост.СНК и ЦИК от 01.02.1930 г..", "Павловский РИК", "1931"),
        ("РИК, обв.: Постановление ЦИК и СНК СССР от 01.02.1930 г.", "РИК", None),
        ("в июле 1930 г.", None, "1930-07"),
        ("в Ивановской обл. , обв.: 58.", None, None),
        ("без решения суда", None, None),
        ("???", None, None),
    ],
)
def test_body_and_date(text: str, body: str | None, when: str | None) -> None:
    assert sentencing_body.body(text) == body
    assert sentencing_text.decided(text) == when


def test_a_day_that_does_not_exist_is_refused_and_its_wording_kept() -> None:
    text = "тройка при УНКВД по ДВК 31 ноября 1938 г."
    with pytest.raises(ValueError, match="1938-11-31"):
        sentencing_text.decided(text)
    assert sentencing_text.decided_text(text) == "31 ноября 1938 г."
    assert sentencing_body.body(text) == "тройка при УНКВД по ДВК"


@pytest.mark.parametrize("text", ["Верхне-Услонский р-н, д.Савино в 1930 г.", "МГПО 1 мая 1937 г."])
def test_a_phrase_without_a_word_for_a_body_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no word for a body"):
        sentencing_body.body(text)
    with pytest.raises(ValueError, match="no word for a body"):
        sentencing_body.body_class(text)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Военный трибунал войск НКВД", "Court"),
        ("Коллегия Верховного суда СССР", "Court"),
        ("Коллегия ОГПУ", "Body"),
        ("отдел РВТ 5-й армии", "Court"),
        ("Особый отдел ВЧК 5 армии", "Body"),
        ("Судебной тройкой при Коллегии ГПУ УССР", "Court"),
        ("следственная комиссия при ревтрибунале", "Body"),
        ("ВС СССР", "Court"),
        ("ВС Коллегии ОГПУ в Казахстане", "Body"),
        ("ВТ в/НКВД", "Court"),
        ("собрание бедноты и колхозников", "Body"),
        ("Осуждение", None),
        ("государственный строй", None),
    ],
)
def test_the_class_is_that_of_the_first_word_that_has_one(phrase: str, expected: str | None) -> None:
    assert sentencing_body.class_of(phrase) == expected


def test_no_body_has_no_class_and_no_key() -> None:
    assert sentencing_body.body_class("в 1931 г.") is None
    assert sentencing_body.body_key("в 1931 г.") is None


@pytest.mark.parametrize(
    ("phrase", "which"),
    [
        ("тройка", False),
        ("облсуд", False),
        ("Военный трибунал войск НКВД", False),
        ("тройка при УНКВД", False),
        ("собрание бедноты и колхозников", False),
        ("Арская райтройка", True),
        ("Яроблсуд", True),
        ("108 Военный трибунал", True),
        ("тройка при УНКВД по ДВК", True),
        ("Верховный суд СССР", True),
        ("ОСО", True),
        ("Коллегия ОГПУ", True),
    ],
)
def test_bodies_of_one_kind_are_one_only_where_the_phrase_says_which(phrase: str, which: bool) -> None:
    assert sentencing_body.says_which(phrase) is which
    assert sentencing_body.body_key(f"{phrase} в 1931 г.") == (phrase if which else None)


@pytest.mark.parametrize(
    ("accusation", "articles"),
    [
        ("58-1б, 11", ["58-1(б)", "58-11"]),
        ("по ст. 58-8-10-11 УК РСФСР", ["58-8 УК РСФСР", "58-10 УК РСФСР", "58-11 УК РСФСР"]),
        ("58-10, -11", ["58-10", "58-11"]),
        ('68-"а", 76 УК БССР - Агент', ["68(а) УК БССР", "76 УК БССР"]),
        ("58/8, /10 УК РСФСР", ["58-8 УК РСФСР", "58-10 УК РСФСР"]),
        ("54-10ч2 УК УССР", ["54-10(2) УК УССР"]),
        ("73БССР", ["73 УК БССР"]),
        ("72а, 76УК БССР", ["72(а) УК БССР", "76 УК БССР"]),
        ("в рамках 58-7-11", ["58-7", "58-11"]),
        ("СОЭ", []),
        ("ст. КРД", []),
        ("выселен, вагон №466754", []),
        ("постановление ЦИК и СНК СССР от 1.02.1930 г.", []),
    ],
)
def test_articles_of_the_accusation(accusation: str, articles: list[str]) -> None:
    text = f"ОСО 26 августа 1946 г., обв.: {accusation}."
    assert [str(article) for article in sentencing_text.charged(text)] == articles


def test_articles_are_given_to_mappings_one_by_one() -> None:
    text = "ОСО 26 августа 1946 г., обв.: обв.: по ст. 58-10 ч. 2, 11 УК РСФСР.."
    assert sentencing_text.accusation(text) == "по ст. 58-10 ч. 2, 11 УК РСФСР"
    assert sentencing_text.charge(text, 1) == "УК РСФСР|58-10(2)"
    assert sentencing_text.charge(text, 2) == "УК РСФСР|58-11"
    assert sentencing_text.charge(text, 3) is None
    assert sentencing_text.charge(text, 0) is None
    assert sentencing_text.accusation("ОСО 26 августа 1946 г.") is None


def test_no_form_stands_for_two_classes() -> None:
    forms = [form for row in read_table("body_words")["word"] for form in row["forms"]]
    assert len(forms) > 100
    assert sorted(forms) == sorted(set(forms))


def test_the_drawn_lines_are_those_of_the_labels() -> None:
    draw = load("draw")
    with (BENCH / "labels.csv").open(encoding="utf-8", newline="") as rows:
        labelled = [int(row["line"]) for row in csv.DictReader(rows)]
    assert len(labelled) == 300
    assert draw.draw(draw.left_out()) == labelled


def test_lines_that_name_a_person_are_neither_drawn_nor_mapped() -> None:
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["table"][0]
    refused = {refusal["row"] for refusal in table["reject"]}
    assert refused == load("draw").left_out()
    assert len(refused) == 24


@pytest.mark.parametrize(
    ("field", "precision", "recall"), [("body", 0.98, 0.98), ("when", 0.99, 0.99), ("articles", 0.98, 0.98)]
)
def test_labelled_lines_are_read(shared: Path, field: str, precision: float, recall: float) -> None:
    evaluate = load("evaluate")
    pairs = evaluate.compared(shared / "data")
    assert len(pairs) == 300
    score = evaluate.score(field, pairs)
    assert score.labelled > 250
    assert score.precision >= precision
    assert score.recall >= recall


def test_every_line_is_mapped_or_rejected_and_none_that_names_a_person(shared: Path) -> None:
    source = read_source(SOURCE.parent, data=shared / "data")
    model = read_model(ROOT / "ontology", ROOT / "shapes")
    done = ingest_source(source, model, read_vocabularies(ROOT / "ontology"))
    lines = (shared / "data" / "memoru-strings" / "whoprig.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(lines) == 19_470
    assert done.rows == sum(bool(line.strip()) for line in lines)
    assert (done.mapped, done.rejected) == (19_422, 47)
    rejected = {reject.row for reject in done.rejects if reject.whole_row}
    unread = {reject.row for reject in done.rejects if not reject.whole_row}
    left_out = load("draw").left_out()
    assert left_out < rejected
    assert {10682, 11199, 11328} < unread
    values = [(quad, quad.object.value) for quad in done.quads if isinstance(quad.object, ox.Literal)]
    said = [int(value) for quad, value in values if quad.predicate.value == f"{HAB}rowNumber"]
    mapped = set(said)
    assert len(said) == len(mapped) == 19_422
    assert not mapped & rejected
    troikas = sum(line.startswith("Арская райтройка") for line in lines)
    bodies = [quad.subject for quad, value in values if value == "Арская райтройка"]
    assert len(bodies) == troikas > 1
    assert len(set(bodies)) == 1
