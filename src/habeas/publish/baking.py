"""Baking: from the consolidated graph to an edition's read models, made aside and put in place as one folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from habeas.catalogue import bake as bake_catalogue
from habeas.config import Settings
from habeas.editions.manifest import Manifest, checksum
from habeas.model import Model
from habeas.model.namespaces import ID
from habeas.store import create_store


def with_base(quads: Iterable[ox.Quad], base: str) -> Iterator[ox.Quad]:
    """Yield the quads with ``urn:habeas:id:…`` written as ``{base}/id/…``."""
    for quad in quads:
        yield ox.Quad(
            _based(quad.subject, base),
            quad.predicate,
            _based(quad.object, base),
            _based(quad.graph_name, base),
        )


def _based(term: ox.Term, base: str) -> ox.Term:  # type: ignore[name-defined]
    if isinstance(term, ox.NamedNode) and term.value.startswith(ID):
        return ox.NamedNode(f"{base}/id/{term.value.removeprefix(ID)}")
    return term


def bake(
    store: ox.Store, model: Model, settings: Settings, manifest: Manifest, progress: Callable[[str], None]
) -> Path:
    """Write an edition's folder; it appears under ``editions/`` only when it is whole. Returns the folder."""
    target = settings.editions / manifest.id
    aside = settings.editions / f".{manifest.id}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        progress("store")
        create_store(aside / "store", store)
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
