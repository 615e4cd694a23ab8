"""``mapping.ru``: one SPARQL Update that turns rows into records, and the rules that it is held to.

A mapping file is code. It may insert into the row's own record graph and do nothing else: no other update, no
other graph, nothing from elsewhere, nothing that differs from run to run, no blank nodes, no tier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.errors import MappingError, QueryError
from habeas.ingest.columns import ROW, Reading, columns_of, expand, prefixes, read_columns
from habeas.ingest.functions.registry import Term
from habeas.ingest.locality import find_mixing
from habeas.ingest.pattern import Group, read_pattern
from habeas.ingest.scope import Invisible, find_invisible
from habeas.model.namespaces import FUNCTION, HAB
from habeas.store.tokens import Token, place, tokens

RECORD: Final = "?record"
FORBIDDEN: Final = (
    "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "DELETE", "WITH", "USING", "DATA",
    "NOW", "RAND", "UUID", "STRUUID", "BNODE",
)  # fmt: skip
# Oxigraph needs no boundary between keywords: it reads trueSERVICE<x>{} and SERVICE:x{} as SERVICE.
_REACHES_OUT: Final = re.compile("service|load", re.IGNORECASE)
_IN_FULL: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Mapping:
    """A checked mapping.

    ``required`` are the columns that the record cannot do without, ``optional`` those read inside an OPTIONAL;
    ``arguments`` maps a function's name to the columns whose cells it is given, ``variables`` a variable's to those
    that it rests on. ``pattern`` is the WHERE part. ``invisible`` are the uses of variables that cannot have a value
    where they are used.
    """

    file: Path
    text: str
    required: frozenset[str]
    optional: frozenset[str]
    arguments: dict[str, frozenset[str]]
    variables: dict[str, frozenset[str]]
    pattern: Group
    invisible: tuple[Invisible, ...] = ()


def read_mapping(file: Path, functions: frozenset[str]) -> Mapping:
    """Read and check a mapping; raises MappingError where it does not parse or does what it may not."""
    try:
        text = file.read_text(encoding="utf-8")
        found = tokens(text)
    except UnicodeDecodeError as error:
        raise MappingError("the mapping is not UTF-8", where=str(file)) from error
    except QueryError as error:
        raise MappingError(
            error.message,
            where=f"{file}, {error.where}",
            mend=error.mend or "a mapping is one SPARQL 1.1 Update",
        ) from error
    _Rules(file, text, found).hold()
    reading = read_columns(found)
    given = _arguments(file, text, found, functions, reading)
    _parse(file, text, functions)
    template, where = template_and_where(found)
    pattern = read_pattern(where, prefixes(found))
    if fault := find_mixing(where, pattern, prefixes(found)):
        where_is = f"{file}, {place(text, fault.token.start)}"
        raise MappingError(fault.message, where=where_is, mend=fault.fix)
    invisible = tuple(find_invisible(text, found, pattern, template))
    return Mapping(
        file, text, reading.required, reading.optional, given, reading.variables, pattern, invisible
    )


def template_and_where(found: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the tokens inside the braces of INSERT, and those from WHERE to the brace that ends it."""
    insert = next(i for i, token in enumerate(found) if token.is_word("INSERT"))
    where = next(i for i, token in enumerate(found) if token.is_word("WHERE") and i > insert)
    return found[insert + 2 : where - 1], found[where : _end(found, where + 1)]


def _end(found: list[Token], opening: int) -> int:
    """Return the place behind the bracket that closes the one at ``opening``."""
    depth = 0
    for at in range(opening, len(found)):
        depth += (found[at].text == "{") - (found[at].text == "}")
        if depth == 0:
            return at + 1
    return len(found)


def check_scope(mapping: Mapping) -> Iterator[str]:
    """Raise MappingError for a variable that cannot have a value where it is used; yield what may be meant so."""
    for found in mapping.invisible:
        where = place(mapping.text, found.token.start)
        if found.fatal:
            raise MappingError(found.message, where=f"{mapping.file}, {where}", mend=found.fix)
        yield f"{mapping.file.name}, {where}: {found.message}: {found.fix}"


def _parse(file: Path, text: str, functions: frozenset[str]) -> None:
    known: dict[ox.NamedNode, Callable[..., Term | None]] = {
        ox.NamedNode(FUNCTION + name): lambda *_: None for name in functions
    }
    try:
        ox.Store().update(text, custom_functions=known)
    except SyntaxError as error:
        raise MappingError(
            f"the mapping does not parse: {error}", where=str(file), mend="it is one SPARQL 1.1 Update"
        ) from error


