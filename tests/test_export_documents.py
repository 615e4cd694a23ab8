"""A document says the same in every format, and in JSON-LD as PyLD reads it."""

from pathlib import Path

import orjson
import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic

from habeas.config import Settings
from habeas.errors import NotFoundError
from habeas.export import derive_context, describe, to_jsonld, to_rdf
from habeas.export.jsonld import document
from habeas.model import read_model
from habeas.model.namespaces import HAB, ID, RDF, RULE

DATA = Path(__file__).parent / "data" / "documents.trig"
SETTINGS = Settings()
MODEL = read_model(SETTINGS.ontology, SETTINGS.shapes)
CONTEXT = derive_context(MODEL)
BASE = "http://localhost:8000/id/"
ENTITIES = [f"{HAB}Entity", f"{HAB}Record", f"{HAB}Source"]


def iri(name):
    """The fixture's ids are its names, filled up to 20 characters."""
    return BASE + name.ljust(20, "2")


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    store.load(path=str(DATA))
    return store


def things():
    store = ox.Store()
    store.load(path=str(DATA))
    quads = (
        q
        for c in ENTITIES
        for q in store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(c))
    )
    return sorted({q.subject.value for q in quads} | {iri("death")})


def refuse(url, options):
    raise AssertionError(f"the document asks for {url}")


def expanded(document):
    nquads = jsonld.to_rdf(
        orjson.loads(document),
        {"format": "application/n-quads", "documentLoader": refuse, "produceGeneralizedRdf": False},
    )
    return dataset(nquads)


def dataset(nquads):
    """The dataset by graph name, as rdflib graphs."""
    found = {}
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        found.setdefault(str(quad.graph_name), []).append(quad.triple)
    return {name: as_rdflib(triples) for name, triples in found.items()}


def as_rdflib(triples):
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()
    return rdflib.Graph().parse(data=text, format="nt")


def test_there_are_things_to_describe():
    assert len(things()) > 40


@pytest.mark.parametrize("thing", things(), ids=lambda i: i.rsplit("/", 1)[1].rstrip("2"))
def test_json_ld_says_what_the_description_says(store, thing):
    description = describe(store, MODEL, thing)
    said = expanded(to_jsonld(description, MODEL, CONTEXT))
    quads = [ox.Quad(*t) for t in description.triples()] + description.unasserted()
    expected = dataset(ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode())
    assert said.keys() == expected.keys()
    for graph, triples in expected.items():
        assert isomorphic(said[graph], triples), graph


def test_json_ld_is_a_tree_that_reads(store):
    tree = document(describe(store, MODEL, iri("ada")), MODEL, CONTEXT)
    assert tree["id"] == iri("ada")
    assert tree["type"][0] == "Person"
    assert tree["prefLabel"] == {"en": ["Ada Synthetic"], "uk": ["Ада Синтетична"]}
    assert tree["altLabel"]["en"] == ["A. Synthetic", "Ada Sintetik"]
    [sentencing] = tree["defendantIn"]
    assert sentencing["court"]["label"] == "Nowhere District Court"
    assert (sentencing["imposed"]["termMonths"], sentencing["imposed"]["fineAmount"]) == (43, "10000")
    assert sentencing["statedIn"] == [iri("recordb"), iri("recordc")]
    records = {r["id"]: r for r in tree["records"]}
    assert records[iri("recordb")]["source"]["label"] == "A synthetic bulletin"
    assert records[iri("recordb")]["locator"] == "paragraph 1"


def test_an_event_stands_once_in_the_tree(store):
    tree = document(describe(store, MODEL, iri("ada")), MODEL, CONTEXT)
    assert iri("sentencing") not in [e["id"] for e in tree.get("subjectIn", [])]


def test_the_context_holds_only_what_is_used_and_fetches_nothing(store):
    tree = document(describe(store, MODEL, iri("colony")), MODEL, CONTEXT)
    assert "toFacility" in tree["@context"] or "arrivalIn" in tree["@context"]
    assert "fineAmount" not in tree["@context"]
    assert all(isinstance(term, dict | str | float | None) for term in tree["@context"].values())


