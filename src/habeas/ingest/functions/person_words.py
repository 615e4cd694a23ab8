"""What is said of people in a word: sex, country, occupation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from habeas.ingest.functions.word_tables import read_rows, read_table


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("ʼ", "'")
    return " ".join(plain.split()).rstrip(".").strip()


@lru_cache(maxsize=1)
def _sexes() -> dict[str, str]:
    return {form: sex for sex, forms in read_table("person_words")["sex"].items() for form in forms}


@lru_cache(maxsize=4096)
def sex(text: str) -> str:
    """Return ``male`` or ``female``; raises ValueError where the text is neither."""
    found = _sexes().get(_folded(text))
    if found is None:
        raise ValueError("not a known word for sex")
    return found


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return the ISO 3166-1 codes by folded name; a name of two countries is of neither."""
    known: dict[str, str] = {}
    for row in read_rows("countries"):
        code = row["alpha2"]
        names = {row["alpha2"], row["alpha3"], *(row[tag] for tag in ("en", "ru", "uk", "be", "es"))}
        names |= set(read_table("country_words")["names"].get(code, ()))
        for name in names:
            folded = _folded(name)
            known[folded] = code if known.get(folded, code) == code else ""
    return known


@lru_cache(maxsize=4096)
def country(text: str) -> str:
    """Return the two-letter ISO 3166-1 code of a country named in English, Russian, Ukrainian, Belarusian or Spanish.

    Codes of two and three letters and words for citizens are read too. Raises ValueError for others.
    """
    code = _countries().get(_folded(text))
    if not code:
        raise ValueError("not a known country" if code is None else "the name of more than one country")
    return code


@lru_cache(maxsize=4096)
def country_names(text: str) -> tuple[str, ...]:
    """Return all names and codes of the country that a text names; raises ValueError as ``country``."""
    code = country(text)
    row = next(row for row in read_rows("countries") if row["alpha2"] == code)
    return (*row.values(), *read_table("country_words")["names"].get(code, ()))


@lru_cache(maxsize=1)
def _occupations() -> dict[str, str]:
    return {_folded(form): term for term, forms in read_table("occupation_words").items() for form in forms}


@lru_cache(maxsize=4096)
def occupation(text: str) -> str:
    """Return the notation in the vocabulary ``occupation``; raises ValueError where the whole text is none."""
    found = _occupations().get(_folded(text))
    if found is None:
        raise ValueError("not a known occupation")
    return found
