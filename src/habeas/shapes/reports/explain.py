"""What a group of findings is about: the shape as it is written, what it asks for, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from habeas.errors import UsageError
from habeas.model.namespaces import local_name
from habeas.shapes.path import read_path
from habeas.shapes.reports.content import name_by_content, said_in_shapes
from habeas.shapes.reports.mending import MENDING, NO_QUERY, OTHERS
from habeas.shapes.reports.names import Names
from habeas.shapes.terms import as_words

Node = rdflib.term.Node
BLANK = "urn:habeas:blank:"
SHAPE = "urn:habeas:shape:"


@dataclass(frozen=True)
class Explanation:
    """A shape and one of its constraint components, for people.

    ``title`` names the shape, ``says`` are its own description and messages, ``mend`` how to mend in plain words,
    ``turtle`` the shape without prefix lines; ``path`` is empty for a node shape, ``owner`` for a shape of its own.
    """

    title: str
    constraint: str
    parameter: str
    path: str
    owner: str
    says: tuple[str, ...]
    mend: str
    turtle: str


class ShapeBook:
    """The shapes of a run, by the names that findings give them.

    A shape that is a blank node has another label in every run; ``lasting`` names it by what it says.
    """

    def __init__(self, shapes: rdflib.Graph, names: Names) -> None:
        self.shapes = shapes
        self.names = names
        self._nodes: dict[str, Node] = {}
        self._lasting: dict[str, str] = {}

    def lasting(self, iri: str) -> str:
        """Return the name of a shape that is the same in every run; ``iri`` is the one that a result has."""
        if not iri.startswith(BLANK):
            return iri
        if iri not in self._lasting:
            node = rdflib.BNode(iri.removeprefix(BLANK))
            owner = self._owner(node)
            content = name_by_content(node, said_in_shapes(self.shapes))
            self._lasting[iri] = f"{SHAPE}{local_name(str(owner)) if owner else ''}:{content}"
            self._nodes[self._lasting[iri]] = node
        return self._lasting[iri]

    def node(self, shape: str) -> Node:
        """Return the node of a shape by its lasting name."""
        return self._nodes.get(shape, rdflib.URIRef(shape))

    def title(self, shape: str) -> str:
        """Return what a shape is called: its English name or path, and its IRI or that of the shape it is part of."""
        node = self.node(shape)
        owner = self._owner(node)
        iri = self.names.compact(shape) if isinstance(node, rdflib.URIRef) else ""
        told = _in_english(self.shapes, node, SH.name) or [self.path(node)]
        whole = iri or (f"in {self.names.compact(str(owner))}" if owner else "")
        return f"{told[0]} ({whole})" if told[0] and whole else told[0] or whole

    def path(self, node: Node) -> str:
        """Return the path of a property shape, "" for a node shape."""
        path = self.shapes.value(node, SH.path)
        return "" if path is None else self.names.shorten(str(read_path(self.shapes, path)))

    def is_called(self, shape: str, name: str) -> bool:
        """Whether somebody may mean the shape by a name: its English name, its IRI or that of its owner."""
        return name in self._called(self.node(shape))

    def check_name(self, name: str) -> None:
        """Raise UsageError where no shape is called so."""
        if not any(name in self._called(node) for node in set(self.shapes.subjects())):
            raise UsageError(
                f"no shape is called {name!r}",
                mend="give its IRI, whole or with a prefix, the last part of it, or its sh:name",
            )

    def _called(self, node: Node) -> set[str]:
        iris = [str(n) for n in (node, self._owner(node)) if isinstance(n, rdflib.URIRef)]
        called = {
            text for iri in iris for text in (iri, f"<{iri}>", self.names.compact(iri), local_name(iri))
        }
        return called | set(_in_english(self.shapes, node, SH.name))

    def explain(self, shape: str, component: str) -> Explanation:
        """Explain one component of a shape, given by its lasting name."""
        node, owner = self.node(shape), self._owner(self.node(shape))
        path, parameter = self.path(node), self._parameter(node, component)
        queries = list(self.shapes.objects(node, SH.sparql)) if "SPARQL" in component else []
        says = [t for p in (SH.description, SH.message) for t in _in_english(self.shapes, node, p)]
        says += [t for q in queries for t in _in_english(self.shapes, q, SH.message)]
        form = NO_QUERY if "SPARQL" in component and not queries else MENDING.get(component, OTHERS)
        mend = form.format(path=path or "the node", parameter=parameter or "what it asks for")
        return Explanation(
            title=self.title(shape),
            constraint=constraint_name(component),
            parameter=parameter,
            path=path,
            owner=self.names.compact(str(owner)) if owner else "",
            says=tuple(dict.fromkeys(says)),
            mend=mend,
            turtle=self._turtle(node),
        )

    def _owner(self, node: Node) -> rdflib.URIRef | None:
        """Return the nearest named shape above a blank one."""
        seen: set[Node] = set()
        while isinstance(node, rdflib.BNode) and node not in seen:
            seen.add(node)
            node = min(self.shapes.subjects(None, node), default=node, key=str)
        return node if isinstance(node, rdflib.URIRef) and seen else None

    def _parameter(self, node: Node, component: str) -> str:
        name = constraint_name(component)
        values = sorted(self.shapes.objects(node, SH[name]), key=str) if name != "sparql" else []
        return self.names.shorten(", ".join(self._words(value) for value in values))

    def _words(self, value: Node) -> str:
        if isinstance(value, rdflib.Literal):
            return str(value)
        if (value, RDF.first, None) in self.shapes:
            return ", ".join(map(self._words, Collection(self.shapes, value)))
        return "the shape in it" if isinstance(value, rdflib.BNode) else as_words(value)

    def _turtle(self, node: Node) -> str:
        graph = rdflib.Graph(bind_namespaces="none")
        for name, namespace in self.names.prefixes.items():
            graph.bind(name, namespace, override=True)
        for triple in _below(self.shapes, node):
            graph.add(triple)
        lines = graph.serialize(format="turtle").splitlines()
        return "\n".join(line for line in lines if not line.startswith("@prefix")).strip()


def constraint_name(component: str) -> str:
    """Return a component's parameter: "minCount" for ``sh:MinCountConstraintComponent``."""
    name = local_name(component).removesuffix("ConstraintComponent")
    return "sparql" if name == "SPARQL" else name[:1].lower() + name[1:]


def _below(graph: rdflib.Graph, node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Yield what is said of a node, and of the blank nodes below it."""
    waiting, seen = [node], {node}
    while waiting:
        subject = waiting.pop()
        for predicate, value in graph.predicate_objects(subject):
            yield subject, predicate, value
            if isinstance(value, rdflib.BNode) and value not in seen:
                seen.add(value)
                waiting.append(value)


def _in_english(graph: rdflib.Graph, node: Node, predicate: Node) -> list[str]:
    """Return the English texts of a node or those without a language, else whatever there is."""
    texts = [t for t in graph.objects(node, predicate) if isinstance(t, rdflib.Literal)]
    english = [str(t) for t in texts if (t.language or "en").split("-")[0] == "en"]
    return sorted(english or map(str, texts))
