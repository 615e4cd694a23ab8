"""What a derived relationship rests on: the records that state what its rule concluded from.

A rule's file says from which triples it concludes. For each of its patterns the rule's own condition is asked
again, together with the record that states the pattern. What a rule concludes from absence (``MINUS``) or along a
path has no record of its own, so such parts give none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parser import parseUpdate

from habeas.model.namespaces import RULE

Triple = tuple[str, str, str]
Pattern = tuple[Any, Any, Any]

_WHERE: Final = re.compile(r"^WHERE\b(.*)", re.MULTILINE | re.DOTALL)
_PREFIX: Final = re.compile(r"^PREFIX .*$", re.MULTILINE)
_RECORD: Final = "statingRecord"


@dataclass(frozen=True)
class Needed:
    """A triple pattern, and the graph that it has to be in where the rule names one."""

    pattern: Pattern
    graph: Any = None

    def __str__(self) -> str:
        terms = (f"({t.n3()})" if isinstance(t, PropertyPath) else t.n3() for t in self.pattern)
        text = f"{' '.join(terms)} ."
        return f"GRAPH {self.graph.n3()} {{ {text} }}" if self.graph is not None else text


@dataclass(frozen=True)
class Premise:
    """A pattern of a rule's condition. ``among`` is the text of all patterns that have to hold together with it."""

    pattern: Pattern
    among: str


@dataclass(frozen=True)
class Rule:
    """A rule for one triple: what it adds, what it concludes from, and its condition as text."""

    added: Pattern
    premises: tuple[Premise, ...]
    prefixes: str
    condition: str


def read_rules(folder: Path, predicates: Collection[str]) -> list[Rule]:
    """Read the rules of a folder that add a triple with one of the predicates, or with any."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ru")))
    rules = (rule for text in texts for rule in _rules(text))
    return [r for r in rules if isinstance(r.added[1], Variable) or str(r.added[1]) in predicates]


def premises(rules: list[Rule], store: ox.Store) -> dict[Triple, set[str]]:
    """Return for each derived triple the graphs, by IRI, that state what it was concluded from."""
    found: dict[Triple, set[str]] = defaultdict(set)
    for rule in rules:
        for premise in rule.premises:
            for solution in _solutions(store, _query(rule, premise)):
                found[_instance(rule.added, solution)].add(solution[_RECORD].value)
    return found


def behind(store: ox.Store, stated_in: str) -> dict[str, set[str]]:
    """Return for each thing that was made of records, and for what links to such a thing, the records' IRIs.

    So a rival value rests on the records that state it, and a dispute on those of all its rival values.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, ox.NamedNode(stated_in), None, ox.DefaultGraph()):
        holders = store.quads_for_pattern(None, None, quad.subject, ox.DefaultGraph())
        for thing in (quad.subject, *(holder.subject for holder in holders)):
            found[str(thing)[1:-1]].add(str(quad.object)[1:-1])
    return found


def _rules(text: str) -> Iterator[Rule]:
    condition = _WHERE.search(text)
    if condition is None:
        return
    for update in translateUpdate(parseUpdate(text)).algebra:
        graphs = update.insert.quads if update.name == "Modify" and update.insert else {}
        added = [triple for graph, found in graphs.items() if str(graph).startswith(RULE) for triple in found]
        ways = _alternatives(update.where) if added else []
        found = tuple(premise for together in ways for premise in _premises(together))
        yield from (Rule(triple, found, "\n".join(_PREFIX.findall(text)), condition[1]) for triple in added)


def _alternatives(part: Any) -> list[list[Needed]]:
    """Return the ways in which a condition can hold: each is a list of patterns that then hold together.

    Nothing of a MINUS or an OPTIONAL is among them: the condition can hold without.
    """
    if part.name == "BGP":
        return [[Needed(triple) for triple in part.triples]]
    if part.name == "Graph":
        return [[Needed(each.pattern, part.term) for each in way] for way in _alternatives(part.p)]
    if part.name == "Union":
        return _alternatives(part.p1) + _alternatives(part.p2)
    if part.name == "Join":
        return [one + other for one in _alternatives(part.p1) for other in _alternatives(part.p2)]
    if part.name in {"LeftJoin", "Minus"}:
        return _alternatives(part.p1)
    return _alternatives(part.p) if "p" in part else [[]]


def _premises(together: list[Needed]) -> Iterator[Premise]:
    """Yield the patterns that a record can state: those of no graph that the rule names, and of no path."""
    among = " ".join(map(str, together))
    for each in together:
        if not isinstance(each.graph, URIRef) and not isinstance(each.pattern[1], PropertyPath):
            yield Premise(each.pattern, among)


def _query(rule: Rule, premise: Premise) -> str:
    wanted = " ".join(sorted({term.n3() for term in rule.added if isinstance(term, Variable)}))
    return (
        f"{rule.prefixes}\nSELECT DISTINCT {wanted} ?{_RECORD} WHERE {{\n"
        f"{{ SELECT * WHERE {rule.condition} }}\n"
        f"{premise.among} GRAPH ?{_RECORD} {{ {Needed(premise.pattern)} }} }}"
    )


def _solutions(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    answer = store.query(query)
    if isinstance(answer, ox.QuerySolutions):
        yield from answer


def _instance(added: Pattern, solution: ox.QuerySolution) -> Triple:
    subject, predicate, value = (
        solution[str(term)].value if isinstance(term, Variable) else str(term) for term in added
    )
    return subject, predicate, value
