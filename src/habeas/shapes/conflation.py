"""Finds ids under which a source has put two people together: rows of one id that cannot be of one person.

What tells people apart is declared in the ontology (``hab:tellsApart``, ``hab:whereabouts``, ``hab:beginsCustody``).
Rows of several sources are no matter here: their ids are different until somebody decides that they are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from habeas.model import Class, Model
from habeas.model.namespaces import HAB, RDF, SH, SHAPE, local_name
from habeas.shapes.evidence import Evidence
from habeas.shapes.report import Result

ONE_ID_TWO_PEOPLE: Final = f"{SHAPE}one-id-two-people"
COMPONENT: Final = f"{SH}SPARQLConstraintComponent"
SHOWN: Final = 6
"""How many rows a finding names; it says how many there are."""
_DATE: Final = re.compile(r"^[0-9X~?%./-]+$")
_EXACT: Final = re.compile(r"^\d{4}(?:-\d{2}){0,2}$")
_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SPAN: Final = re.compile(r"^(\d{4}(?:-\d{2}){0,2})/(\d{4}(?:-\d{2}){0,2})$")

Values = frozenset[str]


@dataclass(frozen=True)
class Custody:
    """An event by which somebody is in custody, as one record tells it.

    ``first`` and ``last`` are the days, ISO 8601, on which that is certain; empty where none is. ``places`` are the
    values of each property that says where.
    """

    record: str
    event: str
    begins: bool
    first: str
    last: str
    places: Mapping[str, Values]


@dataclass
class Told:
    """What the records say of one person: what tells people apart, by record, and custody and its ends."""

    apart: dict[str, dict[str, Values]] = field(default_factory=lambda: defaultdict(dict))
    custody: list[Custody] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    """The first days on which custody can have ended; empty where that is not known."""


def find_conflated(evidence: Evidence, model: Model) -> Iterator[Result]:
    """Yield a finding for each id of a person, and each matter in which its rows differ."""
    people: dict[str, Told] = defaultdict(Told)
    for name, quads in evidence.records.items():
        _read(name, quads, model, people)
    for person, told in people.items():
        for matter, by_record in told.apart.items():
            if differing := _differing(by_record):
                yield _result(evidence, person, matter, {r: _shown(by_record[r]) for r in differing})
        for matter, rows in _elsewhere(told).items():
            yield _result(evidence, person, matter, rows)


def _read(record: str, quads: Iterable[ox.Quad], model: Model, people: dict[str, Told]) -> None:
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        said[_text(quad.subject)][quad.predicate.value].add(_text(quad.object))
    denied = any(value.endswith("/denies") for value in said[record].get(f"{HAB}polarity", ()))
    for node, properties in said.items():
        found = model.most_specific(properties.get(f"{RDF}type", set()))
        if found is None:
            continue
        known = model.by_predicate(found.name)
        for iri, values in properties.items():
            if iri in known and (matter := known[iri].tells_apart):
                apart = people[node].apart[matter]
                apart[record] = apart.get(record, frozenset()) | frozenset(values)
        if not denied and (found.implies_status or found.lasting):
            _read_custody(record, node, found, properties, model, people)


def _read_custody(
    record: str,
    event: str,
    found: Class,
    properties: Mapping[str, set[str]],
    model: Model,
    people: dict[str, Told],
) -> None:
    known = model.by_predicate(found.name)
    about = {p for iri, values in properties.items() if model.is_subject(iri) for p in values}
    first, last = _certain(properties, lasting=found.lasting)
    places = {i: frozenset(v) for i, v in properties.items() if i in known and known[i].whereabouts}
    held = found.implies_status in model.custody_statuses
    for person in about:
        if held:
            custody = Custody(record, event, found.begins_custody, first, last, places)
            people[person].custody.append(custody)
        else:
            people[person].ends.append(min(properties.get(f"{HAB}earliest", {""})))


def _certain(properties: Mapping[str, set[str]], *, lasting: bool) -> tuple[str, str]:
    """Return the first and the last day on which an event certainly went on; empty texts where no day is."""
    when = min(properties.get(f"{HAB}when", {""}))
    if _DAY.match(when):
        return when, when
    if lasting and (span := _SPAN.match(when)):
        # A span may begin and end with a month or a year; as text, so that 31 February does no harm.
        start, end = span.groups()
        first, last = start + "-12-31"[len(start) - 4 :], (end + "-01-01")[:10]
        return (first, last) if first <= last else ("", "")
    return "", ""


def _differing(by_record: Mapping[str, Values]) -> list[str]:
    """Return the records with values that exclude each other; none where all can be of one person."""
    pairs = combinations(sorted(set(by_record.values()), key=sorted), 2)
    differing = {values for a, b in pairs if _exclude(a, b) for values in (a, b)}
    return [record for record, values in by_record.items() if values in differing]


def _exclude(some: Values, others: Values) -> bool:
    """Whether no value of the one goes with any of the other: 1980 goes with 1980-03-04."""
    return bool(some and others) and not any(_go_together(a, b) for a in some for b in others)


def _go_together(a: str, b: str) -> bool:
    """Whether two values can be of one person: of two dates the less exact may hold the other, or be too vague."""
    if a == b:
        return True
    if not (_DATE.match(a) and _DATE.match(b)):
        return False
    exact = [_EXACT.match(date) for date in (a, b)]
    return not all(exact) or a.startswith(b) or b.startswith(a)


def _elsewhere(told: Told) -> dict[str, dict[str, str]]:
    """Return the records that put somebody in custody in two places, and what they say, by what is wrong."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for first, second in combinations(sorted(told.custody, key=lambda c: c.first), 2):
        place = _apart(first, second)
        if place is None or not first.first:
            continue
        if second.first <= first.last:
            matter = "the place of custody on the same days"
        elif _taken_twice(told, first, second):
            matter = "the place of a second arrest, with no release known between"
        else:
            continue
        for c in (first, second):
            found[matter].setdefault(c.record, f"{_shown(c.places[place])} ({_days(c)})")
    return found


def _apart(a: Custody, b: Custody) -> str | None:
    """Return the property by which two events of two records are in different places; None where none is."""
    if a.event == b.event or a.record == b.record:
        return None
    both = (place for place in a.places if place in b.places)
    return next((place for place in both if not a.places[place] & b.places[place]), None)


def _taken_twice(told: Told, first: Custody, second: Custody) -> bool:
    between = any(not end or first.last <= end <= second.first for end in told.ends)
    return first.begins and second.begins and not between


def _days(custody: Custody) -> str:
    return custody.first if custody.first == custody.last else f"{custody.first} to {custody.last}"


def _shown(values: Values) -> str:
    return ", ".join(sorted(local_name(v) if ":" in v else v for v in values))


def _result(evidence: Evidence, person: str, matter: str, rows: Mapping[str, str]) -> Result:
    places = {record: evidence.place(record) for record in rows}
    records = sorted(rows, key=lambda r: (places[r].table, len(places[r].row), places[r].row, r))
    said = [
        f"{places[r].table}, row {places[r].row}: {rows[r]} (record {local_name(r)})" for r in records[:SHOWN]
    ]
    more = f"; and {len(rows) - SHOWN} more rows" if len(rows) > SHOWN else ""
    return Result(
        focus=person,
        message=(
            f"The rows of one id differ in {matter}: {'; '.join(said)}{more}. If they are two people, give each a "
            f"key of their own in the mapping, or: habeas link split {local_name(person)} RECORD …"
        ),
        severity="Warning",
        shape=ONE_ID_TWO_PEOPLE,
        component=COMPONENT,
        record=records[0],
        place=places[records[0]],
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
