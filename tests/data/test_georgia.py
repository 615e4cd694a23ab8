"""In whose sentencing a representative took part, at size: Stalin's lists from Georgia, with the seeds and other lists.

The numbers are computed from the CSV by three lines of plain Python, and asked of SPARQL, GraphQL and the page.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.errors import AmbiguousNameError
from habeas.publish import Built, build
from habeas.sparql.citations import CITABLE, cited_iris
from habeas.sparql.library import load_library, run
from habeas.sparql.once import answer_once
from habeas.sparql.results import text_rows
from habeas.web import create_app

SOURCE = "stalin-lists-georgia"
TODAY = dt.date(2026, 11, 22)
JSON = {"Accept": "application/json"}


class Silent:
    """Progress that says nothing."""

    def stage(self, name: str) -> None:
        """Take no notice."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Take no notice."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("georgia"), data=shared / "data")


@pytest.fixture(scope="module")
def built_list(settings: Settings) -> Built:
    """The seeds and every list whose licence lets it in unasked, as `habeas build --data ../shared/data` does it."""
    return build(settings, today=TODAY, progress=Silent())


@pytest.fixture(scope="module")
def georgia(built_list: Built, settings: Settings) -> Edition:
    return open_current(settings)


@pytest.fixture(scope="module")
def client(georgia: Edition, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def top(shared: Path) -> list[tuple[str, int]]:
    """The ten court representatives with most defendants, by name: three lines of plain Python."""
    names = {row["judge_id"]: row["name_ka"] for row in rows(shared, "court_representative.csv")}
    pairs = {(row["judge_id"], row["person_id"]) for row in rows(shared, "person_court_representative.csv")}
    return [(names[who], number) for who, number in Counter(j for j, _ in pairs).most_common(10)]


@pytest.fixture(scope="module")
def first(shared: Path) -> set[str]:
    """The numbers of everyone in whose sentencing the first of them took part."""
    pairs = [(row["judge_id"], row["person_id"]) for row in rows(shared, "person_court_representative.csv")]
    ((first, _),) = Counter(j for j, _ in pairs).most_common(1)
    return {f"{SOURCE}:person/{person}" for j, person in pairs if j == first}


def ask(client: TestClient, query: str, **variables: Any) -> dict[str, Any]:
    answer = client.post("/graphql", json={"query": query, "variables": variables}, headers=JSON).json()
    assert "errors" not in answer, answer
    return answer["data"]


def id_of(client: TestClient, name: str) -> str:
    query = "query($name: String!) { people(where: { label: { eq: $name } }) { nodes { id label } } }"
    (node,) = ask(client, query, name=name)["people"]["nodes"]
    return node["id"]


def test_the_numbers_of_the_list(top: list[tuple[str, int]], first: set[str], built_list: Built) -> None:
    assert [number for _, number in top] == [2344, 2212, 2070, 2066, 750, 580, 579, 579, 294, 236]
    assert len(first) == 2344
    assert built_list.published.stale == []
    count = next(count for count in built_list.sources if count.name == SOURCE)
    assert (count.rows, count.mapped, count.rejected) == (18_749, 18_749, 0)
    assert built_list.report.by_severity == {}


def test_the_seeds_and_the_lists_are_one_edition(built_list: Built) -> None:
    manifest = built_list.published.manifest
    rows = {count.name: count.rows for count in built_list.sources if count.present}
    assert rows == {
        **{"belarus-manifesto": 8, "coalition-memorandum": 35, "news-index": 117, "russia-explainer": 23},
        **{"viasna-2025": 48, "cjeu-judges": 267, "memoru-strings": 19_469, "pinochet": 2398, SOURCE: 18_749},
    }
    assert {count.name for count in built_list.sources if count.left_out} == {"echr-od", "sudrf-courts"}
    assert all(count.rows == count.mapped + count.rejected for count in built_list.sources)
    assert Counter(finding.severity for finding in manifest.findings) == {"Warning": 3, "Info": 40}
    assert manifest.counts["records"] == 231 + 267 + 19_422 + (2398 - 106) + 18_749
    assert {source.licence for source in manifest.sources} == {
        "Apache-2.0",
        "MIT",
        "not stated by the source; facts only, in our own words",
    }


def test_minors_are_kept_back(georgia: Edition, shared: Path) -> None:
    with (shared / "data" / "pinochet" / "pinochet.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    minors = {
        r["individual_id"] for r in listed if r["minor"] == "1" or (r["age"].isdigit() and int(r["age"]) < 18)
    }
    found = georgia.store.query(
        """PREFIX hab: <https://w3id.org/habeas/ns#>
        SELECT ?row { ?record hab:tableName "pinochet.csv" ; hab:rowNumber ?row }"""
    )
    published = {listed[int(row["row"].value) - 1]["individual_id"] for row in found}
    assert len(minors) == 105
    assert len(published) == 2398 - 105 - 1, "one record tells of a disability and is kept back too"
    assert not minors & published


def test_sparql_has_the_same_ten(georgia: Edition, top: list[tuple[str, int]]) -> None:
    found = georgia.store.query(
        """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?name (COUNT(DISTINCT ?person) AS ?number)
        WHERE { ?sentencing hab:decidedBy ?who ; hab:defendant ?person . ?who rdfs:label ?name }
        GROUP BY ?who ?name ORDER BY DESC(?number) LIMIT 10"""
    )
    ranked = [(row["name"].value, int(row["number"].value)) for row in found]
    assert ranked[0] == top[0]
    assert Counter(dict(ranked)) == Counter(dict(top))
    assert [number for _, number in ranked] == [number for _, number in top]


def test_the_named_question_has_everyone_of_the_first(
    georgia: Edition, settings: Settings, top: list[tuple[str, int]], first: set[str]
) -> None:
    question = load_library(settings.queries)["defendants-by-judge"]
    variables, answer = text_rows(run(question, {"judge": top[0][0]}, georgia.store_path).body)
    found = [dict(zip(variables, cells, strict=True)) for cells in answer]
    assert len(found) == len(first)
    assert {row["defendant"].removeprefix("Person ") for row in found} == first
    assert {row["source"] for row in found} == {
        "Stalin's lists from Georgia: defendants by court representative and article"
    }
    assert {row["role"] for row in found} == {"court representative"}


def test_graphql_has_everyone_of_the_first(
    client: TestClient, top: list[tuple[str, int]], first: set[str]
) -> None:
    query = """query($who: ID!, $after: String) {
      sentencings(where: { decidedBy: { id: { eq: $who } } }, first: 100, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { defendant { label } }
      } }"""
    who, after, found = id_of(client, top[0][0]), None, set[str]()
    for _ in range(30):
        page = ask(client, query, who=who, after=after)["sentencings"]
        found |= {node["defendant"]["label"].removeprefix("Person ") for node in page["nodes"]}
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert page["totalCount"] == len(first)
    assert found == first


def test_the_page_of_the_representative_counts_them(client: TestClient, top: list[tuple[str, int]]) -> None:
    name, number = top[0]
    identifier = id_of(client, name).rsplit("/", 1)[-1]
    page = client.get(f"/doc/{identifier}.html")
    assert page.status_code == 200
    assert name in page.text
    thousands, rest = divmod(number, 1000)
    assert f"100 of {thousands}\u202f{rest} are shown under “took part in sentencing”" in page.text
    assert len(page.content) < 2_000_000, "a page about thousands can be read on a phone"


def test_nobody_of_the_list_is_called_a_judge(
    client: TestClient, georgia: Edition, top: list[tuple[str, int]], shared: Path
) -> None:
    named = {row["judge_id"] for row in rows(shared, "person_court_representative.csv")}
    assert client.get("/representatives", headers=JSON).json()["total"] == len(named) == 41
    judges, address = set[str](), "judges"
    while address:
        part = client.get(f"/{address}", headers=JSON).json()
        judges |= {member["label"] for member in part["members"]}
        address = part["next"]
    assert not judges & {name for name, _ in top}
    assert "Koen Lenaerts" in judges, "a judge by appointment, who sentenced nobody here"
    listed = """PREFIX hab: <https://w3id.org/habeas/ns#>
        ASK { ?event hab:judge ?who . ?who hab:identifier ?number
          FILTER(STRSTARTS(?number, "stalin-lists-georgia:")) }"""
    assert not georgia.store.query(listed)
    identifier = id_of(client, top[0][0]).rsplit("/", 1)[-1]
    page = re.sub(
        r"<[^>]+>", " ", client.get(f"/doc/{identifier}.html").text.split("<main")[1].split("<footer")[0]
    )
    assert "court representative" in page
    assert not re.search(r"\bjudges?\b", page)


def test_a_person_known_by_number_has_no_name(georgia: Edition) -> None:
    (row,) = georgia.store.query(
        """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?label (EXISTS { ?person skos:prefLabel|skos:altLabel ?name } AS ?named)
        WHERE { ?person hab:identifier "stalin-lists-georgia:person/7" ; rdfs:label ?label }"""
    )
    assert (row["label"].value, row["named"].value) == (f"Person {SOURCE}:person/7", "false")


def test_no_status_follows_from_a_sentencing_that_says_nothing_of_the_sentence(georgia: Edition) -> None:
    query = """PREFIX hab: <https://w3id.org/habeas/ns#>
        ASK { ?person hab:lastKnownStatus ?status ; hab:identifier ?number
          FILTER(STRSTARTS(?number, "stalin-lists-georgia:")) }"""
    assert not georgia.store.query(query)
    assert georgia.store.query(query.replace("stalin-lists-georgia:", "pinochet:"))


def test_names_that_differ_by_a_letter_are_found(built_list: Built, shared: Path) -> None:
    names = [row["name_ka"] for row in rows(shared, "court_representative.csv")]
    wanted = {frozenset((a, b)) for a in names for b in names if a < b and one_letter_apart(a, b)}
    found = built_list.published.manifest.findings
    assert Counter(f.shape for f in found)["near-duplicate-judges"] == 27
    told = {frozenset(re.findall("“([^”]+)”", f.message)) for f in found if f.shape.startswith("near")}
    assert told == wanted
    assert len(wanted) == 27


def one_letter_apart(a: str, b: str) -> bool:
    """The definition, pair by pair: a letter put in, left out or changed."""
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def test_articles_without_a_name_are_labelled_and_found(georgia: Edition, client: TestClient) -> None:
    """Memorial's strings give articles by number, with or without a code, and never by a name: 397 of 501."""
    labels = """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?label { ?article a hab:Article ; rdfs:label ?label }"""
    found = [row["label"].value for row in georgia.store.query(labels)]
    assert len(found) == 501
    assert "Article" not in found
    cited = cited_iris("58-10", answer_once(georgia.store_path, CITABLE).body)
    query = """PREFIX hab: <https://w3id.org/habeas/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?article (COUNT(DISTINCT ?where) AS ?times) {
          ?where hab:underArticle ?article . ?article hab:articleNumber "58-10"
          FILTER NOT EXISTS { ?article skos:prefLabel ?name } } GROUP BY ?article"""
    applied = {row["article"].value: int(row["times"].value) for row in georgia.store.query(query)}
    assert sorted(applied.values()) == [1951, 3000]
    assert applied.keys() < set(cited)
    operation = (Settings().root / "graphql" / "operations" / "judges-by-article.graphql").read_text("utf-8")
    nodes = ask(client, operation, article="58-10", first=1)["articles"]["nodes"]
    told = {node["label"]: node["appliedIn"]["totalCount"] for node in nodes}
    assert told["Article 58-10"] == 1951
    assert told["Article 58-10, Уголовный кодекс РСФСР"] == 3000


def test_one_name_of_two_people_is_refused(georgia: Edition, settings: Settings) -> None:
    question = load_library(settings.queries)["timeline"]
    with pytest.raises(AmbiguousNameError) as caught:
        run(question, {"person": "José Fernando Torres Arenas"}, georgia.store_path)
    assert len(caught.value.candidates) == 2
    assert all(candidate.facts for candidate in caught.value.candidates)
    for candidate in caught.value.candidates:
        variables, answer = text_rows(run(question, {"person": candidate.iri}, georgia.store_path).body)
        assert {row[variables.index("person")] for row in answer} == {candidate.iri}
