"""Write made-up rows as CSV: the same bytes for the same number and seed. Nobody in them exists.

People are "Synthetic Person 17", sentenced by "Synthetic Judge 3" of "Synthetic Court 2". Ten columns, noisy as lists
are: names with double spaces or in capitals, dates in six forms, empty cells, articles and terms as each list writes
them. ``case`` is the key; no cell has spaces at its ends, which tools treat differently.

    python bench/rows.py 100000 > rows.csv
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from typing import TextIO

COLUMNS = ("person", "case", "judge", "court", "facility", "article", "date", "term", "fine", "source")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
ARTICLES = (
    "282.2",
    "205.5",
    "280.3",
    "207.3",
    "318",
    "212",
    "275",
    "361",
    "130",
    "342",
    *map(str, range(370, 420)),
)
# As in Stalin's lists from Georgia, where a tenth of the judges has 0.70 of the defendants, and a tenth of the articles
# 0.96 of the charges: of a power of a draw the first share x of the choices gets x ** (1 / power).
JUDGES_POWER, ARTICLES_POWER = 6.5, 50
PEOPLE_PER_JUDGE = 80
PEOPLE_PER_COURT = 900
FACILITIES = 240


def rows(number: int, seed: int = 20261122) -> Iterator[tuple[str, ...]]:
    """Yield ``number`` rows in the order of ``COLUMNS``."""
    chance = random.Random(seed)
    for at in range(1, number + 1):
        yield _row(at, number, chance)


def _row(at: int, number: int, chance: random.Random) -> tuple[str, ...]:
    year = 2012 + int(chance.random() * 14)
    draw = chance.random
    return (
        _noisy(f"Synthetic Person {at}", draw()),
        f"synthetic-{at}/{year}",
        _noisy(f"Synthetic Judge {int(draw() ** JUDGES_POWER * (number / PEOPLE_PER_JUDGE + 1))}", draw())
        if draw() > 0.05
        else "",
        f"Synthetic Court {int(draw() ** JUDGES_POWER * (number / PEOPLE_PER_COURT + 1))}",
        f"Synthetic Colony {int(draw() * FACILITIES)}" if draw() > 0.3 else "",
        _article(ARTICLES[int(draw() ** ARTICLES_POWER * len(ARTICLES))], draw()),
        _date(year, 1 + int(draw() * 10), 1 + int(draw() * 28), draw()),
        _term(int(draw() * 20), int(draw() * 12), draw()) if draw() > 0.1 else "",
        f"{1000 * (1 + int(draw() * 500))}" if draw() > 0.6 else "",
        f"synthetic list, entry {at}",
    )


def _noisy(name: str, draw: float) -> str:
    if draw > 0.98:
        return name.upper()
    return name.replace(" ", "  ", 1) if draw > 0.96 else name


def _article(article: str, draw: float) -> str:
    part = 1 + int(draw * 3)
    forms = (f"Part {part} of Article {article}", f"ч. {part} ст. {article}", f"Article {article}", article)
    return forms[int(draw * 997) % len(forms)]


def _date(year: int, month: int, day: int, draw: float) -> str:
    if draw < 0.8:
        return f"{year}-{month:02}-{day:02}"
    forms = (
        f"{day} {MONTHS[month - 1]} {year}",
        f"{year}-{month:02}",
        f"around {year}",
        f"{day:02}.{month:02}.{year}",
        f"31 {MONTHS[month - 1]} {year}",
    )
    return forms[int(draw * 997) % len(forms)]


def _term(years: int, months: int, draw: float) -> str:
    if draw < 0.5 or not months:
        return f"{years + 1} years"
    return f"{years + 1} years and {months} months"


def write(number: int, out: TextIO, seed: int = 20261122) -> None:
    """Write a header and ``number`` rows as CSV."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(number, seed))


def main() -> None:
    """Write to the standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    write(arguments.number, sys.stdout, arguments.seed)


if __name__ == "__main__":
    main()
