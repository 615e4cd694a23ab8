from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_introspection_query
from sqlalchemy import event

from habeas.catalogue import Catalogue, bake
from habeas.config import Settings
from habeas.editions.manifest import Manifest
from habeas.errors import ModelError
from habeas.graphql import budget as budgets
from habeas.graphql import build_schema, execute, sdl
from habeas.graphql.limits import MAX_ALIASES, MAX_DEPTH
from habeas.model import Class, Model, read_model

BASE = "http://localhost:8000"
DATA = Path(__file__).parent / "data" / "catalogue" / "synthetic.trig"
SETTINGS = Settings()
MANIFEST = Manifest(
    id="synthetic-1",
    audience="public",
    base=BASE,
    made="2026-01-01T00:00:00Z",
    version="0",
    counts={"records": 15},
    redirects={"merged": "vera"},
)

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def schema(model: Model) -> strawberry.Schema:
    return build_schema(model)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Iterator[Catalogue]:
    store = ox.Store()
    store.load(path=str(DATA), format=ox.RdfFormat.TRIG)
    path = tmp_path_factory.mktemp("graphql") / "catalogue.sqlite"
    bake(store, model, path, BASE)
    opened = Catalogue(path, model)
    yield opened
    opened.close()


@pytest.fixture
def ask(schema: strawberry.Schema, catalogue: Catalogue) -> Ask:
    def asked(query: str, **variables: Any) -> dict[str, Any]:
        result = execute(schema, catalogue, MANIFEST, query, variables)
        assert result.errors is None, result.errors
        assert result.data is not None
        return result.data

    return asked


@pytest.fixture
def refused(schema: strawberry.Schema, catalogue: Catalogue) -> Callable[..., str]:
    def asked(query: str, **variables: Any) -> str:
        result = execute(schema, catalogue, MANIFEST, query, variables)
        assert result.errors, "this should have been refused"
        return " ".join(error.message for error in result.errors)

    return asked


def labels(connection: dict[str, Any]) -> list[str]:
    return [node["label"] for node in connection["nodes"]]


def test_the_committed_schema_is_the_derived_one(schema: strawberry.Schema) -> None:
    committed = (SETTINGS.root / "graphql" / "schema.graphql").read_text(encoding="utf-8")
    assert sdl(schema) == committed, "run: python -m habeas.graphql > graphql/schema.graphql"


def test_every_class_property_and_inverse_is_there(schema: strawberry.Schema, model: Model) -> None:
    checked = 0
    for name in model.classes:
        type_ = schema._schema.get_type(name)
        assert isinstance(type_, GraphQLInterfaceType if model.children[name] else GraphQLObjectType)
        expected = {
            "id",
            "iri",
            "label",
            "type",
            "statements",
            *model.properties(name),
            *model.inverses(name),
        }
        assert set(type_.fields) == expected
        where = schema._schema.get_type(f"{name}Where")
        assert set(where.fields) == expected - {"statements"}  # type: ignore[union-attr]
        checked += 1
    assert checked == len(model.classes) > 40


def test_there_is_nothing_to_change(schema: strawberry.Schema) -> None:
    assert schema._schema.mutation_type is None
    assert schema._schema.subscription_type is None


def test_one_by_id_address_or_former_id(ask: Ask) -> None:
    query = "query ($id: ID!) { person(id: $id) { id iri label type } }"
    vera = {"id": "vera", "iri": f"{BASE}/id/vera", "label": "Synthetic Vera", "type": "Person"}
    for key in ("vera", f"{BASE}/id/vera", "merged"):
        assert ask(query, id=key) == {"person": vera}
    assert ask(query, id="court") == {"person": None}
    assert ask(query, id="nobody") == {"person": None}


def test_node_is_relays(ask: Ask) -> None:
    query = '{ node(id: "t03") { id __typename ... on Sentence { termMonths } ... on Person { label } } }'
    assert ask(query) == {"node": {"id": "t03", "__typename": "Sentence", "termMonths": 3}}


def test_scalars(ask: Ask) -> None:
    query = '{ sentence(id: "t03") { termMonths fineAmount fineCurrency aggregate regime } }'
    answer = {
        "termMonths": 3,
        "fineAmount": "3000.5",
        "fineCurrency": "XTS",
        "aggregate": True,
        "regime": None,
    }
    assert ask(query)["sentence"] == answer
    event_ = ask('{ sentencing(id: "s03") { when earliest latest } }')["sentencing"]
    assert event_ == {"when": "2020-03", "earliest": "2020-03-01", "latest": None}


