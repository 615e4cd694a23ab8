"""What is withheld stays withheld: by whichever ruling, in a changed or a removed row, through a slip or a wrong clock.

Every list here is synthetic and says so.
"""

from __future__ import annotations

import datetime as dt
import json
import shlex
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.cli import main
from habeas.config import Settings, from_environment
from habeas.editions import open_current
from habeas.errors import (
    EditionError,
    LedgerError,
    NotFoundError,
    SourceConfigError,
    UsageError,
    ValidationError,
)
from habeas.identity import Clearance, TableClearance, append_entries
from habeas.ingest import read_source
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import local_name
from habeas.publish import Built, Progress, build, clearing
from habeas.publish.clearing import Ruling, clear, local_id, waiting, withdraw
from habeas.publish.clock import Clock
from habeas.publish.filter import Filter, find_orphans
from habeas.publish.records import Node, Record, group_records, load_records
from habeas.publish.rulings import Rulings, Stated, read_rulings

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)
OLD = "Old Town"
SOURCE = """
title = "A plainly synthetic list"
publisher = "nobody"
licence = "CC0-1.0"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"

[[table]]
file = "list.csv"
mapping = "list.ru"
key = "no"
"""
MAPPING = """
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?page ; hab:polarity ?asserts ; hab:confidence ?reported .
    ?arrest a hab:Arrest ; hab:subjectPerson ?person ; hab:place ?place ; hab:unit ?unit .
    ?person a hab:Person ; skos:prefLabel ?name .
  }
} WHERE {
  ?row row:record ?record ; x:no ?no ; x:name ?cell ; x:page ?page .
  BIND(fn:id("person", ?no) AS ?person)
  BIND(fn:id("arrest", ?no) AS ?arrest)
  BIND(fn:name(?cell, "en") AS ?name)
  BIND(fn:term("polarity", "asserts") AS ?asserts)
  BIND(fn:term("confidence", "reported") AS ?reported)
  OPTIONAL { ?row x:place ?place }
  OPTIONAL { ?row x:unit ?unit }
}
"""


class House:
    """A home with one list: of each person a name, a place, and a unit that is restricted by nature."""

    def __init__(self, home: Path, progress: Progress) -> None:
        self.progress = progress
        self.settings = Settings(home=home, root=ROOT)
        self.folder = home / "ingest" / "synthetic-list"
        self.folder.mkdir(parents=True)
        (self.folder / "list.ru").write_text(MAPPING, encoding="utf-8")
        self.configure()
        self.rows = {n: [f"Synthetic {n}", OLD, ""] for n in "ABC"}
        self.ids: dict[str, str] = {}
        """The id of the record of each row that was ever built."""

    def configure(self, lines: str = "", retrieved: str = "2026-01-31") -> None:
        text = lines + "\n" + SOURCE.replace("2026-01-31", retrieved)
        (self.folder / "source.toml").write_text(text, encoding="utf-8")

    def build(self, today: dt.date = TODAY, **options: Any) -> Built:
        lines = [f"{no},{','.join(cells)},page {no}\n" for no, cells in self.rows.items()]
        (self.folder / "list.csv").write_text("no,name,place,unit,page\n" + "".join(lines), encoding="utf-8")
        built = build(self.settings, ["synthetic-list"], today=today, progress=self.progress, **options)
        for iri, record in load_records(self.settings.home / "records").items():
            if page := record.value("locator"):
                self.ids[page.removeprefix("page ")] = local_name(iri.value)
        return built

    def clear(self, *rows: str, tier: str = "public", whole: bool = False, **more: Any) -> list[Record]:
        until = more.get("until")
        records = [self.ids[row] for row in rows]
        sources = () if rows else ("synthetic-list",)
        ruling = Ruling(tier, "Synthetic reviewer", "a test", until)
        return clear(self.settings, ruling, records=records, sources=sources, whole=whole, today=TODAY)

    def withdraw(self, row: str) -> int:
        return withdraw(
            self.settings, [self.ids[row]], reviewer="Synthetic reviewer", reason="a test", today=TODAY
        )

    def public(self) -> dict[str, str]:
        """The row and the place of each person whom the public edition names."""
        rows = open_current(self.settings).store.query(
            """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX hab: <https://w3id.org/habeas/ns#>
            SELECT ?name ?place { ?person a hab:Person ; skos:prefLabel ?name .
              ?arrest hab:subjectPerson ?person ; hab:place ?place }"""
        )
        return {r["name"].value.removeprefix("Synthetic "): r["place"].value for r in rows}  # type: ignore[union-attr]

    def run(self, *arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, [*arguments, "--home", str(self.settings.home)])
        assert result.exit_code == code, result.output
        return result.output


@pytest.fixture
def house(tmp_path: Path, silent: Progress) -> House:
    found = House(tmp_path / "home", silent)
    found.build()
    return found


AHEAD = dt.date(2027, 1, 1)


# --- bulk and single rulings ---


