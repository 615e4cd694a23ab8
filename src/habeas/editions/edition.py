"""Opening editions: by id, or the one that an audience's pointer file names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from habeas.config import Settings
from habeas.editions.manifest import Manifest, read_manifest
from habeas.errors import EditionError, NoEditionError


@dataclass(frozen=True)
class Edition:
    """An immutable folder with the read models of one audience."""

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.manifest.id

    @property
    def store_path(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.path / "store"

    @property
    def catalogue_path(self) -> Path:
        """The SQLite file of the catalogue."""
        return self.path / "catalogue.sqlite"

    @cached_property
    def store(self) -> ox.Store:
        """The RDF store, opened read-only: this changes no file."""
        return ox.Store.read_only(str(self.store_path))


def pointer(settings: Settings, audience: str) -> Path:
    """Return the file that names the audience's current edition."""
    return settings.editions / f"current-{audience}"


def open_edition(settings: Settings, edition_id: str) -> Edition:
    """Open an edition by id; raises EditionError where it is missing or damaged."""
    path = settings.editions / edition_id
    return Edition(path, read_manifest(path / "manifest.json"))


def open_current(settings: Settings, audience: str = "public") -> Edition:
    """Open the audience's current edition; raises NoEditionError where nothing was published yet."""
    file = pointer(settings, audience)
    if not file.is_file():
        raise NoEditionError(
            f"nothing has been published for the audience {audience!r} yet",
            where=str(file),
            mend="run `habeas build` first",
        )
    return open_edition(settings, file.read_text(encoding="utf-8").strip())


def make_current(settings: Settings, audience: str, edition_id: str) -> None:
    """Point the audience at an edition, in one step: the pointer file is replaced, never rewritten."""
    if not (settings.editions / edition_id / "manifest.json").is_file():
        raise EditionError(f"there is no edition {edition_id!r}", where=str(settings.editions))
    file = pointer(settings, audience)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_text(f"{edition_id}\n", encoding="utf-8")
    aside.replace(file)