@dataclass(frozen=True)
class _Rules:
    file: Path
    text: str
    tokens: list[Token]

    def refuse(self, message: str, token: Token, mend: str) -> MappingError:
        return MappingError(message, where=f"{self.file}, {place(self.text, token.start)}", mend=mend)

    def hold(self) -> None:
        """Raise MappingError at the first rule that is broken."""
        declared = prefixes(self.tokens)
        for token in self.tokens:
            self._word(token)
            if token.kind == "blank" or token.text == "[":
                raise self.refuse(
                    "a mapping may not make blank nodes", token, "give the node an IRI with fn:id"
                )
            if expand(token, declared) == f"{HAB}tier":
                raise self.refuse("a mapping may not say who sees a record", token, "use `habeas clear`")
        self._one_insert()
        self._plain_names(declared)
        self._own_graph()
        self._one_row()

    def _word(self, token: Token) -> None:
        reaches_out = token.kind in {"word", "name"} and _REACHES_OUT.search(token.text.partition(":")[0])
        if token.is_word(*FORBIDDEN) or reaches_out:
            raise self.refuse(
                f"a mapping may not say {token.text.upper()}",
                token,
                "insert into GRAPH ?record and do nothing else",
            )

    def _one_insert(self) -> None:
        inserts = [t for t in self.tokens if t.is_word("INSERT")]
        if len(inserts) != 1:
            where = inserts[1] if inserts else Token("mark", "", 0)
            raise self.refuse(
                f"a mapping has one INSERT, this one has {len(inserts)}",
                where,
                "write INSERT { GRAPH ?record { … } } WHERE { … }, and put a second one in a mapping of its own",
            )

    def _plain_names(self, declared: dict[str, str]) -> None:
        """Hold that the text says what a name stands for: which columns are read, and what ids are made from."""
        in_where = False
        for at, token in enumerate(self.tokens):
            in_where = in_where or token.is_word("WHERE")
            if token.kind not in {"name", "iri"}:
                continue
            if "\\" in token.text:
                raise self.refuse(
                    f"{token.text} has an escape with a backslash in a name",
                    token,
                    "write the character itself; a name with other signs is written in full, as <…>",
                )
            is_declared = at > 1 and self.tokens[at - 2].is_word("PREFIX")
            if token.kind == "iri" and (in_where or is_declared) and not _IN_FULL.match(token.text):
                raise self.refuse(
                    f"{token.text} is relative to a BASE", token, "write the IRI in full, or use a prefix"
                )
            prefix = token.text.partition(":")[0]
            if token.kind == "name" and prefix not in declared:
                raise self.refuse(
                    f"the prefix {prefix}: is not declared", token, f"write PREFIX {prefix}: <…> at the top"
                )

    def _own_graph(self) -> None:
        """The template is ``GRAPH ?record { … }`` and nothing beside it; ?record comes from the row alone."""
        depth, template = 0, False
        for before, token in pairwise(self.tokens):
            template = (template or before.is_word("INSERT")) and not token.is_word("WHERE")
            opens_graph = before.is_word("GRAPH") or token.is_word("GRAPH") or token.text in "{}"
            if template and depth == 1 and not opens_graph:
                raise self.refuse(
                    "a mapping inserts into its record's graph only",
                    token,
                    "write INSERT { GRAPH ?record { … } }",
                )
            is_record = token.kind == "variable" and token.text[1:] == RECORD[1:]
            if (before.is_word("GRAPH") and not is_record) or (before.is_word("AS") and is_record):
                raise self.refuse(
                    "the graph is the row's own record", token, "take ?record from `?row row:record ?record`"
                )
            depth += (token.text == "{") - (token.text == "}")

    def _one_row(self) -> None:
        """A record says what stands in one place: its row is named once, and what else is read is held to it later."""
        declared = prefixes(self.tokens)
        records = [i for i, t in enumerate(self.tokens) if expand(t, declared) == f"{ROW}record"]
        if len(records) != 1:
            where = self.tokens[records[1]] if records else Token("mark", "", 0)
            raise self.refuse(
                "a mapping takes ?record from one row", where, "write `?row row:record ?record` once"
            )


def _arguments(
    file: Path, text: str, found: list[Token], functions: frozenset[str], reading: Reading
) -> dict[str, frozenset[str]]:
    """Return the columns that each function is given; a function that does not exist is an error."""
    declared = prefixes(found)
    given: dict[str, set[str]] = {}
    for i, token in enumerate(found):
        iri = expand(token, declared) or ""
        if not iri.startswith(FUNCTION) or iri == FUNCTION:
            continue
        name = iri.removeprefix(FUNCTION)
        if name not in functions:
            where = f"{file}, {place(text, token.start)}"
            raise MappingError(
                f"there is no function fn:{name}",
                where=where,
                mend=f"there are {', '.join(sorted(functions))}",
            )
        given.setdefault(name, set()).update(_given(found[i + 1 :], reading.variables))
    return {name: frozenset(columns) for name, columns in given.items()}


def _given(rest: list[Token], variables: dict[str, frozenset[str]]) -> frozenset[str]:
    depth = 0
    for end, token in enumerate(rest):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return columns_of(rest[:end], variables)
    return frozenset()