@pytest.mark.parametrize("whole", [False, True], ids=["by source", "whole"])
@pytest.mark.parametrize("single_first", [True, False])
def test_between_a_bulk_ruling_and_a_single_one_the_stricter_counts(
    house: House, whole: bool, single_first: bool
) -> None:
    house.rows["D"] = ["Synthetic D", OLD, ""]
    house.build()
    if not single_first:
        house.clear(whole=whole)
    house.clear("A", tier="restricted")
    house.clear("B", tier="sealed")
    house.clear("C", tier="delayed", until=AHEAD)
    if single_first:
        house.clear(whole=whole)
    house.build()
    assert house.public() == {"D": OLD}


@pytest.mark.parametrize("whole", [False, True], ids=["by source", "whole"])
def test_a_stricter_bulk_ruling_closes_what_was_opened_singly_before_and_after(
    house: House, whole: bool
) -> None:
    house.clear("A")
    house.clear(tier="restricted", whole=whole)
    house.clear("B")
    house.build()
    assert house.public() == {}
    house.clear(whole=whole)
    house.build()
    assert set(house.public()) == {"A", "B", "C"}, "of two bulk ones of a kind the later counts"


def test_between_two_single_rulings_the_later_counts(house: House) -> None:
    house.clear()
    house.clear("A", tier="sealed")
    house.clear("A")
    house.clear("B", tier="delayed", until=AHEAD)
    house.clear("B", tier="restricted")
    house.build()
    assert house.public() == {"A": OLD, "C": OLD}


def test_a_bulk_ruling_that_closes_is_not_forgotten_beside_a_single_one_that_says_the_same(
    house: House,
) -> None:
    house.clear()
    house.clear("A", tier="restricted")
    house.clear(tier="restricted")
    house.clear("A")
    house.build()
    assert house.public() == {}


def test_a_stricter_single_ruling_stands_when_the_row_changes(house: House) -> None:
    house.clear("A", tier="restricted")
    house.rows["A"][1] = "New Town"
    house.build()
    house.clear()
    house.build()
    assert house.public() == {"B": OLD, "C": OLD}


def test_a_delay_that_is_over_is_as_open_as_public(house: House) -> None:
    house.clear("A", tier="delayed", until=dt.date(2026, 11, 21))
    house.rows["A"][1] = "New Town"
    house.build()
    house.clear()
    house.build()
    assert house.public()["A"] == "New Town", "of equally strict ones that counts which fits the content"


def test_the_longer_of_two_delays_counts(house: House) -> None:
    house.clear("A", tier="delayed", until=dt.date(2026, 12, 1))
    house.clear(tier="delayed", until=dt.date(2026, 11, 25))
    house.build(dt.date(2026, 11, 26))
    assert house.public() == {"B": OLD, "C": OLD}
    house.build(dt.date(2026, 12, 2))
    assert set(house.public()) == {"A", "B", "C"}


def test_a_line_says_whether_it_was_bulk_or_single(house: House) -> None:
    house.clear()
    house.clear("A", tier="sealed")
    house.withdraw("B")
    lines = (house.settings.home / "ledger" / "clearance.jsonl").read_text().splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["bulk", "bulk", "bulk", "single", "withdrawal"]


def line(house: House, row: str, tier: str, kind: str | None = None, when: str = "2026-11-01") -> Clearance:
    record = load_records(house.settings.home / "records")[ox.NamedNode(f"urn:habeas:id:{house.ids[row]}")]
    return Clearance(
        record=house.ids[row], digest=record.digest, tier=tier, kind=kind, by="x", why="a test", when=when
    )


@pytest.mark.parametrize("tiers", [("restricted", "public"), ("public", "restricted")])
def test_of_lines_of_an_earlier_version_the_strictest_counts(house: House, tiers: tuple[str, str]) -> None:
    """Either may have been the bulk one."""
    append_entries([line(house, "A", tier) for tier in tiers], house.settings.home / "ledger")
    house.clear()
    house.build()
    assert house.public() == {"B": OLD, "C": OLD}
    house.clear("A")
    house.build()
    assert set(house.public()) == {"A", "B", "C"}, "somebody looked at this one by its id"


def test_a_line_of_no_known_kind_is_an_error(house: House) -> None:
    file = house.settings.home / "ledger" / "clearance.jsonl"
    house.clear("A")
    file.write_text(file.read_text().replace('"single"', '"some"'))
    with pytest.raises(LedgerError, match="some"):
        house.build()


def test_a_bulk_ruling_lists_what_it_left_alone_and_how_to_change_it(house: House) -> None:
    house.clear("A", tier="restricted")
    who = ("--reviewer", "Synthetic reviewer", "--reason")
    shown = house.run("clear", "--source", "synthetic-list", *who, "a test")
    assert "1 record left alone" in shown
    assert "2 records ruled public" in shown
    assert f"{house.ids['A']}  restricted, by Synthetic reviewer" in shown
    (command,) = (text for text in shown.splitlines() if "habeas clear" in text)
    words = shlex.split(command.strip().replace("…", "looked at again"))
    assert CliRunner().invoke(main, words[1:]).output.startswith("1 records ruled public")
    house.build()
    assert set(house.public()) == {"A", "B", "C"}


