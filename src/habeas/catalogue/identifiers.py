"""Ids as people write them: the opaque one, a whole IRI, the IRI of the records, a path; also of what was merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from habeas.editions import Manifest

RECORDS = "urn:habeas:id:"
"""What ids begin with in records, before an edition is baked."""


@dataclass(frozen=True)
class Identifiers:
    """The ids of an edition. ``redirects`` are those of merged things, with the ids that they have now.

    ``former_bases`` are what its addresses began with earlier.
    """

    base: str
    redirects: Mapping[str, str]
    former_bases: Sequence[str] = ()

    @classmethod
    def of(cls, manifest: Manifest) -> Identifiers:
        """Return the ids of the edition with this manifest."""
        return cls(manifest.base, manifest.redirects, manifest.former_bases)

    def key(self, written: str) -> str:
        """Return the key in the catalogue that would be meant; whether there is such a thing is not looked up."""
        text = written.strip()
        for start in (*(f"{base}/id/" for base in (self.base, *self.former_bases)), RECORDS, "/id/"):
            if text.startswith(start):
                text = text.removeprefix(start)
                break
        return self.redirects.get(text, text)
