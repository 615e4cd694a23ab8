"""The test of the design: a property added to ontology and shapes appears everywhere, with no Python changed.

And its counterpart: whatever a user breaks in the declarations is a clear error, and the last edition stays.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.editions import open_current
from habeas.errors import HabeasError
from habeas.ingest import find_sources
from habeas.model import read_model
from habeas.publish import Built, build
from habeas.publish.clearing import Ruling, clear
from habeas.web import create_app

TODAY = dt.date(2026, 11, 22)
PROPERTY = """
hab:patronymic a owl:DatatypeProperty ;
    rdfs:label "patronymic"@en ;
    rdfs:comment "The name taken from the father's."@en ;
    rdfs:domain hab:Person ;
    rdfs:range xsd:string .
"""
SHAPE = """
shape:Person-patronymic a sh:PropertyShape ;
    sh:path hab:patronymic ;
    sh:name "patronymic"@en ;
    sh:description "The name taken from the father's."@en ;
    sh:order 250 ;
    sh:datatype xsd:string ;
    sh:maxCount 1 ;
    sh:minLength 1 ;
    hab:tier tier:public ;
    sh:severity sh:Violation .
"""
VALUE = "Synthetic-Patronymic"
UNPARSED = "INSERT { GRAPH ?record { ?a ?b } } WHERE { ?row <urn:habeas:row#record> ?record }"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_property(root: Path) -> None:
    ontology, shape = root / "ontology" / "habeas.ttl", root / "shapes" / "Person.ttl"
    ontology.write_text(ontology.read_text(encoding="utf-8") + PROPERTY, encoding="utf-8")
    change(shape, "    sh:property\n", "    sh:property\n        shape:Person-patronymic,\n")
    shape.write_text(shape.read_text(encoding="utf-8") + SHAPE, encoding="utf-8")


def add_column(root: Path) -> None:
    """Give the first row that names Sentsov in Latin a patronymic; the other sources' tables stay as they are."""
    table = root / "ingest" / "news-index" / "sentencings.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    at = next(i for i, row in enumerate(rows) if "Oleh Sentsov" in row)
    rows = [row + ("," + VALUE if i == at else ",") for i, row in enumerate(rows)]
    table.write_text("\n".join([header + ",patronymic", *rows]) + "\n", encoding="utf-8")
    mapping = root / "ingest" / "tables" / "sentencings.ru"
    change(mapping, "?person a hab:Person ;", "?person a hab:Person ; hab:patronymic ?patronymic ;")
    change(
        mapping,
        "  OPTIONAL { ?row x:date_text",
        "  OPTIONAL { ?row x:patronymic ?patronymic }\n  OPTIONAL { ?row x:date_text",
    )


