"""Private columns: what stands in them is nowhere under the home, whatever the reader and whatever the row."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.errors import MappingError, SourceConfigError
from habeas.ingest import Ingested, ingest_source, read_source, write_source
from habeas.model import read_model, read_vocabularies
from habeas.publish import Progress, build

ROOT = Path(__file__).resolve().parent.parent
SECRET = "Zyxwv"
SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
{source}
[[table]]
file = "{file}"
mapping = "rows.ru"
format = "{format}"
{table}
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?key ; hab:polarity ?polarity ; hab:confidence ?confidence .
  ?person a hab:Person ; skos:prefLabel ?name ; hab:birthYear ?year .
} } WHERE {
  ?row row:record ?record ; x:KEY ?key ; x:NAME ?cell .
  BIND(fn:id("person", ?cell) AS ?person) BIND(fn:name(?cell, "en") AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?polarity) BIND(fn:term("confidence", "claimed") AS ?confidence)
  OPTIONAL { ?row x:born ?born . BIND(fn:integer(?born) AS ?year) }
}
"""
CSV = f"""key,name,born,phone,Private notes
r1,Synthetic One,1970,{SECRET}1,{SECRET}2
r2,,1971,{SECRET}3,{SECRET}4
r3,Synthetic Three,late,{SECRET}5,{SECRET}6
r4,Synthetic, Four,1972,{SECRET}7,{SECRET}8
r5,Synthetic Five,1973,{SECRET}\x019,{SECRET}9
r6,{SECRET}0
r7,Synthetic Seven,1974, {SECRET}a ,unknown
"""
JSON = [
    {"key": "r1", "name": "Synthetic One", "phone": [f"{SECRET}1", f"{SECRET}2"], "Private notes": f"{SECRET}3"},
    {"key": "r2", "name": None, "phone": f"{SECRET}4", "Private notes": f"{SECRET}5"},
    {"key": "r3", "name": "Synthetic Three", "born": "late", "phone": f"{SECRET}\x016"},
]  # fmt: skip
BOTH = 'private = ["phone", "Private notes"]'


def folder(
    tmp_path: Path, content: str, *, source: str = "", table: str = 'key = "key"', form: str = "csv"
) -> Path:
    made = tmp_path / "synthetic-list"
    made.mkdir(parents=True)
    file = f"rows.{form}"
    text = SOURCE.format(source=source, file=file, format=form, table=table)
    (made / "source.toml").write_text(text, encoding="utf-8")
    (made / "rows.ru").write_text(MAPPING.replace("x:KEY", "x:key").replace("x:NAME", "x:name"))
    (made / file).write_text(content, encoding="utf-8")
    return made


def ingest(made: Path, work: Path | None = None, processes: int = 1) -> Ingested:
    settings = Settings()
    model = read_model(settings.ontology, settings.shapes)
    vocabularies = read_vocabularies(settings.ontology)
    return ingest_source(read_source(made), model, vocabularies, work=work, processes=processes)


