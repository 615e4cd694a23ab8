"""Ingest: rows in = rows mapped + rows rejected, and a clear error for what cannot be used at all."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.errors import MappingError, SourceConfigError, TableError
from habeas.ingest import Ingested, ingest_source, read_source, write_source
from habeas.ingest.identifiers import record_id
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import HAB

SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "key"
split = { other = "|" }
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?place ; hab:polarity ?polarity ; hab:confidence ?confidence .
  ?event a hab:Arrest ; hab:subjectPerson ?person ; hab:when ?when ; hab:earliest ?earliest .
  ?person a hab:Person ; skos:prefLabel ?name ; skos:altLabel ?other .
  ?event hab:ageAtEvent ?age .
} } WHERE {
  ?row row:record ?record ; x:place ?place ; x:name ?nameCell ; x:age ?ageCell .
  BIND(fn:id("person", ?nameCell) AS ?person) BIND(fn:id("event", ?nameCell) AS ?event)
  BIND(fn:name(?nameCell, "en") AS ?name) BIND(fn:integer(?ageCell) AS ?age)
  BIND(fn:term("polarity", "asserts") AS ?polarity) BIND(fn:term("confidence", "claimed") AS ?confidence)
  OPTIONAL { ?row x:when ?whenCell . BIND(fn:edtf(?whenCell) AS ?when) BIND(fn:earliest(?whenCell) AS ?earliest) }
  OPTIONAL { ?row x:other ?otherCell . BIND(fn:name(?otherCell, "en") AS ?other) }
}
"""
HEADER = "key,place,name,age,when,other\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "synthetic-list"
    made.mkdir()
    (made / "source.toml").write_text(SOURCE)
    (made / "rows.ru").write_text(MAPPING)
    return made


def ingest(folder: Path) -> Ingested:
    settings = Settings()
    model = read_model(settings.ontology, settings.shapes)
    return ingest_source(read_source(folder), model, read_vocabularies(settings.ontology))


def ingest_rows(folder: Path, rows: str, header: str = HEADER) -> Ingested:
    (folder / "rows.csv").write_text(header + rows)
    return ingest(folder)


def objects(result: Ingested, name: str) -> set[str]:
    return {q.object.value for q in result.quads if q.predicate.value.rsplit("#", 1)[-1] == name}


def test_a_row_becomes_a_record(folder: Path) -> None:
    result = ingest_rows(folder, "r1,page 1,Synthetic Person,36,2025-03,Other One|Other Two\n")
    assert (result.rows, result.mapped, result.rejected) == (1, 1, 0)
    record = ox.NamedNode(record_id("synthetic-list", "rows.csv", "r1", "synthetic"))
    assert {q.graph_name for q in result.quads} == {record}
    assert objects(result, "altLabel") == {"Other One", "Other Two"}
    assert objects(result, "earliest") == {"2025-03-01"}
    assert objects(result, "rowNumber") == {"1"}


def test_an_unread_cell_is_noted_and_the_row_is_mapped(folder: Path) -> None:
    result = ingest_rows(folder, "r1,page 1,Synthetic Person,36,31 November,\n")
    assert (result.rows, result.mapped, result.rejected) == (1, 1, 0)
    troubles = {(r.column, r.value, r.whole_row) for r in result.rejects}
    assert troubles == {("when", "31 November", False)}
    assert any("31 November" in text for text in objects(result, "unreadCell"))


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("r1,page 1,Synthetic Person,old,,\n", "age", "whole number"),
        ("r1,page 1,,36,,\n", "name", "empty"),
        (",page 1,Synthetic Person,36,,\n", "key", "empty"),
        ("r1,page 1,Synthetic Person,36\n", "key", "4 cells, the header has 6"),
        ("r1,page 1,Synthetic Person,36,,,,\n", "key", "8 cells, the header has 6"),
    ],
)
def test_a_row_that_cannot_do_without_its_cell_is_rejected(
    folder: Path, row: str, column: str, reason: str
) -> None:
    result = ingest_rows(folder, row + "r2,page 2,Second Synthetic,40,,\n")
    assert (result.rows, result.mapped, result.rejected) == (2, 1, 1)
    whole = [r for r in result.rejects if r.whole_row]
    assert [(r.row, r.column) for r in whole] == [(1, column)]
    assert reason in whole[0].reason
    assert len({q.graph_name for q in result.quads}) == 1


def test_a_cell_that_the_mapping_changes_before_it_is_read_is_not_lost(folder: Path) -> None:
    mapping = MAPPING.replace(
        "?row x:when ?whenCell .", '?row x:when ?raw . BIND(REPLACE(?raw, "[.]", "-") AS ?whenCell)'
    )
    (folder / "rows.ru").write_text(mapping)
    rows = "".join(f"r{i},page {i},Synthetic Person {i},{i},2023.0{i},\n" for i in range(1, 8))
    result = ingest_rows(folder, rows + "r8,page 8,Synthetic Person 8,8,31.11.2023,\n")
    assert (result.rows, result.mapped, result.rejected) == (8, 8, 0)
    assert [(r.row, r.column, r.value) for r in result.rejects] == [(8, "when", "31-11-2023")]


