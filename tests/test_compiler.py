"""Shapes compiled to SPARQL: soundness of the tests, and what the functions give to those who call them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH, XSD

from habeas.errors import ModelError
from habeas.shapes.compiler import find, find_suspects, validate
from habeas.shapes.compiler.acceptance import NEVER, acceptance
from habeas.shapes.compiler.constraint import ValueTest
from habeas.shapes.compiler.judge import Judge
from habeas.shapes.compiler.term import as_read, as_stored
from habeas.shapes.compiler.value_rules import passes

PREFIXES = """
@prefix : <urn:t:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

VALUES = [
    *(rdflib.URIRef(f"urn:t:{name}") for name in ("a", "n1", "ab")),
    rdflib.BNode("b"),
    *(rdflib.Literal(text) for text in ("", "a", "abc", "a\n", "1", "ABC", "a.c", "2020-01-01")),
    *(rdflib.Literal("abc", lang=tag) for tag in ("en", "en-GB", "de")),
    *(
        rdflib.Literal(text, datatype=XSD[name], normalize=False)
        for name, texts in {
            "integer": ("0", "1", "-5", "x", "99999999999999999999"),
            "decimal": ("0.5", "1", "x"),
            "double": ("1e0", "NaN", "INF"),
            "float": ("1", "x"),
            "boolean": ("true", "perhaps"),
            "date": ("2020-01-01", "2020-02-31", "2020-01-01Z", "12020-01-01", "-0001-01-01", "0000-01-01"),
            "dateTime": ("2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01T25:00:00"),
            "time": ("10:00:00", "x"),
            "duration": ("P1Y", "P12M"),
            "hexBinary": ("AB", "x"),
        }.items()
        for text in texts
    ),
]


def value_tests() -> Iterator[ValueTest]:
    for name in (
        "integer",
        "decimal",
        "double",
        "float",
        "boolean",
        "date",
        "dateTime",
        "time",
        "string",
        "token",
    ):
        yield ValueTest(SH.DatatypeConstraintComponent, (XSD[name],))
    for kind in (SH.IRI, SH.Literal, SH.BlankNode, SH.IRIOrLiteral, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral):
        yield ValueTest(SH.NodeKindConstraintComponent, (kind,))
    for length in range(4):
        yield ValueTest(SH.MinLengthConstraintComponent, (rdflib.Literal(length),))
        yield ValueTest(SH.MaxLengthConstraintComponent, (rdflib.Literal(length),))
    for pattern in (
        "^a$",
        "^[a-c]+$",
        "a.c",
        r"a\.c",
        "^a|b$",
        r"\d",
        "[0-9]{1,2}",
        "(",
        "(?i)a",
        "a{2}",
        "c$",
    ):
        if _is_pattern(pattern):
            yield ValueTest(SH.PatternConstraintComponent, (rdflib.Literal(pattern),))
            yield ValueTest(SH.PatternConstraintComponent, (rdflib.Literal(pattern),), "i")
    for component in ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive"):
        for bound in VALUES:
            if isinstance(bound, rdflib.Literal):
                yield ValueTest(SH[f"{component}ConstraintComponent"], (bound,))
    yield ValueTest(SH.LanguageInConstraintComponent, (rdflib.Literal("en"), rdflib.Literal("DE")))
    yield ValueTest(
        SH.InConstraintComponent, tuple(v for v in VALUES if not isinstance(v, rdflib.BNode))[::2]
    )


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


TESTS = list(value_tests())


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return store


def shapes_of(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + turtle)


def test_no_value_is_accepted_that_pyshacl_refuses() -> None:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), as_stored(v)) for v in VALUES)
    accepted = 0
    for test in TESTS:
        text = acceptance(test, "?v")
        rows = store.query(f"SELECT ?v {{ ?s ?p ?v FILTER(COALESCE({text}, false)) }}")
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            assert passes(test, as_read(row[0])), (test, str(row[0]))
            accepted += 1
    assert len(TESTS) > 150
    assert accepted > 300


def test_the_common_tests_are_compiled() -> None:
    plain = [test for test in TESTS if acceptance(test, "?v") != NEVER]
    assert {test.component for test in plain} == {test.component for test in TESTS}


SHAPES = """
:S a sh:NodeShape ; sh:targetClass :C ;
    sh:property [ sh:path :p ; sh:minCount 1 ; sh:datatype xsd:integer ] ;
    sh:or ( [ sh:property [ sh:path :q ; sh:minCount 1 ] ] [ sh:property [ sh:path :p ; sh:hasValue 1 ] ] ) .
"""
DATA = ':x a :C ; :p 2 . :y a :C ; :p "two" ; :q 1 . :z a :D ; :p 1 . :D rdfs:subClassOf :C . :n a :C .'


def test_suspects_are_given_for_each_shape() -> None:
    suspects = find_suspects(store_of(DATA), shapes_of(SHAPES))
    assert {str(shape): {str(node) for node in nodes} for shape, nodes in suspects.items()} == {
        "urn:t:S": {"<urn:t:x>", "<urn:t:y>", "<urn:t:n>"}
    }


