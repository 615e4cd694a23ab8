"""What the build counts: in how many mapped rows the variables and patterns of a mapping were bound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas.cli import main
from habeas.config import Settings
from habeas.ingest import Ingested, find_sources, ingest_source, ingesting, read_source
from habeas.ingest.bindings import MAY_GIVE_NOTHING
from habeas.model import Model, Vocabularies, read_model, read_vocabularies

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = Settings()
SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
no_address = "synthetic"
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "no"
"""
HEAD = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
"""
BINDS = '?row row:record ?record ; x:no ?no ; x:name ?cell . BIND(fn:id("person", ?no) AS ?person) '
NAMED = "?person a hab:Person ; skos:prefLabel ?name . ?record hab:locator ?no"
NAME = 'BIND(fn:name(?cell, "en") AS ?name)'


@pytest.fixture(scope="module")
def declared() -> tuple[Model, Vocabularies]:
    return read_model(SETTINGS.ontology, SETTINGS.shapes), read_vocabularies(SETTINGS.ontology)


def folder_of(tmp_path: Path, inserted: str, where: str, header: str, cells: list[str]) -> Path:
    folder = tmp_path / "synthetic-list"
    folder.mkdir(exist_ok=True)
    (folder / "source.toml").write_text(SOURCE)
    rows = "".join(f"{n},Synthetic Person {n},{cell}\n" for n, cell in enumerate(cells, 1))
    (folder / "rows.csv").write_text(f"no,name,{header}\n{rows}")
    text = f"INSERT {{ GRAPH ?record {{ {NAMED} . {inserted} }} }} WHERE {{ {BINDS} {NAME} {where} }}\n"
    (folder / "rows.ru").write_text(HEAD + text)
    return folder


@pytest.fixture
def notes(tmp_path: Path, declared: tuple[Model, Vocabularies]):
    def of(inserted: str, where: str, header: str, cells: list[str]) -> list[str]:
        result = ingest_source(read_source(folder_of(tmp_path, inserted, where, header, cells)), *declared)
        assert result.rows == result.mapped == len(cells)
        return result.notes

    return of


DATED = "?event a hab:Arrest ; hab:subjectPerson ?person ; hab:when ?when"
EVENT = 'BIND(fn:id("event", ?no) AS ?event) '
WHEN = "OPTIONAL { ?row x:arrested ?t . BIND(fn:edtf(?t) AS ?when) }"


def test_what_is_never_bound_is_noted_with_its_column(notes) -> None:
    where = f'{EVENT} OPTIONAL {{ ?row x:arrested ?t . FILTER(?t = "Yes") BIND(fn:edtf("2001") AS ?when) }}'
    assert notes(DATED, where, "arrested", ["yes"] * 8) == [
        "rows.csv: rows.ru: bound in 0 of 8 rows where arrested is filled: ?when"
    ]


def test_what_no_row_can_do_without_is_counted_over_all_rows(notes) -> None:
    where = 'BIND(IF(STRLEN(?cell) > 100, fn:id("event", ?no), ?none) AS ?event) BIND("2001" AS ?when)'
    (note,) = notes(DATED, where, "none", [""] * 8)[1:]
    assert note == "rows.csv: rows.ru: bound in 0 of 8 rows: ?event"


@pytest.mark.parametrize(
    ("readable", "noted"), [(0, "0 of 8"), (1, "1 of 8"), (3, "3 of 8"), (4, ""), (8, "")]
)
def test_what_is_bound_in_fewer_than_half_of_the_filled_rows_is_noted(
    notes, readable: int, noted: str
) -> None:
    cells = ["2001"] * readable + ["in spring"] * (8 - readable) + [""] * 5
    found = notes(DATED, EVENT + WHEN, "arrested", cells)
    assert len(found) == bool(noted)
    assert all(noted in note and "?when" in note and "arrested" in note for note in found)


def test_of_several_columns_that_will_do_one_is_enough(notes) -> None:
    where = (
        EVENT
        + "OPTIONAL { ?row x:day ?d } OPTIONAL { ?row x:month ?m } BIND(fn:edtf(COALESCE(?m, ?d)) AS ?when)"
    )
    (note,) = notes(DATED, where, "day,month", ["soon,", ",later", "now,", ","])
    assert note == "rows.csv: rows.ru: bound in 0 of 3 rows where day or month is filled: ?when"


def test_a_group_rests_on_all_of_its_columns(notes) -> None:
    where = EVENT + "OPTIONAL { ?row x:day ?d ; x:kind ?k . BIND(fn:edtf(?d) AS ?when) }"
    (note,) = notes(DATED, where, "day,kind", ["soon,a", "2001,", ",b", "late,c"])
    assert note == "rows.csv: rows.ru: bound in 0 of 2 rows where day and kind are filled: ?when"


def test_the_branches_of_a_union_are_counted_together(notes) -> None:
    where = EVENT + "OPTIONAL { { ?row x:day ?d } UNION { ?row x:month ?d } BIND(fn:edtf(?d) AS ?when) }"
    assert notes(DATED, where, "day,month", ["2001-02-03,", ",2001-02"]) == []


@pytest.mark.parametrize("header", ["other", "arrested"])
def test_of_a_column_that_is_empty_or_lacking_no_variable_is_named(notes, header: str) -> None:
    found = notes(DATED, EVENT + WHEN, header, [""] * 8)
    assert not any("?when" in note for note in found)


def test_a_pattern_that_is_never_written_is_noted(notes) -> None:
    """A name, which is a text, in the place of the person: every variable is bound and the triple is left out."""
    inserted = "?event a hab:Arrest ; hab:subjectPerson ?person . ?name hab:mentions ?event"
    (note,) = notes(inserted, EVENT, "none", [""] * 8)[1:]
    assert "the pattern `?name hab:mentions ?event` was written in 0 of 8 rows" in note


def test_a_pattern_of_a_variable_that_is_named_is_not_named_again(notes) -> None:
    (note,) = notes(DATED, EVENT + WHEN, "arrested", ["in spring"] * 3)
    assert "hab:when" not in note


def test_a_reader_may_give_nothing(notes) -> None:
    """An open end has no last day: that is noted only where not one of many has one."""
    where = (
        EVENT + "OPTIONAL { ?row x:arrested ?t . BIND(fn:edtf(?t) AS ?when) BIND(fn:latest(?t) AS ?latest) }"
    )
    inserted = f"{DATED} ; hab:latest ?latest"
    assert notes(inserted, where, "arrested", ["2001/.."] * 4) == []
    assert notes(inserted, where, "arrested", ["2001/.."] * 7 + ["2001"]) == []
    (note,) = notes(inserted, where, "arrested", ["2001/.."] * 8)
    assert note.endswith("bound in 0 of 8 rows where arrested is filled: ?latest")


def test_the_readers_that_may_give_nothing_are_those_of_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "functions.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `fn:(\w+)\(.*\| nothing \|$", page, flags=re.MULTILINE))
    assert len(documented) > 10
    assert documented <= MAY_GIVE_NOTHING


def test_rejected_rows_do_not_count(tmp_path: Path, declared: tuple[Model, Vocabularies]) -> None:
    folder = folder_of(tmp_path, DATED, EVENT + WHEN, "arrested", ["2001", "2002"])
    with (folder / "rows.csv").open("a") as file:
        file.write("3,,in spring\n4,,in spring\n5,,in spring\n")
    result = ingest_source(read_source(folder), *declared)
    assert (result.mapped, result.rejected) == (2, 3)
    assert result.notes == []
    assert {line for line in result.bindings[0].lines() if line.startswith("?when")} == {
        "?when: 2 of 2 rows; 2 of 2 where arrested is filled"
    }


# --- columns -----------------------------------------------------------------------------


def test_a_column_that_a_mapping_reads_and_the_table_lacks_is_named(notes) -> None:
    (first, second) = notes(DATED, EVENT + WHEN, "detained_on", ["2001"] * 2)
    assert first == "rows.csv: rows.ru does not read the column detained_on"
    assert second == "rows.csv: rows.ru reads what the table lacks: the column arrested"


@pytest.mark.parametrize("header", ["arested", "Arrested", "arrest_ed", "Arrested on"])
def test_a_column_of_nearly_the_same_name_is_named_with_it(notes, header: str) -> None:
    found = notes(DATED, EVENT + WHEN, header, ["2001"] * 2)
    has = header.replace(" ", "_")
    assert f"reads the column arrested, which the table lacks; it has {has}, which is not read" in found[1]


def test_several_columns_are_named_as_several(notes) -> None:
    where = EVENT + "OPTIONAL { ?row x:dd ?t . BIND(fn:edtf(?t) AS ?when) } OPTIONAL { ?row x:place ?p }"
    found = notes(DATED, where, "extra,other", ["a,b"] * 2)
    assert found[0] == "rows.csv: rows.ru does not read the columns extra, other"
    assert "rows.csv: rows.ru reads what the table lacks: the columns dd, place" in found


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("?row x:kind ?k ; x:text ?t", "kind and text are filled"),
        ("?row x:kind ?k OPTIONAL { ?row x:text ?t }", "kind is filled"),
        ("?row x:text ?t ; x:kind ?k ; x:more ?m", "kind and more and text are filled"),
    ],
)
def test_the_verb_goes_with_the_number_of_columns(notes, where: str, words: str) -> None:
    where = f'{EVENT} OPTIONAL {{ {where} . BIND(fn:edtf("soon") AS ?when) }}'
    (note,) = [n for n in notes(DATED, where, "kind,text,more", ["a,b,c"] * 3) if "bound in" in n]
    assert note == f"rows.csv: rows.ru: bound in 0 of 3 rows where {words}: ?when"


def test_a_column_read_in_an_exists_is_named_too(notes) -> None:
    found = notes("", "FILTER NOT EXISTS { ?row x:withdrawn ?w }", "page", ["1"])
    assert "rows.csv: rows.ru reads what the table lacks: the column withdrawn" in found


SHARED = "record,locator,event,person,{}\n1,page 1,event 1,Synthetic Person One,spring 2001\n"


@pytest.mark.parametrize(("column", "noted"), [("date_txt", True), ("note", False), ("date_text", False)])
def test_of_a_shared_mapping_only_a_name_nearly_right_is_noted(
    tmp_path: Path, declared: tuple[Model, Vocabularies], column: str, noted: bool
) -> None:
    """What a shared mapping reads is more than any table has; all that is lacking is in `habeas build -v`."""
    (tmp_path / "source.toml").write_text(
        SOURCE.replace("rows.ru", "arrests.ru").replace('key = "no"', 'key = "record"')
    )
    (tmp_path / "rows.csv").write_text(SHARED.format(column))
    result = ingest_source(read_source(tmp_path, ROOT / "ingest" / "tables"), *declared)
    lacking = [note for note in result.notes if "lacks" in note]
    assert len(lacking) == noted
    assert all(
        "reads the column date_text, which the table lacks; it has date_txt" in note for note in lacking
    )
    assert "region" in result.bindings[0].lacking


def test_a_required_column_nearly_right_is_named_in_the_error(
    tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    from habeas.errors import TableError

    folder = folder_of(tmp_path, "", "?row x:page ?page .", "pgae", ["1"])
    with pytest.raises(TableError, match="'page' is missing; did you mean 'pgae'"):
        ingest_source(read_source(folder), *declared)


# --- over batches, processes and runs ----------------------------------------------------

MANY = ["2001" if n % 3 else "in spring" if n % 2 else "" for n in range(950)]


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ingesting, "BATCH", 100)
    monkeypatch.setattr(ingesting, "LARGE", 0)
    return folder_of(tmp_path, DATED, EVENT + WHEN, "arrested", MANY)


def counted(result: Ingested) -> tuple[list[str], list[str]]:
    (table,) = result.bindings
    return list(table.lines()), result.notes


def test_the_counts_are_the_same_whatever_the_number_of_processes(
    many: Path, declared: tuple[Model, Vocabularies]
) -> None:
    filled, readable = sum(map(bool, MANY)), MANY.count("2001")
    one, two = (counted(ingest_source(read_source(many), *declared, processes=n)) for n in (1, 2))
    assert one == two
    assert f"?when: {readable} of 950 rows; {readable} of {filled} where arrested is filled" in one[0]
    assert (
        f"?event hab:when ?when: {readable} of 950 rows; {readable} of {filled} where arrested is filled"
        in one[0]
    )


def test_a_run_that_was_cut_counts_what_was_done_before(
    many: Path, tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    class CutError(Exception):
        """Ends a run from within."""

    def progress(table: str, rows: int) -> None:
        if rows >= 400:
            raise CutError

    work = tmp_path / "work"
    with pytest.raises(CutError):
        ingest_source(read_source(many), *declared, progress, work=work, processes=1)
    again = ingest_source(read_source(many), *declared, work=work, processes=1)
    assert counted(again) == counted(ingest_source(read_source(many), *declared, processes=1))


# --- what is shipped, and the command ----------------------------------------------------


def test_of_the_shipped_seeds_nothing_is_noted(declared: tuple[Model, Vocabularies]) -> None:
    sources = [read_source(f, ROOT / "ingest" / "tables") for f in find_sources([ROOT / "ingest"]).values()]
    seeds = [source for source in sources if source.is_present]
    assert len(seeds) >= 5
    assert {source.name: ingest_source(source, *declared).notes for source in seeds} == {
        source.name: [] for source in seeds
    }


def test_the_build_prints_the_notes_and_with_v_the_counts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "ingest").mkdir(parents=True)
    home.chmod(0o700)
    folder_of(home / "ingest", DATED, EVENT + WHEN, "arrested", ["in spring"] * 8)
    arguments = ["build", "synthetic-list", "--home", str(home)]
    plain = CliRunner().invoke(main, arguments).output
    told = " ".join(plain.split())
    assert (
        "note: synthetic-list: rows.csv: rows.ru: bound in 0 of 8 rows where arrested is filled: ?when"
        in told
    )
    assert "?event: 8 of 8 rows" not in plain
    verbose = CliRunner().invoke(main, [*arguments, "-v"]).output
    assert "synthetic-list: rows.csv, rows.ru\n" in verbose
    assert "  ?event: 8 of 8 rows\n" in verbose
    assert "  ?event hab:when ?when: 0 of 8 rows; 0 of 8 where arrested is filled\n" in verbose
