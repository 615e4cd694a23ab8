"""Packs a small home with one synthetic source, as the checked-out version of Habeas builds it.

    PYTHONPATH=src python tests/data/homes/make_home.py tests/data/homes/0.1.0.tar.xz

Run it once for each release, from the release's own commit: README.md in this folder says when. It uses only what
every version has: ``Settings``, ``build`` and ``clear``.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from habeas.config import Settings
from habeas.publish import build
from habeas.publish.clearing import Ruling, clear

ROOT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 11, 22)
SOURCE = "synthetic-list"
FILES = {
    "source.toml": """\
title = "A plainly synthetic list"
publisher = "nobody"
licence = "CC0-1.0"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
no_address = "it is synthetic"

[[table]]
file = "names.csv"
mapping = "names.ru"
key = "record"
""",
    "names.csv": "record,locator,class,name,confidence\n"
    + "".join(f"r{n},page 1,Person,Test Person {word},claimed\n" for n, word in enumerate(("One", "Two"), 1))
    + "r3,page 1,Court,Test Court,claimed\n",
}


class Silent:
    """Progress that says nothing."""

    def stage(self, name: str) -> None:
        """Take no notice."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Take no notice."""


def make_home(home: Path) -> None:
    """Build the synthetic source into a home, cleared by nobody real."""
    folder = home / "ingest" / SOURCE
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(home=home, root=ROOT)
    ruling = Ruling("public", "Synthetic reviewer", "a synthetic home")
    build(settings, [SOURCE], today=TODAY, progress=Silent())
    clear(settings, ruling, records=(), sources=(SOURCE,), whole=True, today=TODAY)
    build(settings, [SOURCE], today=TODAY, progress=Silent())
    current = (settings.editions / "current-public").read_text(encoding="utf-8").strip()
    for edition in settings.editions.iterdir():
        if edition.is_dir() and edition.name != current:
            shutil.rmtree(edition)


def pack(home: Path, archive: Path) -> None:
    """Pack a home; nothing of the machine that made it goes in."""
    with tarfile.open(archive, "w:xz", preset=9) as tar:
        for path in sorted(home.rglob("*")):
            tar.add(path, path.relative_to(home).as_posix(), recursive=False, filter=_anonymous)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        make_home(home)
        pack(home, Path(sys.argv[1]))
