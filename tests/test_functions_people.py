"""Sex, countries, occupations, and words of mixed script."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from habeas.ingest.functions.person_words import country, country_names, occupation, sex
from habeas.ingest.functions.scripts import repaired
from habeas.ingest.functions.word_tables import read_rows, read_table


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Male", "male"),
        ("м", "male"),
        ("муж.", "male"),
        ("чоловік", "male"),
        ("Ж", "female"),
        ("жанчына", "female"),
    ],
)
def test_sex(text: str, found: str) -> None:
    assert sex(text) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RUS", "RU"),
        ("by", "BY"),
        ("Российская Федерация", "RU"),
        ("Україна", "UA"),
        ("Злучаныя Штаты Амерыкі", "US"),
        ("USA", "US"),
        ("Reino Unido", "GB"),
        ("Czech Republic", "CZ"),
        ("Chilean", "CL"),
        ("украинка", "UA"),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert country(text) == code
    assert text.casefold() in {name.casefold() for name in country_names(text)}


@pytest.mark.parametrize("text", ["dual British and Chilean", "Narnia", ""])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="country"):
        country(text)


def test_every_country_is_read_by_each_of_its_names() -> None:
    rows = read_rows("countries")
    assert len(rows) > 240
    for row in rows:
        names = [
            name
            for name in (*row.values(), *read_table("country_words")["names"].get(row["alpha2"], ()))
            if name
        ]
        assert {country(name) for name in names} == {row["alpha2"]}


def test_the_countries_of_real_lists(shared: Path) -> None:
    cases = json.loads((shared / "data" / "echr-od" / "cases.json").read_text(encoding="utf-8"))
    respondents = {code for case in cases for code in case["respondent"].split(";")}
    with (shared / "data" / "cjeu-judges" / "judges.csv").open(encoding="utf-8", newline="") as file:
        states = {row["member_state"] for row in csv.DictReader(file)}
    assert len(respondents) > 30
    assert len(states) == 28
    assert all(len(country(text)) == 2 for text in respondents | states)


@pytest.mark.parametrize(
    ("text", "term"),
    [("Journalist", "journalist"), ("журналістка", "journalist"), ("врач", "doctor"), ("farm worker", None)],
)
def test_occupations(text: str, term: str | None) -> None:
    if term is None:
        with pytest.raises(ValueError, match="not a known occupation"):
            occupation(text)
    else:
        assert occupation(text) == term


def test_no_word_means_two_occupations_or_sexes() -> None:
    for table in (read_table("occupation_words"), read_table("person_words")["sex"]):
        forms = [form for group in table.values() for form in set(group)]
        assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("М\u0049ХОВ\u0049Ч", "М\u0406ХОВ\u0406Ч"),
        ("Петров \u0042ася", "Петров Вася"),
        ("\u0041ндрей", "Андрей"),
        ("Х\u0049\u0049", "XII"),
        ("\u041cixed", "Mixed"),
        ("Иванов", "Иванов"),
        ("Smith и Иванов", "Smith и Иванов"),
        ("№ 5, 1937", "№ 5, 1937"),
    ],
)
def test_words_of_mixed_script_are_put_right(text: str, plain: str) -> None:
    assert repaired(text) == plain
    assert repaired(plain) == plain


@pytest.mark.parametrize(
    ("text", "reason"), [("С\u006f\u0070", "of both scripts"), ("Ivanов", "mixes Latin")]
)
def test_what_could_be_either_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        repaired(text)
