"""Validate 100 changed records of a made-up graph, and hold the findings to those of a full run.

    python bench/changes.py 9000000 [--records 100] [--seed 20261122]

A changed record loses a triple or has one altered. Prints the seconds of the shapes that look no further than a node
and its neighbours, of all shapes, and of a full run; ends with 1 where the findings differ.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from generate import BASE, PER_PERSON, triples
from rdflib.term import Identifier

from habeas.shapes.compiler import Finding, Locality, Revision, find_changed, localities

SHAPES = Path(__file__).resolve().parent / "shapes.ttl"
KINDS = ("arrest", "charge", "person", "release", "sentence", "sentencing")
Row = tuple[str, ...]
Found = dict[Identifier, Counter[Row]]


def load(size: int) -> ox.Store:
    """Return the made-up graph in a store in memory."""
    store = ox.Store()
    lines = (f"{s} {p} {o} .\n".encode() for s, p, o in triples(size, 0.005))
    while batch := b"".join(line for line, _ in zip(lines, range(200_000), strict=False)):
        store.bulk_load(batch, format=ox.RdfFormat.N_TRIPLES)
    return store


def change(store: ox.Store, people: int, records: int, chance: random.Random) -> list[ox.Quad]:
    """Change one triple in each of some records; return the triples that were lost and gained."""
    changed: list[ox.Quad] = []
    done = 0
    while done < records:
        node = ox.NamedNode(f"{BASE}{chance.choice(KINDS)}:{chance.randrange(people)}")
        said = sorted(store.quads_for_pattern(node, None, None), key=str)
        if not said:
            continue
        done += 1
        lost = chance.choice(said)
        store.remove(lost)
        changed.append(lost)
        if chance.random() < 0.5:
            other = chance.choice([ox.Literal("odd"), ox.NamedNode(f"{BASE}article:1"), node])
            changed.append(ox.Quad(node, lost.predicate, other))
            store.add(changed[-1])
    return changed


def row(finding: Finding) -> Row:
    """Return what tells a finding from others."""
    parts = (finding.root, finding.focus, finding.shape.node, finding.component, finding.path, finding.value)
    return tuple(str(part) for part in parts)


def in_full(store: ox.Store, shapes: rdflib.Graph) -> Found:
    """Return what each shape finds."""
    return {r.shape.node: Counter(map(row, r.findings)) for r in find_changed(store, shapes, None)}


def revised(before: Found, revisions: Iterable[Revision]) -> Found:
    """Return the findings of before, but where a revision takes their place."""
    after = dict(before)
    for revision in revisions:
        node, new = revision.shape.node, Counter(map(row, revision.findings))
        at = None if revision.at is None else {str(root) for root in revision.at}
        kept = {} if at is None else {r: n for r, n in before[node].items() if r[0] not in at}
        after[node] = Counter(kept) + new
    return after


def main() -> None:
    """Change, validate and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", type=int, nargs="?", default=9_000_000)
    parser.add_argument("--records", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261122)
    chosen = parser.parse_args()
    shapes = rdflib.Graph().parse(SHAPES)
    near = {node for node, found in localities(shapes).items() if found != Locality.GRAPH}
    store = load(chosen.size)
    print(
        json.dumps(
            {"triples": len(store), "shapes": len(localities(shapes)), "looking no further": len(near)}
        )
    )
    before = in_full(store, shapes)
    edges = change(store, chosen.size // PER_PERSON, chosen.records, random.Random(chosen.seed))
    local, seconds = timed(lambda: revised(before, find_changed(store, shapes, edges, local_only=True)))
    every, all_seconds = timed(lambda: revised(before, find_changed(store, shapes, edges)))
    full, full_seconds = timed(lambda: in_full(store, shapes))
    same = every == full and all(local[node] == full[node] for node in near)
    told = {"local": seconds, "all": all_seconds, "full": full_seconds}
    counts = {"edges": len(edges), "findings": [sum(f.total() for f in x.values()) for x in (before, full)]}
    print(json.dumps({name: round(value, 3) for name, value in told.items()} | counts | {"same": same}))
    sys.exit(not same)


def timed(run: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a run gives, and its seconds by the wall clock."""
    start = time.perf_counter()
    found = run()
    return found, time.perf_counter() - start


if __name__ == "__main__":
    main()
