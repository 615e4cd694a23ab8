"""The manifest: what an edition is made of, so that it can be checked and cited."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import orjson

from habeas.errors import EditionError
from habeas.store.files import PRIVATE, read_regular, write_file

FORMAT: Final = 2
"""2 added ``model``, ``former_bases``, ``sizes`` and the digest of the manifest itself."""
READABLE: Final = range(1, FORMAT + 1)
BUILD_AGAIN: Final = "run `habeas build`: it makes the edition anew; until then no edition is served or asked"


@dataclass(frozen=True)
class SourceSummary:
    """A source of the edition: how many of its records are in, under what terms, and where it can be read."""

    iri: str
    title: str
    publisher: str
    licence: str
    records: int
    address: str = ""
    no_address: str = ""


@dataclass(frozen=True)
class Finding:
    """One result of the cross-record checks on this audience's consolidated graph.

    ``focus`` is the IRI of the node, ``severity`` is Violation, Warning or Info, ``shape`` the shape's local name.
    """

    shape: str
    severity: str
    focus: str
    label: str
    message: str


@dataclass(frozen=True)
class Manifest:
    """What ``manifest.json`` holds. ``made`` is an ISO 8601 time in UTC; ``files`` maps paths to SHA-256.

    ``redirects`` maps merged and renamed ids to what they are now, ``gone`` ids of earlier editions that this one does
    not have to the day (ISO 8601) since when. ``model`` is the digest of the declarations by which it was made,
    ``sizes`` the bytes of each file, and ``former_bases`` what its addresses began with earlier. Format 1 has none of
    the other four.
    """

    id: str
    audience: str
    base: str
    made: str
    version: str
    counts: dict[str, int]
    sources: list[SourceSummary] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT
    model: str = ""
    former_bases: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path, mode: int = PRIVATE) -> None:
        """Write the manifest as indented JSON, with its own digest as the last word on whether it is whole."""
        raw = asdict(self)
        raw["digest"] = _digest(raw)
        content = orjson.dumps(raw, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        write_file(path, content + b"\n", mode)


def read_manifest(path: Path) -> Manifest:
    """Read ``manifest.json``; raises EditionError where it is missing, damaged or of another format."""
    try:
        raw = orjson.loads(read_regular(path))
        version = raw["format"]
    except PermissionError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error
    if version not in READABLE:
        raise EditionError(
            f"the edition has format {version!r}, this version of Habeas reads {READABLE[0]} to {FORMAT}",
            where=str(path),
            mend="install the version of Habeas that made it, or run `habeas build` to make one of this version",
        )
    try:
        return _parse(raw)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error


def _parse(raw: dict[str, Any]) -> Manifest:
    digest = raw.pop("digest", None)
    if raw["format"] > 1 and digest != _digest(raw):
        raise ValueError("its content does not fit its digest")
    if unknown := sorted(raw.keys() - {f.name for f in fields(Manifest)}):
        raise ValueError(f"it has unknown fields: {', '.join(unknown)}")
    raw["sources"] = [SourceSummary(**s) for s in raw["sources"]]
    raw["findings"] = [Finding(**f) for f in raw["findings"]]
    manifest = Manifest(**raw)
    texts = (manifest.id, manifest.audience, manifest.base, manifest.made, manifest.model)
    tables = (manifest.counts, manifest.redirects, manifest.files, manifest.sizes)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(t, dict) for t in tables):
        raise ValueError("a value is of the wrong kind")
    return manifest


def _unreadable(path: Path, error: Exception) -> EditionError:
    if isinstance(error, FileNotFoundError):
        return EditionError("the edition's manifest is missing", where=str(path), mend=BUILD_AGAIN)
    return EditionError(
        f"the edition is damaged: its manifest cannot be read: {error}", where=str(path), mend=BUILD_AGAIN
    )


def _digest(raw: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)).hexdigest()


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
