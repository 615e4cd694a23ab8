"""A source can be followed: its address or why it has none, its captures, its publication, and the place in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.errors import SourceConfigError
from habeas.ingest import find_sources, ingest_source, read_source
from habeas.ingest.ingesting import source_quads
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import EDTF, HAB, XSD, local_name
from habeas.publish import Built, build
from habeas.publish.clearing import Ruling, clear
from habeas.web import create_app

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = Settings(root=ROOT)
TODAY = dt.date(2026, 11, 22)
SHA = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4
TOML = """title = "Synthetic bulletin"
publisher = "not stated on the page"
licence = "synthetic data"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
{settings}
[[table]]
file = "people.csv"
mapping = "people.ru"
{table}
"""
MAPPING = """PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
INSERT { GRAPH ?record {
  ?record hab:locator ?locator ; hab:polarity ?asserts ; hab:confidence ?claimed ; hab:locatorKind ?kind ;
    hab:datePublished ?published ; hab:datePublishedEarliest ?from ; hab:datePublishedLatest ?to .
  ?person a hab:Person ; skos:prefLabel ?name .
} } WHERE {
  ?row row:record ?record ; x:locator ?locator ; x:name ?cell .
  OPTIONAL { ?row x:kind ?kindCell . BIND(fn:term("locator-kind", ?kindCell) AS ?kind) }
  OPTIONAL { ?row x:published ?date . BIND(fn:edtf(?date) AS ?published)
    BIND(fn:earliest(?date) AS ?from) BIND(fn:latest(?date) AS ?to) }
  BIND(fn:id("person", ?cell) AS ?person)
  BIND(fn:name(?cell, "en") AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?asserts)
  BIND(fn:term("confidence", "claimed") AS ?claimed)
}
"""
PEOPLE = '''name,locator,kind,published
Synthetic Person A,paragraph 1,,
Synthetic Person B,"paragraph 2 (news item), ""quoted""",,2001-05
Synthetic Person C,12:30,clip,2001-05-14~
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "ingest" / "synthetic-bulletin"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "people.ru").write_text(MAPPING, encoding="utf-8")
    return folder


def write(folder: Path, settings: str = "", table: str = "") -> Path:
    (folder / "source.toml").write_text(TOML.format(settings=settings, table=table), encoding="utf-8")
    return folder


def described(folder: Path) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in source_quads(read_source(folder)))
    return store


def values(store: ox.Store, name: str) -> list[ox.Literal | ox.NamedNode]:
    return [q.object for q in store.quads_for_pattern(None, ox.NamedNode(HAB + name), None)]


# --- the settings -------------------------------------------------------------------------------


def test_an_address_is_described_as_an_address(folder: Path) -> None:
    store = described(write(folder, 'address = "https://bulletin.example/a?b=c#d"'))
    assert values(store, "address") == [
        ox.Literal("https://bulletin.example/a?b=c#d", datatype=ox.NamedNode(f"{XSD}anyURI"))
    ]
    assert values(store, "noAddress") == []


def test_why_there_is_no_address_is_described(folder: Path) -> None:
    store = described(write(folder, 'no_address = "printed, never online"'))
    assert values(store, "noAddress") == [ox.Literal("printed, never online")]
    assert values(store, "address") == []


@pytest.mark.parametrize(
    ("published", "edtf", "bounds"),
    [
        ('"2001-05"', "2001-05", ("2001-05-01", "2001-05-31")),
        ("2001-05-14", "2001-05-14", ("2001-05-14", "2001-05-14")),
        ('"2001-05-14/.."', "2001-05-14/..", ("2001-05-14", None)),
    ],
)
def test_a_date_of_publication_has_bounds(
    published: str, edtf: str, bounds: tuple[str | None, str | None], folder: Path
) -> None:
    store = described(write(folder, f"published = {published}"))
    assert values(store, "datePublished") == [ox.Literal(edtf, datatype=ox.NamedNode(EDTF))]
    for name, day in zip(("Earliest", "Latest"), bounds, strict=True):
        assert [v.value for v in values(store, f"datePublished{name}")] == ([day] if day else [])


