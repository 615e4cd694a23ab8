"""Where sources disagree: each value, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.bidi import isolated
from habeas.export.evidence import (
    DISPUTED_PROPERTY,
    DISPUTED_SUBJECT,
    OF_SOURCE,
    RECORD,
    RIVAL_VALUE,
    STATED_IN,
)
from habeas.export.statement import TYPE, Thing
from habeas.model.namespaces import HAB
from habeas.web.view import dates
from habeas.web.view.citations import Mark
from habeas.web.view.facts import Fact, Facts

VALUE_TEXT = f"{HAB}valueText"
VALUE_NODE = f"{HAB}valueNode"
RESOLUTION = f"{HAB}resolution"
DESCRIPTION = f"{HAB}description"
LOCATOR = f"{HAB}locator"
QUOTES = f"{HAB}quotes"
QUOTED_AS = f"{HAB}quotedAs"


@dataclass(frozen=True)
class Rival:
    """One of the values, the marks of the records that say so, and who says it, in what."""

    text: str
    link: str | None
    marks: tuple[Mark, ...]
    sayers: tuple[str, ...]


@dataclass(frozen=True)
class Dispute:
    """A dispute as a page shows it; ``facts`` are what the records say of an event that is not asserted."""

    name: str
    link: str | None
    description: str
    property: str
    subject: str
    subject_link: str | None
    resolution: str
    rivals: tuple[Rival, ...]
    when: dates.When
    facts: tuple[Fact, ...]


def disputes(facts: Facts) -> tuple[Dispute, ...]:
    """Return the disputes that the description tells."""
    return tuple(_dispute(facts, facts.description.things[iri]) for iri in facts.description.disputes)


def _dispute(facts: Facts, thing: Thing) -> Dispute:
    subject = next((v.value for v in thing.values(DISPUTED_SUBJECT)), "")
    prop = next((v.value for v in thing.values(DISPUTED_PROPERTY)), "")
    about = facts.description.things.get(subject)
    open_event = (
        about if about and not about.is_asserted and about.iri != facts.description.root.iri else None
    )
    facts.shown.add(thing.iri)
    return Dispute(
        name=facts.name(thing.iri),
        link=facts.link(thing.iri)[0],
        description=thing.text(DESCRIPTION) or "",
        property="" if prop == TYPE else facts.name(prop),
        subject=_subject(facts, subject, about),
        subject_link=facts.link(subject)[0],
        resolution=thing.text(RESOLUTION) or "",
        rivals=tuple(_rival(facts, facts.description.things[v.value]) for v in thing.values(RIVAL_VALUE)),
        when=dates.when(open_event) if open_event else dates.When("", "", ("", "")),
        facts=facts.of(open_event, dates.ALL, facts.description.root.iri) if open_event else (),
    )


def _subject(facts: Facts, iri: str, about: Thing | None) -> str:
    """Return a name for what is disputed; an event that is not asserted has only its class for a name."""
    c = facts.class_of(about) if about else None
    return facts.description.label(iri) or (c.label if c else facts.name(iri))


def _rival(facts: Facts, thing: Thing) -> Rival:
    facts.shown.add(thing.iri)
    node = next((v.value for v in thing.values(VALUE_NODE)), None)
    told = facts.description.everything
    records = [v.value for v in thing.values(STATED_IN) if v.value in told and RECORD in told[v.value].types]
    return Rival(
        text=thing.text(VALUE_TEXT) or facts.name(thing.iri),
        link=facts.link(node)[0] if node else None,
        marks=facts.citations.record_marks(records),
        sayers=tuple(_sayer(facts, told[iri]) for iri in sorted(records)),
    )


def _sayer(facts: Facts, record: Thing) -> str:
    """Return who says it, and in what: whom the record quotes, or how it calls them, the source, the place in it."""
    names = [isolated(facts.name(v.value)) for v in record.values(QUOTES)]
    quoted = ", ".join(names) or isolated(record.text(QUOTED_AS) or "")
    source = [isolated(facts.name(v.value)) for v in record.values(OF_SOURCE)]
    place = ", ".join(filter(None, (*source, isolated(record.text(LOCATOR) or ""))))
    return f"{quoted}, in {place}" if quoted and place else quoted or place
