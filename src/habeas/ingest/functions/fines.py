"""Sums of money, as fines are stated: a decimal amount and an ISO 4217 currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_NUMBER: Final = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?")


@lru_cache(maxsize=16384)
def sum_of_money(text: str, rubles: str = "RUB") -> tuple[Decimal, str]:
    """Return the amount and the currency of a text; ``rubles`` is the currency of rubles of no stated country.

    With an empty ``rubles`` these have no currency. Raises ValueError where there is not one number and one currency,
    where a point could part thousands or decimals (``3.000``), and for a number with a raised digit or a fraction.
    """
    if any(unicodedata.category(sign) == "No" for sign in text):
        raise ValueError("not a sum of money: a raised digit or a fraction")
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    numbers = _NUMBER.findall(folded)
    if len(numbers) != 1:
        raise ValueError("not a sum of money: no number" if not numbers else "not one sum of money")
    code, rest = _currency(_NUMBER.sub(" ", folded), rubles)
    times = _times(rest)
    amount = _amount(numbers[0], times) * times
    return (Decimal(int(amount)) if amount == int(amount) else amount), code


def currency(text: str, rubles: str) -> str:
    """Return the currency of a text; raises ValueError as ``sum_of_money``, and for rubles of no country."""
    code = sum_of_money(text, rubles)[1]
    if not code:
        raise ValueError("rubles of no stated country: state their currency, such as BYN, in the mapping")
    return code


def _currency(words: str, rubles: str) -> tuple[str, str]:
    for pattern, code in _forms():
        if re.search(pattern, words):
            return code or rubles, re.sub(pattern, " ", words)
    raise ValueError("not a sum of money: no known currency")


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str], ...]:
    """Return the patterns of currencies, the longest form first; the empty code is rubles of no country."""
    table = read_table("currencies")
    forms = [(form, code) for code, group in table["forms"].items() for form in group]
    forms += [(form, "") for form in table["rubles"]["forms"]]
    return tuple((_whole(form), code) for form, code in sorted(forms, key=lambda entry: -len(entry[0])))


def _whole(form: str) -> str:
    return rf"(?<!\w){phrase_pattern(form)}(?!\w)\.?"


def _times(words: str) -> int:
    table = read_table("currencies")
    for number, forms in table["times"].items():
        for form in forms:
            if re.search(_whole(form), words):
                words = re.sub(_whole(form), " ", words)
                _only_filler(words)
                return int(number)
    _only_filler(words)
    return 1


def _only_filler(words: str) -> None:
    known = "|".join(phrase_pattern(form) for form in read_table("currencies")["filler"]["forms"])
    for word in re.findall(r"\w+|[^\s\w.,;:()]", words):
        if not re.fullmatch(known, word):
            raise ValueError(f"not a word of a sum of money: {word}")


def _amount(number: str, times: int) -> Decimal:
    plain = re.sub(r"[ '’]", "", number)
    if _GROUPED.fullmatch(plain):
        marks = re.findall(r"[.,]", plain)
        if len(marks) == 1 and (times > 1 or marks[0] == "."):
            raise ValueError(f"ambiguous: {number} could have thousands or decimals")
        whole, mark, decimals = plain.rpartition(marks[-1]) if len(set(marks)) == 2 else (plain, "", "")
        return Decimal(re.sub(r"[.,]", "", whole) + ("." if mark else "") + decimals)
    if plain.count(",") + plain.count(".") > 1:
        raise ValueError(f"not a number: {number}")
    return Decimal(plain.replace(",", "."))
