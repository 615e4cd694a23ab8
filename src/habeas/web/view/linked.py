"""What links to a thing: a timeline of what is dated, and lists of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from habeas.export.description import Description, Incoming
from habeas.export.evidence import DISPUTE
from habeas.export.statement import Thing
from habeas.web.view import dates
from habeas.web.view.citations import Mark
from habeas.web.view.facts import Fact, Facts


@dataclass(frozen=True)
class Entry:
    """A thing that links to the root: its name, its role or roles, its date and its facts."""

    name: str
    link: str | None
    kind: str
    roles: tuple[str, ...]
    when: dates.When
    facts: tuple[Fact, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Group:
    """Things that link to the root by one property; ``total`` may be more than are shown."""

    title: str
    comment: str
    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True)
class Cut:
    """How many of a property's links are told, where not all are."""

    title: str
    told: int
    total: int


def timeline(facts: Facts) -> tuple[Entry, ...]:
    """Return what is dated, in order; an embedded thing is shown as what holds it."""
    found: dict[str, list[Incoming]] = {}
    for links, thing in _told(facts.description):
        if _is_dated(facts, thing):
            found.setdefault(thing.iri, []).append(links)
    things = facts.description.things
    entries = [
        _entry(facts, things[iri], links)
        for iri, links in sorted(found.items(), key=lambda i: _order(facts, i[0]))
    ]
    return tuple(entries)


def _order(facts: Facts, iri: str) -> tuple[tuple[str, str], str, str]:
    return (dates.when(facts.description.things[iri]).key, facts.name(iri), iri)


def groups(facts: Facts) -> tuple[Group, ...]:
    """Return what is not dated and no dispute, by the property that links it."""
    found = []
    for links in facts.description.incoming:
        entries = list(_undated(facts, links))
        if entries:
            ordered = sorted(entries, key=lambda e: (e.name.casefold(), e.link or ""))
            total = links.total if len(entries) == len(links.subjects) else len(entries)
            found.append(Group(in_words(links.inverse), _comment(facts, links), tuple(ordered), total))
    return tuple(found)


def cuts(description: Description) -> tuple[Cut, ...]:
    """Return the properties of which not all links are told."""
    short = [links for links in description.incoming if links.total > len(links.subjects)]
    return tuple(Cut(in_words(links.inverse), len(links.subjects), links.total) for links in short)


def in_words(name: str) -> str:
    """Return a local name as words: ``defendantIn`` as ``defendant in``."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _told(description: Description) -> Iterator[tuple[Incoming, Thing]]:
    """Yield each thing that links to the root and is told in full, or what holds it."""
    for links in description.incoming:
        if not links.property.derived:
            for iri in links.subjects:
                holder = description.holders.get(iri)
                yield links, description.things[holder.iri if holder else iri]


def _is_dated(facts: Facts, thing: Thing) -> bool:
    c = facts.class_of(thing)
    return bool(c and dates.is_dated(facts.model, c.name))


def _entry(facts: Facts, thing: Thing, links: list[Incoming]) -> Entry:
    c = facts.class_of(thing)
    name = facts.name(thing.iri)
    records = facts.description.records_of(thing)
    told = facts.of(thing, leave_out=dates.ALL, without=facts.description.root.iri)
    return Entry(
        name=name,
        link=facts.link(thing.iri)[0],
        kind=c.label if c else "",
        roles=_roles(facts, links),
        when=dates.when(thing),
        facts=tuple(f for f in told if {v.text for v in f.values} != {name}),
        marks=facts.citations.record_marks(records),
    )


def _roles(facts: Facts, links: list[Incoming]) -> tuple[str, ...]:
    """Return the roles that the root has, by the labels of the properties; the wider ones go unsaid."""
    properties = [i.property for i in links]
    wider = {above for p in properties for above in facts.model.super_properties.get(p.iri, ())}
    return tuple(p.label for p in properties if p.iri not in wider)


def _undated(facts: Facts, links: Incoming) -> Iterator[Entry]:
    things = facts.description.things
    holders = facts.description.holders
    for iri in links.subjects:
        thing = things.get(holders[iri].iri if iri in holders else iri)
        if links.property.derived or thing is None:
            yield Entry(facts.name(iri), facts.link(iri)[0], "", (), dates.When("", "", ("", "")), (), ())
        elif not _is_dated(facts, thing) and DISPUTE not in thing.types and thing.iri not in facts.shown:
            yield _entry(facts, thing, [links])


def _comment(facts: Facts, links: Incoming) -> str:
    root = facts.class_of(facts.description.root)
    inverse = facts.model.inverses(root.name).get(links.inverse) if root else None
    return inverse.comment if inverse else ""
