"""Precision and recall of body, date and articles, read from the labelled lines of `whoprig.txt`.

    python bench/memoru/evaluate.py --data ../shared/data [--wrong]

A body or a date is right where it is the labelled one, whole. Articles are counted one by one; an article is right
where code, number, part and point are all right. Precision is the share of what was read that is right, recall the
share of what is labelled that was read right. `--wrong` prints the numbers of the lines that were read wrong, and
what was read.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from habeas.ingest.functions.sentencing_body import body
from habeas.ingest.functions.sentencing_text import charged, decided

LABELS = Path(__file__).with_name("labels.csv")
FIELDS = ("body", "when", "articles")


@dataclass(frozen=True)
class Reading:
    """What a line says: each field's values; a field that the line does not state has none."""

    line: int
    fields: Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Score:
    """How many values are labelled, how many were read, and how many of those are right."""

    labelled: int
    read: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1 where nothing was read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was read right; 1 where nothing is labelled."""
        return self.right / self.labelled if self.labelled else 1.0


def lines_of(data: Path) -> list[str]:
    """The strings of `whoprig.txt`; line 1 is the first."""
    return (data / "memoru-strings" / "whoprig.txt").read_text(encoding="utf-8").split("\n")


def labelled(lines: list[str]) -> Iterator[Reading]:
    """Yield what the labels say of each drawn line."""
    with LABELS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            line = int(row["line"])
            phrase = lines[line - 1][int(row["body_start"]) : int(row["body_end"])] if row["body_end"] else ""
            yield _reading(line, phrase, row["when"], row["articles"])


def read(line: int, text: str) -> Reading:
    """Return what the parser reads in a line."""
    articles = (f"{cited.code}|{cited.article}|{cited.part}|{cited.point}" for cited in charged(text))
    return _reading(line, _or_nothing(body, text), _or_nothing(decided, text), ";".join(articles))


def _or_nothing(function: Callable[[str], str | None], text: str) -> str:
    """What a function reads, and nothing where it says that what is stated cannot be read."""
    try:
        return function(text) or ""
    except ValueError:
        return ""


def _reading(line: int, phrase: str, when: str, articles: str) -> Reading:
    values = {"body": [phrase], "when": [when], "articles": articles.split(";")}
    return Reading(line, {name: Counter(filter(None, found)) for name, found in values.items()})


def score(field: str, pairs: list[tuple[Reading, Reading]]) -> Score:
    """Compare one field over pairs of label and reading."""
    right = sum((label.fields[field] & found.fields[field]).total() for label, found in pairs)
    return Score(
        sum(label.fields[field].total() for label, _ in pairs),
        sum(found.fields[field].total() for _, found in pairs),
        right,
    )


def compared(data: Path) -> list[tuple[Reading, Reading]]:
    """Return label and reading of every labelled line."""
    lines = lines_of(data)
    return [(label, read(label.line, lines[label.line - 1])) for label in labelled(lines)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds memoru-strings/")
    parser.add_argument("--wrong", action="store_true", help="also print what was read wrong")
    options = parser.parse_args()
    pairs = compared(options.data)
    print("| field | labelled | read | right | precision | recall |\n|---|---:|---:|---:|---:|---:|")
    for field in FIELDS:
        s = score(field, pairs)
        print(f"| {field} | {s.labelled} | {s.read} | {s.right} | {s.precision:.3f} | {s.recall:.3f} |")
    if options.wrong:
        for label, found in pairs:
            for field in FIELDS:
                if label.fields[field] != found.fields[field]:
                    print(label.line, field, [*found.fields[field]], "not", [*label.fields[field]])


if __name__ == "__main__":
    main()
