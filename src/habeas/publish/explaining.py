"""Why a record or a thing is public or not, for the keeper of the home.

It is told by ids, places and labels, never by a withheld value.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import NotFoundError
from habeas.identity import Identity, canonical_ids, read_entries
from habeas.model import Class
from habeas.model.namespaces import ID, local_name
from habeas.publish.clearing import local_id
from habeas.publish.clock import read_clock
from habeas.publish.filter import VISIBLE_TIERS, Filtered
from habeas.publish.merge import read_split
from habeas.publish.publication import Publisher, is_source
from habeas.publish.records import TYPE, Node, Record, load_records
from habeas.publish.rulings import Rulings, Stated, read_rulings
from habeas.publish.versions import Chosen, KeptSource, choose_versions, gone_records, read_versions

KINDS = {
    "single": "single",
    "withdrawal": "single, withdrawn",
    "bulk": "bulk, by source",
    "table": "bulk, by table",
    "unknown": "single or bulk, not said",
}


def explain(settings: Settings, name: str, today: dt.date) -> list[str]:
    """Say in lines why a record, or a thing that records speak of, is public or not.

    ``name`` is an id, a URN, or an address. Raises NotFoundError where no record of the home has or mentions it.
    """
    return list(_Explanation.of(settings, today).lines(ox.NamedNode(ID + local_id(name)), name))


@dataclass(frozen=True)
class _Explanation:
    settings: Settings
    publisher: Publisher
    kept: list[KeptSource]
    records: dict[Node, Record]
    gone: dict[Node, Record]
    rulings: Rulings
    chosen: Chosen
    seen: Filtered

    @classmethod
    def of(cls, settings: Settings, today: dt.date) -> _Explanation:
        """Work out what the public sees of the records of the home, as a build of today would."""
        day = read_clock(settings, "public", today).day
        records = read_split(settings, load_records(settings.home / "records"))
        kept = read_versions(settings)
        gone = gone_records(kept, records)
        rulings = read_rulings(settings, records, day, gone)
        chosen = choose_versions(kept, records, rulings, "public")
        publisher = Publisher(settings, "public", day)
        rest = {iri: r for iri, r in chosen.records.items() if not is_source(iri, r)}
        seen = publisher.filter(rest, chosen.rulings, trace=True)
        return cls(settings, publisher, kept, records, gone, rulings, chosen, seen)

    def lines(self, iri: Node, name: str) -> Iterator[str]:
        """Yield the explanation of a record, or else of a thing."""
        record = self.records.get(iri) or self.gone.get(iri)
        if record is not None and is_source(iri, record):
            yield from self._source(iri)
        elif record is not None or local_name(iri.value) in self.rulings.stated:
            yield from self._record(iri, record)
        elif speaking := self._speaking_of(self._same_as(iri)):
            yield from self._thing(iri, speaking)
        else:
            raise NotFoundError(
                f"no record of this home is or mentions {name!r}",
                where=str(self.settings.home / "records"),
                mend="take the id from an address, /id/…, or from `habeas clear --list`; is it the right --home?",
            )

    # --- a record ---

    def _record(self, iri: Node, record: Record | None) -> Iterator[str]:
        yield f"record {local_name(iri.value)}: {'public' if iri in self.seen.records else 'not public'}"
        if record is None:
            yield "  its row is gone, and nothing of it is kept"
        else:
            row = (
                f"row {record.value('rowNumber')}, {record.value('locator')}, read {record.value('recorded')}"
            )
            yield f"  place: {record.value('tableName')}, {row}"
        yield f"  day: {self.rulings.day}"
        yield from self._rulings(iri, record)
        yield from self._versions(iri)
        yield from self._status(iri)
        yield from self._withheld(iri)

    def _rulings(self, iri: Node, record: Record | None) -> Iterator[str]:
        name = local_name(iri.value)
        stated, counting = self.rulings.stated.get(name, ()), self.rulings.counting(name)
        if counting is None:
            yield "  rulings: none: a record that nobody cleared is restricted"
            return
        yield "  rulings, in order:"
        for one in sorted(stated, key=lambda one: one.ruling.when):
            mark = "counts" if one is counting else self._why_not(one, counting)
            yield f"    {one.ruling.when}  {self._tier(one)} ({KINDS[one.kind]}), by {one.ruling.by}: {mark}"
        if counting.kind == "withdrawal":
            yield "  it is withdrawn, whatever its row says"
        elif record is not None and counting.ruling.digest == record.digest:
            yield "  the ruling that counts fits what the record says now"
        elif record is not None:
            yield f"  the ruling that counts is not of what the record says now: {self._stale(counting)}"

    def _tier(self, stated: Stated) -> str:
        until = f" until {stated.ruling.until}" if stated.ruling.until else ""
        over = ", which is over" if stated.ruling.tier != stated.ruling.tier_on(self.rulings.day) else ""
        return f"{stated.ruling.tier}{until}{over}"

    def _why_not(self, one: Stated, counting: Stated) -> str:
        name = one.ruling.record
        if later := [s for s in self.rulings.stated[name] if s.replaces(one)]:
            return f"replaced by the later one of {later[-1].ruling.when}"
        stricter, other = self.rulings.strictness(one.ruling), self.rulings.strictness(counting.ruling)
        return "the one that counts is stricter" if stricter < other else "as strict as the one that counts"

    def _stale(self, counting: Stated) -> str:
        what = "its table has changed" if counting.kind == "table" else "it has changed"
        sealed = counting.ruling.tier_on(self.rulings.day) == "sealed"
        return f"{what}; {'it stays sealed' if sealed else 'it is restricted until it is ruled on again'}"

    def _versions(self, iri: Node) -> Iterator[str]:
        shown = self.chosen.records.get(iri)
        read = shown.value("recorded") if shown else ""
        if iri in self.chosen.changed:
            yield f"  on_change = keep: the version that was cleared last, read {read}, stays public"
        if iri in self.chosen.removed:
            yield f"  the row is gone; on_removal = keep: the version that was cleared last, read {read}, stays public"
        elif iri in self.gone:
            yield "  the row is gone; the version that was cleared last is kept but not public"

    def _status(self, iri: Node) -> Iterator[str]:
        record = self.chosen.records.get(iri)
        if record is not None and record.value("recordStatus").endswith("/withdrawn"):
            yield "  its source has withdrawn it"
        for other in self.seen.records.values():
            if iri.value in other.values("supersedes"):
                yield f"  superseded by the record {local_name(other.iri.value)}"

    def _withheld(self, iri: Node) -> Iterator[str]:
        """What stays withheld of a record that its ruling opens: where, of what, and why, and not the values."""
        record, counts = self.chosen.records.get(iri), Counter[str]()
        for (s, p, _), reason in self.seen.dropped.get(iri, ()):
            found = record.class_of(s, self.publisher.model) if record else None
            counts[f"{self._label(found, p)} of {self._node(s, found)} ({reason})"] += 1
        if record is not None and counts and iri not in self.seen.records:
            yield "  nothing that it says may be seen"
        if counts:
            yield f"  withheld of it: {counts.total()} value{'s' * (counts.total() != 1)}"
        for text, number in sorted(counts.items()):
            yield f"    {text}" + (f", {number} times" if number > 1 else "")

    def _label(self, found: Class | None, predicate: Node) -> str:
        if predicate == TYPE:
            return "that it is one"
        used = self.publisher.model.by_predicate(found.name).get(predicate.value) if found else None
        return used.label if used else local_name(predicate.value)

    def _node(self, node: Node, found: Class | None) -> str:
        return f"{found.label if found else 'a node without a class'} {local_name(node.value)}"

    # --- a thing ---

    def _thing(self, iri: Node, speaking: list[Record]) -> Iterator[str]:
        same = self._same_as(iri)
        by_public = [r for r in speaking if r.iri in self.seen.records and self._mentions(r.iri, same)]
        yield f"thing {local_name(iri.value)}: {'public' if by_public else 'not public'}"
        if others := sorted(local_name(node.value) for node in same - {iri}):
            yield f"  the same by decision: {', '.join(others)}"
        yield from self._classes(same, speaking)
        yield f"  {len(speaking)} record{'s' * (len(speaking) != 1)} speak{'s' * (len(speaking) == 1)} of it:"
        for record in speaking:
            place = f"{record.value('tableName')}, row {record.value('rowNumber')}"
            yield f"    {local_name(record.iri.value)}  {place}: {self._seen_in(record, same)}"

    def _classes(self, same: set[Node], speaking: list[Record]) -> Iterator[str]:
        model = self.publisher.model
        classes = {c.name: c for r in speaking for node in same if (c := r.class_of(node, model))}
        for found in classes.values():
            tiers = {c.tier for c in model.ancestors(found.name)} - {"public"}
            yield f"  class: {found.label}, {', '.join(sorted(tiers)) or 'public'}"
            used = model.properties(found.name).values()
            closed = sorted(f"{p.label} ({p.tier})" for p in used if p.tier not in VISIBLE_TIERS["public"])
            if closed:
                yield f"    its properties of a higher tier: {', '.join(closed)}"

    def _seen_in(self, record: Record, same: set[Node]) -> str:
        if record.iri not in self.seen.records:
            return "the record is not public"
        why = Counter(
            reason for (s, _, o), reason in self.seen.dropped.get(record.iri, ()) if s in same or o in same
        )
        told = ", ".join(f"{number} withheld ({reason})" for reason, number in sorted(why.items()))
        if self._mentions(record.iri, same):
            return f"public{', ' + told if told else ''}"
        return f"the record is public, but nothing of this thing: {told or 'it is withheld'}"

    def _mentions(self, record: Node, same: set[Node]) -> bool:
        return any(s in same or o in same for s, _, o in self.seen.records[record].triples)

    def _speaking_of(self, same: set[Node]) -> list[Record]:
        known = {**self.gone, **self.records}
        return [
            r
            for iri, r in sorted(known.items(), key=lambda item: item[0].value)
            if not is_source(iri, r) and any(s in same or o in same for s, _, o in r.triples)
        ]

    def _same_as(self, iri: Node) -> set[Node]:
        """The ids that the decisions make one thing with this one."""
        decisions = read_entries(Identity, self.settings.ledgers)
        canonical = canonical_ids(decisions, lambda _: True)
        name = local_name(iri.value)
        one = canonical.get(name, name)
        return {
            iri,
            ox.NamedNode(ID + one),
            *(ox.NamedNode(ID + a) for a, b in canonical.items() if b == one),
        }

    def _source(self, iri: Node) -> Iterator[str]:
        shown = sum(r.value("source") == iri.value for r in self.seen.records.values())
        yield f"source {local_name(iri.value)}: {'public' if shown else 'not public'}"
        yield f"  a source is described where a record of it is public: {shown} are"
