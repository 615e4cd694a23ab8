"""The named questions on Apache Jena Fuseki: the same rows in the same order as on Oxigraph.

So the SPARQL of this project is SPARQL 1.1 and not one engine's, and an edition can move to another server that has a
default graph of its own. Asked on the shipped edition and on the synthetic graph of the questions.
"""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.editions import Edition
from habeas.sparql.binding import bind, names_to_find
from habeas.sparql.library import Question, load_library
from habeas.sparql.names import found_iris, lookup_query
from habeas.sparql.once import answer_once
from habeas.sparql.results import Results, read_results

QUESTIONS = load_library(Settings().queries)
SYNTHETIC = Path(__file__).resolve().parents[1] / "data" / "questions.trig"

# What each parameter is asked with; a question gets those that it needs, and in a second round all that are here.
GIVEN = {
    "shipped": {
        "judge": "Yelena Tedeeva",
        "facility": "Labytnangi correctional facility",
        "person": "Artur Panov",
        "date": "2018-06-15",
        "from": "2015-01-01",
        "to": "2020-01-01",
    },
    "synthetic": {
        "judge": "Synthetic Judge One",
        "facility": "Synthetic Colony",
        "person": "Synthetic Person Gamma",
        "date": "2018-06-15",
        "from": "2015-06-15",
        "to": "2019-01-01",
    },
}


@dataclass(frozen=True)
class Loaded:
    """A dataset that both engines hold: its name, its Oxigraph store, and Fuseki's address."""

    name: str
    store: Path
    fuseki: str


@pytest.fixture(scope="module", params=sorted(GIVEN))
def loaded(
    request: pytest.FixtureRequest, fuseki: str, edition: Edition, tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    """Put the quads of a store into Fuseki in place of what was there."""
    path = edition.store_path
    if request.param == "synthetic":
        path = tmp_path_factory.mktemp("questions") / "store"
        made = ox.Store(str(path))
        made.bulk_load(path=str(SYNTHETIC), format=ox.RdfFormat.TRIG)
        made.flush()
        del made
    quads = io.BytesIO()
    ox.Store.read_only(str(path)).dump(quads, format=ox.RdfFormat.N_QUADS)
    send(f"{fuseki}/update", b"DROP ALL", "application/sparql-update")
    send(f"{fuseki}/data", quads.getvalue(), "application/n-quads")
    return Loaded(request.param, path, fuseki)


def send(address: str, body: bytes, content_type: str) -> bytes:
    headers = {"Content-Type": content_type, "Accept": "application/sparql-results+json, */*;q=0.1"}
    asked = urllib.request.Request(address, data=body, headers=headers)
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return bytes(answer.read())


def both(loaded: Loaded, text: str) -> tuple[Results, Results]:
    """The answer of Oxigraph and that of Fuseki."""
    theirs = send(f"{loaded.fuseki}/sparql", text.encode(), "application/sparql-query")
    return read_results(answer_once(loaded.store, text).body), read_results(theirs)


def bound(question: Question, given: Mapping[str, str], store: Path) -> str:
    """The question's query with its parameters put in."""
    names = names_to_find(question, given)
    found = {name: found_iris(name, answer_once(store, lookup_query(name)).body) for name in names}
    return bind(question, given, found)


def rounds(question: Question, name: str) -> list[dict[str, str]]:
    """The needed parameters alone, then all that there are values for."""
    needed = {p.name: GIVEN[name][p.name] for p in question.params if p.is_required}
    every = {p.name: GIVEN[name][p.name] for p in question.params if p.name in GIVEN[name]}
    return [needed] if needed == every else [needed, every]


def test_every_question_is_asked() -> None:
    assert len(QUESTIONS) >= 12


def test_both_hold_the_same_quads(loaded: Loaded) -> None:
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        ours, theirs = both(loaded, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        assert ours.rows == theirs.rows
        assert int(ours.rows[0][0].text) > 500


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_has_the_same_answer(name: str, loaded: Loaded) -> None:
    question = QUESTIONS[name]
    for given in rounds(question, loaded.name):
        ours, theirs = both(loaded, bound(question, given, loaded.store))
        assert theirs.variables == ours.variables
        assert theirs.rows == ours.rows, f"with {given or 'no parameter'}"
        if loaded.name == "synthetic":
            assert ours.rows, "on the synthetic graph every question has an answer"
