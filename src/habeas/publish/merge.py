"""Merging: ids that are one thing become the canonical id, everywhere in the audience's records."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from habeas.model.namespaces import ID
from habeas.publish.records import Node, Record, Triple, Value


def merge(records: Mapping[Node, Record], redirects: Mapping[str, str]) -> dict[Node, Record]:
    """Return the records with every merged id replaced; ``redirects`` maps opaque ids to canonical ones."""
    swap = {ox.NamedNode(ID + old): ox.NamedNode(ID + new) for old, new in redirects.items()}
    if not swap:
        return dict(records)
    return {iri: Record(iri, tuple(_swapped(t, swap) for t in r.triples)) for iri, r in records.items()}


def _swapped(triple: Triple, swap: Mapping[Node, Node]) -> Triple:
    s, p, o = triple
    new: Value = swap.get(o, o) if isinstance(o, ox.NamedNode) else o
    return swap.get(s, s), p, new


def visible_ids(records: Mapping[Node, Record]) -> set[str]:
    """Return the opaque ids that the records speak of."""
    nodes = {
        n for r in records.values() for s, _, o in r.triples for n in (s, o) if isinstance(n, ox.NamedNode)
    }
    return {n.value.removeprefix(ID) for n in nodes if n.value.startswith(ID)}
