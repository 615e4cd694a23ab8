"""Sources whose data is read in place: not present without it, and left out where a licence asks for the same terms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas.cli.program import main
from habeas.config import Settings, from_environment
from habeas.publish import Built, Progress, build

TODAY = dt.date(2026, 11, 22)
SOURCE = """title = "A plainly synthetic list of {name}"
publisher = "unknown"
licence = "synthetic {name}"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
data = "{name}"
share_alike = {alike}
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "no"
"""
MAPPING = """PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
INSERT { GRAPH ?record {
  ?record hab:locator ?no ; hab:polarity ?asserts ; hab:confidence ?claimed .
  ?person a hab:Person ; skos:prefLabel ?name .
} } WHERE {
  ?row row:record ?record ; x:no ?no ; x:name ?cell .
  BIND(fn:id("person", ?no) AS ?person) BIND(fn:name(?cell, "en") AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?asserts) BIND(fn:term("confidence", "claimed") AS ?claimed)
}
"""


@pytest.fixture
def settings(declarations: Path) -> Settings:
    """Two synthetic sources and no other; the data of both is there."""
    home, data = declarations.parent / "home", declarations.parent / "data"
    for name, alike in (("open-list", "false"), ("alike-list", "true")):
        folder = home / "ingest" / name
        folder.mkdir(parents=True)
        (folder / "source.toml").write_text(SOURCE.format(name=name, alike=alike))
        (folder / "rows.ru").write_text(MAPPING)
        (data / name).mkdir(parents=True)
        (data / name / "rows.csv").write_text(f"no,name\n1,Synthetic Person of {name}\n")
    home.chmod(0o700)
    return Settings(home=home, root=declarations, data=data)


def told(built: Built) -> dict[str, str]:
    words = {(True, False): "in", (False, True): "left out", (False, False): "not present"}
    return {s.name: words[s.present, s.left_out] for s in built.sources if s.name.endswith("-list")}


def recorded(settings: Settings) -> set[str]:
    return {file.stem for file in (settings.home / "records").glob("*-list.nq")}


def test_a_share_alike_source_is_in_only_where_it_is_asked_for(settings: Settings, silent: Progress) -> None:
    assert told(build(settings, today=TODAY, progress=silent)) == {
        "alike-list": "left out",
        "open-list": "in",
    }
    assert recorded(settings) == {"open-list"}
    assert told(build(settings, ["alike-list"], today=TODAY, progress=silent)) == {"alike-list": "in"}
    assert recorded(settings) == {"open-list", "alike-list"}
    assert told(build(settings, ["open-list"], today=TODAY, progress=silent)) == {"open-list": "in"}
    assert recorded(settings) == {"open-list", "alike-list"}
    asked = build(settings, share_alike=True, today=TODAY, progress=silent)
    assert told(asked) == {"alike-list": "in", "open-list": "in"}
    build(settings, today=TODAY, progress=silent)
    assert recorded(settings) == {"open-list"}


def test_without_its_data_a_source_is_not_present(settings: Settings, silent: Progress) -> None:
    nowhere = Settings(home=settings.home, root=settings.root)
    for share_alike in (False, True):
        built = build(nowhere, share_alike=share_alike, today=TODAY, progress=silent)
        assert told(built) == {"alike-list": "not present", "open-list": "not present"}


def test_the_command_says_what_is_left_out_and_how_it_comes_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABEAS_ARTEFACTS", str(settings.root))
    home = ["--home", str(settings.home)]
    with_data = CliRunner().invoke(main, ["build", *home, "--data", str(settings.data)])
    assert with_data.exit_code == 0, with_data.output
    assert "left out: alike-list" in with_data.output
    assert "--share-alike" in with_data.output
    without = CliRunner().invoke(main, ["build", *home])
    assert "not present" in without.output
    assert "--data DIR" in without.output


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HABEAS_DATA", str(tmp_path))
    assert from_environment().data == tmp_path
    assert from_environment(data="elsewhere").data == Path("elsewhere")
    monkeypatch.delenv("HABEAS_DATA")
    assert from_environment().data is None
