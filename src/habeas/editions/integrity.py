"""Whether an edition is whole: its files against the sizes and checksums of its manifest."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from habeas.editions.manifest import BUILD_AGAIN, Manifest, checksum
from habeas.errors import EditionError

SHOWN = 3
"""How many damaged files an error names."""


def find_damage(path: Path, manifest: Manifest, *, thorough: bool = True) -> list[str]:
    """Return what is wrong with an edition's files, a line for each: missing, of another size, of another content.

    ``thorough`` reads every file. Otherwise a file that has its size and was not changed since the manifest was
    written is taken as it is, so that opening a large edition stays cheap. The time is that of the inode: a copy over a
    file that keeps the time of its content is a change too.
    """
    since = None if thorough else _changed(path / "manifest.json")
    return [fault for name in sorted(manifest.files) if (fault := _fault(path, manifest, name, since))]


def check_whole(path: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Raise EditionError where a file of the edition is missing or is not as the manifest says."""
    damage = find_damage(path, manifest, thorough=thorough)
    if damage:
        more = f"; {len(damage) - SHOWN} more" if len(damage) > SHOWN else ""
        raise EditionError(
            f"the edition is damaged: {'; '.join(damage[:SHOWN])}{more}", where=str(path), mend=BUILD_AGAIN
        )


def _fault(folder: Path, manifest: Manifest, name: str, since: int | None) -> str | None:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        return f"the manifest names {name!r}, which is outside of the edition"
    file = folder / name
    try:
        stat = file.stat()
        if not S_ISREG(stat.st_mode):
            return f"{name} is not a file"
        size = manifest.sizes.get(name)
        if size is not None and stat.st_size != size:
            return f"{name} has {stat.st_size} bytes instead of {size}"
        if since is not None and stat.st_ctime_ns < since:
            return None
        return None if checksum(file) == manifest.files[name] else f"the content of {name} has changed"
    except OSError as error:
        # Without permission nothing is known of the file: the caller says so, and does not call it damage.
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise
        return (
            f"{name} is missing"
            if error.errno == errno.ENOENT
            else f"{name} cannot be read: {error.strerror}"
        )


def _changed(manifest: Path) -> int | None:
    try:
        return manifest.stat().st_ctime_ns
    except OSError:
        return None


def mark_whole(path: Path) -> None:
    """Note that every file of an edition was read and fits, by the time of its manifest.

    The files of a home that was copied are all younger than they should be, and would be read at every opening.
    """
    manifest = path / "manifest.json"
    manifest.chmod(manifest.stat().st_mode & 0o777)


def measured(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Yield name, SHA-256 and size of each file under a folder that becomes an edition, sorted by name.

    RocksDB's ``LOCK`` is no content: it may come and go.
    """
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "LOCK"):
        yield file.relative_to(folder).as_posix(), checksum(file), file.stat().st_size
