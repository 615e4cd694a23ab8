"""Compiled shapes against plain pySHACL, over 3,000 made-up graphs and shapes graphs; the seed is committed.

    python bench/differential.py [--cases 3000] [--seed 20261122]

Ends with 1 where a case differs. Cases that pySHACL gives no report on (it will not compare blank nodes, and some
literals raise) are counted and replaced by further ones.
"""

from __future__ import annotations

import argparse
import sys
import warnings

from cases import random_case
from oracle import OracleError, compiled, content, oracle


def main() -> None:
    """Run the cases and print each that differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20261122)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    seed, done, without_report, nonconforming, different = chosen.seed, 0, 0, 0, 0
    while done < chosen.cases:
        store, shapes = random_case(seed)
        try:
            want = oracle(content(store), shapes)
        except OracleError:
            without_report += 1
        else:
            got = compiled(store, shapes)
            done += 1
            nonconforming += not want[0]
            if got != want:
                different += 1
                print(f"seed {seed}: pySHACL only {want[1] - got[1]}, compiled only {got[1] - want[1]}")
        seed += 1
    print(
        f"{done} cases, {nonconforming} with results, {without_report} without a report, {different} different"
    )
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
