"""Texts that read as private: found in four languages, kept out of bulk rulings; and the places where they belong."""

from __future__ import annotations

import csv
import datetime as dt
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas.cli import main as program
from habeas.config import Settings
from habeas.editions import open_current
from habeas.ingest.functions.word_tables import read_table
from habeas.model.namespaces import local_name
from habeas.publish import Progress, build
from habeas.publish.clearing import Ruling, clear, waiting
from habeas.publish.private_records import PrivateRecords, find_private
from habeas.publish.private_text import PrivateText, read_private_text

ROOT = Path(__file__).resolve().parent.parent
NOTES = ROOT / "tests" / "data" / "private-notes.csv"
MORE = ROOT / "tests" / "data" / "private-notes-more.csv"
TODAY = dt.date(2026, 11, 22)
KINDS = {"health", "contact", "home-address", "family", "document-number"}


@pytest.fixture(scope="module")
def words() -> PrivateText:
    return read_private_text(ROOT / "ontology")


def notes(file: Path = NOTES) -> list[dict[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Synthetic")
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_the_notes_are_half_private_in_each_language() -> None:
    found = notes()
    for language in ("en", "uk", "be", "ru"):
        for private in ("yes", "no"):
            assert sum((n["language"], n["private"]) == (language, private) for n in found) == 25
    assert {n["kind"] for n in found if n["private"] == "yes"} == KINDS
    assert len({n["text"] for n in found}) == 200


def test_no_private_note_passes_unasked(words: PrivateText) -> None:
    assert words.kinds and set(words.kinds) == KINDS
    private = [n for n in notes() if n["private"] == "yes"]
    assert [n["text"] for n in private if not words.find(n["text"])] == []
    as_meant = [n for n in private if n["kind"] in {f.kind for f in words.find(n["text"])}]
    assert len(as_meant) >= 95


def test_few_others_are_asked_about(words: PrivateText) -> None:
    alarms = [n["text"] for n in notes() if n["private"] == "no" and words.find(n["text"])]
    assert len(alarms) < 20, alarms


def test_the_notes_that_were_written_later_are_told_apart_as_well(words: PrivateText) -> None:
    found = notes(MORE)
    private = [n["text"] for n in found if n["private"] == "yes"]
    others = [n["text"] for n in found if n["private"] == "no"]
    assert len(private) > 180 and len(others) > 140
    assert [text for text in private if not words.find(text)] == []
    assert sum(bool(words.find(text)) for text in others) < len(others) / 20


def test_no_date_in_words_is_taken_for_private(words: PrivateText) -> None:
    """The Ukrainian December begins like the Russian for a breast."""
    table = read_table("date_words")
    forms = {
        form
        for name in ("months", "seasons")
        for found in table[name].values()
        for named in found.values()
        for form in named
    }
    assert len(forms) > 150
    assert [form for form in sorted(forms) if words.find(f"12 {form} 2021")] == []


@pytest.mark.parametrize(
    "text",
    [
        "The health of democracy",
        "Ministry of Health",
        "mother tongue",
        "the court's address to the jury",
        "a sister city",
        "the phone-tapping law",
        "case number 1-23/2022",
        "article 228",
        "resolution 71/205",
        "Hospital strike",
        "family name",
        "18.01.2021",
        "Family Court",
        "a fine of 1 250 000 rubles",
        "1937-38",
        "міністерство охорони здоров’я",
        "рідна мова",
        "телеграм-канал",
        "на роднай мове",
        "измена Родине",
    ],
)
def test_what_only_looks_private_passes(words: PrivateText, text: str) -> None:
    assert words.find(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ХВОРІЄ НА ДІАБЕТ", "health"),
        ("сімʼя чекає", "family"),
        ("сім’я чекає", "family"),
        ("сім'я чекає", "family"),
        ("тяжёлобольная", "health"),
        ("pregn\u00adant", "health"),
        ("боле\u0301знь", "health"),
        ("диaбет", "health"),
        ("zhena i deti", "family"),
        ("nuzhdaetsia v insuline, diabet", "health"),
        ("prozhivaet po adresu", "home-address"),
        ("Zdorovʹe ukhudshilosʹ", "health"),
        ("House arrest at home address", "home-address"),
        ("+375 29 000 00 00", "contact"),
        ("a@example.org", "contact"),
        ("passport MP1234567", "document-number"),
    ],
)
def test_a_word_is_known_however_it_is_written(words: PrivateText, text: str, kind: str) -> None:
    assert kind in {finding.kind for finding in words.find(text)}


def test_a_million_short_texts_take_no_minutes(words: PrivateText) -> None:
    """The notes are the hard case: half of them hold what is looked for, and most texts of a list repeat."""
    texts = [f"{note['text']} {n}" for n in range(10) for note in notes()]
    start = time.process_time()
    for text in texts:
        words.find(text)
    assert (time.process_time() - start) / len(texts) < 0.0006


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "'",
        "a-",
        "lives ",
        "lives -",
        "ул. а-",
        "1",
        "1-",
        "1 ",
        "@",
        "a.",
        "паспорт ",
        "A",
        "Аа ",
        "(",
        "+1",
    ],
)
def test_no_text_takes_for_ever(words: PrivateText, piece: str) -> None:
    start = time.process_time()
    words.find("lives ул. паспорт " + piece * 20_000)
    assert time.process_time() - start < 5


