"""Fixtures of real servers. A machine without Java or Maven skips these tests and says why; in CI that is a failure.

Where ``HABEAS_TEST_NEO4J_URI`` or ``HABEAS_TEST_FUSEKI_URL`` is set that server is used in place of one of our own
(``services.py env`` prints them, or take those of ``docker compose up``). **Its content is deleted.**
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from habeas.network import Target
from habeas.network.target import session_at

HERE = Path(__file__).resolve().parent


def _services() -> ModuleType:
    """Load the script beside this file; the tests are no package that it could be imported from."""
    spec = importlib.util.spec_from_file_location("habeas_test_services", HERE / "services.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


services = _services()


def environment(name: str, wanted: str, folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment by which a server is found: what is set, else that of one that is started here."""
    if os.environ.get(wanted):
        yield dict(os.environ)
        return
    lack = services.missing()
    if lack and os.environ.get("CI"):
        pytest.fail(f"CI skips nothing: {lack}")
    if lack:
        pytest.skip(lack)
    service = services.STARTERS[name](folder / "home")
    try:
        yield service.environment
    finally:
        services.stop(service)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A Neo4j 5 server."""
    for found in environment("neo4j", "HABEAS_TEST_NEO4J_URI", tmp_path_factory.mktemp("neo4j")):
        yield Target(
            found["HABEAS_TEST_NEO4J_URI"],
            found.get("HABEAS_TEST_NEO4J_USER", "neo4j"),
            found.get("HABEAS_TEST_NEO4J_PASSWORD"),
        )


@pytest.fixture
def empty(neo4j_server: Target) -> Target:
    """The Neo4j server with nothing in it."""
    with session_at(neo4j_server) as asked:
        asked.run("MATCH (n) DETACH DELETE n").consume()
        asked.run("DROP CONSTRAINT habeas_id IF EXISTS").consume()
    return neo4j_server


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Fuseki dataset with a default graph of its own; a test puts what it asks there."""
    for found in environment("fuseki", "HABEAS_TEST_FUSEKI_URL", tmp_path_factory.mktemp("fuseki")):
        yield found["HABEAS_TEST_FUSEKI_URL"]
