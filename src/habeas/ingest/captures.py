"""Where a source can be followed to: its address, or why it has none, and the captures of what was read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from habeas.errors import SourceConfigError
from habeas.ingest.identifiers import computed_id
from habeas.model.namespaces import HAB, RDF, XSD

_SHA256: Final = re.compile("[0-9a-f]{64}")
_NOT_IN_ADDRESSES: Final = re.compile(r"""[\s<>"{}|\\^`]""")
_ADDRESS_WANTED: Final = 'it is the whole address: "https://example.org/page"'
_SETTINGS: Final = ("address", "captured", "sha256", "description")


@dataclass(frozen=True)
class Capture:
    """A copy of a source: the SHA-256 of its bytes, where it can be read, when it was made, what sort of copy it is."""

    sha256: str
    address: str | None = None
    captured: dt.datetime | None = None
    description: str | None = None

    def quads(self, source: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield what the source says of the capture, in the source's graph."""
        told = "" if self.captured is None else _written(self.captured)
        node = ox.NamedNode(computed_id("capture", source.value, self.sha256, self.address or "", told))
        values = {
            "sha256": ox.Literal(self.sha256),
            "address": _typed(self.address, "anyURI"),
            "captured": _typed(told, "dateTime"),
            "description": ox.Literal(self.description) if self.description else None,
        }
        yield ox.Quad(source, ox.NamedNode(f"{HAB}archivedAs"), node, source)
        yield ox.Quad(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{HAB}Capture"), source)
        for name, value in values.items():
            if value is not None:
                yield ox.Quad(node, ox.NamedNode(HAB + name), value, source)


def _written(time: dt.datetime) -> str:
    text = time.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _typed(text: str | None, datatype: str) -> ox.Literal | None:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)) if text else None


def is_address(value: Any) -> bool:
    """Whether a value is an absolute address on the web."""
    if not isinstance(value, str) or _NOT_IN_ADDRESSES.search(value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def check_address(raw: dict[str, Any], file: Path) -> None:
    """Raise SourceConfigError where a source has a malformed address, or both an address and a word why it has none."""
    if "address" in raw and "no_address" in raw:
        raise SourceConfigError(
            "the source has an address and says why it has none",
            where=str(file),
            mend="drop one of the two lines",
        )
    if "address" in raw and not is_address(raw["address"]):
        raise SourceConfigError(
            f"'address' is malformed: {raw['address']!r}", where=str(file), mend=_ADDRESS_WANTED
        )
    if "no_address" in raw and not (isinstance(raw["no_address"], str) and raw["no_address"].strip()):
        raise SourceConfigError(
            "'no_address' does not say why",
            where=str(file),
            mend='write a few words: no_address = "printed, never online"',
        )


def read_captures(raw: Any, file: Path) -> tuple[Capture, ...]:
    """Read the setting ``archived``: one capture or a list of them. Raises SourceConfigError where one is malformed."""
    found = raw if isinstance(raw, list) else [raw]
    return tuple(dict.fromkeys(_read(capture, file) for capture in found))


def _read(raw: Any, file: Path) -> Capture:
    if not isinstance(raw, dict):
        raise _malformed("it is no table", file)
    if unknown := sorted(set(raw) - set(_SETTINGS)):
        raise _malformed(f"unknown setting {unknown[0]!r}", file)
    digest = raw.get("sha256")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest.lower()):
        raise _malformed(f"'sha256' is not 64 hexadecimal digits: {digest!r}", file)
    if "address" in raw and not is_address(raw["address"]):
        raise _malformed(f"'address' is malformed: {raw['address']!r}", file)
    if "captured" in raw and not isinstance(raw["captured"], dt.datetime):
        raise _malformed(f"'captured' is no time, such as 2026-01-31T09:30:00Z: {raw['captured']!r}", file)
    if "description" in raw and not (isinstance(raw["description"], str) and raw["description"].strip()):
        raise _malformed("'description' is no text", file)
    return Capture(digest.lower(), raw.get("address"), raw.get("captured"), raw.get("description"))


def _malformed(why: str, file: Path) -> SourceConfigError:
    return SourceConfigError(
        f"'archived' is malformed: {why}",
        where=str(file),
        mend='write archived = { sha256 = "…", address = "https://…", captured = 2026-01-31T09:30:00Z }; '
        "all but sha256 may be left out",
    )