def test_a_column_may_have_a_name_with_spaces(folder: Path) -> None:
    (folder / "rows.ru").write_text(MAPPING.replace("x:name", "x:Full_name"))
    assert ingest_rows(folder, "r1,p,Synthetic,36,,\n", HEADER.replace("name", "Full name ")).mapped == 1


def test_a_correction_names_the_record_that_it_corrects(folder: Path) -> None:
    mapping = MAPPING.replace("hab:locator ?place", "hab:locator ?place ; hab:supersedes ?old").replace(
        "OPTIONAL { ?row x:other",
        'OPTIONAL { ?row x:corrects ?key . BIND(fn:record("rows.csv", ?key) AS ?old) } OPTIONAL { ?row x:other',
        1,
    )
    (folder / "rows.ru").write_text(mapping)
    result = ingest_rows(
        folder, "r1,p,Synthetic,36,,,\nr2,p,Synthetic,37,,,r1\n", HEADER.strip() + ",corrects\n"
    )
    assert objects(result, "supersedes") == {record_id("synthetic-list", "rows.csv", "r1", "synthetic")}


def test_a_row_with_a_control_character_is_rejected_and_its_text_kept(folder: Path) -> None:
    result = ingest_rows(folder, "r1,p,Synth\x00etic,36,,\n")
    assert (result.rows, result.mapped, result.rejected) == (1, 0, 1)
    assert "Synth" in result.rejects[0].value


def test_a_key_that_stands_twice_is_rejected(folder: Path) -> None:
    result = ingest_rows(folder, "r1,page 1,Synthetic One,36,,\nr1,page 2,Synthetic Two,40,,\n")
    assert (result.rows, result.mapped, result.rejected) == (2, 1, 1)
    assert "same key" in result.rejects[0].reason


def test_rejects_are_kept_in_a_file(folder: Path, tmp_path: Path) -> None:
    result = ingest_rows(folder, 'r1,page 1,"Synthetic, Person",old,,\n')
    write_source(result, tmp_path / "home")
    lines = (tmp_path / "home" / "rejects" / "synthetic-list.csv").read_text().splitlines()
    assert lines == ["table,row,column,value,reason,whole_row", "rows.csv,1,age,old,not a whole number,True"]


def test_the_same_rows_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    rows = "".join(f"r{i},page {i},Synthetic Person {i},{i},2025,\n" for i in range(1, 40))
    for home in ("one", "two"):
        write_source(ingest_rows(folder, rows), tmp_path / home)
    one, two = ((tmp_path / home / "records" / "synthetic-list.nq").read_bytes() for home in ("one", "two"))
    assert one == two
    assert one.count(b"\n") > 39 * 10


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEADER.encode(), "no rows"),
        (HEADER.encode() + b'r1,page 1,"not closed,36,,\n', "not CSV"),
        (HEADER.encode() + "r1,page 1,Синтетик,36,,\n".encode("cp1251"), "is not utf-8"),
        (b"key,place,name,age,age\nr1,p,n,1,1\n", "stands twice"),
        (b"key,place,age,when,other\nr1,page 1,36,,\n", "'name' is missing"),
        (b"place,name,age\np,Synthetic,36\n", "'key' is missing"),
        (b"key,,name,age\n", "has no name"),
        (b"key,full name,full_name\n", "stands twice"),
    ],
)
def test_a_table_that_cannot_be_used_is_a_clear_error(folder: Path, content: bytes, says: str) -> None:
    (folder / "rows.csv").write_bytes(content)
    with pytest.raises(TableError, match=says) as caught:
        ingest(folder)
    assert "rows.csv" in str(caught.value.where)


