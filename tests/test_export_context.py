"""The committed context is what the model asks for."""

import subprocess
import sys
from dataclasses import replace

import orjson
import pytest
from pyld import jsonld

from habeas.config import Settings
from habeas.errors import ModelError
from habeas.export import derive_context
from habeas.export.context import narrow
from habeas.model import Model, read_model

SETTINGS = Settings()
MODEL = read_model(SETTINGS.ontology, SETTINGS.shapes)


def test_the_committed_context_is_the_models():
    committed = orjson.loads((SETTINGS.ontology / "context.jsonld").read_bytes())
    assert committed == derive_context(MODEL), (
        "run: python -m habeas.export context > ontology/context.jsonld"
    )


def test_the_command_prints_the_committed_file():
    command = [sys.executable, "-m", "habeas.export", "context"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert printed == (SETTINGS.ontology / "context.jsonld").read_bytes()


def test_the_command_refuses_what_it_does_not_know():
    command = [sys.executable, "-m", "habeas.export", "contexts"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_every_class_property_and_inverse_has_a_term():
    terms = derive_context(MODEL)["@context"]
    inverses = {name for c in MODEL.classes for name in MODEL.inverses(c)}
    assert len(inverses) > 50
    assert terms.keys() >= {*MODEL.classes, *MODEL.property_names, *inverses}


def test_terms_say_how_their_values_are_read():
    terms = derive_context(MODEL)["@context"]
    assert terms["prefLabel"] == {"@id": "skos:prefLabel", "@container": ["@language", "@set"]}
    assert terms["when"] == {"@id": "hab:when", "@type": "edtf:EDTF"}
    assert terms["termMonths"] == {"@id": "hab:termMonths", "@type": "xsd:integer"}
    assert terms["court"]["@type"] == "@id"
    assert terms["defendantIn"] == {"@reverse": "hab:defendant", "@type": "@id", "@container": "@set"}


def test_the_context_is_one_that_json_ld_accepts():
    document = {**derive_context(MODEL), "id": "urn:x:1", "type": "Person", "prefLabel": {"en": ["A"]}}
    [node] = jsonld.expand(document)
    assert node["@type"] == ["https://w3id.org/habeas/ns#Person"]
    assert node["http://www.w3.org/2004/02/skos/core#prefLabel"] == [{"@value": "A", "@language": "en"}]


def test_a_narrow_context_keeps_the_prefixes_that_it_needs():
    narrowed = narrow(derive_context(MODEL), ["termMonths", "unheard-of"])
    assert narrowed.keys() == {"@version", "hab", "xsd", "termMonths"}


def test_two_things_with_one_name_are_refused():
    person = MODEL.classes["Person"]
    classes = {**MODEL.classes, "id": replace(person, name="id")}
    with pytest.raises(ModelError, match="two things"):
        derive_context(Model(classes, MODEL.super_properties))
