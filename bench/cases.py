"""Random graphs and random shapes graphs, the same for the same seed. Everything in them is made up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, SH, XSD

from habeas.shapes.compiler.term import as_stored

EX = rdflib.Namespace("http://example.org/made-up#")
NODES = [EX[f"n{i}"] for i in range(8)]
CLASSES = [EX[f"C{i}"] for i in range(4)]
PROPERTIES = [EX[f"p{i}"] for i in range(4)]
DATATYPES = [
    XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.boolean, XSD.date, XSD.dateTime, XSD.time, XSD.string,
    XSD.gYear, XSD.duration, XSD.anyURI, XSD.token, XSD.hexBinary, RDF.langString, RDFS.Literal, EX.own, XSD.int,
]  # fmt: skip
LITERALS = [
    *((text, XSD.integer) for text in ("1", "01", "+2", "2", "002", "-3", "10", "x", "99999999999999999999999")),
    *((text, XSD.decimal) for text in ("1.0", "1.50", "+1.5", "2", "x")),
    *((text, XSD.double) for text in ("1e0", "1.5", "NaN", "INF")),
    *((text, XSD.float) for text in ("1", "-0")),
    *((text, XSD.boolean) for text in ("true", "1", "maybe")),
    *((text, XSD.date) for text in ("2020-01-01", "2020-02-31", "2021-05-06Z", "12020-01-01", "-0044-03-15")),
    *((text, XSD.dateTime) for text in ("2020-01-01T00:00:00", "2020-01-01T12:00:00Z", "2020-01-01T24:00:00")),
    *((text, XSD.time) for text in ("10:00:00", "25:00:00")),
    *((text, XSD.duration) for text in ("P1Y", "P12M", "P365D", "x")),
    *((text, XSD.gYear) for text in ("2020", "x")),
    *((text, XSD.anyURI) for text in ("http://example.org/", "a b")),
    *((text, XSD.hexBinary) for text in ("ABCD", "zz")),
    *((text, None) for text in ("", "a", "abc", "a b", "Abc1", "ab\n", "ё", "2020-01-01", "1")),
    *((text, EX.own) for text in ("a", "1")),
]  # fmt: skip
TAGGED = [("abc", "en"), ("abc", "en-GB"), ("Abc", "EN"), ("слово", "ru"), ("abc", "de")]
LANGUAGES = [rdflib.Literal(tag) for tag in ("en", "de", "ru", "*")]
PATTERNS = [
    "^a",
    "c$",
    "^[a-z]+$",
    "b",
    "^.{2,4}$",
    r"\d",
    r"^\w+$",
    "(?i)abc",
    "^(a|b)",
    "^[^a]",
    "n[0-3]$",
    "1|2",
]


@dataclass
class Maker:
    """Makes terms, data and shapes from one source of chance."""

    chance: random.Random
    shapes: rdflib.Graph = field(default_factory=lambda: rdflib.Graph(bind_namespaces="none"))
    blanks: list[rdflib.BNode] = field(default_factory=lambda: [rdflib.BNode(f"b{i}") for i in range(3)])
    named: list[rdflib.URIRef] = field(default_factory=list)
    made: int = 0
    pool: list[rdflib.Literal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pool = [self._literal() for _ in range(9)]

    def literal(self) -> rdflib.Literal:
        """Return one of the case's few literals: data and shapes have to meet."""
        return self.chance.choice(self.pool)

    def _literal(self) -> rdflib.Literal:
        if self.chance.random() < 0.25:
            text, tag = self.chance.choice(TAGGED)
            return rdflib.Literal(text, lang=tag)
        text, datatype = self.chance.choice(LITERALS)
        return rdflib.Literal(text, datatype=datatype, normalize=False)

    def term(self) -> rdflib.term.Identifier:
        """Return a term of any kind."""
        kind = self.chance.random()
        if kind < 0.45:
            return self.chance.choice(NODES)
        return self.chance.choice(self.blanks) if kind < 0.55 else self.literal()

    def data(self) -> Iterator[tuple[rdflib.term.Identifier, rdflib.URIRef, rdflib.term.Identifier]]:
        """Yield the triples of a small graph: classes with subclasses, nodes with types and values."""
        for low, high in pairwise(CLASSES):
            if self.chance.random() < 0.4:
                yield low, RDFS.subClassOf, high
        for node in [*NODES, *self.blanks]:
            for _ in range(self.chance.randrange(3)):
                yield node, RDF.type, self.chance.choice(CLASSES)
            for _ in range(self.chance.randrange(7)):
                yield node, self.chance.choice(PROPERTIES), self.term()

    def node(self) -> rdflib.BNode:
        """Return a new blank node for the shapes graph."""
        self.made += 1
        return rdflib.BNode(f"s{self.made}")

    def sequence(self, items: list[rdflib.term.Identifier]) -> rdflib.BNode:
        """Write an RDF list into the shapes graph."""
        head = self.node()
        cells = [head, *(self.node() for _ in items[1:])]
        for number, (cell, item) in enumerate(zip(cells, items, strict=True)):
            self.shapes.add((cell, RDF.first, item))
            self.shapes.add((cell, RDF.rest, cells[number + 1] if number + 1 < len(cells) else RDF.nil))
        return head

    def path(self, depth: int = 0) -> rdflib.term.Identifier:
        """Return a property path, most often a property."""
        kind = self.chance.random() + 0.25 * depth
        if kind > 0.5 or depth > 2:
            return self.chance.choice([*PROPERTIES, *PROPERTIES, RDF.type])
        if kind < 0.12:
            return self.sequence([self.path(depth + 1), self.path(depth + 1)])
        head = self.node()
        if kind < 0.2:
            steps = self.sequence([self.path(depth + 1), self.path(depth + 1)])
            self.shapes.add((head, SH.alternativePath, steps))
            return head
        kinds = (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
        self.shapes.add((head, self.chance.choice(kinds), self.path(depth + 1)))
        return head

    def shape(self, node: rdflib.term.Identifier, depth: int, *, path: bool) -> None:
        """Write a shape into the shapes graph, with those that it refers to."""
        self.shapes.add((node, RDF.type, SH.PropertyShape if path else SH.NodeShape))
        if path:
            self.shapes.add((node, SH.path, self.path()))
        if self.chance.random() < 0.1:
            self.shapes.add((node, SH.severity, self.chance.choice([SH.Warning, SH.Info])))
        if self.chance.random() < 0.04:
            self.shapes.add((node, SH.deactivated, rdflib.Literal(True)))
        kinds = [*SIMPLE, *(PATHED * 2 if path else []), *(NESTED * 2 if depth > 0 else [])]
        for kind in self.chance.sample(kinds, self.chance.randint(1, 4)):
            kind(self, node, depth)

    def below(self, depth: int, *, path: bool | None = None) -> rdflib.term.Identifier:
        """Return another shape: a new one, or now and then one that has a name (it may refer back)."""
        if path is None and self.named and self.chance.random() < 0.06:
            return self.chance.choice(self.named)
        node = self.node()
        self.shape(node, depth - 1, path=self.chance.random() < 0.6 if path is None else path)
        return node

    def targets(self, node: rdflib.term.Identifier) -> None:
        """Give a shape one or two targets."""
        for _ in range(self.chance.randint(1, 2)):
            kind = self.chance.randrange(6)
            if kind < 3:
                self.shapes.add((node, SH.targetClass, self.chance.choice(CLASSES)))
            elif kind == 3:
                target = self.chance.choice([*NODES, EX.nowhere, self.literal()])
                self.shapes.add((node, SH.targetNode, target))
            else:
                of = SH.targetSubjectsOf if kind == 4 else SH.targetObjectsOf
                self.shapes.add((node, of, self.chance.choice(PROPERTIES)))


Kind = Callable[[Maker, rdflib.term.Identifier, int], None]


def _one(predicate: rdflib.URIRef, choose: Callable[[Maker], rdflib.term.Identifier]) -> Kind:
    def add(make: Maker, node: rdflib.term.Identifier, depth: int) -> None:
        make.shapes.set((node, predicate, choose(make)))

    return add


def _number(low: int, high: int) -> Callable[[Maker], rdflib.term.Identifier]:
    return lambda make: rdflib.Literal(make.chance.randint(low, high))


def _pattern(make: Maker, node: rdflib.term.Identifier, depth: int) -> None:
    make.shapes.add((node, SH.pattern, rdflib.Literal(make.chance.choice(PATTERNS))))
    if make.chance.random() < 0.2:
        make.shapes.set((node, SH.flags, rdflib.Literal("i")))


def _closed(make: Maker, node: rdflib.term.Identifier, depth: int) -> None:
    make.shapes.set((node, SH.closed, rdflib.Literal(True)))
    ignored = make.sequence([RDF.type, make.chance.choice(PROPERTIES)])
    make.shapes.set((node, SH.ignoredProperties, ignored))


def _list(predicate: rdflib.URIRef) -> Kind:
    def add(make: Maker, node: rdflib.term.Identifier, depth: int) -> None:
        size = make.chance.randint(1, 3)
        make.shapes.add((node, predicate, make.sequence([make.below(depth) for _ in range(size)])))

    return add


def _qualified(make: Maker, node: rdflib.term.Identifier, depth: int) -> None:
    if (node, SH.path, None) not in make.shapes:
        return
    make.shapes.set((node, SH.qualifiedValueShape, make.below(depth)))
    bound = make.chance.choice((SH.qualifiedMinCount, SH.qualifiedMaxCount))
    make.shapes.set((node, bound, rdflib.Literal(make.chance.randint(0, 2))))
    if make.chance.random() < 0.4:
        make.shapes.set((node, SH.qualifiedValueShapesDisjoint, rdflib.Literal(True)))


SIMPLE: list[Kind] = [
    _one(SH.datatype, lambda make: make.chance.choice(DATATYPES)),
    _one(SH.datatype, lambda make: make.chance.choice(DATATYPES[:9])),
    _one(
        SH.nodeKind,
        lambda make: make.chance.choice(
            (SH.IRI, SH.Literal, SH.BlankNode, SH.IRIOrLiteral, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral)
        ),
    ),
    _one(SH["class"], lambda make: make.chance.choice(CLASSES)),
    _one(SH.minLength, _number(0, 4)),
    _one(SH.maxLength, _number(0, 4)),
    _pattern,
    _one(SH.languageIn, lambda make: make.sequence(make.chance.sample(LANGUAGES, 2))),
    _one(SH["in"], lambda make: make.sequence([*make.chance.sample(NODES, 3), make.literal(), make.literal()])),
    _one(SH.hasValue, lambda make: make.chance.choice([make.chance.choice(NODES), make.literal()])),
    *(_one(p, Maker.literal) for p in (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)),
    *(_one(p, lambda make: make.chance.choice(PROPERTIES)) for p in (SH.equals, SH.disjoint)),
    _one(SH["in"], lambda make: make.sequence([make.literal() for _ in range(4)])),
    _closed,
]  # fmt: skip
PATHED: list[Kind] = [
    _one(SH.minCount, _number(0, 3)),
    _one(SH.maxCount, _number(0, 3)),
    _one(SH.minCount, _number(1, 1)),
    _one(SH.maxCount, _number(1, 1)),
    _one(SH.uniqueLang, lambda make: rdflib.Literal(True)),
    *(_one(p, lambda make: make.chance.choice(PROPERTIES)) for p in (SH.lessThan, SH.lessThanOrEquals)),
    _one(SH.maxCount, _number(1, 1)),
]
NESTED: list[Kind] = [
    lambda make, node, depth: make.shapes.add((node, SH.property, make.below(depth, path=True))) and None,
    lambda make, node, depth: make.shapes.add((node, SH.property, make.below(depth, path=True))) and None,
    lambda make, node, depth: make.shapes.add((node, SH.node, make.below(depth, path=False))) and None,
    lambda make, node, depth: make.shapes.add((node, SH["not"], make.below(depth))) and None,
    _list(SH["and"]),
    _list(SH["or"]),
    _list(SH.xone),
    _qualified,
]


def random_case(seed: int) -> tuple[ox.Store, rdflib.Graph]:
    """Return a store with a made-up graph, and a made-up shapes graph for it."""
    make = Maker(random.Random(seed))
    store = stored(make.data())
    for number in range(make.chance.randint(1, 3)):
        name = EX[f"S{number}"]
        make.shape(name, make.chance.randint(0, 3), path=make.chance.random() < 0.3)
        make.targets(name)
        make.named.append(name)
    return store, make.shapes


def stored(triples: Iterator[tuple[rdflib.term.Identifier, ...]] | rdflib.Graph) -> ox.Store:
    """Return an in-memory store of rdflib triples, blank nodes under their own labels."""
    store = ox.Store()
    store.extend(ox.Quad(as_stored(s), as_stored(p), as_stored(o)) for s, p, o in triples)
    return store


def mutated(graph: rdflib.Graph, seed: int, changes: int = 6) -> rdflib.Graph:
    """Return a graph with a few triples dropped, moved to other objects, or given to other properties."""
    chance = random.Random(seed)
    triples = sorted(graph, key=repr)
    made = rdflib.Graph(bind_namespaces="none")
    made += graph
    make = Maker(chance)
    for _ in range(changes):
        s, p, o = chance.choice(triples)
        kind = chance.randrange(4)
        if kind < 2:
            made.remove((s, p, o))
        if kind:
            other = chance.choice(triples)
            made.add((s, p, chance.choice([other[2], make.literal(), other[0]])))
        if kind == 3:
            made.add((s, chance.choice(triples)[1], o))
    return made
