"""The index of names: each name in its own script and in Latin, by its letters and by how its words begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from habeas.catalogue.layout import Layout
from habeas.catalogue.nodes import Nodes, consolidated, name_properties
from habeas.catalogue.writing import Writer
from habeas.model.names import search_forms, words

START = 2
"""How many letters of a word's beginning are indexed: trigrams find nothing shorter than three."""


def write_names(writer: Writer, layout: Layout, nodes: Nodes, store: ox.Store) -> None:
    """Write the names, how their words begin, and the full-text index of trigrams over them."""
    rows = list(_names(layout, nodes, store))
    writer.insert(layout.name, rows)
    starts = {(word[:START], i) for i, _, _, forms in rows for word in words(forms)}
    writer.insert(layout.name_start, sorted(starts))
    writer.run(
        "CREATE VIRTUAL TABLE name_search USING fts5("
        "forms, content='name', content_rowid='id', tokenize='trigram case_sensitive 1')"
    )
    writer.run("INSERT INTO name_search (name_search) VALUES ('rebuild')")
    writer.run("INSERT INTO name_search (name_search) VALUES ('optimize')")


def _names(layout: Layout, nodes: Nodes, store: ox.Store) -> Iterator[tuple[int, int, str, str]]:
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for prop in name_properties(layout.model):
        for quad in consolidated(store, prop.iri):
            node = nodes.ids.get(str(quad.subject)[1:-1])
            if node and isinstance(quad.object, ox.Literal):
                found[node, quad.object.value].update(search_forms(quad.object.value, quad.object.language))
    for i, ((node, value), forms) in enumerate(sorted(found.items()), 1):
        yield i, node, value, "\n".join(sorted(forms))