def test_a_single_ruling_that_a_bulk_one_outweighs_is_told(house: House) -> None:
    house.clear(tier="restricted", whole=True)
    shown = house.run("clear", house.ids["A"], "--reviewer", "x", "--reason", "y")
    assert "a ruling on their table is stricter and counts" in shown
    assert "--source NAME --whole" in shown
    assert "0 records ruled public" in shown


@pytest.mark.parametrize("kind", ["single", "bulk", "table"])
def test_no_ledger_takes_the_place_of_another_on_the_same_day(kind: str) -> None:
    """Of two ledgers the order within a day is not known."""

    def stated(ledger: int, tier: str, when: str) -> Stated:
        said = Clearance(record="r", digest="d", tier=tier, by="x", why="y", when=when)
        return Stated(said, kind, ledger, 0)

    ranks = {"public": 0, "delayed": 1, "restricted": 2, "sealed": 3}

    def counting(*found: Stated) -> str:
        one = Rulings({}, TODAY, ranks, {"r": found}).counting("r")
        assert one
        return one.ruling.tier

    day = "2026-11-01"
    for first, second in (("public", "restricted"), ("restricted", "public")):
        assert counting(stated(0, first, day), stated(1, second, day)) == "restricted"
    assert counting(stated(0, "restricted", day), stated(1, "public", "2026-11-02")) == "public"
    assert counting(stated(0, "restricted", "2026-11-02"), stated(1, "public", day)) == "restricted"


# --- changed and removed rows ---


def test_by_default_a_changed_row_and_a_removed_one_are_gone(house: House) -> None:
    house.clear()
    house.build()
    house.rows["A"][1] = "New Town"
    del house.rows["B"]
    built = house.build()
    assert house.public() == {"C": OLD}
    assert built.changed == built.removed == []


def test_a_changed_row_stays_as_it_was_cleared(house: House) -> None:
    house.configure('on_change = "keep"')
    house.clear()
    house.build()
    house.configure('on_change = "keep"', retrieved="2026-03-31")
    house.rows["A"][1] = "New Town"
    built = house.build()
    assert house.public() == {"A": OLD, "B": OLD, "C": OLD}
    assert [local_id(iri.value) for iri in built.changed] == [house.ids["A"]]
    assert recorded(house, "A") == {"2026-01-31"}
    assert recorded(house, "B") == {"2026-03-31"}
    assert len(waiting(house.settings, ["synthetic-list"])) == 1
    house.clear("A")
    house.build()
    assert house.public()["A"] == "New Town"


def test_a_version_that_may_hold_a_cell_that_has_become_private_is_deleted(house: House) -> None:
    """The place became private: what was kept before with the place in it is neither shown nor kept."""
    house.configure('on_change = "keep"')
    house.build()
    house.clear()
    house.build()
    assert house.public() == {"A": OLD, "B": OLD, "C": OLD}
    mapping = house.folder / "list.ru"
    text = mapping.read_text(encoding="utf-8").replace("hab:place ?place ; ", "")
    mapping.write_text(text.replace("  OPTIONAL { ?row x:place ?place }\n", ""), encoding="utf-8")
    house.configure('on_change = "keep"\nprivate = ["place"]')
    house.build()
    assert house.public() == {}
    kept = (house.settings.home / "cleared" / "synthetic-list.nq").read_text(encoding="utf-8")
    assert OLD not in kept


def recorded(house: House, row: str) -> set[str]:
    query = f"""PREFIX hab: <https://w3id.org/habeas/ns#>
        SELECT ?day {{ <http://localhost:8000/id/{house.ids[row]}> hab:recorded ?day }}"""
    return {r["day"].value for r in open_current(house.settings).store.query(query)}  # type: ignore[union-attr]


def test_a_table_that_was_cleared_whole_stays_while_a_row_waits(house: House) -> None:
    house.configure('on_change = "keep"')
    house.clear(whole=True)
    house.build()
    house.rows["A"][1] = "New Town"
    house.rows["D"] = ["Synthetic D", OLD, ""]
    house.build()
    assert house.public() == {"A": OLD, "B": OLD, "C": OLD}


KEEP = 'on_change = "keep"\non_removal = "keep"'


@pytest.mark.parametrize("change", ["changed", "removed"])
@pytest.mark.parametrize("whole", [False, True], ids=["by source", "whole"])
def test_a_kept_version_obeys_every_single_ruling(house: House, change: str, whole: bool) -> None:
    leave_versions(house, change, whole=whole)
    house.clear("A", tier="restricted")
    house.clear("B", tier="sealed")
    house.clear("C", tier="delayed", until=AHEAD)
    house.withdraw("D")
    house.build()
    assert house.public() == {"E": OLD, "F": OLD}


