"""Which records conformed before, so that a run looks only at those that are new or changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.store import sorted_lines
from habeas.store.files import write_file

SIZE: Final = 16
"""Bytes of a key."""

_CODE: Final = Path(__file__).parent
_ENGINES: Final = ("pyoxigraph", "pyshacl", "rdflib")


class Conforming:
    """The records that were found without fault under some shapes, by digests of all that bears on the finding.

    That is what a record says and of what sort the records are that it points at; the shapes, the ontology, and
    what judges by them. If any of it is otherwise the record is looked at again. The file holds digests only.
    """

    def __init__(self, file: Path, shapes: Path, ontology: Path) -> None:
        self._file = file
        self._rules = _digest_of_rules(shapes, ontology)
        self._known = self._read()

    def key(self, quads: Iterable[ox.Quad], kinds: Mapping[ox.NamedNode, list[ox.Quad]]) -> bytes:
        """Return the key of a record."""
        said = list(quads)
        pointed = {q.object for q in said if isinstance(q.object, ox.NamedNode) and q.object in kinds}
        lines = [*sorted_lines(said), *sorted_lines(quad for node in pointed for quad in kinds[node])]
        return hashlib.blake2b("".join(lines).encode(), digest_size=SIZE).digest()

    def __contains__(self, key: bytes) -> bool:
        """Whether a record of this key conformed."""
        return key in self._known

    def keep(self, keys: Iterable[bytes]) -> None:
        """Write the keys of the records that conform now, in place of those of the run before."""
        self._known = frozenset(keys)
        write_file(self._file, self._rules + b"".join(sorted(self._known)))

    def _read(self) -> frozenset[bytes]:
        try:
            held = self._file.read_bytes()
        except FileNotFoundError:
            return frozenset()
        if held[: len(self._rules)] != self._rules or (len(held) - len(self._rules)) % SIZE:
            return frozenset()
        return frozenset(held[start : start + SIZE] for start in range(len(self._rules), len(held), SIZE))


def _digest_of_rules(shapes: Path, ontology: Path) -> bytes:
    """Return a digest of the declarations and of the code and the engines that judge by them."""
    digest = hashlib.sha256()
    for folder, pattern in ((shapes, "*.ttl"), (ontology, "*.ttl"), (_CODE, "*.py")):
        for file in sorted(folder.rglob(pattern)):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder)} {len(content)}\n".encode() + content)
    digest.update(" ".join(f"{name} {version(name)}" for name in _ENGINES).encode())
    return digest.digest()
