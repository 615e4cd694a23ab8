"""The tokens of a SPARQL query (SPARQL 1.1 §19.8), read the way Oxigraph reads them.

A guard that splits a text otherwise than the engine can be led past: what it takes for an IRI or a comment,
the engine runs. So wherever the two could differ the reading stops with an error instead of a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, cast

from habeas.errors import QueryRefusedError, QuerySyntaxError, QueryTooLargeError

Kind = Literal["string", "iri", "variable", "language", "blank", "name", "number", "word", "mark", "comment"]

MAX_NESTING: Final = 100

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME: Final = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = f"(?:[{_BASE}_:0-9]|{_ESCAPE})(?:(?:[{_NAME}.:-]|{_ESCAPE})*(?:[{_NAME}:-]|{_ESCAPE}))?"

_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^"\\]|\\.))*\"{{3}} | '{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}}
               | "(?!"")(?:[^"\\\r\n]|\\[^\r\n])*" | '(?!'')(?:[^'\\\r\n]|\\[^\r\n])*' | ""(?!") | ''(?!') )
    | (?P<variable>[?$][{_BASE}_0-9][{_NAME}]*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:[{_BASE}_0-9](?:[{_NAME}.-]*[{_NAME}-])?)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>(?:[{_BASE}](?:[{_NAME}.-]*[{_NAME}-])?)?:(?:{_LOCAL})?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_IRI: Final = re.compile(r'<[^<>"{}|^`\x00-\x20]*>')
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CLOSES: Final = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind, its text, and the offset at which it starts."""

    kind: Kind
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether the token is one of the words, which are given in upper case."""
        return self.kind == "word" and self.text.upper() in words


def place(text: str, offset: int) -> str:
    """Name the line and the column of an offset, both counted from 1."""
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def tokens(text: str) -> list[Token]:
    """Split a query into tokens, comments and white space left out.

    Raises QuerySyntaxError for brackets that do not match or a string without an end, QueryTooLargeError for
    brackets nested deeper than ``MAX_NESTING``, QueryRefusedError for what could be read in two ways.
    """
    found: list[Token] = []
    opened: list[Token] = []
    for token in _scan(text, found, opened):
        _check_codepoints(text, token)
        if token.kind == "comment":
            continue
        found.append(token)
        if token.text in "{([":
            opened.append(token)
            _check_nesting(text, opened)
        elif token.text in _CLOSES:
            _close(text, token, opened)
    if opened:
        raise QuerySyntaxError(f"{opened[-1].text!r} is never closed", where=place(text, opened[-1].start))
    return found


def _scan(text: str, found: list[Token], opened: list[Token]) -> Iterator[Token]:
    offset = 0
    while offset < len(text):
        iri = _iri(text, offset, found, opened) if text[offset] == "<" else None
        match = iri or _TOKEN.match(text, offset)
        assert match is not None  # the last alternative takes any character
        offset = match.end()
        kind = "iri" if iri else match.lastgroup
        if kind == "mark" and match[0] in "\"'":
            raise QuerySyntaxError("the string is never closed", where=place(text, match.start()))
        if kind != "space":
            yield Token(cast(Kind, kind), match[0], match.start())


def _iri(text: str, offset: int, found: list[Token], opened: list[Token]) -> re.Match[str] | None:
    """Read an IRI at a ``<``, or return None where it says "less than".

    Only inside ``(…)`` and after an operand can ``<`` be an operator. There, text such as ``<1#>`` is an IRI
    in a list and an operator with a comment in an expression; what has no second reading is let through.
    """
    if text.startswith("<<", offset):
        raise QueryRefusedError(
            "`<<` is not read here: this graph has no triple terms",
            where=place(text, offset),
            mend="between 'less than' and an IRI put a space",
        )
    match = _IRI.match(text, offset)
    in_parentheses = bool(opened) and opened[-1].text == "("
    after_operand = bool(found) and (found[-1].kind != "mark" or found[-1].text in ")]}")
    if match and in_parentheses and after_operand and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*://", match[0]):
        _check_one_reading(text, match)
    return match


def _check_one_reading(text: str, match: re.Match[str]) -> None:
    if re.search(r"[()\[\]#'\\]", match[0]):
        raise QueryRefusedError(
            f"{match[0]} can be read as an IRI and as 'less than'",
            where=place(text, match.start()),
            mend="after 'less than' put a space; for an IRI declare a PREFIX",
        )


def _check_codepoints(text: str, token: Token) -> None:
    """Hold that decoding ``\\uXXXX`` before tokenising (SPARQL 1.1 §19.2) or after gives the same tokens."""
    if token.kind == "mark" and token.text == "\\":
        raise QueryRefusedError(
            "a backslash stands outside a string or an IRI",
            where=place(text, token.start),
            mend="write the character itself; codepoint escapes are read in strings and IRIs only",
        )
    for match in _CODEPOINT.finditer(token.text):
        code = int(match[1] or match[2], 16)
        if code <= 0x20 or code > 0x10FFFF or chr(code) in "\"'<>\\{}" or token.kind == "comment":
            raise QueryRefusedError(
                f"the codepoint escape {match[0]} is not accepted",
                where=place(text, token.start + match.start()),
                mend='write the character itself, in a string \\" or \\n',
            )


def _check_nesting(text: str, opened: list[Token]) -> None:
    if len(opened) > MAX_NESTING:
        raise QueryTooLargeError(
            f"brackets are nested deeper than {MAX_NESTING}",
            where=place(text, opened[-1].start),
            mend="flatten the groups, or ask in several queries",
        )


def _close(text: str, token: Token, opened: list[Token]) -> None:
    if not opened or opened[-1].text != _CLOSES[token.text]:
        raise QuerySyntaxError(f"{token.text!r} closes nothing", where=place(text, token.start))
    opened.pop()
