"""One id, one person: namesakes, rows of one id that differ, splits, corrected spellings, addresses that lead on.

Every list here is synthetic and says so.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from habeas.cli import main
from habeas.config import Settings
from habeas.editions import Manifest, open_current
from habeas.errors import (
    LedgerError,
    MappingError,
    NameChangedError,
    NotFoundError,
    SourceConfigError,
    UsageError,
    ValidationError,
)
from habeas.identity import Identity, Split, append_entries, canonical_ids
from habeas.ingest import ingest_source, read_source
from habeas.ingest.cell_dates import dates_in
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import DCTERMS, HAB, local_name
from habeas.publish import Built, Progress, Publisher, build
from habeas.publish.clearing import Ruling, clear
from habeas.publish.linking import Decider, rename, split_id
from habeas.publish.name_changes import pending_changes
from habeas.publish.records import group_records, load_records
from habeas.shapes import ONE_ID_TWO_PEOPLE
from habeas.shapes.conflation import find_conflated
from habeas.shapes.evidence import Evidence
from habeas.web import create_app

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)
DECIDER = Decider("Synthetic reviewer", "a test", TODAY)
SOURCE = """
title = "A plainly synthetic list"
publisher = "nobody"
licence = "CC0-1.0"
language = "en"
retrieved = 2026-01-31
no_address = "synthetic"
id_key = "a-synthetic-key-that-is-long-enough"
"""
TABLE = """
[[table]]
file = "list.csv"
mapping = "list.ru"
key = "no"
"""
PREFIXES = """
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
"""
MAPPING = (
    PREFIXES
    + """
INSERT {
  GRAPH ?record {
    ?record hab:locator ?no ; hab:polarity ?asserts ; hab:confidence ?reported .
    ?event a ?class ; hab:subjectPerson ?person ; hab:place ?place ;
      hab:dateText ?day ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
    ?person a hab:Person ; skos:prefLabel ?name ; hab:sex ?sex ; hab:citizenship ?citizenship ;
      hab:birthYear ?birthYear ; hab:birthDate ?birthDate .
  }
} WHERE {
  ?row row:record ?record ; x:no ?no ; x:name ?cell .
  BIND(PERSON AS ?person)
  BIND(EVENT AS ?event)
  BIND(fn:name(?cell, "en") AS ?name)
  OPTIONAL { ?row x:polarity ?polarityCell }
  BIND(fn:term("polarity", COALESCE(?polarityCell, "asserts")) AS ?asserts)
  BIND(fn:term("confidence", "reported") AS ?reported)
  OPTIONAL { ?row x:class ?classCell }
  BIND(fn:class(COALESCE(?classCell, "Arrest"), "Event") AS ?class)
  OPTIONAL { ?row x:place ?place }
  OPTIONAL { ?row x:sex ?sexCell . BIND(fn:sex(?sexCell) AS ?sex) }
  OPTIONAL { ?row x:citizenship ?citizenshipCell . BIND(fn:region(?citizenshipCell) AS ?citizenship) }
  OPTIONAL { ?row x:year ?yearCell . BIND(fn:integer(?yearCell) AS ?birthYear) }
  OPTIONAL { ?row x:birth ?birthCell . BIND(fn:edtf(?birthCell) AS ?birthDate) }
  OPTIONAL {
    ?row x:day ?day .
    BIND(fn:edtf(?day) AS ?when)
    BIND(fn:earliest(?day) AS ?earliest)
    BIND(fn:latest(?day) AS ?latest)
  }
}
"""
)
TURTLE = """
@prefix id: <urn:habeas:id:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BY_NAME = 'fn:id("person", ?cell)'
BY_NUMBER = 'fn:id("person", ?no)'


class Home:
    """A home with one synthetic list. ``rows`` are dicts of cells; what is built is cleared and built again."""

    def __init__(self, home: Path, progress: Progress) -> None:
        self.progress = progress
        self.settings = Settings(home=home, root=ROOT)
        self.folder = home / "ingest" / "synthetic-list"
        self.folder.mkdir(parents=True)
        self.configure()
        self.map()

    def configure(self, settings: str = "", table: str = TABLE, **replaced: str) -> None:
        text = SOURCE + settings + table
        for old, new in replaced.items():
            text = re.sub(rf"^{old} = .*$", f"{old} = {new}", text, flags=re.MULTILINE)
        (self.folder / "source.toml").write_text(text, encoding="utf-8")

    def map(self, person: str = BY_NAME, event: str = 'fn:id("event", ?no)') -> None:
        text = MAPPING.replace("PERSON", person).replace("EVENT", event)
        (self.folder / "list.ru").write_text(text, encoding="utf-8")

    def write(self, *rows: dict[str, str], file: str = "list.csv") -> None:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(row.get(name, "") for name in columns) for row in rows]
        (self.folder / file).write_text("\n".join([",".join(columns), *lines, ""]), encoding="utf-8")

    def build(self) -> Built:
        return build(self.settings, ["synthetic-list"], today=TODAY, progress=self.progress)

    def publish(self, *rows: dict[str, str]) -> Built:
        if rows:
            self.write(*rows)
        self.build()
        ruling = Ruling("public", "Synthetic reviewer", "a test")
        clear(self.settings, ruling, sources=["synthetic-list"], today=TODAY)
        return self.build()

    def ids(self) -> dict[str, set[str]]:
        """The ids of the people of each name in the records."""
        found: dict[str, set[str]] = {}
        for record in load_records(self.settings.home / "records").values():
            for s, p, o in record.triples:
                if p.value.endswith("prefLabel"):
                    found.setdefault(o.value, set()).add(local_name(s.value))
        return found

    def records(self) -> dict[str, str]:
        """The id of each row's record, by the row's ``no``."""
        records = load_records(self.settings.home / "records").items()
        return {r.value("locator"): local_name(iri.value) for iri, r in records if r.value("locator")}

    def ask(self, query: str) -> list[tuple[str, ...]]:
        found = open_current(self.settings).store.query(PREFIXES + query)
        return sorted(tuple(local_name(term.value) for term in row) for row in found)  # type: ignore[union-attr]

    def people(self) -> list[str]:
        return [name for (name,) in self.ask("SELECT ?name { ?x a hab:Person ; skos:prefLabel ?name }")]

    @property
    def manifest(self) -> Manifest:
        return open_current(self.settings).manifest

    def get(self, path: str) -> Any:
        with TestClient(create_app(self.settings), follow_redirects=False) as client:
            return client.get(path, headers={"Accept": "text/html"})

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--home", str(self.settings.home)])


@pytest.fixture
def home(tmp_path: Path, silent: Progress) -> Home:
    return Home(tmp_path / "home", silent)


def row(no: int, name: str = "Synthetic Ivan", **cells: str) -> dict[str, str]:
    return {"no": str(no), "name": name, **cells}


def conflated(built: Built) -> list[str]:
    return [r.message for r in built.report.results if r.shape == ONE_ID_TWO_PEOPLE]


# --- namesakes ---


def test_the_key_of_the_list_tells_namesakes_apart(home: Home) -> None:
    home.map("fn:person(?cell, ?no)")
    home.publish(
        row(1, place="Town A"), row(2, place="Town B"), row(3, place="Town C"), row(4, place="Town D")
    )
    assert home.people() == ["Synthetic Ivan"] * 4


SHARED = '\n[[table]]\nfile = "arrests.csv"\nmapping = "arrests.ru"\n'


def arrest(event: str, **cells: str) -> dict[str, str]:
    return {"locator": "page 1", "event": event, "person": "Synthetic Ivan", **cells}


@pytest.mark.parametrize(
    ("settings", "rows", "people"),
    [
        ("", [arrest("a", place="Town A"), arrest("b", place="Town B")], 2),
        ("", [arrest("a", region="belarus"), arrest("b", region="ukraine")], 2),
        ("", [arrest("a", born="1950"), arrest("b", born="1980")], 2),
        ("", [arrest("a", place="Town A", person_key="7"), arrest("b", place="Town B", person_key="7")], 1),
        ("", [arrest("a", place="Town A", person_key="7"), arrest("b", place="Town A", person_key="8")], 2),
        ("unique_names = true\n", [arrest("a", place="Town A"), arrest("b", place="Town B")], 1),
    ],
    ids=["place", "region", "birth", "one-key", "two-keys", "unique-names"],
)
def test_the_shared_tables_tell_namesakes_apart(
    home: Home, settings: str, rows: list[dict[str, str]], people: int
) -> None:
    home.configure(settings, table=SHARED)
    home.write(*rows, file="arrests.csv")
    home.publish()
    assert len(home.people()) == people


