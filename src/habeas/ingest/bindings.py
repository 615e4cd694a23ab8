"""What a mapping's template wrote and in how many rows: each of its variables, and each of its triple patterns.

A variable that is never bound fails nothing, its triples are just not there. So the mapped rows are counted, and where
the columns that a variable rests on are filled and the variable is not bound, the documenter is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from habeas.ingest.pattern import Bind, Expression, Group, Nested, Select, Triples, Values
from habeas.ingest.scope import UNBOUND
from habeas.ingest.template import Kinds, Template

SELDOM: Final = 0.5
"""A variable bound in a smaller share of the rows in which its columns are filled is named."""

SHOWN: Final = 5
"""How many of them a note names."""
OFTEN: Final = 5
"""A reader that may give nothing is expected to have given something in so many rows."""
MAY_GIVE_NOTHING: Final = frozenset(
    {"earliest", "latest", "shortest", "longest", "aggregate", "facilityNumber"}
    | {"articleAt", "articleCode", "articlePart", "articlePoint"}
    | {"body", "bodyClass", "bodyKey", "decided", "decidedText", "accusation", "charged"}
)
"""The readers for which a text that says nothing of the kind is no trouble: an open end has no last day."""

Columns = frozenset[str]
Filled = tuple[bool, ...]


@dataclass(frozen=True, order=True)
class Need:
    """The columns that something rests on: all of ``must`` have to be filled, and if there are ``may``, one of them.

    ``is_open``: it also rests on a reader that may give nothing.
    """

    must: tuple[str, ...]
    may: tuple[str, ...]
    is_open: bool = False

    def is_met(self, filled: Columns) -> bool:
        """Whether a row in which these columns are filled should bind it."""
        return filled.issuperset(self.must) and (not self.may or not filled.isdisjoint(self.may))

    def __str__(self) -> str:
        parts = [*self.must, " or ".join(self.may)] if self.may else [*self.must]
        return " and ".join(parts)


def read_needs(group: Group, around: Columns = frozenset()) -> dict[str, set[Need]]:
    """Return, for each variable that a group binds, what it rests on; several where it is bound in several places.

    A variable rests on the columns of its group, and on those of the variables in the expression that binds it.
    """
    must = around.union(*(e.needed for e in group.elements if isinstance(e, Triples)))
    found: dict[str, set[Need]] = {}
    for element in group.elements:
        match element:
            case Triples():
                for name in {token.text[1:] for token in element.variables}:
                    _add(found, name, must, element.cells.get(name, frozenset()))
            case Values():
                for token in element.variables:
                    _add(found, token.text[1:], must)
            case Bind():
                _add_bound(found, element.target.text[1:], must, element.expression, found)
            case Nested(kind="MINUS"):
                pass
            case Nested():
                for inner in element.groups:
                    _merge(found, read_needs(inner, must))
            case Select():
                _merge(found, _needs_of_select(element, must))
    return found


def _needs_of_select(select: Select, around: Columns) -> dict[str, set[Need]]:
    inner = read_needs(select.group, around)
    if select.projected is None:
        return inner
    given: dict[str, set[Need]] = {}
    for target, expression in select.projected:
        name = target.text[1:]
        if expression is None:
            given[name] = inner.get(name, set())
        else:
            _add_bound(given, name, around, expression, inner)
    return given


def _add_bound(
    found: dict[str, set[Need]], name: str, must: Columns, expression: Expression, seen: dict[str, set[Need]]
) -> None:
    needs = [need for token in expression.variables for need in seen.get(token.text[1:], ())]
    may = frozenset(column for need in needs for column in (*need.must, *need.may))
    is_open = bool(expression.functions & MAY_GIVE_NOTHING) or any(need.is_open for need in needs)
    _add(found, name, must, may, is_open=is_open)


def _add(
    found: dict[str, set[Need]],
    name: str,
    must: Columns,
    may: Columns = frozenset(),
    *,
    is_open: bool = False,
) -> None:
    found.setdefault(name, set()).add(Need(tuple(sorted(must)), tuple(sorted(may - must)), is_open))


def _merge(found: dict[str, set[Need]], more: dict[str, set[Need]]) -> None:
    for name, needs in more.items():
        found.setdefault(name, set()).update(needs)


@dataclass
class Counts:
    """In how many mapped rows each item of a template was bound, should have been, and was as it should have been.

    The items are the template's variables and then its triple patterns. Plain lists, so that they go through JSON.
    """

    rows: int = 0
    bound: list[int] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)
    met: list[int] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Add the counts of another batch."""
        self.rows += other.rows
        for mine, theirs in (
            (self.bound, other.bound),
            (self.expected, other.expected),
            (self.met, other.met),
        ):
            mine.extend([0] * (len(theirs) - len(mine)))
            for at, number in enumerate(theirs):
                mine[at] += number


