"""The guard: reads a stranger's query before anything runs it.

It lets through the four query forms of SPARQL 1.1 and nothing that writes or reaches out. The workers deny
sockets besides; the guard is there so that the refusal says what is wrong and where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, cast

from habeas.errors import QueryRefusedError, QuerySyntaxError, QueryTooLargeError
from habeas.store.tokens import Token, place, tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

MAX_LENGTH: Final = 50_000
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES: Final = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
# Oxigraph needs no boundary between keywords: it reads trueSERVICE<x>{} and SERVICE:x{} as SERVICE.
_REACHES_OUT: Final = re.compile("service|load", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """A query that passed the guard: its text, its form, and the prefixes that it declares."""

    text: str
    form: Form
    prefixes: dict[str, str] = field(default_factory=dict)


def read_query(text: str) -> Query:
    """Read a query by its tokens.

    Raises QueryRefusedError for an update, SERVICE or LOAD; QueryTooLargeError for more than ``MAX_LENGTH``
    characters or brackets nested too deep; QuerySyntaxError for what is no query. Each names the place.
    """
    _check_text(text)
    found = tokens(text)
    _check_words(text, found)
    body, prefixes = _prologue(found)
    if not body:
        raise QuerySyntaxError("the query is empty", mend="begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
    if not body[0].is_word(*FORMS):
        raise QuerySyntaxError(
            f"a query does not begin with {body[0].text!r}",
            where=place(text, body[0].start),
            mend="begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after any PREFIX and BASE",
        )
    return Query(text, cast(Form, body[0].text.upper()), prefixes)


def _check_text(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryTooLargeError(
            f"the query has {len(text):,} characters, more than {MAX_LENGTH:,}",
            mend="ask in several queries",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(
            "the query holds half a character (a lone surrogate)", where=place(text, error.start)
        ) from error


def _check_words(text: str, found: Sequence[Token]) -> None:
    for token, after in pairwise((*found, Token("mark", "", len(text)))):
        if token.is_word(*UPDATES):
            raise _refusal(text, token, f"{token.text} is an update, and this endpoint only reads")
        if token.kind == "word" and _REACHES_OUT.search(token.text):
            raise _refusal(text, token, f"{token.text} would reach out to another server")
        prefix = token.text.partition(":")[0] if token.kind == "name" else ""
        if after.text == "{" and _REACHES_OUT.search(prefix):
            raise _refusal(text, token, f"{token.text} before a brace can be read as SERVICE")


def _refusal(text: str, token: Token, message: str) -> QueryRefusedError:
    return QueryRefusedError(
        message,
        where=place(text, token.start),
        mend="ask with SELECT, ASK, CONSTRUCT or DESCRIBE, without SERVICE; a prefix may have another name",
    )


def _prologue(found: list[Token]) -> tuple[list[Token], dict[str, str]]:
    """Return the tokens after BASE, PREFIX and VERSION, and the declared prefixes with absolute IRIs."""
    prefixes: dict[str, str] = {}
    at = 0
    while at < len(found):
        kinds = tuple(token.kind for token in found[at + 1 : at + 3])
        if found[at].is_word("PREFIX") and kinds == ("name", "iri"):
            iri = found[at + 2].text[1:-1]
            if ":" in iri and "\\" not in iri:
                prefixes[found[at + 1].text[:-1]] = iri
            at += 3
        elif (found[at].is_word("BASE") and kinds[:1] == ("iri",)) or (
            found[at].is_word("VERSION") and kinds[:1] == ("string",)
        ):
            at += 2
        else:
            break
    return found[at:], prefixes
