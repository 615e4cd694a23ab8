"""Disputes: rival values, and events that one source asserts and another denies.

Nothing is dropped in silence: a dispute is a node of its own that names every value and its records. Asserted is what
the ledger decided, else the value of higher confidence, else none. An event that is denied is asserted only by
a decision.

Two values that one and the same party gave, one certainly after the other, are no dispute but a development, where the
property is one that changes with time (``hab:develops`` in the shapes): the later value is asserted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from habeas.identity import Preference
from habeas.ingest.identifiers import computed_id
from habeas.model import Model, Property, Vocabularies
from habeas.model.namespaces import ID, VOCABULARY, local_name
from habeas.publish.chronology import Chronology
from habeas.publish.claims import Claims
from habeas.publish.records import TYPE, Node, Record, Triple, Value

ASSERTS = ox.NamedNode(f"{VOCABULARY}polarity/asserts")
DENIES = ox.NamedNode(f"{VOCABULARY}polarity/denies")


@dataclass(frozen=True)
class Rival:
    """One value of a dispute with the records that say it."""

    value: Value
    polarity: Node
    records: tuple[Node, ...]


@dataclass(frozen=True)
class Dispute:
    """Rival values of a property of a subject; ``winner`` is the one that is asserted, if any.

    In a development the values stand in the order in which they were given, and the last is the winner.
    """

    subject: Node
    predicate: Node
    rivals: tuple[Rival, ...]
    winner: Rival | None
    resolution: str
    is_development: bool = False

    @property
    def iri(self) -> Node:
        """The dispute's IRI, computed from what it is about."""
        return ox.NamedNode(computed_id("dispute", self.subject.value, self.predicate.value))


@dataclass(frozen=True)
class Judge:
    """Finds disputes among claims and says what is asserted."""

    model: Model
    vocabularies: Vocabularies
    preferences: dict[tuple[str, str], str]
    chronology: Chronology

    @classmethod
    def of(
        cls,
        model: Model,
        vocabularies: Vocabularies,
        preferences: Iterable[Preference],
        redirects: Mapping[str, str],
        chronology: Chronology,
    ) -> Judge:
        """Make a judge who follows the last preference on each subject, or what it was merged into, and property."""
        last = {(redirects.get(p.subject, p.subject), p.property): p.record for p in preferences}
        return cls(model, vocabularies, last, chronology)

    def denials(self, claims: Claims) -> Iterator[Dispute]:
        """Yield a dispute for each node that some records assert and others deny."""
        for node in sorted({t[0] for t in claims.denied}, key=str):
            asserters, deniers = claims.asserters(node), claims.deniers(node)
            if asserters:
                value = ox.NamedNode(claims.classes[node].iri)
                rivals = (Rival(value, ASSERTS, tuple(asserters)), Rival(value, DENIES, tuple(deniers)))
                winner = self._preferred(node, TYPE, rivals)
                yield Dispute(node, TYPE, rivals, winner, "ledger" if winner else "undecided")

    def rivalries(self, claims: Claims, among: Iterable[Triple]) -> Iterator[tuple[Dispute, Property]]:
        """Yield the properties that may have one value and have several, with what would be asserted."""
        values: dict[tuple[Node, Node], list[Value]] = {}
        for s, p, o in among:
            values.setdefault((s, p), []).append(o)
        several = ((said, found) for said, found in values.items() if len(found) > 1)
        for (s, p), found in sorted(several, key=lambda item: str(item[0])):
            if used := self._single(claims, s, p):
                rivals = tuple(
                    Rival(v, ASSERTS, tuple(claims.asserted[s, p, v])) for v in sorted(found, key=str)
                )
                yield self._dispute(claims, s, p, rivals, used), used

    def _single(self, claims: Claims, subject: Node, predicate: Node) -> Property | None:
        found = claims.classes.get(subject)
        used = self.model.by_predicate(found.name).get(predicate.value) if found else None
        return used if used and used.is_single and not used.is_language_tagged else None

    def _dispute(
        self, claims: Claims, s: Node, p: Node, rivals: tuple[Rival, ...], used: Property
    ) -> Dispute:
        if preferred := self._preferred(s, p, rivals):
            return Dispute(s, p, rivals, preferred, "ledger")
        if used.develops and (ordered := self._in_time(claims, rivals)):
            return Dispute(s, p, ordered, ordered[-1], "later report", is_development=True)
        ranked = sorted(rivals, key=lambda r: -self._confidence(claims, r))
        if self._confidence(claims, ranked[0]) > self._confidence(claims, ranked[1]):
            return Dispute(s, p, rivals, ranked[0], "higher confidence")
        return Dispute(s, p, rivals, None, "undecided")

    def _in_time(self, claims: Claims, rivals: tuple[Rival, ...]) -> tuple[Rival, ...]:
        """Return the values in the order in which one party gave them; empty where it is another or not certain.

        A value that is reported twice stands where it was reported last; all its reports have to be of that party.
        """
        parties = {_party(claims.records[r]) for rival in rivals for r in rival.records}
        if len(parties) != 1:
            return ()
        last = {rival: max(rival.records, key=self.chronology.order) for rival in rivals}
        ordered = sorted(rivals, key=lambda rival: self.chronology.order(last[rival]))
        pairs = pairwise(ordered)
        certain = all(self.chronology.certainly_before(last[one], last[other]) for one, other in pairs)
        return tuple(ordered) if certain else ()

    def _confidence(self, claims: Claims, rival: Rival) -> int:
        return max(self.vocabularies.rank(claims.records[r].value("confidence")) for r in rival.records)

    def _preferred(self, subject: Node, predicate: Node, rivals: tuple[Rival, ...]) -> Rival | None:
        wanted = self.preferences.get((subject.value.removeprefix(ID), local_name(predicate.value)))
        return next((r for r in rivals if any(n.value == f"{ID}{wanted}" for n in r.records)), None)


def _party(record: Record) -> tuple[str, ...]:
    """Return who says what the record says: whom it quotes, or how it calls them, else the source."""
    quoted = tuple(sorted(record.values("quotes")))
    return quoted or (record.value("quotedAs") or record.value("source"),)
