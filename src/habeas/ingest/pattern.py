"""The WHERE part of a mapping as nested groups: what each binds, and which variables its expressions use.

Read from the tokens that the rules of mappings are read from, so that every variable keeps its place in the text. The
text has been parsed by the engine before: what is read here is known to be SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from habeas.ingest.columns import COLUMN, expand
from habeas.model.namespaces import FUNCTION
from habeas.store.tokens import Token

_AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_GROUP: Final = re.compile(r"GROUP(?!_CONCAT)", re.IGNORECASE)
_OPENERS: Final = ("OPTIONAL", "MINUS", "LATERAL", "GRAPH", "FILTER", "BIND", "VALUES")


@dataclass(frozen=True)
class Expression:
    """An expression: the variables in it, those of them that are a whole branch of an IF, the groups of its EXISTS.

    ``exists_at`` are the first tokens of those groups, ``functions`` the names of the functions for mappings that it
    calls.
    """

    variables: tuple[Token, ...]
    branches: frozenset[Token] = frozenset()
    exists: tuple[Group, ...] = ()
    functions: frozenset[str] = frozenset()
    exists_at: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Triples:
    """Triple patterns: their variables, the columns that they need, and those that each variable is the cell of.

    ``tokens`` are the patterns as written.
    """

    variables: tuple[Token, ...]
    needed: frozenset[str]
    cells: dict[str, frozenset[str]]
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Bind:
    """``BIND(expression AS ?target)``."""

    expression: Expression
    target: Token


@dataclass(frozen=True)
class Filter:
    """``FILTER``, which looks at the solutions of its whole group wherever it is written in it."""

    expression: Expression


@dataclass(frozen=True)
class Values:
    """``VALUES``."""

    variables: tuple[Token, ...]


@dataclass(frozen=True)
class Nested:
    """Groups within a group: ``kind`` is OPTIONAL, MINUS, LATERAL, GRAPH, or UNION: plain braces are a union of one.

    ``start`` is the first token, ``graph`` the variable after GRAPH.
    """

    kind: str
    start: Token
    groups: tuple[Group, ...]
    graph: Token | None = None


@dataclass(frozen=True)
class Select:
    """A sub-SELECT: the variables that it gives to the group around it, in order with what they are bound to.

    ``projected`` is None for ``SELECT *``; ``modifiers`` are GROUP BY, HAVING and ORDER BY, ``keys`` the variables that
    GROUP BY or a VALUES at the end binds, ``grouped_by`` those that GROUP BY names. ``is_aggregated``: it groups
    solutions, or makes one of all.
    """

    start: Token
    projected: tuple[tuple[Token, Expression | None], ...] | None
    group: Group
    keys: tuple[Token, ...]
    modifiers: Expression
    grouped_by: tuple[Token, ...] = ()
    is_aggregated: bool = False


Element = Triples | Bind | Filter | Values | Nested | Select


@dataclass(frozen=True)
class Group:
    """What stands between two braces, in order."""

    elements: tuple[Element, ...]


def read_pattern(tokens: Sequence[Token], declared: dict[str, str]) -> Group:
    """Read a WHERE part from its tokens, which begin with WHERE or with its first brace."""
    return _Reader(tokens, declared).group(1 if tokens[0].is_word("WHERE") else 0)[0]


@dataclass(frozen=True)
class _Reader:
    """Each method is given the place of the first token of what it reads, and returns that with the place behind it."""

    tokens: Sequence[Token]
    declared: dict[str, str]

    def group(self, at: int) -> tuple[Group, int]:
        at += 1
        if self.tokens[at].is_word("SELECT"):
            select, at = self._select(at)
            return Group((select,)), at + 1
        elements: list[Element] = []
        while self.tokens[at].text != "}":
            if self.tokens[at].text == ".":
                at += 1
                continue
            element, at = self._element(at)
            elements.append(element)
        return Group(tuple(elements)), at + 1

    def _element(self, at: int) -> tuple[Element, int]:
        token = self.tokens[at]
        if token.is_word("OPTIONAL", "MINUS", "LATERAL"):
            group, end = self.group(at + 1)
            return Nested(token.text.upper(), token, (group,)), end
        if token.is_word("GRAPH"):
            group, end = self.group(at + 2)
            name = self.tokens[at + 1]
            return Nested("GRAPH", token, (group,), name if name.kind == "variable" else None), end
        if token.is_word("FILTER"):
            expression, end = self._constraint(at + 1)
            return Filter(expression), end
        if token.is_word("BIND"):
            end = self._closing(at + 1)
            return Bind(self._expression(at + 2, end - 2), self.tokens[end - 1]), end + 1
        if token.is_word("VALUES"):
            return self._values(at + 1)
        return self._union(at) if token.text == "{" else self._triples(at)

    def _union(self, at: int) -> tuple[Nested, int]:
        start, groups = self.tokens[at], []
        while True:
            group, at = self.group(at)
            groups.append(group)
            if not self.tokens[at].is_word("UNION"):
                return Nested("UNION", start, tuple(groups)), at
            at += 1

    def _constraint(self, at: int) -> tuple[Expression, int]:
        """Read what a FILTER holds: an expression in brackets, a function's call, or (NOT) EXISTS and a group."""
        end = at
        while self.tokens[end].text not in "({":
            end += 1
        end = self._closing(end)
        return self._expression(at, end + 1), end + 1

    def _values(self, at: int) -> tuple[Values, int]:
        opening = at
        while self.tokens[opening].text != "{":
            opening += 1
        names = tuple(t for t in self.tokens[at:opening] if t.kind == "variable")
        return Values(names), self._closing(opening) + 1

    def _triples(self, at: int) -> tuple[Triples, int]:
        end = at
        while not (self.tokens[end].text in ("{", "}") or self.tokens[end].is_word(*_OPENERS)):
            end += 1
        read = self.tokens[at:end]
        return Triples(*_columns(read, self.declared), tuple(read)), end

    def _select(self, at: int) -> tuple[Select, int]:
        start, head, at = self.tokens[at], at, at + 1
        whole = False
        projected: list[tuple[Token, Expression | None]] = []
        while not (self.tokens[at].text == "{" or self.tokens[at].is_word("WHERE")):
            token = self.tokens[at]
            whole = whole or token.text == "*"
            if token.kind == "variable":
                projected.append((token, None))
            if token.text == "(":
                end = self._closing(at)
                projected.append((self.tokens[end - 1], self._expression(at + 1, end - 2)))
                at = end
            at += 1
        at_group = at
        group, at = self.group(at + self.tokens[at].is_word("WHERE"))
        end = at
        while self.tokens[end].text != "}":
            end = self._closing(end) + 1 if self.tokens[end].text in ("(", "{") else end + 1
        before_values = next((i for i in range(at, end) if self.tokens[i].is_word("VALUES")), end)
        keys = [
            after
            for token, after in pairwise(self.tokens[at:before_values])
            if token.is_word("AS") and after.kind == "variable"
        ]
        if before_values < end:
            keys += self._values(before_values + 1)[0].variables
        return Select(
            start,
            None if whole else tuple(projected),
            group,
            tuple(keys),
            self._expression(at, before_values),
            tuple(self._grouped_by(at, before_values)),
            any(token.is_word(*_AGGREGATES) for token in self.tokens[head:at_group])
            or any(token.is_word("HAVING") or _GROUP.match(token.text) for token in self.tokens[at:end]),
        ), end

    def _grouped_by(self, at: int, end: int) -> Iterator[Token]:
        """Yield the variables that GROUP BY names, without those in brackets."""
        depth, is_key = 0, False
        for token in self.tokens[at:end]:
            depth += (token.text == "(") - (token.text == ")")
            if token.kind == "word":
                is_key = token.is_word("BY") or (is_key and depth > 0)
            elif is_key and depth == 0 and token.kind == "variable":
                yield token

    def _expression(self, at: int, end: int) -> Expression:
        variables: list[Token] = []
        branches: set[Token] = set()
        exists: list[Group] = []
        exists_at: list[Token] = []
        functions: set[str] = set()
        calls: list[bool] = []
        while at < end:
            before, token, after = self.tokens[at - 1], self.tokens[at], self.tokens[at + 1]
            if token.text == "{":
                # Only an EXISTS has a group in an expression, and NOT EXISTS may be written without the space.
                group, at = self.group(at)
                exists.append(group)
                exists_at.append(token)
                continue
            if token.text == "(":
                calls.append(before.is_word("IF"))
            elif token.text == ")" and calls:
                calls.pop()
            elif token.kind == "variable" and not before.is_word("AS"):
                variables.append(token)
                if calls and calls[-1] and before.text == "," and after.text in ",)":
                    branches.add(token)
            elif (iri := expand(token, self.declared) or "").startswith(FUNCTION):
                functions.add(iri.removeprefix(FUNCTION))
            at += 1
        return Expression(
            tuple(variables), frozenset(branches), tuple(exists), frozenset(functions), tuple(exists_at)
        )

    def _closing(self, at: int) -> int:
        """Return the place of the bracket that closes the one at ``at``."""
        opening = self.tokens[at].text
        closing = {"(": ")", "{": "}"}[opening]
        depth = 0
        for place in range(at, len(self.tokens)):
            depth += (self.tokens[place].text == opening) - (self.tokens[place].text == closing)
            if depth == 0:
                return place
        raise AssertionError("the tokens have matching brackets")


def _columns(
    triples: Sequence[Token], declared: dict[str, str]
) -> tuple[tuple[Token, ...], frozenset[str], dict[str, frozenset[str]]]:
    """Return the variables of triple patterns, the columns that must be filled, and those of each object."""
    cells: dict[str, frozenset[str]] = {}
    needed: set[str] = set()
    column: str | None = None
    for token in triples:
        iri = expand(token, declared) or ""
        if iri.startswith(COLUMN) and iri != COLUMN:
            column = iri.removeprefix(COLUMN)
        elif token.text in {".", ";"}:
            column = None
        elif column and token.kind in {"variable", "string", "number"}:
            needed.add(column)
            if token.kind == "variable":
                cells[token.text[1:]] = cells.get(token.text[1:], frozenset()) | {column}
    return tuple(t for t in triples if t.kind == "variable"), frozenset(needed), cells
