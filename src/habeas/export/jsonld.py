"""JSON-LD documents: a tree with the thing at its root, and what links to it under the names of the inverses.

The context stands inside the document, narrowed to the terms that it uses, so that nothing need be fetched to
read it. Keys come in the order of the shapes, so the same description gives the same bytes.
"""

from __future__ import annotations

from typing import Any

import orjson
import pyoxigraph as ox

from habeas.export.context import KEYWORDS, LABEL, REMARKS, Context, class_term, narrow, property_terms
from habeas.export.description import Description, Name
from habeas.export.evidence import RECORD, SOURCE, STATED_IN
from habeas.export.literal import coerced, fits_language_map, language_map, value_object
from habeas.export.statement import LABEL as LABEL_IRI
from habeas.export.statement import TYPE, Statement, Thing, Value, graph_name, iri_of, value_of
from habeas.model import Model

Node = dict[str, Any]

ID, NODE_TYPE, RECORDS, GRAPH, OTHERS = KEYWORDS
ASSERTED, TRUNCATED = REMARKS


def to_jsonld(description: Description, model: Model, context: Context) -> bytes:
    """Return the document, indented, as UTF-8; ``context`` is what ``derive_context`` makes of the model."""
    return orjson.dumps(document(description, model, context), option=orjson.OPT_INDENT_2) + b"\n"


def document(description: Description, model: Model, context: Context) -> Node:
    """Return the document as a dict, ``@context`` first."""
    root = _Tree(description, model, context["@context"]).root()
    return {"@context": narrow(context, _names_used(root)), **root}


def _names_used(value: Any) -> set[str]:
    """Return every key, and every class name, of the tree."""
    if isinstance(value, list):
        return set().union(*map(_names_used, value))
    if not isinstance(value, dict):
        return set()
    types = value.get(NODE_TYPE, [])
    names = {types} if isinstance(types, str) else set(types)
    return names.union(value, *map(_names_used, value.values()))


