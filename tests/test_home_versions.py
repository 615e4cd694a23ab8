"""Homes that another version built, or another model: they open, what they lack is empty, a build brings them up."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from habeas import __version__
from habeas.catalogue import Catalogue, Layout
from habeas.cli import main
from habeas.config import Settings
from habeas.editions import last_edition, open_current
from habeas.editions.integrity import measured
from habeas.errors import EditionError
from habeas.model import model_digest, read_model
from habeas.publish import Progress, build
from habeas.web import create_app

ROOT = Path(__file__).resolve().parent.parent
HOMES = sorted((Path(__file__).parent / "data" / "homes").glob("*.tar.xz"))
SOURCE = "synthetic-list"
TODAY = dt.date(2026, 11, 23)
JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}

MEMORIAL = """
hab:Memorial a owl:Class ; rdfs:label "Memorial"@en ; rdfs:comment "A synthetic class of a later model."@en ;
    rdfs:subClassOf hab:Agent ; hab:plural "memorials" .
hab:epitaph a owl:DatatypeProperty ; rdfs:label "epitaph"@en ; rdfs:comment "What is written on it."@en ;
    rdfs:domain hab:Agent ; rdfs:range xsd:string .
hab:commemorates a owl:ObjectProperty ; rdfs:label "commemorates"@en ; rdfs:comment "Whom it is for."@en ;
    rdfs:domain hab:Memorial ; rdfs:range hab:Person ; owl:inverseOf hab:commemoratedBy .
hab:commemoratedBy a owl:ObjectProperty ; rdfs:label "commemorated by"@en ; rdfs:comment "Its memorials."@en ;
    rdfs:domain hab:Person ; rdfs:range hab:Memorial ; owl:inverseOf hab:commemorates .
"""
MEMORIAL_SHAPE = """@prefix hab: <https://w3id.org/habeas/ns#> .
@prefix shape: <https://w3id.org/habeas/shapes#> .
@prefix tier: <https://w3id.org/habeas/vocabulary/tier/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

shape:Memorial a sh:NodeShape ; sh:targetClass hab:Memorial ; sh:name "Memorial"@en ;
    sh:description "A synthetic class of a later model."@en ; hab:tier tier:public ;
    sh:property shape:Memorial-commemorates .
shape:Memorial-commemorates a sh:PropertyShape ; sh:path hab:commemorates ; sh:name "commemorates"@en ;
    sh:description "Whom it is for."@en ; sh:order 900 ; sh:class hab:Person ; sh:nodeKind sh:IRI ;
    hab:tier tier:public ; sh:severity sh:Violation .
shape:Court sh:property shape:Court-epitaph .
shape:Court-epitaph a sh:PropertyShape ; sh:path hab:epitaph ; sh:name "epitaph"@en ;
    sh:description "What is written on it."@en ; sh:order 901 ; sh:datatype xsd:string ; sh:maxCount 1 ;
    hab:rivalRule "wording" ; hab:tier tier:public ; sh:severity sh:Violation .
"""


@pytest.fixture
def later_root(declarations: Path) -> Path:
    """The declarations of a later model, with a class, a property of a class, and a link that nobody has heard of."""
    with (declarations / "ontology" / "habeas.ttl").open("a", encoding="utf-8") as file:
        file.write(MEMORIAL)
    (declarations / "shapes" / "Memorial.ttl").write_text(MEMORIAL_SHAPE, encoding="utf-8")
    return declarations


def unpack(archive: Path, home: Path) -> None:
    home.mkdir()
    with tarfile.open(archive) as tar:
        tar.extractall(home, filter="data")


@pytest.fixture(params=HOMES, ids=lambda archive: archive.name.removesuffix(".tar.xz"))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A home as a released version left it."""
    unpack(request.param, tmp_path / "kept")
    return Settings(home=tmp_path / "kept", root=ROOT)


