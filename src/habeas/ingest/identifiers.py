"""Opaque ids: a keyed HMAC of the source and its local key.

Without the key nobody can test whether a name is in a source; a plain hash would fall to guessing. The shipped
sources pin a public key and say so in their ``source.toml``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata

from habeas.model.namespaces import ID

LENGTH = 20
"""Characters of an opaque id: 100 bits in lower-case base 32."""


def entity_id(source: str, kind: str, key: str, id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for a thing that a source names by a local key."""
    return ID + _opaque(id_key, "entity", source, kind, normalise_key(key))


def record_id(source: str, table: str, key: str, id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for the record made from a row; ``table`` is the file's name."""
    return ID + _opaque(id_key, "record", source, table, key.strip())


def source_id(source: str, id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for a source."""
    return ID + _opaque(id_key, "source", source)


def computed_id(*parts: str) -> str:
    """Return an id for a node that is computed from what is already in an edition, such as a dispute."""
    return ID + _opaque("habeas", "computed", *parts)


def normalise_key(key: str) -> str:
    """Return the key in NFC, without case and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", key).casefold().split())


def _opaque(id_key: str, *parts: str) -> str:
    message = "\x1f".join(parts).encode()
    digest = hmac.digest(id_key.encode(), message, hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:LENGTH]
