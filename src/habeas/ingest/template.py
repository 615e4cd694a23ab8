"""The INSERT template of a mapping: what it writes for each solution of its WHERE part, as lines of N-Quads.

A mapping is run as a SELECT of its template's variables. That gives the solutions as text in one piece, and the
template is filled in here. A triple with an unbound variable, or with a literal where none can stand, is left out
(SPARQL 1.1 Update, section 3.1.3.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final

import pyoxigraph as ox

from habeas.errors import MappingError
from habeas.ingest.columns import prefixes
from habeas.ingest.deferred import find_deferred, without
from habeas.ingest.functions import Functions
from habeas.ingest.mapping import Mapping as RowMapping
from habeas.ingest.mapping import template_and_where
from habeas.model.namespaces import HAB, ID, RDF, XSD
from habeas.store.tokens import Token, tokens

Solution = tuple[str, ...]
"""Terms as N-Triples writes them, in the order of ``Template.variables``; an empty string is an unbound variable."""

Kinds = tuple[str, ...]
"""The first character of each term of a solution: what kind of term it is, and an empty string where there is none."""

TYPE: Final = f"<{RDF}type>"
BETWEEN: Final = (" ", " .\n")
VARIABLE: Final = "urn:habeas:variable:"
ENGINE_PROPERTIES: Final = frozenset(
    f"<{HAB}{name}>"
    for name in (
        "source",
        "tableName",
        "rowNumber",
        "recorded",
        "recordStatus",
        "tier",
        "unreadCell",
        "noLongerListedSince",
    )
)
"""What the engine or the ledger says of a record, and no mapping."""
ENGINE_CLASSES: Final = frozenset(f"<{HAB}{name}>" for name in ("Source", "Capture", "Record"))
_SUSPICIOUS: Final = ("_:", "<<", f"<{ID}")
"""What the terms begin with that a mapping may not write, unless they are ids of its rows."""
_ABBREVIATED: Final = (
    ("boolean", re.compile(r"true|false")),
    ("integer", re.compile(r"[+-]?[0-9]+")),
    ("decimal", re.compile(r"[+-]?[0-9]*\.[0-9]+")),
    ("double", re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")),
)


@dataclass(frozen=True)
class Template:
    """A template.

    ``names`` are the variables of the template. ``query`` selects the ``variables``, of which the first is the record;
    those of ``ids`` (kind, place of the key) are the last and not selected. ``triples`` are places in a solution that
    has the ``constants`` behind it; the last two of them are what stands between terms and after them.
    """

    mapping: RowMapping
    names: tuple[str, ...]
    query: str
    variables: tuple[str, ...]
    ids: tuple[tuple[str, int], ...]
    constants: Solution
    triples: tuple[tuple[int, int, int], ...]
    picks: dict[Solution, Callable[[Solution], Solution]] = field(default_factory=dict, compare=False)

    def solutions(self, store: ox.Store, functions: Functions) -> list[Solution]:
        """Return the solutions over the rows in the store."""
        found = store.query(self.query, custom_functions=functions.for_oxigraph())
        assert isinstance(found, ox.QuerySolutions)
        text = found.serialize(format=ox.QueryResultsFormat.TSV)
        assert text is not None
        solutions = [tuple(line.split("\t")) for line in text.decode().split("\n")[1:-1]]
        return _in_full(self._with_ids(solutions, functions) if self.ids else solutions)

    def _with_ids(self, solutions: list[Solution], functions: Functions) -> list[Solution]:
        made: dict[tuple[str, str], str] = {}
        for kind, place in self.ids:
            for term in {solution[place] for solution in solutions}:
                made[kind, term] = f"<{functions.id(kind, _value(term)).value}>" if term else ""
        return [s + tuple([made[kind, s[place]] for kind, place in self.ids]) for s in solutions]

    def said(self, solutions: Sequence[Solution], kinds: Sequence[Kinds]) -> str:
        """Return what the template says of the solutions of one record, as N-Quads, each once.

        ``kinds`` are those of each solution. Where all terms differ no two triples can be the same, and the text is put
        together in one go.
        """
        if len(solutions) == 1:
            terms = solutions[0] + self.constants
            if len(set(terms)) == len(terms) - solutions[0].count("") + ("" in solutions[0]):
                return "".join(self._pick(kinds[0])(terms))
        lines = (self._lines(solution, k) for solution, k in zip(solutions, kinds, strict=True))
        return "".join(sorted(set(chain.from_iterable(lines))))

    def _lines(self, solution: Solution, kinds: Kinds) -> Iterator[str]:
        terms = solution + self.constants
        for s, p, o in self._written(kinds):
            yield f"{terms[s]} {terms[p]} {terms[o]} {terms[0]} .\n"

    def written(self, kinds: Kinds) -> list[int]:
        """Return which triples are written of a solution: their terms are bound and may stand where they stand."""
        first = kinds + tuple(term[:1] for term in self.constants)
        return [at for at, (s, p, o) in enumerate(self.triples) if first[o] and first[s] == "<" == first[p]]

    def _written(self, kinds: Kinds) -> list[tuple[int, int, int]]:
        return [self.triples[at] for at in self.written(kinds)]

    def _pick(self, kinds: Kinds) -> Callable[[Solution], Solution]:
        """Return how to pick the text of all triples from a solution's terms and the constants behind them.

        It is the same for all solutions with the same kinds of terms in the same places.
        """
        if kinds not in self.picks:
            space, end = len(self.variables) + len(self.constants) - 2, -1
            places = [at for s, p, o in self._written(kinds) for at in (s, space, p, space, o, space, 0, end)]
            self.picks[kinds] = itemgetter(*places) if places else lambda terms: ()
        return self.picks[kinds]

    def hold(self, solutions: Sequence[Solution], own: set[str]) -> None:
        """Hold what was selected to the rules of mappings; ``own`` are the ids that these rows may name.

        Raises MappingError for an id that is not theirs, a blank node, a triple term, or what only the engine says.
        """
        terms = set(self.constants).union(*solutions)
        # Of every term of a batch: so the test is one expression, and what is wrong is worked out afterwards.
        for term in [t for t in terms if t.startswith(_SUSPICIOUS) and t not in own]:
            raise _refusal(self.mapping, f"{self._place_of(term, solutions)} is {_forbidden(term)}")
        if {solution[0] for solution in solutions} - own - {""}:
            raise _refusal(self.mapping, "?record is the graph of no row")
        for triple in self.triples:
            if triple[1] < len(self.variables) or self._constant(triple[1]) in ENGINE_PROPERTIES | {TYPE}:
                self._hold_said(solutions, triple)

    def _constant(self, place: int) -> str:
        return self.constants[place - len(self.variables)]

    def _hold_said(self, solutions: Sequence[Solution], triple: tuple[int, int, int]) -> None:
        _, p, o = triple
        vary = min(p, o) < len(self.variables)
        said = {
            (terms[p], terms[o])
            for terms in (s + self.constants for s in (solutions if vary else solutions[:1]))
        }
        for predicate, value in said:
            if predicate in ENGINE_PROPERTIES:
                raise _refusal(self.mapping, f"`{self.text(triple)}` says {predicate}")
            if predicate == TYPE and value in ENGINE_CLASSES:
                raise _refusal(self.mapping, f"`{self.text(triple)}` says that something is a {value}")

    def _place_of(self, term: str, solutions: Sequence[Solution]) -> str:
        """Name where a term is from: it may be made from a cell that nobody is to see, so it is not shown itself."""
        if term in self.constants:
            return f"{term} in the template"
        return f"?{next(self.variables[s.index(term)] for s in solutions if term in s)}"

    def text(self, triple: tuple[int, int, int]) -> str:
        """Return a triple pattern as the mapping writes it: with names of variables, and no values."""
        return " ".join(self._text(place) for place in triple)

    def _text(self, place: int) -> str:
        if place < len(self.variables):
            return f"?{self.variables[place]}"
        term = self._constant(place)
        if term == TYPE:
            return "a"
        for prefix, iri in self.prefixes.items():
            local = term[1 + len(iri) : -1]
            if term.startswith(f"<{iri}") and local.replace("-", "").isalnum():
                return f"{prefix}:{local}"
        return term

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the mapping declares."""
        return prefixes(tokens(self.mapping.text))