def test_one_person_has_one_id_in_all_shared_tables(home: Home) -> None:
    tables = "".join(
        f'\n[[table]]\nfile = "{name}.csv"\nmapping = "{name}.ru"\n'
        for name in ("arrests", "sentencings", "names")
    )
    home.configure(table=tables)
    home.write(arrest("a", place="Town A", person_key="7"), file="arrests.csv")
    home.write({**arrest("b"), "person_key": "7", "penalty": "fine"}, file="sentencings.csv")
    named = {"locator": "page 1", "class": "Person", "name": "Synthetic Ivan", "person_key": "7"}
    home.write(named, {**named, "class": "Body", "name": "Synthetic Body"}, file="names.csv")
    home.publish()
    assert home.people() == ["Synthetic Ivan"]


@pytest.mark.parametrize(
    ("settings", "person", "noted"),
    [
        ("", BY_NAME, True),
        ("", "fn:person(?cell)", True),
        ("unique_names = true\n", BY_NAME, False),
        ("", BY_NUMBER, False),
        ("", "fn:person(?cell, ?no)", False),
    ],
)
def test_a_mapping_that_knows_people_by_name_alone_is_noted(
    home: Home, settings: str, person: str, noted: bool
) -> None:
    home.configure(settings)
    home.map(person)
    home.write(row(1))
    (source,) = home.build().sources
    assert any("namesakes become one person" in note for note in source.notes) == noted


def shared_tables(*names: str) -> str:
    return "".join(f'\n[[table]]\nfile = "{name}.csv"\nmapping = "{name}.ru"\n' for name in names)


@pytest.mark.parametrize(
    ("keys", "people"),
    [
        (["A1", "a1"], 2),
        (["12 b", "12  B"], 2),
        (["12 b", "12  b"], 2),
        (["A1", " A1 "], 1),
        (["\u00e9", "e\u0301"], 1),
        (["Synthetic Ivan", ""], 2),
        (["Synthetic Ivan | 1980", ""], 2),
    ],
)
def test_a_key_is_taken_as_it_is_and_is_no_name(home: Home, keys: list[str], people: int) -> None:
    home.configure(table=shared_tables("arrests"))
    home.write(
        *(
            arrest(str(n), person_key=key, born="" if key or "|" not in keys[0] else "1980")
            for n, key in enumerate(keys)
        ),
        file="arrests.csv",
    )
    home.build()
    assert len(home.ids()["Synthetic Ivan"]) == people


def test_what_is_known_keeps_its_place(home: Home) -> None:
    home.configure(table=shared_tables("arrests", "charges"))
    home.write(
        arrest("a", place="Belarus"),
        arrest("b", region="belarus"),
        arrest("c", born="1980"),
        file="arrests.csv",
    )
    charge = {"charge": "a synthetic charge"}
    home.write(
        arrest("d", region="belarus", **charge), arrest("e", born="1980", **charge), file="charges.csv"
    )
    home.build()
    # By place, by region in both tables, by birth in both tables.
    assert len(home.ids()["Synthetic Ivan"]) == 3


def sentencing(event: str, **cells: str) -> dict[str, str]:
    return {"locator": "page 1", "event": event, "penalty": "fine", **cells}


@pytest.mark.parametrize("key", ["8", ""])
@pytest.mark.parametrize(("settings", "people"), [("", 2), ("unique_names = true\n", 1)])
def test_a_judge_is_not_the_defendant_of_the_same_name_or_key(
    home: Home, settings: str, people: int, key: str
) -> None:
    home.configure(settings, table=shared_tables("sentencings"))
    home.write(
        sentencing("a", person="Same Name", person_key=key, judge="Synthetic Judge", judge_key="9"),
        sentencing("b", person="Synthetic Other", person_key="7", judge="Same Name", judge_key=key),
        file="sentencings.csv",
    )
    home.build()
    assert len(home.ids()["Same Name"]) == (2 if key else people)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("arrests", {"quotes": "NAME", "quotes_kind": "Person"}),
        ("statements", {"stated_by": "NAME", "stated_by_kind": "Person", "kind": "letter"}),
        ("statements", {"addressee": "NAME", "addressee_kind": "Person", "kind": "letter"}),
        ("requests", {"requested_by": "NAME", "requested_by_kind": "Person", "kind": "pardon"}),
        ("requests", {"answered_by": "NAME", "answered_by_kind": "Person", "kind": "pardon"}),
        ("defences", {"defender": "NAME"}),
    ],
)
@pytest.mark.parametrize(
    ("settings", "key", "people"), [("", "", 2), ("", "7", 1), ("unique_names = true\n", "", 1)]
)
def test_who_is_named_beside_a_prisoner_is_not_the_prisoner_of_that_name(
    home: Home, table: str, cells: dict[str, str], settings: str, key: str, people: int
) -> None:
    tables = {"arrests"} | {table}
    home.configure(settings, table=shared_tables(*sorted(tables)))
    role = next(name for name, cell in cells.items() if cell == "NAME")
    named = {"locator": "page 1", "event": "b", "person": "Synthetic Other", "about": "Synthetic Other"}
    named |= {"other_person_key": "", "person_key": "", f"{role}_key": key}
    named |= {name: cell.replace("NAME", "Synthetic Ivan") for name, cell in cells.items()}
    prisoner = arrest("a", person_key=key)
    if table == "arrests":
        home.write(prisoner, named, file="arrests.csv")
    else:
        home.write(prisoner, file="arrests.csv")
        home.write(named, file=f"{table}.csv")
    built = home.build()
    assert all(source.rejected == 0 for source in built.sources)
    assert len(home.ids()["Synthetic Ivan"]) == people


@pytest.mark.parametrize(
    ("cells", "matter"),
    [
        ([{"born": "1950"}, {"born": "1980"}], "birth"),
        ([{"born": "1950-03-04"}, {"born": "03/04/1980"}], "birth"),
        ([{"sex": "male"}, {"sex": "female"}], "sex"),
        ([{"citizenship": "belarus"}, {"citizenship": "ukraine"}], "citizenship"),
    ],
)
@pytest.mark.parametrize("tables", [("arrests", "arrests"), ("arrests", "names"), ("deaths", "charges")])
def test_the_shared_tables_say_what_tells_people_apart(
    home: Home, cells: list[dict[str, str]], matter: str, tables: tuple[str, str]
) -> None:
    home.configure(table=shared_tables(*dict.fromkeys(tables)))
    rows: dict[str, list[dict[str, str]]] = {}
    for n, (table, said) in enumerate(zip(tables, cells, strict=True)):
        known = {"class": "Person", "name": "Synthetic Ivan", "charge": "a synthetic charge"}
        rows.setdefault(table, []).append(arrest(str(n), **known, person_key="7", **said))
    for table, found in rows.items():
        home.write(*found, file=f"{table}.csv")
    (message,) = conflated(home.build())
    assert matter in message


def test_of_a_day_of_birth_the_shared_tables_say_the_year(home: Home) -> None:
    home.configure(table=shared_tables("arrests"))
    home.write(arrest("a", born="1980-03-04"), file="arrests.csv")
    home.publish()
    assert home.ask("SELECT ?year { ?x hab:birthYear ?year }") == [("1980",)]
    assert "1980-03" not in (home.settings.home / "records" / "synthetic-list.nq").read_text()


@pytest.mark.parametrize(
    ("settings", "rows", "noted"),
    [
        ("", [arrest(str(n), place="") for n in range(3)], "(3 rows: 1, 2, 3; 2 of them"),
        ("", [arrest("a", place="Town A"), arrest("b"), arrest("c")], "(2 rows: 2, 3; 1 of them"),
        ("", [arrest("a", place="Town A"), arrest("b")], ""),
        ("", [arrest("a", person_key="7"), arrest("b", person_key="7"), arrest("c", born="1980")], ""),
        ("unique_names = true\n", [arrest("a", place=""), arrest("b", place="")], ""),
    ],
    ids=["empty", "some", "one", "told-apart", "unique-names"],
)
def test_rows_that_know_people_by_name_alone_are_counted(
    home: Home, settings: str, rows: list[dict[str, str]], noted: str
) -> None:
    home.configure(settings, table=shared_tables("arrests"))
    home.write(*rows, file="arrests.csv")
    (source,) = home.build().sources
    found = [note for note in source.notes if "namesakes become one person" in note]
    assert len(found) == bool(noted)
    assert all(noted in note for note in found)


