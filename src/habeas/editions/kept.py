"""The editions that a home keeps, whole or not, and what is known of the last one where it is damaged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from habeas.config import Settings
from habeas.editions.edition import current_folder, manifest_of
from habeas.editions.integrity import find_damage
from habeas.editions.manifest import Manifest
from habeas.errors import EditionError, NoEditionError

AUDIENCES = ("public", "restricted")


@dataclass(frozen=True)
class Kept:
    """A folder of an edition. ``manifest`` is None where it cannot be read, and ``fault`` says why."""

    folder: Path
    manifest: Manifest | None
    fault: str = ""

    def damage(self) -> list[str]:
        """Return what is wrong with it, after reading every file; nothing where it is whole."""
        return find_damage(self.folder, self.manifest) if self.manifest else [self.fault]


@dataclass(frozen=True)
class Last:
    """What is known of an audience's last edition.

    ``damage`` says what is wrong with it, or with the pointer to it; it is empty where all is well. ``manifest`` is
    then that of the last edition if it can still be read, and else that of the newest other one: ``is_other``.
    """

    manifest: Manifest | None
    damage: tuple[str, ...] = ()
    is_other: bool = False
    folder: Path | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, and where what later editions owe to the last one was taken from instead."""
        if not self.damage or (self.manifest and not self.is_other):
            return self.damage
        if self.manifest:
            return (*self.damage, f"canonical ids are taken from the edition {self.manifest.id} instead")
        return (*self.damage, "no edition can be read: canonical ids that were published may have changed")


def kept_editions(settings: Settings, audience: str | None = None) -> list[Kept]:
    """Return the editions of the home, the newest first, then those whose manifest cannot be read."""
    if not settings.editions.is_dir():
        return []
    folders = (f for f in sorted(settings.editions.iterdir()) if _is_edition(f, audience))
    found = [_kept(folder) for folder in folders]
    return sorted(found, key=lambda kept: kept.manifest.made if kept.manifest else "", reverse=True)


def _is_edition(folder: Path, audience: str | None) -> bool:
    """A user may have put other folders there: an edition's begins with its audience."""
    names = (audience,) if audience else AUDIENCES
    return folder.is_dir() and folder.name.startswith(tuple(f"{name}-" for name in names))


def _kept(folder: Path) -> Kept:
    try:
        return Kept(folder, manifest_of(folder))
    except EditionError as error:
        return Kept(folder, None, error.message)


def last_edition(settings: Settings, audience: str, *, thorough: bool = False) -> Last:
    """Return what is known of the audience's last edition, however damaged the home is.

    ``thorough`` reads every file of it; otherwise only pointer and manifest are looked at.
    """
    try:
        folder = current_folder(settings, audience)
        manifest = manifest_of(folder)
        if manifest.audience != audience:
            raise EditionError(f"the pointer names an edition for the audience {manifest.audience!r}")
    except NoEditionError:
        others = _newest(settings, audience)
        return Last(others, ("the pointer to the last edition is missing",) if others else (), bool(others))
    except EditionError as error:
        return Last(_newest(settings, audience), (error.message,), is_other=True)
    damage = find_damage(folder, manifest) if thorough else []
    return Last(manifest, tuple(damage), folder=folder)


def _newest(settings: Settings, audience: str) -> Manifest | None:
    manifests = (kept.manifest for kept in kept_editions(settings, audience))
    return next((m for m in manifests if m and m.audience == audience), None)
