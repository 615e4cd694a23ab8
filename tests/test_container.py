"""Dockerfile and docker-compose.yml, as far as they can be held without an engine: what they promise about safety.

The file for Compose is checked against the schema of its specification, which a package brings along.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.editions import Edition
from habeas.web import create_app

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe").load(COMPOSE)["services"]
OURS = ("build", "habeas", "push", "fuseki")
LASTING = ("habeas", "neo4j", "fuseki")


def mounts(service: str) -> dict[str, tuple[str, str]]:
    """Volume → where it is mounted, and how."""
    parts = (mount.split(":") for mount in SERVICES[service].get("volumes", ()))
    return {volume: (where, *how)[:2] if how else (where, "rw") for volume, where, *how in parts}


def stages() -> dict[str, str]:
    """Stage → its instructions, in the file's order."""
    found = re.split(r"^FROM \S+ AS (\S+)$", DOCKERFILE, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_the_file_follows_the_specification() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_there_are_these_services_and_no_other() -> None:
    assert set(SERVICES) == {*OURS, *LASTING}
    assert {name for name, service in SERVICES.items() if "profiles" not in service} == {"build", "habeas"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert int(service["user"].split(":")[0]) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "devices"} & set(service)
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_cannot_change_its_own_files(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["tmpfs"] == ["/tmp"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_lasts_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    check = service["healthcheck"]
    assert ("test" in check) == (name in LASTING)
    assert (check.get("disable") is True) == (name not in LASTING)
    assert (service.get("restart") == "unless-stopped") == (name in LASTING)


def test_no_password_stands_in_a_file() -> None:
    secret = re.compile("PASSWORD|AUTH|SECRET|TOKEN|KEY")
    found = {
        (name, key): value
        for name, service in SERVICES.items()
        for key, value in service.get("environment", {}).items()
        if secret.search(key)
    }
    assert len(found) == 3
    for value in found.values():
        assert re.fullmatch(r"(neo4j/)?\$\{[A-Z0-9_]+_PASSWORD:\?.+\}", value), value
    assert not re.search(r"^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN)", DOCKERFILE, re.MULTILINE)


def test_only_the_builder_sees_records_and_it_has_no_network() -> None:
    assert mounts("build") == {
        "home": ("/var/lib/habeas", "rw"),
        "editions": ("/var/lib/habeas/editions", "rw"),
    }
    assert SERVICES["build"]["network_mode"] == "none"
    for name in ("habeas", "push"):
        assert mounts(name) == {"editions": ("/srv/habeas/editions", "ro")}
    assert [name for name in SERVICES if "home" in mounts(name)] == ["build"]
    assert SERVICES["build"]["user"] != SERVICES["habeas"]["user"] == SERVICES["push"]["user"]


def test_every_volume_and_network_is_declared() -> None:
    declared = YAML(typ="safe").load(COMPOSE)
    assert {volume for name in SERVICES for volume in mounts(name)} == set(declared["volumes"])
    assert {n for service in SERVICES.values() for n in service.get("networks", ())} == set(
        declared["networks"]
    )


def test_the_images_know_the_users_and_folders_that_compose_names() -> None:
    made = stages()
    assert list(made)[-1] == "habeas"
    for stage, names in {"habeas": ("build", "habeas", "push"), "fuseki": ("fuseki",)}.items():
        users = {SERVICES[name]["user"].split(":")[0] for name in names}
        assert set(re.findall(r"useradd --uid (\d+)", made[stage])) == users
        assert re.findall(r"^USER (\d+):\1$", made[stage], re.MULTILINE)[0] in users
        for name in names:
            for where, _ in mounts(name).values():
                assert re.search(rf"install -d .*{where}(\s|$)", made[stage], re.MULTILINE), where
    assert "-m 0700 /var/lib/habeas " in made["habeas"]


def test_the_build_is_given_what_it_copies_and_what_the_wheel_holds() -> None:
    ignored, *admitted = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored == "*"
    folders = {line.removeprefix("!") for line in admitted if line.startswith("!")}
    assert [folder for folder in folders if not (ROOT / folder).exists()] == []
    copied = re.findall(r"^COPY ([^-]\S*) \S+$", DOCKERFILE, re.MULTILINE)
    assert len(copied) == 3
    assert all(path == "." or {path, path.split("/")[0]} & folders for path in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(held) <= folders


def test_neo4j_is_the_version_that_the_tests_run_on() -> None:
    pom = ElementTree.parse(ROOT / "tests" / "services" / "neo4j" / "pom.xml")
    versions = {v.text for v in pom.iterfind(".//{*}dependency/{*}version")}
    assert {str(version).rsplit(".", 1)[0] for version in versions} == {
        SERVICES["neo4j"]["image"].removeprefix("neo4j:").removesuffix("-community")
    }


def test_the_server_needs_nothing_but_the_public_editions_and_writes_nothing(
    edition: Edition, shipped_settings: Settings, tmp_path: Path
) -> None:
    editions = tmp_path / "editions"
    editions.mkdir()
    shutil.copy(shipped_settings.editions / "current-public", editions)
    shutil.copytree(edition.path, editions / edition.id)

    def state() -> dict[str, tuple[int, int]]:
        return {str(f): (f.stat().st_size, f.stat().st_mtime_ns) for f in sorted(tmp_path.rglob("*"))}

    before = state()
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with TestClient(create_app(Settings(home=tmp_path, root=shipped_settings.root))) as client:
            assert client.get("/health").json()["edition"] == edition.id
            assert "Sentsov" in client.get("/search", params={"q": "сенцов"}).text
            assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
            people = client.get("/graphql", params={"query": "{ people { totalCount } }"})
            assert people.json()["data"]["people"]["totalCount"] == edition.manifest.counts["people"]
        assert state() == before
    finally:
        for path in [tmp_path, *tmp_path.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