@pytest.mark.parametrize(("kind", "noted"), [("Person", True), ("Body", False)])
def test_people_whose_class_is_a_cell_are_counted_too(home: Home, kind: str, noted: bool) -> None:
    home.configure(table=shared_tables("statements"))
    said = {"locator": "page 1", "kind": "letter", "stated_by": "Synthetic Ivan", "stated_by_kind": kind}
    home.write({**said, "event": "a"}, {**said, "event": "b"}, file="statements.csv")
    (source,) = home.build().sources
    assert any("?statedBy" in note and "2 rows: 1, 2" in note for note in source.notes) == noted


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_is_taken_up_counts_all_rows(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr("habeas.ingest.ingesting.BATCH", 2)
    monkeypatch.setattr("habeas.ingest.ingesting.LARGE", 1)
    home.configure(table=shared_tables("arrests"))
    home.write(*(arrest(str(n), place="") for n in range(5)), file="arrests.csv")
    source = read_source(home.folder, ROOT / "ingest" / "tables")
    model = read_model(home.settings.ontology, home.settings.shapes)
    vocabularies = read_vocabularies(home.settings.ontology)

    def stop(table: str, rows: int) -> None:
        if rows >= 4:
            raise KeyboardInterrupt

    work = tmp_path / "work"
    with pytest.raises(KeyboardInterrupt):
        ingest_source(source, model, vocabularies, stop, work=work, processes=processes)
    result = ingest_source(source, model, vocabularies, work=work, processes=processes)
    assert [caution for caution in result.cautions if "(5 rows: 1, 2, 3, 4, 5; 4 of them" in caution]


# --- rows of one id that differ ---


@pytest.mark.parametrize(
    ("cells", "matter"),
    [
        ([{"year": "1950"}, {"year": "1980"}], "birth"),
        ([{"year": "1950"}, {"birth": "1980-03-04"}], "birth"),
        ([{"birth": "1980-03-04"}, {"birth": "1980-03-05"}], "birth"),
        ([{"sex": "male"}, {"sex": "female"}], "sex"),
        ([{"citizenship": "Belarus"}, {"citizenship": "Ukraine"}], "citizenship"),
        (
            [{"day": "2021-03-01", "place": "Town A"}, {"day": "2021-03-01", "place": "Town B"}],
            "custody on the same days",
        ),
        (
            [
                {"day": "2021-01/2021-06", "place": "Town A", "class": "Detention"},
                {"day": "2021-03-05", "place": "Town B", "class": "Arrest"},
            ],
            "custody on the same days",
        ),
        (
            [{"day": "2021-03-01", "place": "Town A"}, {"day": "2022-03-01", "place": "Town B"}],
            "no release known between",
        ),
    ],
)
def test_rows_of_one_id_that_cannot_be_of_one_person_are_a_finding_that_names_them(
    home: Home, cells: list[dict[str, str]], matter: str
) -> None:
    rows = [row(1, **cells[0]), row(2, name="Synthetic Piotr"), row(3, **cells[1])]
    home.write(*rows)
    (message,) = conflated(home.build())
    assert matter in message
    records = home.records()
    assert (
        f"list.csv, row 1: {next(iter(cells[0].values()))[:4]}" in message or "list.csv, row 1: " in message
    )
    assert f"(record {records['1']})" in message
    assert "list.csv, row 3: " in message
    assert f"(record {records['3']})" in message
    assert records["2"] not in message
    result = home.run("build", "synthetic-list")
    assert message in result.output
    assert "one id, two people" in home.run("validate").output


@pytest.mark.parametrize(
    "cells",
    [
        [{"year": "1980"}, {"year": "1980"}],
        [{"year": "1980"}, {"birth": "1980-03-04"}],
        [{"birth": "198X"}, {"birth": "1985"}],
        [{"birth": "1980?"}, {"birth": "1980-03"}],
        [{"sex": "male"}, {}],
        [{"day": "2021-03-01", "place": "Town A"}, {"day": "2021-03-01", "place": "Town A"}],
        [{"day": "2021-03", "place": "Town A"}, {"day": "2021-03-05", "place": "Town B"}],
        [
            {"day": "2021-03-01", "place": "Town A"},
            {"day": "2021-03-01", "place": "Town B", "polarity": "denies"},
        ],
        [{"place": "Town A"}, {"place": "Town B"}],
    ],
)
def test_rows_that_can_be_of_one_person_are_no_finding(home: Home, cells: list[dict[str, str]]) -> None:
    home.write(*(row(no, **said) for no, said in enumerate(cells)))
    assert conflated(home.build()) == []


def test_a_release_between_two_arrests_explains_them(home: Home) -> None:
    home.write(
        row(1, day="2021-03-01", place="Town A"),
        row(2, day="2021-09-01", place="", **{"class": "Release"}),
        row(3, day="2022-03-01", place="Town B"),
    )
    assert conflated(home.build()) == []


@given(
    values=st.lists(
        st.sampled_from(["1950", "1980", "1980-03", "1980-03-04", "19XX"]), min_size=1, max_size=5
    )
)
def test_births_go_together_where_one_day_can_be_all_of_them(values: list[str]) -> None:
    from habeas.shapes.conflation import _differing

    exact = [value for value in values if "X" not in value]
    fits = all(a.startswith(b) or b.startswith(a) for a in exact for b in exact)
    found = _differing({str(n): frozenset({value}) for n, value in enumerate(values)})
    assert bool(found) != fits
    assert all(values[int(n)] in exact for n in found)


def said(*rows: str, labels: str = "") -> list[str]:
    """The findings on rows of one id, each given as Turtle of its record; ``id:p`` is the person."""
    text = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n") + TURTLE + labels
    for no, row_ in enumerate(rows, 1):
        text += (
            f'id:r{no} {{ id:r{no} a hab:Record ; hab:tableName "list.csv" ; hab:rowNumber {no} . '
            f"id:p a hab:Person . {row_.replace('EVENT', f'id:e{no}')} }}\n"
        )
    records = group_records(ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
    evidence = Evidence({iri.value: record.quads() for iri, record in records.items()})
    declared = Settings()
    return [r.message for r in find_conflated(evidence, read_model(declared.ontology, declared.shapes))]


def named(*names: str) -> str:
    return "".join(f"id:p skos:prefLabel {name} . " for name in names)


def born(*dates: str) -> str:
    return "".join(
        f'id:p hab:birthYear "{d}"^^xsd:gYear . ' if d.isdecimal() else f'id:p hab:birthDate "{d}" . '
        for d in dates
    )


def held(when: str, place: str, class_: str = "Detention", link: str = "place") -> str:
    value = f'"{place}"' if link == "place" else place
    date = f'hab:when "{when}" ; ' if when else ""
    return f"EVENT a hab:{class_} ; hab:subjectPerson id:p ; {date}hab:{link} {value} . "


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"Fedor One"@en', '"Semyon Two"@en'),
        ('"Фёдор Один"@ru', '"Semyon Two"@en'),
        ('"Федор Один"@ru', '"Семён Два"@ru'),
        ('"A. B."@en', '"Semyon Two"@en'),
        ('"გიორგი ერთი"@ka', '"ვანო მეორე"@ka'),
        ('"Li Bo"@en', '"Wu Ka"@en'),
    ],
)
def test_rows_whose_names_have_nothing_in_common_are_a_finding(one: str, other: str) -> None:
    (message,) = said(named(one), named(other), named(other))
    assert message.startswith("The rows of one id differ in name: list.csv, row 1: ")
    for no, name in ((1, one), (2, other), (3, other)):
        shown = name.split('"')[1]
        assert f"row {no}: {shown} (record r{no})" in message
    assert "habeas link split p RECORD…, with the records of one of them." in message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"Сергей"@ru', '"Siarhei"@en'),
        ('"Сергей Первый"@ru', '"Сяргей Першы"@be'),
        ('"Volodymyr"@uk', '"Uladzimir"@be'),
        ('"A. Ivanov"@en', '"Anton Ivanov"@en'),
        ('"I. A."@en', '"Anton Ivanov"@en'),
        ('"Е. Я."@ru', '"Yakov Evgeniev"@en'),
        ('"IVANOV, ANTON"@en', '"Anton Ivanov"@en'),
        ('"Anna Ivanova"@en', '"Anna Petrova"@en'),
        ('"Anna Ivanova"@en', '"Alla Ivanov"@en'),
        ('"Фёдор"@ru', '"ФЕДОР"@ru'),
        ('"Julia"@en', '"Yuliya"@en'),
        ('"Anna-Maria"@en', '"Maria"@en'),
        ('"ვანო"@ka', '"Giorgi"@en'),
        ('"王五"@zh', '"李四"@zh'),
        ('"?"@en', '"Anton"@en'),
    ],
)
def test_names_that_can_be_of_one_person_are_no_finding(one: str, other: str) -> None:
    assert said(named(one), named(other)) == []


