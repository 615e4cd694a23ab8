"""Which variables an expression of a mapping can see, and which it uses and cannot.

SPARQL evaluates a group by itself and joins it to what is around it afterwards (SPARQL 1.1, section 18.2.2): a BIND
inside an OPTIONAL does not see what is bound outside, its variable stays unbound, and nothing fails. So a mapping in
which an expression uses a variable that it cannot see is refused before any row is mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.ingest.columns import COLUMN, ROW, expand, prefixes
from habeas.ingest.pattern import Bind, Expression, Filter, Group, Nested, Select, Triples, Values
from habeas.store.tokens import Token

UNBOUND: Final = "none"
"""The name of the variable that a mapping leaves unbound on purpose, as in ``IF(?a = "x", ?b, ?none)``."""

Names = frozenset[str]
NOTHING: Final[Names] = frozenset()


@dataclass(frozen=True)
class Invisible:
    """A use of a variable that cannot have a value there: where, what is wrong, what to do about it.

    ``fatal`` is false where it may be meant so: a variable that nothing binds, as a branch of an IF.
    """

    token: Token
    message: str
    fix: str
    fatal: bool = True


@dataclass(frozen=True)
class _Use:
    """A use of a variable.

    ``scope`` are the variables that it can see, ``own`` those that its group binds in the end, ``within`` names what it
    is part of.
    """

    token: Token
    scope: Names
    own: set[str]
    within: str
    is_branch: bool = False


def find_invisible(
    text: str, tokens: Sequence[Token], pattern: Group, template: Sequence[Token]
) -> list[Invisible]:
    """Return the uses of variables that cannot have a value, in the order of the text.

    ``tokens`` are those of the whole mapping, ``template`` those of its INSERT template, ``pattern`` is its WHERE part.
    """
    reading = _Reading([], [])
    bound = reading.visit(pattern)
    reading.uses.extend(_Use(t, bound, set(), "the template") for t in template if t.kind == "variable")
    binders: dict[str, Token] = {}
    for token in sorted(_binders(pattern), key=lambda t: t.start):
        binders.setdefault(_name(token), token)
    found = list(reading.apart)
    for use in reading.uses:
        name = _name(use.token)
        if name in use.scope:
            continue
        if name in binders:
            found.append(_not_seen(text, tokens, use, binders[name]))
        elif name != UNBOUND:
            found.append(_bound_nowhere(use))
    return sorted(found, key=lambda invisible: invisible.token.start)


def _name(token: Token) -> str:
    return token.text[1:]


def _bound_nowhere(use: _Use) -> Invisible:
    return Invisible(
        use.token,
        f"{use.within} uses {use.token.text}, and nothing binds it",
        f"correct its name; where it is unbound on purpose, call it ?{UNBOUND}",
        fatal=not use.is_branch,
    )


def _not_seen(text: str, tokens: Sequence[Token], use: _Use, binder: Token) -> Invisible:
    name, line = use.token.text, text.count("\n", 0, binder.start) + 1
    if _name(use.token) in use.own:
        return Invisible(
            use.token,
            f"{use.within} uses {name} before line {line} binds it",
            "a BIND sees only what is bound before it: move it behind that line",
        )
    fix = f"bind {name} inside these braces too, before it is used, or move what uses it out of them"
    if triple := _triple_of(tokens, binder):
        fix = f"repeat the triple pattern inside these braces: {triple} ."
    if use.within == "the template":
        fix = f"bind {name} in the WHERE part itself; a sub-SELECT has to name what it gives"
    return Invisible(
        use.token,
        f"{use.within} uses {name}, which is bound in line {line} and cannot be seen here",
        fix,
    )


def _triple_of(tokens: Sequence[Token], binder: Token) -> str | None:
    """Return the pattern that binds a variable to a column's cell, as a mapping writes it."""
    declared = prefixes(list(tokens))
    at = tokens.index(binder)
    if not (expand(tokens[at - 1], declared) or "").startswith(COLUMN):
        return None
    record = next(i for i, token in enumerate(tokens) if expand(token, declared) == f"{ROW}record")
    return f"{tokens[record - 1].text} {tokens[at - 1].text} {binder.text}"


