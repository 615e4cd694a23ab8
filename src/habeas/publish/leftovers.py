"""What a killed build leaves behind, and what of a home is for its owner alone.

To be called only by the process that holds the home's lock: then no other build is alive that could own anything
here. Only names that Habeas gives are touched; what a user puts into these folders stays.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from habeas.config import Settings
from habeas.editions import last_edition
from habeas.editions.kept import AUDIENCES

_AUDIENCE: Final = "|".join(AUDIENCES)
_EDITION: Final = rf"(?:{_AUDIENCE})-[0-9a-f]{{12}}"
_LEFT: Final = {
    "": r"\.base\.json\.\d+",
    "records": r"\..+\.nq\.(?:part|\d+)",
    "rejects": r"\..+\.csv\.(?:part|\d+)",
    "names": r"\..+\.json\.\d+",
    "cleared": r"\..+\.(?:nq|json)\.\d+",
    "editions": rf"\.(?:current|day)-(?:{_AUDIENCE})\.\d+|\.{_EDITION}(?:\.\d+)*(?:\.old\.\d+)?",
}
_REPORT: Final = rf"\.(?:validation\.\w+|conforming\.digests|(?:{_AUDIENCE})\.ttl)\.(\d+)"
_PRIVATE: Final = ("records", "rejects", "cleared", "reports", "work", "ledger", "lock", "names")


def remove_leftovers(settings: Settings) -> None:
    """Remove what a build that was killed was making.

    The folders under ``work`` stay: the next ingest of their source takes them up.
    """
    _put_back(settings.editions)
    for folder, names in _LEFT.items():
        for path in _named(settings.home / folder, names):
            _remove(path)
    for path in _named(settings.home / "reports", _REPORT):
        # `habeas validate` writes without the lock, and may have been asked to write here.
        number = int(path.name.rpartition(".")[2])
        if number == os.getpid() or not _is_alive(number):
            _remove(path)
    for audience in AUDIENCES:
        remove_replaced(settings, audience)


def remove_replaced(settings: Settings, audience: str) -> None:
    """Remove the other folders of the current edition's id: it was made anew, damaged or not, and has replaced them."""
    last = last_edition(settings, audience)
    if last.folder is None or last.manifest is None:
        return
    name = rf"{re.escape(last.manifest.id)}(?:\.\d+)?"
    for path in _named(settings.editions, name):
        if path != last.folder:
            _remove(path)


def close_private(settings: Settings) -> None:
    """Take the rights of others from what is restricted, also from what was written under another umask."""
    for name in _PRIVATE:
        place = settings.home / name
        for path in (place, *place.rglob("*")):
            # `habeas validate` may write here at the same time: what was there may be gone.
            with suppress(FileNotFoundError):
                _close(path)


def _close(path: Path) -> None:
    if not path.is_symlink():
        wanted = 0o700 if path.is_dir() else 0o600
        if path.stat().st_mode & 0o777 != wanted:
            path.chmod(wanted)


def _put_back(editions: Path) -> None:
    """Versions up to 0.1.0 moved an edition aside to replace it; one that was killed then left none in its place."""
    for old in _named(editions, rf"\.{_EDITION}\.old\.\d+"):
        place = editions / old.name[1:].partition(".")[0]
        if not place.exists():
            old.rename(place)


def _named(folder: Path, names: str) -> Iterator[Path]:
    if not folder.is_dir():
        return iter(())
    found = sorted(path for path in folder.iterdir() if re.fullmatch(names, path.name))
    return (path for path in found if not path.is_symlink())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