def held(home: Path) -> list[str]:
    """The files under a folder that hold the secret."""
    return [p.name for p in home.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


@pytest.mark.parametrize("where", ["source", "table"])
@pytest.mark.parametrize(("form", "content"), [("csv", CSV), ("json", json.dumps(JSON))])
def test_private_cells_are_nowhere_under_the_home(
    tmp_path: Path, where: str, form: str, content: str
) -> None:
    made = folder(
        tmp_path,
        content,
        form=form,
        source=BOTH if where == "source" else "",
        table=f'key = "key"\n{BOTH if where == "table" else ""}',
    )
    result = ingest(made, tmp_path / "home" / "work")
    assert result.rows == result.mapped + result.rejected
    assert result.mapped == (3 if form == "csv" else 1)
    assert held(tmp_path / "home") == []
    write_source(result, tmp_path / "home")
    assert held(tmp_path / "home") == []
    rejects = (tmp_path / "home" / "rejects" / "synthetic-list.csv").read_text(encoding="utf-8")
    whole = [line for line in rejects.splitlines() if line.endswith("True")]
    assert len(whole) == result.rejected > 0
    assert all("left out as private: Private_notes, phone" in line for line in whole)
    assert "the column 'name' is empty" in rejects


def test_without_the_setting_they_would_be_there(tmp_path: Path) -> None:
    result = ingest(folder(tmp_path, CSV), tmp_path / "home" / "work")
    assert held(tmp_path / "home") == ["rejects.csv"]
    assert result.rejected == 4


def test_nothing_private_comes_through_a_whole_build(tmp_path: Path, silent: Progress) -> None:
    home = tmp_path / "home"
    folder(home / "ingest", CSV, source=BOTH)
    settings = Settings(home=home, root=ROOT)
    build(settings, ["synthetic-list"], today=dt.date(2026, 11, 22), progress=silent)
    assert held(home) == ["rows.csv"]


def test_a_line_may_be_private(tmp_path: Path) -> None:
    made = folder(tmp_path, f"one {SECRET}\ntwo\x01 {SECRET}\n", form="lines", table='private = ["text"]')
    mapping = MAPPING.replace("x:KEY", "x:line").replace("x:NAME", "x:line")
    (made / "rows.ru").write_text(mapping)
    result = ingest(made, tmp_path / "home")
    assert (result.mapped, result.rejected) == (1, 1)
    assert held(tmp_path / "home") == []


def test_workers_are_not_given_private_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("habeas.ingest.ingesting.LARGE", 1)
    rows = "".join(f"r{n},Synthetic {n},1970,{SECRET}{n},{SECRET}\n" for n in range(50))
    made = folder(tmp_path, CSV.splitlines()[0] + "\n" + rows, source=BOTH)
    result = ingest(made, tmp_path / "home", processes=2)
    assert result.mapped == 50
    assert held(tmp_path / "home") == []


def test_rows_that_differ_in_what_is_private_have_one_record(tmp_path: Path) -> None:
    """Without a key the content names the record, and what is private has no part in it."""
    rows = f"key,name,born,phone\nr1,Synthetic,1970,{SECRET}1\nr1,Synthetic,1970,{SECRET}2\n"
    result = ingest(folder(tmp_path, rows, table='private = ["phone"]'))
    assert [reject.reason for reject in result.rejects] == [
        "an earlier row is the same (left out as private: phone)"
    ]


@pytest.mark.parametrize(
    ("source", "table", "says", "names"),
    [
        ('private = ["Phone"]', "", "no column 'Phone'", "key, name, born, phone, Private_notes"),
        ("", 'private = ["telephone"]', "no column 'telephone'", "key, name, born, phone, Private_notes"),
        ("", 'key = "key"\nprivate = ["key"]', "key column 'key'", "source.toml"),
        ('private = "phone"', "", "'private'", "source.toml"),
        ("", "private = [5]", "'private'", "source.toml"),
    ],
)
def test_a_private_column_that_is_not_there_is_a_clear_error(
    tmp_path: Path, source: str, table: str, says: str, names: str
) -> None:
    with pytest.raises(SourceConfigError, match=says) as caught:
        ingest(folder(tmp_path, CSV, source=source, table=table), tmp_path / "home")
    assert names in str(caught.value.where)
    assert not (tmp_path / "home").exists()


def test_a_column_of_the_source_is_in_one_of_its_tables(tmp_path: Path) -> None:
    made = folder(tmp_path, CSV, source='private = ["phone"]')
    (made / "more.csv").write_text("key,name\nr1,Synthetic\n")
    text = (made / "source.toml").read_text() + '[[table]]\nfile = "more.csv"\nmapping = "rows.ru"\n'
    (made / "source.toml").write_text(text)
    assert ingest(made).mapped == 4


@pytest.mark.parametrize("column", ["x:phone", "<urn:habeas:column:Private_notes>"])
@pytest.mark.parametrize("optional", [False, True])
def test_a_mapping_that_reads_a_private_column_is_refused(
    tmp_path: Path, column: str, optional: bool
) -> None:
    made = folder(tmp_path, CSV, source=BOTH)
    pattern = f"?row {column} ?born ."
    mapping = MAPPING.replace("x:KEY", "x:key").replace("x:NAME", "x:name")
    mapping = mapping.replace("?row x:born ?born .", pattern)
    if not optional:
        mapping = mapping.replace("OPTIONAL { ", "").replace("AS ?year) }", "AS ?year)")
    (made / "rows.ru").write_text(mapping)
    with pytest.raises(MappingError, match="private column") as caught:
        ingest(made)
    assert "rows.ru" in str(caught.value.where)
