"""The words of one-line Russian texts on a sentence, from ``tables/body_words.toml``, as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from habeas.ingest.functions.word_tables import phrase_pattern, read_table


@lru_cache(maxsize=1)
def accusation_mark() -> re.Pattern[str]:
    """What the accusation begins with: "обв.:", with the comma before it."""
    return re.compile(rf"[\s,]*\b(?:{_any(_table()['accusation'])})\.?\s*:\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def act() -> re.Pattern[str]:
    """The words before the body's name that mean the act: "По постановлению", "протокол заседания"."""
    words = _table()["act"]
    noun = rf"(?:{_any(words['nouns'])})(?:\.\s*|\s+)(?:№\s*\S+\s+|#\S+\s+)?"
    return re.compile(rf"^(?:(?:{_any(words['prepositions'])})\s+)?(?:{noun})+", re.IGNORECASE)


@lru_cache(maxsize=1)
def behind() -> tuple[re.Pattern[str], ...]:
    """What stands behind the body's name and is no part of it: the number of the act, a remark in brackets."""
    number = rf"[\s,/]*(?:#+\S+|[,/]\s*(?:{_any(_table()['act']['number_after'])})\.?\s*№\s*\S+)$"
    remark = rf"\s*\((?:{_any(_table()['remark']['words'])})[^()]*\)$"
    return re.compile(number, re.IGNORECASE), re.compile(remark, re.IGNORECASE)


@lru_cache(maxsize=1)
def nobody() -> re.Pattern[str]:
    """The beginnings of texts that name no body."""
    return re.compile(rf"(?:{_any(_table()['nobody']['beginnings'])})(?![\w/])", re.IGNORECASE)


@lru_cache(maxsize=1)
def body_word() -> re.Pattern[str]:
    """A word for a body; the group that matched is its class, and ``either`` where it has none of its own."""
    groups = (rf"(?P<{row['class'] or 'either'}>{_any(row['forms'])})" for row in _table()["word"])
    return _whole_words("|".join(groups))


def default_class() -> str:
    """The class of a body whose words have none of their own."""
    return str(_table()["default_class"])


@lru_cache(maxsize=1)
def kind_of_many() -> re.Pattern[str]:
    """A word for a kind of body of which there were many."""
    return _whole_words(_any(_table()["unnamed"]["kinds"]))


@lru_cache(maxsize=1)
def common_word() -> re.Pattern[str]:
    """A word that does not tell one body of a kind from another."""
    return _whole_words(_any(_table()["unnamed"]["common"]))


@lru_cache(maxsize=1)
def spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Spellings of articles, each with the one that is read."""
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["plain"]) for row in _table()["spelling"])


def _table() -> dict[str, Any]:
    return read_table("body_words")


def _any(forms: Iterable[str]) -> str:
    return "|".join(phrase_pattern(form, r"\s+") for form in sorted(forms, key=len, reverse=True))


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?![\w/])", re.IGNORECASE)
