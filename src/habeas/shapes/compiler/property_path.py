"""Property paths as SPARQL with full IRIs, walked the way pySHACL walks them."""

from __future__ import annotations

from typing import Final

import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from habeas.errors import ModelError
from habeas.shapes.path import SUFFIXES, Path

_KINDS: Final = (
    SH.inversePath,
    SH.alternativePath,
    SH.zeroOrMorePath,
    SH.oneOrMorePath,
    SH.zeroOrOnePath,
)
_ZERO: Final = {str(SH.zeroOrMorePath), str(SH.zeroOrOnePath)}


def read_path(graph: rdflib.Graph, node: Node) -> Path:
    """Read the path that starts at a node of a shapes graph; where a node is of two kinds, as pySHACL reads it."""
    if isinstance(node, rdflib.URIRef):
        return Path(str(node))
    if graph.value(node, RDF.first) is not None:
        return Path(str(RDF.List), tuple(read_path(graph, step) for step in graph.items(node)))
    for kind in _KINDS:
        step = graph.value(node, kind)
        if step is not None:
            steps = tuple(graph.items(step)) if kind == SH.alternativePath else (step,)
            return Path(str(kind), tuple(read_path(graph, s) for s in steps))
    raise ModelError(
        f"a path cannot be read: {node}",
        where="shapes graph",
        mend="give sh:path a property or a path of them",
    )


def path_text(path: Path, *, inverse: bool = False) -> str:
    """Return the path as SPARQL.

    pySHACL turns each step of an inverse sequence round and keeps their order, so this does too; SPARQL's own
    ``^(a/b)`` would be ``^b/^a``.
    """
    if not path.steps:
        return f"^<{path.term}>" if inverse else f"<{path.term}>"
    if path.term == str(SH.inversePath):
        return path_text(path.steps[0], inverse=not inverse)
    texts = [path_text(step, inverse=inverse) for step in path.steps]
    if path.term == str(RDF.List):
        return f"({'/'.join(texts)})"
    if path.term == str(SH.alternativePath):
        return f"({'|'.join(texts)})"
    return f"({texts[0]}){next(s for kind, s in SUFFIXES.items() if str(kind) == path.term)}"


def is_plain(path: Path) -> bool:
    """Whether a path is one predicate or its inverse: each pair of nodes then comes once."""
    return not path.steps or (path.term == str(SH.inversePath) and is_plain(path.steps[0]))


def is_bounded(path: Path) -> bool:
    """Whether a path has an end, so that all its pairs can be listed."""
    return path.term not in {str(kind) for kind in SUFFIXES} and all(is_bounded(s) for s in path.steps)


def may_stay(path: Path) -> bool:
    """Whether a path may lead from a node to itself over no edge, even from one that is not in the graph."""
    return path.term in _ZERO or any(may_stay(step) for step in path.steps)


def predicates(path: Path, *, inverse: bool = False) -> set[tuple[str, bool]]:
    """Return each predicate that a path walks, with whether it walks it backwards."""
    if not path.steps:
        return {(path.term, inverse)}
    turned = inverse != (path.term == str(SH.inversePath))
    return {pair for step in path.steps for pair in predicates(step, inverse=turned)}
