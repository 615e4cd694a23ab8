"""Articles of law in text, first step: from characters to tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.law_codes import code_key, code_pattern, folded
from habeas.ingest.functions.word_tables import Words, read_table

_POINT: Final = "[а-зa-hა-ჰ](?![\\w/^])"
_LATIN: Final = r"(?:\s?-?\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)(?!\w))"
_ELEMENT: Final = rf"\d+(?:[.^]\d+)*{_LATIN}?(?:{_POINT})?"
_NUMBER: Final = rf"(?:p\d+-)?{_ELEMENT}(?:\s?[-–—]\s?{_ELEMENT})*(?:-{_POINT})?"
_DAY: Final = r"\d{1,2}[./]\s?\d{1,2}(?:[./]\s?\d{2,4}|\s\d{4})(?!\d)"
_YEAR: Final = r"(?<![\d-])(?:1[6-9]|20)\d\d(?=\s*(?:гг?|года|году|рок\w*|р)\b)"
_YEAR_OF_CODE: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_LETTER: Final = r"[\"'«“”„‘(]\s?[^\W\d_]\s?[\"'»”“’)]"
_SILENT: Final = ".\"'«»“”„()[]{}*’‘:"
_BRACKET: Final = r"\(\s?\d{1,2}(?:[.^]\d+)?\s?\)"
_RAISED: Final = {
    **{ord(sign): str(number) for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{ord(sign): str(number) for number, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
_RAISED_NUMBER: Final = re.compile(rf"[{''.join(map(chr, _RAISED))}]+")
_SPELLED_RAISED: Final = re.compile(
    # As markup, with a caret, and in the words for "with the mark 4".
    r"<su[pb]>\s*(?P<markup>\d+)\s*</su[pb]>|\^\s?\{?(?P<caret>\d+)\}?"
    r"|(?<=\d)\s*(?:прим(?:ом)?[.\s-]*|[(,]?\s*(?:со?|зі?|са)\s+зна[чк][а-яіў]*\s+)(?P<words>\d+)\)?"
)
_BARE_PRIME: Final = re.compile(r"(?<=\d)\s*(?:прим(?!\w)\.?|[′″‴])")
_UNREAD_MARK: Final = "′"


@dataclass(frozen=True)
class Token:
    """A piece of a text on law.

    ``kind`` is ``code``, ``number``, ``unclear``, ``letter``, ``article``, ``part``, ``point``, ``and``, ``comma``,
    ``dash``, ``filler``, ``bracket``, ``date``, ``break`` or ``word``; ``value`` is a code's key, else the casefolded
    text, in which ``^`` stands before what is written above the line: ``361^4``. A number is ``unclear`` where a sign
    that may belong to it cannot be read.
    ``several`` tells a marker that announces more than one number.
    """

    kind: str
    value: str
    several: bool = False


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    kinds = {
        "code": code_pattern(),
        "raised": r"\^\d+",
        "date": rf"{_DAY}|{_YEAR}|\d{{1,2}}\s+(?:{_months()})(?!\w)",
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


def _months() -> str:
    """The names of months in all languages; Roman numerals are also numbers of parts."""
    months = read_table("date_words")["months"]
    return "|".join(
        form for tag, named in months.items() if tag != "roman" for forms in named.values() for form in forms
    )


@lru_cache(maxsize=1)
def _words() -> Words:
    table = read_table("article_words")
    return Words([*table["markers"].items(), *table["joining"].items()])


@lru_cache(maxsize=1)
def _several() -> frozenset[str]:
    return frozenset(read_table("article_words")["several"])


def article_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text; full stops, quotation marks and brackets around words make none."""
    plain = _plain(text)
    before = ""
    for match in _pattern().finditer(plain):
        kind, found = match.lastgroup or "", match.group()
        if kind == "break" and found in _SILENT:
            continue
        if kind == "number" and _is_cut(plain, match.end()):
            kind = "unclear"
        if kind == "raised":
            # Behind the name of a code it is the number of a footnote; elsewhere it belongs to a number or a letter.
            kind = "break" if before == "code" else "unclear"
        if kind == "number" and before == "code" and _YEAR_OF_CODE.fullmatch(found):
            kind = "date"
        token = _token(kind, found)
        before = before if token.kind == "filler" else kind
        yield token


def _plain(text: str) -> str:
    """Return the text casefolded, its digits those of ASCII, and ``^`` before numbers above or below the line."""
    plain = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in folded(unicodedata.normalize("NFC", text))
    )
    raised = _RAISED_NUMBER.sub(lambda match: _raised(match, match.group().translate(_RAISED)), plain)
    raised = _SPELLED_RAISED.sub(lambda match: _raised(match, match[1] or match[2] or match[3]), raised)
    raised = re.sub(r"(?<=\d)\s+(?=\^\d)", "", raised)
    return _BARE_PRIME.sub(_UNREAD_MARK, raised)


def _raised(match: re.Match[str], number: str) -> str:
    """The sign for a raised number; of ``36¹2`` nobody knows which number is meant."""
    return f"^{number}" + (_UNREAD_MARK if match.string[match.end() :][:1].isdigit() else "")


def _is_cut(text: str, end: int) -> bool:
    """Whether what is right behind a number belongs to it and cannot be read: a prime, a fraction, ``01RS0001``."""
    rest = text[end : end + 20]
    if not rest:
        return False
    if rest[0] in "^′″‴ªº" or unicodedata.category(rest[0]) in {"No", "Nl", "Lm"}:
        return True
    word = re.match(r"([^\W\d_]+)\d", rest)
    return word is not None and _words().get(word[1]) is None


def _token(kind: str, text: str) -> Token:
    if kind == "code":
        return Token(kind, code_key(text))
    if kind in {"number", "unclear"}:
        plain = re.sub(r"\s", "", text).replace("–", "-").replace("—", "-")
        return Token(kind, re.sub(r"-(?=[a-z]{3})", "", plain))
    if kind in {"letter", "bracket"}:
        return Token(kind, text[1:-1].strip())
    if kind == "word":
        return Token(_words().get(text) or kind, text, several=text in _several())
    return Token(kind, text)
