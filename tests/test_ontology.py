"""The ontology and the shapes say enough: words are labelled, properties placed, shapes have tiers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, OWL, RDF, RDFS, SH, SKOS, VOCABULARY, local_name

SETTINGS = Settings()
GRAPH = Declarations(SETTINGS.ontology, SETTINGS.shapes)
TYPE = f"{RDF}type"


# What is no member of a class of the model: a property, a vocabulary, a term of somebody else's; so nothing can
# point back from it.
BEYOND_CLASSES = {f"{RDF}Property", f"{RDFS}Resource", f"{SKOS}ConceptScheme"}


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


def in_language(language: str, subject: str, predicate: str) -> list[str]:
    found = (v for v in GRAPH.values(subject, predicate) if isinstance(v, ox.Literal))
    return [v.value for v in found if v.language == language]


def english(subject: str, predicate: str) -> list[str]:
    return in_language("en", subject, predicate)


def iris(subject: str, predicate: str) -> list[str]:
    return [v.value for v in GRAPH.values(subject, predicate) if isinstance(v, ox.NamedNode)]


def quads() -> Iterator[ox.Quad]:
    return iter(GRAPH.store)


def test_all_are_found() -> None:
    assert len(CLASSES) >= 46
    assert len(OBJECT_PROPERTIES) >= 130
    assert len(DATATYPE_PROPERTIES) >= 60
    assert len(ANNOTATIONS) >= 11
    assert len(PROPERTY_SHAPES) >= 200
    assert len(CONCEPTS) >= 170
    assert len(SCHEMES) >= 20


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


# --- labels in four languages -----------------------------------------------------------------

LANGUAGES = ("be", "en", "ru", "uk")
LABELLED = [(iri, f"{RDFS}label") for iri in CLASSES + PROPERTIES + ANNOTATIONS]
LABELLED += [(iri, f"{SKOS}prefLabel") for iri in CONCEPTS + SCHEMES]
# Letters that the alphabet of each language does not have: a label copied from a neighbour is found by them.
FOREIGN = {"be": "ищъїєґ", "ru": "іїєґў’", "uk": "ыэъёў"}
# Words that are the same in Russian and in Ukrainian or Belarusian.
SAME_WORDS = {
    *("адресат", "Беларусь", "Блогер", "Высылка", "дата", "Дипломат", "Закон", "заочно", "кому передано"),
    *("Крым", "Музыкант", "Парламент", "Принцип", "прокурор", "Прокурор", "Смерть", "Спортсмен", "Суд"),
    *("суд", "Фермер", "Членство", "Штраф"),
    *("Азербайджан", "Андорра", "Аргентина", "Литва", "Люксембург", "Мальта", "Мексика", "Молдова", "Монако"),
    *("Сан-Марино", "Уругвай", "Эквадор"),
}


def label(language: str, iri: str, predicate: str) -> str:
    (found,) = in_language(language, iri, predicate)
    return found


def short(iri: str) -> str:
    return iri.removeprefix(VOCABULARY).removeprefix(HAB).removeprefix(SKOS)


@pytest.mark.parametrize(("iri", "predicate"), LABELLED, ids=short)
def test_one_label_in_each_language(iri: str, predicate: str) -> None:
    languages = [v.language for v in GRAPH.values(iri, predicate) if isinstance(v, ox.Literal)]
    assert sorted(str(found) for found in languages) == list(LANGUAGES)


@pytest.mark.parametrize(("iri", "predicate"), LABELLED, ids=short)
def test_labels_are_in_the_script_of_their_language(iri: str, predicate: str) -> None:
    assert not re.search(r"[\u0400-\u04ff]", label("en", iri, predicate))
    for language, foreign in FOREIGN.items():
        text = label(language, iri, predicate)
        assert re.search(r"[\u0400-\u04ff]", text), text
        assert not re.search(rf"[A-Za-z{foreign}{foreign.upper()}']", text), text


def test_labels_are_translated_and_not_copied() -> None:
    same = {
        label("ru", iri, predicate)
        for iri, predicate in LABELLED
        if label("ru", iri, predicate) in {label("uk", iri, predicate), label("be", iri, predicate)}
    }
    assert same == SAME_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_and_terms_are_capitalised_and_properties_are_not(language: str) -> None:
    for iri, predicate in LABELLED:
        first = label(language, iri, predicate)[0]
        assert first.isupper() == (iri in {*CLASSES, *CONCEPTS, *SCHEMES}), iri


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_tell_classes_and_terms_of_one_vocabulary_apart(language: str) -> None:
    names = Counter(label(language, iri, f"{RDFS}label") for iri in CLASSES)
    terms = {iri: iri.rsplit("/", 1)[0] for iri in CONCEPTS}
    names += Counter((scheme, label(language, iri, f"{SKOS}prefLabel")) for iri, scheme in terms.items())
    assert [name for name, count in names.items() if count > 1] == []


# --- matches with other vocabularies ----------------------------------------------------------

NAMESPACES = {
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ftm": "https://schema.followthemoney.tech/#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "skos": SKOS,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
MATCHES = (
    *(f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf")),
    *(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow")),
)
# Every class of others that a class of ours is matched with, by what sort of thing it is. The sorts are disjoint:
# schema:Courthouse is a building, so it is a place; a court is an agent.
THEIR_SORTS = {
    "agent": {
        *("foaf:Agent", "foaf:Person", "prov:Agent", "prov:Person", "prov:Organization", "schema:Person"),
        *("org:FormalOrganization", "crm:E39_Actor", "crm:E21_Person", "crm:E74_Group", "wd:Q5", "wd:Q43229"),
        *("ftm:LegalEntity", "ftm:Person", "ftm:PublicBody", "ftm:Organization", "wd:Q41487"),
    },
    "case": {"ftm:CourtCase", "wd:Q2334719"},
    "document": {"schema:CreativeWork", "crm:E31_Document", "ftm:Article", "wd:Q732577"},
    "entity": {"prov:Entity"},
    "event": {
        *("prov:Activity", "schema:Event", "crm:E5_Event", "crm:E7_Activity", "crm:E69_Death", "ftm:Event"),
        *("wd:Q1190554", "wd:Q1403016", "wd:Q4"),
    },
    "law": {"schema:Legislation", "eli:LegalResource", "eli:LegalResourceSubdivision", "wd:Q820655"},
    "list": {"skos:Collection", "crm:E73_Information_Object"},
    "observation": {"qb:Observation"},
    "place": {"schema:Place", "wd:Q40357"},
    "tie": {"org:Membership", "ftm:Membership", "ftm:Occupancy", "ftm:Family", "ftm:Associate"},
}
OUR_SORTS = {
    "agent": {"Agent", "Facility"},
    "case": {"Case"},
    "document": {"Publication"},
    "entity": {
        "Capture",
        "Charge",
        "Sentence",
        "Source",
        "Record",
        "Dispute",
        "RivalValue",
        "Stay",
        "Development",
    },
    "event": {"Event"},
    "law": {"Law", "Article"},
    "list": {"PrisonerList"},
    "observation": {"Figure"},
    "place": {"Facility"},
    "tie": {"Appointment", "Membership", "Relation", "Listing"},
}


def compact(iri: str) -> str:
    for prefix, start in NAMESPACES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    raise AssertionError(f"{iri} is in no namespace that we match with")


def matches(iri: str) -> list[str]:
    """What a class or property of ours is matched with, beyond our own."""
    found = [other for predicate in MATCHES for other in iris(iri, predicate)]
    return [compact(other) for other in found if other not in {*CLASSES, *PROPERTIES}]


def sorts_of(iri: str) -> set[str]:
    """What sorts of thing the members are, by the nearest class upwards of which it is said."""
    while not (found := {sort for sort, names in OUR_SORTS.items() if local_name(iri) in names}):
        (iri,) = [parent for parent in iris(iri, f"{RDFS}subClassOf") if parent in CLASSES]
    return found


def test_matches_are_many_and_in_known_namespaces() -> None:
    found = [other for iri in CLASSES + PROPERTIES for other in matches(iri)]
    assert Counter(other.split(":")[0] for other in found) == {
        **{"crm": 44, "eli": 7, "foaf": 2, "ftm": 19, "org": 8, "prov": 15, "qb": 1},
        **{"schema": 34, "skos": 1, "wd": 10, "wdt": 29},
    }


@pytest.mark.parametrize("iri", [iri for iri in CLASSES if matches(iri)], ids=local_name)
def test_no_class_is_matched_with_another_sort_of_thing(iri: str) -> None:
    for other in matches(iri):
        (sort,) = [name for name, members in THEIR_SORTS.items() if other in members]
        assert sort in sorts_of(iri), f"{local_name(iri)} is no {sort}, but is matched with {other}"


def test_properties_are_matched_with_properties() -> None:
    known = {other for members in THEIR_SORTS.values() for other in members}
    for iri in PROPERTIES:
        found = matches(iri)
        assert not known & {*found}, iri
        assert not [other for other in found if other.startswith("wd:")], iri
        assert all(re.fullmatch(r"P\d+", local_name(o)) for o in found if o.startswith("wdt:"))


def test_nothing_is_matched_twice() -> None:
    for iri in CLASSES + PROPERTIES:
        found = matches(iri)
        assert len(found) == len({*found}), iri


def test_occupations_are_matched_with_wikidata_once_each() -> None:
    occupations = [iri for iri in CONCEPTS if iri.startswith(f"{VOCABULARY}occupation/")]
    matched = [compact(other) for iri in occupations for other in iris(iri, f"{SKOS}exactMatch")]
    assert len(occupations) == 31
    assert len({*matched}) == len(matched) == 29
    assert all(re.fullmatch(r"wd:Q\d+", other) for other in matched)