def test_a_row_that_gives_both_names_joins_the_others() -> None:
    one, other = '"Fedor One"@en', '"Semyon Two"@en'
    assert len(said(named(one), named(other))) == 1
    assert said(named(one), named(one) + f"id:p skos:altLabel {other} .", named(other)) == []


def test_people_of_one_key_and_two_names_are_found_when_the_list_is_built(home: Home) -> None:
    home.configure(table=SHARED)
    rows = [
        {**arrest(e), "person": p, "person_key": "9"} for e, p in (("a", "Fedor One"), ("b", "Semyon Two"))
    ]
    home.write(*rows, file="arrests.csv")
    (message,) = conflated(home.build())
    assert "differ in name: arrests.csv, row 1: Fedor One (record " in message
    assert "; arrests.csv, row 2: Semyon Two (record " in message


@pytest.mark.parametrize(
    "rows",
    [
        ["id:e hab:judge id:p .", "id:e hab:defendant id:p ."],
        ["id:e hab:judge id:p ; hab:defendant id:p ."],
        ["id:e hab:decidedBy id:p .", "id:e hab:subjectPerson id:p ."],
        ["id:e hab:prosecutor id:p .", "id:e hab:defendant id:p ."],
    ],
)
def test_nobody_is_judge_and_defendant_of_one_event(rows: list[str]) -> None:
    (message,) = said(*(f"id:e a hab:Sentencing . {row_}" for row_ in rows))
    assert re.match(
        r"One id is both [\w ]+ and (defendant|person) in one event \(id e\), which nobody is: ", message
    )
    assert all(f"(record r{no})" in message for no in range(1, len(rows) + 1))


@pytest.mark.parametrize(
    "rows",
    [
        ["id:e hab:judge id:p .", "id:f a hab:Sentencing ; hab:defendant id:p ."],
        ["id:e hab:judge id:p .", "id:e hab:defendant id:q ."],
        ["id:e hab:defender id:p .", "id:e hab:defendant id:p ."],
        [
            "id:e hab:defendant id:p .",
            "id:e hab:judge id:p . id:r2 hab:polarity <https://w3id.org/habeas/vocabulary/polarity/denies> .",
        ],
    ],
)
def test_parts_that_one_person_can_have_are_no_finding(rows: list[str]) -> None:
    assert said(*(f"id:e a hab:Sentencing . {row_}" for row_ in rows)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["1980", "1980-01-02"], ["1980", "1980-05-02"]),
        (["1980", "1980-03"], ["1980", "1980-05-02"]),
        (["198X"], ["1950"]),
        (["198X"], ["1979-12-31"]),
        (["1980~"], ["1950"]),
        (["1980?"], ["1950"]),
        (["1980%"], ["1983"]),
        (["1980/1985"], ["1990"]),
        (["1980-02-XX"], ["1980-03-01"]),
    ],
)
def test_births_of_which_no_day_can_be_both_are_a_finding(one: list[str], other: list[str]) -> None:
    (message,) = said(born(*one), born(*other))
    assert "differ in birth" in message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["1980"], ["1980-03"]),
        (["1980", "1980-01-02"], ["1980-01"]),
        (["198X"], ["1985"]),
        (["1980?"], ["1980-03"]),
        (["1980~"], ["1982-03-01"]),
        (["1980/1985"], ["1985-06"]),
        (["1980/.."], ["1990"]),
        (["1980-21"], ["1980-03"]),
    ],
)
def test_births_that_one_day_can_be_are_no_finding(one: list[str], other: list[str]) -> None:
    assert said(born(*one), born(*other)) == []


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([held("2021-03-01", "Town A"), held("2021-03-01", "Town B")], "Town A (2021-03-01)"),
        ([held("2020-02/2020-11", "Town A"), held("2020-06-01", "Town B")], "Town A (2020-02/2020-11)"),
        ([held("2020-01-01/..", "Town A"), held("2023-03-01", "Town B", "Arrest")], "Town A (2020-01-01/..)"),
        ([held("2020~/2026~", "Town A"), held("2023-06-01", "Town B")], "Town A (2020~/2026~)"),
        (
            [
                held("", "Town A") + 'EVENT hab:earliest "2021-03-01" ; hab:latest "2021-03-01" .',
                held("2021-03-01", "Town B"),
            ],
            "Town A (2021-03-01)",
        ),
        (
            [
                held("2020-01/2020-12", "id:one", link="facility"),
                held("2020-06-01", "id:two", link="facility"),
                'id:one a hab:Facility ; skos:prefLabel "Колония"@ru , "Synthetic Colony"@en .',
            ],
            "Synthetic Colony (2020-01/2020-12) (record r1); list.csv, row 2: id two (2020-06-01)",
        ),
    ],
)
def test_custody_in_two_places_on_certain_days_is_a_finding(rows: list[str], shown: str) -> None:
    (message,) = said(*rows)
    assert message.startswith("The rows of one id differ in the place of custody on the same days: ")
    assert shown in message


@pytest.mark.parametrize(
    "rows",
    [
        [held("2020-01-01/2020-12-31", "Town A"), held("2020-12-31/2021-06-01", "Town B")],
        [held("2020-01-01/2020-12-31", "Town A"), held("2020-12-31", "Town B", "Arrest")],
        [held("2020-01-01/2020-12-31", "Minsk"), held("2020-06-01", " minsk  ")],
        [held("2020-01-01/2020-12-31", "Minsk"), held("2020-06-01", "Минск")],
        [held("2020~/2022~", "Town A"), held("2021-06-01", "Town B")],
        [held("2020/2021", "Town A"), held("2020-06-01", "Town B")],
        [
            held("", "Town A") + 'EVENT hab:earliest "2021-03-01" ; hab:latest "2021-03-31" .',
            held("2021-03-01", "Town B"),
        ],
        [
            held("2020-01-01/..", "Town A"),
            'EVENT a hab:Release ; hab:subjectPerson id:p ; hab:when "2021" .',
            held("2023-03-01", "Town B", "Arrest"),
        ],
        [
            held("2020-01-01/..", "Town A"),
            'EVENT a hab:Transfer ; hab:subjectPerson id:p ; hab:when "2021-02-01" .',
            held("2023-03-01/..", "Town B"),
        ],
    ],
)
def test_custody_that_can_be_of_one_person_is_no_finding(rows: list[str]) -> None:
    assert said(*rows) == []


RELEASE = "EVENT a hab:Release ; hab:subjectPerson id:p . "


def arrested(*places: str) -> list[str]:
    return [held(f"20{20 + no}-03-01", place, "Arrest") for no, place in enumerate(places)]


@pytest.mark.parametrize(
    ("releases", "found"),
    [
        ([], [1, 2, 3]),
        ([RELEASE], [2, 3]),
        ([RELEASE, RELEASE], []),
        ([RELEASE + 'EVENT hab:when "2019-01-01" .'], [1, 2, 3]),
        ([RELEASE + 'EVENT hab:earliest "2021-06-01" ; hab:latest "2021-08-01" .'], [1, 2]),
        ([RELEASE + 'EVENT hab:when "2020-06" .'], [2, 3]),
        ([RELEASE + 'EVENT hab:when "2023" .'], [1, 2, 3]),
    ],
)
def test_a_release_explains_one_arrest_that_it_can_lie_before(releases: list[str], found: list[int]) -> None:
    messages = said(*arrested("Town A", "Town B", "Town C"), *releases)
    assert [no for no in range(1, 4) if f"row {no}: " in "".join(messages)] == found
    assert all("the place of arrest, with no release known between the arrests: " in m for m in messages)


def test_many_rows_of_one_id_take_seconds() -> None:
    rows = [
        held(f"{1900 + no % 50}/{1960 + no % 50}", f"Town {no}") + named('"Test"@en') for no in range(8000)
    ]
    start = time.perf_counter()
    (message,) = said(*rows)
    assert time.perf_counter() - start < 20
    assert message.count("(record ") == 6
    assert "; and 7994 more rows. " in message


def test_what_the_finding_is_about_is_explained_without_a_query(home: Home) -> None:
    home.write(row(1, year="1950"), row(2, year="1980"))
    home.build()
    output = " ".join(home.run("validate", "--explain", "--shape", "one-id-two-people").output.split())
    assert "sh:sparql" not in output
    assert "habeas link split" in output


# --- splitting ---


