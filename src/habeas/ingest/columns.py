"""Which columns a mapping reads, and which of them a record cannot do without."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from habeas.store.tokens import Token

COLUMN: Final = "urn:habeas:column:"
ROW: Final = "urn:habeas:row#"
_LOOSE: Final = ("OPTIONAL", "UNION", "EXISTS", "MINUS")


@dataclass(frozen=True)
class Reading:
    """The columns outside and inside an OPTIONAL, and the columns that each variable rests on, by its name."""

    required: frozenset[str]
    optional: frozenset[str]
    variables: dict[str, frozenset[str]]


def prefixes(tokens: list[Token]) -> dict[str, str]:
    """Return the declared prefixes, by name without the colon."""
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {name.text[:-1]: iri.text[1:-1] for word, name, iri in triples if word.is_word("PREFIX")}


def expand(token: Token, declared: dict[str, str]) -> str | None:
    """Return the IRI that a token stands for, or None."""
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return declared.get(prefix, prefix + ":") + local
    return None


def read_columns(tokens: list[Token]) -> Reading:
    """Read the columns of a mapping from its tokens."""
    declared = prefixes(tokens)
    required: set[str] = set()
    optional: set[str] = set()
    variables: dict[str, frozenset[str]] = {}
    loose: list[bool] = []
    column: str | None = None
    for before, token in pairwise([*tokens, tokens[-1]]):
        if before.text == "}" and loose:
            loose.pop()
        if token.text == "{":
            loose.append(before.is_word(*_LOOSE))
        iri = expand(before, declared) or ""
        if iri.startswith(COLUMN) and iri != COLUMN:
            column = iri.removeprefix(COLUMN)
            (optional if any(loose) else required).add(column)
            is_object = True
        else:
            is_object = before.text == ","
            if before.kind == "word" or before.text in set(".;{}()"):
                column = None
        # A variable may be bound by several columns, as in the branches of a UNION: it rests on each of them.
        if column and is_object and token.kind == "variable":
            variables[token.text[1:]] = variables.get(token.text[1:], frozenset()) | {column}
    return Reading(frozenset(required), frozenset(optional - required), _with_bound(tokens, variables))


def _with_bound(tokens: list[Token], variables: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Add what is bound by an expression: it rests on the columns of the variables in it."""
    found = dict(variables)
    bound = [
        (tokens[at + 1].text[1:], _expression_before(tokens, at))
        for at, token in enumerate(tokens[:-1])
        if token.is_word("AS") and tokens[at + 1].kind == "variable"
    ]
    # A sub-SELECT names before its braces what is bound within them, so one pass in the order of the text is too few.
    for _ in bound:
        before = dict(found)
        for name, expression in bound:
            if columns := columns_of(expression, found):
                found[name] = found.get(name, frozenset()) | columns
        if found == before:
            break
    return found


def _expression_before(tokens: list[Token], end: int) -> list[Token]:
    depth, at = 1, end
    while at > 0 and depth:
        at -= 1
        depth += (tokens[at].text == ")") - (tokens[at].text == "(")
    return tokens[at:end]


def columns_of(tokens: list[Token], variables: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the columns that the variables among the tokens rest on."""
    names = (token.text[1:] for token in tokens if token.kind == "variable")
    return frozenset(column for name in names for column in variables.get(name, ()))
