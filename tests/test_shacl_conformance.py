"""The W3C's SHACL test suite: the compiled shapes give the results of plain pySHACL, test by test."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from habeas.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent
SUITE = ROOT.parent / "shared" / "conformance" / "shacl"
MANIFEST = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
TEST = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")

# Where pySHACL gives no report. Six hold queries that SHACL forbids, and the suite wants no report either; the
# others need what pySHACL does not do: prefixes over owl:imports, AS with a variable set before, $shapesGraph.
NO_REPORT = {
    "prefixes-001",
    "pre-binding-006",
    "shapesGraph-001",
    *(f"unsupported-sparql-00{number}" for number in range(1, 7)),
}


def load_bench(name: str) -> ModuleType:
    """Load a module of bench/, which is no package."""
    path = ROOT / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


oracle = load_bench("oracle")


def discover() -> list[tuple[str, Path, Path, Path]]:
    """Return each test's name and file, with its data and its shapes."""
    found = []
    for file in sorted(SUITE.rglob("*.ttl")):
        manifest = rdflib.Graph().parse(file, publicID=file.as_uri())
        for test in manifest.subjects(RDF.type, TEST.Validate):
            action = manifest.value(test, MANIFEST.action)
            data, shapes = (manifest.value(action, p) for p in (TEST.dataGraph, TEST.shapesGraph))
            paths = [Path(str(iri).removeprefix("file://")) for iri in (data, shapes)]
            found.append((str(test).rsplit("/", 1)[1], file, paths[0], paths[1]))
    return found


CASES = discover()


def store_of(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def test_the_whole_suite_is_found(shared: Path) -> None:
    assert shared.is_dir()
    assert len(CASES) == 121
    assert {name for name, *_ in CASES} >= NO_REPORT


@pytest.mark.parametrize(("name", "file", "data", "shapes"), CASES, ids=[name for name, *_ in CASES])
def test_results_are_those_of_pyshacl(name: str, file: Path, data: Path, shapes: Path) -> None:
    store = store_of(data)
    shapes_graph = oracle.content(store if shapes == data else store_of(shapes))
    if name in NO_REPORT:
        with pytest.raises(oracle.OracleError):
            oracle.oracle(oracle.content(store), shapes_graph)
        with pytest.raises(ModelError):
            oracle.compiled(store, shapes_graph)
    else:
        assert oracle.compiled(store, shapes_graph) == oracle.oracle(oracle.content(store), shapes_graph)


def test_the_reports_that_the_suite_wants(shared: Path) -> None:
    """The one difference is pySHACL's own: it takes ``"1"^^xsd:boolean`` for true, where the suite wants the term."""
    assert shared.is_dir()
    tried = [case for case in CASES if case[0] not in NO_REPORT]
    assert len(tried) == 112
    assert {name for name, *files in tried if not _is_wanted(*files)} == {"uniqueLang-002"}


def _is_wanted(file: Path, data: Path, shapes: Path) -> bool:
    store = store_of(file)
    manifest = oracle.content(store)
    data_store = store if file == data else store_of(data)
    shapes_graph = oracle.content(data_store if shapes == data else store_of(shapes))
    report = manifest.value(predicate=RDF.type, object=SH.ValidationReport)
    found = oracle.compiled(data_store, shapes_graph)[1]
    return bool(found == oracle.rows_of(manifest, report, manifest))