def test_captures_have_ids_and_no_blank_nodes(folder: Path) -> None:
    capture = f'sha256 = "{SHA}", address = "https://archive.example/1", captured = 2001-06-01T09:30:00Z'
    write(folder, f'archived = [{{ {capture} }}, {{ sha256 = "{OTHER.upper()}", description = "a scan" }}]')
    store = described(folder)
    captures = values(store, "archivedAs")
    assert len(set(captures)) == 2
    assert all(isinstance(c, ox.NamedNode) and c.value.startswith("urn:habeas:id:") for c in captures)
    assert {v.value for v in values(store, "sha256")} == {SHA, OTHER}
    assert values(store, "captured") == [
        ox.Literal("2001-06-01T09:30:00Z", datatype=ox.NamedNode(f"{XSD}dateTime"))
    ]
    assert {str(q) for q in source_quads(read_source(folder))} == {
        str(q) for q in source_quads(read_source(folder))
    }


def test_a_single_capture_needs_its_checksum_only(folder: Path) -> None:
    store = described(write(folder, f'archived = {{ sha256 = "{SHA}" }}'))
    assert len(values(store, "archivedAs")) == 1
    assert values(store, "captured") == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('address = "https://a.example/"\nno_address = "none"', "an address and says why it has none"),
        ('address = "a.example/page"', "'address' is malformed"),
        ('address = "ftp://a.example/"', "'address' is malformed"),
        ('address = "https://a.example/a b"', "'address' is malformed"),
        ('address = "https:///page"', "'address' is malformed"),
        ('address = "https://[::1"', "'address' is malformed"),
        ('address = ""', "'address' is malformed"),
        ("address = 7", "'address' is malformed"),
        ('no_address = " "', "'no_address' does not say why"),
        ("no_address = true", "'no_address' does not say why"),
        ("archived = 7", "'archived' is malformed"),
        ("archived = {}", "'sha256' is not 64"),
        ('archived = { sha256 = "abc" }', "'sha256' is not 64"),
        (f'archived = {{ sha256 = "{SHA[:-1]}g" }}', "'sha256' is not 64"),
        (f'archived = [{{ sha256 = "{SHA}" }}, "{SHA}"]', "'archived' is malformed"),
        (f'archived = {{ sha256 = "{SHA}", captured = 2001-06-01 }}', "'captured' is no time"),
        (f'archived = {{ sha256 = "{SHA}", address = "here" }}', "'address' is malformed"),
        (f'archived = {{ sha256 = "{SHA}", adress = "https://a.example/" }}', "unknown setting 'adress'"),
        ('published = "last spring"', "'published' is no EDTF date"),
        ('published = "2001-02-30"', "'published' is no EDTF date"),
        ("published = 2001", "'published' is no EDTF date"),
        ('published = ""', "'published' is no EDTF date"),
        ("locator_kind = 7", "'locator_kind' is no good"),
    ],
)
def test_malformed_settings_are_clear_errors(settings: str, said: str, folder: Path) -> None:
    with pytest.raises(SourceConfigError) as caught:
        read_source(write(folder, settings))
    assert said in str(caught.value)
    assert "source.toml" in (caught.value.where or "")
    assert caught.value.mend


# --- what kind of place a locator points into ----------------------------------------------------


def kinds(folder: Path) -> list[str]:
    """The kinds of the records' places in the order of the rows, an empty text where there is none."""
    model, vocabularies = read_model(SETTINGS.ontology, SETTINGS.shapes), read_vocabularies(SETTINGS.ontology)
    quads = ingest_source(read_source(folder), model, vocabularies, processes=1).quads
    rows = {q.subject: int(q.object.value) for q in quads if q.predicate.value == f"{HAB}rowNumber"}
    found = {q.subject: local_name(q.object.value) for q in quads if q.predicate.value == f"{HAB}locatorKind"}
    return [found.get(record, "") for record in sorted(rows, key=rows.__getitem__)]


@pytest.mark.parametrize(
    ("settings", "table", "wanted"),
    [
        ("", "", ["", "", "clip"]),
        ('locator_kind = "paragraph"', "", ["paragraph", "paragraph", "clip"]),
        ('locator_kind = "paragraph"', 'locator_kind = "page"', ["page", "page", "clip"]),
        (
            'locator_kind = { "news item" = "item", "paragraph" = "paragraph" }',
            "",
            ["paragraph", "item", "clip"],
        ),
        ('locator_kind = { "\\"quoted\\"" = "item" }', "", ["", "item", "clip"]),
        ('locator_kind = "Row or cell of a table"', "", ["row", "row", "clip"]),
    ],
)
def test_the_kind_comes_from_the_mapping_else_the_table_else_the_source(
    settings: str, table: str, wanted: list[str], folder: Path
) -> None:
    assert kinds(write(folder, settings, table)) == wanted


