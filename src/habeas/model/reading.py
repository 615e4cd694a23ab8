"""Reads ``ontology/`` and ``shapes/`` into a ``Model``, once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from habeas.errors import ModelError
from habeas.model.description import Act, Class, Model, Property
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, OWL, RDF, RDFS, SH, SKOS, local_name


@lru_cache(maxsize=4)
def read_model(ontology: Path, shapes: Path) -> Model:
    """Read the model from the two folders.

    Raises ModelError where a file is not Turtle, or a shape speaks of a class or a property that the ontology
    does not declare.
    """
    graph = Declarations(ontology, shapes)
    names = {iri: local_name(iri) for iri in graph.subjects(f"{RDF}type", f"{OWL}Class")}
    classes = {name: _read_class(graph, iri, names) for iri, name in names.items()}
    supers = {iri: tuple(_super_properties(graph, iri)) for iri in _property_iris(graph)}
    return Model(
        classes,
        super_properties={iri: found for iri, found in supers.items() if found},
        subject_links=frozenset(iri for iri in supers if graph.flag(iri, f"{HAB}subjectLink")),
        exclusive_links=frozenset(iri for iri in supers if graph.flag(iri, f"{HAB}excludesSubject")),
        topic_links=frozenset(iri for iri in supers if graph.flag(iri, f"{HAB}topicLink")),
        acts=_acts(graph, {c.implies_act for c in classes.values() if c.implies_act}),
    )


@lru_cache(maxsize=4)
def model_digest(ontology: Path, shapes: Path) -> str:
    """Return the SHA-256 of the files that the model is read from, by their names and contents."""
    digest = hashlib.sha256()
    for folder in (ontology, shapes):
        for file in sorted(folder.rglob("*.ttl")):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _acts(graph: Declarations, iris: set[str]) -> dict[str, Act]:
    return {
        iri: Act(
            iri=iri,
            label=graph.text(iri, f"{SKOS}prefLabel", local_name(iri)),
            heading=graph.text(iri, f"{HAB}heading", local_name(iri)),
            rank=int(graph.text(iri, f"{HAB}rank", "0")),
        )
        for iri in sorted(iris)
    }


def _property_iris(graph: Declarations) -> list[str]:
    kinds = ("ObjectProperty", "DatatypeProperty")
    return [iri for kind in kinds for iri in graph.subjects(f"{RDF}type", f"{OWL}{kind}")]


def _super_properties(graph: Declarations, iri: str) -> list[str]:
    found: list[str] = []
    for parent in graph.values(iri, f"{RDFS}subPropertyOf"):
        found += [parent.value, *_super_properties(graph, parent.value)]
    return found


def _read_class(graph: Declarations, iri: str, names: dict[str, str]) -> Class:
    parents = [p.value for p in graph.values(iri, f"{RDFS}subClassOf") if p.value in names]
    shape = _shape_of(graph, iri)
    return Class(
        iri=iri,
        name=names[iri],
        label=graph.text(iri, f"{RDFS}label", names[iri]),
        comment=graph.text(iri, f"{RDFS}comment"),
        plural=graph.text(iri, f"{HAB}plural", names[iri] + "s"),
        parent=names[parents[0]] if parents else None,
        abstract=graph.flag(iri, f"{HAB}abstract"),
        embedded=graph.flag(iri, f"{HAB}embedded"),
        tier=_tier(graph, shape),
        implies_status=graph.iri(iri, f"{HAB}impliesStatus"),
        implies_act=graph.iri(iri, f"{HAB}impliesAct"),
        deniable=graph.flag(iri, f"{HAB}deniable"),
        disjoint=frozenset(
            names[v.value] for v in graph.values(iri, f"{OWL}disjointWith") if v.value in names
        ),
        lasting=graph.flag(iri, f"{HAB}lasting"),
        begins_custody=graph.flag(iri, f"{HAB}beginsCustody"),
        moves=graph.flag(iri, f"{HAB}moves"),
        asserted_as=graph.text(iri, f"{HAB}assertedAs"),
        denied_as=graph.text(iri, f"{HAB}deniedAs"),
        own=tuple(_own_properties(graph, shape, names)),
    )


def _shape_of(graph: Declarations, class_iri: str) -> str:
    """The shape that describes the class; a cross-record check targets classes too, but has no tier."""
    found = [s for s in graph.subjects(f"{SH}targetClass", class_iri) if graph.iri(s, f"{HAB}tier")]
    if not found:
        raise ModelError(
            f"the class {local_name(class_iri)} has no shape",
            where="shapes/",
            mend=f"add shapes/{local_name(class_iri)}.ttl with sh:targetClass <{class_iri}> and hab:tier",
        )
    return found[0]


def _tier(graph: Declarations, shape: str) -> str:
    """A shape that names no tier is restricted: what is not cleared is not public."""
    iri = graph.iri(shape, f"{HAB}tier")
    return local_name(iri) if iri else "restricted"


def _own_properties(graph: Declarations, shape: str, names: dict[str, str]) -> list[Property]:
    shapes = [v.value for v in graph.values(shape, f"{SH}property")]
    found = [_read_property(graph, s, graph.iri(s, f"{SH}path") or "", names) for s in shapes]
    return sorted((p for p in found if p), key=lambda p: (p.order, p.name))


def _read_property(graph: Declarations, shape: str, path: str, names: dict[str, str]) -> Property | None:
    """Read a property shape; one whose path is not a single predicate is a check and no property."""
    if not path:
        return None
    if not graph.values(path, f"{RDF}type"):
        raise ModelError(
            f"the shape {local_name(shape)} is about <{path}>, which the ontology does not declare",
            where="shapes/",
            mend="declare it in ontology/habeas.ttl with a label, a comment and a range",
        )
    target = graph.iri(shape, f"{SH}class")
    inverse = graph.iri(path, f"{OWL}inverseOf")
    count = graph.text(shape, f"{SH}maxCount")
    return Property(
        iri=path,
        name=local_name(path),
        label=graph.text(shape, f"{SH}name", local_name(path)),
        comment=graph.text(shape, f"{SH}description") or graph.text(path, f"{RDFS}comment"),
        order=float(graph.text(shape, f"{SH}order", "0")),
        datatype=graph.iri(shape, f"{SH}datatype"),
        range=names[target] if target else None,
        min_count=int(graph.text(shape, f"{SH}minCount", "0")),
        max_count=int(count) if count else None,
        tier=_tier(graph, shape),
        scheme=graph.iri(shape, f"{HAB}scheme"),
        inverse=local_name(inverse) if inverse else None,
        inverse_comment=graph.text(inverse or path, f"{RDFS}comment"),
        derived=graph.flag(path, f"{HAB}derived"),
        unique_language=graph.flag(shape, f"{SH}uniqueLang"),
        rivals_become=graph.iri(shape, f"{HAB}rivalsBecome"),
        raises_subject=graph.flag(shape, f"{HAB}raisesSubject"),
        rival_rule=graph.text(shape, f"{HAB}rivalRule") or None,
        wording_of=graph.iri(shape, f"{HAB}wordingOf"),
        develops=graph.flag(shape, f"{HAB}develops"),
        also_listed=graph.iri(path, f"{HAB}alsoListed"),
        list_description=graph.text(path, f"{HAB}listDescription"),
        identifying=graph.flag(path, f"{HAB}identifying"),
        labels=_labels(graph, path),
        tells_apart=graph.text(path, f"{HAB}tellsApart"),
        whereabouts=graph.flag(path, f"{HAB}whereabouts"),
        names_property=graph.iri(path, f"{RDFS}range") == f"{RDF}Property",
    )


def _labels(graph: Declarations, iri: str) -> frozenset[str]:
    names = (value.value for name in (f"{RDFS}label", f"{SKOS}altLabel") for value in graph.values(iri, name))
    return frozenset(name.casefold() for name in names)