@dataclass(frozen=True)
class Item:
    """A variable of a template, or a triple pattern, as a mapping writes it: with the columns that it rests on."""

    text: str
    variables: tuple[str, ...]
    needs: tuple[Need, ...]
    is_pattern: bool

    @property
    def is_open(self) -> bool:
        """Whether a reader may have given nothing."""
        return any(need.is_open for need in self.needs)

    @property
    def columns(self) -> str:
        """The columns in words; empty where it rests on those alone that no record can do without."""
        return ", or ".join(self._alternatives)

    @property
    def where_filled(self) -> str:
        """The condition on a row's columns in words: "where day and kind are filled"; empty without columns."""
        if not self._alternatives:
            return ""
        # The verb goes with the alternative that is next to it.
        verb = "are" if self._alternatives[-1].count(" and ") else "is"
        return f" where {self.columns} {verb} filled"

    @property
    def _alternatives(self) -> list[str]:
        return list(dict.fromkeys(str(need) for need in self.needs if need.must or need.may))


class Bindings:
    """The items of one mapping, and what is counted of them.

    Rows are counted by which columns are filled and which terms are bound, of which there are few combinations: what
    follows from a combination is worked out once.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        self._always = frozenset().union(
            *(e.needed for e in template.mapping.pattern.elements if isinstance(e, Triples))
        )
        self._needs = {
            name: tuple(sorted({self._shortened(need) for need in needs}))
            for name, needs in read_needs(template.mapping.pattern).items()
        }
        self.items: tuple[Item, ...] = (*self._variables(), *self._patterns())
        self._columns = sorted(
            {c for needs in self._needs.values() for need in needs for c in (*need.must, *need.may)}
        )
        self._expected: dict[Filled, frozenset[int]] = {}
        self._bound: dict[tuple[Kinds, ...], frozenset[int]] = {}
        self._tally: Counter[tuple[Filled, tuple[Kinds, ...]]] = Counter()

    def _shortened(self, need: Need) -> Need:
        """Leave out the columns that are filled in every row that is mapped."""
        must, may = ([c for c in columns if c not in self._always] for columns in (need.must, need.may))
        return Need(tuple(must), tuple(may), need.is_open)

    def _variables(self) -> Iterator[Item]:
        for name in self.template.names[1:]:
            yield Item(f"?{name}", (name,), self._needs.get(name, ()), is_pattern=False)

    def _patterns(self) -> Iterator[Item]:
        variables = self.template.variables
        for triple in self.template.triples:
            names = tuple(variables[place] for place in triple if place < len(variables))
            needs = {need for name in names for need in self._needs.get(name, ())}
            yield Item(self.template.text(triple), names, tuple(sorted(needs)), is_pattern=True)

    def count(self, cells: Container[str], kinds: Sequence[Kinds]) -> None:
        """Count a mapped row by the columns that have a cell and the kinds of terms in its solutions."""
        together = tuple(kinds) if len(kinds) == 1 else tuple(sorted(set(kinds)))
        self._tally[tuple([column in cells for column in self._columns]), together] += 1

    def take(self) -> Counts:
        """Return the counts since this was asked last."""
        size = len(self.items)
        counts = Counts(0, [0] * size, [0] * size, [0] * size)
        for (filled, kinds), number in self._tally.items():
            counts.rows += number
            bound, expected = self._bound_items(kinds), self._expected_items(filled)
            for items, numbers in (
                (bound, counts.bound),
                (expected, counts.expected),
                (bound & expected, counts.met),
            ):
                for at in items:
                    numbers[at] += number
        self._tally.clear()
        return counts

    def _bound_items(self, kinds: tuple[Kinds, ...]) -> frozenset[int]:
        if kinds not in self._bound:
            names = self.template.names[1:]
            places = [self.template.variables.index(name) for name in names]
            variables = [at for at, place in enumerate(places) if any(kind[place] for kind in kinds)]
            patterns = [len(names) + at for kind in kinds for at in self.template.written(kind)]
            self._bound[kinds] = frozenset(variables + patterns)
        return self._bound[kinds]

    def _expected_items(self, filled: Filled) -> frozenset[int]:
        if filled not in self._expected:
            columns = frozenset(c for c, is_filled in zip(self._columns, filled, strict=True) if is_filled)
            should = {
                name for name, needs in self._needs.items() if any(need.is_met(columns) for need in needs)
            }
            self._expected[filled] = frozenset(
                at for at, item in enumerate(self.items) if should.issuperset(item.variables)
            )
        return self._expected[filled]


def binding_notes(items: Sequence[Item], counts: Counts) -> Iterator[str]:
    """Yield what a documenter should look at: what was never bound though its columns are filled, or seldom."""
    never: dict[str, list[str]] = {}
    seldom: dict[str, list[str]] = {}
    named: set[str] = {UNBOUND}
    for item, expected, met in zip(items, counts.expected, counts.met, strict=True):
        least = OFTEN if item.is_open else 1
        if expected < least or met >= expected * (0 if item.is_open and met else SELDOM):
            continue
        if not named.isdisjoint(item.variables):
            continue
        where = item.where_filled
        if not item.is_pattern:
            named.update(item.variables)
            (seldom if met else never).setdefault(f"{met} of {_rows(expected)}{where}", []).append(item.text)
        elif met:
            seldom.setdefault(f"{met} of {_rows(expected)}{where}", []).append(f"`{item.text}`")
        else:
            yield (
                f"the pattern `{item.text}` was written in 0 of {_rows(expected)}{where}: its variables are not bound "
                "together, or what stands for its subject is a text and no IRI"
            )
    for counted, texts in never.items():
        yield f"bound in {counted}: {', '.join(texts)}"
    if seldom:
        shown = [f"{', '.join(texts)} in {counted}" for counted, texts in seldom.items()]
        more = f"; and {len(shown) - SHOWN} more, which `habeas build -v` shows" if len(shown) > SHOWN else ""
        yield f"bound in fewer than half of the rows that have the columns filled: {'; '.join(shown[:SHOWN])}{more}"


def _rows(number: int) -> str:
    return f"{number} row{'s' * (number != 1)}"


@dataclass
class TableBindings:
    """What the mapping of a table bound in how many of its mapped rows.

    ``lacking`` are the columns that the mapping reads and the table does not have.
    """

    table: str
    mapping: str
    items: tuple[Item, ...]
    lacking: list[str]
    counts: Counts = field(default_factory=Counts)

    def notes(self) -> Iterator[str]:
        """Yield what a documenter should look at."""
        return (f"{self.table}: {self.mapping}: {note}" for note in binding_notes(self.items, self.counts))

    def lines(self) -> Iterator[str]:
        """Yield the lacking columns, and the count of each item that has its columns filled in any row."""
        if self.lacking:
            yield f"the table lacks {', '.join(self.lacking)}"
        for item, bound, expected, met in zip(
            self.items, self.counts.bound, self.counts.expected, self.counts.met, strict=True
        ):
            if not (bound or expected):
                continue
            line = f"{item.text}: {bound} of {_rows(self.counts.rows)}"
            yield line + (f"; {met} of {expected}{item.where_filled}" if item.columns else "")
