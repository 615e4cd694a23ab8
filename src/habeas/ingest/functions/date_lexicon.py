"""The words of dates: what each stands for, read from ``tables/date_words.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from habeas.ingest.functions.word_tables import read_table

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+|[-–—/~?]|[^\s.,()\[\]\"«»']")
_JOINED: Final = re.compile(r"(?<=\d)['’]?-?(?=[^\W\d_])|(?<=[ivxіх])-(?=\d)")
_MARKS: Final = {"-": "to", "–": "to", "—": "to", "/": "to", "~": "approximate", "?": "uncertain"}


@dataclass(frozen=True)
class DateWord:
    """A piece of a date.

    ``kind`` is ``number``, ``month``, ``season``, ``span`` or a qualifier of the table; ``value`` its number, or
    the span's months.
    """

    kind: str
    value: str


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language or of all, and how many words the longest has."""

    phrases: dict[str, DateWord]
    longest: int


def languages() -> frozenset[str]:
    """Return the languages whose dates are known."""
    return frozenset(read_table("date_words")["qualifiers"])


def order_of(language: str) -> str:
    """Return the order of a language's dates of numbers; empty where it has several."""
    return str(read_table("date_words")["order"].get(language, ""))


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    """Return the phrases of a language, of all where it is empty; raises ValueError for an unknown one."""
    if language and language not in languages():
        raise ValueError(f"no dates are known in the language {language!r}")
    table = read_table("date_words")
    phrases = {
        form: word
        for tag in sorted([language] if language else languages())
        for form, word in _phrases(table, tag)
    }
    for month, forms in table["months"]["roman"].items():
        for form in forms:
            # The х of 1930-х and the numeral of 12.Х.1937 look the same: the kind is kept, the month is its value.
            phrases[form] = DateWord(phrases[form].kind if form in phrases else "roman", month)
    return Lexicon(phrases, max(form.count(" ") + 1 for form in phrases))


def _phrases(table: dict[str, Any], tag: str) -> Iterator[tuple[str, DateWord]]:
    for kind, forms in table["qualifiers"][tag].items():
        yield from ((form, DateWord(kind, "")) for form in forms)
    for name in ("month", "season"):
        for number, forms in table[f"{name}s"][tag].items():
            yield from ((form, DateWord(name, number)) for form in forms)
    for span in table["span"]:
        yield from ((form, DateWord("span", "/".join(span["months"]))) for form in span.get(tag, ()))


def date_words(text: str, language: str) -> Iterator[DateWord]:
    """Yield the pieces of a casefolded date, the longest phrase first; raises ValueError at a word that is unknown."""
    known = lexicon(language)
    tokens = _TOKEN.findall(_JOINED.sub(" ", text))
    at = 0
    while at < len(tokens):
        width, word = _longest(tokens, at, known)
        at += width
        if word.kind != "filler":
            yield word


def _longest(tokens: list[str], at: int, known: Lexicon) -> tuple[int, DateWord]:
    token = tokens[at]
    if token.isdecimal():
        return 1, DateWord("number", token)
    if token in _MARKS:
        return 1, DateWord(_MARKS[token], token)
    for width in range(min(known.longest, len(tokens) - at), 0, -1):
        word = known.phrases.get(" ".join(tokens[at : at + width]))
        if word is not None:
            return width, word
    raise ValueError(f"not a word of a date: {token}")
