"""A name in Arabic or Hebrew does not turn what stands beside it: on pages, in labels, in plain text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from habeas.bidi import isolated
from habeas.cli import program
from habeas.config import Settings
from habeas.editions import open_current
from habeas.publish import Built, build
from habeas.publish.clearing import Ruling, clear
from habeas.shapes.report import Place
from habeas.sparql.once import answer_once
from habeas.web import create_app

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)
ARABIC = "شخص اصطناعي"  # "synthetic person"
HEBREW = "אדם סינתטי"  # "synthetic person"
LATIN = "Synthetic Person"
CYRILLIC = "Синтетична Особа"

TOML = """title = "Synthetic list of names in several scripts"
publisher = "not stated on the list"
licence = "synthetic data"
language = "en"
retrieved = 2026-01-31
no_address = "made up for a test"
id_key = "synthetic"
[[table]]
file = "arrests.csv"
mapping = "arrests.ru"
"""
MAPPING = """PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
INSERT { GRAPH ?record {
  ?record hab:locator ?locator ; hab:polarity ?asserts ; hab:confidence ?claimed .
  ?event a hab:Arrest ; hab:subjectPerson ?person ; hab:when ?when ; hab:dateText ?text ; hab:place ?place .
  ?undated a hab:Detention ; hab:subjectPerson ?person .
  ?person a hab:Person ; skos:prefLabel ?name ; hab:sex ?sex .
} } WHERE {
  ?row row:record ?record ; x:locator ?locator ; x:name ?cell ; x:language ?language ; x:sex ?sexCell .
  OPTIONAL { ?row x:text ?text } OPTIONAL { ?row x:date ?date . BIND(fn:edtf(?date) AS ?when) }
  OPTIONAL { ?row x:place ?place }
  BIND(fn:id("person", ?cell) AS ?person)
  BIND(fn:id("arrest", ?cell) AS ?event)
  BIND(fn:id("detention", ?cell) AS ?undated)
  BIND(fn:term("sex", ?sexCell) AS ?sex)
  BIND(fn:name(?cell, ?language) AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?asserts)
  BIND(fn:term("confidence", "claimed") AS ?claimed)
}
"""
ROWS = f"""name,language,locator,text,date,place,sex
{ARABIC},ar,page 1,12 May 2001,2001-05-12,Synthetic Town,male
{ARABIC},ar,page 2,12 May 2001,2001-05-12,,female
{HEBREW},he,page 3,{HEBREW} 14,2001-05-14,,male
{LATIN},en,page 4,16 May 2001,2001-05-16,,male
{CYRILLIC},uk,page 5,17 May 2001,2001-05-17,,male
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Built]:
    home = tmp_path_factory.mktemp("scripts")
    folder = home / "ingest" / "synthetic-scripts"
    folder.mkdir(parents=True)
    for name, text in {"source.toml": TOML, "arrests.ru": MAPPING, "arrests.csv": ROWS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(home=home, root=ROOT)
    progress = _Silent()
    build(settings, ["synthetic-scripts"], today=TODAY, progress=progress)
    clear(
        settings, Ruling("public", "Synthetic reviewer", "a test"), sources=["synthetic-scripts"], today=TODAY
    )
    return settings, build(settings, ["synthetic-scripts"], today=TODAY, progress=progress)


class _Silent:
    def stage(self, name: str) -> None:
        """Say nothing."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Say nothing."""


def inside(name: str) -> str:
    return f"\u2068{name}\u2069"


@pytest.mark.parametrize(
    "name", [ARABIC, HEBREW, f"{LATIN} {ARABIC}", f"12 {HEBREW}", "ܫܡܐ", "𐤀𐤁", "safe\u202edne"]
)
def test_text_that_turns_the_direction_is_isolated(name: str) -> None:
    assert isolated(name) == inside(name)
    assert isolated(isolated(name)) == inside(name)


@pytest.mark.parametrize(
    "name", ["", LATIN, CYRILLIC, "სინთეტიკური", "合成", "Ελληνικά", "12 May 2001", "…", "é"]
)
def test_other_text_stays_as_it_is(name: str) -> None:
    assert isolated(name) == name


def test_two_names_one_after_the_other_are_isolated_together() -> None:
    both = f"{inside(ARABIC)}, {inside(HEBREW)}"
    assert isolated(both) == inside(both)


def labels(settings: Settings) -> set[str]:
    answer = answer_once(
        open_current(settings).store_path,
        "SELECT DISTINCT ?l { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?l }",
        "csv",
        seconds=30,
    )
    return set(answer.body.decode().replace('"', "").split("\r\n"))


def test_labels_that_are_put_together_isolate_and_others_stay(scripts: tuple[Settings, Built]) -> None:
    found = labels(scripts[0])
    assert f"Arrest: {inside(ARABIC)}, 12 May 2001" in found
    assert f"Arrest: {inside(HEBREW)}, {inside(HEBREW + ' 14')}" in found
    assert f"Arrest: {LATIN}, 16 May 2001" in found
    assert f"Arrest: {CYRILLIC}, 17 May 2001" in found
    assert ARABIC in found, "a name by itself is no text put together"
    assert "Synthetic list of names in several scripts, page 1" in found


def test_labels_of_the_shipped_data_hold_no_isolates(edition, shipped_settings: Settings) -> None:
    assert not [label for label in labels(shipped_settings) if "\u2068" in label]


def test_pages_isolate_names(scripts: tuple[Settings, Built]) -> None:
    client = TestClient(create_app(scripts[0]))
    for name in (ARABIC, HEBREW, LATIN):
        hits = client.get("/search", params={"q": name}, headers={"Accept": "application/json"}).json()[
            "hits"
        ]
        hit = next(hit for hit in hits if hit["label"] == name)
        page = client.get(f"/doc/{hit['id'].rsplit('/', 1)[1]}.html").text
        assert f"<h1><bdi>{name}</bdi></h1>" in page
        assert f"<title>{isolated(name)} · Habeas</title>" in page
        language = {ARABIC: "ar", HEBREW: "he", LATIN: "en"}[name]
        assert f'<bdi lang="{language}">{name}</bdi>' in page
        main = page[page.index("<main") :]
        assert name not in re.sub(r"<bdi[^>]*>[^<]*</bdi>", "", main)
        assert f"<bdi>{name}</bdi>" in client.get("/people", headers={"Accept": "text/html"}).text
        found = client.get("/search", params={"q": name}, headers={"Accept": "text/html"}).text
        assert f"“<bdi>{name}</bdi>”" in found


def test_an_answer_s_cells_are_isolated_on_the_page(scripts: tuple[Settings, Built]) -> None:
    names = "SELECT ?name { ?person <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    with TestClient(create_app(scripts[0]), headers={"Accept": "text/html"}) as client:
        assert f"<bdi>{HEBREW}</bdi>" in client.get("/sparql", params={"query": names}).text
        page = client.get("/sparql/queries/timeline", params={"person": HEBREW}).text
        assert f"<bdi>{HEBREW} 14</bdi>" in page


def run(settings: Settings, *arguments: str) -> str:
    result = CliRunner().invoke(program.main, [*arguments, "--home", str(settings.home)], terminal_width=200)
    assert result.exit_code == 0, result.output
    return result.output


def test_rows_on_the_command_line_isolate(
    scripts: tuple[Settings, Built], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "names.rq"
    file.write_text(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX hab: <https://w3id.org/habeas/ns#>\n"
        "SELECT ?name ?date { ?e hab:subjectPerson ?p ; hab:dateText ?date . ?p skos:prefLabel ?name }",
        encoding="utf-8",
    )
    shown = run(scripts[0], "query", "--file", str(file))
    (line,) = {line for line in shown.splitlines() if ARABIC in line}
    assert inside(ARABIC) in line
    assert line.index(inside(ARABIC)) < line.index("12 May 2001")
    assert inside(LATIN) not in shown
    assert inside(CYRILLIC) not in shown
    data = run(scripts[0], "query", "--file", str(file), "--format", "csv")
    assert ARABIC in data
    assert "\u2068" not in data, "data are given as they are"


def test_a_name_copied_with_its_isolates_is_found(scripts: tuple[Settings, Built]) -> None:
    settings, _ = scripts
    shown = [
        run(settings, "query", "timeline", "--param", f"person={name}") for name in (HEBREW, inside(HEBREW))
    ]
    assert shown[0] == shown[1]
    assert inside(f"{HEBREW} 14") in shown[0]


def test_findings_isolate(scripts: tuple[Settings, Built]) -> None:
    settings, result = scripts
    messages = {f.shape: f.message for f in result.published.manifest.findings}
    assert set(messages) == {"events-without-date", "rival-values"}
    assert inside(ARABIC) in messages["rival-values"]
    assert inside(ARABIC) in run(settings, "build", "synthetic-scripts")
    dispute = messages["rival-values"]
    assert dispute.replace(inside(ARABIC), "").count(ARABIC) == 0


def test_what_a_reviewer_reads_is_isolated(tmp_path: Path, silent: Callable[..., None]) -> None:
    folder = tmp_path / "ingest" / "synthetic-scripts"
    folder.mkdir(parents=True)
    for name, text in {"source.toml": TOML, "arrests.ru": MAPPING, "arrests.csv": ROWS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(home=tmp_path, root=ROOT)
    build(settings, ["synthetic-scripts"], today=TODAY, progress=silent)  # type: ignore[arg-type]
    shown = run(settings, "clear", "--source", "synthetic-scripts", "--list")
    assert f"name: {inside(HEBREW)}" in shown
    assert f"name: {LATIN}" in shown


def test_the_place_of_a_finding_isolates() -> None:
    assert str(Place(source=ARABIC, row="3", locator="page 1")) == f"{inside(ARABIC)}, row 3, page 1"


def test_a_report_s_values_are_isolated(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property ex:N .\n"
        'ex:N a sh:PropertyShape ; sh:path ex:name ; sh:name "name" ; sh:maxLength 3 .\n',
        encoding="utf-8",
    )
    (tmp_path / "data.ttl").write_text(
        f'@prefix ex: <http://example.org/> . ex:a a ex:P ; ex:name "{HEBREW}", "{LATIN}" .\n',
        encoding="utf-8",
    )
    arguments = ["validate", "--shapes", str(tmp_path / "shapes.ttl"), str(tmp_path / "data.ttl")]
    shown = CliRunner().invoke(program.main, arguments).output
    assert f"“{inside(HEBREW)}” is longer than 3 characters" in shown
    assert f"“{LATIN}” is longer" in shown