MISCHIEF = [
    ("CLEAR ALL", "CLEAR"),
    (MAPPING + "; CLEAR ALL", "CLEAR"),
    (MAPPING.replace("WHERE {", "WHERE { SERVICE <http://localhost/> { ?a ?b ?c }"), "SERVICE"),
    (MAPPING.replace("WHERE {", "WHERE { service:x { ?a ?b ?c }"), "SERVICE"),
    ("LOAD <http://localhost/x>", "LOAD"),
    (MAPPING.replace("GRAPH ?record {", "GRAPH <urn:other> {", 1), "record"),
    (
        MAPPING.replace("INSERT { GRAPH ?record {", "INSERT { <urn:a> <urn:b> <urn:c> . GRAPH ?record {", 1),
        "graph only",
    ),
    (
        MAPPING.replace("hab:locator ?place", "hab:tier <https://w3id.org/habeas/vocabulary/tier/public>", 1),
        "who sees",
    ),
    (MAPPING.replace("hab:locator", f"<{HAB}tier>", 1), "who sees"),
    (MAPPING.replace("?event a hab:Arrest", "_:b a hab:Arrest", 1), "blank nodes"),
    (MAPPING.replace("?event a hab:Arrest", "[] a hab:Arrest", 1), "blank nodes"),
    (MAPPING.replace("fn:integer(?ageCell)", "RAND()", 1), "RAND"),
    (MAPPING.replace("fn:integer(?ageCell)", "NOW()", 1), "NOW"),
    (MAPPING.replace("fn:integer(?ageCell)", "UUID()", 1), "UUID"),
    (MAPPING.replace("fn:integer(?ageCell)", "fn:oracle(?ageCell)", 1), "no function fn:oracle"),
    (MAPPING.replace("WHERE {", "WHERE { BIND(<urn:mine> AS ?record)", 1), "record"),
    (MAPPING.replace("WHERE {", "WHERE {{", 1), "never closed"),
    (MAPPING.replace("fn:integer(?ageCell) AS ?age", "fn:integer(?ageCell) ?age", 1), "does not parse"),
    (MAPPING.replace("row:record ?record ;", "row:record ?record . ?other", 1), "is another"),
    (
        MAPPING.replace("row:record ?record ;", "row:record ?record . ?other row:record ?r ;", 1),
        "from one row",
    ),
    (MAPPING.replace("x:age ?ageCell .", "x:age ?ageCell . BIND(<urn:mine> AS $record)", 1), "record"),
    (MAPPING.replace("hab:locator ?place", f"<{HAB}source> <urn:mine>", 1), "may not"),
    (MAPPING.replace("hab:locator ?place", f"a <{HAB}Source>", 1), "may not"),
    (MAPPING.replace('fn:id("person", ?nameCell)', "<urn:habeas:id:aaaaaaaaaaaaaaaaaaaa>", 1), "may not"),
    (MAPPING + MAPPING.partition("INSERT")[1] + MAPPING.partition("INSERT")[2], "one INSERT"),
    ("", "one INSERT"),
]


def test_there_are_enough_ways_to_misbehave() -> None:
    assert len(MISCHIEF) == 26


@pytest.mark.parametrize(("mapping", "says"), MISCHIEF)
def test_a_mapping_that_misbehaves_is_refused(folder: Path, mapping: str, says: str) -> None:
    (folder / "rows.ru").write_text(mapping)
    with pytest.raises(MappingError, match=says) as caught:
        ingest_rows(folder, "r1,page 1,Synthetic Person,36,,\n")
    assert "rows.ru" in str(caught.value.where)
    assert caught.value.mend


def test_a_forbidden_word_in_a_string_or_comment_is_none(folder: Path) -> None:
    mapping = MAPPING.replace("hab:locator ?place", 'hab:locator ?place ; hab:quotedAs "CLEAR ALL; NOW()"')
    (folder / "rows.ru").write_text("# LOAD nothing\n" + mapping)
    assert ingest_rows(folder, "r1,page 1,Synthetic Person,36,,\n").mapped == 1


def test_columns_that_nothing_reads_are_noted(folder: Path) -> None:
    result = ingest_rows(folder, "r1,p,Synthetic,36,,,x\n", HEADER.strip() + ",extra\n")
    assert result.notes == ["rows.csv: rows.ru does not read the column extra"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("title =", "# title ="), "'title' is missing"),
        (("retrieved = 2026-01-31", 'retrieved = "last week"'), "no date"),
        (("[[table]]", "[table]"), "no table"),
        (('mapping = "rows.ru"', 'mapping = "none.ru"'), "not there"),
        (('file = "rows.csv"', "file = "), "not TOML"),
        (('key = "key"', 'kee = "key"'), "unknown setting 'kee'"),
        (('key = "key"', 'delimiter = ";;"'), "'delimiter' is no good"),
        (('key = "key"', "encoding = 5"), "'encoding' is no good"),
        (('key = "key"', 'encoding = "klingon"'), "'encoding' is no good"),
        (('split = { other = "|" }', 'split = ";"'), "'split' is no good"),
        (("retrieved = 2026-01-31", "retrieved = 2026-01-31T10:00:00Z"), "no date"),
        (("[[table]]", '[[table]]\nfile = "rows.csv"\nmapping = "rows.ru"\n[[table]]'), "two tables"),
    ],
)
def test_a_wrong_source_toml_is_a_clear_error(folder: Path, change: tuple[str, str], says: str) -> None:
    (folder / "source.toml").write_text(SOURCE.replace(*change))
    with pytest.raises(SourceConfigError, match=says) as caught:
        read_source(folder)
    assert "source.toml" in str(caught.value.where)