def _forbidden(term: str) -> str:
    """Return what a term is that no mapping may write."""
    if term.startswith("_:"):
        return "a blank node"
    if term.startswith("<<"):
        return "a triple term"
    return "an id that neither fn:id, fn:person nor fn:record made"


def _refusal(mapping: RowMapping, what: str) -> MappingError:
    return MappingError(
        f"the mapping wrote what it may not: {what}",
        where=str(mapping.file),
        mend="insert into the row's own record, with nodes from fn:id, and leave the record's source, table, "
        "row, status and tier to the engine and the ledger",
    )


def _in_full(solutions: list[Solution]) -> list[Solution]:
    """Write numbers and truth values in full, which SPARQL's TSV abbreviates as Turtle does."""
    bare = {term for term in set().union(*solutions) if term and term[0] not in '<"_'}
    if not bare:
        return solutions
    full = {term: _typed(term) for term in bare}
    return [tuple(full.get(term, term) for term in solution) for solution in solutions]


def _value(term: str) -> str:
    """Return the text of a plain literal, whose escapes are among those of JSON, or of an IRI."""
    if "\\" in term:
        return str(json.loads(term))
    return term[1:-1]


def _typed(term: str) -> str:
    datatype = next(name for name, form in _ABBREVIATED if form.fullmatch(term))
    return f'"{term}"^^<{XSD}{datatype}>'


