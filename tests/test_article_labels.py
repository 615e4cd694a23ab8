"""The label of an article that no source names: its number with part and point, and its law where one is stated."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from habeas.config import Settings

SETTINGS = Settings()
RULE = (SETTINGS.rules / "90-labels.ru").read_text(encoding="utf-8")
DATA = """
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA {
  id:law-ru a hab:Law, hab:Entity ; skos:prefLabel "Кодекс синтетический"@ru .
  id:law-en a hab:Law, hab:Entity ; skos:prefLabel "Synthetic Code"@en, "Кодекс синтетический"@ru, "Код"@uk .
  id:law-ka a hab:Law, hab:Entity ; skos:prefLabel "კოდექსი"@ka .
  id:law-ar a hab:Law, hab:Entity ; skos:prefLabel "قانون"@ar .
  id:law-nameless a hab:Law, hab:Entity .
  id:of-ru a hab:Article, hab:Entity ; hab:articleNumber "58-10" ; hab:ofLaw id:law-ru .
  id:of-en a hab:Article, hab:Entity ; hab:articleNumber "58-1(а)" ; hab:ofLaw id:law-en .
  id:of-ka a hab:Article, hab:Entity ; hab:articleNumber "58-10(1)" ; hab:ofLaw id:law-ka .
  id:of-ar a hab:Article, hab:Entity ; hab:articleNumber "7" ; hab:ofLaw id:law-ar .
  id:of-nameless a hab:Article, hab:Entity ; hab:articleNumber "8" ; hab:ofLaw id:law-nameless .
  id:of-none a hab:Article, hab:Entity ; hab:articleNumber "58-10" .
  id:named a hab:Article, hab:Entity ; hab:articleNumber "9" ; hab:ofLaw id:law-en ; skos:prefLabel "Named article"@en .
  id:bare a hab:Article, hab:Entity .
}
"""


@pytest.fixture(scope="module")
def labels() -> dict[str, str]:
    store = ox.Store()
    ontology = ox.NamedNode("https://w3id.org/habeas/ns")
    store.load(path=str(SETTINGS.ontology / "habeas.ttl"), format=ox.RdfFormat.TURTLE, to_graph=ontology)
    store.update(DATA)
    store.update(RULE)
    found = store.quads_for_pattern(
        None, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None, ox.NamedNode("https://w3id.org/habeas/rule/labels")
    )  # fmt: skip
    return {q.subject.value.rpartition("/")[2]: q.object.value for q in found}


@pytest.mark.parametrize(
    ("article", "label"),
    [
        ("of-ru", "Article 58-10, Кодекс синтетический"),
        ("of-en", "Article 58-1(а), Synthetic Code"),
        ("of-ka", "Article 58-10(1), კოდექსი"),
        ("of-ar", "Article 7, \u2068قانون\u2069"),
        ("of-nameless", "Article 8"),
        ("of-none", "Article 58-10"),
        ("named", "Named article"),
        ("bare", "Article"),
    ],
)
def test_the_label_of_an_article(article: str, label: str, labels: dict[str, str]) -> None:
    assert labels[article] == label
