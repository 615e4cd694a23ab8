from __future__ import annotations

import pytest

from habeas.model.names import normalise, romanisations, romanise, search_forms
from habeas.model.names import words as words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Oleh   SENTSOV ", "oleh sentsov"),
        ("Ёлкин", "елкин"),
        ("Ціханоўскі", "ціханоускі"),
        ("Müller", "muller"),
        ("Łukasz", "lukasz"),
        ("Ｓｅｎｔｓｏｖ", "sentsov"),
        ("Мар’яна", "мар'яна"),
        ("и\u0306", "и"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Сенцов", None, "sentsov"),
        ("Олег Сенцов", "ru", "oleg sentsov"),
        ("Олег Сенцов", "uk", "oleh sentsov"),
        ("Згурський Юрій", None, "zghurskyi yurii"),
        ("Ціханоўскі", None, "tsikhanouski"),
        ("Щёкин", None, "shchekin"),
        ("Smith", None, "smith"),
    ],
)
def test_romanise(text: str, language: str | None, expected: str) -> None:
    assert romanise(text, language) == expected


def test_unknown_language_gives_every_reading_that_has_the_letters() -> None:
    assert set(romanisations("Олег")) == {"oleg", "oleh"}
    assert romanisations("Олег", "uk") == ("oleh",)


def test_a_text_of_mixed_alphabets_is_romanised_all_the_same() -> None:
    assert all(form.isascii() for form in romanisations("Ёлкін Йосип"))


def test_search_forms_begin_with_the_script_of_the_name() -> None:
    assert search_forms("Сенцов") == ("сенцов", "sentsov")
    assert search_forms("Sentsov") == ("sentsov",)


def test_words() -> None:
    assert words_of("д'артаньян, 1-й") == ["д", "артаньян", "1", "й"]
