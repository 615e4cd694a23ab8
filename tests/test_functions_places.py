"""Courts by code and name, and facilities by kind and number."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.ingest.functions.courts import court_code, court_kind, court_name
from habeas.ingest.functions.facilities import named_facility
from habeas.ingest.functions.word_tables import read_table
from habeas.model import read_vocabularies


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("22RS0001", "district", "first"),
        ("54GV0003", "garrison-military", "first"),
        ("77KJ0002", "cassation", "cassation"),
        ("Razdolnensky District Court of Crimea", "district", "first"),
        ("Печерський районний суд м. Києва", "district", "first"),
        ("суд Центрального района г. Минска", "district", "first"),
        ("Яроблсуд", "regional", "second"),
        ("Верховный Суд Республики Крым", "regional", "second"),
        ("Верховный Суд Карачаево-Черкесской Республики", "regional", "second"),
        ("Supreme Court of Ukraine", "supreme", "supreme"),
        ("Moscow city court", "city", "second"),
        ("Алейский городской суд", "city", "first"),
        ("2-й Западный окружной военный суд", "circuit-military", "second"),
        ("Военный трибунал Черноморского флота", "military-tribunal", "first"),
    ],
)
def test_kinds_and_levels_of_courts(text: str, kind: str, level: str) -> None:
    assert court_kind(text) == (kind, level)


@pytest.mark.parametrize("text", ["22XX0001", "Lefortovo court of Moscow", "тройка НКВД", ""])
def test_what_is_no_known_court_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="court"):
        court_kind(text)


def test_names_of_courts_in_one_form() -> None:
    assert court_name("Советский  районный суд г.Тулы") == court_name("«Советский» районный суд г. Тулы")
    assert court_name("Ленинский районный суд (Республика Крым)") != court_name(
        "Ленинский районный суд (Город Севастополь)"
    )
    with pytest.raises(ValueError, match="a code"):
        court_name("22RS0001")


def test_the_courts_of_a_real_register(shared: Path) -> None:
    with (shared / "data" / "sudrf-courts" / "courts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2311
    codes = [court_code(row["court_id"]) for row in rows]
    levels = [court_kind(row["court_name"])[1] for row in rows]
    assert [code.level for code in codes] == levels
    assert len({court_name(row["court_name"]) for row in rows}) == 2311
    elsewhere = [
        code
        for row, code in zip(rows, codes, strict=True)
        if not row["court_id"].startswith(row["region_code"])
    ]
    assert len(elsewhere) == 99
    assert all(code.may_lie_elsewhere for code in elsewhere)
    assert not court_code("22RS0001").may_lie_elsewhere


@pytest.mark.parametrize(
    ("text", "term", "key"),
    [
        ("IK-17", "penal-colony", "IK-17"),
        ("ИК №17", "penal-colony", "IK-17"),
        ("ИК-17", "penal-colony", "IK-17"),
        ("ФКУ ИК-2 УФСИН России по Мордовии", "penal-colony", "IK-2"),
        ("Shklou penal colony No. 17", "penal-colony", "IK-17"),
        ("Колония №3", "penal-colony", "IK-3"),
        ("исправительная колония строгого режима № 8", "penal-colony", "IK-8"),
        ("Prison #15", "prison", "PRISON-15"),
        ("Prison No.5", "prison", "PRISON-5"),
        ("Т-2", "prison", "PRISON-2"),
        ("тюрьме №4 ОМЗ НКВД", "prison", "PRISON-4"),
        ("СИЗО-1", "remand-prison", "SIZO-1"),
        ("СІЗО № 1", "remand-prison", "SIZO-1"),
        ("SIZO-2", "remand-prison", "SIZO-2"),
        ("КП-3", "colony-settlement", "KP-3"),
        ("колония-поселение № 22", "colony-settlement", "KP-22"),
        ("тюремная больница № 20", "hospital", "HOSPITAL-20"),
    ],
)
def test_facilities_by_kind_and_number(text: str, term: str, key: str) -> None:
    found = named_facility(text)
    assert (found.term, found.key) == (term, key)


def test_a_hospital_of_a_remand_prison_is_a_hospital() -> None:
    assert named_facility("больница СИЗО-1").term == "hospital"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("УЯ 64/71", "not a known kind"),
        ("и т. д.", "not a known kind"),
        ("ИК-2 и ИК-3", "more than one"),
        ("СИЗО № 1 и № 2", "more than one"),
        ("Lefortovo prison", "no number"),
    ],
)
def test_what_is_no_one_facility_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _ = named_facility(text).key


def test_the_tables_name_terms_of_the_vocabularies() -> None:
    vocabularies = read_vocabularies(Settings().ontology)
    named = [("facility-kind", row["term"]) for row in read_table("facility_words")["kind"]]
    named += [("penalty", row["term"]) for row in read_table("penalty_words")["kind"]]
    named += [("occupation", term) for term in read_table("occupation_words")]
    named += [("sex", term) for term in read_table("person_words")["sex"]]
    assert len(named) > 35
    assert [(scheme, term) for scheme, term in named if vocabularies.find(scheme, term) is None] == []
