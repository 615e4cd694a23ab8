"""The real lists in ../shared/data: every row of every file is mapped or rejected, and the defects are found.

The numbers are written down: they are those of the READMEs in ``ingest/``.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.ingest import Ingested, ingest_source, read_source
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import HAB, RDF, SKOS, VOCABULARY, local_name
from habeas.shapes import validate_records

SETTINGS = Settings()
FILES = {
    "stalin-lists-georgia": {
        "court_representative.csv": 275,
        "clause.csv": 105,
        "convict_organization.csv": 15,
        "list_dates.csv": 12,
        "person_court_representative.csv": 12_418,
        "person_clause.csv": 5_924,
    },
    "sudrf-courts": {"courts.csv": 2_311},
    "cjeu-judges": {"judges.csv": 267},
    "pinochet": {"pinochet.csv": 2_398},
    "echr-od": {"cases.json": 501, "judges_per_country.json": 204},
}
"""Rows of each file. Every row of these is mapped."""
UNREAD = {"pinochet": 6}
CLASSES = {
    "stalin-lists-georgia": {
        **{"Person": 275 + 3_490, "Sentencing": 3_490, "Charge": 5_924, "Article": 104, "Law": 3},
        **{"Court": 11, "Body": 4, "Publication": 12},
    },
    "sudrf-courts": {"Court": 2_311},
    "cjeu-judges": {"Person": 267, "Court": 3, "Appointment": 294},
    "pinochet": {"Person": 2_398, "Death": 1_447, "Disappearance": 961, "Detention": 1_446, "Facility": 216},
    "echr-od": {
        **{"Case": 501, "Judgment": 501, "Court": 1, "Law": 1, "Article": 62},
        **{"Person": 204 + 582, "Appointment": 204, "Body": 21},
    },
}
SHARE_ALIKE = {"sudrf-courts", "echr-od"}


@dataclass(frozen=True)
class List:
    """A list as it was ingested."""

    result: Ingested
    quads: list[ox.Quad]

    def values(self, name: str) -> list[str]:
        return [q.object.value for q in self.quads if local_name(q.predicate.value) == name]

    def of(self, subject: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for q in self.quads:
            if q.subject.value == subject:
                found.setdefault(local_name(q.predicate.value), set()).add(q.object.value)
        return found

    def by(self, name: str, value: str) -> str:
        (found,) = {
            q.subject.value
            for q in self.quads
            if local_name(q.predicate.value) == name and q.object.value == value
        }
        return found


INGESTED: dict[str, List] = {}


def ingested(name: str, shared: Path) -> List:
    if name not in INGESTED:
        folder = SETTINGS.root / "ingest"
        source = read_source(folder / name, folder / "tables", shared / "data")
        model, vocabularies = (
            read_model(SETTINGS.ontology, SETTINGS.shapes),
            read_vocabularies(SETTINGS.ontology),
        )
        result = ingest_source(source, model, vocabularies)
        INGESTED[name] = List(result, result.quads)
    return INGESTED[name]


def length(file: Path) -> int:
    """Rows of a file, read in the plainest way."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return sum(1 for _ in csv.DictReader(text.splitlines()))
    found = json.loads(text)
    return len(found) if isinstance(found, list) else sum(map(len, found.values()))


@pytest.mark.parametrize("name", FILES)
def test_rows_in_are_rows_mapped_and_rejected(name: str, shared: Path) -> None:
    found = ingested(name, shared)
    source = found.result.source
    assert {t.name: length(t.file) for t in source.tables} == FILES[name]
    assert Counter(found.values("tableName")) == FILES[name]
    total = sum(FILES[name].values())
    assert (found.result.rows, found.result.mapped, found.result.rejected) == (total, total, 0)
    assert found.result.unread == UNREAD.get(name, 0) == len(found.result.rejects)


@pytest.mark.parametrize("name", FILES)
def test_what_comes_out_is_of_these_classes(name: str, shared: Path) -> None:
    typed = {(q.subject, q.object) for q in ingested(name, shared).quads if q.predicate.value == f"{RDF}type"}
    counts = Counter(local_name(kind.value) for _, kind in typed)
    del counts["Record"]
    assert counts == CLASSES[name]


@pytest.mark.parametrize("name", [*FILES, "memoru-strings"])
def test_what_is_part_of_one_thing_has_one_holder(name: str, shared: Path) -> None:
    """One charge for everyone who was charged under an article would be one charge for thousands."""
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    parts = {c.iri for c in model.classes.values() if c.embedded}
    found = ingested(name, shared).quads
    embedded = {q.subject for q in found if q.predicate.value == f"{RDF}type" and q.object.value in parts}
    holders: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for quad in found:
        if quad.object in embedded:
            holders.setdefault(quad.object, set()).add(quad.subject)
    assert {part: len(held) for part, held in holders.items() if len(held) > 1} == {}
    assert holders.keys() == embedded, "none is left over"


