"""``habeas neo4j push`` on a real server: what it writes, what it leaves alone, what it removes, how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from habeas.cli.neo4j import neo4j as command
from habeas.config import Settings
from habeas.editions import Edition
from habeas.model import Model, read_model
from habeas.network import Neo4jError, PropertyGraph, Pushed, Target, project, push
from habeas.network.comparison import compare
from habeas.network.database import Database
from habeas.network.push import write_graph
from habeas.network.target import session_at

SETTINGS = Settings()
ABOUT = {"id": "synthetic", "audience": "public"}
QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "questions.trig"
Ask = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(SETTINGS.ontology, SETTINGS.shapes)


@pytest.fixture(scope="module")
def shipped(edition: Edition, model: Model) -> PropertyGraph:
    return project(edition.store, model, edition.manifest.base, SETTINGS.rules)


@pytest.fixture(scope="module")
def synthetic(model: Model) -> PropertyGraph:
    store = ox.Store()
    store.bulk_load(path=str(QUESTIONS), format=ox.RdfFormat.TRIG)
    return project(store, model, "http://localhost:8000", SETTINGS.rules)


@pytest.fixture
def ask(empty: Target) -> Ask:
    def run(query: str, **parameters: object) -> list[Any]:
        with session_at(empty) as session:
            return [list(record.values()) for record in session.run(query, parameters)]

    return run


@pytest.fixture
def pushing(edition: Edition, model: Model, empty: Target, silent: Any) -> Callable[[], Pushed]:
    return lambda: push(edition, model, SETTINGS.rules, empty, silent)


def held(target: Target, graph: PropertyGraph) -> PropertyGraph:
    with session_at(target) as session:
        return Database(session, graph.root).read()


def test_the_database_says_what_the_edition_says(
    pushing: Callable[[], Pushed], shipped: PropertyGraph, empty: Target
) -> None:
    pushed = pushing()
    assert (pushed.nodes.total, pushed.nodes.created) == (len(shipped.nodes), len(shipped.nodes))
    assert pushed.relationships.created == len(shipped.relationships) > 1_000
    assert pushed.written["nodes_created"] == len(shipped.nodes) + 1, "the edition has a node too"
    assert pushed.written["relationships_created"] == len(shipped.relationships)
    assert not compare(shipped, held(empty, shipped))


def test_the_same_edition_a_second_time_changes_nothing(
    pushing: Callable[[], Pushed], edition: Edition
) -> None:
    pushing()
    again = pushing()
    assert again.written == {}
    assert again.edition == edition.id
    for counts in (again.nodes, again.relationships):
        assert counts.total > 500
        assert (counts.created, counts.updated, counts.removed) == (0, 0, 0)


def test_kinds_languages_and_labels_are_neo4j_s_own(pushing: Callable[[], Pushed], ask: Ask) -> None:
    pushing()
    ((labels, english, russian),) = ask(
        "MATCH (p:Person {label: 'Oleh Sentsov'}) RETURN labels(p), p.prefLabel_en, p.altLabel_ru"
    )
    assert set(labels) == {"Person", "Agent", "Entity"}
    assert (english, russian) == ("Oleh Sentsov", ["сенцов"])
    ((days, other),) = ask(
        "MATCH (e:Event) WHERE e.earliest IS NOT NULL "
        "RETURN count(e), sum(CASE WHEN e.earliest IS :: DATE THEN 0 ELSE 1 END)"
    )
    assert days > 20
    assert other == 0
    terms = ask(
        "MATCH (s:Sentence) WHERE s.term IS NOT NULL RETURN s.term = duration({months: s.termMonths})"
    )
    assert terms
    assert all(same for (same,) in terms)
    assert ask("MATCH (p:Pardon) WHERE NOT p:Release OR NOT p:Event OR NOT p:Entity RETURN p") == []
    assert ask("MATCH (p:Pardon) RETURN count(p) > 0") == [[True]]


def test_sources_can_be_followed(pushing: Callable[[], Pushed], ask: Ask) -> None:
    pushing()
    assert ask(
        "MATCH (:Person {label: 'Volodymyr Balukh'})-[by:SENTENCED_BY]->() UNWIND by.restsOn AS id "
        "MATCH (record:Record {id: id})-[:SOURCE]->(source:Source) RETURN source.title, record.locator"
    ) == [["News index page on political prisoners in Russia and Belarus", "paragraph 30 (news item)"]]
    assert ask(
        "MATCH ()-[r]->() WHERE r.sources IS NULL OR size(r.sources) = 0 OR r.records IS NULL RETURN count(r)"
    ) == [[0]]
    ((disputes,),) = ask(
        "MATCH (d:Dispute)-[:RIVAL_VALUE]->()-[:STATED_IN]->(:Record)-[:SOURCE]->(:Source) RETURN count(DISTINCT d)"
    )
    assert disputes >= 1


def test_ids_are_unique(pushing: Callable[[], Pushed], ask: Ask) -> None:
    pushing()
    ((taken,),) = ask("MATCH (p:Person) RETURN p.id LIMIT 1")
    with pytest.raises(Neo4jError, match="already exists"):
        ask("CREATE (:Entity {id: $id})", id=taken)


def test_what_somebody_changed_is_set_right_and_what_is_theirs_stays(
    pushing: Callable[[], Pushed], ask: Ask, shipped: PropertyGraph, empty: Target
) -> None:
    pushing()
    ask(
        "MATCH (p:Person {label: 'Oleh Sentsov'})<-[r:SUBJECT_PERSON]-() WITH p, collect(r)[0] AS r "
        "SET p.prefLabel_en = 'changed', p:Stale, r.sources = [] "
        "CREATE (:Note {text: 'mine'})-[:ABOUT_THEM {weight: 1}]->(p), (p)-[:MY_GUESS]->(p)"
    )
    ask("MATCH (:Person)-[r:DEFENDED_BY]->() WITH collect(r)[0] AS r DELETE r")
    pushed = pushing()
    assert (pushed.nodes.created, pushed.nodes.updated, pushed.nodes.removed) == (0, 1, 0)
    counts = pushed.relationships
    assert (counts.created, counts.updated, counts.removed) == (1, 1, 0)
    assert pushed.written["labels_removed"] == 1
    assert not compare(shipped, held(empty, shipped))
    assert ask("MATCH (:Note)-[r:ABOUT_THEM]->(:Person)-[:MY_GUESS]->() RETURN r.weight") == [[1]]


def test_what_the_edition_no_longer_holds_is_removed(
    pushing: Callable[[], Pushed],
    ask: Ask,
    shipped: PropertyGraph,
    synthetic: PropertyGraph,
    empty: Target,
    silent: Any,
) -> None:
    write_graph(synthetic, ABOUT, empty, silent)
    assert not compare(synthetic, held(empty, synthetic))
    (person,) = (n for n in synthetic.nodes.values() if n.properties["label"] == "Synthetic Person Alpha")
    ask("CREATE (:Note {text: 'mine'})")
    pushed = pushing()
    assert pushed.nodes.removed == len(synthetic.nodes.keys() - shipped.nodes.keys()) > 20
    assert pushed.written["nodes_deleted"] == pushed.nodes.removed
    assert ask("MATCH (n:Entity {id: $id}) RETURN n", id=person.id) == []
    assert ask("MATCH (n:Note) RETURN n.text") == [["mine"]]
    assert not compare(shipped, held(empty, shipped))


def test_a_relationship_that_is_gone_goes_and_its_ends_stay(
    synthetic: PropertyGraph, empty: Target, silent: Any
) -> None:
    write_graph(synthetic, ABOUT, empty, silent)
    smaller = PropertyGraph(synthetic.root, synthetic.nodes, dict(list(synthetic.relationships.items())[3:]))
    changes, written = write_graph(smaller, ABOUT, empty, silent)
    assert len(changes.gone_relationships) == written["relationships_deleted"] == 3
    assert not compare(smaller, held(empty, smaller))


def test_a_push_that_was_broken_off_is_finished_by_the_next(
    pushing: Callable[[], Pushed],
    ask: Ask,
    shipped: PropertyGraph,
    empty: Target,
    edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = Database._batches

    def fail_at_relationships(self: Database, query: str, rows: Any, step: Any) -> None:
        if "MERGE (s)" in query:
            raise neo4j.exceptions.ServiceUnavailable("the cable was pulled")
        written(self, query, rows, step)

    with monkeypatch.context() as broken:
        broken.setattr(Database, "_batches", fail_at_relationships)
        with pytest.raises(Neo4jError, match="cable"):
            pushing()
    assert ask("MATCH (e:HabeasEdition) RETURN e.id, e.complete") == [[edition.id, False]]
    pushed = pushing()
    assert (pushed.nodes.created, pushed.relationships.created) == (0, len(shipped.relationships))
    assert ask("MATCH (e:HabeasEdition) RETURN e.id, e.complete") == [[edition.id, True]]
    assert not compare(shipped, held(empty, shipped))


def test_what_no_push_has_made_is_not_touched(pushing: Callable[[], Pushed], ask: Ask) -> None:
    ask("CREATE (:Entity {id: 'somebody else'})")
    with pytest.raises(Neo4jError, match="no push of Habeas has made") as caught:
        pushing()
    assert caught.value.mend
    assert ask("MATCH (n) RETURN n.id") == [["somebody else"]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"password": "wrong"}, "refuses the user 'neo4j'"), ({"database": "elsewhere"}, "elsewhere")],
)
def test_errors_say_what_is_wrong(
    changed: dict[str, str], said: str, edition: Edition, model: Model, neo4j_server: Target, silent: Any
) -> None:
    with pytest.raises(Neo4jError, match=said) as caught:
        push(edition, model, SETTINGS.rules, replace(neo4j_server, **changed), silent)
    assert caught.value.where == neo4j_server.uri


def test_an_old_server_is_named(neo4j_server: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("habeas.network.target.OLDEST", (9999, 0))
    with pytest.raises(Neo4jError, match=r"the server is Neo4j 5\.\d+"), session_at(neo4j_server):
        pass


def run(target: Target, home: Path, **environment: str) -> Result:
    said = {"NEO4J_PASSWORD": target.password or "", "HABEAS_HOME": str(home), **environment}
    return CliRunner().invoke(command, ["push", "--uri", target.uri, "--user", target.user], env=said)


def test_the_command_says_what_it_did(empty: Target, edition: Edition, shipped_settings: Settings) -> None:
    first, second = (run(empty, shipped_settings.home) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert f"edition          {edition.id}" in first.stdout
    assert "0 updated, 0 removed" in first.stdout
    assert "server           nothing written" in second.stdout
    assert "0 created, 0 updated, 0 removed" in second.stdout
    assert str(empty.password) not in first.output


def test_the_command_without_an_edition_or_a_password(
    empty: Target, tmp_path: Path, shipped_settings: Settings
) -> None:
    assert "run `habeas build` first" in str(run(empty, tmp_path).exception)
    refused = run(empty, shipped_settings.home, NEO4J_PASSWORD="wrong").exception
    assert isinstance(refused, Neo4jError)
    assert "NEO4J_PASSWORD" in str(refused.mend)
