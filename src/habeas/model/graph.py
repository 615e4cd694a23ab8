"""Reading Turtle folders into memory, and asking them small questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import ModelError


class Declarations:
    """An in-memory graph of declaration files."""

    def __init__(self, *folders: Path) -> None:
        self.store = ox.Store()
        for folder in folders:
            for file in sorted(folder.rglob("*.ttl")):
                self._load(file)

    def _load(self, file: Path) -> None:
        try:
            self.store.load(path=str(file), format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise ModelError(
                f"the file is not Turtle: {error}", where=str(file), mend="mend the line that is named"
            ) from error

    def subjects(self, predicate: str, value: str) -> Iterator[str]:
        """Yield the IRIs that have this IRI as a value of the predicate, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value))
        yield from sorted(q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode))

    def values(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """Return the IRIs and literals of a predicate, sorted by their text."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        found = [q.object for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)]
        return sorted(found, key=str)

    def text(self, subject: str, predicate: str, default: str = "") -> str:
        """Return one value as text, an English one before others."""
        found = self.values(subject, predicate)
        english = [v for v in found if isinstance(v, ox.Literal) and v.language in {"en", None}]
        return next((v.value for v in english or found), default)

    def iri(self, subject: str, predicate: str) -> str | None:
        """Return the one IRI that is the value, or None."""
        return next((v.value for v in self.values(subject, predicate) if isinstance(v, ox.NamedNode)), None)

    def flag(self, subject: str, predicate: str) -> bool:
        """Return whether the value is ``true``."""
        return self.text(subject, predicate) == "true"