def test_literals_with_several_values(ask: Ask) -> None:
    query = '{ person(id: "vera") { describedAs altLabel { value language } prefLabel { value } } }'
    assert ask(query)["person"] == {
        "describedAs": ["synthetic teacher", "synthetic writer"],
        "altLabel": [
            {"value": "Synthetic Vera", "language": "en"},
            {"value": "Вера Выдуманная", "language": "ru"},
        ],
        "prefLabel": [{"value": "Віра Вигадана"}],
    }


def test_links_and_inverses(ask: Ask) -> None:
    query = """{ sentencing(id: "s09") {
        defendant { label defendantIn { nodes { label } } }
        judge { totalCount nodes { label sentenced { totalCount } } }
        onCharge { totalCount nodes { label } pageInfo { hasNextPage endCursor } }
    } }"""
    assert ask(query)["sentencing"] == {
        "defendant": {
            "label": "Synthetic Person 09",
            "defendantIn": {"nodes": [{"label": "Sentencing of Synthetic Person 09"}]},
        },
        "judge": {"totalCount": 1, "nodes": [{"label": "Synthetic Judge K", "sentenced": {"totalCount": 4}}]},
        "onCharge": {"totalCount": 0, "nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
    }


def test_a_class_with_subclasses_is_an_interface(ask: Ask) -> None:
    found = ask("{ releases { totalCount nodes { __typename type subjectPerson { label } } } }")["releases"]
    assert found["totalCount"] == 2
    assert [(node["__typename"], node["type"]) for node in found["nodes"]] == [
        ("ExchangeRelease", "ExchangeRelease"),
        ("OtherRelease", "Release"),
    ]


def test_fragments_and_conditions_on_an_interface(ask: Ask) -> None:
    query = """query ($yes: Boolean!, $no: Boolean = false) {
        person(id: "p01") { subjectIn { nodes {
            ...Shared
            ... on Release { exchanges: partly @skip(if: $yes) }
            ... on Sentencing { judge @include(if: $yes) { nodes { ...Named } } }
            ... on Sentencing { court @include(if: $no) { id } }
            ... on ExchangeRelease { partOfExchange { ...Named } }
            __typename
        } } }
    }
    fragment Shared on Event { earliest label ... on Event { when } ...Named }
    fragment Named on Entity { label }""".replace(
        "exchanges: partly @skip(if: $yes)", "x: label @skip(if: $yes)"
    )
    assert ask(query, yes=True)["person"]["subjectIn"]["nodes"] == [
        {
            "earliest": "2020-01-01",
            "label": "Sentencing of Synthetic Person 01",
            "when": "2020-01",
            "judge": {"nodes": [{"label": "Synthetic Judge J"}]},
            "__typename": "Sentencing",
        },
        {
            "earliest": "2021-05-01",
            "label": "Release of Synthetic Person 01",
            "when": None,
            "partOfExchange": {"label": "Synthetic exchange"},
            "__typename": "ExchangeRelease",
        },
    ]


def test_aliases_with_different_arguments_do_not_mix(ask: Ask) -> None:
    query = """{ person(id: "judgej") {
        few: sentenced(first: 1) { nodes { label } }
        many: sentenced(first: 3) { a: nodes { name: label } b: nodes { name: id } totalCount }
        one: sentenced(where: {id: {eq: "p05"}}) {
            edges { cursor node { x: label } } nodes { x: id } n: totalCount
        }
    } }"""
    found = ask(query)["person"]
    assert labels(found["few"]) == ["Synthetic Person 01"]
    assert [node["name"] for node in found["many"]["a"]] == [f"Synthetic Person 0{i}" for i in (1, 2, 3)]
    assert [node["name"] for node in found["many"]["b"]] == ["p01", "p02", "p03"]
    assert found["many"]["totalCount"] == 7
    assert found["one"]["edges"][0]["node"] == {"x": "Synthetic Person 05"}
    assert found["one"]["nodes"] == [{"x": "p05"}]
    assert found["one"]["n"] == 1


def test_each_parent_has_its_own_pages(ask: Ask) -> None:
    query = """query ($after: String) {
        people(where: {label: {contains: "judge"}}) { nodes { label
            sentenced(first: 3, after: $after) {
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                nodes { label } edges { cursor }
        } } }
    }"""
    found: list[str] = []
    after, pages = None, 0
    while True:
        judge = ask(query, after=after)["people"]["nodes"][0]["sentenced"]
        pages += 1
        found += labels(judge)
        info = judge["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        assert (info["startCursor"], info["endCursor"]) == (
            judge["edges"][0]["cursor"],
            judge["edges"][-1]["cursor"],
        )
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    assert pages == 3
    assert found == [f"Synthetic Person 0{i}" for i in range(1, 8)]


def test_a_root_list_by_pages(ask: Ask) -> None:
    query = """query ($after: String) { people(first: 6, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { label } } }"""
    found: list[str] = []
    after = None
    for _ in range(3):
        page = ask(query, after=after)["people"]
        found += labels(page)
        after = page["pageInfo"]["endCursor"]
    assert page["pageInfo"]["hasNextPage"] is False
    assert len(found) == len(set(found)) == page["totalCount"] == 14


def test_where_reaches_through_links_and_inverses(ask: Ask) -> None:
    by_judge = ask('{ people(where: {sentencedBy: {label: {eq: "Synthetic Judge K"}}}) { nodes { label } } }')
    assert labels(by_judge["people"]) == [f"Synthetic Person {i}" for i in ("08", "09", "10", "11")]
    nested = """query ($where: SentencingWhere) { sentencings(where: $where) { nodes {
        label defendant { label } court { label }
        imposed { termMonths fineAmount fineCurrency penalty { label } }
        statements { nodes { record { locator source { title } quotes { nodes { label } } } } }
    } } }"""
    where = {
        "judge": {"label": {"contains": "jUDGE k"}},
        "imposed": {"termMonths": {"eq": 9}},
        "defendant": {"sentencedBy": {"sentenced": {"id": {"eq": "p10"}}}},
    }
    (found,) = ask(nested, where=where)["sentencings"]["nodes"]
    assert found["defendant"]["label"] == "Synthetic Person 09"
    assert found["imposed"]["penalty"]["label"] == "Imprisonment"
    assert found["statements"]["nodes"][0]["record"] == {
        "locator": "row 9",
        "source": {"title": "Synthetic source"},
        "quotes": {"nodes": [{"label": "Synthetic Monitor"}]},
    }


def test_statements_of_one_property(ask: Ask) -> None:
    query = """{ person(id: "p01") { statements(property: "altLabel", first: 5) {
        totalCount nodes { property value language node { label } record { label } } } } }"""
    assert ask(query)["person"]["statements"] == {
        "totalCount": 1,
        "nodes": [
            {
                "property": "altLabel",
                "value": "Вигаданий Перший",
                "language": "uk",
                "node": None,
                "record": {"label": "Second record"},
            }
        ],
    }


def test_statements_by_pages(ask: Ask) -> None:
    query = """query ($after: String) { sentencing(id: "s01") { statements(first: 2, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { property node { id } record { id } } } } }"""
    found, after = [], None
    for _ in range(3):
        page = ask(query, after=after)["sentencing"]["statements"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
    assert page["pageInfo"]["hasNextPage"] is False
    assert [each["property"] for each in found] == ["defendant", "defendant", "imposed", "judge", "type"]
    assert {each["record"]["id"] for each in found[:2]} == {"r01", "second"}


def test_a_dispute_names_an_event_that_is_not_asserted(ask: Ask) -> None:
    query = """{ disputes { nodes { description resolution concerns { nodes { label } }
        disputedSubject { label __typename statements(property: "type") { nodes { value record { locator } } } }
        rivalValue { nodes { valueText statedIn { nodes { locator } } } } } } }"""
    (found,) = ask(query)["disputes"]["nodes"]
    assert found["disputedSubject"]["__typename"] == "OtherEntity"
    assert found["disputedSubject"]["label"] == "Death"
    said = found["disputedSubject"]["statements"]["nodes"]
    assert [(each["value"], each["record"]["locator"]) for each in said] == [
        ("Death", "row 51"),
        ("Death", "row 50"),
    ]
    assert labels(found["concerns"]) == ["Synthetic Person 03"]
    assert {value["valueText"] for value in found["rivalValue"]["nodes"]} == {"Death", "no Death"}
    assert ask("{ deaths { totalCount } }") == {"deaths": {"totalCount": 0}}


@pytest.mark.parametrize("text", ["Віра Вигадана", "вигадана", "Vira Vyhadana", "vera"])
def test_search_in_two_scripts(ask: Ask, text: str) -> None:
    query = """query ($text: String!) { search(text: $text, first: 3) {
        name node { id ... on Agent { describedAs } } } }"""
    hit = ask(query, text=text)["search"][0]
    assert hit["node"] == {"id": "vera", "describedAs": ["synthetic teacher", "synthetic writer"]}
    assert hit["name"]


def test_the_edition_says_which_it_is(ask: Ask) -> None:
    assert ask("{ edition { id audience counts { name count } } }")["edition"] == {
        "id": "synthetic-1",
        "audience": "public",
        "counts": [{"name": "records", "count": 15}],
    }


def test_introspection(ask: Ask) -> None:
    assert ask(get_introspection_query())["__schema"]["queryType"]["name"] == "Query"


def test_the_number_of_queries_does_not_grow_with_what_is_found(ask: Ask, catalogue: Catalogue) -> None:
    """Eleven parents of three classes cost what one costs."""
    query = """query ($first: Int) { people(first: $first, where: {label: {contains: "person"}}) { nodes {
        label prefLabel { value }
        subjectIn { totalCount nodes { label earliest place
            ... on Sentencing { court { label } }
            ... on Sentencing { judge { nodes { sentenced { nodes { altLabel { value } } } } } }
            statements { nodes { record { locator source { title } } } } } } } } }"""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(catalogue._engine, "before_cursor_execute", note)
    try:
        one = ask(query, first=1)
        for_one, statements[:] = len(statements), []
        many = ask(query, first=100)
        for_many = len(statements)
    finally:
        event.remove(catalogue._engine, "before_cursor_execute", note)
    assert len(one["people"]["nodes"]) == 1
    assert len(many["people"]["nodes"]) == 11
    assert for_one == for_many <= 16


def test_too_deep(refused: Callable[..., str]) -> None:
    inner = "id"
    for _ in range(MAX_DEPTH):
        inner = f"coDefendant {{ nodes {{ {inner} }} }}"
    assert "levels deep" in refused(f"{{ people {{ nodes {{ {inner} }} }} }}")


def test_too_many_aliases_even_by_fragments_in_fragments(refused: Callable[..., str]) -> None:
    flat = " ".join(f"a{i}: label" for i in range(MAX_ALIASES + 1))
    assert "aliases" in refused(f"{{ people {{ nodes {{ {flat} }} }} }}")
    doubled = "".join(f"fragment F{i} on Person {{ ...F{i + 1} ...F{i + 1} }}\n" for i in range(60))
    last = "fragment F60 on Person { a: label }"
    assert "aliases" in refused(f"{{ people {{ nodes {{ ...F0 }} }} }}\n{doubled}{last}")


def test_fragments_in_a_circle(refused: Callable[..., str]) -> None:
    circle = "fragment A on Person { ...B } fragment B on Person { ...A }"
    assert "itself" in refused(f"{{ people {{ nodes {{ ...A }} }} }} {circle}")


def test_too_many_tokens(refused: Callable[..., str]) -> None:
    assert "token" in refused("{ people { nodes { " + "label " * 4_000 + "} } }")


@pytest.mark.parametrize("first", [-1, 101, 1_000_000])
def test_pages_have_bounds(refused: Callable[..., str], first: int) -> None:
    assert "must be from 0 to 100" in refused(
        "query ($n: Int) { people(first: $n) { nodes { id } } }", n=first
    )
    inner = "query ($n: Int) { people { nodes { sentenced(first: $n) { nodes { id } } } } }"
    assert "must be from 0 to 100" in refused(inner, n=first)


def test_an_empty_page_and_a_count_alone(ask: Ask) -> None:
    found = ask("{ people(first: 0) { totalCount nodes { id } } a: people { totalCount } }")
    assert found == {"people": {"totalCount": 14, "nodes": []}, "a": {"totalCount": 14}}


def test_the_budget_of_nodes(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("habeas.graphql.schema.Budget", lambda: budgets.Budget(nodes=30))
    query = "{ people { nodes { sentencedBy { nodes { sentenced { nodes { id } } } } } } }"
    assert "one request may read" in refused(query)


def test_the_budget_of_reads(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("habeas.graphql.schema.Budget", lambda: budgets.Budget(reads=3))
    deep = "sentencedBy { nodes { sentenced { nodes { sentencedBy { nodes { id } } } } } }"
    assert "one request may read" in refused(f"{{ people {{ nodes {{ {deep} }} }} }}")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{ people(after: "x") { nodes { id } } }', "not a cursor"),
        ('{ sentencings(where: {earliest: {eq: "yesterday"}}) { totalCount } }', "Date"),
        ('{ sentences(where: {fineAmount: {eq: "much"}}) { totalCount } }', "Decimal"),
        ("{ people { nodes { height } } }", "height"),
        ("mutation { people { totalCount } }", "only queries"),
        ("{ people {", "Syntax Error"),
    ],
)
def test_what_is_wrong_is_said(refused: Callable[..., str], query: str, message: str) -> None:
    assert message.casefold() in refused(query).casefold()


def test_a_fault_of_ours_shows_no_inside(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM inside")

    monkeypatch.setattr("habeas.graphql.resolvers.class_page", broken)
    assert "secret" not in refused("{ people { nodes { id } } }")
    assert "secret" in caplog.text


def test_two_root_fields_of_one_name_are_refused(model: Model) -> None:
    person = model.classes["Person"]
    clash = Class(**{**person.__dict__, "name": "Search", "iri": "urn:synthetic", "own": ()})
    with pytest.raises(ModelError, match="two root fields 'search'"):
        build_schema(Model({**model.classes, "Search": clash}, model.super_properties))


def test_a_property_added_to_the_declarations_can_be_asked(tmp_path: Path) -> None:
    ontology, shapes = tmp_path / "ontology", tmp_path / "shapes"
    shutil.copytree(SETTINGS.ontology, ontology)
    shutil.copytree(SETTINGS.shapes, shapes)
    with (ontology / "habeas.ttl").open("a") as file:
        file.write(
            'hab:syntheticMark a owl:DatatypeProperty ; rdfs:label "synthetic mark"@en .\n'
            'hab:syntheticTie a owl:ObjectProperty ; rdfs:label "synthetic tie"@en .\n'
            "hab:syntheticTie owl:inverseOf hab:tiedTo .\n"
            'hab:tiedTo a owl:ObjectProperty ; rdfs:label "tied to"@en .\n'
        )
    with (shapes / "Person.ttl").open("a") as file:
        file.write(
            "shape:Person sh:property shape:Person-syntheticMark, shape:Person-syntheticTie .\n"
            'shape:Person-syntheticMark sh:path hab:syntheticMark ; sh:description "A mark, synthetic."@en ; '
            "sh:datatype xsd:string ; sh:maxCount 1 .\n"
            "shape:Person-syntheticTie sh:path hab:syntheticTie ; sh:class hab:Court .\n"
        )
    model = read_model(ontology, shapes)
    store = ox.Store()
    store.load(path=str(DATA), format=ox.RdfFormat.TRIG)
    store.update(
        "PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX id: <http://localhost:8000/id/> "
        'INSERT DATA { id:p01 hab:syntheticMark "marked" ; hab:syntheticTie id:court }'
    )
    bake(store, model, tmp_path / "catalogue.sqlite", BASE)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite", model)
    schema = build_schema(model)
    assert "A mark, synthetic." in sdl(schema)
    query = """{
        people(where: {syntheticMark: {contains: "MARK"}}) {
            nodes { syntheticMark syntheticTie { nodes { id } } }
        }
        court(id: "court") { tiedTo { nodes { id } } }
    }"""
    result = execute(schema, catalogue, MANIFEST, query)
    catalogue.close()
    assert result.errors is None
    assert result.data == {
        "people": {"nodes": [{"syntheticMark": "marked", "syntheticTie": {"nodes": [{"id": "court"}]}}]},
        "court": {"tiedTo": {"nodes": [{"id": "p01"}]}},
    }
