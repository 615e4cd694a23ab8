"""Whether each solution of a mapping's WHERE part rests on one row alone.

The rows of a batch are mapped by one query, in one store. What keeps them apart is the variable of the row: a group
that reads cells binds it, and groups are joined on it. Where a group loses it, as a sub-SELECT that does not project it
does, every row gets the cells of every other, and a record says of one person what the list says of another. So what a
mapping may write is a list of what keeps rows apart, and all else is refused.

A group is *free* where it reads no row, *of the row* where each of its solutions binds the row that its cells are from,
and *mixed* where it is a union of both. Of a group that is of the row or mixed, the solutions over a batch are those
over each of its rows put together, and those of its free part. That holds

- for a join of any of them, and for a union (SPARQL 1.1, section 18.5: both distribute over a union of the solutions);
- for an OPTIONAL, a MINUS or an EXISTS that reads cells, if what is before it is of the row: those ask what is *not*
  there, and only where the row is bound do they ask it of that row;
- for a sub-SELECT that reads cells, if it projects the row and, where it aggregates, groups by it;
- for no LIMIT, OFFSET or ORDER BY, which look at the solutions of a whole batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from habeas.ingest.columns import COLUMN, ROW, expand
from habeas.ingest.pattern import Bind, Element, Expression, Filter, Group, Nested, Select, Triples, Values
from habeas.store.tokens import Token

RECORD: Final = "record"
_ROW_PROPERTIES: Final = (f"{ROW}{RECORD}", f"{ROW}number")
_SLICES: Final = ("LIMIT", "OFFSET", "ORDER")


class Reads(Enum):
    """What the solutions of a group rest on."""

    FREE = "no row"
    ROW = "the row that each solution binds"
    MIXED = "no row in some solutions, the bound row in the others"


@dataclass(frozen=True)
class Fault:
    """What may mix the cells of rows: the token where it is, what is wrong, what to do about it."""

    token: Token
    message: str
    fix: str


def find_mixing(where: Sequence[Token], pattern: Group, declared: dict[str, str]) -> Fault | None:
    """Return the first thing in a WHERE part that may give a row the cells of another, or None.

    ``where`` are its tokens and ``pattern`` what they were read as. A triple pattern of which it cannot be
    said which column it reads is returned too.
    """
    records = [at for at, token in enumerate(where) if expand(token, declared) == _ROW_PROPERTIES[0]]
    if len(records) != 1 or where[records[0] - 1].kind != "variable":
        return Fault(
            where[records[-1] if records else 0],
            "a mapping takes ?record from one row",
            "write `?row row:record ?record` once, in the WHERE part",
        )
    at = records[0]
    if where[at + 1].kind != "variable" or _name(where[at + 1]) != RECORD:
        return Fault(where[at + 1], "the row's record is ?record", "write `?row row:record ?record`")
    reader = _Locality(_name(where[at - 1]), declared)
    try:
        reader.check_words(where)
        reader.group(pattern)
    except _MixingError as found:
        return found.fault
    return None


def _name(token: Token) -> str:
    return token.text[1:]


class _MixingError(Exception):
    def __init__(self, token: Token, message: str, fix: str) -> None:
        super().__init__(message)
        self.fault = Fault(token, message, fix)


@dataclass(frozen=True)
class _Locality:
    """Walks through the groups; ``row`` is the name of the row's variable."""

    row: str
    declared: dict[str, str]

    def check_words(self, where: Sequence[Token]) -> None:
        """Refuse what cuts or sorts solutions, and what binds the row or the record in another way than by its triples.

        The engine needs no space behind a keyword, so LIMIT5 is LIMIT too, and trueAS is AS.
        """
        for before, token in pairwise(where):
            if token.kind == "word" and (word := next((w for w in _SLICES if w in token.text.upper()), None)):
                raise _MixingError(
                    token,
                    f"a mapping may not say {word}{' BY' * (word == 'ORDER')}: rows are mapped in batches, and what it "
                    "gives depends on the other rows of a batch",
                    "take it out, and choose by a FILTER, or by MIN or MAX with GROUP BY " + f"?{self.row}",
                )
            if before.kind == "word" and before.text.upper().endswith("AS"):
                self._check_bound(token)

    def _check_bound(self, token: Token) -> None:
        if token.kind == "variable" and _name(token) in {self.row, RECORD}:
            raise _MixingError(
                token,
                f"{token.text} is bound to something else than the row that is read",
                f"take ?{RECORD} and ?{self.row} from `?{self.row} row:record ?{RECORD}` alone, and give this "
                "another name",
            )

    def group(self, group: Group) -> Reads:
        """Return what a group's solutions rest on."""
        reads = Reads.FREE
        for element in group.elements:
            reads = self._after(reads, element)
        for element in group.elements:
            if isinstance(element, Filter):
                self._check_exists(reads, element.expression)
        return reads

    def _after(self, before: Reads, element: Element) -> Reads:
        """Return what the solutions of a group rest on after an element of it."""
        match element:
            case Triples():
                return Reads.ROW if self._check_triples(element.tokens) else before
            case Bind():
                self._check_bound(element.target)
                self._check_exists(before, element.expression)
            case Values():
                for token in element.variables:
                    self._check_bound(token)
            case Nested(kind="OPTIONAL" | "MINUS"):
                if self.group(element.groups[0]) is not Reads.FREE:
                    self._check_row_bound(before, element.start, f"the {element.kind}")
            case Nested(kind="GRAPH"):
                raise _MixingError(
                    element.start,
                    "a mapping reads no GRAPH: the rows are in none",
                    "write its triple patterns without GRAPH",
                )
            case Nested():
                return _joined(before, _united([self.group(inner) for inner in element.groups]))
            case Select():
                return _joined(before, self._select(element))
        return before

    def _check_row_bound(self, before: Reads, token: Token, what: str) -> None:
        if before is not Reads.ROW:
            raise _MixingError(
                token,
                f"{what} reads cells where ?{self.row} is not bound in the same braces before it, so it looks at all "
                "rows",
                f"write a triple pattern of ?{self.row} before it, such as `?{self.row} row:number ?number .`",
            )

    def _check_exists(self, before: Reads, expression: Expression) -> None:
        for at, inner in zip(expression.exists_at, expression.exists, strict=True):
            if self.group(inner) is not Reads.FREE:
                self._check_row_bound(before, at, "the EXISTS")

    def _select(self, select: Select) -> Reads:
        reads = self.group(select.group)
        for token in (*select.keys, *(target for target, expression in select.projected or () if expression)):
            self._check_bound(token)
        for expression in (*(e for _, e in select.projected or () if e), select.modifiers):
            self._check_exists(reads, expression)
        if reads is Reads.FREE:
            return reads
        if select.is_aggregated and self.row not in map(_name, select.grouped_by):
            raise _MixingError(
                select.start,
                "the sub-SELECT aggregates over all rows, so each row would get what the others' cells give",
                f"project ?{self.row} and group by it: SELECT ?{self.row} … GROUP BY ?{self.row}",
            )
        if select.projected is not None and self.row not in (_name(t) for t, _ in select.projected):
            raise _MixingError(
                select.start,
                f"the sub-SELECT reads cells and does not project ?{self.row}, so each row would get the cells of all "
                "the others",
                f"project the row: SELECT ?{self.row} …",
            )
        return reads

    def _check_triples(self, tokens: Sequence[Token]) -> bool:
        """Hold triple patterns to ``?row x:NAME term``; returns whether there are any.

        What is not of that form may join rows by equal cells (paths), read all rows (another subject), or read columns
        that nobody knows of (a variable predicate).
        """
        expected = "subject"
        for token in tokens:
            match expected:
                case "subject":
                    if token.text != ".":
                        self._check_subject(token)
                        expected = "predicate"
                case "predicate":
                    if token.text == ".":
                        expected = "subject"
                    elif token.text != ";":
                        self._check_predicate(token)
                        expected = "object"
                case "object" if token.text in {"+", "-"}:
                    expected = "number"
                case "object" | "number":
                    self._check_object(token, is_number=expected == "number")
                    # `x:a 5. ?row …`: the full stop is read as a part of the number.
                    ends = token.kind == "number" and token.text.endswith(".")
                    expected = "subject" if ends else "end"
                case "datatype":
                    expected = "end" if token.kind in {"iri", "name"} else expected
                case _:
                    expected = self._after_object(token)
        return any(token.text != "." for token in tokens)

    def _after_object(self, token: Token) -> str:
        if token.kind == "language":
            return "end"
        follows = {",": "object", ";": "predicate", ".": "subject", "^": "datatype"}
        if token.text not in follows:
            raise self._no_triple(token)
        return follows[token.text]

    def _check_subject(self, token: Token) -> None:
        if token.kind not in {"variable", "iri", "name", "string", "number"}:
            raise self._no_triple(token)
        if token.kind != "variable" or _name(token) != self.row:
            raise _MixingError(
                token,
                f"a mapping reads one row, and {token.text} is another",
                f"read the cells of ?{self.row}",
            )

    def _check_predicate(self, token: Token) -> None:
        iri = expand(token, self.declared) or ""
        if not (iri in _ROW_PROPERTIES or (iri.startswith(COLUMN) and iri != COLUMN)):
            what = {"variable": "a variable", "iri": "no column", "name": "no column"}.get(
                token.kind, "a path"
            )
            what = "no column" if token.is_word("A") else what
            raise _MixingError(
                token,
                f"what is read of ?{self.row} is {what}: {token.text}",
                "name the column as x:NAME; only row:record and row:number are read besides",
            )

    def _check_object(self, token: Token, *, is_number: bool) -> None:
        if is_number and token.kind != "number":
            raise self._no_triple(token)
        is_term = token.kind in {"variable", "iri", "name", "string", "number"}
        if not (is_term or token.is_word("TRUE", "FALSE")):
            raise self._no_triple(token)

    def _no_triple(self, token: Token) -> _MixingError:
        is_path = token.text in {"/", "|", "^", "*", "+", "?", "!"}
        return _MixingError(
            token,
            "what is read of the row is a path"
            if is_path
            else f"{token.text} may not be here in a triple pattern",
            f"name the column as x:NAME: a triple pattern is `?{self.row} x:NAME ?cell`, and a UNION reads one of "
            "several columns",
        )


def _joined(left: Reads, right: Reads) -> Reads:
    if Reads.ROW in (left, right):
        return Reads.ROW
    return Reads.MIXED if Reads.MIXED in (left, right) else Reads.FREE


def _united(groups: Sequence[Reads]) -> Reads:
    return groups[0] if len(set(groups)) == 1 else Reads.MIXED
