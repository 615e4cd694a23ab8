"""Statements: a triple together with who says it, read from the named graphs of an edition's store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from habeas.errors import EditionError
from habeas.model.namespaces import ONTOLOGY, RDF, RDFS, RULE

Value = ox.NamedNode | ox.Literal

TYPE = f"{RDF}type"
LABEL = f"{RDFS}label"


@dataclass(frozen=True)
class Statement:
    """One triple.

    ``asserted``: it stands in the default graph. ``stated_in``: the IRIs of the records (or of the source,
    where a source describes itself) whose graphs hold it. ``rules``: the IRIs of the rules that computed it.
    """

    subject: str
    predicate: str
    value: Value
    asserted: bool
    stated_in: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def triple(self) -> ox.Triple:
        """The triple as RDF."""
        return ox.Triple(ox.NamedNode(self.subject), ox.NamedNode(self.predicate), self.value)


@dataclass(frozen=True)
class Thing:
    """A node with all that is said of it, in a fixed order."""

    iri: str
    statements: tuple[Statement, ...]

    @cached_property
    def asserted(self) -> tuple[Statement, ...]:
        """The statements that stand in the default graph."""
        return tuple(s for s in self.statements if s.asserted)

    @cached_property
    def is_asserted(self) -> bool:
        """Whether the default graph says what it is; False of an event that sources disagree on."""
        return any(s.predicate == TYPE for s in self.asserted)

    @property
    def types(self) -> set[str]:
        """The IRIs of its classes: the asserted ones, or where there are none what records say."""
        said = self.asserted if self.is_asserted else self.statements
        return {s.value.value for s in said if s.predicate == TYPE}

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The IRIs of the graphs that say something of it, sorted; its own graph is not among them."""
        return tuple(sorted({graph for s in self.statements for graph in s.stated_in} - {self.iri}))

    def values(self, predicate: str) -> list[Value]:
        """Return the values of a property, asserted or not."""
        return [s.value for s in self.statements if s.predicate == predicate]

    def links(self) -> Iterator[str]:
        """Yield the IRIs that the statements lead to, types left out."""
        for s in self.statements:
            if isinstance(s.value, ox.NamedNode) and s.predicate != TYPE:
                yield s.value.value

    def text(self, predicate: str) -> str | None:
        """Return one value as text, an English one or one without a language before others."""
        found = sorted(self.values(predicate), key=_preference)
        return found[0].value if found else None


def _preference(value: Value) -> tuple[bool, str]:
    plain = not isinstance(value, ox.Literal) or value.language in {None, "en"}
    return (not plain, str(value))


def read_thing(store: ox.Store, iri: str) -> Thing:
    """Read all that the store says of a node, in the default graph and in the named ones."""
    graphs: dict[tuple[str, Value], set[str]] = {}
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
        key = (quad.predicate.value, value_of(quad.object))
        graphs.setdefault(key, set()).add(graph_name(quad))
    ordered = sorted(graphs.items(), key=lambda item: (item[0][0], str(item[0][1])))
    return Thing(iri, tuple(_statement(iri, *key, found) for key, found in ordered))


def read_graph(store: ox.Store, graph: str) -> tuple[ox.Quad, ...]:
    """Read the named graph, in a fixed order."""
    return tuple(sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), key=str))


def iri_of(node: object) -> str:
    """Return a node's IRI; raises EditionError for a blank node, of which an edition has none."""
    if not isinstance(node, ox.NamedNode):
        raise EditionError(
            f"the edition holds a node without an IRI: {node}", mend="run `habeas build` again"
        )
    return node.value


def value_of(term: object) -> Value:
    """Return an object of a statement; raises EditionError for a blank node."""
    return term if isinstance(term, ox.Literal) else ox.NamedNode(iri_of(term))


def graph_name(quad: ox.Quad) -> str:
    """Return the IRI of the quad's graph, or an empty text for the default graph."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else iri_of(quad.graph_name)


def _statement(subject: str, predicate: str, value: Value, graphs: set[str]) -> Statement:
    named = graphs - {"", ONTOLOGY}
    return Statement(
        subject=subject,
        predicate=predicate,
        value=value,
        asserted="" in graphs,
        stated_in=tuple(sorted(g for g in named if not g.startswith(RULE))),
        rules=tuple(sorted(g for g in named if g.startswith(RULE))),
    )
