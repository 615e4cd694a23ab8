"""The base of a home: checked, remembered, changed only on purpose, and then the former addresses are still taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from habeas.cli import main
from habeas.config import DEFAULT_BASE, Settings, checked_base
from habeas.editions import open_current
from habeas.errors import EditionError, UsageError
from habeas.identity import Identity, append_entries
from habeas.publish import Progress, build
from habeas.web import create_app

SOURCE = "synthetic-list"
TODAY = dt.date(2026, 11, 23)
NEW = "https://data.example.org"
JSON = {"Accept": "application/json"}


def cli(*arguments: str, base: str | None = None, root: Path | None = None) -> Result:
    root = root or Settings().root
    return CliRunner().invoke(main, list(arguments), env={"HABEAS_BASE": base, "HABEAS_ARTEFACTS": str(root)})


def with_base(settings: Settings, base: str) -> Settings:
    return Settings(home=settings.home, root=settings.root, base=base)


@pytest.mark.parametrize(
    "base",
    [
        "data.example.org",
        "ftp://data.example.org",
        "file:///srv/habeas",
        "urn:habeas:id",
        "javascript:alert(1)",
        "//data.example.org",
        "http://",
        "https:///path",
        "https:data.example.org",
        "https://data.example.org?x=1",
        "https://data.example.org/?",
        "https://data.example.org#top",
        "https://data.example.org/#",
        "https://data.example.org /kg",
        " https://data.example.org",
        "https://data.example.org\n",
        "https://data.exa\tmple.org",
        "https://data.example.org/\u00a0",
        "https://data.example.org/\u200b",
        "https://data.example.org/\u202eabc",
        "https://user:secret@data.example.org",
        "https://user@data.example.org",
        "https://data.example.org:port",
        "https://data.example.org:99999",
        "https://data.example.org:",
        "https://data..example.org",
        "https://.",
        "https://data.example.org/a/../b",
        "https://data.example.org/a//b",
        "https://data.example.org/<x>",
        'https://data.example.org/"',
        "https://data.example.org/{x}",
        "https://data.example.org/%zz",
        "https://data.example.org\\kg",
        "https://[::1",
        " ",
    ],
)
def test_a_malformed_base_is_refused_before_anything_is_read(
    base: str, small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habeas.publish.building.chosen_sources", lambda *_: pytest.fail("a source was read"))
    for rebase in (False, True):
        with pytest.raises(UsageError, match="cannot be what addresses begin with") as caught:
            build(with_base(small_home, base), [SOURCE], today=TODAY, rebase=rebase, progress=silent)
        assert "HABEAS_BASE" in (caught.value.where or "")
        assert caught.value.mend
    result = cli("build", SOURCE, "--home", str(small_home.home), base=base)
    assert result.exit_code == 1
    assert "UsageError" in result.output


def test_a_malformed_base_makes_no_home(tmp_path: Path, silent: Progress) -> None:
    settings = Settings(home=tmp_path / "home", base="https://data.example.org/?x")
    with pytest.raises(UsageError):
        build(settings, today=TODAY, progress=silent)
    assert not settings.home.exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://data.example.org/", "https://data.example.org"),
        ("https://data.example.org/kg/", "https://data.example.org/kg"),
        ("HTTPS://Data.Example.ORG/KG", "https://data.example.org/KG"),
        ("http://data.example.org:80", "http://data.example.org"),
        ("https://data.example.org:443/", "https://data.example.org"),
        ("https://data.example.org:80", "https://data.example.org:80"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://data.example.org/a%20b", "https://data.example.org/a%20b"),
        ("https://дані.укр/граф", "https://дані.укр/граф"),
    ],
)
def test_a_base_is_written_in_one_way(written: str, meant: str) -> None:
    assert checked_base(written) == meant
    assert checked_base(meant) == meant


def test_the_first_build_remembers_the_base(tmp_path: Path, silent: Progress) -> None:
    settings = Settings(home=tmp_path / "home", root=Settings().root, base="https://Data.example.org/")
    build(settings, ["pinochet"], today=TODAY, progress=silent)
    assert orjson.loads((settings.home / "base.json").read_bytes()) == {"base": NEW, "former": []}
    assert open_current(settings).manifest.base == NEW
    result = cli("build", "pinochet", "--home", str(settings.home))
    assert result.exit_code == 1, result.output
    assert cli("build", "pinochet", "--home", str(settings.home), base=NEW + "/").exit_code == 0


@pytest.mark.parametrize("remembered", [True, False], ids=["remembered", "home-of-before"])
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (NEW, None),
        (None, NEW),
        (NEW, "https://other.example.org"),
        (NEW, "http://data.example.org"),
        (NEW, f"{NEW}/kg"),
    ],
)
def test_another_base_is_refused_before_anything_is_read(
    first: str | None,
    then: str | None,
    remembered: bool,
    small_home: Settings,
    silent: Progress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = str(small_home.home)
    if first:
        build(with_base(small_home, first), [SOURCE], today=TODAY, rebase=True, progress=silent)
    if not remembered:
        (small_home.home / "base.json").unlink()
    before = open_current(small_home)
    monkeypatch.setattr("habeas.publish.building.chosen_sources", lambda *_: pytest.fail("a source was read"))
    result = cli("build", SOURCE, "--home", home, base=then)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    shown = result.output
    assert (first or DEFAULT_BASE) in shown
    assert (then or DEFAULT_BASE) in shown
    assert f"HABEAS_BASE={first or DEFAULT_BASE}" in shown
    assert "--rebase" in shown
    monkeypatch.undo()
    assert open_current(small_home).path == before.path

    assert cli("build", SOURCE, "--home", home, base=first).exit_code == 0
    assert open_current(small_home).manifest.base == before.manifest.base
    assert cli("build", SOURCE, "--rebase", "--home", home, base=then).exit_code == 0
    assert open_current(small_home).manifest.base == (then or DEFAULT_BASE)
    assert cli("build", SOURCE, "--home", home, base=then).exit_code == 0


def test_a_base_that_differs_only_in_how_it_is_written_rewrites_nothing(
    small_home: Settings, silent: Progress
) -> None:
    """The home of an older version may have one that is written otherwise than today's would be."""
    (small_home.home / "base.json").write_bytes(orjson.dumps({"base": "http://LOCALHOST:8000", "former": []}))
    built = build(small_home, [SOURCE], today=TODAY, progress=silent)
    assert built.published.manifest.base == "http://LOCALHOST:8000"


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"[]", b'{"base": 7, "former": []}', b'{"base": "x"}', b"\xff"]
)
def test_a_damaged_note_of_the_base_falls_back_to_the_edition(
    content: bytes, small_home: Settings, silent: Progress
) -> None:
    file = small_home.home / "base.json"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="would rewrite"):
        build(with_base(small_home, NEW), [SOURCE], today=TODAY, progress=silent)
    build(small_home, [SOURCE], today=TODAY, progress=silent)
    assert orjson.loads(file.read_bytes())["base"] == DEFAULT_BASE


