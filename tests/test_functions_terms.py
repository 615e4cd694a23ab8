"""Terms of imprisonment, penalties and fines as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from habeas.ingest.functions.fines import sum_of_money
from habeas.ingest.functions.penalties import penalty
from habeas.ingest.functions.terms_in_words import aggregate, duration, longest, months, shortest
from habeas.ingest.functions.word_tables import read_table


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("P3Y7M", "P3Y7M"),
        ("4 1/2 years", "P4Y6M"),
        ("4½ years", "P4Y6M"),
        ("four and a half years", "P4Y6M"),
        ("a year and a half", "P1Y6M"),
        ("полтора года", "P1Y6M"),
        ("2,5 года", "P2Y6M"),
        ("три с половиной года", "P3Y6M"),
        ("3 years and 7 months", "P3Y7M"),
        ("3 years and 7 months of the penal colony settlement", "P3Y7M"),
        ("16 years and eight months in prison", "P16Y8M"),
        ("16 лет 8 месяцев", "P16Y8M"),
        ("1 год 6 мес.", "P1Y6M"),
        ("год и 6 месяцев", "P1Y6M"),
        ("к 5 годам лишения свободы", "P5Y"),
        ("10 лет ИТЛ", "P10Y"),
        ("двадцать пять лет", "P25Y"),
        ("по совокупности 12 лет лишения свободы", "P12Y"),
        ("8 років 6 місяців", "P8Y6M"),
        ("три роки", "P3Y"),
        ("16 гадоў", "P16Y"),
        ("полгода", "P6M"),
        ("18 months", "P18M"),
        ("15 days", "P15D"),
        ("2 weeks", "P14D"),
    ],
)
def test_terms_are_read(text: str, iso: str) -> None:
    assert duration(text) == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5-10 years", "fn:shortest and fn:longest"),
        ("up to 10 years", "fn:shortest and fn:longest"),
        ("life", "for life"),
        ("пожизненное лишение свободы", "for life"),
        ("довічно", "for life"),
        ("ВМН", "death penalty"),
        ("5 years and 3 years", "a unit comes twice"),
        ("3 месяца 2 года", "after a smaller one"),
        ("10 to 5 years", "longest is shorter"),
        ("1.3 years", "whole months"),
        ("5", "5 of what"),
        ("years", "how many"),
        ("in prison", "no year, month"),
        ("5 blue years", "not a word of a term: blue"),
        ("", "not a term"),
    ],
)
def test_what_is_no_one_term_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        duration(text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("5-10 years", 60, 120),
        ("от 5 до 10 лет", 60, 120),
        ("5 years to 7 years and 6 months", 60, 90),
        ("3 years", 36, 36),
        ("up to 10 years", None, 120),
        ("до 10 лет", None, 120),
        ("не менее 3 лет", 36, None),
        ("more than two years", 24, None),
    ],
)
def test_ranges_and_bounds_have_a_shortest_and_a_longest(
    text: str, least: int | None, most: int | None
) -> None:
    assert (shortest(text), longest(text)) == (least, most)


def test_days_are_no_months() -> None:
    assert months("16 лет 8 месяцев") == 200
    with pytest.raises(ValueError, match="whole months"):
        months("80 days")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("12 years in total", True),
        ("по совокупности приговоров", True),
        ("за сукупністю", True),
        ("12 years", None),
    ],
)
def test_an_aggregate_is_what_the_text_calls_so(text: str, says: bool | None) -> None:
    assert aggregate(text) is says


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (
            "3 years and 7 months of the penal colony settlement and a fine of 10,000 rubles",
            "colony-settlement",
        ),
        ("five years in a penal colony", "penal-colony"),
        ("20 years in prison", "prison"),
        ("5 лет лишения свободы", "prison"),
        ("2 года условно", "suspended"),
        ("штраф 300 000 рублей", "fine"),
        ("6 гадоў калоніі ўзмоцненага рэжыму", "penal-colony"),
        ("15 суток административного ареста", "administrative-arrest"),
        ("15 days of administrative arrest", "administrative-arrest"),
        ("15 сутак", "administrative-arrest"),
        ("пожизненное лишение свободы", "life"),
        ("довічне позбавлення волі", "life"),
        ("10 лет ИТЛ", "labour-camp"),
        ("2 года ограничения свободы", "restriction-unspecified"),
        ("три роки обмеження волі", "restriction-unspecified"),
        ("3 гады абмежавання волі з накіраваннем ва ўстанову", "restriction-in-facility"),
        ("3 года ограничения свободы без направления в учреждение", "restriction-of-liberty"),
        ("3 года «химии»", "restriction-in-facility"),
        ("200 часов обязательных работ", "compulsory-work"),
        ("240 годин громадських робіт", "compulsory-work"),
        ("год домашнего ареста", "house-arrest"),
        ("3 года принудительных работ", "forced-labour"),
    ],
)
def test_kinds_of_penalty(text: str, term: str) -> None:
    assert penalty(text) == term


def test_a_bare_number_of_years_is_no_kind_of_penalty() -> None:
    with pytest.raises(ValueError, match="not a known kind"):
        penalty("5 years")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("10,000 rubles", "10000", "RUB"),
        ("a fine of 10,000 rubles", "10000", "RUB"),
        ("500 000 руб.", "500000", "RUB"),
        ("500\u00a0000 руб.", "500000", "RUB"),
        ("300000р.", "300000", "RUB"),
        ("500 тыс. руб.", "500000", "RUB"),
        ("1,5 млн руб.", "1500000", "RUB"),
        ("500 бел. руб.", "500", "BYN"),
        ("€3,000", "3000", "EUR"),
        ("$500", "500", "USD"),
        ("1,234.50 USD", "1234.50", "USD"),
        ("3.000.000 ₽", "3000000", "RUB"),
        ("12,50 euro", "12.50", "EUR"),
        ("17000 грн", "17000", "UAH"),
        ("17 000 гривень", "17000", "UAH"),
    ],
)
def test_sums_of_money(text: str, amount: str, currency: str) -> None:
    assert sum_of_money(text) == (Decimal(amount), currency)


def test_rubles_of_no_country_are_the_mapping_s() -> None:
    assert sum_of_money("500 руб.", "BYN") == (Decimal(500), "BYN")
    assert sum_of_money("500 российских рублей", "BYN") == (Decimal(500), "RUB")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("€3.000", "ambiguous"),
        ("1,500 млн руб.", "ambiguous"),
        ("100 базовых величин", "no known currency"),
        ("rubles", "no number"),
        ("10 rubles and 5 dollars", "not one sum"),
        ("10 stolen rubles", "not a word of a sum of money: stolen"),
        ("1.2.3 €", "not a number"),
    ],
)
def test_what_is_no_sum_of_money_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        sum_of_money(text)


def test_no_word_of_terms_means_two_units_or_numbers() -> None:
    table = read_table("term_words")
    for group in ("units", "numbers"):
        meanings: dict[str, set[str]] = {}
        for value, forms in table[group].items():
            for form in forms:
                meanings.setdefault(form, set()).add(value)
        assert {form: found for form, found in meanings.items() if len(found) > 1} == {}