@pytest.mark.parametrize("change", ["changed", "removed"])
@pytest.mark.parametrize("whole", [False, True], ids=["by source", "whole"])
def test_a_kept_version_obeys_every_bulk_ruling(house: House, change: str, whole: bool) -> None:
    leave_versions(house, change, whole=True)
    house.clear(tier="restricted", whole=whole)
    house.build()
    assert house.public() == {}


def leave_versions(house: House, change: str, *, whole: bool) -> None:
    """Clear six rows and then change or remove all but the last, so that the kept versions stand for them."""
    house.configure(KEEP)
    house.rows = {n: [f"Synthetic {n}", OLD, ""] for n in "ABCDEF"}
    house.build()
    house.clear(whole=whole)
    house.build()
    for row in "ABCDE":
        if change == "changed":
            house.rows[row][1] = "New Town"
        else:
            del house.rows[row]
    house.build()
    assert house.public() == dict.fromkeys("ABCDEF", OLD)


def test_what_was_withdrawn_is_deleted_and_does_not_come_back_with_its_row(house: House) -> None:
    house.configure(KEEP)
    house.clear()
    house.build()
    row = house.rows.pop("A")
    built = house.build()
    assert [local_id(iri.value) for iri in built.removed] == [house.ids["A"]]
    assert house.withdraw("A") == 1
    assert house.withdraw("A") == 0
    house.build()
    kept = [f.read_text() for f in (house.settings.home / "cleared").iterdir()]
    assert not any("Synthetic A" in text or house.ids["A"] in text for text in kept)
    house.rows["A"] = [*row[:1], "New Town", ""]
    built = house.build()
    assert built.published.stale == waiting(house.settings, ["synthetic-list"]) == [], (
        "nobody has to look at it"
    )
    house.clear()
    house.build()
    assert house.public() == {"B": OLD, "C": OLD}
    house.clear("A")
    house.build()
    assert set(house.public()) == {"A", "B", "C"}, "a later single ruling takes it back"


def test_a_row_that_is_refused_is_not_kept(house: House) -> None:
    house.configure(KEEP)
    house.clear()
    house.build()
    with (house.folder / "source.toml").open("a", encoding="utf-8") as file:
        file.write('[[table.reject]]\nrow = 2\nreason = "names a witness"\n')
    house.build()
    assert house.public() == {"A": OLD, "C": OLD}
    house.configure(KEEP)
    del house.rows["B"]
    house.build()
    assert house.public() == {"A": OLD, "C": OLD}, "what was refused is kept no more"


def test_a_record_can_be_withdrawn_that_is_only_in_the_ledger(house: House) -> None:
    house.clear()
    house.build()
    row = house.rows.pop("A")
    house.build()
    assert house.withdraw("A") == 1
    house.rows["A"] = row
    house.build()
    assert house.public() == {"B": OLD, "C": OLD}
    with pytest.raises(NotFoundError):
        withdraw(house.settings, ["a" * 20], reviewer="x", reason="y", today=TODAY)


def test_what_was_never_public_is_not_kept_public(house: House) -> None:
    """The row was ruled restricted as it was; that another version was cleared later says nothing of this one."""
    house.configure(KEEP)
    house.clear("A", tier="restricted")
    house.build()
    house.rows["A"][1] = "New Town"
    house.build()
    house.clear("A")
    house.rows["A"][1] = "Newer Town"
    house.build()
    assert house.public() == {}


def test_a_kept_version_that_was_closed_for_a_time_is_not_opened_by_a_ruling_on_another(house: House) -> None:
    house.configure(KEEP)
    house.clear()
    house.build()
    house.rows["A"][1] = "New Town"
    house.build()
    house.clear("A", tier="restricted")
    house.rows["A"][1] = "Newer Town"
    house.build()
    house.clear("A")
    house.rows["A"][1] = "Newest Town"
    house.build()
    assert house.public() == {"B": OLD, "C": OLD}


def test_a_kept_version_is_filtered_by_the_tiers_of_today(
    declarations: Path, tmp_path: Path, silent: Progress
) -> None:
    house = House(tmp_path / "home", silent)
    house.settings = Settings(home=house.settings.home, root=declarations)
    house.configure(KEEP)
    house.build()
    house.clear()
    house.build()
    assert house.public()["A"] == OLD
    del house.rows["A"]
    shape = declarations / "shapes" / "Event.ttl"
    text = shape.read_text(encoding="utf-8")
    start = text.index("sh:path hab:place ;")
    closed = text[start:].replace("hab:tier tier:public", "hab:tier tier:restricted", 1)
    shape.write_text(text[:start] + closed, encoding="utf-8")
    read_model.cache_clear()
    house.build()
    assert house.public() == {}
    quads = "\n".join(map(str, open_current(house.settings).store))
    assert "Synthetic A" in quads
    assert OLD not in quads