def test_where_nothing_says_the_base_it_has_to_be_given(tmp_path: Path, silent: Progress) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "base.json").write_bytes(b"garbage")
    settings = Settings(home=home, root=Settings().root, base=NEW)
    with pytest.raises(EditionError, match="cannot be read") as caught:
        build(settings, ["pinochet"], today=TODAY, progress=silent)
    assert "--rebase" in (caught.value.mend or "")
    build(settings, ["pinochet"], today=TODAY, rebase=True, progress=silent)
    assert open_current(settings).manifest.base == NEW


def test_a_build_that_fails_does_not_change_the_base(
    small_home: Settings, silent: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (small_home.home / "base.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("habeas.publish.publication.bake", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(with_base(small_home, NEW), [SOURCE], today=TODAY, rebase=True, progress=silent)
    assert (small_home.home / "base.json").read_bytes() == before
    build(small_home, [SOURCE], today=TODAY, progress=silent)


@pytest.fixture
def moved(small_home: Settings, silent: Progress) -> Settings:
    """A home with two merged people, moved to another base and on to a third."""
    rows = open_current(small_home).store.query("""PREFIX hab: <https://w3id.org/habeas/ns#>
        SELECT ?person { ?person a hab:Person } ORDER BY ?person""")
    ids = [row["person"].value.rsplit("/", 1)[1] for row in rows]  # type: ignore[union-attr]
    entry = Identity(
        a=ids[0], b=ids[1], decision="same", by="Synthetic reviewer", why="a test", when="2026-01-31"
    )
    append_entries([entry], small_home.home / "ledger")
    build(with_base(small_home, f"{NEW}/old"), [SOURCE], today=TODAY, rebase=True, progress=silent)
    build(with_base(small_home, NEW), [SOURCE], today=TODAY, rebase=True, progress=silent)
    return with_base(small_home, "https://unused.example.org")


QUESTION = """# What a person is called
#
# asks: the names of a person.
# for: this test.
# means: one row is one name.
# does not mean: anything else.
# param person (name): the person, by IRI, id or name in any language
# example person: Test Person One

PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name WHERE { VALUES ?person { UNDEF } ?person rdfs:label ?name }
"""


def test_addresses_with_a_former_base_are_taken(moved: Settings, declarations: Path) -> None:
    (declarations / "sparql" / "queries" / "names-of.rq").write_text(QUESTION, encoding="utf-8")
    moved = replace(moved, root=declarations)
    manifest = open_current(moved).manifest
    assert manifest.base == NEW
    assert manifest.former_bases == [f"{NEW}/old", DEFAULT_BASE]
    ((merged, canonical),) = manifest.redirects.items()
    home = str(moved.home)
    now = f"{NEW}/id/{canonical}"
    with TestClient(create_app(moved)) as client:
        for base in (NEW, *manifest.former_bases):
            for opaque in (merged, canonical):
                iri = f"{base}/id/{opaque}"
                query = {"query": "query($id: ID!) { person(id: $id) { iri } }", "variables": {"id": iri}}
                assert client.post("/graphql", json=query).json()["data"]["person"] == {"iri": now}, iri
                where = "query($iri: String) { people(where: {iri: {eq: $iri}}) { edges { node { iri } } } }"
                found = client.post("/graphql", json={"query": where, "variables": {"iri": iri}}).json()
                assert found["data"]["people"]["edges"] == [{"node": {"iri": now}}], iri
                told = client.get("/sparql/queries/names-of", params={"person": iri}, headers=JSON)
                assert told.status_code == 200, told.text
                assert told.json()["results"]["bindings"], iri
                page = client.get(
                    "/sparql/queries/names-of",
                    params={"person": iri},
                    headers={"Accept": "text/html"},
                )
                assert "Test Person" in page.text
                asked = cli(
                    "query", "names-of", "--param", f"person={iri}", "--home", home, root=declarations
                )
                assert asked.exit_code == 0, asked.output
                assert "Test Person" in asked.output, iri
        assert client.get(f"/id/{merged}", follow_redirects=False).status_code == 301
        assert client.get(f"/id/{canonical}", headers=JSON, follow_redirects=False).status_code == 303
        other = {
            "query": "query($id: ID!) { person(id: $id) { iri } }",
            "variables": {"id": f"https://other.example.org/id/{canonical}"},
        }
        assert client.post("/graphql", json=other).json()["data"]["person"] is None


def test_serving_and_asking_go_by_the_edition_and_not_by_the_setting(moved: Settings) -> None:
    with TestClient(create_app(moved)) as client:
        assert client.get("/health").json()["status"] == "ok"
        told = client.post(
            "/graphql", json={"query": "{ edition { base } people { edges { node { iri } } } }"}
        ).json()
    assert told["data"]["edition"]["base"] == NEW
    assert all(edge["node"]["iri"].startswith(f"{NEW}/id/") for edge in told["data"]["people"]["edges"])


def test_back_to_a_former_base(moved: Settings, silent: Progress) -> None:
    """The way back is a change like any other, and makes an edition that knows where the addresses were."""
    built = build(with_base(moved, DEFAULT_BASE), [SOURCE], today=TODAY, rebase=True, progress=silent)
    assert built.published.manifest.former_bases == [NEW, f"{NEW}/old"]
    again = build(with_base(moved, DEFAULT_BASE), [SOURCE], today=TODAY, progress=silent)
    assert not again.published.is_new
    assert again.published.manifest.former_bases == [NEW, f"{NEW}/old"]
