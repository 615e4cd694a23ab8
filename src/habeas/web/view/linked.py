"""What links to a thing: what is dated, told apart by what it is and in order, and lists of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from habeas.export.description import Description, Incoming
from habeas.export.evidence import DISPUTE
from habeas.export.statement import Thing
from habeas.model import Act
from habeas.model.namespaces import HAB
from habeas.web.view import dates
from habeas.web.view.citations import Mark
from habeas.web.view.facts import Fact, Facts

ACT = f"{HAB}act"
"""Says what an event is; a page shows it as a heading or as a mark."""


@dataclass(frozen=True)
class Entry:
    """A thing that links to the root: its name, its role or roles, its date and its facts.

    ``act`` says what an event is where it is more than an event: a statement, a charge, a finding.
    """

    name: str
    link: str | None
    kind: str
    act: str
    roles: tuple[str, ...]
    when: dates.When
    facts: tuple[Fact, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Section:
    """Dated things of one sort, in order of time: what is said of the root, its charges, findings, other events."""

    heading: str
    entries: tuple[Entry, ...]


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


def sections(facts: Facts) -> tuple[Section, ...]:
    """Return what is dated, told apart so that a statement is taken for no charge, and a charge for no finding.

    Only what is about the root stands under such a heading: on the page of a judge the findings are of others.
    Each section is in order of time; an embedded thing is shown as what holds it.
    """
    found: dict[str, list[Incoming]] = {}
    for links, thing in _told(facts.description):
        if _is_dated(facts, thing):
            found.setdefault(thing.iri, []).append(links)
    things = facts.description.things
    parts: dict[Act, list[Entry]] = {}
    for iri in sorted(found, key=lambda iri: _order(facts, iri)):
        heading = _heading(facts, things[iri], found[iri])
        parts.setdefault(heading, []).append(_entry(facts, things[iri], found[iri]))
    name = facts.name(facts.description.root.iri)
    ordered = sorted(parts.items(), key=lambda part: -part[0].rank)
    return tuple(Section(act.heading.replace("{name}", name), tuple(entries)) for act, entries in ordered)


def _heading(facts: Facts, thing: Thing, links: list[Incoming]) -> Act:
    """Return under which heading the thing stands; what is about somebody else is an event to the root."""
    act = _act(facts, thing)
    is_about = any(facts.model.is_about(i.property.iri) for i in links)
    return act if act and is_about else _plain(facts)


def _plain(facts: Facts) -> Act:
    """The act that is none of the others: its heading names nobody."""
    return next(act for act in facts.model.acts.values() if "{name}" not in act.heading)


def _act(facts: Facts, thing: Thing) -> Act | None:
    c = facts.class_of(thing)
    return facts.model.act_of(c.name) if c else None


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


def cuts(facts: Facts) -> tuple[Cut, ...]:
    """Return the properties of which not all links are told; a wider one says nothing that a narrower one does not."""
    short = [links for links in facts.description.incoming if links.total > len(links.subjects)]
    short = [links for links in short if not _is_said_by_narrower(facts, links, short)]
    return tuple(Cut(in_words(links.inverse), len(links.subjects), links.total) for links in short)


def _is_said_by_narrower(facts: Facts, links: Incoming, among: list[Incoming]) -> bool:
    wider = links.property.iri
    narrower = [i for i in among if wider in facts.model.super_properties.get(i.property.iri, ())]
    return any(i.total == links.total for i in narrower)


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
    act = _act(facts, thing)
    name = facts.name(thing.iri)
    records = facts.description.records_of(thing)
    told = facts.of(thing, leave_out={*dates.ALL, ACT}, without=facts.description.root.iri)
    return Entry(
        name=name,
        link=facts.link(thing.iri)[0],
        kind=c.label if c else "",
        act=act.label.lower() if act and act != _plain(facts) else "",
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
            yield Entry(facts.name(iri), facts.link(iri)[0], "", "", (), dates.When("", "", ("", "")), (), ())
        elif not _is_dated(facts, thing) and DISPUTE not in thing.types and thing.iri not in facts.shown:
            yield _entry(facts, thing, [links])


def _comment(facts: Facts, links: Incoming) -> str:
    root = facts.class_of(facts.description.root)
    inverse = facts.model.inverses(root.name).get(links.inverse) if root else None
    return inverse.comment if inverse else ""
