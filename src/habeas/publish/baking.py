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
from habeas.editions.manifest import Manifest, checksum
from habeas.model import Model
from habeas.model.namespaces import ID
from habeas.store import create_store

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

    ``lines`` are what ``store`` holds, as N-Quads.
    """
    target = settings.editions / manifest.id
    aside = settings.editions / f".{manifest.id}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        progress("store")
        create_store(aside / "store", lines)
        progress("catalogue")
        bake_catalogue(store, model, aside / "catalogue.sqlite", settings.base)
        manifest.files.update(_checksums(aside))
        manifest.write(aside / "manifest.json")
        _replace(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "LOCK")
    return {str(p.relative_to(folder)): checksum(p) for p in files}


def _replace(aside: Path, target: Path) -> None:
    """Put the folder in its place; ``rename`` over a folder that is not empty fails, so an old one steps aside."""
    old = target.with_name(f".{target.name}.old.{os.getpid()}")
    if target.exists():
        target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)
