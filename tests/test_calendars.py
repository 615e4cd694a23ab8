"""Calendars of sources: dates of numbers become Gregorian ones, with bounds that hold."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.errors import SourceConfigError
from habeas.ingest import ingest_source, read_source
from habeas.ingest.calendars import CALENDARS, Calendar
from habeas.ingest.functions import Functions
from habeas.ingest.functions.dates import bounds
from habeas.ingest.origin import table_origin
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import FUNCTION

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "functions.md"
SHOWN = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| (.*) \|$", re.MULTILINE)
EXAMPLES = SHOWN.findall(PAGE.read_text(encoding="utf-8"))
SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
calendar = "{calendar}"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "key"
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?key ; hab:polarity ?polarity ; hab:confidence ?confidence .
  ?event a hab:Arrest ; hab:subjectPerson ?person ; hab:dateText ?text ; hab:when ?when ;
    hab:earliest ?earliest ; hab:latest ?latest .
  ?person a hab:Person ; hab:birthYear ?year .
} } WHERE {
  ?row row:record ?record ; x:key ?key .
  BIND(fn:id("person", ?key) AS ?person) BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:term("polarity", "asserts") AS ?polarity) BIND(fn:term("confidence", "claimed") AS ?confidence)
  OPTIONAL { ?row x:date ?text . BIND(fn:date(?text) AS ?when)
    BIND(fn:earliest(?when) AS ?earliest) BIND(fn:latest(?text) AS ?latest) }
  OPTIONAL { ?row x:born ?born . BIND(fn:year(?born) AS ?year) }
}
"""


def calendar(name: str) -> Calendar:
    found = CALENDARS[name]
    assert found is not None
    return found


@pytest.fixture(scope="module")
def declared() -> tuple[object, ...]:
    settings = Settings()
    return read_model(settings.ontology, settings.shapes), read_vocabularies(settings.ontology)


def folder(tmp_path: Path, name: str, rows: str = "") -> Path:
    (tmp_path / "source.toml").write_text(SOURCE.format(calendar=name), encoding="utf-8")
    (tmp_path / "rows.ru").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(f"key,date,born\n{rows}", encoding="utf-8")
    return tmp_path


def test_the_page_has_examples_of_every_calendar() -> None:
    assert len(EXAMPLES) > 25
    assert {name for name, _, _ in EXAMPLES} == set(CALENDARS) - {"gregorian"}


@pytest.mark.parametrize(("name", "text", "gives"), EXAMPLES)
def test_the_examples_hold(name: str, text: str, gives: str) -> None:
    if gives.startswith("error: "):
        with pytest.raises(ValueError, match=re.escape(gives.removeprefix("error: "))):
            calendar(name).edtf(text)
    else:
        assert f"`{calendar(name).edtf(text)}`" == gives


@pytest.mark.filterwarnings("ignore:month_days is deprecated")
@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("persian", (1330, 1360, 1402, 1403)),
        ("islamic", (1400, 1445, 1446)),
        ("hebrew", (5750, 5783, 5784)),
        ("indian_civil", (1944, 1945)),
        ("coptic", (1739, 1740)),
        ("bahai", (179, 180)),
        ("julian", (1900, 1917)),
    ],
)
def test_every_month_and_its_last_day_are_those_of_convertdate(name: str, years: tuple[int, ...]) -> None:
    library = importlib.import_module(f"convertdate.{name}")
    for year in years:
        months = calendar(name)._number_of_months(year)
        found = [calendar(name).bounds_of_month(year, month) for month in range(1, months + 1)]
        for month, (first, last) in enumerate(found, start=1):
            assert first == dt.date(*library.to_gregorian(year, month, 1))
            assert last == dt.date(*library.to_gregorian(year, month, (last - first).days + 1))
        whole = calendar(name).bounds_of_year(year)
        assert whole == (min(first for first, _ in found), max(last for _, last in found))
        days = sum((last - first).days + 1 for first, last in found)
        assert days == (whole[1] - whole[0]).days + 1