def test_an_unknown_kind_is_a_clear_error(folder: Path) -> None:
    with pytest.raises(SourceConfigError, match="there is no kind of place 'verse'") as caught:
        kinds(write(folder, 'locator_kind = "verse"'))
    assert "archive, clip, document, image, item, page, paragraph, row" in (caught.value.mend or "")


def test_there_are_eight_kinds_of_place() -> None:
    terms = read_vocabularies(SETTINGS.ontology).terms.values()
    assert len([t for t in terms if t.scheme == "locator-kind"]) == 8


@pytest.mark.parametrize("mapping", sorted((ROOT / "ingest" / "tables").glob("*.ru")), ids=lambda p: p.stem)
def test_shared_mappings_read_the_kind_and_the_publication(mapping: Path) -> None:
    text = mapping.read_text(encoding="utf-8")
    assert "x:locator_kind" in text
    assert "x:published" in text
    assert "hab:datePublishedLatest" in text


# --- the shipped sources ---------------------------------------------------------------------------

PAGES = {
    "news-index": "000",
    "russia-explainer": "001",
    "belarus-manifesto": "002",
    "viasna-2025": "003",
    "coalition-memorandum": "004",
}
SHIPPED = find_sources([ROOT / "ingest"])


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_shipped_source_leads_somewhere_or_says_why_not(name: str) -> None:
    source = read_source(SHIPPED[name], ROOT / "ingest" / "tables")
    assert bool(source.address) != bool(source.no_address)
    assert source.publisher != "unknown"
    assert source.published is None, "none of the sources states when it was published"
    assert all(table.locator_kinds for table in source.tables)


@pytest.mark.parametrize(("name", "number"), PAGES.items())
def test_the_captures_are_the_pages_that_were_read(name: str, number: str, shared: Path) -> None:
    (file,) = (shared / "seeds").glob(f"{number}_*.txt")
    (capture,) = read_source(SHIPPED[name], ROOT / "ingest" / "tables").archived
    assert capture.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert capture.captured is None


def test_the_manifesto_is_published_under_the_name_that_its_page_gives(shared: Path) -> None:
    (file,) = (shared / "seeds").glob("002_*.txt")
    assert "@bajmedia" in file.read_text(encoding="utf-8")
    assert "@bajmedia" in read_source(SHIPPED["belarus-manifesto"], ROOT / "ingest" / "tables").publisher


def test_shipped_places_have_their_kinds(edition: Edition) -> None:
    rows = ox.Store.read_only(str(edition.store_path)).query(
        f"""SELECT ?locator ?kind WHERE {{ ?record <{HAB}locator> ?locator
        OPTIONAL {{ ?record <{HAB}locatorKind> ?kind }} }}"""
    )
    found = [(r["locator"].value, local_name(r["kind"].value) if r["kind"] else "") for r in rows]
    assert len(found) >= 200
    assert {kind for locator, kind in found if "news item" in locator} == {"item"}
    assert {kind for locator, kind in found if "news item" not in locator} == {"paragraph"}


def test_the_shipped_data_have_no_source_that_leads_nowhere(built: Built) -> None:
    assert not [f for f in built.published.manifest.findings if f.shape == "source-without-address"]


# --- what readers see ------------------------------------------------------------------------------


def served(tmp_path: Path, silent: Callable[..., None]) -> tuple[TestClient, Settings, Built]:
    settings = Settings(home=tmp_path / "home", root=ROOT)
    build(settings, ["synthetic-bulletin"], today=TODAY, progress=silent)  # type: ignore[arg-type]
    clear(
        settings,
        Ruling("public", "Synthetic reviewer", "a test"),
        sources=["synthetic-bulletin"],
        today=TODAY,
    )
    built = build(settings, ["synthetic-bulletin"], today=TODAY, progress=silent)  # type: ignore[arg-type]
    return TestClient(create_app(settings)), settings, built


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def page_of(client: TestClient, name: str, suffix: str = "html") -> str:
    hits = client.get("/search", params={"q": name}, headers={"Accept": "application/json"}).json()["hits"]
    (hit,) = (hit for hit in hits if hit["label"] == name)
    return client.get(f"/doc/{local_name(hit['id'])}.{suffix}").text


FOLLOWED = (
    'address = "https://bulletin.example/6"\nlocator_kind = "paragraph"\npublished = "2001-05"\n'
    f'archived = {{ sha256 = "{SHA}", address = "https://archive.example/1", captured = 2001-06-01T09:30:00Z }}'
)


