"""Rulings on whole tables: they hold at a table's content, and a ruling on one record goes before."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.editions import open_current
from habeas.errors import UsageError
from habeas.publish import Progress, build
from habeas.publish.building import Built
from habeas.publish.clearing import Ruling, clear, waiting
from habeas.publish.records import Record

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)
RULING = Ruling("public", "Synthetic reviewer", "a test")
SOURCE = """
title = "A plainly synthetic list"
publisher = "nobody"
licence = "CC0-1.0"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"

[[table]]
file = "names.csv"
mapping = "names.ru"
key = "record"
"""
HEADER = "record,locator,class,name,confidence\n"


class House:
    """A home with one source of its own."""

    def __init__(self, home: Path, progress: Progress) -> None:
        self.progress = progress
        self.settings = Settings(home=home, root=ROOT)
        self.folder = home / "ingest" / "synthetic-list"
        self.folder.mkdir(parents=True)
        (self.folder / "source.toml").write_text(SOURCE, encoding="utf-8")
        self.rows = {f"r{n}": f"Synthetic Person {n}" for n in range(1, 5)}

    def build(self) -> Built:
        lines = [f"{key},page 1,Person,{name},claimed\n" for key, name in self.rows.items()]
        (self.folder / "names.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
        return build(self.settings, ["synthetic-list"], today=TODAY, progress=self.progress)

    def clear(self, *records: str, ruling: Ruling = RULING, whole: bool = False) -> list[Record]:
        sources = () if records else ("synthetic-list",)
        return clear(self.settings, ruling, records=records, sources=sources, whole=whole, today=TODAY)

    def names(self) -> set[str]:
        query = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX hab: <https://w3id.org/habeas/ns#>
            SELECT ?name { ?person a hab:Person ; skos:prefLabel ?name FILTER(STRSTARTS(?name, "Synthetic")) }"""
        rows = open_current(self.settings).store.query(query)
        return {row["name"].value.removeprefix("Synthetic Person ") for row in rows}  # type: ignore[union-attr]

    def id_of(self, name: str) -> str:
        (found,) = (r for r in waiting(self.settings, ["synthetic-list"]) if name in str(r.triples))
        return found.iri.value.rsplit(":", 1)[1]


@pytest.fixture
def house(tmp_path: Path, silent: Progress) -> House:
    return House(tmp_path / "home", silent)


def test_one_line_clears_a_table(house: House) -> None:
    house.build()
    assert len(house.clear(whole=True)) == 4
    (line,) = (house.settings.home / "ledger" / "tables.jsonl").read_text().splitlines()
    assert json.loads(line)["records"] == 4
    assert json.loads(line)["table"] == "names.csv"
    assert "Person" not in line
    house.build()
    assert house.names() == {"1", "2", "3", "4"}
    assert waiting(house.settings, ["synthetic-list"]) == []
    assert house.clear(whole=True) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(r2="Synthetic Person Two"),
        lambda rows: rows.update(r5="Synthetic Person 5"),
        lambda rows: rows.pop("r1"),
    ],
    ids=["altered", "added", "dropped"],
)
def test_any_change_withholds_the_table(house: House, change: object) -> None:
    house.build()
    house.clear(whole=True)
    change(house.rows)  # type: ignore[operator]
    built = house.build()
    assert house.names() == set()
    assert len(built.published.stale) == len(house.rows)
    assert len(house.clear(whole=True)) == len(house.rows)
    house.build()
    assert len(house.names()) == len(house.rows)


def test_a_ruling_on_one_record_goes_before_that_on_its_table(house: House) -> None:
    house.build()
    kept = house.id_of("Person 3")
    house.clear(kept, ruling=Ruling("sealed", "Synthetic reviewer", "a test"))
    assert len(house.clear(whole=True)) == 3
    house.build()
    assert house.names() == {"1", "2", "4"}
    assert house.clear(whole=True) == [], "clearing the whole again does not open what was kept back"
    house.clear(kept)
    house.build()
    assert house.names() == {"1", "2", "3", "4"}


@pytest.mark.parametrize("tier", ["restricted", "sealed"])
def test_to_close_a_table_closes_what_was_cleared_in_it_before(house: House, tier: str) -> None:
    house.build()
    assert len(house.clear()) == 4
    house.build()
    assert len(house.names()) == 4
    assert len(house.clear(ruling=Ruling(tier, "Synthetic reviewer", "a test"), whole=True)) == 4
    house.build()
    assert house.names() == set()
    house.rows["r1"] = "Synthetic Person One"
    house.build()
    assert house.names() == set(), "nor does a change of the table open the rest again"


def test_the_longer_of_two_delays_counts(house: House) -> None:
    house.build()
    over, ahead = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
    house.clear(house.id_of("Person 1"), ruling=Ruling("delayed", "Synthetic reviewer", "a test", over))
    house.build()
    assert house.names() == {"1"}
    house.clear(ruling=Ruling("delayed", "Synthetic reviewer", "a test", ahead), whole=True)
    house.build()
    assert house.names() == set()


def test_a_whole_table_is_cleared_by_its_source(house: House) -> None:
    house.build()
    with pytest.raises(UsageError):
        clear(house.settings, RULING, records=("a",), whole=True, today=TODAY)
