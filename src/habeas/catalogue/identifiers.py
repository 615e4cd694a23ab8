"""Ids as people write them: the opaque one, a whole IRI, the IRI of the records, a path; also of what was merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RECORDS = "urn:habeas:id:"
"""What ids begin with in records, before an edition is baked."""


@dataclass(frozen=True)
class Identifiers:
    """The ids of an edition. ``redirects`` are those of merged things, with the ids that they have now."""

    base: str
    redirects: Mapping[str, str]

    def key(self, written: str) -> str:
        """Return the key in the catalogue that would be meant; whether there is such a thing is not looked up."""
        text = written.strip()
        for start in (f"{self.base}/id/", RECORDS, "/id/"):
            if text.startswith(start):
                text = text.removeprefix(start)
                break
        return self.redirects.get(text, text)
