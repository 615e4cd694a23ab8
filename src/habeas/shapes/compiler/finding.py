"""What a compiled constraint finds: one validation result (SHACL §3.6.2), in the store's own terms."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import rdflib

from habeas.shapes.compiler.constraint import Shape
from habeas.shapes.path import Path

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. ``root`` is the focus node from which the evaluation came down to ``focus``.

    ``message`` is given where the shape or pySHACL says one; elsewhere the component's own words apply.
    """

    root: Term
    focus: Term
    shape: Shape
    component: rdflib.URIRef
    path: Path | None = None
    value: Term | None = None
    message: str | None = None
