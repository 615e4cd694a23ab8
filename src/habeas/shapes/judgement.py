"""One result of pySHACL, or of a compiled shape told in its terms."""

from __future__ import annotations

from dataclasses import dataclass

import rdflib


@dataclass(frozen=True)
class Verdict:
    """One result of pySHACL, in rdflib's terms. ``report`` is the graph that ``path`` is a node of."""

    focus: rdflib.term.Node
    path: rdflib.term.Node | None
    value: rdflib.term.Node | None
    message: str
    severity: rdflib.term.Node
    component: rdflib.term.Node
    shape: rdflib.term.Node
    report: rdflib.Graph
