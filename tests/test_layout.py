"""The layout that design.md §2 sets: imports one way, no Python among declarations, small modules."""

from __future__ import annotations

import ast
import importlib.metadata
import statistics
from pathlib import Path

import graphql
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "habeas"
MODULES = sorted(PACKAGE.rglob("*.py"))
DECLARATIONS = ("ontology", "shapes", "ingest", "ledger", "graphql", "sparql")

# A room may import from its own layer's later lines only; two rooms of one line do not know each other.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"web", "publish"},
    {"graphql", "sparql", "export"},
    {"catalogue", "network"},
    {"identity", "shapes", "ingest", "editions"},
    {"store"},
    {"model"},
    {"artefacts", "bidi", "config", "errors"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
GROUND = len(LAYERS) - 1


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(module: Path) -> set[str]:
    """Return the rooms of habeas that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            base = node.module or ""
            names |= {f"{base}.{alias.name}" for alias in node.names} if base == "habeas" else {base}
    return {name.split(".")[1] for name in names if name.startswith("habeas.")} - {"__version__"}


def test_every_module_is_found() -> None:
    assert len(MODULES) > 100
    assert {room_of(m) for m in MODULES} - {"__init__"} <= set(LEVEL)


def test_every_room_has_modules() -> None:
    assert set(LEVEL) <= {room_of(m) for m in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_run_one_way(module: Path) -> None:
    room = room_of(module)
    level = LEVEL.get(room, GROUND)
    for other in imported_rooms(module) - {room}:
        allowed = LEVEL[other] > level or (level == GROUND and LEVEL[other] == GROUND)
        assert allowed, f"{room} imports {other}"


@pytest.mark.parametrize("name", DECLARATIONS)
def test_declarations_hold_no_python(name: str) -> None:
    assert (ROOT / name).is_dir()
    assert not [p for p in (ROOT / name).rglob("*") if p.suffix in {".py", ".pyc"}]


def test_tests_are_no_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not [p for p in (ROOT / "tests").rglob("graphql") if p.is_dir()]


def test_graphql_is_graphql_core() -> None:
    assert hasattr(graphql, "GraphQLSchema")
    assert graphql.__version__ == importlib.metadata.version("graphql-core")
    assert ROOT / "graphql" not in Path(str(graphql.__file__)).resolve().parents


def test_modules_are_rooms_one_can_know() -> None:
    lines = {m: len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {str(m): n for m, n in lines.items() if n > 400} == {}
    assert statistics.median(lines.values()) < 100


def functions() -> list[int]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    trees = (ast.parse(m.read_text(encoding="utf-8")) for m in MODULES)
    nodes = (n for tree in trees for n in ast.walk(tree) if isinstance(n, kinds))
    return sorted((n.end_lineno or n.lineno) - n.lineno + 1 for n in nodes)


def test_functions_are_short() -> None:
    lengths = functions()
    assert len(lengths) > 300
    assert statistics.median(lengths) < 10
    assert lengths[int(len(lengths) * 0.9)] < 30


def test_names_are_the_field_s_own() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [m for m in MODULES if vague & {*m.relative_to(PACKAGE).with_suffix("").parts}]
