"""The manifest: what an edition is made of, so that it can be checked and cited."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from habeas.errors import EditionError

FORMAT = 1


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
    not have to the day (ISO 8601) since when.
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

    def write(self, path: Path) -> None:
        """Write the manifest as indented JSON."""
        path.write_bytes(
            orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
        )


def read_manifest(path: Path) -> Manifest:
    """Read ``manifest.json``; raises EditionError where it is missing, damaged or of another format."""
    try:
        raw: dict[str, Any] = orjson.loads(path.read_bytes())
        raw["sources"] = [SourceSummary(**s) for s in raw["sources"]]
        raw["findings"] = [Finding(**f) for f in raw["findings"]]
        manifest = Manifest(**raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EditionError(
            f"the manifest cannot be read: {error}", where=str(path), mend="run `habeas build` again"
        ) from error
    if manifest.format != FORMAT:
        raise EditionError(
            f"the edition has format {manifest.format}, this version reads {FORMAT}",
            where=str(path),
            mend="run `habeas build` again",
        )
    return manifest


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