def test_the_ethiopian_year_is_the_coptic_one_counted_otherwise() -> None:
    assert calendar("ethiopian").bounds_of_year(2016) == calendar("coptic").bounds_of_year(1740)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1402~", "2022-03-21", "2025-03-20"),
        ("1402-07~", "2023-08-23", "2023-11-21"),
        ("1402-07-15~", "2023-10-06", "2023-10-08"),
    ],
)
def test_what_is_about_a_date_has_bounds_that_hold_its_neighbours(
    text: str, earliest: str, latest: str
) -> None:
    found = bounds(calendar("persian").edtf(text))
    assert found[0] is not None and found[1] is not None
    assert found[0] <= dt.date.fromisoformat(earliest) <= dt.date.fromisoformat(latest) <= found[1]


def test_a_date_that_a_function_gave_is_not_converted_again(
    declared: tuple[object, ...], tmp_path: Path
) -> None:
    source = read_source(folder(tmp_path, "persian"))
    functions = Functions(source, *declared)  # type: ignore[arg-type]

    def answer(call: str) -> str | None:
        query = f"PREFIX fn: <{FUNCTION}> SELECT ({call} AS ?x) {{}}"
        (row,) = ox.Store().query(query, custom_functions=functions.for_oxigraph())
        return None if row["x"] is None else row["x"].value

    for inner in ('"1402-07"', 'fn:date("1402-07")', 'fn:edtf("1402-07")', 'fn:date(fn:edtf("1402-07"))'):
        assert answer(f"fn:earliest({inner})") == "2023-09-23"
        assert answer(f"fn:latest({inner})") == "2023-10-22"
        assert answer(f"fn:year({inner})") == "2023"
    assert answer('fn:date("15.07.1402")') == "2023-10-07"
    assert answer('fn:date("5.7.1402", "", "ru")') == "2023-09-27"
    assert answer('fn:date("7/5/1402", "mdy")') == "2023-09-27"
    assert answer('fn:date("1402-07-15 10:30")') == "2023-10-07"
    functions.take_failures()
    assert answer('fn:year("1402")') is None
    assert {f.reason for f in functions.take_failures()} == {
        "not in one Gregorian year: 2023-03-21/2024-03-19"
    }


def test_a_source_is_read_in_its_calendar(declared: tuple[object, ...], tmp_path: Path) -> None:
    rows = "r1,2567-02-29,2530\nr2,2567,25\nr3,2567-13,2530\n"
    result = ingest_source(read_source(folder(tmp_path, "buddhist", rows)), *declared)  # type: ignore[arg-type]
    assert (result.mapped, result.rejected) == (3, 0)
    said = {q.predicate.value.rpartition("#")[2]: set() for q in result.quads}
    for quad in result.quads:
        said[quad.predicate.value.rpartition("#")[2]].add(quad.object.value)
    assert said["when"] == {"2024-02-29", "2024"}
    assert said["earliest"] == {"2024-02-29", "2024-01-01"}
    assert said["latest"] == {"2024-02-29", "2024-12-31"}
    assert said["birthYear"] == {"1987"}
    assert said["dateText"] == {"2567-02-29", "2567", "2567-13"}
    notes = {(r.row, r.column, r.value, r.reason) for r in result.rejects}
    assert notes == {
        (2, "born", "25", "a year has three or four digits"),
        (3, "date", "2567-13", "there is no month 13 in the year 2567 of the calendar buddhist"),
    }


@pytest.mark.parametrize("name", ["thai", "Persian", ""])
def test_an_unknown_calendar_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceConfigError, match="'calendar'") as caught:
        read_source(folder(tmp_path, name))
    assert all(known in str(caught.value.mend) for known in CALENDARS)
    assert "source.toml" in str(caught.value.where)


def test_another_calendar_maps_the_rows_again(tmp_path: Path) -> None:
    origins = set()
    for name in ("gregorian", "persian"):
        source = read_source(folder(tmp_path, name, "r1,1402,1350\n"))
        origins.add(table_origin(source, source.tables[0], "", 1000))
    assert len(origins) == 2
