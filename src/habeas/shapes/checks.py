"""The cross-record checks as they are declared: targets, a query that finds, a message that names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.errors import ModelError, QueryError
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, RDF, RDFS, SH, local_name
from habeas.shapes.declared import CROSS_RECORD
from habeas.store.tokens import tokens

SUBCLASSES: Final = f"<{RDF}type>/<{RDFS}subClassOf>*"

# How each sort of target finds its focus nodes (SHACL §2.1.3); sh:target is of SHACL-AF §3.1.
_TARGETS: Final = {
    "targetClass": f"?this {SUBCLASSES} <{{}}>",
    "targetNode": "VALUES ?this {{ <{}> }}",
    "targetSubjectsOf": "?this <{}> ?focused",
    "targetObjectsOf": "?focused <{}> ?this",
}
_SHAPE: Final = {*_TARGETS, "target", "name", "description", "severity", "sparql"}
_CONSTRAINT: Final = {"select", "message", "prefixes"}


@dataclass(frozen=True)
class Check:
    """One SPARQL constraint of a node shape: ``query`` yields a row with ``?this`` for each finding.

    ``shape`` and ``constraint`` are IRIs, ``severity`` is a local name. ``reads_named_graphs`` says that an
    engine with one flat graph cannot run it.
    """

    shape: str
    constraint: str
    name: str
    severity: str
    message: str
    query: str
    reads_named_graphs: bool


def read_checks(shapes: Path) -> list[Check]:
    """Read the checks of the shapes' folder, in the order of their IRIs.

    Raises ModelError where there is none, or one asks for something that is not evaluated across records.
    """
    folder = shapes / CROSS_RECORD
    graph = Declarations(folder)
    found = [c for shape in graph.subjects(f"{RDF}type", f"{SH}NodeShape") for c in _read(graph, shape)]
    if not found:
        raise ModelError(
            "there is no cross-record check here", where=str(folder), mend="run from a complete checkout"
        )
    return found


def _read(graph: Declarations, shape: str) -> Iterator[Check]:
    _refuse_others(graph, shape, _SHAPE)
    for constraint in _iris(graph, shape, "sparql"):
        _refuse_others(graph, constraint, _CONSTRAINT)
        yield Check(
            shape=shape,
            constraint=constraint,
            name=graph.text(shape, f"{SH}name", local_name(shape)),
            severity=local_name(graph.iri(shape, f"{SH}severity") or f"{SH}Violation"),
            message=_text(graph, constraint, "message"),
            query=_query(graph, shape, constraint),
            reads_named_graphs=graph.flag(shape, f"{HAB}readsNamedGraphs"),
        )


def _query(graph: Declarations, shape: str, constraint: str) -> str:
    """Return the constraint's query over all focus nodes at once: they are joined in where its pattern begins."""
    select = _text(graph, constraint, "select")
    targets = " UNION ".join(f"{{ {target} }}" for target in _targets(graph, shape))
    try:
        start = next(token.start for token in tokens(select) if token.text == "{") + 1
    except (QueryError, StopIteration) as error:
        raise _ill_formed(constraint, f"its query cannot be read: {error}") from error
    focused = f" {{ SELECT DISTINCT ?this WHERE {{ {targets} }} }}"
    return _prefixes(graph, constraint) + select[:start] + focused + select[start:]


def _targets(graph: Declarations, shape: str) -> list[str]:
    found = [text.format(iri) for kind, text in _TARGETS.items() for iri in _iris(graph, shape, kind)]
    for target in _iris(graph, shape, "target"):
        found.append(f"{{ {_text(graph, target, 'select')} }}")
    if not found:
        raise _ill_formed(shape, "it has no target")
    return found


def _prefixes(graph: Declarations, constraint: str) -> str:
    declared = [d for p in _iris(graph, constraint, "prefixes") for d in _iris(graph, p, "declare")]
    names = {_text(graph, d, "prefix"): _text(graph, d, "namespace") for d in declared}
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(names.items()))


def _iris(graph: Declarations, subject: str, name: str) -> list[str]:
    return [v.value for v in graph.values(subject, f"{SH}{name}")]


def _text(graph: Declarations, subject: str, name: str) -> str:
    text = graph.text(subject, f"{SH}{name}")
    if not text:
        raise _ill_formed(subject, f"it has no sh:{name}")
    return text


def _refuse_others(graph: Declarations, subject: str, known: set[str]) -> None:
    """Refuse what would be passed over in silence: a check that is not run looks like one that found nothing."""
    said = graph.store.quads_for_pattern(ox.NamedNode(subject), None, None)
    used = {local_name(q.predicate.value) for q in said if q.predicate.value.startswith(SH)}
    if used - known:
        names = ", ".join(f"sh:{name}" for name in sorted(used - known))
        raise _ill_formed(subject, f"{names} is not evaluated across records")


def _ill_formed(subject: str, why: str) -> ModelError:
    return ModelError(
        f"the check {local_name(subject)} cannot be used: {why}",
        where=f"shapes/{CROSS_RECORD}/",
        mend="a check is a node shape with a target, sh:severity and sh:sparql, as its neighbours are",
    )
