"""Bakes the catalogue of an edition from its store."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from habeas.catalogue.layout import Layout
from habeas.catalogue.naming import write_names
from habeas.catalogue.nodes import read_nodes
from habeas.catalogue.statements import write_statements
from habeas.catalogue.values import write_members, write_nodes, write_property
from habeas.catalogue.writing import write_catalogue
from habeas.model import Model


def bake(store: ox.Store, model: Model, path: Path, base: str) -> None:
    """Write ``catalogue.sqlite`` from an edition's store.

    ``base`` is what the edition's IRIs begin with, without a slash at the end. The same store and model give
    a file of the same content. Only properties that a shape names are written.
    """
    layout = Layout(model)
    nodes = read_nodes(store, layout, base)
    with write_catalogue(path, layout) as writer:
        write_nodes(writer, layout, nodes)
        write_members(writer, layout, nodes)
        for prop in sorted(model.property_iris.values(), key=lambda p: p.name):
            write_property(writer, layout, nodes, store, prop)
        write_statements(writer, layout, nodes, store)
        write_names(writer, layout, nodes, store)
