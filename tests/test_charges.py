"""A charge of one's own under an article that many share: what it is called, and what the question says of it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.model.namespaces import HAB, RDFS, local_name
from habeas.sparql.library import load_library, run
from habeas.sparql.results import text_rows

SETTINGS = Settings()
EDITION = runpy.run_path(str(Path(__file__).parent / "data" / "shapes" / "edition.py"))
EXAMPLE = """
@prefix hab: <https://w3id.org/habeas/ns#> . @prefix id: <urn:habeas:id:synthetic-> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:source { id:source a hab:Source ; hab:title "Synthetic list" . }
id:record { id:record a hab:Record ; hab:source id:source ; hab:locator "row 1" ;
    hab:recordStatus <https://w3id.org/habeas/vocabulary/record-status/accepted> .
  id:judge a hab:Person ; skos:prefLabel "Synthetic Judge"@en .
  id:one a hab:Person ; skos:prefLabel "Synthetic Person One"@en .
  id:two a hab:Person ; skos:prefLabel "Synthetic Person Two"@en .
  id:sentencing-one a hab:Sentencing ; hab:defendant id:one ; hab:judge id:judge ; hab:onCharge id:bare-one .
  id:sentencing-two a hab:Sentencing ; hab:defendant id:two ; hab:judge id:judge ;
    hab:onCharge id:bare-two , id:worded .
  id:bare-one a hab:Charge ; hab:underArticle id:article .
  id:bare-two a hab:Charge ; hab:underArticle id:article .
  id:worded a hab:Charge ; hab:chargeWording "a synthetic offence" ; hab:underArticle id:article .
  id:article a hab:Article ; skos:prefLabel "Synthetic article 58-11"@en ; hab:articleNumber "58-11" . }
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    file = tmp_path / "example.trig"
    file.write_text(EXAMPLE)
    made, _ = EDITION["edition_of"](file)
    place = ox.Store(str(tmp_path / "store"))
    place.bulk_extend(iter(made))
    place.flush()
    return tmp_path / "store"


def test_a_charge_without_words_is_called_by_its_article(store: Path) -> None:
    quads = ox.Store.read_only(str(store)).quads_for_pattern(
        None, ox.NamedNode(f"{RDFS}label"), None, ox.DefaultGraph()
    )
    labels = {local_name(q.subject.value): q.object.value for q in quads}
    assert {name: labels[f"synthetic-{name}"] for name in ("bare-one", "bare-two", "worded")} == {
        "bare-one": "Synthetic article 58-11",
        "bare-two": "Synthetic article 58-11",
        "worded": "a synthetic offence",
    }


def test_the_question_names_a_charge_by_its_words_else_by_its_article(store: Path) -> None:
    question = load_library(SETTINGS.queries)["defendants-by-judge"]
    variables, rows = text_rows(run(question, {"judge": "Synthetic Judge"}, store).body)
    found = {
        row[variables.index("defendant")]: set(row[variables.index("charge")].split("; ")) for row in rows
    }
    assert found == {
        "Synthetic Person One": {"Synthetic article 58-11"},
        "Synthetic Person Two": {"Synthetic article 58-11", "a synthetic offence"},
    }


def test_a_record_may_point_to_an_article_that_another_describes() -> None:
    from habeas.shapes import validate_records

    text = f"""@prefix hab: <{HAB}> . @prefix id: <urn:habeas:id:synthetic-> .
        id:charge a hab:Charge ; hab:underArticle id:article . id:article a hab:Article ."""
    graph = ox.NamedNode("urn:habeas:id:synthetic-record")
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)
    ]
    report = validate_records({graph.value: quads}, SETTINGS.shapes, SETTINGS.ontology)
    assert not [
        r.message for r in report.results if "articleNumber" in str(r.path) or "underArticle" in str(r.path)
    ]
