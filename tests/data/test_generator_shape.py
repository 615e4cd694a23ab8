"""The made-up rows of the benchmarks are spread as a real list is: few judges and articles have most of the people."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBER = 20_000


def made_up_rows() -> list[dict[str, str]]:
    spec = importlib.util.spec_from_file_location("bench_rows", ROOT / "bench" / "rows.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return [dict(zip(module.COLUMNS, row, strict=True)) for row in module.rows(NUMBER)]


def share_of_a_tenth(counts: Counter[str]) -> float:
    """Return which share of all falls to the most frequent tenth."""
    found = sorted(counts.values(), reverse=True)
    return sum(found[: max(1, round(len(found) / 10))]) / sum(found)


def real(file: Path, column: str) -> float:
    with file.open(encoding="utf-8", newline="") as rows:
        return share_of_a_tenth(Counter(row[column] for row in csv.DictReader(rows)))


def test_judges_and_articles_are_spread_as_in_a_real_list(shared: Path) -> None:
    folder = shared / "data" / "stalin-lists-georgia"
    made = made_up_rows()
    judges = Counter(" ".join(row["judge"].split()).casefold() for row in made if row["judge"])
    articles = Counter(re.findall(r"[\d.]+", row["article"])[-1] for row in made)
    assert share_of_a_tenth(judges) == pytest.approx(
        real(folder / "person_court_representative.csv", "judge_id"), abs=0.1
    )
    assert share_of_a_tenth(articles) == pytest.approx(
        real(folder / "person_clause.csv", "clause_id"), abs=0.1
    )


def test_the_rows_are_the_same_each_time_and_say_that_they_are_synthetic() -> None:
    first = made_up_rows()
    assert first == made_up_rows()
    assert all("ynthetic" in row["person"].lower() for row in first)
    assert all(row["source"].startswith("synthetic") for row in first)
