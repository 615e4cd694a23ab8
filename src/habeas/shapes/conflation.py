"""Finds ids under which a source has put two people together: rows of one id that cannot be of one person.

What tells people apart is declared in the ontology (``hab:tellsApart``, ``hab:whereabouts``, ``hab:beginsCustody``).
Rows of several sources are no matter here: their ids are different until somebody decides that they are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, combinations
from typing import Final

import pyoxigraph as ox

from habeas.model import Class, Model
from habeas.model.namespaces import HAB, ID, RDF, SH, SHAPE, SKOS, local_name
from habeas.shapes.custody import Custody, History, When, elsewhere, is_iri, place_forms
from habeas.shapes.days import Days, is_date, possible_days
from habeas.shapes.evidence import Evidence
from habeas.shapes.likeness import may_be_one
from habeas.shapes.report import Result

ONE_ID_TWO_PEOPLE: Final = f"{SHAPE}one-id-two-people"
COMPONENT: Final = f"{SH}SPARQLConstraintComponent"
SHOWN: Final = 6
"""How many rows a finding names; it says how many there are."""
COMPARED: Final = 200
"""How many different values of one id are compared with each other; those beyond, with the first alone."""

Values = frozenset[str]


@dataclass
class Statements:
    """What the records say of one person: names, what else tells people apart, parts in events, and custody.

    ``apart`` has the values of each matter by record; ``parts`` the records, and the properties of each, by event.
    """

    names: dict[str, Values] = field(default_factory=dict)
    apart: dict[str, dict[str, Values]] = field(default_factory=lambda: defaultdict(dict))
    parts: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    history: History = field(default_factory=History)


def find_conflated(evidence: Evidence, model: Model) -> Iterator[Result]:
    """Yield a finding for each id of a person, and each matter in which its rows differ."""
    people: dict[str, Statements] = defaultdict(Statements)
    for name, quads in evidence.records.items():
        _read(name, quads, model, people)
    findings = _Findings(evidence)
    for person, said in people.items():
        if differing := _differing(said.names, may_be_one):
            yield findings.differ(person, "name", {r: said.names[r] for r in differing})
        for matter, by_record in said.apart.items():
            if differing := _differing(by_record):
                yield findings.differ(person, matter, {r: by_record[r] for r in differing})
        for event, parts in said.parts.items():
            if (roles := _own_case(parts, model)) is not None:
                yield findings.own_case(person, event, roles, parts, model)
        yield from findings.elsewhere(person, said.history)


def _read(record: str, quads: Iterable[ox.Quad], model: Model, people: dict[str, Statements]) -> None:
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        said[_text(quad.subject)][quad.predicate.value].add(_text(quad.object))
    denied = any(value.endswith("/denies") for value in said[record].get(f"{HAB}polarity", ()))
    for node, properties in said.items():
        found = model.most_specific(properties.get(f"{RDF}type", set()))
        if found is None:
            continue
        known = model.by_predicate(found.name)
        if any(p.tells_apart for p in known.values()):
            _read_person(record, properties, model, found, people[node])
        if not denied:
            _read_parts(record, node, properties, model, people)
        if not denied and (found.implies_status or found.lasting):
            _read_custody(record, node, found, properties, model, people)


def _read_person(
    record: str, properties: Mapping[str, set[str]], model: Model, found: Class, person: Statements
) -> None:
    known = model.by_predicate(found.name)
    for iri, values in properties.items():
        if iri not in known:
            continue
        if known[iri].is_language_tagged and known[iri].identifying:
            person.names[record] = person.names.get(record, frozenset()) | frozenset(values)
        elif matter := known[iri].tells_apart:
            person.apart[matter][record] = person.apart[matter].get(record, frozenset()) | frozenset(values)


def _read_parts(
    record: str,
    event: str,
    properties: Mapping[str, set[str]],
    model: Model,
    people: dict[str, Statements],
) -> None:
    for iri, values in properties.items():
        if model.is_subject(iri) or model.excludes_subject(iri):
            for person in values:
                people[person].parts[event].setdefault(record, set()).add(iri)


def _read_custody(
    record: str,
    event: str,
    found: Class,
    properties: Mapping[str, set[str]],
    model: Model,
    people: dict[str, Statements],
) -> None:
    known = model.by_predicate(found.name)
    about = {p for iri, values in properties.items() if model.is_subject(iri) for p in values}
    date, earliest, latest = (min(properties.get(f"{HAB}{n}", {""})) for n in ("when", "earliest", "latest"))
    when = When.read(date, earliest, latest, lasting=found.lasting)
    held = found.implies_status in model.custody_statuses
    places = {i: frozenset(v) for i, v in properties.items() if i in known and known[i].whereabouts}
    custody = Custody(
        record,
        event,
        found.begins_custody,
        when.certain,
        when.possible.is_one,
        when.stated,
        places,
        {iri: place_forms(values) for iri, values in places.items()},
    )
    for person in about:
        history = people[person].history
        if held:
            history.custody.append(custody)
        if found.moves or (found.implies_status and not held):
            (history.moves if found.moves else history.releases)[event] = when.possible


def _differing(
    by_record: Mapping[str, Values], may_go: Callable[[Values, Values], bool] | None = None
) -> list[str]:
    """Return the records with values that exclude each other; none where all can be of one person.

    Without ``may_go``, dates go together where one day can be all of them, and other values where one is the same.
    """
    if may_go is None and any(map(is_date, (v for values in by_record.values() for v in values))):
        return _of_other_days(by_record)
    known_as = _joined(by_record.values()) if may_go else {}
    whole = {values: _whole(values, known_as) for values in by_record.values()}
    several = list(dict.fromkeys(whole.values()))
    rest = ((several[0], values) for values in several[COMPARED:])
    excluded = {
        values
        for a, b in chain(combinations(several[:COMPARED], 2), rest)
        if a and b and not (may_go(a, b) if may_go else a & b)
        for values in (a, b)
    }
    return [record for record, values in by_record.items() if whole[values] in excluded]


def _of_other_days(by_record: Mapping[str, Values]) -> list[str]:
    """Return the records with a date that those of another exclude; days are a line, so the outermost are enough."""
    days = {record: found for record, values in by_record.items() if (found := _common(values))}
    last_start = max((d.first for d in days.values()), default="")
    first_end = min((d.last for d in days.values()), default="")
    return [record for record, d in days.items() if d.last < last_start or d.first > first_end]


@lru_cache(maxsize=65536)
def _common(values: Values) -> Days | None:
    """Return the days that all the dates of a row can be; where a row's own dates differ, all that any can be."""
    read = [days for days in map(possible_days, values) if days]
    if not read:
        return None
    common = Days(max(d.first for d in read), min(d.last for d in read))
    if common.first <= common.last:
        return common
    return Days(min(d.first for d in read), max(d.last for d in read))


