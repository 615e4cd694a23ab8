"""One-line Russian texts on a sentence: when it was passed and on what accusation.

"ОСО НКВД СССР 26 августа 1946 г., обв.: 58-1б, 11." has a head, in which a date stands behind the body's name or
before it, and the accusation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.articles import CitedArticle, read_articles
from habeas.ingest.functions.dates_in_words import date
from habeas.ingest.functions.sentencing_words import accusation_mark, spellings

DATE: Final = re.compile(
    r"(?<![\w.])(?P<date>(?:(?:\d{1,2}\s+\w+|в\s+[^\W\d]+|в)\s+)?\d{4}\s+г)(?:\.|(?!\w))"
)
"""A day, a month or a year in words: "2 июня 1931 г.", "в мае 1931 г.", "в 1931 г."."""
EDGES: Final = " \t.,;:/*"


@dataclass(frozen=True)
class SentencingText:
    """A text in its parts: the head without its date, the date in words, the accusation; empty where unstated."""

    head: str
    date: str
    accusation: str


@lru_cache(maxsize=65536)
def parts(text: str) -> SentencingText:
    """Tell the parts of a text apart."""
    head, accusation = _halves(text)
    found = list(DATE.finditer(head))
    if not found:
        return SentencingText(head.strip(), "", accusation)
    last = found[-1]
    rest = f"{head[: last.start()].rstrip()} {head[last.end() :].lstrip(EDGES)}"
    return SentencingText(rest.strip(), f"{last['date']}.", accusation)


def _halves(text: str) -> tuple[str, str]:
    """The head and the accusation, whose mark may stand twice."""
    mark = accusation_mark()
    found = mark.search(text)
    if found is None:
        return text, ""
    accusation = text[found.end() :]
    while again := mark.match(accusation):
        accusation = accusation[again.end() :]
    return text[: found.start()], accusation.strip().rstrip(".").rstrip()


def accusation(text: str) -> str | None:
    """Return the accusation in the text's words, without full stops at its end; None where none is stated."""
    return parts(text).accusation or None


def decided_text(text: str) -> str | None:
    """Return the date of the decision in the text's words; None where none is stated."""
    return parts(text).date or None


def decided(text: str) -> str | None:
    """Return the EDTF of the decision's date; None where none is stated.

    A date inside the accusation, as of a resolution, is none. Raises ValueError for a day that does not exist.
    """
    stated = parts(text).date
    return date(stated, language="ru") if stated else None


def charged(text: str) -> list[CitedArticle]:
    """Return the articles that the accusation cites, in its order; a text may cite none."""
    cited = parts(text).accusation
    for spelling, plain in spellings():
        cited = spelling.sub(plain, cited)
    return read_articles(cited)


def charge(text: str, number: int) -> str | None:
    """Return one of the cited articles, the first by 1, as ``code|number``; None where there are fewer."""
    cited = charged(text)
    if not 1 <= number <= len(cited):
        return None
    return f"{cited[number - 1].code}|{cited[number - 1].number}"
