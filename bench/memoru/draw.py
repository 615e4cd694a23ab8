"""Draw the line numbers of `whoprig.txt` that are labelled by hand: 300, the same ones each time.

Lines that name a private person (`left_out.csv`) are not drawn. Prints one 1-based line number a line, ascending.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

LINES = 19_470
DRAWN = 300
SEED = 1937
LEFT_OUT = Path(__file__).with_name("left_out.csv")


def draw(left_out: frozenset[int]) -> list[int]:
    """The drawn line numbers, 1-based and ascending."""
    candidates = [line for line in range(1, LINES + 1) if line not in left_out]
    return sorted(random.Random(SEED).sample(candidates, DRAWN))


def left_out(path: Path = LEFT_OUT) -> frozenset[int]:
    """The line numbers that are never drawn, 1-based."""
    with path.open(encoding="utf-8", newline="") as rows:
        return frozenset(int(row["line"]) for row in csv.DictReader(rows))


if __name__ == "__main__":
    print(*draw(left_out()), sep="\n")