# --- clearing -----------------------------------------------------------------------------------

SOURCE = """
title = "A plainly synthetic list"
publisher = "nobody"
licence = "CC0-1.0"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"

[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "key"
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?key ; hab:polarity ?polarity ; hab:confidence ?confidence .
  ?event a hab:Arrest ; hab:subjectPerson ?person ; hab:description ?description ; hab:unit ?unit ;
    hab:health ?health .
  ?person a hab:Person ; skos:prefLabel ?name ; hab:identifier ?number ;
    hab:birthYear ?year ; hab:birthDate ?born ; hab:birthDateText ?bornText ; hab:birthPlace ?birthPlace ;
    hab:health ?illness ; hab:familyNote ?family ; hab:contact ?contact ; hab:homeAddress ?home ;
    hab:documentNumber ?document .
} } WHERE {
  ?row row:record ?record ; x:key ?key ; x:name ?cell .
  BIND(fn:id("person", ?key) AS ?person) BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:name(?cell, "en") AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?polarity) BIND(fn:term("confidence", "claimed") AS ?confidence)
  OPTIONAL { ?row x:description ?description }
  OPTIONAL { ?row x:unit ?unit }
  OPTIONAL { ?row x:number ?number }
  OPTIONAL { ?row x:state ?health }
  OPTIONAL { ?row x:illness ?illness }
  OPTIONAL { ?row x:family ?family }
  OPTIONAL { ?row x:contact ?contact }
  OPTIONAL { ?row x:home ?home }
  OPTIONAL { ?row x:document ?document }
  OPTIONAL { ?row x:birthPlace ?birthPlace }
  OPTIONAL { ?row x:born ?bornText . BIND(fn:edtf(?bornText) AS ?born) }
  OPTIONAL { ?row x:year ?yearCell . BIND(fn:integer(?yearCell) AS ?year) }
}
"""
ROWS = {
    "r1": {"name": "Synthetic One", "description": "Arrested at a rally."},
    "r2": {"name": "Synthetic Two", "description": "Has diabetes and needs insulin."},
    "r3": {"name": "His Mother", "unit": "call +375 29 000 00 00", "number": "list:MP1234567"},
    "r4": {"name": "Synthetic Four", "description": "Його дружина Ольга"},
}
RULING = Ruling("public", "Synthetic reviewer", "a test")


class House:
    """A home with one source of its own."""

    def __init__(self, home: Path, progress: Progress) -> None:
        self.progress = progress
        self.settings = Settings(home=home, root=ROOT)
        self.folder = home / "ingest" / "synthetic-list"
        self.folder.mkdir(parents=True)
        (self.folder / "source.toml").write_text(SOURCE, encoding="utf-8")
        (self.folder / "rows.ru").write_text(MAPPING, encoding="utf-8")
        self.rows = {key: dict(row) for key, row in ROWS.items()}
        self.left_out: list[PrivateRecords] = []

    def build(self) -> None:
        columns = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        columns += [c for c in ("description", "unit", "number") if c not in columns]
        with (self.folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, ["key", *columns])
            out.writeheader()
            out.writerows({"key": key, **row} for key, row in self.rows.items())
        build(self.settings, ["synthetic-list"], today=TODAY, progress=self.progress)

    def clear(self, *records: str, ruling: Ruling = RULING, whole: bool = False) -> set[str]:
        """Return the keys of the records that the ruling is new to."""
        new = clear(
            self.settings,
            ruling,
            records=records,
            sources=() if records else ("synthetic-list",),
            whole=whole,
            today=TODAY,
            report=self.left_out.append,
        )
        return {record.value("locator") for record in new}

    def published(self) -> set[str]:
        self.build()
        query = """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            SELECT ?key { ?record hab:locator ?key ; hab:tableName "rows.csv" }"""
        rows = open_current(self.settings).store.query(query)
        return {row["key"].value for row in rows}  # type: ignore[union-attr]

    def waiting(self) -> dict[str, str]:
        found = waiting(self.settings, ["synthetic-list"])
        return {r.value("locator"): local_name(r.iri.value) for r in found}


