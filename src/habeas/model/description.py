"""What the model says: classes and properties, as plain frozen values.

Nothing here knows a name of the domain; all of it is read from ``ontology/`` and ``shapes/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from habeas.model.namespaces import RDF, XSD


@dataclass(frozen=True)
class Property:
    """A property as a class's shape uses it.

    ``name`` is the local name, ``datatype`` is the literal's datatype IRI, or None for a node; ``range`` is the
    name of the class of the nodes, or None for literals and for IRIs that are no entities. ``labels`` are its labels
    and other names in every language, in lower case. ``tells_apart`` names what two people differ in if their values
    differ, such as their birth; ``whereabouts``: nobody is at two values at once. ``names_property`` says that the
    values are IRIs of properties.
    """

    iri: str
    name: str
    label: str
    comment: str
    order: float
    datatype: str | None
    range: str | None
    min_count: int
    max_count: int | None
    tier: str
    scheme: str | None = None
    inverse: str | None = None
    inverse_comment: str = ""
    derived: bool = False
    unique_language: bool = False
    rivals_become: str | None = None
    raises_subject: bool = False
    rival_rule: str | None = None
    wording_of: str | None = None
    develops: bool = False
    also_listed: str | None = None
    list_description: str = ""
    identifying: bool = False
    labels: frozenset[str] = frozenset()
    tells_apart: str = ""
    whereabouts: bool = False
    names_property: bool = False

    @property
    def is_free_text(self) -> bool:
        """Whether the values are texts, and not names or numbers of things."""
        return self.datatype in {f"{XSD}string", f"{RDF}langString"} and not self.identifying

    @property
    def is_link(self) -> bool:
        """Whether the values are entities."""
        return self.range is not None

    @property
    def is_language_tagged(self) -> bool:
        """Whether the values are strings with a language."""
        return self.datatype == f"{RDF}langString"

    @property
    def is_single(self) -> bool:
        """Whether at most one value may be asserted."""
        return self.max_count == 1

    @property
    def is_column(self) -> bool:
        """Whether the value fits a column of its class's table: one literal, or one IRI that is no entity."""
        return self.is_single and not self.is_link


@dataclass(frozen=True)
class Inverse:
    """A link read from its far end: ``name`` on the target class lists the subjects of ``forward``."""

    name: str
    comment: str
    forward: Property
    range: str


@dataclass(frozen=True)
class Act:
    """What an event can be (a statement, a charge, a finding …), and the heading of such events on a page.

    In ``heading``, ``{name}`` stands for the name of whom they are about; an act without it is simply an event.
    A higher ``rank`` comes first.
    """

    iri: str
    label: str
    heading: str
    rank: int


@dataclass(frozen=True)
class Class:
    """A class with its own properties; ``Model`` adds what is inherited."""

    iri: str
    name: str
    label: str
    comment: str
    plural: str
    parent: str | None
    abstract: bool
    embedded: bool
    tier: str
    implies_status: str | None
    deniable: bool
    implies_act: str | None = None
    disjoint: frozenset[str] = frozenset()
    lasting: bool = False
    begins_custody: bool = False
    moves: bool = False
    asserted_as: str = ""
    denied_as: str = ""
    own: tuple[Property, ...] = ()