def test_core_shapes_need_no_call_of_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("pySHACL was called")

    monkeypatch.setattr(Judge, "judge_shape", refuse)
    monkeypatch.setattr(Judge, "judge_rule", refuse)
    assert len(list(find(store_of(DATA), shapes_of(SHAPES)))) == 4


def test_findings_stream() -> None:
    found = find(store_of(DATA), shapes_of(SHAPES))
    assert iter(found) is found
    assert next(found).component == SH.OrConstraintComponent


def test_only_some_nodes_are_looked_at() -> None:
    only = [ox.NamedNode("urn:t:x"), ox.NamedNode("urn:t:z"), ox.NamedNode("urn:t:unknown")]
    found = list(find(store_of(DATA), shapes_of(SHAPES), only=only))
    assert {f.focus for f in found} == {ox.NamedNode("urn:t:x")}
    everything = {f for f in find(store_of(DATA), shapes_of(SHAPES)) if f.root in only}
    assert {(f.focus, f.component) for f in found} == {(f.focus, f.component) for f in everything}


def test_a_named_graph_is_validated_by_itself() -> None:
    graph = ox.NamedNode("urn:g")
    store = ox.Store()
    store.load(PREFIXES + DATA, format=ox.RdfFormat.TURTLE, to_graph=graph)
    assert not list(find(store, shapes_of(SHAPES)))
    assert len(list(find(store, shapes_of(SHAPES), graph=graph))) == 4


def test_the_report_is_a_standard_one_and_the_store_is_left_as_it_was() -> None:
    store = store_of(":e a :E .")
    before = set(store)
    ontology = shapes_of(":E rdfs:subClassOf :C .")
    steps: list[tuple[int, int]] = []
    report = validate(store, shapes_of(SHAPES), ontology, lambda done, total: steps.append((done, total)))
    assert {r.focus for r in report.results} == {"urn:t:e"}
    assert steps == [(1, 1)]
    assert set(store) == before
    graph = rdflib.Graph().parse(data=report.as_turtle())
    assert len(list(graph.subjects(rdflib.RDF.type, SH.ValidationResult))) == len(report.results) == 2


def test_shapes_may_lie_in_a_store() -> None:
    shapes = ox.Store()
    shapes.load(PREFIXES + SHAPES, format=ox.RdfFormat.TURTLE)
    assert len(validate(store_of(DATA), shapes).results) == 4


def test_literals_and_blank_nodes_may_be_targets() -> None:
    shapes = shapes_of(':S a sh:NodeShape ; sh:targetNode "01"^^xsd:integer, "a" ; sh:nodeKind sh:IRI .')
    shapes += shapes_of(":T a sh:NodeShape ; sh:targetObjectsOf :p ; sh:nodeKind sh:IRI .")
    found = list(find(store_of(":x :p [] , 5 ."), shapes))
    assert sorted(type(f.focus).__name__ for f in found) == ["BlankNode", "Literal", "Literal", "Literal"]


def test_a_recursive_shape_is_judged_by_pyshacl() -> None:
    shapes = shapes_of(
        ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :knows ; sh:node :S ; sh:maxCount 1 ] ."
    )
    found = list(find(store_of(":x :knows :y . :y :knows :x , :z ."), shapes))
    assert {f.component for f in found} == {SH.NodeConstraintComponent}


def select(query: str) -> rdflib.Graph:
    return shapes_of(
        f":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:message 'found {{?value}}' ; sh:prefixes :P ;"
        f" sh:select '''{query}''' ] . :P sh:declare [ sh:prefix 't' ; sh:namespace 'urn:t:'^^xsd:anyURI ] ."
    )


JOINED = "SELECT $this ?value { $this t:p ?value FILTER(?value > 1) }"
APART = "SELECT $this ?value { { $this t:p ?value FILTER($this != t:y) } UNION { $this t:r ?value } }"


@pytest.mark.parametrize(("query", "calls"), [(JOINED, 0), (APART, 2)])
def test_a_query_is_asked_at_once_where_that_is_the_same(
    query: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    own = Judge._ask
    monkeypatch.setattr(Judge, "_ask", lambda self, evaluate: asked.append(1) or own(self, evaluate))
    found = list(find(store_of(":x :p 2 . :y :p 1 ."), select(query)))
    assert [(str(f.focus), f.message) for f in found] == [("<urn:t:x>", "found 2")]
    assert len(asked) == calls


def test_an_ill_formed_shape_is_an_error_for_people() -> None:
    shapes = shapes_of(":S a sh:NodeShape ; sh:targetClass :C ; sh:minCount 1 .")
    with pytest.raises(ModelError, match="MinCount"):
        list(find(store_of(DATA), shapes))


def test_a_shape_that_is_not_there_is_an_error_for_people() -> None:
    shapes = shapes_of(":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ a sh:PropertyShape ] .")
    with pytest.raises(ModelError):
        list(find(store_of(DATA), shapes))
