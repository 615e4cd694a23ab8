"""What a publication rests on beside its records, as quads for the checks: audience, clearances, decisions.

It is worked out anew from the ledger and not taken from the filter, so that a record which got past the filter
is found. It is lent to the store while the checks run, and is in no edition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from habeas.identity import Clearance, Identity
from habeas.identity.groups import standing
from habeas.model.namespaces import HAB, OWL, VOCABULARY

PUBLICATION: Final = ox.NamedNode("https://w3id.org/habeas/publication")


@dataclass(frozen=True)
class Basis:
    """The rules for one audience on one day: ``tiers`` are those that it may see, ``redirects`` the merged ids."""

    tiers: frozenset[str]
    today: dt.date
    base: str
    redirects: Mapping[str, str]

    def quads(self, clearances: Iterable[Clearance], decisions: Iterable[Identity]) -> Iterator[ox.Quad]:
        """Yield the tiers of the audience, the tier of each cleared record, and who is known to be somebody else."""
        for tier in sorted(self.tiers):
            yield self._tier(PUBLICATION, tier)
        for ruling in {c.record: c for c in clearances}.values():
            yield self._tier(self._node(ruling.record), ruling.tier_on(self.today))
        yield from self.different(decisions)

    def different(self, decisions: Iterable[Identity]) -> Iterator[ox.Quad]:
        """Yield who is known to be somebody else, by the canonical ids."""
        for decision in standing(decisions):
            if decision.decision == "different":
                one, other = (self._node(self.redirects.get(i, i)) for i in (decision.a, decision.b))
                yield ox.Quad(one, ox.NamedNode(f"{OWL}differentFrom"), other, PUBLICATION)

    def _node(self, opaque: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}/id/{opaque}")

    def _tier(self, node: ox.NamedNode, tier: str) -> ox.Quad:
        term = ox.NamedNode(f"{VOCABULARY}tier/{tier}")
        return ox.Quad(node, ox.NamedNode(f"{HAB}tier"), term, PUBLICATION)
