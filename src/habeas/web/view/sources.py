"""The list of sources at the foot of a page: each record cited so that a reader can follow it to what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from habeas.export import evidence
from habeas.export.statement import Thing
from habeas.web.view.facts import Fact, Facts, Shown

CITED: Final = frozenset(
    {
        *(evidence.OF_SOURCE, evidence.LOCATOR, evidence.LOCATOR_KIND, evidence.TABLE, evidence.ROW),
        *(evidence.RECORDED, evidence.PUBLISHED, evidence.PUBLISHED_EARLIEST, evidence.PUBLISHED_LATEST),
    }
)
"""What a citation says in words of its own, and no fact says again."""
_PLAIN_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
SHORT: Final = 12
"""Digits of a checksum that tell captures apart on a page."""


@dataclass(frozen=True)
class Captured:
    """A capture of the source: its page here, where it is kept, when it was made, and its checksum."""

    link: str | None
    address: str
    captured: str
    description: str
    sha256: str

    @property
    def short(self) -> str:
        """The beginning of the checksum."""
        return f"{self.sha256[:SHORT]}…"


@dataclass(frozen=True)
class Published:
    """A date of publication in words, and as EDTF where that says more than the words; empty where unknown."""

    text: str
    edtf: str


@dataclass(frozen=True)
class Cited:
    """One record cited: its number, its source, its place there, and how the source is followed.

    ``table`` and ``row`` are where our own files have the record; ``facts`` are the rest of what its shape says.
    """

    number: int
    source: Shown
    publisher: str
    place: str
    place_kind: Shown | None
    address: str
    no_address: str
    captures: tuple[Captured, ...]
    published: Published
    retrieved: str
    link: str | None
    table: str
    row: str
    recorded: str
    facts: tuple[Fact, ...]


def cited(facts: Facts) -> tuple[Cited, ...]:
    """Return the records that the page's marks lead to; ask after all marks were made."""
    return tuple(_cited(facts, number, record, source) for number, record, source in facts.citations.cited())


def _cited(facts: Facts, number: int, record: Thing, source: Thing | None) -> Cited:
    """Cite a record of a source, or a source that speaks for itself."""
    named = source or record
    is_source = evidence.SOURCE in record.types
    is_root = record.iri == facts.description.root.iri
    kinds = [value.value for value in record.values(evidence.LOCATOR_KIND)]
    return Cited(
        number=number,
        source=Shown(facts.name(named.iri), facts.link(named.iri)[0]),
        publisher=named.text(evidence.PUBLISHER) or "",
        place=record.text(evidence.LOCATOR) or "",
        place_kind=Shown(facts.name(kinds[0]).lower(), facts.link(kinds[0])[0]) if kinds else None,
        address=named.text(evidence.ADDRESS) or "",
        no_address=named.text(evidence.NO_ADDRESS) or "",
        captures=_captures(facts, named),
        published=published(record) or published(named) or Published("", ""),
        retrieved=named.text(evidence.RETRIEVED) or "",
        link=None if is_source or is_root else facts.link(record.iri)[0],
        table=record.text(evidence.TABLE) or "",
        row=record.text(evidence.ROW) or "",
        recorded=record.text(evidence.RECORDED) or "",
        facts=() if is_source or is_root else facts.of(record, leave_out=CITED),
    )


def _captures(facts: Facts, source: Thing) -> tuple[Captured, ...]:
    told = facts.description.everything
    captures = [told[v.value] for v in source.values(evidence.ARCHIVED_AS) if v.value in told]
    return tuple(
        Captured(
            link=facts.link(capture.iri)[0],
            address=capture.text(evidence.ADDRESS) or "",
            captured=capture.text(evidence.CAPTURED) or "",
            description=capture.text(evidence.DESCRIPTION) or "",
            sha256=capture.text(evidence.SHA256) or "",
        )
        for capture in captures
    )


def published(thing: Thing) -> Published | None:
    """Return when a source, or the part of it that a record comes from, was published; None where nothing is said."""
    edtf = thing.text(evidence.PUBLISHED) or ""
    earliest = thing.text(evidence.PUBLISHED_EARLIEST)
    latest = thing.text(evidence.PUBLISHED_LATEST)
    if _PLAIN_DATE.fullmatch(edtf):
        return Published(edtf, "")
    if earliest and latest:
        return Published(f"between {earliest} and {latest}", edtf)
    if earliest or latest:
        return Published(f"not before {earliest}" if earliest else f"not after {latest}", edtf)
    return Published(edtf, "") if edtf else None