@contextmanager
def served(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def graphql(client: TestClient, query: str) -> dict[str, object]:
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer
    found: dict[str, object] = answer["data"]
    return found


def test_every_released_version_has_a_home() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert __version__ in versions
    assert {f"{version}.tar.xz" for version in versions} <= {archive.name for archive in HOMES}
    assert all(archive.stat().st_size < 1 << 20 for archive in HOMES)


def test_a_kept_home_opens_and_a_build_brings_it_up(kept: Settings, silent: Progress) -> None:
    before = open_current(kept)
    with served(kept) as client:
        health = client.get("/health")
        assert health.status_code == 200
        told = health.json()
        assert told["edition"] == before.id
        assert told["status"] == "outdated"
        assert "older model" in told["message"]
        assert "habeas build" in told["mend"]
        every_page(client, kept)
        everything = graphql(
            client, "{ people { totalCount edges { node { id iri label } } } courts { totalCount } }"
        )
        assert "Test Person One" in str(everything)
    asked = CliRunner().invoke(main, ["query", "exchanges", "--home", str(kept.home)])
    assert asked.exit_code == 0, asked.output

    built = build(kept, [SOURCE], today=TODAY, progress=silent)
    assert built.published.is_new
    assert built.published.damage == ()
    manifest = open_current(kept).manifest
    assert manifest.model == model_digest(kept.ontology, kept.shapes)
    assert manifest.counts["people"] == 2
    with served(kept) as client:
        assert client.get("/health").json()["status"] == "ok"
    assert not build(kept, [SOURCE], today=TODAY, progress=silent).published.is_new


def test_a_kept_home_lacks_what_a_later_model_has(kept: Settings, later_root: Path, silent: Progress) -> None:
    later = replace(kept, root=later_root)
    with served(later) as client:
        told = client.get("/health").json()
        assert told["status"] == "outdated"
        assert told["lacking"] == ["Memorial"]
        every_page(client, later)
        empty_where_it_lacks(client)

    assert build(later, [SOURCE], today=TODAY, progress=silent).published.is_new
    with served(later) as client:
        assert client.get("/health").json()["status"] == "ok"
        empty_where_it_lacks(client)


def empty_where_it_lacks(client: TestClient) -> None:
    found = graphql(
        client,
        """{ memorials { totalCount edges { node { label commemorates { totalCount } } } }
          courts { edges { node { label epitaph } } }
          none: courts(where: {epitaph: {eq: "x"}}) { totalCount }
          people { edges { node { label commemoratedBy { totalCount edges { node { label } } } } } }
          nobody: people(where: {commemoratedBy: {label: {contains: "x"}}}) { totalCount }
          agents { totalCount } search(text: "Test") { name node { label } } }""",
    )
    assert found["memorials"] == {"totalCount": 0, "edges": []}
    assert found["courts"] == {"edges": [{"node": {"label": "Test Court", "epitaph": None}}]}
    assert found["none"] == found["nobody"] == {"totalCount": 0}
    nothing = {"totalCount": 0, "edges": []}
    people = [{"node": {"label": f"Test Person {n}", "commemoratedBy": nothing}} for n in ("One", "Two")]
    assert found["people"] == {"edges": people}
    assert found["agents"] == {"totalCount": 3}
    assert len(found["search"]) == 3  # type: ignore[arg-type]
    page = client.get("/memorials", headers={"Accept": "application/ld+json"})
    assert page.status_code == 200
    assert page.json()["members"] == []
    assert client.get("/memorials", headers=HTML).status_code == 200


def every_page(client: TestClient, settings: Settings) -> None:
    model = read_model(settings.ontology, settings.shapes)
    lists = [f"/{c.plural}" for c in model.classes.values()]
    roles = [f"/{p.name}s" for p in model.property_iris.values() if p.list_description]
    person = open_current(settings).manifest.base + "/id/"
    hits = client.get("/search", params={"q": "Test"}, headers=JSON).json()["hits"]
    things = [f"/doc/{hit['id'].removeprefix(person)}" for hit in hits]
    assert len(things) == 3
    others = ["/", "/search?q=Test", "/ns", "/shapes", "/disputes", "/sparql/queries/", "/sparql", "/graphql"]
    for path in (*lists, *roles, *things, *others):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200, (path, answer.text)
    for name in ("exchanges", "disagreements", "lawyers-prosecuted"):
        answer = client.get(
            f"/sparql/queries/{name}", params={"person": "Test Person One"} if name == "disagreements" else {}
        )
        assert answer.status_code == 200, answer.text


# --- a catalogue that lacks tables and columns ---


def reseal(settings: Settings, change: Callable[[sqlite3.Connection], None]) -> None:
    """Change the catalogue of the current edition as another model would have made it, and its checksums with it."""
    edition = open_current(settings)
    with closing(sqlite3.connect(edition.catalogue_path)) as connection:
        change(connection)
        connection.commit()
    (edition.path / "manifest.json").unlink()
    found = list(measured(edition.path))
    replace(
        edition.manifest,
        model="another",
        files={name: digest for name, digest, _ in found},
        sizes={name: size for name, _, size in found},
    ).write(edition.path / "manifest.json")
    assert last_edition(settings, "public", thorough=True).damage == ()


def drop(*tables: str) -> Callable[[sqlite3.Connection], None]:
    def change(connection: sqlite3.Connection) -> None:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")

    return change


def tables_of_the_model() -> list[str]:
    names = [
        table.name for table in Layout(read_model(ROOT / "ontology", ROOT / "shapes")).metadata.sorted_tables
    ]
    return [name for name in names if name.partition("_")[0] in {"class", "link", "literal"}]


def test_any_class_any_link_and_any_literal_may_be_missing(small_home: Settings) -> None:
    """All at once: what is left is the list of things and their statements."""
    tables = tables_of_the_model()
    assert len(tables) > 100
    reseal(small_home, drop(*tables))
    with served(small_home) as client:
        told = client.get("/health").json()
        assert told["status"] == "outdated"
        assert len(told["lacking"]) == sum(name.startswith("class_") for name in tables)
        every_page(client, small_home)
        assert graphql(client, "{ people { totalCount edges { node { label } } } }") == {
            "people": {"totalCount": 0, "edges": []}
        }
        assert len(graphql(client, '{ search(text: "Test") { node { label } } }')["search"]) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("lacking", ["Court", "Person", "Sentencing"])
def test_one_class_is_missing_and_the_next_build_brings_it(
    lacking: str, small_home: Settings, silent: Progress
) -> None:
    reseal(small_home, drop(f"class_{lacking}"))
    plural = {"Court": "courts", "Person": "people", "Sentencing": "sentencings"}[lacking]
    with served(small_home) as client:
        assert client.get("/health").json()["lacking"] == [lacking]
        assert graphql(client, f"{{ {plural} {{ totalCount }} }}") == {plural: {"totalCount": 0}}
        every_page(client, small_home)
    with served(small_home) as client:
        built = build(small_home, [SOURCE], today=TODAY, progress=silent)
        assert built.published.is_new
        assert client.get("/health").json()["status"] == "ok"
        count = 0 if lacking == "Sentencing" else 1 if lacking == "Court" else 2
        assert graphql(client, f"{{ {plural} {{ totalCount }} }}") == {plural: {"totalCount": count}}


def test_a_column_is_missing(small_home: Settings) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("DROP INDEX class_Court_website")
        connection.execute("ALTER TABLE class_Court DROP COLUMN website")

    reseal(small_home, change)
    with served(small_home) as client:
        found = graphql(
            client,
            '{ courts { edges { node { label website } } } none: courts(where: {website: {eq: "x"}}) { totalCount } }',
        )
        assert found == {
            "courts": {"edges": [{"node": {"label": "Test Court", "website": None}}]},
            "none": {"totalCount": 0},
        }


def test_a_class_that_the_model_has_no_more_is_read_as_the_root_class(small_home: Settings) -> None:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE node SET class = 'Gone' WHERE class = 'Court'")
        connection.execute("DROP TABLE class_Court")

    reseal(small_home, change)
    with served(small_home) as client:
        told = client.get("/health").json()
        assert (told["lacking"], told["unknown"]) == (["Court"], ["Gone"])
        every_page(client, small_home)
        (found,) = graphql(client, '{ search(text: "Test Court") { node { __typename label id } } }')[
            "search"
        ]  # type: ignore[misc]
        assert found["node"]["label"] == "Test Court"
        one = graphql(
            client, f'{{ node(id: "{found["node"]["id"]}") {{ __typename }} court(id: "x") {{ label }} }}'
        )
        assert one["court"] is None
        assert one["node"]


@pytest.mark.parametrize("table", ["node", "statement", "name", "name_start"])
def test_a_catalogue_without_its_core_is_damaged(table: str, small_home: Settings) -> None:
    reseal(small_home, drop(table))
    with pytest.raises(EditionError, match=table) as caught:
        Catalogue(open_current(small_home).catalogue_path, read_model(small_home.ontology, small_home.shapes))
    assert "habeas build" in (caught.value.mend or "")


def test_the_catalogue_stays_as_it_is(small_home: Settings) -> None:
    reseal(small_home, drop("class_Court", "link_judge"))
    with served(small_home) as client:
        every_page(client, small_home)
    assert last_edition(small_home, "public", thorough=True).damage == ()


def test_a_changed_model_makes_a_new_edition_of_the_same_records(
    small_home: Settings, declarations: Path, silent: Progress
) -> None:
    """Also where no line of the graph is another: a shape's order is in no quad of an edition."""
    shutil.copytree(declarations / "shapes", declarations / "before")
    settings = replace(small_home, root=declarations)
    first = build(settings, [SOURCE], today=TODAY, progress=silent).published
    assert not first.is_new
    shape = declarations / "shapes" / "Court.ttl"
    shape.write_text(
        shape.read_text(encoding="utf-8").replace("sh:order 201", "sh:order 203"), encoding="utf-8"
    )
    read_model.cache_clear()
    model_digest.cache_clear()
    second = build(settings, [SOURCE], today=TODAY, progress=silent).published
    assert second.is_new
    assert second.manifest.id != first.manifest.id
    assert second.manifest.model != first.manifest.model
