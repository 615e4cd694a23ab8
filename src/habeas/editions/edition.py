"""Opening editions: by name, or the one that an audience's pointer file names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.config import Settings
from habeas.editions.integrity import check_whole
from habeas.editions.manifest import BUILD_AGAIN, Manifest, read_manifest
from habeas.errors import EditionError, NoEditionError
from habeas.store.files import PRIVATE, PUBLIC, read_regular, write_file

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_COPY: Final = re.compile(r"\.\d+")


@dataclass(frozen=True)
class Edition:
    """An immutable folder with the read models of one audience.

    The folder is named by the edition's id. Where that name was taken, since the edition was made anew, a number
    follows: ``public-0123456789ab.2``.
    """

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
        try:
            return ox.Store.read_only(str(self.store_path))
        except OSError as error:
            raise EditionError(
                f"the edition is damaged: its store cannot be opened: {error}",
                where=str(self.store_path),
                mend=BUILD_AGAIN,
            ) from error


def mode_of(audience: str) -> int:
    """Return the mode of an audience's files: the public edition may be served by another user than its builder."""
    return PUBLIC if audience == "public" else PRIVATE


def pointer(settings: Settings, audience: str) -> Path:
    """Return the file that names the audience's current edition."""
    return settings.editions / f"current-{audience}"


def current_folder(settings: Settings, audience: str) -> Path:
    """Return the folder that the audience's pointer names.

    Raises NoEditionError where there is no pointer, EditionError where it does not name a folder of an edition.
    """
    file = pointer(settings, audience)
    try:
        name = read_regular(file, 4096).decode("ascii").strip()
    except FileNotFoundError:
        raise NoEditionError(
            f"nothing has been published for the audience {audience!r} yet",
            where=str(file),
            mend="run `habeas build` first",
        ) from None
    except PermissionError:
        raise
    except (OSError, ValueError) as error:
        raise EditionError(
            f"the pointer to the current edition cannot be read: {error}", where=str(file), mend=BUILD_AGAIN
        ) from error
    if not _NAME.fullmatch(name):
        raise EditionError(
            f"the pointer to the current edition names no edition: {name[:60]!r}",
            where=str(file),
            mend=BUILD_AGAIN,
        )
    if not (settings.editions / name).is_dir():
        raise EditionError(
            f"the current edition {name!r} is missing", where=str(settings.editions), mend=BUILD_AGAIN
        )
    return settings.editions / name


def manifest_of(folder: Path) -> Manifest:
    """Read an edition's manifest; raises EditionError where it is damaged or of another edition."""
    manifest = read_manifest(folder / "manifest.json")
    rest = folder.name.removeprefix(manifest.id)
    if rest and (rest == folder.name or not _COPY.fullmatch(rest)):
        raise EditionError(
            f"the edition is damaged: its manifest is that of {manifest.id!r}",
            where=str(folder / "manifest.json"),
            mend=BUILD_AGAIN,
        )
    return manifest


def open_edition(settings: Settings, name: str) -> Edition:
    """Open an edition by its id or the name of its folder; raises EditionError where it is missing or damaged."""
    folder = settings.editions / name
    if not folder.is_dir() and _NAME.fullmatch(name):
        # One that was made anew has a number after its id.
        folder = next(iter(sorted(settings.editions.glob(f"{name}.[0-9]*"))), folder)
    return _open(folder)


def open_current(settings: Settings, audience: str = "public") -> Edition:
    """Open the audience's current edition.

    Raises NoEditionError where nothing was published yet, EditionError where the pointer or the edition is damaged.
    """
    edition = _open(current_folder(settings, audience))
    if edition.manifest.audience != audience:
        raise EditionError(
            f"the pointer names an edition for the audience {edition.manifest.audience!r}",
            where=str(pointer(settings, audience)),
            mend=BUILD_AGAIN,
        )
    return edition


def _open(folder: Path) -> Edition:
    manifest = manifest_of(folder)
    check_whole(folder, manifest)
    return Edition(folder, manifest)


def make_current(settings: Settings, audience: str, name: str) -> None:
    """Point the audience at an edition's folder, in one step: the pointer file is replaced, never rewritten."""
    if not (settings.editions / name / "manifest.json").is_file():
        raise EditionError(
            f"there is no edition {name!r}", where=str(settings.editions), mend="run `habeas build`"
        )
    write_file(pointer(settings, audience), f"{name}\n".encode(), mode_of(audience))
