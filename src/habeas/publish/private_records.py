"""Records whose texts read as if they held private matters: a bulk ruling leaves them to be read and ruled on by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from habeas.config import Settings
from habeas.identity import Clearance
from habeas.model import Model, read_model
from habeas.publish.filter import VISIBLE_TIERS
from habeas.publish.private_text import read_private_text
from habeas.publish.records import Node, Record
from habeas.publish.rulings import SINGLE, Rulings


@dataclass(frozen=True)
class PrivateValue:
    """A text that reads as private: its property's label, the kind of private matter, and the words that told it."""

    label: str
    kind: str
    words: str

    def __str__(self) -> str:
        return f"{self.label}: {self.kind} (“{self.words}”)"


PrivateRecords = Mapping[Node, Sequence[PrivateValue]]
"""By record, in the order in which they were given, what in it reads as private."""


def find_private(settings: Settings, records: Iterable[Record]) -> PrivateRecords:
    """Return the records in which a text that the public would see reads as private."""
    model = read_model(settings.ontology, settings.shapes)
    looked_for = read_private_text(settings.ontology)
    found = {
        record.iri: list(
            dict.fromkeys(
                PrivateValue(label, finding.kind, finding.words)
                for label, text in public_texts(record, model)
                for finding in looked_for.find(text)
            )
        )
        for record in records
    }
    return {iri: values for iri, values in found.items() if values}


def public_texts(record: Record, model: Model) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a record that may be public by their nature, each with the label of its property."""
    public = VISIBLE_TIERS["public"]
    classes = {node: record.class_of(node, model) for node in record.types}
    for s, p, o in record.triples:
        found = classes.get(s)
        if found is None or not isinstance(o, ox.Literal):
            continue
        used = model.by_predicate(found.name).get(p.value)
        if used is None or not used.is_free_text or used.tier not in public:
            continue
        if all(ancestor.tier in public for ancestor in model.ancestors(found.name)):
            yield used.label, o.value


def held_back(
    settings: Settings, chosen: Iterable[tuple[Record, Clearance]], rulings: Rulings
) -> PrivateRecords:
    """Return what a ruling in bulk may not open unread, of the records ``chosen`` with the ruling on each.

    ``rulings`` are those that stand now. What somebody ruled on by its id, as it is, was read then; and what makes a
    record no more open than it is now needs no reading.
    """
    closed = rulings.ranks["restricted"]
    opened = [
        record
        for record, entry in chosen
        if rulings.strictness(entry)[0] < closed
        and not _was_read(record, entry.record, rulings)
        and not _is_closed_by(entry, rulings)
    ]
    return find_private(settings, opened)


def _was_read(record: Record, name: str, rulings: Rulings) -> bool:
    return any(one.kind in SINGLE and one.ruling.digest == record.digest for one in rulings.candidates(name))


def _is_closed_by(entry: Clearance, rulings: Rulings) -> bool:
    old = rulings.counting(entry.record)
    stands = old is not None and old.ruling.digest == entry.digest
    return stands and old is not None and rulings.strictness(entry) > rulings.strictness(old.ruling)
