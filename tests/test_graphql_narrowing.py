"""Arguments that narrow an answer: a null, a missing variable and an unknown name are errors; ids in every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import strawberry
from strawberry.types import ExecutionResult

from habeas.catalogue import Catalogue, bake, class_count
from habeas.config import Settings
from habeas.editions.manifest import Manifest
from habeas.errors import UsageError
from habeas.graphql import build_schema, execute
from habeas.model import read_model

BASE = "http://localhost:8000"
DATA = Path(__file__).parent / "data" / "catalogue" / "synthetic.trig"
SETTINGS = Settings()
MODEL = read_model(SETTINGS.ontology, SETTINGS.shapes)
MANIFEST = Manifest(
    id="synthetic-1",
    audience="public",
    base=BASE,
    made="2026-01-01T00:00:00Z",
    version="0",
    counts={},
    redirects={"merged": "judgek"},
)

Run = Callable[..., ExecutionResult]


@pytest.fixture(scope="module")
def schema() -> strawberry.Schema:
    return build_schema(MODEL)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    store = ox.Store()
    store.load(path=str(DATA), format=ox.RdfFormat.TRIG)
    path = tmp_path_factory.mktemp("narrowing") / "catalogue.sqlite"
    bake(store, MODEL, path, BASE)
    opened = Catalogue(path, MODEL)
    yield opened
    opened.close()


@pytest.fixture
def run(schema: strawberry.Schema, catalogue: Catalogue) -> Run:
    def asked(query: str, variables: dict[str, Any] | None = None) -> ExecutionResult:
        return execute(schema, catalogue, MANIFEST, query, variables)

    return asked


BY_JUDGE = "query ($j: String) { people(where: {sentencedBy: {label: {eq: $j}}}) { totalCount } }"
BY_WHERE = "query ($w: PersonWhere) { people(where: $w) { totalCount } }"
NESTED = """query ($j: String) { people(where: {id: {eq: "court"}}) { totalCount nodes {
    sentenced(where: {sentencedBy: {label: {contains: $j}}}) { totalCount } } } }"""


@pytest.mark.parametrize(
    ("query", "variables", "path"),
    [
        (BY_JUDGE, {}, "people.where.sentencedBy.label.eq"),
        (BY_JUDGE, {"j": None}, "people.where.sentencedBy.label.eq"),
        (BY_JUDGE, {"judge": "Synthetic Judge K"}, "people.where.sentencedBy.label.eq"),
        (BY_JUDGE.replace("$j: String", "$j: String = null"), {}, "people.where.sentencedBy.label.eq"),
        ("{ people(where: {sentencedBy: {label: {eq: null}}}) { totalCount } }", {}, "sentencedBy.label.eq"),
        ("{ people(where: {sentencedBy: {label: null}}) { totalCount } }", {}, "people.where.sentencedBy.label"),
        ("{ people(where: {sentencedBy: null}) { totalCount } }", {}, "people.where.sentencedBy"),
        ("{ people(where: null) { totalCount } }", {}, "people.where"),
        ('{ people(where: {label: {contains: "1"}, id: null}) { totalCount } }', {}, "people.where.id"),
        ("query ($f: TextFilter) { people(where: {sentencedBy: {label: $f}}) { totalCount } }", {}, "By.label"),
        (
            "query ($f: TextFilter) { people(where: {sentencedBy: {label: $f}}) { totalCount } }",
            {"f": {}},
            "sentencedBy.label",
        ),
        ("query ($p: PersonWhere) { people(where: {sentencedBy: $p}) { totalCount } }", {}, "people.where.sentencedBy"),
        (BY_WHERE, {"w": None}, "people.where"),
        (BY_WHERE, {"w": {"sentencedBy": None}}, "people.where.sentencedBy"),
        (BY_WHERE, {"w": {"sentencedBy": {}}}, "people.where.sentencedBy"),
        (BY_WHERE, {"w": {"sentencedBy": {"label": {}}}}, "people.where.sentencedBy.label"),
        (BY_WHERE, {"w": {"sentencedBy": {"id": {"eq": None}}}}, "people.where.sentencedBy.id.eq"),
        ("{ people(where: {label: {}}) { totalCount } }", {}, "people.where.label"),
        ("{ people(where: {id: {}}) { totalCount } }", {}, "people.where.id"),
        ("{ sentences(where: {termMonths: {eq: null}}) { totalCount } }", {}, "sentences.where.termMonths.eq"),
        ("{ sentences(where: {aggregate: {}}) { totalCount } }", {}, "sentences.where.aggregate"),
        ("{ sentencings(where: {earliest: {eq: null}}) { totalCount } }", {}, "sentencings.where.earliest.eq"),
        (NESTED, {}, "people.nodes.sentenced.where.sentencedBy.label.contains"),
        (NESTED, {"j": None}, "people.nodes.sentenced.where.sentencedBy.label.contains"),
        (
            "query ($j: String) { people(first: 1) { nodes { ...F } } } fragment F on Person { "
            "coDefendant(where: {label: {eq: $j}}) { totalCount } }",
            {},
            "people.nodes.coDefendant.where.label.eq",
        ),
        (
            'query ($p: String) { person(id: "p01") { statements(property: $p) { totalCount } } }',
            {"p": None},
            "person.statements.property",
        ),
        ('query ($p: String) { person(id: "p01") { statements(property: $p) { totalCount } } }', {}, "property"),
    ],
)  # fmt: skip
def test_what_would_be_dropped_is_an_error(
    query: str, variables: dict[str, Any], path: str, run: Run
) -> None:
    result = run(query, variables)
    assert result.errors, result.data
    (error,) = result.errors
    assert path in error.message
    assert error.extensions == {"code": "UsageError"}
    assert not any((result.data or {}).values())


def test_what_is_left_out_as_a_whole_asks_for_all(run: Run) -> None:
    everybody = {"people": {"totalCount": 14}}
    assert run(BY_WHERE).data == run(BY_WHERE, {"w": {}}).data == everybody
    assert run("{ people(where: {}) { totalCount } }").data == everybody
    assert run(BY_JUDGE, {"j": "Synthetic Judge K"}).data == {"people": {"totalCount": 4}}
    assert run("{ people(where: {sentencedBy: {}}) { totalCount } }").data == {"people": {"totalCount": 11}}
    assert run(BY_JUDGE.replace("$j: String", '$j: String = "Synthetic Judge K"')).data == {
        "people": {"totalCount": 4}
    }
    skipped = """query ($by: Boolean!, $j: String) { edition { audience }
        people(where: {label: {eq: $j}}) @include(if: $by) { totalCount } }"""
    assert run(skipped, {"by": False}).errors is None
    assert run(skipped, {"by": True}).errors


@pytest.mark.parametrize(
    ("query", "unknown", "close"),
    [
        ('{ person(id: "p01") { statements(property: "judgge") { totalCount } } }', "judgge", "Person has no property"),
        ('{ sentencing(id: "s01") { statements(property: "judgge") { totalCount } } }', "judgge", "'judge'"),
        ('{ sentencing(id: "s01") { statements(property: "Judge") { totalCount } } }', "Judge", "'judge'"),
        ('{ sentencing(id: "s01") { statements(property: "") { totalCount } } }', "''", ""),
        ('{ sentencing(id: "s01") { statements(property: "sentenced") { totalCount } } }', "sentenced", ""),
        ('{ person(id: "p01") { statements(property: "judge") { totalCount } } }', "judge", ""),
        ('{ people(where: {id: {eq: "court"}}) { nodes { statements(property: "x") { totalCount } } } }', "'x'", ""),
        ('{ events { nodes { ... on Appeal { statements(property: "jugde") { totalCount } } } } }', "jugde", "'judge'"),
        ('{ events(where: {type: {eq: "Sentancing"}}) { totalCount } }', "Sentancing", "'Sentencing'"),
        ('{ people(where: {type: {eq: "Sentencing"}}) { totalCount } }', "Sentencing", "Person"),
        ('{ events(where: {type: {contains: "sentance"}}) { totalCount } }', "sentance", "'Sentencing'"),
        ('{ disputes(where: {disputedProperty: {eq: "judgge"}}) { totalCount } }', "judgge", "'judge'"),
        ('{ people(where: {label: {contains: "\u0301"}}) { totalCount } }', "no letter", ""),
        ('{ people(where: {sentencedBy: {label: {contains: "  "}}}) { totalCount } }', "no letter", ""),
    ],
)  # fmt: skip
def test_an_unknown_name_is_an_error_that_names_the_near_ones(
    query: str, unknown: str, close: str, run: Run
) -> None:
    result = run(query)
    assert result.errors, result.data
    (error,) = result.errors
    assert unknown in error.message
    assert close in error.message
    assert error.extensions == {"code": "UsageError"}


def test_known_names_are_asked_as_before(run: Run) -> None:
    said = '{ sentencing(id: "s01") { statements(property: "PROPERTY") { totalCount } } }'
    counts = {
        name: run(said.replace("PROPERTY", name)).data["sentencing"]["statements"]["totalCount"]  # type: ignore[index]
        for name in ("defendant", "judge", "type", "dateText")
    }
    assert counts == {"defendant": 2, "judge": 1, "type": 1, "dateText": 0}
    found = run('{ events(where: {type: {eq: "Sentencing"}}) { totalCount } }')
    assert found.data == {"events": {"totalCount": 11}}
    for written in ("type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"):
        found = run(f'{{ disputes(where: {{disputedProperty: {{eq: "{written}"}}}}) {{ totalCount }} }}')
        assert found.data == {"disputes": {"totalCount": 1}}


FORMS = ["{}", f"{BASE}/id/{{}}", "urn:habeas:id:{}", "/id/{}", " {} "]


@pytest.mark.parametrize("form", FORMS)
def test_an_id_is_taken_in_every_form(form: str, run: Run) -> None:
    for query, name, expected in (
        ("query ($id: ID!) { found: people(where: {id: {eq: $id}}) { totalCount } }", "p01", 1),
        (
            "query ($id: ID!) { found: people(where: {sentencedBy: {id: {eq: $id}}}) { totalCount } }",
            "judgek",
            4,
        ),
        (
            "query ($id: ID!) { found: people(where: {sentencedBy: {id: {eq: $id}}}) { totalCount } }",
            "merged",
            4,
        ),
        (
            "query ($id: ID!) { found: people(where: {sentencedBy: {sentenced: {sentencedBy: {id: {eq: $id}}}}})"
            " { totalCount } }",
            "judgej",
            7,
        ),
        (
            "query ($id: ID!) { found: sentencings(where: {defendant: {id: {eq: $id}}}) { totalCount } }",
            "p09",
            1,
        ),
        ("query ($id: String!) { found: people(where: {iri: {eq: $id}}) { totalCount } }", "p01", 1),
        (
            'query ($id: ID!) { node(id: "judgej") { ... on Person { found: sentenced(where: {id: {eq: $id}})'
            " { totalCount } } } }",
            "p05",
            1,
        ),
    ):
        result = run(query, {"id": form.format(name)})
        assert result.errors is None, result.errors
        assert result.data is not None
        found = result.data.get("found") or result.data["node"]["found"]
        assert found == {"totalCount": expected}, query


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["judgek", "merged"])
def test_one_thing_is_found_by_each_form_too(form: str, name: str, run: Run) -> None:
    for field in ("node", "person", "entity"):
        result = run(f"query ($id: ID!) {{ {field}(id: $id) {{ id }} }}", {"id": form.format(name)})
        assert result.data == {field: {"id": "judgek"}}


@pytest.mark.parametrize(
    "written",
    [
        "nobody",
        "Synthetic Judge K",
        f"{BASE}/id/nobody",
        "http://elsewhere.example/id/judgek",
        "urn:habeas:id:nobody",
        "/doc/judgek",
        "",
        f"{BASE}/id/",
    ],
)
@pytest.mark.parametrize("name", ["id", "iri"])
def test_an_id_that_nothing_has_is_an_error(written: str, name: str, run: Run) -> None:
    kind = "ID" if name == "id" else "String"
    for where in (f"{{{name}: {{eq: $id}}}}", f"{{sentencedBy: {{{name}: {{eq: $id}}}}}}"):
        result = run(f"query ($id: {kind}!) {{ people(where: {where}) {{ totalCount }} }}", {"id": written})
        assert result.errors, result.data
        assert f"{name}.eq" in result.errors[0].message
        assert result.errors[0].extensions == {"code": "NotFoundError"}


def test_a_term_of_a_vocabulary_has_its_iri(run: Run) -> None:
    term = run('{ sentence(id: "t09") { penalty { id iri } } }').data["sentence"]["penalty"]  # type: ignore[index]
    for written in {term["id"], term["iri"]}:
        asked = run(
            "query ($id: ID!) { sentences(where: {penalty: {id: {eq: $id}}}) { totalCount } }",
            {"id": written},
        )
        assert asked.errors is None
        assert asked.data["sentences"]["totalCount"] > 0  # type: ignore[index]


@pytest.mark.parametrize(
    "where",
    [{"label": None}, {"label": {}}, {"label": {"eq": None}}, {"sentencedBy": {"label": {"contains": None}}}],
)
def test_the_catalogue_drops_nothing_either(where: dict[str, Any], catalogue: Catalogue) -> None:
    with catalogue.reading() as connection, pytest.raises(UsageError):
        class_count(connection, catalogue.layout, "Person", where)