class _Tree:
    """The tree of one description; each thing is told in full in one place and by name in all others."""

    def __init__(self, description: Description, model: Model, context: Context) -> None:
        self.description = description
        self.model = model
        self.context = context
        self.terms = property_terms(model)
        self.parents = _parents(description, model)
        evidence = description.evidence.items()
        records = {iri for iri, thing in evidence if RECORD in thing.types}
        self.placed = {description.root.iri, *self.parents, *records}
        self.named: set[str] = set()
        self.graphs = self._graphs()

    def root(self) -> Node:
        """Return the root's node, with what links to it, the records, and what remains."""
        d = self.description
        node = self._node(d.root)
        if not d.root.is_asserted:
            node[ASSERTED] = False
        for links in sorted(d.incoming, key=lambda i: i.inverse):
            found = [self._nested(iri, links.property.iri) for iri in links.subjects]
            if nodes := [n for n in found if n]:
                node[links.inverse] = nodes
        if cut := {i.inverse: {"told": len(i.subjects), "total": i.total} for i in d.incoming if _is_cut(i)}:
            node[TRUNCATED] = cut
        records = [self._node(thing) for thing in d.evidence.values() if RECORD in thing.types]
        others = self._others()
        return node | ({RECORDS: records} if records else {}) | ({OTHERS: others} if others else {})

    def _nested(self, iri: str, property_iri: str) -> Node | None:
        """Return a thing that links to the root; None where it stands under a closer property."""
        if iri not in self.parents:
            return self._reference(iri)
        if self.parents[iri] != property_iri:
            return None
        return self._node(self.description.things[iri], told=(property_iri, self.description.root.iri))

    def _node(self, thing: Thing, told: tuple[str, str] | None = None) -> Node:
        """Return a thing in full; ``told`` is the property and the IRI that the nesting already says."""
        self.placed.add(thing.iri)
        node = self._head(thing)
        for predicate, statements in self._grouped(thing).items():
            values = [s.value for s in statements if (predicate, s.value.value) != told]
            if values:
                node |= self._property(predicate, values)
        return self._with_evidence(node, thing)

    def _head(self, thing: Thing) -> Node:
        types = {s.value.value for s in thing.asserted if s.predicate == TYPE}
        c = self.model.most_specific(types)
        ordered = sorted(types, key=lambda iri: (not c or iri != c.iri, iri))
        names = [class_term(self.model, iri) for iri in ordered]
        return {ID: thing.iri} | ({NODE_TYPE: names if len(names) > 1 else names[0]} if names else {})

    def _grouped(self, thing: Thing) -> dict[str, list[Statement]]:
        """Return what is asserted by property: the label, the shapes' properties in order, then others."""
        c = self.model.most_specific(thing.types)
        known = [p.iri for p in self.model.properties(c.name).values()] if c else []
        rank = {iri: n for n, iri in enumerate([LABEL_IRI, *known])}
        found: dict[str, list[Statement]] = {}
        for s in sorted(thing.asserted, key=lambda s: (rank.get(s.predicate, len(rank)), s.predicate)):
            if s.predicate != TYPE:
                found.setdefault(s.predicate, []).append(s)
        return found

    def _property(self, predicate: str, values: list[Value]) -> Node:
        """Return the property's entry; a stranger's key is its full IRI, and its values are in full."""
        term = self.terms.get(predicate)
        p = self.model.property_iris.get(predicate)
        if p and p.is_language_tagged and all(map(fits_language_map, values)):
            return {p.name: language_map(v for v in values if isinstance(v, ox.Literal))}
        if term is None or (p and p.is_language_tagged):
            return {predicate: [self._full(v) for v in values]}
        written = [self._value(v, p.datatype if p else None, predicate) for v in values]
        single = len(written) == 1 and (term == LABEL or (p is not None and self._is_single(term)))
        return {term: written[0] if single else written}

    def _is_single(self, term: str) -> bool:
        return "@container" not in self.context[term]

    def _value(self, value: Value, datatype: str | None, predicate: str) -> Any:
        if isinstance(value, ox.Literal):
            return coerced(value, datatype)
        return value.value if predicate == STATED_IN else self._link(value.value)

    def _full(self, value: Value) -> Any:
        return value_object(value) if isinstance(value, ox.Literal) else self._link(value.value)

    def _link(self, iri: str) -> Node:
        """Return a thing in full where it is told first, else by name; a record's source is told each time."""
        source = self.description.evidence.get(iri)
        if source and SOURCE in source.types:
            return self._node(source)
        if iri in self.description.everything and iri not in self.placed:
            return self._node(self.description.everything[iri])
        return self._reference(iri)

    def _reference(self, iri: str) -> Node:
        """Return the thing by name: its IRI, its most specific class and its label."""
        if iri in self.description.names:
            self.named.add(iri)
            return self._name(self.description.names[iri])
        thing = self.description.everything.get(iri)
        if thing is None or not thing.is_asserted:
            return {ID: iri}
        node = self._head(thing)
        if not isinstance(node[NODE_TYPE], str):
            node[NODE_TYPE] = node[NODE_TYPE][0]
        labels = [s.value for s in thing.asserted if s.predicate == LABEL_IRI]
        return node | (self._property(LABEL_IRI, list(labels)) if labels else {})

    def _name(self, name: Name) -> Node:
        labels = [s.value for s in name.statements if s.predicate == LABEL_IRI]
        typed = any(s.predicate == TYPE for s in name.statements)
        node: Node = {ID: name.iri} | ({NODE_TYPE: class_term(self.model, name.type or "")} if typed else {})
        return node | (self._property(LABEL_IRI, list(labels)) if labels else {})

    def _with_evidence(self, node: Node, thing: Thing) -> Node:
        """Add the records that speak of the thing, who holds it, and what it states if it is a record."""
        d = self.description
        if thing.iri in d.things and (records := d.records_of(thing)):
            name = self.terms[STATED_IN]
            node[name] = sorted({*node.get(name, []), *records})
        if holder := d.holders.get(thing.iri):
            node[holder.inverse] = [self._link(holder.iri)]
        if thing.iri in self.graphs:
            node[GRAPH] = self.graphs.pop(thing.iri)
        return node

    def _graphs(self) -> dict[str, list[Node]]:
        """Return what only records say, by record; links are IRIs alone, for a graph names nothing else."""
        found: dict[str, dict[str, dict[str, list[Value]]]] = {}
        for q in self.description.unasserted():
            nodes = found.setdefault(graph_name(q), {})
            nodes.setdefault(iri_of(q.subject), {}).setdefault(q.predicate.value, []).append(
                value_of(q.object)
            )
        return {g: [self._bare(iri, said) for iri, said in nodes.items()] for g, nodes in found.items()}

    def _bare(self, iri: str, said: dict[str, list[Value]]) -> Node:
        types = [class_term(self.model, v.value) for v in said.get(TYPE, [])]
        node: Node = {ID: iri} | ({NODE_TYPE: types} if types else {})
        for predicate, values in said.items():
            if predicate != TYPE:
                node |= self._bare_property(predicate, values)
        return node

    def _bare_property(self, predicate: str, values: list[Value]) -> Node:
        p = self.model.property_iris.get(predicate)
        if all(isinstance(v, ox.Literal) for v in values):
            return self._property(predicate, values)
        return {p.name if p and not p.is_language_tagged else predicate: [_bare_value(v) for v in values]}

    def _others(self) -> list[Node]:
        """Return what the tree has not told: names that only a graph mentions, graphs of untold records."""
        d = self.description
        things = [self._node(thing) for iri, thing in d.everything.items() if iri not in self.placed]
        names = [self._name(name) for iri, name in d.names.items() if iri not in self.named]
        graphs = [{ID: iri, GRAPH: nodes} for iri, nodes in self.graphs.items()]
        return things + [n for n in names if len(n) > 1] + graphs


def _bare_value(value: Value) -> Node:
    return value_object(value) if isinstance(value, ox.Literal) else {ID: value.value}


def _is_cut(links: Any) -> bool:
    return bool(links.total > len(links.subjects))


def _parents(description: Description, model: Model) -> dict[str, str]:
    """Return the property under which each thing that links to the root is nested: the most specific one."""
    found: dict[str, list[str]] = {}
    for links in description.incoming:
        for iri in links.subjects:
            if iri in description.things and not links.property.derived and iri != description.root.iri:
                found.setdefault(iri, []).append(links.property.iri)
    return {iri: _most_specific(properties, model) for iri, properties in found.items()}


def _most_specific(properties: list[str], model: Model) -> str:
    above = {s for p in properties for s in model.super_properties.get(p, ())}
    return next(p for p in properties if p not in above)
