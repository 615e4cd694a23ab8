"""The named GraphQL operations: their headers, their answers, and that they agree with the SPARQL of the same name.

``data/questions.trig`` is synthetic; the shipped data are asked too. What is compared are core rows: who, what, which
record. The rest of an answer has one form in GraphQL and another in SPARQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import strawberry
from graphql import parse

from habeas.catalogue import Catalogue, bake
from habeas.config import Settings
from habeas.editions import Edition
from habeas.editions.manifest import Manifest
from habeas.graphql import build_schema, execute
from habeas.model import Model, read_model
from habeas.sparql.library import load_library, run
from habeas.sparql.results import text_rows

SETTINGS = Settings()
BASE = "http://localhost:8000"
FOLDER = SETTINGS.root / "graphql" / "operations"
LIBRARY = load_library(SETTINGS.queries)
MANIFEST = Manifest(
    id="synthetic-1",
    audience="public",
    base=BASE,
    made="2026-01-01T00:00:00Z",
    version="0",
    counts={},
    redirects={},
)
PROSECUTION = {"Arrest", "Detention", "CustodyExtension", "Charging", "Hearing", "Sentencing", "Appeal"}

Data = dict[str, Any]
Rows = set[tuple[Any, ...]]


@dataclass(frozen=True)
class Graph:
    """A graph in both of its read models."""

    store_path: Path
    catalogue: Catalogue
    schema: strawberry.Schema

    def operation(self, name: str, **variables: Any) -> Data:
        query = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
        if "$first" in query:  # a question answers with all rows, so the page is the largest
            variables = {"first": 100, **variables}
        result = execute(self.schema, self.catalogue, MANIFEST, query, variables)
        assert result.errors is None, result.errors
        assert result.data is not None
        return result.data

    def question(self, name: str, **given: str) -> list[dict[str, str]]:
        variables, rows = text_rows(run(LIBRARY[name], given, self.store_path).body)
        short = f"{BASE}/id/"
        return [dict(zip(variables, (cell.removeprefix(short) for cell in row), strict=True)) for row in rows]


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def schema(model: Model) -> strawberry.Schema:
    return build_schema(model)


@pytest.fixture(scope="module")
def synthetic(
    tmp_path_factory: pytest.TempPathFactory, model: Model, schema: strawberry.Schema
) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("operations")
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(Path(__file__).parent / "data" / "questions.trig"), format=ox.RdfFormat.TRIG)
    store.flush()
    bake(store, model, folder / "catalogue.sqlite", BASE)
    catalogue = Catalogue(folder / "catalogue.sqlite", model)
    yield Graph(folder / "store", catalogue, schema)
    catalogue.close()


@pytest.fixture(scope="module")
def shipped(edition: Edition, model: Model, schema: strawberry.Schema) -> Iterator[Graph]:
    catalogue = Catalogue(edition.catalogue_path, model)
    yield Graph(edition.store_path, catalogue, schema)
    catalogue.close()


# --- core rows of an operation -------------------------------------------------------------


def labels(connection: Data) -> set[str]:
    return {node["label"] for node in connection["nodes"]}


def records(thing: Data, key: str = "id") -> list[str]:
    return [node["record"][key] for node in thing["statements"]["nodes"]]


def defendants_by_judge(data: Data) -> Rows:
    return {
        (
            sentencing["defendant"]["id"],
            (sentencing["court"] or {}).get("label", ""),
            sentencing["dateText"] or "",
            str((sentencing["imposed"] or {}).get("termMonths") or ""),
            statement["record"]["locator"],
        )
        for sentencing in data["sentencings"]["nodes"]
        for statement in sentencing["statements"]["nodes"]
        if statement["property"] == "judge"
    }


def disagreements(data: Data) -> Rows:
    return {
        (dispute["id"], rival["valueText"], rival["polarity"]["label"], record["id"])
        for dispute in data["disputes"]["nodes"]
        for rival in dispute["rivalValue"]["nodes"]
        for record in rival["statedIn"]["nodes"]
    }


def timeline(data: Data) -> Rows:
    return {(e["id"], e["label"]) for person in data["people"]["nodes"] for e in person["subjectIn"]["nodes"]}


def held_in_facility(data: Data) -> Rows:
    parts = {"facilityIn": "held in", "arrivalIn": "brought to", "departureIn": "taken from"}
    return {
        (event["subjectPerson"]["id"], event["label"], part, record)
        for facility in data["facilities"]["nodes"]
        for field, part in parts.items()
        for event in facility[field]["nodes"]
        for record in records(event)
        if event["subjectPerson"]
    }


def co_defendants(data: Data) -> Rows:
    own = [other for person in data["people"]["nodes"] for other in person["coDefendant"]["nodes"]]
    return {(other["id"],) for other in [*own, *data["namedBy"]["nodes"]]}


def number(figure: Data | None) -> str:
    return f"{figure['bound']['label'].lower()} {figure['count']}" if figure else ""


def exchanges(data: Data) -> Rows:
    found: Rows = set()
    for exchange in data["exchanges"]["nodes"]:
        if exchange["groupFigure"]:
            found |= {(exchange["label"], "", number(exchange["groupFigure"]), r) for r in records(exchange)}
        for release in exchange["hasRelease"]["nodes"]:
            person = (release["subjectPerson"] or {}).get("id", "")
            found |= {
                (exchange["label"], person, number(release["groupFigure"]), r) for r in records(release)
            }
    return found


def statements_with_source(data: Data) -> Rows:
    return {
        (
            said["id"],
            (said["statementKind"] or {}).get("label", ""),
            "; ".join(sorted(labels(said["statedBy"]) | labels(said["signatory"]))),
            "; ".join(sorted(labels(said["addressee"]))),
            "; ".join(sorted(labels(said["about"]))),
            record,
        )
        for said in data["statements"]["nodes"]
        for record in records(said)
    }


def custody_extensions(data: Data) -> Rows:
    return {
        (
            extension["subjectPerson"]["id"],
            (extension["court"] or {}).get("label", ""),
            "; ".join(labels(extension["judge"])),
            extension["dateText"] or "",
            extension["untilText"] or "",
            record,
        )
        for extension in data["custodyExtensions"]["nodes"]
        for record in records(extension)
    }


def judges_by_article(data: Data) -> Rows:
    found: Rows = set()
    for article in data["articles"]["nodes"]:
        for applied in article["appliedIn"]["nodes"]:
            for event in (applied.get("imposedIn") or applied["chargeIn"])["nodes"]:
                if event["type"] == "Sentencing":
                    found |= {
                        (article["id"], s["node"]["id"], event["defendant"]["id"], s["record"]["id"])
                        for s in event["statements"]["nodes"]
                    }
    return found


def lawyers_prosecuted(data: Data) -> Rows:
    return {
        (lawyer["id"], "; ".join(sorted(labels(lawyer["defended"]))), event["label"], record)
        for lawyer in data["people"]["nodes"]
        for event in lawyer["subjectIn"]["nodes"]
        for record in records(event)
        if event["type"] in PROSECUTION
    }


# --- the same of the question of that name -------------------------------------------------

Row = dict[str, str]


def cells(*names: str) -> Callable[[Row], tuple[str, ...] | None]:
    return lambda row: tuple(row[name] for name in names)


def own_event(row: Row) -> tuple[str, ...] | None:
    """An event that befell the person and is asserted: the operation gives no others."""
    befell = {"subjectPerson", "defendant"} & set(row["parts"].split(", "))
    return (row["happening"], row["event"]) if befell and row["standing"] == "asserted" else None


def release(row: Row) -> tuple[str, ...] | None:
    """A release, or a group; an exchange without either is a row of its own in SPARQL alone."""
    named = row["released"] or row["group"]
    return (row["exchange"], row["person"], row["group"], row["record"]) if named else None


@dataclass(frozen=True)
class Shared:
    """A name that an operation and a question share."""

    of_operation: Callable[[Data], Rows]
    of_row: Callable[[Row], tuple[str, ...] | None]
    given: dict[str, str]
    expected: Rows


ALPHA, BETA, COURT = "Synthetic Person Alpha", "Synthetic Person Beta", "Synthetic District Court"
SHARED = {
    "defendants-by-judge": Shared(
        defendants_by_judge,
        cells("person", "court", "date", "termMonths", "locator"),
        {"judge": "Synthetic Judge One"},
        {
            ("alpha", COURT, "5 May 2015", "43", "row 1"),
            ("alpha", COURT, "5 May 2015", "43", "page 7"),
            ("beta", "", "in 2016", "", "row 2"),
        },
    ),
    "disagreements": Shared(
        disagreements,
        cells("dispute", "value", "side", "record"),
        {"person": "Synthetic Person Gamma"},
        {
            ("dispute-death", "died", "asserts", "r-death-says"),
            ("dispute-death", "alive", "denies", "r-death-denies"),
        },
    ),
    "timeline": Shared(
        timeline,
        own_event,
        {"person": "Synthetic Person Gamma"},
        {
            ("release-gamma", "Release: Synthetic Person Gamma, 2022"),
            ("sentencing-gamma", "Sentencing: Synthetic Person Gamma"),
        },
    ),
    "held-in-facility": Shared(
        held_in_facility,
        cells("person", "event", "part", "record"),
        {"facility": "Synthetic Colony"},
        {
            ("alpha", f"Detention: {ALPHA}, June 2015", "held in", "r-detention"),
            ("alpha", f"Punishment: {ALPHA}", "held in", "r-undated"),
            ("beta", f"Transfer: {BETA}, 1 March 2018", "taken from", "r-transfer"),
            ("delta", "Death: Synthetic Person Delta, 3 April 2020", "held in", "r-death"),
        },
    ),
    "co-defendants": Shared(co_defendants, cells("other"), {"person": ALPHA}, {("beta",), ("gamma",)}),
    "exchanges": Shared(
        exchanges,
        release,
        {},
        {
            ("Synthetic exchange of 2 August 2022", "alpha", "", "r-exchange-1"),
            ("Synthetic exchange of 2 August 2022", "", "exactly 14", "r-exchange-2"),
        },
    ),
    "statements-with-source": Shared(
        statements_with_source,
        cells("said", "kind", "by", "to", "about", "record"),
        {},
        {
            ("statement", "Resolution", "Synthetic Committee; Synthetic State A", "Synthetic State B", ALPHA,
             "r-statement"),
            ("remark-accused", "", "Synthetic Politician", "", "Synthetic Person Accused", "r-remark-accused"),
        },
    ),
    "custody-extensions": Shared(
        custody_extensions,
        cells("person", "court", "judgeName", "decided", "until", "record"),
        {},
        {
            ("alpha", "", "", "", "30 September 2014", "r-extension-2"),
            ("beta", COURT, "Synthetic Judge One", "a Thursday", "March 4", "r-extension"),
        },
    ),
    "judges-by-article": Shared(
        judges_by_article,
        cells("article", "judge", "person", "record"),
        {"article": "Article 8 of the Synthetic Code"},
        {
            ("article-eight", "judge-five", "iota", "r-iota"),
            ("article-eight", "judge-three", "iota", "r-iota"),
            ("article-eight", "judge-three", "kappa", "r-kappa"),
            ("article-eight", "judge-four", "lambda", "r-lambda"),
            ("article-eight", "judge-four", "mu", "r-mu"),
            ("article-eight", "judge-five", "nu", "r-nu"),
        },
    ),
    "lawyers-prosecuted": Shared(
        lawyers_prosecuted,
        cells("person", "clients", "event", "record"),
        {},
        {("advocate", ALPHA, "Sentencing: Synthetic Lawyer Epsilon, 17 January 2025", "r-lawyer")},
    ),
}  # fmt: skip


def asked(graph: Graph, name: str, given: dict[str, str]) -> Rows:
    rows = (SHARED[name].of_row(row) for row in graph.question(name, **given))
    return {row for row in rows if row is not None}


OWN = {"deaths", "figures"}
"""Operations without a question of their name."""


def test_every_operation_is_tried() -> None:
    files = {file.stem for file in FOLDER.glob("*.graphql")}
    assert files == SHARED.keys() | OWN
    assert len(files) == 12
    assert SHARED.keys() <= LIBRARY.keys()
    assert not OWN & LIBRARY.keys()


@pytest.mark.parametrize("name", sorted(SHARED.keys() | OWN))
def test_the_header_explains_the_operation(name: str) -> None:
    query = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
    header, _, _ = query.partition("query ")
    for heading in ("# Asks: ", "# For: ", "# An answer: ", "# Parameters: "):
        assert heading in header
    for variable in parse(query).definitions[0].variable_definitions:  # type: ignore[attr-defined]
        assert f"${variable.variable.name.value}" in header, "each parameter is explained"


@pytest.mark.parametrize("name", sorted(SHARED))
def test_operation_and_question_agree_on_synthetic_data(name: str, synthetic: Graph) -> None:
    shared = SHARED[name]
    assert shared.of_operation(synthetic.operation(name, **shared.given)) == shared.expected
    assert asked(synthetic, name, shared.given) == shared.expected


def test_a_representative_is_found_as_one_by_operation_and_question(synthetic: Graph) -> None:
    name = "Synthetic Representative One"
    (sentencing,) = synthetic.operation("defendants-by-judge", judge=name)["sentencings"]["nodes"]
    assert sentencing["defendant"]["label"] == BETA
    assert labels(sentencing["representative"]) == {name}
    assert name not in labels(sentencing["judge"])
    assert labels(sentencing["decidedBy"]) == {name, "Synthetic Judge One"}
    (stated,) = [s for s in sentencing["statements"]["nodes"] if s["property"] == "representative"]
    assert (stated["node"]["label"], stated["record"]["locator"]) == (name, "page 30")
    (row,) = synthetic.question("defendants-by-judge", judge=name)
    assert (row["defendant"], row["role"], row["locator"]) == (BETA, "court representative", "page 30")


@pytest.mark.parametrize("name", sorted(SHARED))
def test_operation_and_question_agree_on_the_shipped_data(name: str, shipped: Graph) -> None:
    given = LIBRARY[name].example
    found = SHARED[name].of_operation(shipped.operation(name, **given))
    assert found == asked(shipped, name, given)
    assert bool(found) != bool(LIBRARY[name].shipped)


def people_who_died(data: Data) -> tuple[set[str], set[str]]:
    asserted = {death["subjectPerson"]["label"] for death in data["deaths"]["nodes"]}
    return asserted, {name for dispute in data["disputed"]["nodes"] for name in labels(dispute["concerns"])}


def test_deaths_on_synthetic_data(synthetic: Graph) -> None:
    data = synthetic.operation("deaths")
    assert people_who_died(data) == ({BETA, "Synthetic Person Delta"}, {"Synthetic Person Gamma"})
    assert [records(death) for death in data["deaths"]["nodes"]] == [["r-death"], ["r-death-nowhere"]]
    (dispute,) = data["disputed"]["nodes"]
    assert {rival["polarity"]["label"] for rival in dispute["rivalValue"]["nodes"]} == {"asserts", "denies"}


def test_deaths_are_those_of_the_question_by_facility(synthetic: Graph, shipped: Graph) -> None:
    for graph in (synthetic, shipped):
        asserted, disputed = people_who_died(graph.operation("deaths"))
        rows = graph.question("deaths-by-facility")
        counted = dict.fromkeys(("asserted", "disputed"), 0)
        for row in rows:
            counted[row["standing"]] += int(row["deaths"])
        assert counted == {"asserted": len(asserted), "disputed": len(disputed)}
        assert asserted
        assert disputed


def test_figures(synthetic: Graph, shipped: Graph) -> None:
    found = {figure["id"]: figure for figure in synthetic.operation("figures")["figures"]["nodes"]}
    assert len(found) == 8
    assert (found["figure-total"]["count"], found["figure-total"]["bound"]["label"]) == (1135, "exactly")
    assert {whole["id"] for whole in found["figure-men"]["exhaustivePartOf"]["nodes"]} == {"figure-total"}
    assert records(found["figure-total"], "locator") == ["row 10"]
    only = synthetic.operation("figures", where={"count": {"eq": 168}})["figures"]["nodes"]
    assert [figure["id"] for figure in only] == ["figure-women"]
    figures = shipped.operation("figures")["figures"]
    assert figures["totalCount"] == len(figures["nodes"]) > 40


def test_a_part_of_a_name_is_enough_and_nobody_is_no_error(synthetic: Graph) -> None:
    assert held_in_facility(synthetic.operation("held-in-facility", facility="synthetic col"))
    assert not held_in_facility(synthetic.operation("held-in-facility", facility="no such place"))
    assert len(judges_by_article(synthetic.operation("judges-by-article"))) == 14