def kinds_of(solution: Solution) -> Kinds:
    """Return the kinds of the terms of a solution."""
    return tuple([term[:1] for term in solution])


def read_template(mapping: RowMapping) -> Template:
    """Read the template of a mapping, whose rules it keeps: one INSERT, into GRAPH ?record and nothing else."""
    found = tokens(mapping.text)
    written, pattern = template_and_where(found)
    names = tuple(dict.fromkeys(["record", *(t.text[1:] for t in written if t.kind == "variable")]))
    prologue = mapping.text[: next(token for token in found if token.is_word("INSERT")).start]
    deferred = find_deferred(pattern, prefixes(found))
    late = {d.name for d in deferred}
    selected = tuple(dict.fromkeys([*(n for n in names if n not in late), *(d.key for d in deferred)]))
    rest = without(mapping.text, pattern[0].start, pattern, deferred)
    query = f"{prologue}SELECT {' '.join(f'?{name}' for name in selected)} {rest}"
    end = written[-1].start + len(written[-1].text)
    quads = _triples(mapping, prologue, mapping.text[:end], written)
    ids = tuple((d.kind, selected.index(d.key)) for d in deferred)
    return _placed(mapping, names, query, (*selected, *(d.name for d in deferred)), ids, quads)


def _triples(mapping: RowMapping, prologue: str, text: str, written: list[Token]) -> list[ox.Quad]:
    """Let the engine's own parser read the template, as TriG in which the variables are IRIs."""
    pieces, end = [prologue], written[0].start
    for token in written:
        term = f"<{VARIABLE}{token.text[1:]}>" if token.kind == "variable" else token.text
        pieces += [text[end : token.start], term]
        end = token.start + len(token.text)
    try:
        return list(ox.parse("".join(pieces), format=ox.RdfFormat.TRIG))
    except SyntaxError as error:
        raise MappingError(
            f"the template does not parse: {error}",
            where=str(mapping.file),
            mend="write it as Turtle would be written",
        ) from error


def _placed(
    mapping: RowMapping,
    names: tuple[str, ...],
    query: str,
    variables: tuple[str, ...],
    ids: tuple[tuple[str, int], ...],
    quads: list[ox.Quad],
) -> Template:
    spoken = [(str(q.subject), str(q.predicate), str(_as_stored(q))) for q in quads]
    places = {f"<{VARIABLE}{name}>": place for place, name in enumerate(variables)}
    constants = tuple(dict.fromkeys(term for triple in spoken for term in triple if term not in places))
    places |= {term: place for place, term in enumerate(constants, len(variables))}
    triples = tuple((places[s], places[p], places[o]) for s, p, o in spoken)
    return Template(mapping, names, query, variables, ids, (*constants, *BETWEEN), triples)


def _as_stored(quad: ox.Quad) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """Return the object as a store gives it back: of numbers it keeps the value and not the way they are written."""
    store = ox.Store()
    store.add(quad)
    (stored,) = store
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple = stored.object
    return value
