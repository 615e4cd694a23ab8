"""Every shape has files that conform and files that trip exactly the constraints which their header names."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.model import read_model
from habeas.model.namespaces import SHAPE, local_name
from habeas.shapes import Report, Result, validate_consolidated, validate_files

FOLDER = Path(__file__).resolve().parent / "data" / "shapes"
SETTINGS = Settings()
EDITION = runpy.run_path(str(FOLDER / "edition.py"))
FILES = sorted([*FOLDER.glob("*.ttl"), *FOLDER.glob("*.trig")])
LOCAL = [f for f in FILES if not f.name.startswith("cross-record.")]
CROSS = [f for f in FILES if f.name.startswith("cross-record.")]
SEVERITIES = {
    "parts-do-not-add-up": "Warning",
    "rival-values": "Warning",
    "lower-bound-fell": "Warning",
    "opposite-answers": "Warning",
    "sentenced-before-arrest": "Warning",
    "outside-appointment": "Warning",
    "released-before-sentencing": "Warning",
    "date-in-doubt": "Warning",
    "term-over-maximum": "Warning",
    "possible-duplicates": "Info",
    "no-accepted-record": "Violation",
    "two-facilities-at-once": "Warning",
    "two-judges-on-one-day": "Warning",
    "broken-chain-of-transfers": "Warning",
    "stock-and-flow": "Warning",
    "defender-is-defendant": "Info",
    "events-without-date": "Info",
    "near-duplicate-judges": "Info",
    "far-from-the-others": "Info",
    "not-for-the-audience": "Violation",
    "several-holders": "Warning",
    "statement-as-charge": "Warning",
    "source-without-address": "Warning",
}


def header(file: Path, key: str) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"# {key}: ") for line in lines if line.startswith(f"# {key}: ")]


def tripped(result: Result) -> str:
    return f"sh:{local_name(result.component)} {result.path}"


def consolidated(file: Path) -> Report:
    store, basis = EDITION["edition_of"](file)
    return validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology, basis)


def test_all_files_are_found() -> None:
    kinds = Counter((f in CROSS, f.name.split(".")[1].split("-")[0]) for f in FILES)
    assert kinds == {
        (False, "conform"): 52,
        (False, "violate"): 76,
        (True, "conform"): 87,
        (True, "violate"): 58,
    }


def test_every_class_has_both_sorts_of_file() -> None:
    classes = set(read_model(SETTINGS.ontology, SETTINGS.shapes).classes)
    for sort in ("conform", "violate"):
        assert {f.name.split(".")[0] for f in LOCAL if f.name.split(".")[1].startswith(sort)} == classes


def test_every_check_has_both_sorts_of_file() -> None:
    for sort in ("conform", "violate"):
        names = {f.name.split(".")[1] for f in CROSS}
        assert {n.removeprefix(f"{sort}-") for n in names if n.startswith(sort)} == set(SEVERITIES)


def test_every_sort_of_constraint_is_tripped_somewhere() -> None:
    named = {line.split()[0] for f in LOCAL for line in header(f, "trips")}
    used = {
        "MinCount",
        "MaxCount",
        "Datatype",
        "Class",
        "NodeKind",
        "In",
        "Pattern",
        "MinLength",
        "MinInclusive",
        "MaxInclusive",
    }
    assert named == {f"sh:{name}ConstraintComponent" for name in used | {"UniqueLang"}}


@pytest.fixture(scope="module")
def report() -> Report:
    """All local files in one run: each is judged for itself."""
    return validate_files(LOCAL, SETTINGS.shapes, SETTINGS.ontology)


@pytest.mark.parametrize("file", LOCAL, ids=lambda f: f.stem)
def test_local_file(file: Path, report: Report) -> None:
    expected = header(file, "trips")
    assert bool(expected) == (".violate-" in file.name)
    found = [r for r in report.results if r.record == file.as_uri()]
    assert sorted(map(tripped, found)) == sorted(expected), report.as_text()
    assert {r.severity for r in found} <= {"Violation"}


@pytest.mark.parametrize("file", CROSS, ids=lambda f: f.stem)
def test_cross_record_file(file: Path) -> None:
    expected = header(file, "trips")
    assert bool(expected) == (".violate-" in file.name)
    report = consolidated(file)
    assert sorted(r.shape.replace(SHAPE, "shape:") for r in report.results) == sorted(expected), (
        report.as_text()
    )
    assert {(r.shape.removeprefix(SHAPE), r.severity) for r in report.results} <= SEVERITIES.items()
    for sentence in header(file, "says"):
        assert sentence in [r.message for r in report.results]
    assert not [r.message for r in report.results if "{" in r.message.replace("{?description}", "")]


def test_every_file_that_trips_a_check_says_so_in_words() -> None:
    said = {f.name.split(".")[1].removeprefix("violate-") for f in CROSS if header(f, "says")}
    assert said == set(SEVERITIES)
