"""Merging and splitting: ids that are one thing become the canonical id, one that is of two becomes two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import LedgerError
from habeas.identity import Identity, Split, read_entries
from habeas.model import Model
from habeas.model.namespaces import ID
from habeas.publish.records import Node, Record, Triple, Value


def merge(records: Mapping[Node, Record], redirects: Mapping[str, str]) -> dict[Node, Record]:
    """Return the records with every merged id replaced; ``redirects`` maps opaque ids to canonical ones."""
    swap = {ox.NamedNode(ID + old): ox.NamedNode(ID + new) for old, new in redirects.items()}
    if not swap:
        return dict(records)
    return {iri: Record(iri, tuple(_swapped(t, swap) for t in r.triples)) for iri, r in records.items()}


def split(
    records: Mapping[Node, Record], decisions: Iterable[Split], identities: Iterable[Identity] = ()
) -> dict[Node, Record]:
    """Return the records with each id that was split replaced in the rows that are of somebody else.

    An id that was renamed since is replaced under the one that it has now (``identities``).
    """
    swaps: dict[Node, dict[Node, Node]] = {}
    renamed = _renamed(identities)
    for decision in decisions:
        for name in decision.records:
            swap = swaps.setdefault(ox.NamedNode(ID + name), {})
            new = ox.NamedNode(ID + decision.to)
            for id_ in (decision.id, *renamed.get(decision.id, ())):
                old = ox.NamedNode(ID + id_)
                # What an earlier line put under the id that this one splits goes with it.
                swap.update({first: new for first, last in swap.items() if last == old})
                swap[old] = new
    found = dict(records)
    for iri in swaps.keys() & records.keys():
        stated = records[iri].triples
        found[iri] = Record(iri, tuple(_swapped(t, swaps[iri]) for t in stated), stated)
    return found


def read_split(settings: Settings, records: Mapping[Node, Record]) -> dict[Node, Record]:
    """Return the records with the splits of the ledgers applied."""
    folders = settings.ledgers
    return split(records, read_entries(Split, folders), read_entries(Identity, folders))


def _renamed(identities: Iterable[Identity]) -> dict[str, list[str]]:
    """Return what each id was renamed to, one after the other."""
    next_ = {d.b: d.a for d in identities if d.decision == "renamed" and d.a != d.b}
    found: dict[str, list[str]] = {}
    for old in next_:
        chain = [old]
        while (new := next_.get(chain[-1])) and new not in chain:
            chain.append(new)
        found[old] = chain[1:]
    return found


def unfit(records: Mapping[Node, Record], decisions: Iterable[Split]) -> list[tuple[Split, str, str]]:
    """Return the splits that may not fit any more: with each the record, and whether it is gone or has changed."""
    last: dict[tuple[str, str], tuple[Split, str | None]] = {}
    for decision in decisions:
        for at, name in enumerate(decision.records):
            last[decision.id, name] = decision, decision.digests[at] if decision.digests else None
    found = []
    for (_, name), (decision, digest) in last.items():
        record = records.get(ox.NamedNode(ID + name))
        if decision.to != decision.id and record is None:
            found.append((decision, name, "gone"))
        elif decision.to != decision.id and record and digest not in {None, record.digest}:
            found.append((decision, name, "changed"))
    return found


def _swapped(triple: Triple, swap: Mapping[Node, Node]) -> Triple:
    s, p, o = triple
    new: Value = swap.get(o, o) if isinstance(o, ox.NamedNode) else o
    return swap.get(s, s), p, new


def hold_kinds(records: Mapping[Node, Record], redirects: Mapping[str, str], model: Model) -> None:
    """Raise LedgerError where a decision makes one thing of members of disjoint classes: a person and a court."""
    classes: dict[Node, set[str]] = {}
    merged = {ox.NamedNode(ID + member) for pair in redirects.items() for member in pair}
    for record in records.values():
        for node in record.types.keys() & merged:
            if found := record.class_of(node, model):
                classes.setdefault(node, set()).add(found.name)
    for old, new in redirects.items():
        kinds = [classes.get(ox.NamedNode(ID + member), set()) for member in (old, new)]
        clash = [(a, b) for a in kinds[0] for b in kinds[1] if model.are_disjoint(a, b)]
        if clash:
            raise LedgerError(
                f"{old} is a {clash[0][0]} and {new} a {clash[0][1]}: they cannot be the same",
                where=Identity.file,
                mend="take the decision back with a later line: different, or unsure",
            )


def visible_ids(records: Mapping[Node, Record]) -> set[str]:
    """Return the opaque ids that the records speak of."""
    nodes = {
        n for r in records.values() for s, _, o in r.triples for n in (s, o) if isinstance(n, ox.NamedNode)
    }
    return {n.value.removeprefix(ID) for n in nodes if n.value.startswith(ID)}
