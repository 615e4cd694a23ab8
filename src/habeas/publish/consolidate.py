"""Consolidation: from the claims of many records to one graph that counts each fact once.

The default graph holds what is asserted; every record stays as a named graph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from habeas.model import Model, Property
from habeas.model.namespaces import RULE
from habeas.publish.claims import Claims
from habeas.publish.disputes import Dispute, Judge, Rival
from habeas.publish.names import demote_names
from habeas.publish.records import TYPE, Triple
from habeas.publish.wording import Wording

COMPUTED = ox.NamedNode(f"{RULE}consolidation")


@dataclass
class Consolidated:
    """The asserted triples, those among them that consolidation itself wrote, and the disputes."""

    asserted: set[Triple]
    computed: set[Triple] = field(default_factory=set)
    disputes: list[Dispute] = field(default_factory=list)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the default graph's quads, and the computed ones in the graph that names the rule too."""
        yield from (ox.Quad(*triple) for triple in self.asserted | self.computed)
        yield from (ox.Quad(*triple, COMPUTED) for triple in self.computed)


def consolidate(claims: Claims, judge: Judge, canonical: Iterable[str] = ()) -> Consolidated:
    """Return what the claims come to. ``canonical`` are the ids whose own names stand first after a merge."""
    asserted = set(claims.asserted)
    denials = list(judge.denials(claims))
    result = Consolidated(asserted, disputes=denials)
    _settle_denials(result, claims, denials)
    _settle_rivalries(result, claims, judge)
    demote_names(result.asserted, result.computed, claims, judge.model, set(canonical))
    _drop_unheld(result.asserted, claims, judge.model)
    wording = Wording(judge.model, judge.vocabularies, claims)
    result.computed.update(t for dispute in result.disputes for t in wording.triples(dispute))
    return result


def _settle_denials(result: Consolidated, claims: Claims, denials: list[Dispute]) -> None:
    """Take an event that is denied out of what is asserted, unless a decision keeps it."""
    kept = {d.subject for d in denials if d.winner and d.winner.polarity.value.endswith("/asserts")}
    gone = {t[0] for t in claims.denied} - kept
    result.asserted.difference_update([t for t in result.asserted if t[0] in gone or t[2] in gone])


def _settle_rivalries(result: Consolidated, claims: Claims, judge: Judge) -> None:
    """Settle values first and then their wordings, so that the words are those of the value that is asserted."""
    for dispute, used in sorted(
        judge.rivalries(claims, result.asserted), key=lambda pair: bool(pair[1].wording_of)
    ):
        if used.rival_rule is None:
            result.disputes.append(dispute)
        chosen = _by_rule(dispute, used, result.disputes)
        losers = {(dispute.subject, dispute.predicate, r.value) for r in dispute.rivals}
        result.asserted -= losers - {chosen}
    _drop_wordings(result, claims, judge.model)


def _drop_wordings(result: Consolidated, claims: Claims, model: Model) -> None:
    """Assert no wording of a value that is disputed; of a value that was decided, only the words of its records."""
    disputes = {(d.subject, d.predicate.value): d for d in result.disputes if d.predicate != TYPE}
    disputed = {subject for subject, _ in disputes} & claims.classes.keys()
    for triple in [t for t in result.asserted if t[0] in disputed]:
        used = model.by_predicate(claims.classes[triple[0]].name).get(triple[1].value)
        dispute = disputes.get((triple[0], used.wording_of)) if used and used.wording_of else None
        if dispute and not (dispute.winner and set(dispute.winner.records) & set(claims.asserted[triple])):
            result.asserted.discard(triple)


def _by_rule(dispute: Dispute, used: Property, settled: list[Dispute]) -> Triple | None:
    """Return the triple that stays: by the shape's rule for rivals, else the winner of the dispute, if any."""
    by_text = sorted((rival.value for rival in dispute.rivals), key=lambda value: value.value)
    if used.rival_rule == "minimum":
        return dispute.subject, dispute.predicate, by_text[0]
    if used.rival_rule == "maximum":
        return dispute.subject, dispute.predicate, by_text[-1]
    winner = dispute.winner
    if used.rival_rule == "wording":
        winner = _words_of_the_winner(dispute, used, settled) or winner or dispute.rivals[0]
    return (dispute.subject, dispute.predicate, winner.value) if winner else None


def _words_of_the_winner(dispute: Dispute, used: Property, settled: list[Dispute]) -> Rival | None:
    for other in settled:
        if other.subject == dispute.subject and other.predicate.value == used.wording_of and other.winner:
            records = set(other.winner.records)
            return next((rival for rival in dispute.rivals if records & set(rival.records)), None)
    return None


def _drop_unheld(asserted: set[Triple], claims: Claims, model: Model) -> None:
    """Drop what was described only inside something that is no longer asserted, such as a disputed act's sentence."""
    embedded = {node for node, found in claims.classes.items() if found.embedded}
    while True:
        held = {o for _, p, o in asserted if p != TYPE}
        loose = {t for t in asserted if t[0] in embedded and t[0] not in held}
        if not loose:
            return
        asserted -= loose


__all__ = ["COMPUTED", "Consolidated", "consolidate"]
