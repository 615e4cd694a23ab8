"""The page about a thing, as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from habeas.export.description import Description
from habeas.export.evidence import DISPUTE, RECORD
from habeas.export.statement import LABEL, Statement, Thing, graph_name, iri_of, value_of
from habeas.model import Model
from habeas.web.addresses import Addresses
from habeas.web.view import linked
from habeas.web.view.citations import Citations
from habeas.web.view.disputes import Dispute, disputes
from habeas.web.view.facts import Fact, Facts, Shown
from habeas.web.view.sources import Cited, cited


@dataclass(frozen=True)
class Page:
    """What the page shows, in its order."""

    iri: str
    title: str
    kind: str
    plural: str
    asserted: bool
    names: tuple[Fact, ...]
    standing: tuple[Fact, ...]
    disputes: tuple[Dispute, ...]
    facts: tuple[Fact, ...]
    sections: tuple[linked.Section, ...]
    groups: tuple[linked.Group, ...]
    cuts: tuple[linked.Cut, ...]
    contents: tuple[tuple[Shown, tuple[Fact, ...]], ...]
    sources: tuple[Cited, ...]


def make_page(description: Description, model: Model, addresses: Addresses) -> Page:
    """Return what the page about the description's root shows."""
    facts = Facts(description, model, addresses, Citations(description, addresses))
    root = description.root
    c = facts.class_of(root)
    own = facts.of(root) if DISPUTE not in root.types else ()
    if RECORD in root.types:
        facts.citations.number(root.iri)
    return Page(
        iri=root.iri,
        title=root.text(LABEL) or (c.label if c else root.iri),
        kind=c.label if c else "",
        plural=c.plural if c else "",
        asserted=root.is_asserted,
        names=tuple(f for f in own if f.language_tagged),
        standing=tuple(f for f in own if _is_standing(f)),
        disputes=disputes(facts),
        facts=tuple(f for f in own if not f.language_tagged and not _is_standing(f)),
        sections=linked.sections(facts),
        groups=linked.groups(facts),
        cuts=linked.cuts(facts),
        contents=_contents(facts),
        # Last: all marks have been made by now, and the numbers run in the order of the page.
        sources=cited(facts),
    )


def _is_standing(fact: Fact) -> bool:
    """Whether the fact says how things stand with the root: computed, and one value only."""
    return fact.derived and fact.single


def _contents(facts: Facts) -> tuple[tuple[Shown, tuple[Fact, ...]], ...]:
    """Return what the root states, thing by thing, where it is a record."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in facts.description.contents:
        found.setdefault(iri_of(quad.subject), []).append(quad)
    return tuple(_content(facts, iri, quads) for iri, quads in found.items())


def _content(facts: Facts, iri: str, quads: list[ox.Quad]) -> tuple[Shown, tuple[Fact, ...]]:
    said = tuple(
        Statement(iri, q.predicate.value, value_of(q.object), False, (graph_name(q),), ()) for q in quads
    )
    c = facts.class_of(Thing(iri, said))
    name = facts.description.label(iri) or (c.label if c else iri)
    return Shown(name, *facts.link(iri)), facts.facts(c, _unmarked(said))


def _unmarked(said: tuple[Statement, ...]) -> list[Statement]:
    """All of it is the record's own word: marks would say the same on each line."""
    return [Statement(s.subject, s.predicate, s.value, s.asserted, (), ()) for s in said]
