"""Files on a disk: written whole or not at all, private, and with errors of our own where the disk refuses."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Final, NamedTuple

from habeas.errors import HabeasError, StorageError

PRIVATE: Final = 0o600
PUBLIC: Final = 0o644


class _Refusal(NamedTuple):
    message: str
    mend: str


_FULL: Final = _Refusal(
    "the disk is full, or a limit on its use is reached",
    "free space there, or name a folder on another disk with --home, then run the same command again; "
    "the last edition is unchanged",
)
_READ_ONLY: Final = _Refusal(
    "the disk is read-only",
    "mount it for writing, or name another folder with --home, then run the same command again",
)
_DENIED: Final = _Refusal(
    "permission is missing to read or write here",
    "run the command as the owner of the folder, or name a --home of your own",
)
_FAILING: Final = _Refusal(
    "the disk cannot be read or written: input/output error",
    "check the disk and its cables, then run the same command again",
)
_IN_THE_WAY: Final = _Refusal(
    "a file is where a folder belongs, or a folder where a file belongs",
    "move it away, then run the same command again",
)

_BY_NUMBER: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EIO: _FAILING,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
}
_BY_SQLITE_CODE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_PERM: _DENIED,
}
_BY_WORDS: Final = {
    os.strerror(number): _BY_NUMBER[number]
    for number in (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
    )
}
_ON_WRITING: Final = frozenset({_FULL, _READ_ONLY, _FAILING})


@contextmanager
def storage_errors(place: Path | None = None) -> Iterator[None]:
    """Raise StorageError for what a disk refuses within the block, whichever library met it.

    ``place`` is named where the error itself names no file. An error of our own that was made of a full or read-only
    disk becomes a StorageError too: what is to be done about it is the same everywhere.
    """
    try:
        yield
    except Exception as error:
        found = storage_error(error, place)
        if found is None:
            raise
        raise found from error


def storage_error(error: BaseException, place: Path | None = None) -> StorageError | None:
    """Return the StorageError that an exception amounts to; None where it is of another kind."""
    if isinstance(error, StorageError):
        return None
    cause = error.__cause__ if isinstance(error, HabeasError) else error
    refusal = _refusal(cause)
    if refusal is None or (cause is not error and refusal not in _ON_WRITING):
        return None
    file = getattr(cause, "filename2", None) or getattr(cause, "filename", None)
    where = os.fsdecode(file) if isinstance(file, str | bytes | os.PathLike) else place
    return StorageError(refusal.message, where=str(where) if where else None, mend=refusal.mend)


def _refusal(error: BaseException | None) -> _Refusal | None:
    """SQLAlchemy keeps SQLite's error in ``orig``; Oxigraph raises OSError or RuntimeError that has only words."""
    inner = getattr(error, "orig", error)
    if isinstance(inner, sqlite3.Error):
        return _BY_SQLITE_CODE.get(getattr(inner, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(inner, OSError) and inner.errno is not None:
        return _BY_NUMBER.get(inner.errno)
    if isinstance(inner, OSError | RuntimeError):
        return next((refusal for words, refusal in _BY_WORDS.items() if words in str(inner)), None)
    return None


@contextmanager
def private_files() -> Iterator[None]:
    """Within the block new files are for their owner alone: 0600, folders 0700, whatever the umask was."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write_file(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Write a file aside and put it in place of what was there, so that a reader sees the old or the new.

    It has the mode given whatever the umask, and is on the disk when this returns. A folder that is in the way is
    renamed, not removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = aside_of(path)
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.is_dir() and not path.is_symlink():
            path.rename(free_name(path.with_name(f"{path.name}.moved")))
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def aside_of(path: Path) -> Path:
    """Return where a file or folder is made before it is put in place: under a name of this process."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def free_name(path: Path) -> Path:
    """Return the path, or where something has its name already the first of ``path.2``, ``path.3`` … that is free."""
    numbered = (path.with_name(f"{path.name}.{number}") for number in range(2, 1_000_000))
    return path if not os.path.lexists(path) else next(p for p in numbered if not os.path.lexists(p))


def read_regular(path: Path, most: int = -1) -> bytes:
    """Return a file's bytes, at most so many; raises OSError where it is no regular file: a pipe would never end."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return file.read(most)