def _joined(several: Iterable[Values]) -> dict[str, set[str]]:
    """Return the names that rows state of one person together, by each of them: Maria, also called Anna."""
    joined: dict[str, set[str]] = {}
    for values in set(several):
        names = set(values).union(*(joined.get(value, ()) for value in values))
        joined.update(dict.fromkeys(names, names))
    return joined


def _whole(values: Values, known_as: Mapping[str, set[str]]) -> Values:
    return values.union(*(known_as.get(value, ()) for value in values))


def _own_case(parts: Mapping[str, set[str]], model: Model) -> tuple[str, str] | None:
    """Return a part in an event that excludes being its subject, and that of the subject; None without both."""
    properties = sorted({iri for found in parts.values() for iri in found})
    excluding = [iri for iri in properties if model.excludes_subject(iri)]
    subjects = [iri for iri in properties if model.is_subject(iri)]
    return (excluding[0], subjects[0]) if excluding and subjects else None


class _Findings:
    """Makes the findings of a run, and names rows and things in them."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._labels: dict[str, str] | None = None

    def differ(self, person: str, matter: str, rows: Mapping[str, Values]) -> Result:
        """Return the finding that rows have values which exclude each other."""
        says = f"The rows of one id differ in {matter}"
        return self._result(person, says, rows, lambda record: self._shown(rows[record]))

    def own_case(
        self, person: str, event: str, roles: tuple[str, str], parts: Mapping[str, set[str]], model: Model
    ) -> Result:
        """Return the finding that one id has a part in an event that excludes the other part that it has there."""
        part, subject = (model.property_iris[iri].label for iri in roles)
        rows = [record for record, found in parts.items() if found & set(roles)]

        def role(record: str) -> str:
            return " and ".join(model.property_iris[iri].label for iri in roles if iri in parts[record])

        says = f"One id is both {part} and {subject} in one event ({self._name(event)}), which nobody is"
        return self._result(person, says, rows, role)

    def elsewhere(self, person: str, history: History) -> Iterator[Result]:
        """Yield the findings on custody in two places."""
        found: dict[str, dict[str, tuple[str, Custody]]] = defaultdict(dict)
        for matter, place, custody in elsewhere(history):
            found[matter].setdefault(custody.record, (place, custody))
        for matter, rows in found.items():
            yield self._result(
                person, f"The rows of one id differ in {matter}", rows, partial(self._custody, rows)
            )

    def _custody(self, rows: Mapping[str, tuple[str, Custody]], record: str) -> str:
        place, custody = rows[record]
        return f"{self._shown(custody.places[place])} ({custody.stated})"

    def _shown(self, values: Values) -> str:
        return ", ".join(sorted(self._name(value) if is_iri(value) else value for value in values))

    def _name(self, iri: str) -> str:
        """Return what a thing is called: by the records its name, or else its id; a term by its own word."""
        if not iri.startswith(ID):
            return local_name(iri)
        if self._labels is None:
            self._labels = _labels(self.evidence)
        return self._labels.get(iri) or f"id {local_name(iri)}"

    def _result(self, person: str, says: str, rows: Collection[str], said: Callable[[str], str]) -> Result:
        places = {record: self.evidence.place(record) for record in rows}
        records = sorted(rows, key=lambda r: (places[r].table, len(places[r].row), places[r].row, r))
        shown = [
            f"{places[r].table}, row {places[r].row}: {said(r)} (record {local_name(r)})"
            for r in records[:SHOWN]
        ]
        more = f"; and {len(rows) - SHOWN} more rows" if len(rows) > SHOWN else ""
        return Result(
            focus=person,
            message=(
                f"{says}: {'; '.join(shown)}{more}. If they are two people, give each a key of their own in the "
                f"mapping, or write: habeas link split {local_name(person)} RECORD…, with the records of one of them."
            ),
            severity="Warning",
            shape=ONE_ID_TWO_PEOPLE,
            component=COMPONENT,
            record=records[0],
            place=places[records[0]],
        )


def _labels(evidence: Evidence) -> dict[str, str]:
    """Return the name of each thing that the records name, in English where there is one."""
    names: dict[str, tuple[bool, str]] = {}
    for quads in evidence.records.values():
        for quad in quads:
            if quad.predicate.value == f"{SKOS}prefLabel" and isinstance(quad.object, ox.Literal):
                name = ((quad.object.language or "") != "en", quad.object.value)
                iri = _text(quad.subject)
                names[iri] = min(names.get(iri, name), name)
    return {iri: name for iri, (_, name) in names.items()}


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
