"""The functions that need nothing but their text, as Oxigraph takes them: strings in, one RDF term or none out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import pyoxigraph as ox

from habeas.ingest.calendars import Calendar, Gregorian
from habeas.ingest.functions import dates, law_codes, terms, terms_in_words
from habeas.ingest.functions.articles import article_at, cited_article
from habeas.ingest.functions.courts import court_code, court_kind, court_level, court_name
from habeas.ingest.functions.date_lexicon import order_of
from habeas.ingest.functions.date_numbers import ORDERS, without_clock
from habeas.ingest.functions.dates_in_words import date
from habeas.ingest.functions.facilities import named_facility
from habeas.ingest.functions.fines import currency, sum_of_money
from habeas.ingest.functions.person_words import country
from habeas.ingest.functions.scripts import repaired
from habeas.model.namespaces import EDTF, XSD

Reading = Callable[..., ox.Literal | None]


def tidy(text: str) -> str:
    """Return the text in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def typed(text: str, datatype: str) -> ox.Literal:
    """Return a literal of a datatype."""
    return ox.Literal(text, datatype=ox.NamedNode(datatype))


def _day(day: dt.date | None) -> ox.Literal | None:
    return None if day is None else typed(str(day), f"{XSD}date")


def _stated(value: str | int | bool | None) -> ox.Literal | None:
    return None if value is None or value == "" else ox.Literal(value)


def _decimal(number: object) -> ox.Literal:
    return typed(f"{number:f}", f"{XSD}decimal")


def date_readings(calendar: Calendar | None) -> dict[str, Reading]:
    """Return the functions on dates of a source with this calendar, None for the Gregorian.

    In another calendar a date is one of numbers, and is converted where it is a cell's; what one of these functions
    gave is Gregorian.
    """

    def edtf(text: str) -> str:
        return dates.check(calendar.edtf(text) if calendar else text)

    def read(text: str, order: str = "", language: str = "") -> str:
        if calendar is None or isinstance(text, Gregorian):
            return date(text, order, language)
        return calendar.edtf(without_clock(text.casefold()), order or order_of(language))

    return {
        "date": lambda text, order="", language="": typed(read(text, order, language), EDTF),
        "edtf": lambda text: typed(edtf(text), EDTF),
        "earliest": lambda text: _day(dates.bounds(edtf(text))[0]),
        "latest": lambda text: _day(dates.bounds(edtf(text))[1]),
        "year": lambda text, order="", language="": ox.Literal(_year_of(text, order, language, read)),
    }


def _year_of(text: str, order: str, language: str, read: Callable[[str, str, str], str]) -> int:
    """The year of a date; of ``03/04/1980`` it is known whichever number is the day."""
    try:
        return _year(read(text, order, language))
    except ValueError:
        years = set() if order else set(_years(text, language, read))
        if len(years) != 1:
            raise
        return years.pop()


def _years(text: str, language: str, read: Callable[[str, str, str], str]) -> Iterator[int]:
    for order in ORDERS:
        with suppress(ValueError):
            yield _year(read(text, order, language))


def _year(edtf: str) -> int:
    """The one year in which all of a date lies; raises ValueError where there is none."""
    earliest, latest = dates.bounds(edtf)
    if earliest is None or latest is None or earliest.year != latest.year:
        raise ValueError(f"not in one Gregorian year: {edtf}")
    return earliest.year


TERMS: Final[dict[str, Reading]] = {
    "duration": lambda text: typed(terms_in_words.duration(text), f"{XSD}duration"),
    "months": lambda text: ox.Literal(terms_in_words.months(text)),
    "shortest": lambda text: _stated(terms_in_words.shortest(text)),
    "longest": lambda text: _stated(terms_in_words.longest(text)),
    "aggregate": lambda text: _stated(terms_in_words.aggregate(text)),
    "amount": lambda text, rubles="": _decimal(sum_of_money(text, rubles)[0]),
    "currency": lambda text, rubles="": ox.Literal(currency(text, rubles)),
}

LAW: Final[dict[str, Reading]] = {
    "article": lambda text, code="", country="": ox.Literal(str(cited_article(text, code, country))),
    "articleAt": lambda text, at, most, code="", country="": _stated(
        article_at(text, int(at), int(most), code, country)
    ),
    "articleNumber": lambda text, code="", country="": ox.Literal(cited_article(text, code, country).number),
    "articleCode": lambda text, code="", country="": _stated(cited_article(text, code, country).code),
    "articlePart": lambda text, code="", country="": _stated(
        cited_article(text, code, country).joined().part
    ),
    "articlePoint": lambda text, code="", country="": _stated(
        cited_article(text, code, country).joined().point
    ),
    "lawName": lambda text, language="en": ox.Literal(law_codes.law_name(text, language), language=language),
    "courtName": lambda text: ox.Literal(court_name(text)),
    "courtKind": lambda text: ox.Literal(court_kind(text)[0]),
    "courtLevel": lambda text: ox.Literal(court_level(text)),
    "courtRegion": lambda text: ox.Literal(court_code(text).region),
    "facility": lambda text: ox.Literal(named_facility(text).key),
    "facilityNumber": lambda text: _stated(named_facility(text).number),
}

TEXTS: Final[dict[str, Reading]] = {
    "country": lambda text: ox.Literal(country(text)),
    "repaired": lambda text: ox.Literal(repaired(text)),
    "integer": lambda text: ox.Literal(terms.integer(text)),
    "decimal": lambda text: _decimal(terms.decimal(text)),
    "boolean": lambda text: ox.Literal(terms.boolean(text)),
    "text": lambda text: ox.Literal(tidy(text)),
    "name": lambda text, lang="en": ox.Literal(tidy(text), language=lang or "en"),
}

READINGS: Final[dict[str, Reading]] = {**TERMS, **LAW, **TEXTS}