def test_an_added_property_appears_everywhere(
    declarations: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    settings = Settings(home=tmp_path / "home", root=declarations)
    add_property(declarations)
    add_column(declarations)

    first = run(settings, silent)
    assert len(first.published.stale) == 1, "a changed row is withheld until somebody has looked at it again"
    clear(settings, Ruling("public", "Synthetic reviewer", "a test"), sources=["news-index"], today=TODAY)
    run(settings, silent)

    client = TestClient(create_app(settings))
    query = f'{{people(where:{{patronymic:{{eq:"{VALUE}"}}}}){{nodes{{id label patronymic}}}}}}'
    nodes = client.post("/graphql", json={"query": query}).json()["data"]["people"]["nodes"]
    assert [(n["label"], n["patronymic"]) for n in nodes] == [("Oleh Sentsov", VALUE)]
    document = client.get(f"/doc/{nodes[0]['id']}.jsonld").json()
    assert document["patronymic"] == VALUE
    assert "hab:patronymic" in str(document["@context"])
    page = client.get(f"/doc/{nodes[0]['id']}.html").text
    assert "patronymic" in page
    assert VALUE in page
    assert VALUE in open_current(settings).catalogue_path.read_bytes().decode("utf-8", "replace")
    assert (
        read_model(settings.ontology, settings.shapes).properties("Person")["patronymic"].label
        == "patronymic"
    )


def run(settings: Settings, silent: Callable[..., None]) -> Built:
    return build(settings, today=TODAY, progress=silent)  # type: ignore[arg-type]


@pytest.fixture
def small(declarations: Path) -> Path:
    """The declarations with one small source."""
    for name, folder in find_sources([declarations / "ingest"]).items():
        if name != "belarus-manifesto":
            shutil.rmtree(folder)
    return declarations


def _write(content: bytes) -> Callable[[Path], object]:
    return lambda root: (root / "ingest" / "belarus-manifesto" / "figures.csv").write_bytes(content)


def _unclose(root: Path) -> None:
    with (root / "ingest" / "belarus-manifesto" / "figures.csv").open("a", encoding="utf-8") as file:
        file.write('r99,"never closed')


def _mapping(text: str) -> Callable[[Path], object]:
    return lambda root: (root / "ingest" / "tables" / "figures.ru").write_text(text)


def _cut_column(root: Path) -> None:
    change(root / "ingest" / "belarus-manifesto" / "figures.csv", "measure", "meazure")


def _malform(root: Path) -> None:
    change(root / "shapes" / "Figure.ttl", "    sh:minInclusive 0 ;", "    sh:maxInclusive 1 ;")


BREAKAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "malformed CSV": (_unclose, "not CSV"),
    "wrong encoding": (_write("record,locator\nr1,стр".encode("cp1251")), "is not utf-8"),
    "empty file": (_write(b""), "empty"),
    "missing column": (_cut_column, "'measure' is missing"),
    "mapping that does not parse": (_mapping(UNPARSED), "does not parse"),
    "mapping that clears": (_mapping("CLEAR ALL"), "CLEAR"),
    "ontology that is no Turtle": (
        lambda root: (root / "ontology" / "habeas.ttl").write_text("hab:x a"),
        "not Turtle",
    ),
    "class without a shape": (lambda root: (root / "shapes" / "Court.ttl").unlink(), "no shape"),
    "ledger that is no JSON": (
        lambda root: (root / "ledger" / "clearance.jsonl").write_text("{"),
        "cannot be read",
    ),
    "rule that does not parse": (
        lambda root: (root / "sparql" / "rules" / "50-x.ru").write_text("INSERT"),
        "does not parse",
    ),
    "records against a shape": (_malform, "malformed"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_failed_build_is_a_clear_error_and_the_last_edition_stays(
    name: str, small: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    settings = Settings(home=tmp_path / "home", root=small)
    before = run(settings, silent).published.manifest
    breakage, says = BREAKAGES[name]
    breakage(small)
    read_model.cache_clear()
    with pytest.raises(HabeasError, match=says) as caught:
        run(settings, silent)
    assert caught.value.where
    edition = open_current(settings)
    assert edition.manifest == before
    assert len(edition.store) == before.counts["quads"]
    leftovers = [p.name for p in settings.editions.iterdir() if p.name.startswith(".")]
    assert leftovers == []


def test_a_cell_that_cannot_be_read_is_a_reject_and_the_rest_is_published(
    small: Path, tmp_path: Path, silent: Callable[..., None]
) -> None:
    settings = Settings(home=tmp_path / "home", root=small)
    change(small / "ingest" / "belarus-manifesto" / "figures.csv", "1200", "twelve hundred")
    built = run(settings, silent)
    assert sum(s.rejected for s in built.sources) == 1
    assert all(s.rows == s.mapped + s.rejected for s in built.sources)
    rejects = (settings.home / "rejects" / "belarus-manifesto.csv").read_text(encoding="utf-8")
    assert "count,twelve hundred,not a whole number,True" in rejects
    assert built.published.manifest.counts["records"] == sum(s.mapped for s in built.sources)