def test_a_kept_version_is_held_to_the_shapes_of_today(
    declarations: Path, tmp_path: Path, silent: Progress
) -> None:
    house = House(tmp_path / "home", silent)
    house.settings = Settings(home=house.settings.home, root=declarations)
    house.configure(KEEP)
    house.build()
    house.clear()
    house.build()
    del house.rows["A"]
    shape = declarations / "shapes" / "Event.ttl"
    text = shape.read_text(encoding="utf-8")
    start = text.index("sh:path hab:place ;")
    strict = text[start:].replace("hab:tier", 'sh:pattern "^New" ;\n    hab:tier', 1)
    shape.write_text(text[:start] + strict, encoding="utf-8")
    for cells in house.rows.values():
        cells[1] = "New Town"
    read_model.cache_clear()
    with pytest.raises(ValidationError, match="malformed"):
        house.build()
    house.withdraw("A")
    house.configure('on_removal = "keep"')
    house.build()
    assert house.public() == {}


def test_nothing_stays_of_a_source_whose_folder_is_gone(house: House) -> None:
    house.configure(KEEP)
    house.clear()
    house.build()
    for file in house.folder.iterdir():
        file.unlink()
    house.folder.rmdir()
    build(house.settings, today=TODAY, progress=house.progress)
    assert house.public().keys().isdisjoint("ABC")
    assert not list((house.settings.home / "cleared").glob("synthetic-list*"))


def test_what_is_kept_is_the_owners_alone(house: House) -> None:
    house.clear()
    house.build()
    assert (house.settings.home / "cleared").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["on_change", "on_removal"])
@pytest.mark.parametrize("value", ['"publish"', "true", '["keep"]', '""', '"Keep"'])
def test_a_policy_that_nobody_knows_is_a_clear_error(house: House, name: str, value: str) -> None:
    house.configure(f"{name} = {value}")
    with pytest.raises(SourceConfigError, match=name) as caught:
        read_source(house.folder)
    assert '"keep"' in str(caught.value.mend)


# --- what nothing links to ---

PREFIXES = """@prefix hab: <https://w3id.org/habeas/ns#> . @prefix : <urn:habeas:id:> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
P = ':p a hab:Person ; skos:prefLabel "Synthetic Person"@en . '
Q = ':q a hab:Person ; skos:prefLabel "Synthetic Relative"@en . '
B = ':b a hab:Body ; skos:prefLabel "Synthetic Body"@en . '
E = ":e a hab:Arrest ; hab:subjectPerson :p . "
ORPHANS = {
    "one person": (P, ""),
    "one event": (":e a hab:Arrest . ", ""),
    "an event and its person": (P + E, ""),
    "a relation of a higher tier": (
        P + Q + E + ":x a hab:Relation ; hab:relationFrom :p ; hab:relationTo :q . ",
        "",
    ),
    "a witness": (P + Q + E + ":e hab:witness :q . ", ""),
    "whom it quotes": (P + E + B + ":r hab:quotes :b . ", ""),
    "one person and whom it quotes": (P + B + ":r hab:quotes :b . ", ""),
    "two events with a person each": (P + E + Q + ":f a hab:Death ; hab:subjectPerson :q . ", ""),
    "a name beside an event": (P + E + Q, "q"),
    "a name beside an event that is quoted": (P + E + Q + ":r hab:quotes :p . ", "q"),
    "a relation that lost one end": (P + Q + E + ":x a hab:Relation ; hab:relationFrom :p . ", "q"),
    "a relation that lost both ends": (P + Q + E + ":x a hab:Relation . ", "qx"),
    "a relation without its class": (P + Q + E + ":x hab:relationFrom :p ; hab:relationTo :q . ", "q"),
    "agents beside an event": (P + E + Q + B + ":q hab:inverted :b . ", "bq"),
    "a place that nothing is at": (P + E + ":f a hab:Facility . ", "f"),
    "two names": (P + Q, "pq"),
    "two names, whom it quotes": (P + Q + B + ":r hab:quotes :b . ", "pq"),
    "a body and two names": (P + Q + B + ":p hab:inverted :b . ", "bpq"),
    "an event without its person": (P + ":e a hab:Arrest . ", "ep"),
    "a link to itself": (P + E + Q + ":q hab:inverted :q . ", "q"),
}


def record_of(body: str) -> Record:
    said = PREFIXES + ":r { :r a hab:Record . " + body + " }"
    (found,) = group_records(ox.parse(said, format=ox.RdfFormat.TRIG)).values()
    return found


@pytest.mark.parametrize("name", ORPHANS)
def test_what_nothing_links_to_is_an_orphan(name: str) -> None:
    body, orphans = ORPHANS[name]
    declared = Settings(root=ROOT)
    model = read_model(declared.ontology, declared.shapes)
    assert {local_name(node.value) for node in find_orphans(record_of(body), model)} == set(orphans)


def test_a_slip_in_a_mapping_does_not_publish_the_relative(house: House) -> None:
    """The relation is forgotten in the mapping, and the relative's name is left."""
    slip = MAPPING.replace(
        "    ?person a hab:Person",
        "    ?kin a hab:Person ; skos:prefLabel ?kinName .\n    ?person a hab:Person",
    )
    slip = slip.replace(
        "  OPTIONAL { ?row x:place",
        '  BIND(fn:id("kin", ?no) AS ?kin)\n  BIND(fn:name("Synthetic Kin", "en") AS ?kinName)\n'
        "  OPTIONAL { ?row x:place",
    )
    (house.folder / "list.ru").write_text(slip, encoding="utf-8")
    house.build()
    house.clear()
    shown = house.run("build", "synthetic-list")
    assert "3: described and nothing links to it" in shown
    assert all(name in shown for name in house.ids.values())
    assert house.public() == {"A": OLD, "B": OLD, "C": OLD}
    edition = open_current(house.settings)
    files = [edition.path / "manifest.json", edition.catalogue_path]
    said = "\n".join(map(str, edition.store)) + "".join(
        f.read_bytes().decode("utf-8", "replace") for f in files
    )
    assert "Synthetic Kin" not in said
    assert "described and nothing links" not in said
    shown = house.run("explain-tier", house.ids["A"])
    assert "name of Person" in shown
    assert "described and nothing links to it" in shown
    assert "Synthetic Kin" not in shown


