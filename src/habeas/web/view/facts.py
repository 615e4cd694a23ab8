"""Facts: the statements about a thing, by property, in the order of the shapes and with their labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from habeas.export.description import Description
from habeas.export.statement import LABEL, TYPE, Statement, Thing
from habeas.model import Class, Model, Property
from habeas.model.namespaces import XSD, local_name
from habeas.web.addresses import Addresses
from habeas.web.view.citations import Citations, Mark


@dataclass(frozen=True)
class Shown:
    """One value as a page shows it, with its marks; ``facts`` are those of an embedded thing."""

    text: str
    link: str | None = None
    outside: bool = False
    language: str | None = None
    marks: tuple[Mark, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A property with its values; ``words`` where another property puts its one value into words."""

    label: str
    comment: str
    values: tuple[Shown, ...]
    derived: bool = False
    single: bool = False
    language_tagged: bool = False
    words: str = ""


@dataclass
class Facts:
    """Makes facts out of one description; a thing that is embedded is shown once."""

    description: Description
    model: Model
    addresses: Addresses
    citations: Citations
    shown: set[str] = field(default_factory=set)

    def of(self, thing: Thing, leave_out: Collection[str] = (), without: str = "") -> tuple[Fact, ...]:
        """Return the facts of a thing; ``leave_out`` names properties, ``without`` a value left unsaid."""
        self.shown.add(thing.iri)
        said = thing.asserted if thing.is_asserted else thing.statements
        return self.facts(self.class_of(thing), [s for s in said if s.value.value != without], leave_out)

    def class_of(self, thing: Thing) -> Class | None:
        """Return the most specific class of a thing."""
        return self.model.most_specific(thing.types)

    def facts(
        self, c: Class | None, statements: Iterable[Statement], leave_out: Collection[str] = ()
    ) -> tuple[Fact, ...]:
        """Return the statements as facts in the order of the class's shapes, strangers last."""
        groups = self._groups([s for s in statements if s.predicate not in leave_out])
        known = self.model.properties(c.name) if c else {}
        ordered: list[tuple[str, Property | None]] = [(p.iri, p) for p in known.values() if p.iri in groups]
        seen = {iri for iri, _ in ordered}
        ordered += [(iri, self.model.property_iris.get(iri)) for iri in sorted(groups) if iri not in seen]
        words = {
            p.wording_of: groups[p.iri][0].value.value for _, p in ordered if p and p.wording_of in groups
        }
        return tuple(
            self._fact(iri, p, groups[iri], words.get(iri, ""))
            for iri, p in ordered
            if not (p and p.wording_of in groups)
        )

    def _groups(self, statements: list[Statement]) -> dict[str, list[Statement]]:
        """Group by property; what a narrower property says is not said again by the wider one."""
        wider = {
            (above, s.value) for s in statements for above in self.model.super_properties.get(s.predicate, ())
        }
        found: dict[str, list[Statement]] = {}
        for s in statements:
            if s.predicate not in {TYPE, LABEL} and (s.predicate, s.value) not in wider:
                found.setdefault(s.predicate, []).append(s)
        return found

    def _fact(self, iri: str, p: Property | None, said: list[Statement], words: str) -> Fact:
        values = sorted((self.value(s) for s in said), key=lambda v: (v.language or "", v.text))
        if words and isinstance(said[0].value, ox.Literal):
            # A literal that the source words itself, such as a term of P3Y7M, is read in those words.
            values, words = [replace(values[0], text=words)], ""
        if p is None:
            return Fact(local_name(iri), iri, tuple(values))
        return Fact(p.label, p.comment, tuple(values), p.derived, p.is_single, p.is_language_tagged, words)

    def value(self, statement: Statement) -> Shown:
        """Return the value of a statement as it is shown."""
        marks = self.citations.marks(statement)
        if isinstance(statement.value, ox.Literal):
            address = self._address(statement.value)
            language = statement.value.language
            return Shown(_text(statement.value), address, bool(address), language, marks)
        return self._node(statement.value.value, marks)

    def _address(self, literal: ox.Literal) -> str | None:
        """Return where a literal leads that is an address on the web."""
        is_address = literal.datatype.value == f"{XSD}anyURI"
        return self.addresses.outside(literal.value) if is_address else None

    def _node(self, iri: str, marks: tuple[Mark, ...]) -> Shown:
        thing = self.description.things.get(iri)
        c = self.class_of(thing) if thing else None
        facts = self.of(thing) if thing and c and c.embedded and iri not in self.shown else ()
        name = self.name(iri)
        # What the thing is called by is not said of it again.
        facts = tuple(fact for fact in facts if {value.text for value in fact.values} != {name})
        return Shown(name, *self.link(iri), marks=marks, facts=facts)

    def name(self, iri: str) -> str:
        """Return a name for anything: its label, what the model calls it, or its IRI."""
        if label := self.description.label(iri):
            return label
        if iri in self.model.by_iri:
            return self.model.by_iri[iri].label
        return self.model.property_iris[iri].label if iri in self.model.property_iris else iri

    def link(self, iri: str) -> tuple[str | None, bool]:
        """Return the link to a thing, and whether it leads to another site."""
        here = self.addresses.link(iri)
        return (here, False) if here else (self.addresses.outside(iri), True)


def _text(literal: ox.Literal) -> str:
    if literal.datatype.value == f"{XSD}boolean":
        return "yes" if literal.value == "true" else "no"
    return literal.value