def test_a_citation_leads_to_the_source(folder: Path, tmp_path: Path, silent: Callable[..., None]) -> None:
    write(folder, FOLLOWED)
    client, settings, _ = served(tmp_path, silent)
    page = page_of(client, "Synthetic Person A")
    assert (
        "Synthetic bulletin; publisher: not stated on the page; paragraph 1 [paragraph or section]; "
        "address: https://bulletin.example/6; archived: https://archive.example/1, captured 2001-06-01T09:30:00Z, "
        f"SHA-256 {SHA[:12]}…; published 2001-05; read on 2026-01-31."
    ) in words(page)
    assert '<a href="https://bulletin.example/6" rel="external noreferrer">' in page
    assert f'title="{SHA}"' in page
    assert "Recorded in people.csv, row 1, on 2026-01-31: record" in words(page)
    assert "; published 2001-05; " in words(page_of(client, "Synthetic Person B"))
    assert "; 12:30 [clip]; " in words(page_of(client, "Synthetic Person C"))
    assert "; published between 2001-05-13 and 2001-05-15 2001-05-14~; " in words(
        page_of(client, "Synthetic Person C")
    )
    (source,) = open_current(settings).manifest.sources
    assert source.address == "https://bulletin.example/6"
    assert "https://bulletin.example/6" in client.get("/").text


def test_a_source_without_an_address_says_why_on_every_page_that_cites_it(
    folder: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    write(folder, 'no_address = "printed, never online"')
    client, _, built = served(tmp_path, silent)
    page = words(page_of(client, "Synthetic Person A"))
    assert "; no address: printed, never online; date of publication not stated; read on 2026-01-31." in page
    assert "printed, never online" in words(client.get("/").text)
    assert built.published.manifest.findings == []


def test_a_source_that_leads_nowhere_is_one_finding(
    folder: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    client, _, built = served(write(folder).parents[2], silent)
    (finding,) = built.published.manifest.findings
    assert (finding.shape, finding.severity) == ("source-without-address", "Warning")
    assert finding.message == (
        "“Synthetic bulletin” has no address and nothing says why: 3 of its records cannot be followed."
    )
    assert "no address is given" in words(page_of(client, "Synthetic Person A"))


def test_a_record_s_own_page_cites_its_source(
    folder: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    write(folder, FOLLOWED)
    client, _, _ = served(tmp_path, silent)
    document = json.loads(page_of(client, "Synthetic Person A", "jsonld"))
    (record,) = document["statedIn"] if isinstance(document["statedIn"], list) else [document["statedIn"]]
    page = words(client.get(f"/doc/{local_name(record)}.html").text)
    assert "; address: https://bulletin.example/6; archived: " in page


def test_json_ld_and_graphql_tell_how_to_follow_a_source(
    folder: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    write(folder, FOLLOWED)
    client, _, _ = served(tmp_path, silent)
    text = page_of(client, "Synthetic Person B", "jsonld")
    for said in (
        '"address": "https://bulletin.example/6"',
        f'"sha256": "{SHA}"',
        '"datePublished": "2001-05"',
    ):
        assert said in text
    query = """{ records { nodes { locator locatorKind { label } datePublished datePublishedLatest source { address
        noAddress datePublished datePublishedEarliest archivedAs { nodes { sha256 captured address } } } } } }"""
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer
    nodes = {n["locator"]: n for n in answer["data"]["records"]["nodes"]}
    assert nodes["12:30"]["locatorKind"]["label"] == "Clip"
    assert nodes["12:30"]["datePublishedLatest"] == "2001-05-15"
    assert nodes["paragraph 1"]["source"] == {
        "address": "https://bulletin.example/6",
        "noAddress": None,
        "datePublished": "2001-05",
        "datePublishedEarliest": "2001-05-01",
        "archivedAs": {
            "nodes": [
                {"sha256": SHA, "captured": "2001-06-01T09:30:00Z", "address": "https://archive.example/1"}
            ]
        },
    }


def test_the_source_s_page_links_its_address_and_tells_its_captures(
    folder: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    write(folder, FOLLOWED)
    client, settings, _ = served(tmp_path, silent)
    (source,) = open_current(settings).manifest.sources
    page = client.get(f"/doc/{local_name(source.iri)}.html").text
    assert '<a href="https://bulletin.example/6" rel="external noreferrer">' in page
    assert SHA in words(page)
    assert 'id="source-1"' not in page, "a source does not cite itself"
