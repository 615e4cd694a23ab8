"""What the readers say of the cells of the six lists and of the seeds: as before, but for the listed differences.

``reader-answers/before.toml`` has, for each list, the checksum of all answers before decision 0016 was taken;
``differences.csv`` each answer that has changed, with the reason why the old one was wrong; ``seeds.csv`` the old
answers on the shipped tables. The checksums hold the current answers with the old ones in place of the listed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from habeas.ingest.functions import sentencing_body, sentencing_text
from habeas.ingest.functions.articles import cited_articles, read_articles
from habeas.ingest.functions.courts import court_kind, court_name
from habeas.ingest.functions.dates_in_words import date
from habeas.ingest.functions.facilities import named_facility
from habeas.ingest.functions.penalties import penalty
from habeas.ingest.functions.person_words import country, occupation, sex
from habeas.ingest.functions.terms_in_words import aggregate, duration

GOLDEN = Path(__file__).with_name("reader-answers")
REFUSED = "refused"


def articles(text: str, code: str = "") -> str:
    """All articles of a cell, refused as ``fn:article`` does."""
    return "; ".join(map(str, cited_articles(text, code)))


def facility(text: str) -> str:
    """The kind and the number of a facility."""
    found = named_facility(text)
    return f"{found.term} {found.number}".strip()


READERS: dict[str, Callable[[str], object]] = {
    "aggregate": aggregate,
    "article": articles,
    "articles of ECHR": lambda text: articles(text, "ECHR"),
    "articles passed over": lambda text: "; ".join(map(str, read_articles(text))),
    "body": sentencing_body.body,
    "bodyClass": sentencing_body.body_class,
    "bodyKey": sentencing_body.body_key,
    "charged": lambda text: "; ".join(map(str, sentencing_text.charged(text))),
    "country": country,
    "courtKind": lambda text: " ".join(court_kind(text)).strip(),
    "courtName": court_name,
    "date": lambda text: date(text, language="en"),
    "decided": sentencing_text.decided,
    "duration": duration,
    "facility": facility,
    "occupation": occupation,
    "penalty": penalty,
    "sex": sex,
}
"""The readers by the name of their function; those named "body" and "charged" are of the one-line texts."""

LISTS: dict[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "memoru-strings": (("whoprig.txt", ("text",), ("body", "bodyClass", "bodyKey", "decided", "charged")),),
    "stalin-lists-georgia": (
        ("clause.csv", ("clause",), ("articles passed over",)),
        ("convict_organization.csv", ("*",), ("courtKind", "facility")),
    ),
    "echr-od": (
        ("cases.json", ("article",), ("articles of ECHR",)),
        ("cases.json", ("respondent",), ("country",)),
        ("cases.json", ("scl", "issue", "originatingbody"), ("article", "courtKind")),
    ),
    "sudrf-courts": (("courts.csv", ("court_id", "court_name"), ("courtKind", "courtName")),),
    "pinochet": (
        ("pinochet.csv", tuple(f"location_{at}" for at in range(1, 7)), ("facility",)),
        ("pinochet.csv", ("nationality",), ("country",)),
        ("pinochet.csv", ("occupation_detail",), ("occupation",)),
    ),
    "cjeu-judges": (
        ("judges.csv", ("gender",), ("sex",)),
        ("judges.csv", ("member_state",), ("country",)),
    ),
}

SEEDS: dict[str, tuple[str, ...]] = {
    "facility": ("facility",),
    "to_facility": ("facility",),
    "to_place": ("facility",),
    "place": ("facility",),
    "court": ("courtKind", "courtName"),
    "regime": ("penalty",),
    "penalty": ("penalty",),
    "term_text": ("duration", "aggregate"),
    "duration_text": ("duration",),
    "date_text": ("date",),
    "charge": ("article", "penalty"),
    "law": ("article",),
    "citizenship": ("country",),
    "described_as": ("occupation",),
    "description": ("article", "courtKind", "facility", "penalty", "aggregate"),
}
"""The columns of the seeds, and the readers that a mapping could call on them."""


def answer(reader: str, cell: str) -> str:
    """What a reader says of a cell, as one text."""
    try:
        found = READERS[reader](cell)
    except ValueError:
        return REFUSED
    return "" if found is None else str(found)


def list_answers(data: Path, name: str) -> dict[tuple[str, str], str]:
    """The answers on one list, by reader and cell."""
    return {
        (reader, cell): answer(reader, cell)
        for file, columns, readers in LISTS[name]
        for cell in sorted(set(_cells(data / name / file, columns)))
        for reader in readers
    }


def digest(answers: dict[tuple[str, str], str]) -> str:
    """One checksum for all answers."""
    lines = sorted("\t".join((*key, found)) for key, found in answers.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _cells(path: Path, columns: Iterable[str]) -> Iterator[str]:
    if path.suffix == ".txt":
        yield from path.read_text(encoding="utf-8").splitlines()
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = json.load(file) if path.suffix == ".json" else list(csv.DictReader(file))
    for row in rows:
        for column in row if "*" in columns else columns:
            values = row.get(column) or []
            yield from (values if isinstance(values, list) else [values])


def seed_answers(ingest: Path) -> dict[tuple[str, str], str]:
    """The answers on the shipped tables, by reader and cell."""
    found = {}
    for path in sorted(ingest.glob("*/*.csv")):
        for column, readers in SEEDS.items():
            for cell in sorted(set(_cells(path, [column]))):
                found |= {(reader, cell): answer(reader, cell) for reader in readers}
    return found


def read_golden(name: str) -> list[dict[str, str]]:
    """The rows of a golden table."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BEFORE: dict[str, dict[str, object]] = tomllib.loads((GOLDEN / "before.toml").read_text(encoding="utf-8"))
DIFFERENCES = read_golden("differences.csv")


def test_every_difference_says_why_the_old_answer_was_wrong() -> None:
    assert set(BEFORE) == set(LISTS)
    assert len(DIFFERENCES) == 20
    assert {row["list"] for row in DIFFERENCES} <= {*LISTS, "seeds"}
    assert all(row["before"] != row["after"] and row["why"] for row in DIFFERENCES)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_before_but_for_the_listed_differences(name: str, shared: Path) -> None:
    answers = list_answers(shared / "data", name)
    assert len(answers) == BEFORE[name]["answers"]
    for row in (row for row in DIFFERENCES if row["list"] == name):
        key = row["reader"], row["cell"]
        assert answers[key] == row["after"], key
        answers[key] = row["before"]
    assert digest(answers) == BEFORE[name]["sha256"]


def test_the_seeds_are_read_as_before_but_for_the_listed_differences() -> None:
    changed = {(row["reader"], row["cell"]): row["after"] for row in DIFFERENCES if row["list"] == "seeds"}
    rows = read_golden("seeds.csv")
    assert len(rows) > 300
    wrong = {
        (row["reader"], row["cell"]): found
        for row in rows
        if (found := answer(row["reader"], row["cell"]))
        != changed.get((row["reader"], row["cell"]), row["answer"])
    }
    assert wrong == {}
