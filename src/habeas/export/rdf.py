"""Turtle, N-Triples, TriG and N-Quads of a description, sorted: the same description gives the same bytes."""

from __future__ import annotations

import pyoxigraph as ox

from habeas.export.description import Description
from habeas.model.namespaces import PREFIXES

DATASETS = frozenset({ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS})


def to_rdf(description: Description, rdf_format: ox.RdfFormat) -> bytes:
    """Return the description in the format.

    A format of triples holds what is asserted; a format of quads also every record's graph, as far as it
    speaks of the things described.
    """
    content = description.quads() if rdf_format in DATASETS else description.triples()
    prefixes = PREFIXES if rdf_format in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG} else None
    return ox.serialize(content, format=rdf_format, prefixes=prefixes) or b""