@pytest.mark.parametrize("name", [n for n in FILES if n != "stalin-lists-georgia"])
def test_no_record_is_malformed(name: str, shared: Path) -> None:
    """Georgia's records are held to the shapes by the build in ``test_georgia.py``."""
    records: dict[str, list[ox.Quad]] = {}
    for quad in ingested(name, shared).quads:
        records.setdefault(quad.graph_name.value, []).append(quad)
    some = dict(list(records.items())[:: max(1, len(records) // 300)])
    report = validate_records(some, SETTINGS.shapes, SETTINGS.ontology)
    assert [r.message for r in report.results if "source" not in str(r.path)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_list_tells_its_licence_and_has_a_readme(name: str, shared: Path) -> None:
    source = ingested(name, shared).result.source
    assert source.share_alike == (name in SHARE_ALIKE)
    readme = (source.folder / "README.md").read_text(encoding="utf-8")
    licence = {"ODbL 1.0": "Open Database License 1.0"}.get(source.licence, source.licence)
    assert f"**Licence**: {licence}" in readme
    for file, rows in FILES[name].items():
        assert f"| `{file}` | {rows:,} | {rows:,} | 0 |" in readme


# --- what single rows become ---------------------------------------------------------------


def test_a_charge_of_the_georgian_lists_has_the_article_of_its_clause(shared: Path) -> None:
    """Row by row against the two tables: whose charge it is, and what the clause says."""
    folder = shared / "data" / "stalin-lists-georgia"
    clauses, charged = (
        list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
        for name in ("clause.csv", "person_clause.csv")
    )
    wording = {row["clause_id"]: row["clause"] for row in clauses}
    wanted = Counter((row["person_id"], wording[row["clause_id"]]) for row in charged)
    said: dict[str, dict[str, set[str]]] = {}
    for quad in ingested("stalin-lists-georgia", shared).quads:
        name = local_name(quad.predicate.value)
        said.setdefault(quad.subject.value, {}).setdefault(name, set()).add(quad.object.value)
    found: Counter[tuple[str, str]] = Counter()
    for thing in said.values():
        for charge in thing.get("onCharge", ()):
            (person,) = (said[p]["identifier"] for p in thing["defendant"])
            articles = [said[article] for article in said[charge].get("underArticle", ())]
            (words,) = said[charge].get("chargeWording", set()).union(*(a["prefLabel"] for a in articles))
            found[next(iter(person)).rpartition("/")[2], words] += 1
    assert found == wanted
    assert sum(found.values()) == 5_924


def test_a_court_in_occupied_crimea_is_in_crimea(shared: Path) -> None:
    found = ingested("sudrf-courts", shared)
    court = found.of(found.by("identifier", "sudrf:92RS0003"))
    assert court["prefLabel"] == {"Ленинский районный суд (Город Севастополь)"}
    assert court["altLabel"] == {"Ленинский районный суд"}
    assert court["region"] == {f"{VOCABULARY}region/crimea"}
    assert court["website"] == {"http://leninskiy.sev.sudrf.ru"}
    regions = Counter(value.rsplit("/", 1)[1] for value in found.values("region"))
    assert regions == {"russia": 2_274, "crimea": 32}  # the other five are said to be abroad


def test_a_judge_has_an_appointment_for_each_post(shared: Path) -> None:
    found = ingested("cjeu-judges", shared)
    person = found.by("identifier", "iuropa:J:0103")
    assert found.of(person)["birthYear"] == {"1912"}
    posts = [q.subject.value for q in found.quads if q.predicate.value == f"{HAB}appointee"]
    mine = [found.of(p) for p in posts if found.of(p)["appointee"] == {person}]
    assert [(p["post"], p["earliest"], p["latest"]) for p in mine] == [
        ({"judge"}, {"1967-10-09"}, {"1984-04-10"})
    ]
    assert sum(value.endswith("/..") for value in found.values("when")) == 90


def test_a_disappearance_is_no_death(shared: Path) -> None:
    found = ingested("pinochet", shared)
    subjects = {
        kind: {
            q.subject
            for q in found.quads
            if q.predicate.value == f"{RDF}type" and q.object.value == HAB + kind
        }
        for kind in ("Death", "Disappearance")
    }
    people = {
        kind: {
            q.object
            for q in found.quads
            if q.predicate.value == f"{HAB}subjectPerson" and q.subject in subjects[kind]
        }
        for kind in subjects
    }
    assert len(people["Death"] & people["Disappearance"]) == 108
    assert len(people["Disappearance"] - people["Death"]) == 853


def test_nothing_restricted_by_nature_is_mapped(shared: Path) -> None:
    source = ingested("pinochet", shared).result.source
    mapping = source.tables[0].mapping.read_text(encoding="utf-8")
    read = set(re.findall(r"\bx:(\w+)", mapping))
    assert not read & {"torture", "mistreatment", "interrogation", "method", "targeted", "minor"}
    assert '"In Hospital"' not in mapping


def test_a_judgment_has_its_findings_and_its_parties(shared: Path) -> None:
    found = ingested("echr-od", shared)
    case = found.by("identifier", "hudoc:001-188991")
    (judgment,) = {
        q.subject.value for q in found.quads if q.object.value == case and "inCase" in str(q.predicate)
    }
    said = found.of(judgment)
    assert said["outcome"] == {"Violation of Article 14+8 - Prohibition of discrimination"}
    assert said["respondent"] == {f"{VOCABULARY}region/latvia"}
    assert said["when"] == {"2019-01-10"}
    assert len(said["underArticle"]) == 6
    assert found.of(case)["identifier"] == {"hudoc:001-188991", "ecli:ECLI:CE:ECHR:2019:0110JUD001287909"}


# --- defects -------------------------------------------------------------------------------


def rejects(found: List) -> set[tuple[int, str, str]]:
    return {(r.row, r.value, r.reason) for r in found.result.rejects}


def test_an_end_before_its_beginning_is_noted_and_no_date_is_asserted(shared: Path) -> None:
    found = ingested("pinochet", shared)
    backwards = "not an EDTF date: it ends before it begins"
    assert {r for r in rejects(found) if r[2] == backwards} == {
        (228, "1973-12-14/1973-09-16", backwards),
        (651, "1975-06-24/1975-05-05", backwards),
        (1541, "1974-10-01/1974-01-10", backwards),
    }
    for person in ("228", "651", "1541"):
        node = found.by("identifier", f"pinochet:{person}")
        events = {q.subject.value for q in found.quads if q.object.value == node}
        assert not [e for e in events if found.of(e).keys() & {"when", "earliest", "latest"}]


def test_several_things_in_a_cell_are_told_apart_or_noted(shared: Path) -> None:
    found = ingested("pinochet", shared)
    assert sorted(row for row, value, _ in rejects(found) if value.startswith("Argentinean,")) == [1312, 1313]
    assert {value for _, value, _ in rejects(found)} >= {"0.22"}
    citizens = Counter(q.subject for q in found.quads if q.predicate.value == f"{HAB}citizenship")
    assert sum(number > 1 for number in citizens.values()) == 3
    respondents = Counter(
        q.subject for q in ingested("echr-od", shared).quads if q.predicate.value == f"{HAB}respondent"
    )
    assert sum(number > 1 for number in respondents.values()) == 8
    assert sum("; " in number for number in ingested("echr-od", shared).values("caseNumber")) == 154


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("sudrf-courts", "courts.csv: cells with stray blanks: 47 in court_name, 55 in region"),
        ("cjeu-judges", "judges.csv: taken for empty: 'NA' in 1730 cells"),
        ("pinochet", "pinochet.csv: taken for empty: 'NA' in 70240 cells"),
        ("echr-od", "cases.json: taken for empty: 'N/A' in 12 cells"),
        ("echr-od", "cases.json: cells with stray blanks: 2 in docname, 20 in scl"),
    ],
)
def test_fake_nulls_and_stray_blanks_are_counted(name: str, note: str, shared: Path) -> None:
    assert note in ingested(name, shared).result.notes


def test_codes_that_do_not_begin_with_their_region_are_no_defect(shared: Path) -> None:
    """Garrison courts, and districts that became part of a larger region and kept their codes."""
    with (shared / "data" / "sudrf-courts" / "courts.csv").open(encoding="utf-8") as file:
        courts = list(csv.DictReader(file))
    other = [c["court_id"] for c in courts if not c["court_id"].startswith(c["region_code"])]
    assert Counter(code[2:4] for code in other) == {"GV": 77, "RS": 22}
    assert {code[:2] for code in other if code[2:4] == "RS"} == {"80", "81", "82", "84", "85", "88"}
    assert ingested("sudrf-courts", shared).result.rejected == 0


def test_names_are_tidy(shared: Path) -> None:
    for name in FILES:
        labels = [q.object for q in ingested(name, shared).quads if q.predicate.value.startswith(SKOS)]
        assert labels
        assert not [v.value for v in labels if v.value != " ".join(v.value.split())]