def test_an_orphan_that_is_a_hospital_hides_every_mention_of_it() -> None:
    """What is withheld of one record still raises what it speaks of in the others."""
    declared = Settings(root=ROOT)
    model, terms = read_model(declared.ontology, declared.shapes), read_vocabularies(declared.ontology)
    hospital = (
        ":f a hab:Facility ; hab:facilityKind <https://w3id.org/habeas/vocabulary/facility-kind/hospital> . "
    )
    one = record_of(P + E + hospital)
    said = PREFIXES + ":s { :s a hab:Record . " + P + E + ":f a hab:Facility . :e hab:facility :f . }"
    (two,) = group_records(ox.parse(said, format=ox.RdfFormat.TRIG)).values()
    rulings = [
        Clearance(
            record=local_name(r.iri.value), digest=r.digest, tier="public", by="x", why="y", when="2026-01-01"
        )
        for r in (one, two)
    ]
    seen = Filter("public", model, terms, TODAY).apply({one.iri: one, two.iri: two}, rulings)
    assert seen.orphaned == [one.iri]
    assert not any("id:f" in str(t) for r in seen.records.values() for t in r.triples)


# --- a wrong clock ---


@pytest.fixture
def delayed(house: House) -> House:
    house.clear(tier="delayed", until=dt.date(2026, 12, 10))
    house.build()
    return house


@pytest.mark.parametrize("ahead", [32, 20_000])
def test_a_clock_far_ahead_releases_no_delay(delayed: House, ahead: int) -> None:
    built = delayed.build(TODAY + dt.timedelta(days=ahead))
    assert delayed.public() == {}
    assert built.clock.is_suspicious
    assert delayed.build(TODAY + dt.timedelta(days=ahead)).clock.is_suspicious, (
        "and is not trusted the second time"
    )
    assert delayed.public() == {}


def test_a_clock_that_is_right_is_said_to_be(delayed: House) -> None:
    day = TODAY + dt.timedelta(days=60)
    assert not delayed.build(day, clock_is_right=True).clock.is_suspicious
    assert set(delayed.public()) == {"A", "B", "C"}
    assert not delayed.build(day).clock.is_suspicious


def test_quiet_builds_carry_the_day_on(delayed: House) -> None:
    for days in (20, 40):
        assert not delayed.build(TODAY + dt.timedelta(days=days)).clock.is_suspicious
    assert set(delayed.public()) == {"A", "B", "C"}


def test_a_clock_that_stands_before_the_last_edition_is_suspicious(delayed: House) -> None:
    built = delayed.build(TODAY - dt.timedelta(days=1))
    assert built.clock.is_suspicious
    assert built.clock.day == TODAY - dt.timedelta(days=1)
    assert not delayed.build(TODAY).clock.is_suspicious


def test_the_days_are_a_setting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.clear(tier="delayed", until=dt.date(2026, 12, 10))
    house.settings = Settings(home=house.settings.home, root=ROOT, clock_days=90)
    house.build(TODAY + dt.timedelta(days=60))
    assert set(house.public()) == {"A", "B", "C"}
    monkeypatch.setenv("HABEAS_CLOCK_DAYS", "90")
    assert from_environment().clock_days == 90
    monkeypatch.setenv("HABEAS_CLOCK_DAYS", "a month")
    with pytest.raises(UsageError, match="a month"):
        from_environment()


def test_a_day_that_cannot_be_read_releases_nothing(delayed: House) -> None:
    (delayed.settings.editions / "day-public").write_text("soon\n")
    with pytest.raises(EditionError, match="soon"):
        delayed.build()
    delayed.build(clock_is_right=True)
    assert not delayed.build().clock.is_suspicious


def test_the_command_says_what_is_suspicious_and_what_to_do(house: House) -> None:
    house.build(dt.date(1990, 1, 1), clock_is_right=True)
    house.clear(tier="delayed", until=dt.date(1995, 1, 1))
    shown = house.run("build", "synthetic-list")
    assert "no delay is released" in shown
    assert "--clock-is-right" in shown
    assert house.public() == {}
    assert "no delay is released" not in house.run("build", "synthetic-list", "--clock-is-right")
    assert set(house.public()) == {"A", "B", "C"}


