"""Articles of law in text, second step: from tokens to the numbers that are cited, with their parts and points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from habeas.ingest.functions.article_tokens import Token

ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "і": "1", "іі": "2", "ііі": "3"}
_SEPARATORS: Final = {"comma", "and", "dash"}
_QUIET: Final = {*_SEPARATORS, "filler"}
_PART: Final = re.compile(r"\d{1,2}(?:[.^]\d+)?")


@dataclass
class Citation:
    """One number as it is written, with what is said of its part and points.

    ``code`` is None while no code is named; ``marked`` tells whether the word *article* is before it. ``foreign`` tells
    that a word beside the code's name may say of which country it is, ``led`` that its name is before the number,
    and ``unclear`` that the number could not be read.
    """

    number: str
    marked: bool
    parts: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    code: str | None = None
    complete: bool = False
    foreign: bool = False
    unclear: bool = False
    led: bool = False


class ArticleReader:
    """Reads the tokens of one text; ``unread`` are the numbers that are not known to be of articles."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = list(tokens)
        self._at = 0
        self._listing = True
        self._marked = False
        self._leading: str | None = None
        self._leading_foreign = False
        self._spoiled = False
        self._ahead: dict[str, list[str]] = {"part": [], "point": []}
        self.found: list[Citation] = []
        self.unread: list[str] = []

    def read(self) -> list[Citation]:
        """Return what the text cites, in its order."""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            self._take(token)
        return [citation for citation in self.found if not citation.unclear]

    def _take(self, token: Token) -> None:
        if token.kind == "article":
            self._marked = self._listing = True
        elif token.kind in {"part", "point"}:
            self._qualify(token)
        elif token.kind == "number":
            self._number(token.value)
        elif token.kind == "unclear":
            self._unclear(token.value)
        elif token.kind in {"letter", "bracket"}:
            self._attach(token)
        elif token.kind == "code":
            self._code(token.value)
        elif token.kind not in _QUIET:
            self._listing = self._marked = False

    def _number(self, number: str) -> None:
        if not (self._listing or self._peek() == "code"):
            self.unread.append(number)
            return
        citation = Citation(number, self._marked, self._ahead["part"], self._ahead["point"], self._leading)
        citation.complete, citation.foreign = bool(citation.parts), self._leading_foreign
        citation.led = self._leading is not None
        citation.unclear, self._spoiled = self._spoiled, False
        self.found.append(citation)
        self._ahead = {"part": [], "point": []}
        self._listing, self._marked = True, False

    def _unclear(self, text: str) -> None:
        """A number that cannot be read is no article; what is said of its part is of no other article either."""
        if text.startswith("^"):
            self._spoiled = bool(self._ahead["part"] or self._ahead["point"])
            if self.found and not self._spoiled:
                self._make_unclear(self.found[-1])
            else:
                self.unread.append(text)
        else:
            self.found.append(Citation(text, self._marked))
            self._make_unclear(self.found[-1])
            self._ahead = {"part": [], "point": []}
        self._listing, self._marked = True, False

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _attach(self, token: Token) -> None:
        """A letter or a bracketed number right behind an article is its point or its part."""
        before = [t.kind for t in self._tokens[max(0, self._at - 3) : self._at - 1]]
        numbers = (["number"], ["unclear"], ["letter"], ["bracket"])
        near = before[-1:] in numbers or before == ["number", "dash"]
        if not (near and self.found):
            return
        last = self.found[-1]
        is_part = token.kind == "bracket" and not last.parts and not last.points
        (last.parts if is_part else last.points).append(token.value)

    def _code(self, key: str) -> None:
        """A code's name is that of the articles before it that have none, else of those after it.

        ``УК РБ: ст. 342, ст. 5 УК РФ``: a code right behind an article is its own, whatever code leads the list; where
        another article follows without a comma, it could be of either.
        """
        nameless = [citation for citation in self.found if citation.code is None]
        foreign = self._is_foreign()
        behind = self._tokens[self._at - 2].kind if self._at > 1 else ""
        if (
            not nameless
            and self.found
            and self.found[-1].led
            and behind not in {*_SEPARATORS, "break", "word", "code"}
        ):
            if self._peek() in {"article", "number"}:
                self._make_unclear(self.found[-1])
            else:
                nameless = [self.found[-1]]
        for citation in nameless:
            citation.code, citation.foreign, citation.led = key, foreign, False
        self._leading, self._leading_foreign = (None, False) if nameless else (key, foreign)
        self._listing, self._marked = True, False

    def _make_unclear(self, citation: Citation) -> None:
        citation.unclear = True
        self.unread.append(citation.number)

    def _is_foreign(self) -> bool:
        """Whether a word that is not known stands beside the code's name: it may name a country."""
        at = self._at
        while at < len(self._tokens) and self._tokens[at].value in {"of", "the"}:
            at += 1
        return "word" in {
            token.kind
            for token in (*self._tokens[max(0, self._at - 2) : self._at - 1], *self._tokens[at : at + 1])
        }

    def _qualify(self, marker: Token) -> None:
        start = self._at
        several = marker.several
        while self._peek() == marker.kind:
            self._at, several = self._at + 1, True
        behind = self._is_behind(start - 2)
        values = self._values(marker, several=several or not behind or marker.kind == "point")
        if behind and self.found:
            self._describe(self.found[-1], marker.kind, values)
        else:
            self._ahead[marker.kind] += values

    def _is_behind(self, before: int) -> bool:
        """Whether a part or a point is of the article before it, not of the one after it."""
        if not self.found:
            return False
        if before >= 0 and self._tokens[before].kind in {"number", "letter"} and not self.found[-1].complete:
            return True
        return not self._leads_to_article()

    def _leads_to_article(self) -> bool:
        """Whether values and further parts are followed by the word *article* with no code in between."""
        values = {"number", "letter", "filler", "part", "point"}
        rest = self._tokens[self._at :]
        for at, token in enumerate(rest):
            if token.kind == "article":
                return rest[at - 1].kind not in _SEPARATORS
            single = token.kind == "word" and (len(token.value) == 1 or token.value in ROMAN)
            number = token.kind == "number" and not _PART.fullmatch(token.value)
            if number or not (token.kind in values | _SEPARATORS or single):
                return False
        return False

    def _values(self, marker: Token, *, several: bool) -> list[str]:
        values: list[str] = []
        while (value := self._value(marker)) is not None:
            values.append(value)
            if not several or not self._more():
                break
        return values

    def _value(self, marker: Token) -> str | None:
        if self._at >= len(self._tokens):
            return None
        token = self._tokens[self._at]
        value = self._read_value(token, marker)
        if value is not None:
            self._at += 1
        return value

    def _read_value(self, token: Token, marker: Token) -> str | None:
        if token.kind == "letter":
            return token.value
        if token.kind == "number" and (marker.kind == "point" or _PART.fullmatch(token.value)):
            return token.value
        if marker.kind == "part" and token.value in ROMAN:
            return ROMAN[token.value]
        letter = marker.kind == "point" and len(token.value) == 1 and token.value.isalpha()
        return token.value if letter else None

    def _more(self) -> bool:
        """Step over a comma or *and* before another number or letter of the same kind."""
        at = self._at
        while at < len(self._tokens) and self._tokens[at].kind in {"comma", "and"}:
            at += 1
        rest = self._tokens[at : at + 1]
        simple = rest and (
            rest[0].kind == "letter" or (rest[0].kind == "number" and _PART.fullmatch(rest[0].value))
        )
        if at == self._at or not simple:
            # Without a comma, "п.п. 10. 11" has two numbers too: full stops make no tokens.
            return bool(simple) and at == self._at
        self._at = at
        return True

    def _describe(self, citation: Citation, kind: str, values: list[str]) -> None:
        for value in values:
            is_part = kind == "part" and value[:1].isdigit()
            (citation.parts if is_part else citation.points).append(value)