def two_men(home: Home) -> str:
    """Publish four rows of one id, which are of two men; returns the id."""
    home.map(event='fn:id("event", ?cell)')
    home.publish(
        row(1, year="1950", place="Town A"),
        row(2, year="1950", place="Town B"),
        row(3, year="1980", place="Town C"),
        row(4, year="1980", place="Town D"),
    )
    (found,) = home.ids()["Synthetic Ivan"]
    return found


ARRESTS = "SELECT ?year ?place { ?x hab:subjectPerson ?who ; hab:place ?place . ?who hab:birthYear ?year }"


def test_an_id_is_split_by_rows_with_the_events_that_both_have_and_stays_cleared(home: Home) -> None:
    id_, records = two_men(home), home.records()
    lines = split_id(home.settings, id_, [records["3"], records["4"]], DECIDER)
    assert [line.id == id_ for line in lines] == [True, False]
    built = home.build()
    assert conflated(built) == []
    assert built.published.stale == []
    assert home.people() == ["Synthetic Ivan"] * 2
    # Each man has his own event, and of its places the first is asserted.
    assert home.ask(ARRESTS) == [("1950", "Town A"), ("1980", "Town C")]
    assert {id_, lines[0].to} == {local_name(iri) for (iri,) in home.ask("SELECT ?x { ?x a hab:Person }")}


def test_a_split_is_taken_back_by_a_later_line(home: Home) -> None:
    id_, records = two_men(home), home.records()
    for line in split_id(home.settings, id_, [records["3"], records["4"]], DECIDER):
        back = Split(id=line.id, to=line.id, records=line.records, by="x", why="a test", when="2026-11-22")
        append_entries([back], home.settings.home / "ledger")
    assert len(conflated(home.build())) == 1
    assert home.people() == ["Synthetic Ivan"]


def test_what_was_split_off_can_be_split_again_and_joined_to_a_part(home: Home) -> None:
    id_, records = two_men(home), home.records()
    first = split_id(home.settings, id_, [records["3"], records["4"]], DECIDER)
    second = split_id(home.settings, first[0].to, [records["4"]], DECIDER)
    home.build()
    assert len(home.people()) == 3
    split_id(home.settings, id_, [records["2"]], DECIDER, to=second[0].to)
    home.build()
    assert len(home.people()) == 3
    assert (
        len(home.ask(f"SELECT ?e {{ ?e hab:subjectPerson <http://localhost:8000/id/{second[0].to}> }}")) == 2
    )


