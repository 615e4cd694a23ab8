"""Opaque ids: a keyed HMAC of the source and its local key.

Without the key nobody can test whether a name is in a source; a plain hash would fall to guessing. The shipped
sources pin a public key and say so in their ``source.toml``.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from habeas.model.namespaces import ID

LENGTH = 20
"""Characters of an opaque id: 100 bits in lower-case base 32."""
BYTES = 13
BLOCK = 64
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
PAIRS = [one + other for one in ALPHABET for other in ALPHABET]
"""Ten bits as two characters: several times as fast as the encoder of the standard library."""
SHIFTS = range(5 * LENGTH - 10, -1, -10)


@lru_cache(maxsize=1 << 14)
def entity_id(source: str, kind: str, key: str, id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for a thing that a source names by a local key."""
    return ID + _opaque(id_key, "entity", source, kind, normalise_key(key))


def person_key_id(source: str, space: str, key: str, id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for a person that a source names by a key of its own, which is taken as it is.

    ``space``: whose keys these are. Judge 8 is not prisoner 8. An id made from a key is none that a name makes.
    """
    exact = unicodedata.normalize("NFC", key).strip()
    return ID + _opaque(id_key, "person by key", source, space, exact)


def known_person_id(source: str, role: str, name: str, known: Sequence[str], id_key: str) -> str:
    """Return ``urn:habeas:id:…`` for a person that is told apart by name and what else is known, each in its place.

    What is not known is empty and keeps its place, so that a place is no region of the same name.
    """
    parts = [normalise_key(part) for part in known]
    while parts and not parts[-1]:
        parts.pop()
    return ID + _opaque(id_key, "person by name", source, role, normalise_key(name), *parts)


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
    inner, outer = _keyed(id_key)
    inside, outside = inner.copy(), outer.copy()
    inside.update("\x1f".join(parts).encode())
    outside.update(inside.digest())
    bits = int.from_bytes(outside.digest()[:BYTES], "big") >> (8 * BYTES - 5 * LENGTH)
    return "".join([PAIRS[bits >> shift & 1023] for shift in SHIFTS])


@lru_cache(maxsize=64)
def _keyed(id_key: str) -> tuple[hashlib._Hash, hashlib._Hash]:
    """The two hashes of an HMAC (RFC 2104) with the key worked in, to be copied: it is one key for many ids."""
    key = id_key.encode()
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return tuple(hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))  # type: ignore[return-value]
