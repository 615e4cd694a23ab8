"""Kinds of penalty by the words of a sentence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from habeas.ingest.functions.word_tables import phrase_pattern, read_table


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(row["forms"]), row["term"]) for row in read_table("penalty_words")["kind"])


def _pattern(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(phrase_pattern, forms))})(?!\w)")


@lru_cache(maxsize=16384)
def penalty(text: str) -> str:
    """Return the notation in the vocabulary ``penalty`` of what a text says was imposed.

    A term with a fine beside it is the term's kind. Raises ValueError where no kind is named: a bare number of years
    does not tell.
    """
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for pattern, term in _patterns():
        if pattern.search(folded):
            return term
    raise ValueError("not a known kind of penalty")
