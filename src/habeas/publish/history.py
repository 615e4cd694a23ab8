"""What an audience has seen in earlier editions: which ids, and which of them it sees no more.

It comes from that audience's own editions alone. So an id that was never public is never spoken of.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from habeas.editions import Last

CATALOGUE = "catalogue.sqlite"
_KEYS = "SELECT key FROM node WHERE instr(key, ':') = 0 AND instr(key, '/') = 0"
"""The keys of things that have an id of ours; those of terms and classes are whole IRIs."""


@dataclass(frozen=True)
class History:
    """The last edition's ids, merged ids by the canonical one, and the ids that are gone, by the day since."""

    ids: frozenset[str] = frozenset()
    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, last: Last) -> History:
        """Read what is needed from the last edition, as far as it can be read; nothing is known where there is none."""
        if last.manifest is None:
            return cls()
        return cls(_ids(last.folder), last.manifest.redirects, last.manifest.gone)

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


def _ids(folder: Path | None) -> frozenset[str]:
    """Read the ids of the catalogue; its model may be an older one, so nothing but the one table is relied on."""
    if folder is None or not (folder / CATALOGUE).is_file():
        # Of a damaged edition the file may be anything; a pipe would be waited for.
        return frozenset()
    address = f"file:{quote(str((folder / CATALOGUE).resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return frozenset(key for (key,) in connection.execute(_KEYS))
    except sqlite3.DatabaseError:
        return frozenset()
