"""The ontology and the shapes say enough: words are labelled, properties placed, shapes have tiers."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, OWL, RDF, RDFS, SH, SKOS, VOCABULARY, local_name

SETTINGS = Settings()
GRAPH = Declarations(SETTINGS.ontology, SETTINGS.shapes)
TYPE = f"{RDF}type"


# What is no member of a class of the model: a property, a vocabulary; so nothing can point back from it.
BEYOND_CLASSES = {f"{RDF}Property", f"{SKOS}ConceptScheme"}


def of_type(iri: str) -> list[str]:
    return list(GRAPH.subjects(TYPE, iri))


CLASSES = of_type(f"{OWL}Class")
OBJECT_PROPERTIES = of_type(f"{OWL}ObjectProperty")
DATATYPE_PROPERTIES = of_type(f"{OWL}DatatypeProperty")
ANNOTATIONS = of_type(f"{OWL}AnnotationProperty")
PROPERTIES = OBJECT_PROPERTIES + DATATYPE_PROPERTIES
NODE_SHAPES = of_type(f"{SH}NodeShape")
PROPERTY_SHAPES = of_type(f"{SH}PropertyShape")
CONCEPTS = of_type(f"{SKOS}Concept") + of_type(f"{HAB}Criterion")
SCHEMES = of_type(f"{SKOS}ConceptScheme")


def english(subject: str, predicate: str) -> list[str]:
    found = (v for v in GRAPH.values(subject, predicate) if isinstance(v, ox.Literal) and v.language == "en")
    return [v.value for v in found]


def iris(subject: str, predicate: str) -> list[str]:
    return [v.value for v in GRAPH.values(subject, predicate) if isinstance(v, ox.NamedNode)]


def quads() -> Iterator[ox.Quad]:
    return iter(GRAPH.store)


def test_all_are_found() -> None:
    assert len(CLASSES) >= 45
    assert len(OBJECT_PROPERTIES) >= 120
    assert len(DATATYPE_PROPERTIES) >= 50
    assert len(PROPERTY_SHAPES) >= 200
    assert len(CONCEPTS) >= 140
    assert len(SCHEMES) >= 19


@pytest.mark.parametrize("iri", CLASSES + PROPERTIES + ANNOTATIONS, ids=local_name)
def test_english_label_and_comment(iri: str) -> None:
    assert len(english(iri, f"{RDFS}label")) == 1
    (comment,) = english(iri, f"{RDFS}comment")
    assert comment.endswith(".")


@pytest.mark.parametrize("iri", PROPERTIES, ids=local_name)
def test_domain_and_range(iri: str) -> None:
    (domain,) = iris(iri, f"{RDFS}domain")
    assert domain in CLASSES
    (range_,) = iris(iri, f"{RDFS}range")
    assert (range_ in {*CLASSES, *BEYOND_CLASSES}) == (iri in OBJECT_PROPERTIES)


@pytest.mark.parametrize("iri", OBJECT_PROPERTIES, ids=local_name)
def test_inverse_mirrors_domain_and_range(iri: str) -> None:
    inverse = iris(iri, f"{OWL}inverseOf") or list(GRAPH.subjects(f"{OWL}inverseOf", iri))
    if f"{OWL}SymmetricProperty" in iris(iri, TYPE) or BEYOND_CLASSES & {*iris(iri, f"{RDFS}range")}:
        assert not inverse
        return
    (other,) = inverse
    assert iris(other, f"{RDFS}domain") == iris(iri, f"{RDFS}range")
    assert iris(other, f"{RDFS}range") == iris(iri, f"{RDFS}domain")


@pytest.mark.parametrize("iri", CLASSES, ids=local_name)
def test_class_has_one_parent_one_shape_and_a_plural(iri: str) -> None:
    parents = [p for p in iris(iri, f"{RDFS}subClassOf") if p in CLASSES]
    assert len(parents) == (0 if iri == f"{HAB}Entity" else 1)
    assert len(list(GRAPH.subjects(f"{SH}targetClass", iri))) == 1
    assert GRAPH.text(iri, f"{HAB}plural")


def test_plurals_are_distinct() -> None:
    plurals = [GRAPH.text(iri, f"{HAB}plural") for iri in CLASSES]
    assert len(plurals) == len(set(plurals))


@pytest.mark.parametrize("iri", NODE_SHAPES, ids=local_name)
def test_node_shape_is_named(iri: str) -> None:
    assert len(english(iri, f"{SH}name")) == 1
    assert len(english(iri, f"{SH}description")) == 1


@pytest.mark.parametrize("iri", PROPERTY_SHAPES, ids=local_name)
def test_property_shape_is_complete(iri: str) -> None:
    assert len(english(iri, f"{SH}name")) == 1
    assert len(english(iri, f"{SH}description")) == 1
    assert float(GRAPH.text(iri, f"{SH}order")) > 0
    assert iris(iri, f"{SH}severity")[0] in {f"{SH}{s}" for s in ("Violation", "Warning", "Info")}
    assert iris(iri, f"{HAB}tier")[0] in CONCEPTS
    assert len(list(GRAPH.subjects(f"{SH}property", iri))) == 1


def predicates(path: ox.NamedNode | ox.BlankNode | ox.Literal) -> Iterator[str]:
    """Yield the predicates of a path: one, or the members of a sequence."""
    if isinstance(path, ox.NamedNode):
        if path.value != f"{RDF}nil":
            yield path.value
        return
    for quad in GRAPH.store.quads_for_pattern(path, None, None):
        if quad.predicate.value in {f"{RDF}first", f"{RDF}rest"}:
            yield from predicates(quad.object)


def test_every_path_is_declared() -> None:
    paths = [q.object for q in quads() if q.predicate.value == f"{SH}path"]
    assert len(paths) == len(PROPERTY_SHAPES)
    assert {p for path in paths for p in predicates(path)} <= set(PROPERTIES)


def test_shapes_and_ontology_agree_on_kinds() -> None:
    for shape in PROPERTY_SHAPES:
        for path in iris(shape, f"{SH}path"):
            assert bool(iris(shape, f"{SH}datatype")) == (path in DATATYPE_PROPERTIES), shape
            if path in DATATYPE_PROPERTIES:
                assert iris(shape, f"{SH}datatype") == iris(path, f"{RDFS}range"), shape


def test_a_property_with_a_vocabulary_is_held_to_it() -> None:
    schemes = {s: iris(s, f"{HAB}scheme")[0] for s in PROPERTY_SHAPES if iris(s, f"{HAB}scheme")}
    assert len(schemes) >= 30
    assert set(schemes.values()) <= set(SCHEMES)
    assert {f"{shape}-scheme" for shape in schemes} <= set(PROPERTY_SHAPES)


def test_every_word_that_is_used_is_declared() -> None:
    used = {t.value for q in quads() for t in (q.predicate, q.object) if isinstance(t, ox.NamedNode)}
    known = {*CLASSES, *PROPERTIES, *ANNOTATIONS}
    assert {iri for iri in used if iri.startswith(HAB)} <= known
    assert {iri for iri in used if iri.startswith(VOCABULARY)} <= {*CONCEPTS, *SCHEMES}


@pytest.mark.parametrize("iri", CONCEPTS + SCHEMES, ids=lambda iri: iri.removeprefix(VOCABULARY))
def test_term_is_defined(iri: str) -> None:
    assert len(english(iri, f"{SKOS}prefLabel")) == 1
    assert len(english(iri, f"{SKOS}definition")) == 1
    if iri in CONCEPTS:
        (scheme,) = iris(iri, f"{SKOS}inScheme")
        assert scheme in SCHEMES
        assert iri.startswith(f"{scheme}/")


def test_version_and_licence_are_stated() -> None:
    (ontology,) = (o for o in of_type(f"{OWL}Ontology") if o == HAB.removesuffix("#"))
    assert iris(ontology, f"{OWL}versionIRI") == [f"{ontology}/{GRAPH.text(ontology, f'{OWL}versionInfo')}"]
    assert iris(ontology, "http://purl.org/dc/terms/license")
