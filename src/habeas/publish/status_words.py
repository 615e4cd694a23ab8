"""The last known status in words: what was reported last, by whom, in what, and of which date.

A status speaks of a report and never of today, and no bound of a date is printed as a day. The rules of
``sparql/rules`` say which status a person has and which events it follows from (``hab:lastKnownStatusEvent``); here the
report that came last among them is found and put into a sentence, and so are the stays in facilities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from habeas.bidi import isolated
from habeas.model import Class, Model, Vocabularies
from habeas.model.namespaces import HAB, RULE, SKOS, VOCABULARY
from habeas.publish.chronology import Chronology, Published
from habeas.publish.date_words import date_words
from habeas.publish.records import TYPE, Node, Triple

GRAPH: Final = ox.NamedNode(f"{RULE}status-words")
UNKNOWN: Final = f"{VOCABULARY}status/unknown"
LANGUAGES: Final = ("en", "uk", "be", "ru")
NOT_DATED: Final = "the report is not dated"


@dataclass
class _Event:
    """What a sentence needs to know of one event."""

    iri: Node
    kind: Class
    status: str = ""
    said: dict[str, str] = field(default_factory=dict)
    facility: str = ""
    sentence: str = ""

    def date(self) -> str:
        """Return the event's date in words, empty where none is stated."""
        when, stated = self.said.get("when", ""), self.said.get("dateText", "")
        return isolated(date_words(when, stated, lasting=self.kind.lasting))


