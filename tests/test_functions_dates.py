"""Dates as people write them: real forms of four languages and numbers, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from habeas.ingest.functions import dates
from habeas.ingest.functions.date_lexicon import languages
from habeas.ingest.functions.dates_in_words import date
from habeas.ingest.functions.word_tables import read_table

READ = [
    ("Around 1988", "1988~"),
    ("about 1988", "1988~"),
    ("c. 1988", "1988~"),
    ("~1988", "1988~"),
    ("ок. 1931 г.", "1931~"),
    ("близько 1931 року", "1931~"),
    ("каля 1931 г.", "1931~"),
    ("1988 (?)", "1988?"),
    ("возможно, около 1988", "1988%"),
    ("1980-1990", "1980/1990"),
    ("1980–1990 гг.", "1980/1990"),
    ("1937-38", "1937/1938"),
    ("1937 или 1938", "1937/1938"),
    ("around 1980-1990", "1980~/1990~"),
    ("between 1980 and 1990", "1980/1990"),
    ("з 2014 до 2016 року", "2014/2016"),
    ("весной 2023 года", "2023-21"),
    ("весной-летом 2023", "2023-21/2023-22"),
    ("summer 2023", "2023-22"),
    ("восени 2024", "2024-23"),
    ("узімку 2025 года", "2025-24"),
    ("зимой 1929/30 г.", "1929-12/1930-02"),
    ("early 2025", "2025-01/2025-04~"),
    ("на початку 2025 року", "2025-01/2025-04~"),
    ("mid-2019", "2019-05~/2019-08~"),
    ("late 2019", "2019-09~/2019-12"),
    ("first half of 1938", "1938-01/1938-06"),
    ("after early 2025", "2025-01/.."),
    ("late May 2023", "2023-05"),
    ("в конце 1937 - начале 1938 г.", "1937-09~/1938-04~"),
    ("в мае 1931 г.", "1931-05"),
    ("VIII.1937", "1937-08"),
    ("май-июнь 1931", "1931-05/1931-06"),
    ("в 1933 г.", "1933"),
    ("1930-х гг.", "193X"),
    ("1930s", "193X"),
    ("24 April 1982", "1982-04-24"),
    ("24th of April, 1982", "1982-04-24"),
    ("Monday, 24 April 1982", "1982-04-24"),
    ("March 4, 2021", "2021-03-04"),
    ("as of December 23, 2025", "2025-12-23"),
    ("26 августа 1946 г.,", "1946-08-26"),
    ("2-го мая 1931 года", "1931-05-02"),
    ("12.XI.1937", "1937-11-12"),
    ("12.Х.1937", "1937-10-12"),
    ("3 снежня 2020 года", "2020-12-03"),
    ("від 5 травня 1938 року", "1938-05-05"),
    ("17 de octubre de 1973", "1973-10-17"),
    ("10-15 мая 1931 г.", "1931-05-10/1931-05-15"),
    ("May 10-15, 2023", "2023-05-10/2023-05-15"),
    ("с 10 мая по 3 июня 1931 г.", "1931-05-10/1931-06-03"),
    ("1 мая 1938 — 3 июня 1939", "1938-05-01/1939-06-03"),
    ("before 1990", "../1990"),
    ("после 24 апреля 1982", "1982-04-24/.."),
    ("since July 2024", "2024-07/.."),
    ("May 14", "XXXX-05-14"),
    ("29 февраля", "XXXX-02-29"),
    ("2019-10", "2019-10"),
    ("2019-10-01", "2019-10-01"),
    ("2019/10/01", "2019-10-01"),
    ("2020-01-01T10:00:00Z", "2020-01-01"),
    ("10/10/2019", "2019-10-10"),
    ("13/10/2019", "2019-10-13"),
    ("10/13/2019", "2019-10-13"),
    ("2025-01/2025-04~", "2025-01/2025-04~"),
    ("193X", "193X"),
    ("2023-21", "2023-21"),
]


@pytest.mark.parametrize(("text", "edtf"), READ)
def test_dates_are_read(text: str, edtf: str) -> None:
    assert date(text) == edtf
    assert dates.check(edtf) == edtf
    assert date(edtf) == edtf


def test_a_season_that_reads_as_a_range_of_years_is_edtf_only_from_words() -> None:
    assert date("восени 2014") == "2014-23"
    with pytest.raises(ValueError, match="ambiguous"):
        date("2014-23")


@pytest.mark.parametrize(
    ("text", "order", "language", "edtf"),
    [
        ("10/01/2019", "dmy", "", "2019-01-10"),
        ("10/01/2019 00:00:00", "dmy", "", "2019-01-10"),
        ("10/01/2019", "mdy", "", "2019-10-01"),
        ("2019/01/10", "ymd", "", "2019-01-10"),
        ("01.02 1930", "dmy", "", "1930-02-01"),
        ("от 1.02.1930 г.", "", "ru", "1930-02-01"),
        ("до 01.02.1930", "dmy", "", "../1930-02-01"),
        ("10.01.2019 - 12.02.2019", "dmy", "", "2019-01-10/2019-02-12"),
    ],
)
def test_numbers_follow_the_source_s_order(text: str, order: str, language: str, edtf: str) -> None:
    assert date(text, order, language) == edtf


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 ноября 1938", "the day 1938-11-31 does not exist"),
        ("31 листопада 1938 року", "the day 1938-11-31 does not exist"),
        ("1938-11-31", "does not exist"),
        ("29.02.1937", "does not exist"),
        ("2019-13-01", "no month 13"),
        ("10/01/2019", "ambiguous"),
        ("01.02.1930", "ambiguous"),
        ("2010-21", "ambiguous"),
        ("2009/10", "ambiguous"),
        ("18.10.91", "four digits"),
        ("12 мая 37 г.", "four digits"),
        ("30-е годы", "do not fit"),
        ("1937-1935", "ends before it begins"),
        ("10 мая 1931 - 3 апреля 1931", "ends before it begins"),
        ("this year", "not a word of a date: this"),
        ("between 1980", "between what"),
        ("after May 14", "without a year"),
        ("May 14 - May 15", "without a year"),
        ("зима 1929 -", "no year"),
        ("1937 - 1938 - 1939", "more than one range"),
        ("since after 1937", "two bounds"),
        ("spring autumn 1937", "do not fit"),
        ("14 1937", "a day of no month"),
        ("14", "no year"),
        ("", "no year"),
    ],
)
def test_what_is_no_date_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        date(text)


@pytest.mark.parametrize(
    ("text", "order", "language", "reason"),
    [
        ("13/10/2019", "mdy", "", "no month 13"),
        ("10/01/2019", "ymd", "", "not in the order ymd"),
        ("2019/01/10", "dmy", "", "not in the order dmy"),
        ("2019", "dym", "", "not an order"),
        ("1 мая 1931", "", "en", "not a word of a date: мая"),
        ("1 мая 1931", "", "xx", "no dates are known in the language"),
    ],
)
def test_order_and_language_are_held_to(text: str, order: str, language: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        date(text, order, language)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2023-21", "2023-03-01", "2023-06-21"),
        ("2023-22", "2023-06-01", "2023-09-23"),
        ("2023-23", "2023-09-01", "2023-12-22"),
        ("2023-24", "2022-12-01", "2024-03-21"),
        ("2023-21~", "2022-12-01", "2023-09-30"),
        ("2023-21/2023-22", "2023-03-01", "2023-09-23"),
    ],
)
def test_seasons_have_outer_bounds(edtf: str, earliest: str, latest: str) -> None:
    assert dates.bounds(edtf) == (dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest))


def test_every_month_of_every_language_is_read() -> None:
    table = read_table("date_words")["months"]
    assert set(table) == {*languages(), "roman"}
    read = [
        (date(f"5 {form} 1931", "", language), int(month))
        for language in languages()
        for month, forms in table[language].items()
        for form in forms
    ]
    assert len(read) > 200
    assert [edtf for edtf, month in read if edtf != f"1931-{month:02d}-05"] == []


def test_no_word_means_two_months_or_seasons() -> None:
    table = read_table("date_words")
    for kind in ("months", "seasons"):
        meanings: dict[str, set[str]] = {}
        for language in languages():
            for number, forms in table[kind][language].items():
                for form in forms:
                    meanings.setdefault(form, set()).add(number)
        assert {form: found for form, found in meanings.items() if len(found) > 1} == {}


def test_the_dates_of_a_real_list(shared: Path) -> None:
    months = "январ|феврал|март|апрел|ма[яйе]|июн|июл|август|сентябр|октябр|ноябр|декабр"
    stated = re.compile(
        rf"\d{{1,2}} (?:{months})\w{{0,2}} \d{{4}} г\.|в (?:{months})\w{{0,2}} \d{{4}} г\.|в \d{{4}} г\."
    )
    folder = shared / "data" / "memoru-strings"
    found = [
        text
        for name in ("whoprig", "arrest", "reab")
        for text in stated.findall((folder / f"{name}.txt").read_text(encoding="utf-8"))
    ]
    assert len(found) > 40_000
    refused = []
    for text in found:
        try:
            date(text, "", "ru")
        except ValueError as error:
            refused.append((text, str(error)))
    assert all(re.fullmatch(r"the day \d{4}-\d\d-\d\d does not exist", reason) for _, reason in refused)
    assert {text[:-8] for text, _ in refused} == {"31 ноября", "31 июня", "29 февраля"}