@dataclass(frozen=True)
class _Reading:
    """Walks through the groups in the order in which they are evaluated and writes down what each use can see."""

    uses: list[_Use]
    apart: list[Invisible]

    def visit(self, group: Group, left: Names = NOTHING, around: Names = NOTHING) -> Names:
        """Return what a group binds.

        ``left``: for an OPTIONAL what is bound before it, which its own FILTERs see and nothing else in it. ``around``:
        for the group of an EXISTS the variables of the solution that it is asked of, which all in it sees.
        """
        bound: set[str] = set()
        for element in group.elements:
            match element:
                case Triples() | Values():
                    bound.update(map(_name, element.variables))
                case Bind():
                    scope = frozenset(bound) | around
                    self._use(element.expression, scope, bound, f"the BIND of {element.target.text}")
                    bound.add(_name(element.target))
                case Nested():
                    bound |= self._nested(element, frozenset(bound), around)
                case Select():
                    bound |= self._select(element)
        for element in group.elements:
            if isinstance(element, Filter):
                self._use(element.expression, frozenset(bound) | left | around, bound, "a FILTER")
        return frozenset(bound)

    def _nested(self, nested: Nested, before: Names, around: Names) -> Names:
        left = before if nested.kind == "OPTIONAL" else NOTHING
        # LATERAL, of SPARQL 1.2's proposals, is the one group that sees what is before it.
        around = around | before if nested.kind == "LATERAL" else around
        bound = NOTHING.union(*(self.visit(group, left, around) for group in nested.groups))
        if nested.kind == "MINUS":
            # A MINUS that shares no variable with what is before it takes nothing away (SPARQL 1.1, section 8.3).
            if not bound & before:
                self.apart.append(
                    Invisible(
                        nested.start,
                        "the MINUS shares no variable with what is before it, so it takes nothing away",
                        "name the row in it, as in MINUS { ?row x:column ?cell }, or write FILTER NOT EXISTS",
                    )
                )
            return NOTHING
        return bound | ({_name(nested.graph)} if nested.graph else NOTHING)

    def _select(self, select: Select) -> Names:
        inner = self.visit(select.group)
        seen = inner | set(map(_name, select.keys))
        given: set[str] = set()
        for target, expression in select.projected or ():
            if expression is None:
                self.uses.append(_Use(target, seen, set(), "a sub-SELECT"))
            else:
                self._use(expression, seen, set(), f"the sub-SELECT's {target.text}")
                seen |= {_name(target)}
            given.add(_name(target))
        self._use(select.modifiers, seen, set(), "a sub-SELECT")
        return inner if select.projected is None else frozenset(given)

    def _use(self, expression: Expression, scope: Names, own: set[str], within: str) -> None:
        self.uses.extend(_Use(t, scope, own, within, t in expression.branches) for t in expression.variables)
        for group in expression.exists:
            self.visit(group, around=scope)


def _binders(group: Group) -> Iterator[Token]:
    """Yield the variables that anything in a group can bind."""
    for element in group.elements:
        match element:
            case Triples() | Values():
                yield from element.variables
            case Bind():
                yield element.target
                yield from _binders_of(element.expression)
            case Filter():
                yield from _binders_of(element.expression)
            case Nested():
                yield from [element.graph] if element.graph else []
                for inner in element.groups:
                    yield from _binders(inner)
            case Select():
                yield from element.keys
                yield from (target for target, expression in element.projected or () if expression)
                yield from _binders(element.group)


def _binders_of(expression: Expression) -> Iterator[Token]:
    for group in expression.exists:
        yield from _binders(group)
