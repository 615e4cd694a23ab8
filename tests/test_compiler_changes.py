"""Findings after a change: what is found anew where the change is read, against a run of everything."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from habeas.errors import ModelError
from habeas.shapes.compiler import Finding, Locality, changes, find_changed, localities
from habeas.shapes.declared import local_shapes
from habeas.store import in_memory

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122
CASES = 500
Found = dict[rdflib.term.Identifier, Counter[tuple[str, ...]]]


def load_bench(name: str) -> ModuleType:
    """Load a module of bench/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


cases = load_bench("cases")


def row(finding: Finding) -> tuple[str, ...]:
    found = (finding.root, finding.focus, finding.shape.node, finding.component, finding.path, finding.value)
    return tuple(str(part) for part in found)


def in_full(store: ox.Store, shapes: rdflib.Graph) -> Found:
    return {r.shape.node: Counter(map(row, r.findings)) for r in find_changed(store, shapes, None)}


def revised(before: Found, store: ox.Store, shapes: rdflib.Graph, changed: list[ox.Quad]) -> Found:
    after = dict(before)
    for revision in find_changed(store, shapes, changed):
        node, new = revision.shape.node, Counter(map(row, revision.findings))
        if revision.at is None:
            after[node] = new
        else:
            at = {str(root) for root in revision.at}
            after[node] = Counter({r: n for r, n in before[node].items() if r[0] not in at}) + new
    return after


def change(store: ox.Store, seed: int) -> list[ox.Quad]:
    """Take a triple or two out of a store and put others in: what one node is said to be is said of another."""
    chance = random.Random(seed)
    quads = sorted((q for q in store if "subClassOf" not in q.predicate.value), key=str)
    lost = chance.sample(quads, min(chance.randint(1, 2), len(quads)))
    pairs = [(chance.choice(quads), chance.choice(quads)) for _ in range(chance.randint(0, 2))]
    gained = [ox.Quad(one.subject, other.predicate, other.object) for one, other in pairs]
    changed = [*lost, *(quad for quad in gained if quad not in store)]
    for quad in lost:
        store.remove(quad)
    store.extend(gained)
    return changed


def given_cases() -> Iterator[tuple[int, ox.Store, rdflib.Graph, Found]]:
    """Yield cases whose shapes can be used before and after."""
    for seed in range(SEED, SEED + CASES):
        store, shapes = cases.random_case(seed)
        try:
            yield seed, store, shapes, in_full(store, shapes)
        except ModelError:
            continue


def compared() -> Iterator[tuple[bool, bool]]:
    """Yield of each case whether a change altered its findings, and whether they were found so."""
    for seed, store, shapes, before in given_cases():
        changed = change(store, seed)
        try:
            want = in_full(store, shapes)
        except ModelError:
            continue
        yield want != before, revised(before, store, shapes, changed) == want


def test_a_change_gives_the_findings_of_a_full_run() -> None:
    found = Counter(compared())
    assert sum(found.values()) > CASES * 0.9
    assert found[True, True] > CASES / 5
    assert not found[True, False] + found[False, False]


def test_forgetting_what_is_read_before_a_changed_edge_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes.Changes, "_back", lambda self, before, step: set(self._ends.get(step, ())))
    assert not all(right for _, right in compared())


PREFIXES = "@prefix : <urn:t:> . @prefix sh: <http://www.w3.org/ns/shacl#> ."


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("sh:property [ sh:path :p ; sh:minCount 1 ]", Locality.NODE),
        ("sh:closed true", Locality.NODE),
        ("sh:property [ sh:path :p ; sh:lessThan :q ]", Locality.NODE),
        ("sh:property [ sh:path :p ; sh:class :C ]", Locality.NEIGHBOURHOOD),
        ("sh:property [ sh:path [ sh:inversePath :p ] ; sh:maxCount 1 ]", Locality.NEIGHBOURHOOD),
        ("sh:not [ sh:path ( :p :q ) ; sh:minCount 1 ]", Locality.NEIGHBOURHOOD),
        ("sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1 ]", Locality.GRAPH),
        ('sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ]', Locality.GRAPH),
        ("sh:property [ sh:path :p ; sh:node :S ]", Locality.GRAPH),
    ],
)
def test_how_far_a_shape_reads(body: str, want: Locality) -> None:
    shapes = rdflib.Graph().parse(data=f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :T ; {body} .")
    assert localities(shapes) == {rdflib.URIRef("urn:t:S"): want}


def test_the_shipped_shapes_of_records_look_no_further_than_their_neighbours() -> None:
    found = localities(local_shapes(ROOT / "shapes"))
    assert len(found) > 40
    assert Locality.GRAPH not in found.values()


def test_a_shape_that_may_read_anything_is_run_in_full_or_passed_over() -> None:
    text = ':S a sh:NodeShape ; sh:targetClass :T ; sh:sparql [ sh:select "SELECT $this { $this <urn:t:p> ?o }" ] .'
    shapes = rdflib.Graph().parse(data=f"{PREFIXES} {text}")
    store = ox.Store()
    store.load(b"<urn:t:a> a <urn:t:T> ; <urn:t:p> 1 .", format=ox.RdfFormat.TURTLE)
    (revision,) = find_changed(store, shapes, [])
    assert revision.at is None
    assert [f.component for f in revision.findings] == [SH.SPARQLConstraintComponent]
    assert list(find_changed(store, shapes, [], local_only=True)) == []


def test_a_change_among_classes_is_a_change_to_all() -> None:
    shapes = rdflib.Graph().parse(
        data=f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    )
    below = ox.Quad(
        ox.NamedNode("urn:t:U"),
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"),
        ox.NamedNode("urn:t:T"),
    )
    store = in_memory([below])
    store.load(b"<urn:t:a> a <urn:t:U> .", format=ox.RdfFormat.TURTLE)
    (revision,) = find_changed(store, shapes, [below])
    assert revision.at is None
    assert len(list(revision.findings)) == 1


def test_a_literal_in_place_of_a_node_does_not_send_a_shape_over_everything() -> None:
    text = ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path [ sh:inversePath :p ] ; sh:class :T ] ."
    shapes = rdflib.Graph().parse(data=f"{PREFIXES} {text}")
    store = ox.Store()
    store.load(b"<urn:t:a> a <urn:t:T> . <urn:t:b> <urn:t:p> <urn:t:a>, 'odd' .", format=ox.RdfFormat.TURTLE)
    changed = [q for q in store if q.predicate.value == "urn:t:p"]
    (revision,) = find_changed(store, shapes, changed, local_only=True)
    assert revision.at == {ox.NamedNode("urn:t:a")}
    assert len(list(revision.findings)) == 1


def test_a_shape_of_neighbours_is_not_passed_over_where_a_blank_node_is_affected() -> None:
    shapes = rdflib.Graph().parse(
        data=f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    )
    store = ox.Store()
    store.load(b"[] a <urn:t:T> .", format=ox.RdfFormat.TURTLE)
    (revision,) = find_changed(store, shapes, list(store), local_only=True)
    assert revision.at is None
    assert len(list(revision.findings)) == 1
