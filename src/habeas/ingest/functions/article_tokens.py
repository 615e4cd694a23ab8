"""Articles of law in text, first step: from characters to tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.law_codes import code_key, code_pattern
from habeas.ingest.functions.word_tables import Words, read_table

_POINT: Final = "[а-зa-hა-ჰ](?![\\w/])"
_ELEMENT: Final = rf"\d+(?:\.\d+)*(?:{_POINT})?"
_NUMBER: Final = rf"(?:p\d+-)?{_ELEMENT}(?:\s?[-–—]\s?{_ELEMENT})*(?:-{_POINT})?"
_DAY: Final = r"\d{1,2}[./]\s?\d{1,2}(?:[./]\s?\d{2,4}|\s\d{4})(?!\d)"
_YEAR: Final = r"(?<![\d-])(?:1[6-9]|20)\d\d(?=\s*(?:гг?|года|году|рок\w*|р)\b)"
_LETTER: Final = r"[\"'«“”„‘(]\s?[^\W\d_]\s?[\"'»”“’)]"
_SILENT: Final = ".\"'«»“”„()[]{}*’‘:"
_BRACKET: Final = r"\(\s?\d{1,2}(?:\.\d+)?\s?\)"


@dataclass(frozen=True)
class Token:
    """A piece of a text on law.

    ``kind`` is ``code``, ``number``, ``letter``, ``article``, ``part``, ``point``, ``and``, ``comma``, ``dash``,
    ``filler``, ``bracket``, ``date``, ``break`` or ``word``; ``value`` is a code's key, else the casefolded text.
    ``several`` tells a marker that announces more than one number.
    """

    kind: str
    value: str
    several: bool = False


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    kinds = {
        "code": code_pattern(),
        "date": f"{_DAY}|{_YEAR}",
        "bracket": _BRACKET,
        "number": rf"(?<![\w#№]){_NUMBER}|(?<=ст){_NUMBER}",
        "letter": _LETTER,
        "word": r"[^\W\d_]+|§+|&",
        "other": r"\w+",
        "comma": r"[,;+]",
        "dash": r"[-–—]",
        "break": r"[^\s]",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


@lru_cache(maxsize=1)
def _words() -> Words:
    table = read_table("article_words")
    return Words([*table["markers"].items(), *table["joining"].items()])


@lru_cache(maxsize=1)
def _several() -> frozenset[str]:
    return frozenset(read_table("article_words")["several"])


def article_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text; full stops, quotation marks and brackets around words make none."""
    for match in _pattern().finditer(unicodedata.normalize("NFC", text).casefold()):
        found = match.group()
        if match.lastgroup != "break" or found not in _SILENT:
            yield _token(match.lastgroup or "", found)


def _token(kind: str, text: str) -> Token:
    if kind == "code":
        return Token(kind, code_key(text))
    if kind == "number":
        return Token(kind, re.sub(r"\s", "", text).replace("–", "-").replace("—", "-"))
    if kind in {"letter", "bracket"}:
        return Token(kind, text[1:-1].strip())
    if kind == "word":
        return Token(_words().get(text) or kind, text, several=text in _several())
    return Token(kind, text)