@pytest.mark.parametrize(
    ("rows", "error", "says"),
    [
        (["1", "2", "3", "4"], UsageError, "leaves some rows"),
        (["nothing"], NotFoundError, "does not speak"),
        ([], UsageError, "leaves some rows"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(home: Home, rows: list[str], error: type, says: str) -> None:
    id_, records = two_men(home), home.records()
    with pytest.raises(error, match=says):
        split_id(home.settings, id_, [records.get(name, name) for name in rows], DECIDER)
    with pytest.raises(NotFoundError, match="no record speaks"):
        split_id(home.settings, "a" * 20, [records["1"]], DECIDER)
    assert not (home.settings.home / "ledger" / Split.file).exists()


@pytest.mark.parametrize("named", ["old", "new"])
def test_a_split_is_taken_back_by_the_command_that_made_it(home: Home, named: str) -> None:
    id_, records = two_men(home), home.records()
    rows = [records["3"], records["4"]]
    lines = split_id(home.settings, id_, rows, DECIDER)
    home.build()
    back = split_id(home.settings, id_ if named == "old" else lines[0].to, rows, DECIDER, to=id_)
    assert [line.id for line in back] == [line.id for line in lines]
    home.build()
    assert home.people() == ["Synthetic Ivan"]
    assert len(home.ask("SELECT DISTINCT ?x { ?x hab:subjectPerson ?who }")) == 1
    with pytest.raises(UsageError, match="not split from it"):
        split_id(home.settings, id_, [records["1"]], DECIDER, to=id_)


def test_all_that_was_split_off_can_be_given_to_another_part(home: Home) -> None:
    id_, records = two_men(home), home.records()
    first = split_id(home.settings, id_, [records["3"]], DECIDER)
    second = split_id(home.settings, id_, [records["4"]], DECIDER)
    split_id(home.settings, first[0].to, [records["3"]], DECIDER, to=second[0].to)
    home.build()
    assert len(home.people()) == 2


def test_rows_are_given_to_no_thing_of_another_kind_and_to_no_unknown_id(home: Home) -> None:
    home.configure(table=TABLE + '\n[[table]]\nfile = "bodies.csv"\nmapping = "bodies.ru"\n')
    home.write({"locator": "page 1", "name": "Synthetic Body"}, file="bodies.csv")
    id_, records = two_men(home), home.records()
    (body,) = home.ids()["Synthetic Body"]
    with pytest.raises(UsageError, match=r"is a Person and .* a Body"):
        split_id(home.settings, id_, [records["3"]], DECIDER, to=body)
    with pytest.raises(NotFoundError, match="no record speaks of the id"):
        split_id(home.settings, id_, [records["3"]], DECIDER, to="a" * 20)
    home.build()


def test_a_split_follows_a_corrected_spelling(home: Home) -> None:
    home.configure("unique_names = true\n")
    home.publish(row(1, year="1950"), row(2, year="1980"))
    (old,) = home.ids()["Synthetic Ivan"]
    split_id(home.settings, old, [home.records()["2"]], DECIDER)
    home.publish()
    assert len(home.people()) == 2
    home.write(row(1, "Synthetic Iwan", year="1950"), row(2, "Synthetic Iwan", year="1980"))
    with pytest.raises(NameChangedError) as raised:
        home.build()
    new = re.search(r"Iwan” \((\w+)\)", str(raised.value))[1]  # type: ignore[index]
    rename(home.settings, old, new, DECIDER)
    home.publish()
    assert home.people() == ["Synthetic Iwan"] * 2


def test_a_split_of_rows_that_have_changed_or_are_gone_is_told(home: Home) -> None:
    id_, records = two_men(home), home.records()
    split_id(home.settings, id_, [records["3"], records["4"]], DECIDER)
    assert home.build().unfit_splits == []
    kept = [row(1, year="1950", place="Town A"), row(2, year="1950", place="Town B")]
    home.write(*kept, row(3, year="1980", place="Town X"))
    told = home.build().unfit_splits
    assert {(records["3"], True), (records["4"], False)} == {
        (name, "has changed" in line) for line in told for name in records.values() if name in line
    }
    assert all(f"--to {id_}" in line or id_ not in line for line in told)
    assert "was split by the record" in home.run("build", "synthetic-list").output


def test_what_a_split_made_is_explained(home: Home) -> None:
    id_, records = two_men(home), home.records()
    lines = split_id(home.settings, id_, [records["3"], records["4"]], DECIDER)
    home.build()
    result = home.run("explain-tier", lines[0].to)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "a", "to": null, "records": ["r"]',
        '{"id": "a", "to": "b", "records": [1]',
        '{"id": "a", "to": "b> <x", "records": ["r"]',
        '{"id": "a", "to": "b", "records": []',
        '{"id": "a", "to": "b", "records": "r"',
        '{"id": 1, "to": "b", "records": ["r"]',
        '["a"',
    ],
)
def test_a_line_that_is_no_split_is_a_ledger_error(home: Home, line: str) -> None:
    home.write(row(1))
    home.build()
    end = "]" if line.startswith("[") else ', "by": "x", "why": "a test", "when": "2026-01-31"}'
    (home.settings.home / "ledger").mkdir(exist_ok=True)
    (home.settings.home / "ledger" / Split.file).write_text(line + end + "\n")
    with pytest.raises(LedgerError, match=r"line cannot be read"):
        home.build()


def test_a_split_by_the_command_line(home: Home) -> None:
    id_, record = two_men(home), home.records()["3"]
    assert "no reviewer" in home.run("link", "split", id_, record).output
    said = ("--reviewer", "Synthetic reviewer", "--reason", "a test")
    result = home.run("link", "split", id_, record, *said)
    assert result.exit_code == 0, result.output
    (line, event) = map(json.loads, (home.settings.home / "ledger" / Split.file).read_text().splitlines())
    assert (line["id"], line["records"]) == (id_, [record])
    assert line["to"] in result.output
    assert "Synthetic Ivan" not in json.dumps([line, event])


# --- what an id is made from ---


@pytest.mark.parametrize(
    ("person", "cells", "table", "error"),
    [
        ('fn:id("person", CONCAT(?cell, ?birthCell))', {"birth": "1980-03-04"}, TABLE, MappingError),
        ('fn:person(?cell, "", ?birthCell)', {"birth": "1980-03-04"}, TABLE, MappingError),
        (BY_NUMBER, {"birth": "1980-03-04"}, TABLE.replace('"no"', '"birth"'), SourceConfigError),
        (BY_NUMBER, {"birth": "1980-03-04"}, TABLE.replace('key = "no"', ""), SourceConfigError),
        ('fn:person(?cell, "", ?extra)', {"extra": "04.03.1980"}, TABLE, MappingError),
        ('fn:person(?cell, "", ?extra)', {"extra": "b. 1980-03-04"}, TABLE, MappingError),
    ],
    ids=["id", "person", "record-key", "whole-row", "day-unpublished", "day-in-words"],
)
def test_restricted_values_enter_an_id_only_under_a_secret_key(
    home: Home, person: str, cells: dict[str, str], table: str, error: type[Exception]
) -> None:
    home.map(person)
    text = (home.folder / "list.ru").read_text(encoding="utf-8")
    moved = text.replace(f"  BIND({person} AS ?person)\n", "")
    where = "OPTIONAL { ?row x:extra ?extra }" if "extra" in person else ""
    moved = moved.rstrip().removesuffix("}") + f"  {where}\n  BIND({person} AS ?person)\n}}\n"
    (home.folder / "list.ru").write_text(moved, encoding="utf-8")
    home.write(row(1, **cells))
    home.configure(table=table, id_key='"habeas-public"')
    with pytest.raises(error, match="is public") as raised:
        home.build()
    assert "token_hex" in str(raised.value)
    assert "1980" not in str(raised.value)
    home.configure(table=table)
    assert home.build().sources[0].mapped == 1


@pytest.mark.parametrize(
    ("column", "said"),
    [
        *((name, "1980-03") for name in ("Дата рождения", "date of birth", "birth_date", "birthDate", "DOB")),
        ("д.р.", "unknown"),
        ("born", "in spring"),
        ("date_of_birth_text", "in spring 1980"),
        ("prisoner_date_of_birth", "198"),
        ("passport", "1980"),
        ("passport_no", "1980"),
        ("his_passport_no", "1980"),
        ("паспорт №", "1980"),
        ("home_address_1", "1980"),
    ],
)
def test_a_column_that_is_called_like_a_restricted_property_is_one(
    home: Home, column: str, said: str
) -> None:
    name = re.sub(r"\W+", "_", column).strip("_")
    home.map('fn:person(?cell, "", ?extra)')
    text = (home.folder / "list.ru").read_text(encoding="utf-8")
    text = text.replace("x:name ?cell .", f"x:name ?cell ; x:{name} ?extra .")
    (home.folder / "list.ru").write_text(text, encoding="utf-8")
    home.configure(id_key='"habeas-public"')
    home.write(row(1, **{column: said}))
    with pytest.raises(MappingError, match="restricted") as raised:
        home.build()
    assert said not in str(raised.value)
    # A column with nothing in it is no reason.
    home.write(row(1, **{column: ""}) | {"place": "Town A"})
    assert home.build().sources[0].rejected == 1


def test_a_day_that_is_published_may_enter_an_id(home: Home) -> None:
    home.map('fn:person(?cell, "", ?day)')
    text = (home.folder / "list.ru").read_text(encoding="utf-8")
    bind = '  BIND(fn:person(?cell, "", ?day) AS ?person)\n'
    text = text.replace(bind, "").rstrip().removesuffix("}") + bind + "}\n"
    (home.folder / "list.ru").write_text(text, encoding="utf-8")
    home.write(row(1, day="2021-03-01"))
    home.configure(id_key='"habeas-public"')
    assert home.build().sources[0].mapped == 1


def with_column(home: Home, column: str, person: str = BY_NUMBER, event: str = 'fn:id("event", ?no)') -> None:
    """Map a column that nothing publishes to ?extra, for the ids made from it."""
    home.map(person, event)
    text = (home.folder / "list.ru").read_text(encoding="utf-8")
    text = text.replace("x:name ?cell .", f"x:name ?cell ; x:{column} ?extra .")
    (home.folder / "list.ru").write_text(text, encoding="utf-8")
    home.configure(id_key='"habeas-public"')


@pytest.mark.parametrize("column", ["born", "date of birth", "DOB", "Дата рождения", "birth_date_text"])
@pytest.mark.parametrize("said", ["1980", "c. 1980", "198X"])
def test_a_bare_year_may_enter_an_id_whatever_its_column_is_called(
    home: Home, column: str, said: str
) -> None:
    with_column(home, re.sub(r"\W+", "_", column).strip("_"), 'fn:person(?cell, "", ?extra)')
    home.write(row(1, **{column: said}))
    assert home.build().sources[0].mapped == 1


def test_the_shared_tables_take_a_bare_year_under_a_public_key_and_no_day(home: Home) -> None:
    home.configure(table=SHARED + 'key = "event"\n', id_key='"habeas-public"')
    home.write(arrest("a", born="1980"), arrest("b", born=""), file="arrests.csv")
    assert home.build().sources[0].mapped == 2
    home.write(arrest("a", born="1980"), arrest("b", born="1980-03-04"), file="arrests.csv")
    with pytest.raises(MappingError, match="'born'") as raised:
        home.build()
    assert "arrests.csv, row 2" in str(raised.value)


@pytest.mark.parametrize(
    "column", ["place_of_birthday_party", "administrative_unit", "year_of_birth", "birth_year", "detail_no"]
)
def test_a_column_that_is_called_like_something_else_is_not_restricted(home: Home, column: str) -> None:
    with_column(home, column, 'fn:person(?cell, "", ?extra)')
    home.write(row(1, **{column: "Synthetic 12"}))
    assert home.build().sources[0].mapped == 1


DAYS = [
    "4 March 1980", "March 4, 1980", "04.03.80", "4/3/80", "19800304", "04031980", "4 марта 1980", "4 березня 1980 р.",
    "4 сакавіка 1980", "4 de marzo de 1980", "4. 3. 1980", "4.III.1980", "1980 03 04", "4 March 80",
    "born on 4 March 1980 in Town A", "1980年3月4日", "1980-03-04T00:00:00Z",
]  # fmt: skip


@pytest.mark.parametrize("said", [*DAYS, "1980-03", "March 1980", "марта 1980"])
def test_a_day_is_found_in_a_persons_id_however_it_is_written(home: Home, said: str) -> None:
    with_column(home, "extra", 'fn:person(?cell, "", ?extra)')
    home.write(row(1, extra=f'"{said}"'))
    with pytest.raises(MappingError, match="holds a day") as raised:
        home.build()
    assert said not in str(raised.value)
    home.configure()
    assert home.build().sources[0].mapped == 1


@pytest.mark.parametrize(
    "said", ["1980", "001-57557", "12345678", "case 12/345", "Town 7", "12 b", "Ivan II 1980"]
)
def test_a_number_is_no_day(said: str) -> None:
    assert dates_in(said) == ()


@pytest.mark.parametrize(
    "event", ['fn:id("arrest", ?extra)', 'fn:id("arrest", CONCAT(?cell, ?extra))', 'fn:record("x", ?extra)']
)
def test_a_day_that_nothing_shows_enters_no_id_of_anything_under_a_public_key(home: Home, event: str) -> None:
    with_column(home, "extra", event=event)
    for said in ("1980-03-04", "arrest on 4 March 1980"):
        home.write(row(1, extra=said))
        with pytest.raises(MappingError, match="is public"):
            home.build()
    # The same day, in another writing, is in the record.
    home.write(row(1, extra="arrest on 4 March 1980", day="1980-03-04"))
    assert home.build().sources[0].mapped == 1
    home.write(row(1, extra="1980"))
    assert home.build().sources[0].mapped == 1


@pytest.mark.parametrize("table", [TABLE.replace('"no"', '"extra"'), TABLE.replace('key = "no"', "")])
def test_a_day_that_nothing_shows_names_no_record_under_a_public_key(home: Home, table: str) -> None:
    home.map(BY_NUMBER)
    home.configure(table=table, id_key='"habeas-public"')
    home.write(row(1, extra="1980-03-04"))
    with pytest.raises(SourceConfigError, match="is public"):
        home.build()
    home.write(row(1, extra="1980-03-04", day="1980-03-04"))
    assert home.build().sources[0].mapped == 1


def test_a_column_that_one_mapping_of_the_source_restricts_is_restricted_in_all(home: Home) -> None:
    home.configure(
        table=TABLE + '\n[[table]]\nfile = "u.csv"\nmapping = "u.ru"\nkey = "no"\n',
        id_key='"habeas-public"',
    )
    home.map('fn:person(?cell, "", ?num)')
    text = (home.folder / "list.ru").read_text(encoding="utf-8")
    text = text.replace("x:name ?cell .", "x:name ?cell ; x:num ?num .")
    (home.folder / "list.ru").write_text(text, encoding="utf-8")
    other = text.replace("hab:birthYear ?birthYear", "hab:documentNumber ?num ; hab:birthYear ?birthYear")
    other = other.replace('fn:person(?cell, "", ?num)', BY_NUMBER)
    (home.folder / "u.ru").write_text(other, encoding="utf-8")
    home.write(row(1, num="synthetic-5"))
    home.write(row(2, num="synthetic-5"), file="u.csv")
    with pytest.raises(MappingError, match="'num', which is restricted") as raised:
        home.build()
    assert "list.csv, row 1" in str(raised.value)


@pytest.mark.parametrize(("key", "refused"), [("synthetic", True), ("a-key-of-16-chars", False)])
def test_a_short_key_is_refused_where_an_id_is_made_from_what_is_restricted(
    home: Home, key: str, refused: bool
) -> None:
    with_column(home, "passport_no", 'fn:person(?cell, "", ?extra)')
    home.configure(id_key=f'"{key}"')
    home.write(row(1, passport_no="synthetic-5"))
    if refused:
        with pytest.raises(MappingError, match="fewer than 16 characters"):
            home.build()
    else:
        assert home.build().sources[0].mapped == 1


def test_a_short_key_is_cautioned_about_where_records_are_named_by_their_whole_row(home: Home) -> None:
    home.map(BY_NUMBER)
    home.configure(table=TABLE.replace('key = "no"', ""), id_key='"synthetic"')
    home.write(row(1, birth="1980-03-04"))
    (source,) = home.build().sources
    assert any("named by restricted columns (birth)" in note for note in source.notes)


@pytest.mark.parametrize(
    ("key", "public"),
    [
        ("habeas-public", True),
        ("public", True),
        ("Public_Key", True),
        ("BelarusRepublic-8f2b6c1d0e9a4f73", False),
        ("publication-8f2b6c1d0e9a4f73", False),
        ("8f2b6c1d0e9a4f73", False),
    ],
)
def test_a_key_is_public_if_it_says_so_in_a_word(home: Home, key: str, public: bool) -> None:
    home.configure(id_key=f'"{key}"')
    assert read_source(home.folder).has_public_key == public


# --- names that change between builds ---

SEVEN = [
    "Synthetic A",
    "Synthetic B",
    "Synthetic C",
    "Synthetic D",
    "Synthetic E",
    "Synthetic F",
    "Synthetic G",
]


def test_a_renumbered_sheet_stops_its_source_and_shows_both_names(home: Home) -> None:
    home.map(BY_NUMBER)
    home.publish(*(row(no, name) for no, name in enumerate(SEVEN, 1)))
    before = (home.manifest.id, (home.settings.home / "records" / "synthetic-list.nq").read_bytes())
    home.write(*(row(no, name) for no, name in enumerate(["Synthetic New", *SEVEN[:-1]], 1)))
    with pytest.raises(NameChangedError) as raised:
        home.build()
    text = str(raised.value)
    assert "7 ids of synthetic-list" in text
    assert "“Synthetic A” and is now “Synthetic New”" in text
    assert "“Synthetic G” and is now “Synthetic F”" in text
    assert before == (home.manifest.id, (home.settings.home / "records" / "synthetic-list.nq").read_bytes())
    # Sorted again as it was, it builds.
    home.write(*(row(no, name) for no, name in enumerate(SEVEN, 1)))
    assert not home.build().published.is_new


def test_only_the_source_whose_ids_changed_is_stopped(home: Home) -> None:
    home.map(BY_NUMBER)
    home.publish(row(1, "Synthetic A"))
    other = home.folder.parent / "synthetic-other"
    shutil.copytree(home.folder, other)
    home.write(row(1, "Synthetic B"))
    names = ["synthetic-list", "synthetic-other"]
    with pytest.raises(NameChangedError, match="1 id of synthetic-list names"):
        build(home.settings, names, today=TODAY, progress=home.progress)
    assert (home.settings.home / "records" / "synthetic-other.nq").is_file()
    assert "Synthetic A" in (home.settings.home / "records" / "synthetic-list.nq").read_text()
    # Another build in between forgets nothing of it.
    build(home.settings, ["synthetic-other"], today=TODAY, progress=home.progress)
    (id_,) = home.ids()["Synthetic A"] & {c.id for c in pending_changes(home.settings.home)}
    rename(home.settings, id_, None, DECIDER)
    home.build()


def test_a_key_that_is_given_again_to_somebody_else_stops_the_source(home: Home) -> None:
    home.map(BY_NUMBER)
    home.publish(row(1, "Synthetic A"), row(3, "Synthetic C"))
    home.publish(row(1, "Synthetic A"))
    home.publish(row(1, "Synthetic A", place="Town A"))
    home.write(row(1, "Synthetic A"), row(3, "Synthetic Stranger"))
    with pytest.raises(NameChangedError, match=r"somebody whose row had left .*Synthetic Stranger"):
        home.build()
    kept = (home.settings.home / "names" / "synthetic-list.json").read_text()
    assert "Synthetic C" not in kept
    # The man himself may come back.
    home.publish(row(1, "Synthetic A"), row(3, "Synthetic C"))


def test_a_source_that_was_absent_for_one_build_is_compared_too(home: Home, tmp_path: Path) -> None:
    data = tmp_path / "data" / "list"
    data.mkdir(parents=True)
    home.map(BY_NUMBER)
    home.configure('data = "list"\n')
    home.settings = Settings(home=home.settings.home, root=ROOT, data=tmp_path / "data")

    def write(*rows: dict[str, str]) -> None:
        home.write(*rows)
        (home.folder / "list.csv").rename(data / "list.csv")

    write(row(1, "Synthetic A"), row(2, "Synthetic B"))
    home.build()
    (data / "list.csv").unlink()
    home.build()
    write(row(1, "Synthetic B"), row(2, "Synthetic A"))
    with pytest.raises(NameChangedError, match="2 ids"):
        home.build()


def test_the_same_id_twice_is_no_renaming_and_of_an_unknown_one_neither(home: Home) -> None:
    home.publish(row(1))
    (id_,) = home.ids()["Synthetic Ivan"]
    with pytest.raises(UsageError, match="the two ids are one"):
        rename(home.settings, id_, id_, DECIDER)
    with pytest.raises(NotFoundError, match="has or had this id"):
        rename(home.settings, "a" * 20, id_, DECIDER)


def test_an_event_that_is_of_somebody_else_stops_the_source_too(home: Home) -> None:
    home.publish(row(1, "Synthetic A"), row(2, "Synthetic B"))
    home.write(row(1, "Synthetic B"), row(2, "Synthetic C"))
    with pytest.raises(NameChangedError, match=r"was of “Synthetic A” .* and is now of “Synthetic B”"):
        home.build()


@pytest.mark.parametrize("name", ["SYNTHETIC IVAN", "synthetic  ivan"])
def test_case_and_blanks_are_no_other_name(home: Home, name: str) -> None:
    home.map(BY_NUMBER)
    home.publish(row(1))
    home.write(row(1, name))
    home.build()


def test_another_spelling_beside_the_first_is_no_other_name(home: Home) -> None:
    home.map('fn:id("person", "one")')
    home.publish(row(1, "Synthetic Ivan"))
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Iwan"))
    home.publish(row(2, "Synthetic Iwan"))


def test_a_corrected_spelling_of_an_id_that_stays_is_declared(home: Home) -> None:
    home.map(BY_NUMBER)
    home.publish(row(1, "Synthetic Ivna"), row(2, "Synthetic Piotr"))
    (id_,) = home.ids()["Synthetic Ivna"]
    home.write(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    with pytest.raises(UsageError, match="no other name"):
        rename(home.settings, id_, None, DECIDER)
    with pytest.raises(NameChangedError):
        home.build()
    line = rename(home.settings, id_, None, DECIDER)
    assert (line.a, line.b) == (id_, id_)
    assert "Ivan" not in (home.settings.home / "ledger" / Identity.file).read_text()
    home.publish()
    assert home.people() == ["Synthetic Ivan", "Synthetic Piotr"]
    # The line is of this name and no other: a renumbering after it stops the source again.
    home.write(row(1, "Synthetic Piotr"), row(2, "Synthetic Ivan"))
    with pytest.raises(NameChangedError, match="2 ids"):
        home.build()


def test_a_corrected_spelling_that_makes_another_id_leads_on(home: Home) -> None:
    home.publish(row(1, "Synthetic Ivna"), row(2, "Synthetic Piotr"))
    (old,) = home.ids()["Synthetic Ivna"]
    assert home.get(f"/id/{old}").status_code == 303
    home.write(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    with pytest.raises(NameChangedError) as raised:
        home.build()
    new = re.search(r"is now of “Synthetic Ivan” \((\w+)\)", str(raised.value))[1]  # type: ignore[index]
    result = home.run("link", "rename", old, new, "--reviewer", "Synthetic reviewer", "--reason", "a test")
    assert result.exit_code == 0, result.output
    home.publish()
    assert home.people() == ["Synthetic Ivan", "Synthetic Piotr"]
    answer = home.get(f"/id/{old}")
    assert (answer.status_code, answer.headers["location"]) == (301, new)
    assert home.get(f"/doc/{old}.jsonld").headers["location"] == f"{new}.jsonld"
    assert home.ask(f"SELECT ?old {{ ?old <{DCTERMS}isReplacedBy> ?new }}") == [(old,)]
    # And again: the first address leads to the last.
    home.write(row(1, "Synthetic Johann"), row(2, "Synthetic Piotr"))
    with pytest.raises(NameChangedError) as raised:
        home.build()
    last = re.search(r"Johann” \((\w+)\)", str(raised.value))[1]  # type: ignore[index]
    rename(home.settings, new, last, DECIDER)
    home.publish()
    assert [home.get(f"/id/{name}").headers["location"] for name in (old, new)] == [last, last]


def test_a_renaming_of_what_was_never_public_is_not_spoken_of(home: Home) -> None:
    home.write(row(1, "Synthetic Ivna"))
    home.build()
    (old,) = home.ids()["Synthetic Ivna"]
    home.write(row(1, "Synthetic Ivan"))
    with pytest.raises(NameChangedError) as raised:
        home.build()
    rename(home.settings, old, re.search(r"Ivan” \((\w+)\)", str(raised.value))[1], DECIDER)  # type: ignore[index]
    home.publish()
    assert home.people() == ["Synthetic Ivan"]
    assert home.get(f"/id/{old}").status_code == 404
    assert home.manifest.redirects == {}


def test_a_renaming_to_an_id_that_no_row_has_is_refused(home: Home) -> None:
    home.publish(row(1))
    (old,) = home.ids()["Synthetic Ivan"]
    with pytest.raises(NotFoundError, match="no row has this id"):
        rename(home.settings, old, "a" * 20, DECIDER)


def same(a: str, b: str, decision: str = "same", **more: str) -> Identity:
    return Identity(decision=decision, a=a, b=b, by="x", why="a test", when="2026-01-31", **more)


def test_a_merge_follows_an_id_that_was_renamed() -> None:
    decisions = [same("other", "old"), same("new", "old", "renamed")]
    assert canonical_ids(decisions, {"new", "other"}.__contains__, (), {"old"}) == {
        "new": "other",
        "old": "other",
    }
    assert canonical_ids(decisions, {"new", "other"}.__contains__) == {"new": "other"}
    assert canonical_ids(decisions, {"other"}.__contains__, (), {"old"}) == {}


def test_a_decision_on_one_id_alone_is_none() -> None:
    for wrong in (("a", "a", "same"), ("a", "a", "renamed")):
        with pytest.raises(ValueError, match="two ids"):
            same(*wrong)
    with pytest.raises(LedgerError):
        canonical_ids([same("a", "b"), same("b", "c"), same("a", "c", "different")], lambda _: True)


# --- addresses that lead on, and rows that are gone ---


def test_a_merged_address_finds_the_way_in_the_data(home: Home) -> None:
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Iwan"))
    ids = {name: min(found) for name, found in home.ids().items()}
    append_entries([same(ids["Synthetic Ivan"], ids["Synthetic Iwan"])], home.settings.home / "ledger")
    home.build()
    pair = (ids["Synthetic Iwan"], ids["Synthetic Ivan"])
    assert home.ask(f"SELECT ?old ?new {{ ?old <{DCTERMS}isReplacedBy> ?new }}") == [pair]
    document = home.get(f"/doc/{pair[1]}.jsonld").json()
    assert f"/id/{pair[0]}" in json.dumps(document)
    assert f"<{DCTERMS}replaces>" in home.get(f"/doc/{pair[1]}.nt").text


def test_a_row_that_left_is_in_the_summary_and_its_address_is_gone(home: Home) -> None:
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    (person,) = home.ids()["Synthetic Piotr"]
    record = home.records()["2"]
    assert home.get(f"/id/{record}").status_code == 303
    home.write(row(1, "Synthetic Ivan"))
    result = home.run("build", "synthetic-list")
    assert result.exit_code == 0, result.output
    assert "1 row of the last build is not in it any more" in result.output
    assert f"list.csv, row 2 ({record})" in result.output
    for path in (f"/id/{record}", f"/doc/{record}", f"/id/{person}", f"/doc/{person}.ttl"):
        answer = home.get(path)
        assert answer.status_code == 410, path
        assert "Piotr" not in answer.text
    assert home.get("/id/" + "a" * 20).status_code == 404
    assert set(home.manifest.gone) >= {record, person}
    # It comes back with its row.
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    assert home.get(f"/id/{person}").status_code == 303
    assert not home.manifest.gone.keys() & {record, person}


def test_what_is_gone_stays_gone_over_the_editions_after(home: Home) -> None:
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    (person,) = home.ids()["Synthetic Piotr"]
    home.publish(row(1, "Synthetic Ivan"))
    home.publish(row(1, "Synthetic Ivan"), row(3, "Synthetic Pavel"))
    home.publish(row(1, "Synthetic Ivan", place="Town A"), row(3, "Synthetic Pavel"))
    assert home.get(f"/id/{person}").status_code == 410


def test_a_merged_address_leads_on_after_its_row_has_left_and_not_after_it_was_withheld(home: Home) -> None:
    rows = (row(1, "Synthetic Ivan"), row(2, "Synthetic Iwan"))
    home.publish(*rows)
    ids = {name: min(found) for name, found in home.ids().items()}
    append_entries([same(ids["Synthetic Ivan"], ids["Synthetic Iwan"])], home.settings.home / "ledger")
    home.build()
    home.publish(rows[0])
    assert home.get(f"/id/{ids['Synthetic Iwan']}").status_code == 301
    home.publish(*rows)
    ruling = Ruling("restricted", "Synthetic reviewer", "a test")
    clear(home.settings, ruling, records=[home.records()["2"]], today=TODAY)
    home.build()
    assert home.get(f"/id/{ids['Synthetic Iwan']}").status_code == 410


def test_rows_that_left_are_named_by_the_first_build_that_succeeds(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    home.write(row(1, "Synthetic Ivan"))

    def fail(*_: object) -> None:
        raise ValidationError("a test")

    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "publish", fail)
        with pytest.raises(ValidationError):
            home.build()
    (source,) = home.build().sources
    assert [left.number for left in source.left] == ["2"]
    (source,) = home.build().sources
    assert source.left == []


def test_a_row_that_its_source_keeps_says_since_when_it_is_gone(home: Home) -> None:
    home.configure('on_removal = "keep"\n')
    home.publish(row(1, "Synthetic Ivan"), row(2, "Synthetic Piotr"))
    record = home.records()["2"]
    home.configure('on_removal = "keep"\n', retrieved="2026-03-01")
    home.write(row(1, "Synthetic Ivan"))
    home.build()
    home.configure('on_removal = "keep"\n', retrieved="2026-04-01")
    home.build()
    since = home.ask(f"SELECT ?day {{ ?record <{HAB}noLongerListedSince> ?day }}")
    assert since == [("2026-03-01",)]
    page = home.get(f"/doc/{record}")
    assert page.status_code == 200
    assert "no longer on the list since" in page.text
    assert "2026-03-01" in page.text or "1 March 2026" in page.text


def test_damaged_records_are_a_clear_error_and_the_build_that_it_names_mends_them(home: Home) -> None:
    home.publish(row(1, "Synthetic Ivan"))
    file = home.settings.home / "records" / "synthetic-list.nq"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    shown = home.run("validate")
    assert shown.exit_code == 1
    assert "the records of synthetic-list are damaged" in shown.output
    assert "`habeas build synthetic-list`" in shown.output
    home.build()
    assert file.read_bytes() == whole
