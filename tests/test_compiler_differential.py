"""Compiled shapes against plain pySHACL on the store's content, over graphs and shapes made by chance."""

from __future__ import annotations

import contextlib
import importlib.util
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from habeas.config import Settings
from habeas.publish import Built
from habeas.shapes.compiler import acceptance, data, focus, nested, property_path, sets, suspects, values
from habeas.shapes.compiler.term import as_read
from habeas.shapes.declared import local_shapes

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122
GENERATED = 240
REAL = 40
SHIPPED = 20


def load_bench(name: str) -> ModuleType:
    """Load a module of bench/, which is no package."""
    path = ROOT / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


oracle, cases, generate = load_bench("oracle"), load_bench("cases"), load_bench("generate")
Case = tuple[ox.Store, rdflib.Graph, tuple[bool, dict[object, int]]]


def judged() -> Iterator[Case]:
    """Yield cases with what pySHACL says of them; those that it gives no report on are passed over."""
    seed = SEED
    while True:
        store, shapes = cases.random_case(seed)
        with contextlib.suppress(oracle.OracleError):
            yield store, shapes, oracle.oracle(oracle.content(store), shapes)
        seed += 1


@pytest.fixture(scope="module")
def generated() -> list[Case]:
    return [case for case, _ in zip(judged(), range(GENERATED), strict=False)]


def test_generated_graphs_and_shapes(generated: list[Case]) -> None:
    assert len(generated) == GENERATED
    assert sum(not want[0] for _, _, want in generated) > GENERATED / 2
    for number, (store, shapes, want) in enumerate(generated):
        assert oracle.compiled(store, shapes) == want, f"case {number} from seed {SEED}"


def test_mutated_records_under_the_shipped_shapes() -> None:
    files = sorted((ROOT / "tests" / "data" / "shapes").glob("[A-Z]*.ttl"))
    assert len(files) > 40
    shapes = local_shapes(ROOT / "shapes")
    for number in range(REAL):
        file = files[number * len(files) // REAL]
        store = cases.stored(cases.mutated(rdflib.Graph().parse(file), SEED + number))
        want = oracle.oracle(oracle.content(store), shapes)
        assert oracle.compiled(store, shapes) == want, f"{file.name}, seed {SEED + number}"


def test_mutated_records_of_the_shipped_sources(built: Built, shipped_settings: Settings) -> None:
    shapes = local_shapes(ROOT / "shapes")
    files = sorted((shipped_settings.home / "records").glob("*.nq"))
    lines = [line for file in files for line in file.read_bytes().splitlines(keepends=True)]
    records = sorted({line.split()[-2] for line in lines})
    assert built.report.conforms
    assert len(records) > 200
    for number in range(SHIPPED):
        chosen = set(random.Random(SEED + number).sample(records, 3))
        text = b"".join(line for line in lines if line.split()[-2] in chosen)
        graph = rdflib.Graph()
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
            graph.add((as_read(quad.subject), as_read(quad.predicate), as_read(quad.object)))
        store = cases.stored(cases.mutated(graph, SEED + number))
        want = oracle.oracle(oracle.content(store), shapes)
        assert oracle.compiled(store, shapes) == want, f"seed {SEED + number}"


def test_a_generated_graph_with_many_faults() -> None:
    store = ox.Store()
    lines = (f"{s} {p} {o} .\n" for s, p, o in generate.triples(1500, 0.6))
    store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    shapes = rdflib.Graph().parse(ROOT / "bench" / "shapes.ttl")
    want = oracle.oracle(oracle.content(store), shapes)
    assert want[1].total() > 30
    assert oracle.compiled(store, shapes) == want


def _accept_all(test: object, variable: str) -> str:
    return "true"


def _forward_only(path: property_path.Path, *, inverse: bool = False) -> str:
    return property_path.path_text(path).replace("^", "")


def _errors_are_fine(*given: Any) -> Iterator[tuple[Any, Any]]:
    return suspects.pairs(*given[:3], given[3].replace(", false))", ", true))"))


def _written(patch: pytest.MonkeyPatch) -> None:
    for module in (sets, acceptance, focus):
        patch.setattr(module, "constant", lambda term: str(cases.as_stored(term)))


# What is broken, and how: each has to make some generated case come out otherwise.
BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a kind of node is not looked at": lambda patch: patch.setitem(
        acceptance._ACCEPT, SH.NodeKindConstraintComponent, _accept_all
    ),
    "a range is not looked at": lambda patch: patch.setitem(
        acceptance._ACCEPT, SH.MinInclusiveConstraintComponent, _accept_all
    ),
    "an error in a test counts as fine": lambda patch: patch.setattr(values, "pairs", _errors_are_fine),
    "constants are taken as they are written": _written,
    "paths are walked forwards only": lambda patch: patch.setattr(suspects, "path_text", _forward_only),
    "negation is forgotten": lambda patch: patch.setitem(
        nested._FAILS, SH.NotConstraintComponent, lambda node, failing: node in failing[0]
    ),
    "subclasses are forgotten": lambda patch: patch.setattr(
        data.Data, "subclasses", lambda self, iri: (iri,)
    ),
    "several values are not noticed": lambda patch: patch.setattr(sets, "_has_several", lambda *_: False),
    "targets are not held against a scan": lambda patch: patch.setattr(
        focus.Focus, "scanned", property(lambda self: None if self.few else lambda node: True)
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_compiler_is_caught(
    name: str, generated: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    BREAKS[name](monkeypatch)
    assert any(_differs(store, shapes, want) for store, shapes, want in generated), name


def _differs(store: ox.Store, shapes: rdflib.Graph, want: object) -> bool:
    return bool(oracle.compiled(store, shapes) != want)
