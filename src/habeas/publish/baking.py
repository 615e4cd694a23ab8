"""Baking: from the consolidated graph to an edition's read models, made aside and put in place as one folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.catalogue import bake as bake_catalogue
from habeas.config import Settings
from habeas.editions.edition import mode_of
from habeas.editions.integrity import measured
from habeas.editions.manifest import Manifest
from habeas.model import Model
from habeas.model.namespaces import ID
from habeas.store import create_store
from habeas.store.files import aside_of, free_name

_ID: Final = f"<{ID}".encode()


def with_base(lines: Iterable[bytes], base: str) -> list[bytes]:
    """Return sorted lines of N-Quads with ``urn:habeas:id:…`` written as ``{base}/id/…``.

    A ``<`` stands in a literal as it is, so an id within one counts only where no quotation mark is before it.
    """
    return sorted(_based(line, base.encode()) for line in lines)


def _based(line: bytes, base: bytes) -> bytes:
    before, mark, literal = line.partition(b'"')
    if not mark:
        return line.replace(_ID, b"<" + base + b"/id/")
    literal, mark_after, after = literal.rpartition(b'"')
    return b"".join(
        (
            before.replace(_ID, b"<" + base + b"/id/"),
            mark,
            literal,
            mark_after,
            after.replace(_ID, b"<" + base + b"/id/"),
        )
    )


def bake(
    lines: Iterable[bytes],
    store: ox.Store,
    model: Model,
    settings: Settings,
    manifest: Manifest,
    progress: Callable[[str], None],
) -> Path:
    """Write an edition's folder; it appears under ``editions/`` only when it is whole. Returns the folder.

    ``lines`` are what ``store`` holds, as N-Quads. An edition of the same id that is there is left as it is, for the
    pointer may name it: a rename cannot replace a folder that is not empty, so the new one gets a name of its own.
    """
    mode = mode_of(manifest.audience)
    _make_editions_folder(settings.editions)
    target = free_name(settings.editions / manifest.id)
    aside = aside_of(target)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        progress("store")
        create_store(aside / "store", lines)
        progress("catalogue")
        bake_catalogue(store, model, aside / "catalogue.sqlite", settings.base)
        for name, digest, size in measured(aside):
            manifest.files[name], manifest.sizes[name] = digest, size
        _settle(aside, mode)
        # The manifest is the last file: whatever is changed after it is looked at when the edition is opened.
        manifest.write(aside / "manifest.json", mode)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _make_editions_folder(folder: Path) -> None:
    """The folder is as open as the public editions in it; what closes them to others is the home above."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def _settle(folder: Path, mode: int) -> None:
    """Give all files their mode, whatever the umask was, and wait until they are on the disk."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(mode | (mode & 0o444) >> 2 if path.is_dir() else mode)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
