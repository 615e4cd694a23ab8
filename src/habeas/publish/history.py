"""What an audience has seen in earlier editions: which ids, and which of them it sees no more.

It comes from that audience's own editions alone. So an id that was never public is never spoken of.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote

from habeas.editions import Edition

_KEYS = "SELECT key FROM node WHERE instr(key, ':') = 0 AND instr(key, '/') = 0"
"""The keys of things that have an id of ours; those of terms and classes are whole IRIs."""


@dataclass(frozen=True)
class History:
    """The last edition's ids, merged ids by the canonical one, and the ids that are gone, by the day since."""

    ids: frozenset[str] = frozenset()
    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition | None) -> History:
        """Read what is needed from an edition; nothing is known where there is none."""
        if edition is None:
            return cls()
        manifest = edition.manifest
        return cls(_ids(edition), manifest.redirects, manifest.gone)

    @property
    def canonical(self) -> set[str]:
        """The ids that others lead to: once published as such, they stay."""
        return set(self.redirects.values())

    @property
    def seen(self) -> frozenset[str]:
        """Every id that the audience has seen in the last edition or before."""
        return self.ids | self.redirects.keys() | self.gone.keys()

    def gone_from(self, present: Iterable[str], today: dt.date) -> dict[str, str]:
        """Return the ids that were seen and are not among those ``present``, with the day since when, in order."""
        lost = self.seen.difference(present)
        return {name: self.gone.get(name, today.isoformat()) for name in sorted(lost)}


def _ids(edition: Edition) -> frozenset[str]:
    """Read the ids of the catalogue; its model may be an older one, so nothing but the one table is relied on."""
    address = f"file:{quote(str(edition.catalogue_path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return frozenset(key for (key,) in connection.execute(_KEYS))
    except sqlite3.DatabaseError:
        return frozenset()
