"""Focus nodes as SPARQL: the targets of a shape (SHACL §2.1.3), or the value nodes of another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from habeas.model.namespaces import RDF
from habeas.shapes.compiler.constraint import Shape, Targets
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Term
from habeas.shapes.compiler.property_path import path_text
from habeas.shapes.compiler.term import constant
from habeas.shapes.path import Path

Write = Callable[[str], str]

# Up to how many nodes are named in a query, where naming them saves walking all.
FEW = 1000


@dataclass(frozen=True)
class Focus:
    """A set of focus nodes.

    ``write`` gives a pattern that binds a variable to each node; ``once`` says that none comes twice, which a
    DISTINCT would cost more than the rest of the query to ensure. ``holds`` tells of one node whether it belongs,
    where that can be told; ``few`` says that there are not many.
    """

    write: Write
    once: bool = False
    holds: Callable[[Term], bool] | None = None
    few: bool = False
    depth: int = 0

    @property
    def pattern(self) -> str:
        """The pattern that binds ``?this``."""
        return self.write("?this")

    @property
    def scanned(self) -> Callable[[Term], bool] | None:
        """How to hold what a scan of the whole graph finds against the focus nodes, if that is the cheaper way."""
        return None if self.few else self.holds

    def values(self, path: Path) -> Focus:
        """Return the value nodes that a path reaches from here, as focus nodes of other shapes."""
        start, text = f"?start{self.depth}", path_text(path)
        return Focus(
            lambda name: f"{self.write(start)} {start} {text} {name} .", few=self.few, depth=self.depth + 1
        )

    def among(self, nodes: Collection[Term]) -> Focus:
        """Return the focus nodes that are among some; these have to be focus nodes already."""
        named = name_all(nodes)
        if named is None:
            return self
        return Focus(lambda name: f"VALUES {name} {{ {named} }}", once=True, few=True)


def name_all(nodes: Collection[Term]) -> str | None:
    """Return nodes as SPARQL names them, None where they are too many or have no names."""
    if len(nodes) > FEW or not all(isinstance(node, ox.NamedNode) for node in nodes):
        return None
    return " ".join(str(node) for node in nodes)


def target_focus(data: Data, shape: Shape, only: Iterable[ox.NamedNode] | None = None) -> Focus:
    """Return the focus nodes of a shape's targets; with ``only``, those among the given nodes."""
    targets = shape.targets
    classes = sorted({c for iri in targets.classes for c in data.subclasses(str(iri))})
    others = _other_patterns(targets)
    patterns = [*others, *(_around("", f" <{RDF}type> <{iri}> .") for iri in classes)]
    if only is not None:
        chosen = " ".join(str(node) for node in only)
        return Focus(_union([_chosen(pattern, chosen) for pattern in patterns]), few=True)
    members = frozenset(classes)
    return Focus(
        _union(patterns),
        once=len(patterns) == 1 and bool(classes),
        holds=None if others else lambda node: data.is_instance(node, members),
        few=bool(targets.nodes) and len(patterns) == 1,
    )


def _other_patterns(targets: Targets) -> list[Write]:
    """Return the patterns of targets that are no classes."""
    nodes = " ".join(text for node in targets.nodes if (text := constant(node)))
    return [
        *([_around("VALUES ", f" {{ {nodes} }}")] if nodes else []),
        *(_around("", f" <{iri}> ?of .") for iri in targets.subjects_of),
        *(_around(f"?of <{iri}> ", " .") for iri in targets.objects_of),
    ]


def _around(before: str, after: str) -> Write:
    return lambda name: f"{before}{name}{after}"


def _union(patterns: list[Write]) -> Write:
    if len(patterns) == 1:
        return patterns[0]
    return lambda name: " UNION ".join(f"{{ {pattern(name)} }}" for pattern in patterns) or "FILTER(false)"


def _chosen(pattern: Write, chosen: str) -> Write:
    return lambda name: f"VALUES {name} {{ {chosen} }} {pattern(name)}"