@dataclass(frozen=True)
class Model:
    """All classes, by name, and what follows from them."""

    classes: dict[str, Class]
    super_properties: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subject_links: frozenset[str] = frozenset()
    topic_links: frozenset[str] = frozenset()
    exclusive_links: frozenset[str] = frozenset()
    acts: dict[str, Act] = field(default_factory=dict)

    @cached_property
    def _specific(self) -> dict[frozenset[str], Class | None]:
        """What ``most_specific`` answered before: it is asked of every node, and there are few answers."""
        return {}

    @cached_property
    def by_iri(self) -> dict[str, Class]:
        """The classes by IRI."""
        return {c.iri: c for c in self.classes.values()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The names of the direct subclasses of each class."""
        found: dict[str, list[str]] = {name: [] for name in self.classes}
        for c in self.classes.values():
            if c.parent:
                found[c.parent].append(c.name)
        return {name: tuple(sorted(names)) for name, names in found.items()}

    def ancestors(self, name: str) -> Iterator[Class]:
        """Yield the class and then its superclasses, nearest first."""
        at: str | None = name
        while at is not None:
            yield self.classes[at]
            at = self.classes[at].parent

    def is_deniable(self, name: str) -> bool:
        """Return whether a source can deny members of the class, by its own mark or an ancestor's."""
        return any(c.deniable for c in self.ancestors(name))

    def act_of(self, name: str) -> Act | None:
        """Return what members of the class are, by its own mark or the nearest ancestor's; None for no event."""
        marks = (c.implies_act for c in self.ancestors(name) if c.implies_act)
        return next((self.acts[mark] for mark in marks), None)

    def is_about(self, property_iri: str) -> bool:
        """Return whether the property, or a wider one, says whom a thing befell or what it is about."""
        chain = (property_iri, *self.super_properties.get(property_iri, ()))
        return any(iri in self.subject_links or iri in self.topic_links for iri in chain)

    def is_subject(self, property_iri: str) -> bool:
        """Return whether the property, or a wider one, says whom an event befell."""
        chain = (property_iri, *self.super_properties.get(property_iri, ()))
        return any(iri in self.subject_links for iri in chain)

    def excludes_subject(self, property_iri: str) -> bool:
        """Return whether nobody is the property's value in an event that befell themselves, such as its judge."""
        chain = (property_iri, *self.super_properties.get(property_iri, ()))
        return any(iri in self.exclusive_links for iri in chain)

    @cached_property
    def custody_statuses(self) -> frozenset[str]:
        """The statuses of somebody who was taken into custody."""
        return frozenset(
            c.implies_status for c in self.classes.values() if c.begins_custody and c.implies_status
        )

    def are_disjoint(self, one: str, other: str) -> bool:
        """Return whether nothing can be a member of both classes."""
        first, second = {c.name for c in self.ancestors(one)}, {c.name for c in self.ancestors(other)}
        pairs = ((a, b) for a, b in ((first, second), (second, first)))
        return any(self.classes[name].disjoint & b for a, b in pairs for name in a)

    def descendants(self, name: str) -> Iterator[Class]:
        """Yield the class and all its subclasses."""
        yield self.classes[name]
        for child in self.children[name]:
            yield from self.descendants(child)

    @cached_property
    def _properties(self) -> dict[str, dict[str, Property]]:
        return {name: self._merge(name) for name in self.classes}

    def _merge(self, name: str) -> dict[str, Property]:
        merged: dict[str, Property] = {}
        for c in reversed(list(self.ancestors(name))):
            merged.update({p.name: p for p in c.own})
        return dict(sorted(merged.items(), key=lambda item: (item[1].order, item[0])))

    def properties(self, name: str) -> dict[str, Property]:
        """Return the properties of a class, inherited ones first, by name, in the order of the shapes."""
        return self._properties[name]

    def by_predicate(self, name: str) -> dict[str, Property]:
        """Return the properties of a class, inherited ones too, by IRI."""
        return self._predicates[name]

    @cached_property
    def _predicates(self) -> dict[str, dict[str, Property]]:
        return {name: {p.iri: p for p in found.values()} for name, found in self._properties.items()}

    @cached_property
    def property_iris(self) -> dict[str, Property]:
        """Every property by IRI, as the class nearest the root uses it."""
        found: dict[str, Property] = {}
        for c in sorted(self.classes.values(), key=lambda c: len(list(self.ancestors(c.name)))):
            for p in c.own:
                found.setdefault(p.iri, p)
        return found

    @cached_property
    def property_names(self) -> dict[str, Property]:
        """Every property by local name, as the class nearest the root uses it."""
        return {p.name: p for p in self.property_iris.values()}

    def inverses(self, name: str) -> dict[str, Inverse]:
        """Return the links that may point at members of a class, by the name of the inverse."""
        return self._inverses[name]

    @cached_property
    def _inverses(self) -> dict[str, dict[str, Inverse]]:
        found: dict[str, dict[str, Inverse]] = {name: {} for name in self.classes}
        for p in self.property_iris.values():
            if not (p.inverse and p.range):
                continue
            inverse = Inverse(p.inverse, p.inverse_comment, p, self._common_domain(p.iri))
            for target in {*self.descendants(p.range)}:
                found[target.name][p.inverse] = inverse
        return {name: dict(sorted(items.items())) for name, items in found.items()}

    def _common_domain(self, property_iri: str) -> str:
        users = [c.name for c in self.classes.values() if any(p.iri == property_iri for p in c.own)]
        chains = [[a.name for a in self.ancestors(u)] for u in users]
        return next(name for name in chains[0] if all(name in chain for chain in chains))

    def most_specific(self, class_iris: AbstractSet[str]) -> Class | None:
        """Return the deepest of the classes named, ties broken by name; None where none is of the model."""
        named = frozenset(class_iris)
        if named not in self._specific:
            self._specific[named] = self._deepest(named)
        return self._specific[named]

    def _deepest(self, class_iris: frozenset[str]) -> Class | None:
        known = [self.by_iri[iri] for iri in class_iris if iri in self.by_iri]
        return max(known, key=lambda c: (len(list(self.ancestors(c.name))), c.name), default=None)
