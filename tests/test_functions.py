"""The functions that mappings call: dates and their bounds, terms, numbers, ids."""

from __future__ import annotations

import datetime as dt

import pytest

from habeas.ingest.functions import dates, terms
from habeas.ingest.identifiers import LENGTH, entity_id, record_id

BOUNDS = [
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-03", "2025-03-01", "2025-03-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2021-01-18", "2021-01-18", "2021-01-18"),
    ("XXXX-03-04", None, None),
    ("2025-01/2025-04~", "2025-01-01", "2025-05-31"),
    ("2020/2025-12-23", "2020-01-01", "2025-12-23"),
    ("2024/..", "2024-01-01", None),
    ("../2025-03", None, "2025-03-31"),
    ("2024~", "2023-01-01", "2025-12-31"),
    ("2024-03?", "2024-02-01", "2024-04-30"),
    ("2024-03-01~", "2024-02-29", "2024-03-02"),
    ("202X", "2020-01-01", "2029-12-31"),
    ("2025-21", "2025-03-01", "2025-06-21"),
    ("0001-01-01~", None, "0001-01-02"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS)
def test_edtf_bounds_are_outer_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    expected = tuple(dt.date.fromisoformat(day) if day else None for day in (earliest, latest))
    assert dates.bounds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025-0X",
        "2025-02-30",
        "31.12.2025",
        "early 2025",
        "..",
        "",
        "2025/2026/2027",
        "/",
        "../..",
        "2025/2024",
        "2023-05-01T10:00:00Z",
    ],
)
def test_what_is_no_edtf_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="EDTF"):
        dates.check(text)


@pytest.mark.parametrize(
    ("text", "months"), [("P3Y7M", 43), ("P20Y", 240), ("P16Y8M", 200), ("P8Y6M", 102), ("P10M", 10)]
)
def test_terms_in_months(text: str, months: int) -> None:
    assert terms.duration(text) == text
    assert terms.months(text) == months


@pytest.mark.parametrize("text", ["3 years", "P2WT5H", "P", "PT", "P3", "-P3Y", "P3.5Y", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        terms.duration(text)


def test_weeks_become_days_and_days_are_no_months() -> None:
    assert terms.duration("P2W") == "P14D"
    assert terms.duration("P1Y2W1D") == "P1Y15D"
    with pytest.raises(ValueError, match="whole months"):
        terms.months("P15D")


@pytest.mark.parametrize("text", ["1,000", "ten", "1.5", ""])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        terms.integer(text)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "10 RUB", ""])
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        terms.decimal(text)


def test_ids_are_opaque_keyed_and_apart() -> None:
    one = entity_id("s", "person", "Synthetic Person", "key")
    assert one == entity_id("s", "person", "  synthetic   PERSON ", "key")
    others = {
        entity_id("s", "person", "Synthetic Person", "another key"),
        entity_id("t", "person", "Synthetic Person", "key"),
        entity_id("s", "court", "Synthetic Person", "key"),
        record_id("s", "person", "Synthetic Person", "key"),
    }
    assert len(others) == 4
    assert one not in others
    assert len(one.rsplit(":", 1)[1]) == LENGTH
    assert "synthetic" not in one.lower()
