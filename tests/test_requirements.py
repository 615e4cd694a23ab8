"""The pinned lists: pip --require-hashes refuses whatever a pin asks for and the list does not name with a hash."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REQUIREMENTS = Path(__file__).parent.parent / "requirements"
LISTS = sorted(REQUIREMENTS.glob("*.txt"))


def pins(file: Path) -> dict[str, Requirement]:
    """The pins of a list by canonical name; each must have at least one hash."""
    found = {}
    for block in re.split(r"\n(?=\S)", file.read_text(encoding="utf-8").replace("\\\n", " ")):
        line, *hashes = block.split("--hash=")
        if line.strip() and not line.startswith("#"):
            assert hashes, f"{line.strip()} has no hash"
            requirement = Requirement(line.strip())
            found[canonicalize_name(requirement.name)] = requirement
    return found


def asked_for(pin: Requirement) -> list[Requirement]:
    """What the installed distribution of a pin requires here, with the extras that the pin names."""
    requires = [Requirement(text) for text in metadata.requires(pin.name) or []]
    extras = [""] if not pin.extras else ["", *pin.extras]
    return [r for r in requires if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras)]


def test_that_there_are_lists() -> None:
    assert [file.name for file in LISTS] == ["check.txt", "run.txt", "test.txt"]


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_every_requirement_of_every_pin_is_pinned_with_its_extras(file: Path) -> None:
    """A newer release of what an extra brings cannot break a fresh install: the list says which one and its hash."""
    pinned = pins(file)
    assert len(pinned) >= 5
    missing = []
    for pin in pinned.values():
        try:
            requires = asked_for(pin)
        except metadata.PackageNotFoundError:
            assert file.stem == "check", f"{pin.name} is not installed"
            continue
        for requirement in requires:
            found = pinned.get(canonicalize_name(requirement.name))
            if found is None:
                missing.append(f"{pin.name} asks for {requirement}: not in the list")
            elif lacking := requirement.extras - found.extras:
                missing.append(f"{pin.name} asks for {requirement}: the pin lacks [{', '.join(lacking)}]")
            elif not all(
                requirement.specifier.contains(s.version, prereleases=True) for s in found.specifier
            ):
                missing.append(f"{pin.name} asks for {requirement}: the list has {found}")
    assert not missing
