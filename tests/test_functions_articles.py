"""Legal articles as text cites them: code, article, part, point."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.ingest.functions.articles import (
    CitedArticle,
    article_at,
    cited_article,
    cited_articles,
    read_articles,
)
from habeas.ingest.functions.law_codes import code_key, law_codes, law_name
from habeas.ingest.functions.word_tables import read_table

RF, RSFSR, BSSR, USSR = "УК РФ", "УК РСФСР", "УК БССР", "УК УССР"

STATED = [
    ("ч. 2 ст. 205.5 УК РФ", [(RF, "205.5", "2", "")]),
    ("п. «а» ч. 3 ст. 158, ч. 1 ст. 30 УК РФ", [(RF, "158", "3", "а"), (RF, "30", "1", "")]),
    ("ч. 3 ст. 30 ч. 2 ст. 205 УК РФ", [(RF, "30", "3", ""), (RF, "205", "2", "")]),
    ("чч. 1, 2 ст. 205 УК РФ", [(RF, "205", "1", ""), (RF, "205", "2", "")]),
    ("Part 1 of Article 13 and Article 293", [("", "13", "1", ""), ("", "293", "", "")]),
    ("Article 82 § 2 of the Code of Criminal Procedure", [("", "82", "2", "")]),
    ("Articles 1666 and 1666a of the Civil Code", [("", "1666", "", ""), ("", "1666", "", "a")]),
    ("ч. 1 ст. 110-1 КК України", [("КК України", "110-1", "1", "")]),
    ("арт. 361-4 КК РБ", [("УК РБ", "361-4", "", "")]),
    ("58-1б, 11", [("", "58-1", "", "б"), ("", "58-11", "", "")]),
    ("по ст. ст. 58-9, 58-10 УК РСФСР.", [(RSFSR, "58-9", "", ""), (RSFSR, "58-10", "", "")]),
    ("58 п. 10", [("", "58", "", "10")]),
    ("по ст. 58 п.п. 10. 11 УК РСФСР", [(RSFSR, "58", "", "10"), (RSFSR, "58", "", "11")]),
    ('по ст. 58-10 ч. 1, ст. 193-15 "в" УК РСФСР.', [(RSFSR, "58-10", "1", ""), (RSFSR, "193-15", "", "в")]),
    (
        "69, 71, 76 УК БССР - член организации",
        [(BSSR, "69", "", ""), (BSSR, "71", "", ""), (BSSR, "76", "", "")],
    ),
    ('69, 72"а", 76 УК БССР', [(BSSR, "69", "", ""), (BSSR, "72", "", "а"), (BSSR, "76", "", "")]),
    ("ст.62 ч.1 УК УССР, 81 ч.2 УК УССР.", [(USSR, "62", "1", ""), (USSR, "81", "2", "")]),
    ('по ст. 54-1 "а" УК УССР (58-10 УК РСФСР).', [(USSR, "54-1", "", "а"), (RSFSR, "58-10", "", "")]),
    ("58-2-6-9-11", [("", f"58-{point}", "", "") for point in (2, 6, 9, 11)]),
    ("58-10, -11", [("", "58-10", "", ""), ("", "58-11", "", "")]),
    ("58 - 7, 8, 11", [("", "58-7", "", ""), ("", "58-8", "", ""), ("", "58-11", "", "")]),
    ("по ст. 58-2, 10ч. 1, 11 УК.", [("", "58-2", "", ""), ("", "58-10", "1", ""), ("", "58-11", "", "")]),
    ("58-10, 107 ч. II УК", [("", "58-10", "", ""), ("", "107", "2", "")]),
    ('по ст. 193 п. 7 ч. "г" УК РСФСР', [(RSFSR, "193-7", "", "г")]),
    ("58-1а-7-11 УК РСФСР", [(RSFSR, "58-1", "", "а"), (RSFSR, "58-7", "", ""), (RSFSR, "58-11", "", "")]),
    ("58-10-1", [("", "58-10", "1", "")]),
    ("58-1-ბ", [("", "58-1", "", "ბ")]),
    ("73-3-ნ", [("", "73-3", "", "ნ")]),
    ("58-811", [("", "58-811", "", "")]),
    ("აზერბაიჯანის სსრ სისხლის სამართლის კოდექსის 79-3", [("УК АзССР", "79-3", "", "")]),
    ("шпионаже против СССР с 1938 г. (ст. 58-6 УК РСФСР).", [(RSFSR, "58-6", "", "")]),
    ("постановление ЦИК и СНК СССР от 1.02.1930 г..", []),
    ("за антисоветскую агитацию", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "stated"), STATED)
def test_articles_are_read_as_stated(text: str, stated: list[tuple[str, str, str, str]]) -> None:
    assert [(a.code, a.article, a.part, a.point) for a in read_articles(text)] == stated


@pytest.mark.parametrize(
    ("text", "through", "article"),
    [("17-58-8", "17", "58-8"), ("19-58-1-ა", "19", "58-1"), ("24-63-1", "24", "63-1")],
)
def test_an_article_of_the_general_part_stands_before_the_other(
    text: str, through: str, article: str
) -> None:
    (found,) = read_articles(text)
    assert (found.through, found.article) == (through, article)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("58-10 УК РСФСР", "58 п. 10 УК РСФСР", "ст. 58, п. 10 УК РСФСР"), "58-10 УК РСФСР"),
        (("58-1а", '58-1 "а"', "58 п. 1 «а»", "58-1(а)"), "58-1(а)"),
        (("58-10 ч.1", "58-10, ч. 1", "58-10(1)", "ст. 58-10 ч. I"), "58-10(1)"),
        (
            ("ч. 2 ст. 205.5 УК РФ", "205.5(2) УК РФ", "Article 205.5, part 2 of the Russian Criminal Code"),
            "205.5(2) УК РФ",
        ),
        (("ст. 162 п. 13", "162(п. 13)"), "162(п. 13)"),
    ],
)
def test_every_way_to_write_an_article_comes_to_one_form(texts: tuple[str, ...], form: str) -> None:
    assert {str(cited_article(text)) for text in texts} == {form}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("6-1", "6(1) ECHR"),
        ("6-3-d", "6(3)(d) ECHR"),
        ("P1-1-1", "P1-1(1) ECHR"),
        ("8", "8 ECHR"),
        ("P1-1", "P1-1 ECHR"),
    ],
)
def test_the_convention_s_numbers_are_parts(text: str, form: str) -> None:
    assert str(cited_article(text, "ECHR")) == form
    assert str(cited_article(form)) == form


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("за агитацию", "no article"),
        ("Section 4 of Law no. 147/1914", "not known to be the number of an article: 147"),
        ("58-10 # агитация в 5 армии", "not known to be the number of an article: 5"),
        ("58-10, 11", "2 articles in one value"),
    ],
)
def test_a_cell_that_is_not_one_article_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cited_article(text)


def test_articles_one_by_one_are_never_lost() -> None:
    assert [article_at("58-7, 10, 11", at, 3) for at in (0, 1, 2, 3, 4)] == [
        None,
        "58-7",
        "58-10",
        "58-11",
        None,
    ]
    with pytest.raises(ValueError, match="3 articles in one value, and the mapping reads 2"):
        article_at("58-7, 10, 11", 1, 2)


def test_codes_of_law_have_names_and_one_reading() -> None:
    codes = law_codes()
    assert len(codes) > 15
    for key, code in codes.items():
        assert set(code.names) == {"en", "ru", "uk", "be"}
        assert code_key(key) == key
        if key:
            assert code_key(law_name(key, "en")) == key
    forms = [form for row in read_table("law_codes")["code"] for form in row["forms"]]
    assert len(forms) == len(set(forms))
    with pytest.raises(ValueError, match="no name in 'fr'"):
        law_name("УК РФ", "fr")
    with pytest.raises(ValueError, match="not stated"):
        law_name("", "en")
    with pytest.raises(ValueError, match="not the name of a known code"):
        cited_articles("5", "Highway Code")


def test_the_one_form_of_every_article_of_a_real_list_reads_back(shared: Path) -> None:
    lines = (shared / "data" / "memoru-strings" / "whoprig.txt").read_text(encoding="utf-8").splitlines()
    tails = [line.partition("обв.:")[2] for line in lines]
    found: set[CitedArticle] = {article for tail in tails for article in read_articles(tail)}
    assert len(found) > 400
    assert [str(article) for article in found if read_articles(str(article)) != [article.joined()]] == []


def test_the_clauses_of_a_real_list_are_read(shared: Path) -> None:
    lines = (shared / "data" / "stalin-lists-georgia" / "clause.csv").read_text(encoding="utf-8").splitlines()
    clauses = [line.partition(",")[2] for line in lines[1:]]
    assert len(clauses) == 105
    # One clause is no article: "member of the family of a traitor to the motherland".
    assert [clause for clause in clauses if not read_articles(clause)] == ["სამშობლოს მოღალატის ოჯახის წევრი"]
    georgian = [clause for clause in clauses if "კოდექს" in clause]
    assert len(georgian) > 10
    assert all(cited_article(clause).code for clause in georgian)