@dataclass(frozen=True)
class StatusWords:
    """Puts the statuses and stays of one store into words; ``chronology`` is that of the store's records."""

    store: ox.Store
    model: Model
    vocabularies: Vocabularies
    chronology: Chronology

    def write(self) -> int:
        """Add the words to the store, in the graph of this rule too; returns how many triples they are."""
        found = [*self._statuses(), *self._stays()]
        self.store.extend(ox.Quad(*triple, graph) for triple in found for graph in (ox.DefaultGraph(), GRAPH))
        return len(found)

    def _statuses(self) -> Iterator[Triple]:
        for person, status in sorted(self._pairs("lastKnownStatus"), key=str):
            left = [self._event(iri) for iri in self._left.get(person, ())]
            if status.value == UNKNOWN:
                text = self._unknown(person, left)
            else:
                event, report = self._last(left)
                text = self._told(status.value, event, report)
                yield person, _hab("lastKnownStatusRecord"), report
                if when := event.said.get("when"):
                    yield person, _hab("lastKnownStatusWhen"), ox.Literal(when, datatype=_EDTF)
            yield person, _hab("lastKnownStatusText"), ox.Literal(text)

    def _last(self, events: Iterable[_Event]) -> tuple[_Event, Node]:
        """Return the event that was reported last, and the report: by date, then by the order of the page."""
        reports = [(event, report) for event in events for report in self._reports(event.iri)]
        return max(reports, key=lambda pair: self._order(*pair))

    def _order(self, event: _Event, report: Node) -> tuple[str, int, str]:
        published, place, iri = self.chronology.order(report)
        return max(event.said.get("earliest", ""), published), place, iri

    def _told(self, status: str, event: _Event, report: Node) -> str:
        words = self.vocabularies.terms[status].asserted_as
        is_said = event.kind.asserted_as == words or event.status.endswith("/died")
        told = self._happening(event, "" if is_said else event.kind.asserted_as)
        date = event.date() or self._reported(report)
        dated = f", {date}" if date else f"; {NOT_DATED}"
        return f"Reported {words}{dated}{told and f': {told}'}. {self._source(report)}."

    def _last_said(self, event: _Event, report: Node) -> str:
        date = event.date() or self._reported(report)
        dated = f", {date}" if date else f"; {NOT_DATED}"
        return (
            f"Last reported{dated}: {self._happening(event, event.kind.asserted_as)}. {self._source(report)}."
        )

    def _happening(self, event: _Event, words: str) -> str:
        """Return what happened in words, with what was imposed, where, and for how long as stated."""
        duration = isolated(event.said.get("durationText", ""))
        details = "; ".join(filter(None, (event.sentence, event.facility, duration)))
        return f"{words} ({details})" if words and details else words or details

    def _reported(self, report: Node) -> str:
        """Return when a report was published, as a clause; empty where nobody knows."""
        words = published_words(self.chronology.published(report))
        return f"in a report published {words}" if words else ""

    def _unknown(self, person: Node, left: list[_Event]) -> str:
        """Return the reports that do not go together, one for each status, and both sides of what is denied."""
        by_status: dict[str, list[_Event]] = defaultdict(list)
        for event in left:
            by_status[event.status].append(event)
        # A sentence of death leaves nothing known: it is told as it is.
        open_ended = by_status.pop(UNKNOWN, [])
        reports = [self._told(status, *self._last(events)) for status, events in sorted(by_status.items())]
        if open_ended:
            reports.append(self._last_said(*self._last(open_ended)))
        sides = [side for dispute in self._denials.get(person, ()) for side in self._sides(dispute)]
        if sides:
            return " ".join(["Not known: sources disagree.", *sides, *reports])
        doubtful = [self._event(iri) for iri in self._doubtful.get(person, ())]
        reported = "A death is reported with a date that cannot be right."
        deaths = [f"{reported} {self._source(self._last([event])[1])}." for event in doubtful]
        if deaths:
            return " ".join(["Not known.", *deaths, *reports])
        why = (
            "Not known: it is not known which of these came last."
            if len(reports) > 1
            else "Not known what followed."
        )
        return " ".join([why, *reports])

    def _sides(self, event: Node) -> Iterator[str]:
        """Yield who asserts the event and who denies it, each in a sentence."""
        kind = self._event(event).kind
        for polarity, words in (("asserts", kind.asserted_as), ("denies", kind.denied_as)):
            reports = [
                r for r in self._reports(event) if self._said_of(r, "polarity").endswith(f"/{polarity}")
            ]
            for report in reports:
                source = self._source(report, name_speaker=False)
                yield f"{self.speaker(report)}: {words or kind.label}. {source}."

    # --- who says it, in what ---------------------------------------------------------------

    def speaker(self, report: Node) -> str:
        """Return who is quoted, else how the source describes them, else the source itself."""
        quoted = [isolated(self._name(ox.NamedNode(iri))) for iri in self._values_of(report, "quotes")]
        described = isolated(self._said_of(report, "quotedAs"))
        return ", ".join(filter(None, quoted)) or described or f"“{self._title(report)}”"

    def _source(self, report: Node, *, name_speaker: bool = True) -> str:
        quoted = self._values_of(report, "quotes") or self._said_of(report, "quotedAs")
        who = f"{self.speaker(report)}, in " if quoted and name_speaker else ""
        source = self.chronology.sources.get(self._said_of(report, "source"))
        publisher = f" (publisher: {isolated(source.value('publisher'))})" if source else ""
        words = published_words(self.chronology.published(report))
        published = f"published {words}" if words else "date of publication not stated"
        place = isolated(self._said_of(report, "locator"))
        return f"Source: {who}“{self._title(report)}”{publisher}, {place}; {published}"

    def _title(self, report: Node) -> str:
        source = self.chronology.sources.get(self._said_of(report, "source"))
        return isolated(source.value("title")) if source else ""

    def _values_of(self, report: Node, name: str) -> list[str]:
        return (
            sorted(self.chronology.records[report].values(name)) if report in self.chronology.records else []
        )

    def _said_of(self, report: Node, name: str) -> str:
        return next(iter(self._values_of(report, name)), "")

    def _reports(self, event: Node) -> list[Node]:
        """Return the records that speak of the event as such, in the order of their IRIs."""
        graphs = {q.graph_name for q in self.store.quads_for_pattern(event, TYPE, None, None)}
        return sorted((g for g in graphs if isinstance(g, Node) and g in self.chronology.records), key=str)

    # --- what is told -----------------------------------------------------------------------

    def _event(self, iri: Node) -> _Event:
        types = {str(q.object)[1:-1] for q in self.store.quads_for_pattern(iri, TYPE, None, None)}
        kind = self.model.most_specific(types)
        assert kind is not None, f"{iri} has no class of the model"
        said = self._asserted(iri)
        facility = said.get("facility") or said.get("toFacility")
        return _Event(
            iri=iri,
            kind=kind,
            status=said.get("leavesStatus", ""),
            said=said,
            facility=isolated(self._name(ox.NamedNode(facility))) if facility else "",
            sentence=self._sentence(said["imposed"]) if "imposed" in said else "",
        )

    def _sentence(self, iri: str) -> str:
        """Return what was imposed: kind, term as stated, fine."""
        said = self._asserted(ox.NamedNode(iri))
        penalty = self.vocabularies.terms.get(said.get("penalty", ""))
        fine = (
            f"a fine of {said['fineAmount']} {said.get('fineCurrency', '')}".strip()
            if "fineAmount" in said
            else ""
        )
        kind = penalty.label.lower() if penalty else ""
        return ", ".join(filter(None, (kind, isolated(said.get("termText", "")), fine)))

    def _stays(self) -> Iterator[Triple]:
        for _, stay in sorted(self._pairs("stay"), key=str):
            said = self._asserted(stay)
            text = stay_words(isolated(self._name(ox.NamedNode(said["stayAt"]))), said)
            yield stay, _hab("stayText"), ox.Literal(text)

    # --- lookups ----------------------------------------------------------------------------

    def _pairs(self, name: str) -> list[tuple[Node, Node]]:
        quads = self.store.quads_for_pattern(None, _hab(name), None, ox.DefaultGraph())
        return [(q.subject, q.object) for q in quads]  # type: ignore[misc]

    def _asserted(self, node: Node) -> dict[str, str]:
        """Return what is asserted of a node: a value for each property, by our names without their namespace."""
        return {
            q.predicate.value.removeprefix(HAB): q.object.value
            for q in self.store.quads_for_pattern(node, None, None, ox.DefaultGraph())
            if isinstance(q.object, ox.NamedNode | ox.Literal)
        }

    @cached_property
    def _left(self) -> dict[Node, list[Node]]:
        return _grouped(self._pairs("lastKnownStatusEvent"))

    @cached_property
    def _denials(self) -> dict[Node, list[Node]]:
        """The events of each person that are asserted and denied, and undecided."""
        rows = self.store.query(
            f"""PREFIX hab: <{HAB}> SELECT DISTINCT ?person ?event {{
              ?dispute a hab:Dispute ; hab:disputedProperty <{TYPE.value}> ; hab:disputedSubject ?event ;
                hab:concerns ?person ; ?by "undecided" .
            }}"""
        )
        return _grouped((row["person"], row["event"]) for row in rows)  # type: ignore[union-attr]

    @cached_property
    def _doubtful(self) -> dict[Node, list[Node]]:
        """The deaths of each person whose dates cannot be right."""
        rows = self.store.query(
            f"""PREFIX hab: <{HAB}> SELECT DISTINCT ?person ?event {{
              ?event a hab:Death ; hab:subjectPerson ?person ; hab:dateInDoubt ?why .
            }}"""
        )
        return _grouped((row["person"], row["event"]) for row in rows)  # type: ignore[union-attr]

    def _name(self, node: Node) -> str:
        """Return a name: in English, else in the next language that there is."""
        labels = [
            q.object
            for q in self.store.quads_for_pattern(node, _PREF_LABEL, None, ox.DefaultGraph())
            if isinstance(q.object, ox.Literal)
        ]
        place = {language: at for at, language in enumerate(LANGUAGES)}
        labels.sort(key=lambda o: (place.get(o.language or "", len(place)), o.value))
        return labels[0].value if labels else ""


def published_words(published: Published) -> str:
    """Return when something was published, in words; empty where nothing bounds it from below or states it."""
    if published.stated:
        return date_words(published.stated)
    if not published.earliest:
        return ""
    last = f" and not after {date_words(published.latest)}" if published.latest else ""
    return f"not before {date_words(published.earliest)}{last}"


def stay_words(facility: str, said: dict[str, str]) -> str:
    """Return where somebody was held, and when so far as it is stated (EDTF in stayFrom, stayTo, stayReported)."""
    begun, ended, reported = (date_words(said.get(n, "")) for n in ("stayFrom", "stayTo", "stayReported"))
    spans = [
        f"from {begun}" if begun else "",
        f"until {ended}" if ended else "",
        f"reported for {reported}" if reported else "",
    ]
    when = " ".join(filter(None, spans)) or "at some time, no date is stated"
    return f"{facility or 'a facility that is not named'}: {when}"


def _grouped(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: sorted(values, key=str) for key, values in found.items()}


def _hab(name: str) -> Node:
    return ox.NamedNode(HAB + name)


_PREF_LABEL: Final = ox.NamedNode(f"{SKOS}prefLabel")
_EDTF: Final = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
