"""The list of sources at the foot of a page."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.export.evidence import OF_SOURCE, SOURCE
from habeas.export.statement import Thing
from habeas.web.view.facts import Fact, Facts


@dataclass(frozen=True)
class Cited:
    """One record cited: its number, its source, and what its shape says of it in facts."""

    number: int
    source: str
    source_link: str | None
    link: str | None
    facts: tuple[Fact, ...]


def cited(facts: Facts) -> tuple[Cited, ...]:
    """Return the records that the page's marks lead to; ask after all marks were made."""
    return tuple(_cited(facts, number, record, source) for number, record, source in facts.citations.cited())


def _cited(facts: Facts, number: int, record: Thing, source: Thing | None) -> Cited:
    named = source or record
    is_source = SOURCE in record.types
    return Cited(
        number=number,
        source=facts.name(named.iri),
        source_link=facts.link(named.iri)[0],
        link=None if is_source else facts.link(record.iri)[0],
        facts=() if is_source else facts.of(record, leave_out={OF_SOURCE}),
    )
