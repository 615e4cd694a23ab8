"""Writes disputes as triples, with a sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from habeas.bidi import isolated
from habeas.ingest.identifiers import computed_id
from habeas.model import Model, Vocabularies
from habeas.model.namespaces import HAB, SKOS
from habeas.publish.claims import Claims
from habeas.publish.disputes import Dispute, Rival
from habeas.publish.records import TYPE, Node, Record, Triple, Value


@dataclass(frozen=True)
class Wording:
    """Writes disputes as triples, with texts for people made from labels."""

    model: Model
    vocabularies: Vocabularies
    claims: Claims

    def triples(self, dispute: Dispute) -> Iterator[Triple]:
        """Yield the dispute's node, its rival values, and whom it concerns."""
        node = dispute.iri
        yield node, TYPE, _hab("Development" if dispute.is_development else "Dispute")
        yield node, _hab("disputedSubject"), dispute.subject
        yield node, _hab("disputedProperty"), dispute.predicate
        if not dispute.is_development:
            yield node, _hab("resolution"), ox.Literal(dispute.resolution)
        yield node, _hab("description"), ox.Literal(self.description(dispute))
        for concerned in self.concerned(dispute.subject):
            yield node, _hab("concerns"), concerned
        for number, rival in enumerate(dispute.rivals, 1):
            yield from self._rival(dispute, rival, number)

    def _rival(self, dispute: Dispute, rival: Rival, number: int) -> Iterator[Triple]:
        node = ox.NamedNode(computed_id("rival", dispute.iri.value, str(number)))
        yield dispute.iri, _hab("rivalValue"), node
        yield node, TYPE, _hab("RivalValue")
        yield node, _hab("valueText"), ox.Literal(self._value_text(dispute, rival))
        yield node, _hab("polarity"), rival.polarity
        if isinstance(rival.value, ox.NamedNode) and dispute.predicate != TYPE:
            yield node, _hab("valueNode"), rival.value
        for record in rival.records:
            yield node, _hab("statedIn"), record

    def description(self, dispute: Dispute) -> str:
        """Return what is disputed, value by value, with who says so; of a development, what came first."""
        about = isolated(self.about(dispute.subject))
        if dispute.predicate == TYPE:
            people = ", ".join(filter(None, (self._name(n) for n in self.concerned(dispute.subject))))
            sides = " ".join(f"{self._sayers(r)}: {self._value_text(dispute, r)}." for r in dispute.rivals)
            return f"{isolated(people) or about}. {sides}"
        used = self.model.property_iris[dispute.predicate.value]
        if dispute.is_development:
            values = ", then ".join(f"“{isolated(self.text(r.value))}”" for r in dispute.rivals)
            return f"{about}, {used.label}: first {values} ({self._sayers(dispute.rivals[-1])})."
        values = " ".join(f"{self._sayers(r)}: “{isolated(self.text(r.value))}”." for r in dispute.rivals)
        return f"{about}: sources disagree on “{used.label}”. {values}"

    def _value_text(self, dispute: Dispute, rival: Rival) -> str:
        """Return a value as people read it; of an event that is denied, what either side says of the person."""
        found = self.claims.classes.get(dispute.subject)
        if dispute.predicate == TYPE and found:
            denied = rival.polarity.value.endswith("/denies")
            words = found.denied_as if denied else found.asserted_as
            return words or (f"no {found.label.lower()}" if denied else found.label.lower())
        return self.text(rival.value)

    def _sayers(self, rival: Rival) -> str:
        """Return who says it: whom the records quote, else how they call them, else their sources' titles."""
        return ", ".join(dict.fromkeys(isolated(self._sayer(self.claims.records[r])) for r in rival.records))

    def _sayer(self, record: Record) -> str:
        quoted = ", ".join(filter(None, (self._name(ox.NamedNode(v)) for v in record.values("quotes"))))
        source = self.claims.records.get(ox.NamedNode(record.value("source")))
        title = f"“{source.value('title')}”" if source and source.value("title") else "a source"
        return quoted or record.value("quotedAs") or title

    def about(self, subject: Node) -> str:
        """Return a name for the subject: its own, else its class and whom it concerns."""
        if name := self._name(subject):
            return name
        found = self.claims.classes.get(subject)
        people = ", ".join(filter(None, (isolated(self._name(n)) for n in self.concerned(subject))))
        return (
            f"{found.label if found else 'Entity'} ({people})"
            if people
            else (found.label if found else "Entity")
        )

    def concerned(self, subject: Node) -> list[Node]:
        """Return the people and bodies that the subject's own statements name, or the subject itself."""
        return self._links.get(subject, [subject])

    @cached_property
    def _links(self) -> dict[Node, list[Node]]:
        found: dict[Node, set[Node]] = {}
        for s, p, o in (*self.claims.asserted, *self.claims.denied):
            if p != TYPE and isinstance(o, ox.NamedNode) and self._names_subject(p):
                found.setdefault(s, set()).add(o)
        return {s: sorted(nodes, key=str) for s, nodes in found.items()}

    def _names_subject(self, predicate: Node) -> bool:
        chain = (predicate.value, *self.model.super_properties.get(predicate.value, ()))
        return any(iri in self.model.subject_links for iri in chain)

    def text(self, value: Value) -> str:
        """Return a value as people read it: a term's or a node's name, else the literal's text."""
        if isinstance(value, ox.Literal):
            return value.value
        if value.value in self.vocabularies.terms:
            return self.vocabularies.terms[value.value].label
        if value.value in self.model.by_iri:
            return self.model.by_iri[value.value].label
        return self.about(value)

    def _name(self, node: Node) -> str:
        return self._names.get(node, "")

    @cached_property
    def _names(self) -> dict[Node, str]:
        labelled = [(s, o.value) for s, p, o in self.claims.asserted if p.value == f"{SKOS}prefLabel"]
        return dict(sorted(labelled, key=str, reverse=True))


def _hab(name: str) -> Node:
    return ox.NamedNode(HAB + name)
