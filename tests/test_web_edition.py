"""The server follows the current edition, and shows what the model and the data say, nothing more."""

import runpy
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from habeas.model.namespaces import HAB
from habeas.web import create_app

DATA = runpy.run_path(str(Path(__file__).parent / "data" / "documents.py"))
ROOT = Path(__file__).parent.parent
JSON = {"Accept": "application/json"}
COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?p a <https://w3id.org/habeas/ns#Person> }"}
CSV = {"Accept": "text/csv"}

ada = DATA["iri"]("ada")
path = f"/doc/{DATA['opaque']('ada')}"


def quad(predicate, text, graph=None):
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(ox.NamedNode(ada), ox.NamedNode(HAB + predicate), ox.Literal(text), name)


def test_without_an_edition_everything_says_what_to_do(tmp_path):
    with TestClient(create_app(DATA["settings_at"](tmp_path))) as client:
        for address in ("/", "/health", "/people", "/graphql", "/sparql?query=ASK%7B%7D"):
            answer = client.get(address, headers=JSON)
            assert answer.status_code == 503, address
            assert "habeas build" in answer.json()["mend"]


def test_the_server_follows_the_pointer(tmp_path):
    settings = DATA["settings_at"](tmp_path)
    DATA["make_edition"](settings, "public-one")
    with TestClient(create_app(settings)) as client:
        tag = client.get(f"{path}.ttl").headers["ETag"]
        assert "a new word" not in client.get(f"{path}.html").text
        assert client.get("/sparql", params=COUNT, headers=CSV).text.split() == ["n", "4"]

        stranger = DATA["iri"]("stranger")
        person = ox.Quad(
            ox.NamedNode(stranger), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode(f"{HAB}Person"), ox.DefaultGraph(),
        )  # fmt: skip
        DATA["make_edition"](settings, "public-two", [quad("describedAs", "a new word"), person])
        assert client.get("/health").json()["edition"] == "public-two"
        assert "a new word" in client.get(f"{path}.html").text
        assert client.get(f"{path}.ttl", headers={"If-None-Match": tag}).status_code == 200
        assert client.get("/sparql", params=COUNT, headers=CSV).text.split() == ["n", "5"]
        told = client.post("/graphql", json={"query": "{ edition { id } }"}).json()
        assert told["data"]["edition"]["id"] == "public-two"


def test_a_damaged_edition_does_not_replace_the_one_served(tmp_path):
    settings = DATA["settings_at"](tmp_path)
    DATA["make_edition"](settings, "public-one")
    with TestClient(create_app(settings)) as client:
        assert client.get("/health").json()["edition"] == "public-one"
        DATA["make_edition"](settings, "public-two")
        shutil.rmtree(settings.editions / "public-two" / "store")
        (settings.editions / "current-public").write_text("public-two \n", encoding="utf-8")
        assert client.get("/health").json()["edition"] == "public-one"
        assert client.get(f"{path}.html").status_code == 200


@pytest.fixture
def changed_root(tmp_path):
    """A copy of the declarations with a property that nobody has heard of."""
    root = tmp_path / "root"
    for folder in ("ontology", "shapes", "ingest", "ledger", "graphql", "sparql"):
        shutil.copytree(ROOT / folder, root / folder)
    with (root / "ontology" / "habeas.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'hab:favouriteTree a owl:DatatypeProperty ; rdfs:label "favourite tree"@en ;\n'
            '    rdfs:comment "The tree."@en ; rdfs:domain hab:Person ; rdfs:range xsd:string .\n'
        )
    with (root / "shapes" / "Person.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "shape:Person sh:property shape:Person-favouriteTree .\n"
            "shape:Person-favouriteTree a sh:PropertyShape ; sh:path hab:favouriteTree ;\n"
            '    sh:name "favourite tree"@en ; sh:description "The tree."@en ; sh:order 150 ;\n'
            "    sh:datatype xsd:string ; sh:maxCount 1 ; hab:tier tier:public ; sh:severity sh:Violation .\n"
        )
    return root


def test_a_property_added_to_the_declarations_appears(tmp_path, changed_root):
    settings = DATA["settings_at"](tmp_path / "home", changed_root)
    record = DATA["iri"]("recordb")
    DATA["make_edition"](
        settings, more=[quad("favouriteTree", "alder"), quad("favouriteTree", "alder", record)]
    )
    with TestClient(create_app(settings)) as client:
        page = client.get(f"{path}.html").text
        assert "favourite tree" in page
        assert "alder" in page
        assert page.index("favourite tree") < page.index("sentenced by")
        document = client.get(f"{path}.jsonld").json()
        assert document["favouriteTree"] == "alder"
        assert document["@context"]["favouriteTree"] == {"@id": "hab:favouriteTree"}
        assert "hab:favouriteTree" in client.get(f"{path}.ttl").text
        assert "favourite tree" in client.get("/ns.html").text
        asked = client.post(
            "/graphql", json={"query": f'{{ person(id: "{ada}") {{ favouriteTree }} }}'}
        ).json()
        assert asked["data"]["person"]["favouriteTree"] == "alder"


def test_what_is_empty_is_not_shown(tmp_path):
    settings = DATA["settings_at"](tmp_path)
    gone = f"{HAB}describedAs"
    DATA["make_edition"](settings, leave_out=lambda q: q.predicate.value == gone)
    with TestClient(create_app(settings)) as client:
        assert "described as" not in client.get(f"{path}.html").text
        assert "Boris" in client.get("/people", headers={"Accept": "text/html"}).text
