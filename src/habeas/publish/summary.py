"""Counts of an edition, for its manifest and its readers."""

from __future__ import annotations

import pyoxigraph as ox

from habeas.model import Model
from habeas.model.namespaces import RDF


def count_entities(store: ox.Store, model: Model, records: int) -> dict[str, int]:
    """Return the members of each class that has any, and the quads and records in all.

    Keys are the classes' plural names, and ``quads``, ``triples`` (of the default graph) and ``records``.
    """
    counts = {c.plural: _members(store, c.iri) for c in model.classes.values()}
    counts = {name: number for name, number in sorted(counts.items()) if number}
    triples = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return {**counts, "quads": len(store), "triples": triples, "records": records}


def _members(store: ox.Store, class_iri: str) -> int:
    return sum(
        1
        for _ in store.quads_for_pattern(
            None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(class_iri), ox.DefaultGraph()
        )
    )