def test_the_day_of_a_suspicious_clock_is_the_earlier() -> None:
    last = dt.date(2026, 6, 1)
    assert Clock(dt.date(2026, 7, 2), last).day == dt.date(2026, 7, 2)
    assert Clock(dt.date(2026, 7, 3), last).day == last
    assert Clock(dt.date(2026, 5, 31), last).day == dt.date(2026, 5, 31)
    assert Clock(dt.date(2036, 5, 31), last, is_right=True).day == dt.date(2036, 5, 31)


# --- what a reviewer and a keeper are shown ---


def test_the_list_shows_what_the_public_would_see_and_what_changed(house: House) -> None:
    house.rows["A"][2] = "Hidden Unit"
    house.build()
    shown = house.run("clear", "--list", "--source", "synthetic-list")
    assert "Person Synthetic A" in shown
    assert "place: Old Town" in shown
    assert "1 value stays withheld: property of a higher tier" in shown
    assert "Hidden Unit" not in shown
    assert "changed" not in shown
    house.clear()
    house.build()
    house.rows["A"][1] = "New Town"
    house.build()
    shown = house.run("clear", "--list", "--source", "synthetic-list")
    assert "- Arrest, place: Old Town" in shown
    assert "+ Arrest, place: New Town" in shown
    assert "Hidden Unit" not in shown
    assert "Synthetic B" not in shown
    assert "1 records wait" in shown


def test_the_list_says_where_the_public_would_see_no_change(house: House) -> None:
    house.clear()
    house.build()
    house.rows["A"][2] = "Hidden Unit"
    house.build()
    assert "the public would see no change" in house.run("clear", "--list", "--source", "synthetic-list")


def test_explain_tier_of_a_record(house: House) -> None:
    house.rows["A"][2] = "Hidden Unit"
    house.build()
    name = house.ids["A"]
    assert "none" in house.run("explain-tier", name)
    house.clear()
    house.build()
    shown = house.run("explain-tier", name)
    assert shown.startswith(f"record {name}: public")
    assert "list.csv, row 1, page A" in shown
    assert "(bulk, by source), by Synthetic reviewer: counts" in shown
    assert "fits what the record says now" in shown
    assert "(property of a higher tier)" in shown
    assert "unit" in shown
    assert "Hidden Unit" not in shown
    house.clear("A", tier="delayed", until=dt.date(2099, 1, 1))
    house.rows["A"][1] = "New Town"
    house.build()
    shown = house.run("explain-tier", name)
    assert shown.startswith(f"record {name}: not public")
    assert "delayed until 2099-01-01 (single), by Synthetic reviewer: counts" in shown
    assert "the one that counts is stricter" in shown
    assert "it has changed" in shown


@pytest.mark.parametrize(
    "form", ["{}", "urn:habeas:id:{}", "http://localhost:8000/id/{}", "https://x.org/doc/{}.jsonld"]
)
def test_explain_tier_takes_an_id_a_urn_or_an_address(house: House, form: str) -> None:
    assert house.run("explain-tier", form.format(house.ids["A"])).startswith(f"record {house.ids['A']}")


def test_explain_tier_of_a_thing(house: House) -> None:
    record = load_records(house.settings.home / "records")[ox.NamedNode(f"urn:habeas:id:{house.ids['A']}")]
    (person,) = (node for node, kinds in record.types.items() if any(k.endswith("#Person") for k in kinds))
    shown = house.run("explain-tier", person.value)
    assert ": not public" in shown
    assert f"{house.ids['A']}  list.csv, row 1: the record is not public" in shown
    house.clear()
    house.build()
    shown = house.run("explain-tier", person.value)
    assert "class: Person, public" in shown
    assert f"{house.ids['A']}  list.csv, row 1: public" in shown
    assert "Synthetic A" not in shown


def test_explain_tier_of_a_row_that_is_gone(house: House) -> None:
    house.configure(KEEP)
    house.clear()
    house.build()
    del house.rows["A"]
    house.build()
    assert "on_removal = keep" in house.run("explain-tier", house.ids["A"])
    house.withdraw("A")
    house.build()
    shown = house.run("explain-tier", house.ids["A"])
    assert ": not public" in shown
    assert "withdrawn" in shown
    assert "its row is gone" in shown


def test_explain_tier_of_nothing_known(house: House) -> None:
    shown = house.run("explain-tier", "aaaaaaaaaaaaaaaaaaaa", code=1)
    assert "error: no record of this home is or mentions 'aaaaaaaaaaaaaaaaaaaa'" in shown
    assert "NotFoundError" in shown