@pytest.fixture
def house(tmp_path: Path, silent: Progress) -> House:
    made = House(tmp_path / "home", silent)
    made.build()
    return made


@pytest.mark.parametrize("whole", [False, True])
def test_a_bulk_ruling_leaves_out_what_reads_as_private(house: House, whole: bool) -> None:
    assert house.clear(whole=whole) == {"r1", "r3"}
    (left_out,) = house.left_out
    said = sorted((v.label, v.kind, v.words) for values in left_out.values() for v in values)
    assert said == [("description", "family", "дружина"), ("description", "health", "diabetes")]
    assert house.published() == {"r1", "r3"}
    assert set(house.waiting()) == {"r2", "r4"}
    assert house.clear(whole=whole) == set(), "and leaves it out each time"
    assert house.published() == {"r1", "r3"}


@pytest.mark.parametrize("whole", [False, True])
def test_by_its_id_it_is_cleared(house: House, whole: bool) -> None:
    house.clear(whole=whole)
    assert house.clear(house.waiting()["r2"]) == {"r2"}
    assert house.left_out[-1] == {}
    assert house.published() == {"r1", "r2", "r3"}
    house.rows["r1"]["description"] = "Arrested at home."
    house.build()
    assert house.clear(whole=whole) == ({"r1", "r3"} if whole else {"r1"})
    assert house.published() == {"r1", "r2", "r3"}


@pytest.mark.parametrize("whole", [False, True])
def test_what_closes_a_record_needs_no_reading(house: House, whole: bool) -> None:
    house.clear(*house.waiting().values())
    assert house.published() == {"r1", "r2", "r3", "r4"}
    until = dt.date(2030, 1, 1)
    delayed = Ruling("delayed", "Synthetic reviewer", "a test", until)
    assert house.clear(ruling=delayed, whole=whole) == {"r1", "r2", "r3", "r4"}
    assert house.published() == set()
    assert all(found == {} for found in house.left_out)


def test_a_delay_opens_later_and_is_looked_at_now(house: House) -> None:
    delayed = Ruling("delayed", "Synthetic reviewer", "a test", dt.date(2026, 1, 1))
    assert house.clear(ruling=delayed) == {"r1", "r3"}


def test_the_command_says_which_were_left_out_and_why(house: House) -> None:
    ids = house.waiting()
    home = ["--home", str(house.settings.home)]
    arguments = ["clear", "--source", "synthetic-list", "--reviewer", "x", "--reason", "y", *home]
    listing = CliRunner().invoke(program, ["clear", "--list", "--source", "synthetic-list", *home])
    assert "! may be private: description: health (“diabetes”)" in listing.output
    assert listing.output.count("! may be private") == 2
    told = CliRunner().invoke(program, arguments)
    assert told.exit_code == 0, told.output
    assert f"{ids['r2']}  left out" in told.output and f"{ids['r4']}  left out" in told.output
    assert "description: family (“дружина”)" in told.output
    assert "2 records left out" in told.output and "2 records ruled public" in told.output


def test_names_identifiers_and_what_nobody_sees_are_not_searched(house: House) -> None:
    found = find_private(house.settings, waiting(house.settings, ["synthetic-list"]))
    assert len(found) == 2


# --- places for private matters -----------------------------------------------------------------

SECRETS = {
    "illness": "Zyxillness",
    "state": "Zyxstate",
    "family": "Zyxfamily",
    "contact": "Zyxcontact",
    "home": "Zyxhome",
    "document": "Zyxdocument",
    "birthPlace": "Zyxvillage",
    "born": "1971-03-04",
}


def test_each_private_matter_has_a_place_that_no_public_file_shows(house: House) -> None:
    house.rows = {"r1": {"name": "Synthetic One", "description": "Zyxpublic", "year": "1971", **SECRETS}}
    house.build()
    assert house.clear() == {"r1"}, "what is restricted by nature holds up no bulk ruling"
    assert house.published() == {"r1"}
    edition = open_current(house.settings)
    said = "\n".join(map(str, edition.store)).encode()
    said += b"".join(p.read_bytes() for p in edition.path.rglob("*") if p.is_file())
    assert b"Zyxpublic" in said and b"1971" in said
    assert [secret for secret in SECRETS.values() if secret.encode() in said] == []
    restricted = b"".join(p.read_bytes() for p in (house.settings.home / "records").glob("synthetic-list.nq"))
    assert [secret for secret in SECRETS.values() if secret.encode() not in restricted] == []