def test_a_disputed_event_is_told_and_not_asserted(store):
    description = describe(store, MODEL, iri("death"))
    assert not description.root.is_asserted
    tree = document(description, MODEL, CONTEXT)
    assert tree["asserted"] is False
    assert "type" not in tree
    graphs = {r["id"]: r["graph"] for r in tree["records"] if "graph" in r}
    assert graphs.keys() >= {iri("recordf"), iri("recordg")}
    assert [dispute["id"] for dispute in tree["disputedIn"]] == [iri("dispute")]
    typed = (ox.NamedNode(iri("death")), ox.NamedNode(f"{RDF}type"))
    assert not [t for t in description.triples() if (t.subject, t.predicate) == typed]


def test_the_disputed_event_is_told_with_the_person(store):
    description = describe(store, MODEL, iri("boris"))
    assert iri("death") in description.things
    assert {iri("recordf"), iri("recordg")} <= description.evidence.keys()


def test_a_disputed_value_is_in_the_records_graphs_alone(store):
    tree = document(describe(store, MODEL, iri("request")), MODEL, CONTEXT)
    assert "answer" not in tree
    stated = {r["id"]: r["graph"][0]["answer"] for r in tree["records"] if "graph" in r}
    assert {iri("recordh"), iri("recordi")} == stated.keys()


def test_a_record_tells_what_it_states(store):
    tree = document(describe(store, MODEL, iri("recorde")), MODEL, CONTEXT)
    assert {node["id"] for node in tree["graph"]} == {iri("release"), iri("exchange")}


def test_who_states_what(store):
    description = describe(store, MODEL, iri("sentencing"))
    said = {(s.predicate, s.value.value): s for s in description.root.statements}
    assert said[f"{HAB}judge", iri("judge")].stated_in == (iri("recordb"), iri("recordc"))
    assert said[f"{HAB}when", "2018-01"].asserted is False
    assert said[f"{HAB}subjectPerson", iri("ada")].rules == (f"{RULE}super-properties",)


def test_what_is_embedded_is_told_with_its_holder(store):
    tree = document(describe(store, MODEL, iri("article")), MODEL, CONTEXT)
    sentence = next(node for node in tree["appliedIn"] if node.get("termMonths") == 43)
    assert [holder["id"] for holder in sentence["imposedIn"]] == [iri("sentencing")]


def test_a_cap_states_the_true_total(store):
    description = describe(store, MODEL, iri("ada"), cap=1)
    [links] = [i for i in description.incoming if i.inverse == "subjectIn"]
    assert (len(links.subjects), links.total) == (1, 4)
    tree = document(description, MODEL, CONTEXT)
    assert tree["truncated"]["subjectIn"] == {"told": 1, "total": 4}


@pytest.mark.parametrize("rdf_format", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES])
def test_triples_come_back(store, rdf_format):
    description = describe(store, MODEL, iri("ada"))
    read = {q.triple for q in ox.parse(to_rdf(description, rdf_format), format=rdf_format)}
    assert read == set(description.triples())


@pytest.mark.parametrize("rdf_format", [ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS])
def test_quads_come_back_with_every_graph(store, rdf_format):
    description = describe(store, MODEL, iri("ada"))
    read = set(ox.parse(to_rdf(description, rdf_format), format=rdf_format))
    assert read == set(description.quads())
    assert ox.NamedNode(iri("recordc")) in {q.graph_name for q in read}


def test_the_same_description_gives_the_same_bytes():
    first, second = ox.Store(), ox.Store()
    first.load(path=str(DATA))
    for quad in sorted(first, key=str, reverse=True):
        second.add(quad)
    one, other = (describe(s, MODEL, iri("ada")) for s in (first, second))
    assert to_jsonld(one, MODEL, CONTEXT) == to_jsonld(other, MODEL, CONTEXT)
    assert to_rdf(one, ox.RdfFormat.TRIG) == to_rdf(other, ox.RdfFormat.TRIG)


def test_what_is_not_there_is_not_found(store):
    with pytest.raises(NotFoundError):
        describe(store, MODEL, f"{ID}nowhere")