@pytest.mark.parametrize("more", [["a" * 20], ["--source", "x"], ["--tier", "public"], ["--whole"]])
def test_to_withdraw_is_a_ruling_of_its_own(house: House, more: list[str]) -> None:
    arguments = ["clear", "--withdraw", house.ids["A"], "--reviewer", "x", "--reason", "y", *more]
    assert "UsageError" in house.run(*arguments, code=1)
    assert "UsageError" in house.run("clear", "--withdraw", house.ids["A"], "--reviewer", "x", code=1)


# --- no sequence of rulings opens what a stricter one keeps back ---

RANKS = {"public": 0, "delayed": 1, "restricted": 2, "sealed": 3}
RECORDS = ("r1", "r2")
DAYS = [dt.date(2026, 1, day) for day in (1, 2, 3)]
TIERS = st.one_of(
    st.tuples(st.sampled_from(["public", "restricted", "sealed"]), st.none()),
    st.tuples(st.just("delayed"), st.sampled_from(DAYS)),
)
STEPS = st.one_of(
    st.tuples(st.just("single"), st.sampled_from(RECORDS), TIERS),
    st.tuples(st.just("withdrawal"), st.sampled_from(RECORDS), st.just(("sealed", None))),
    st.tuples(st.sampled_from(["bulk", "table"]), st.none(), TIERS),
    st.tuples(st.just("change"), st.sampled_from(RECORDS), st.integers(0, 2)),
)


def oracle(steps: list[Any], record: str, day: dt.date) -> bool:
    """Whether the last single, the last bulk and the last whole ruling are each open, and one is of what it says now.

    Written from the guide, and from nothing else.
    """
    says = dict.fromkeys(RECORDS, 0)
    last: dict[str, tuple[bool, Any]] = {}
    for kind, named, what in steps:
        if kind == "change":
            says[named] = what
        elif kind == "table":
            last["table"] = what[0] == "public" or (what[0] == "delayed" and what[1] < day), dict(says)
        elif named in (None, record):
            way = "bulk" if kind == "bulk" else "single"
            last[way] = what[0] == "public" or (what[0] == "delayed" and what[1] < day), says[record]
    fits = [said == (says if way == "table" else says[record]) for way, (_, said) in last.items()]
    return bool(last) and all(is_open for is_open, _ in last.values()) and any(fits)


def contents(says: dict[str, int]) -> dict[Node, Record]:
    hab, found = "https://w3id.org/habeas/ns#", {}
    for name, version in says.items():
        iri = ox.NamedNode(f"urn:habeas:id:{name}")
        said = {"source": ox.NamedNode("urn:habeas:id:s"), "tableName": ox.Literal("t.csv")}
        triples = [(iri, ox.NamedNode(hab + key), value) for key, value in said.items()]
        triples.append((iri, ox.NamedNode(f"{hab}locator"), ox.Literal(f"version {version}")))
        found[iri] = Record(iri, tuple(triples))
    return found


@pytest.fixture(scope="module")
def ledger_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sequence")


def test_no_sequence_of_rulings_opens_what_a_stricter_one_keeps_back(
    ledger_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any sequence of `habeas clear` and changes of rows, through `clear` and `read_rulings`, against the oracle."""
    settings_ = Settings(home=ledger_home, root=ROOT)
    state: dict[str, Any] = {}
    monkeypatch.setattr(clearing, "known_records", lambda _: (state["records"], {}))
    monkeypatch.setattr(clearing, "chosen_sources", lambda *_: [type("S", (), {"iri": "urn:habeas:id:s"})])
    monkeypatch.setattr(clearing, "prepare_home", lambda _: None)

    def perform(kind: str, named: str | None, what: Any) -> None:
        said = {"today": DAYS[0]}
        if kind == "withdrawal":
            clearing.withdraw(settings_, [named or ""], reviewer="x", reason="y", **said)
            return
        sources = () if named else ("s",)
        ruling = Ruling(what[0], "x", "y", what[1])
        clear(
            settings_,
            ruling,
            records=[named] if named else [],
            sources=sources,
            whole=kind == "table",
            **said,
        )

    @settings(max_examples=150, deadline=None)
    @given(st.lists(STEPS, max_size=8), st.sampled_from([*DAYS, DAYS[-1] + dt.timedelta(days=1)]))
    def hold(steps: list[Any], day: dt.date) -> None:
        for kind in (Clearance, TableClearance):
            (ledger_home / "ledger" / kind.file).unlink(missing_ok=True)
        says = dict.fromkeys(RECORDS, 0)
        state["records"] = contents(says)
        for kind, named, what in steps:
            if kind == "change":
                says[named] = what
                state["records"] = contents(says)
            else:
                perform(kind, named, what)
        in_force = read_rulings(settings_, state["records"], day).in_force()
        cleared = {c.record: c for c in in_force}
        rules = Filter("public", *(None, None), day)  # type: ignore[arg-type]
        for iri, record in state["records"].items():
            name = iri.value.rsplit(":", 1)[1]
            ruling = cleared.get(name)
            seen = rules._tier(ruling) == "public" and ruling is not None and ruling.digest == record.digest
            expected = oracle(steps, name, day)
            assert seen == expected, (steps, name, day)

    hold()
