"""Every shape has files that conform and files that trip exactly the constraints which their header names."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.model import read_model
from habeas.model.namespaces import SHAPE, local_name
from habeas.shapes import Report, Result, validate_consolidated, validate_files

FOLDER = Path(__file__).resolve().parent / "data" / "shapes"
SETTINGS = Settings()
FILES = sorted(FOLDER.glob("*.ttl"))
LOCAL = [f for f in FILES if not f.name.startswith("cross-record.")]
CROSS = [f for f in FILES if f.name.startswith("cross-record.")]
CHECKS = {"parts-do-not-add-up", "rival-values", "lower-bound-fell", "opposite-answers"}


def header(file: Path, key: str) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"# {key}: ") for line in lines if line.startswith(f"# {key}: ")]


def tripped(result: Result) -> str:
    return f"sh:{local_name(result.component)} {result.path}"


def consolidated(file: Path) -> Report:
    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    return validate_consolidated(store, SETTINGS.shapes, SETTINGS.ontology)


def test_all_files_are_found() -> None:
    kinds = Counter((f in CROSS, f.name.split(".")[1].split("-")[0]) for f in FILES)
    assert kinds == {
        (False, "conform"): 46,
        (False, "violate"): 65,
        (True, "conform"): 15,
        (True, "violate"): 9,
    }


def test_every_class_has_both_sorts_of_file() -> None:
    classes = set(read_model(SETTINGS.ontology, SETTINGS.shapes).classes)
    for sort in ("conform", "violate"):
        assert {f.name.split(".")[0] for f in LOCAL if f.name.split(".")[1].startswith(sort)} == classes


def test_every_check_has_both_sorts_of_file() -> None:
    for sort in ("conform", "violate"):
        names = {f.name.split(".")[1] for f in CROSS}
        assert {n.removeprefix(f"{sort}-") for n in names if n.startswith(sort)} == CHECKS


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
    assert {r.severity for r in report.results} <= {"Warning"}
    for sentence in header(file, "says"):
        assert sentence in [r.message for r in report.results]
