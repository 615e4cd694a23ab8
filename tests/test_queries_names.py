"""Names given to questions: one that means several things is refused, and articles are found by what cites them.

Everything here is synthetic: ``data/questions.trig`` with more people, facilities and articles of the same name.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from habeas.catalogue.identifiers import Identifiers
from habeas.cli import main
from habeas.config import Settings
from habeas.errors import AmbiguousNameError, NotFoundError, UsageError
from habeas.sparql.library import load_library, run
from habeas.sparql.results import text_rows
from habeas.web import create_app

DATA = Path(__file__).parent / "data"
ANSWERS = runpy.run_path(str(DATA / "answers.py"))["ANSWERS"]
MAKE = runpy.run_path(str(DATA / "questions.py"))["make_edition"]
LIBRARY = load_library(Settings().queries)
ID = "http://localhost:8000/id/"
QUERIES = "/sparql/queries/"

MORE = """
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX id: <http://localhost:8000/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA {
  id:twin-one a hab:Person, hab:Agent, hab:Entity ; rdfs:label "Test Person One" ; skos:prefLabel "Test Person One"@en ;
    hab:birthYear 1950 ; hab:describedAs "synthetic writer" .
  id:twin-two a hab:Person, hab:Agent, hab:Entity ; rdfs:label "Test Person One" ; skos:prefLabel "Test Person One"@en ;
    hab:birthYear 1971 .
  id:twin-three a hab:Person, hab:Agent, hab:Entity ; rdfs:label "Test Person Three" ;
    skos:altLabel "Test Person TWO"@en, "Тестова Особа"@uk .
  id:twin-four a hab:Person, hab:Agent, hab:Entity ; rdfs:label "Test Person Two" .
  id:twin-rival a hab:RivalValue, hab:Entity ; rdfs:label "Synthetic Person Alpha" .
  id:twin-camp a hab:Facility, hab:Agent, hab:Entity ; rdfs:label "Synthetic Colony" .
  id:twin-list a hab:PrisonerList, hab:Entity ; rdfs:label "Synthetic List A" .
  id:twin-trial-one a hab:Sentencing, hab:Event, hab:Entity ; rdfs:label "Sentencing: Test Person One, 3 May 2001" ;
    hab:defendant id:twin-one ; hab:subjectPerson id:twin-one ; hab:decidedBy id:judge-three ;
    hab:judge id:judge-three .
  id:twin-trial-two a hab:Sentencing, hab:Event, hab:Entity ; rdfs:label "Sentencing: Test Person One, 9 June 2009" ;
    hab:defendant id:twin-two ; hab:subjectPerson id:twin-two .
  GRAPH id:twin-record-one { id:twin-record-one hab:source id:twin-source .
    id:twin-trial-one hab:defendant id:twin-one ; hab:judge id:judge-three . id:twin-one a hab:Person }
  id:twin-record-one hab:source id:twin-source .
  id:twin-source hab:title "Synthetic bulletin" .

  id:twin-quarry a hab:Facility, hab:Agent, hab:Entity ; rdfs:label "Synthetic Quarry" .
  id:twin-death-one a hab:Death, hab:Event, hab:Entity ; hab:subjectPerson id:twin-one ; hab:dateText "in 2003" ;
    hab:facility id:twin-quarry .
  id:twin-death-two a hab:Death, hab:Event, hab:Entity ; hab:subjectPerson id:twin-two ; hab:dateText "in 2003" ;
    hab:facility id:twin-quarry .
  GRAPH id:twin-record-two { id:twin-death-one a hab:Death . id:twin-death-two a hab:Death }
  id:twin-record-two hab:source id:twin-source .

  id:law-a a hab:Law, hab:Entity ; rdfs:label "Уголовный кодекс РСФСР" ; skos:prefLabel "Уголовный кодекс РСФСР"@ru .
  id:law-b a hab:Law, hab:Entity ; rdfs:label "Criminal Code of the Republic of Belarus" ;
    skos:prefLabel "Criminal Code of the Republic of Belarus"@en .
  id:art-a a hab:Article, hab:Entity ; hab:articleNumber "58-10" ; rdfs:label "Article 58-10, Уголовный кодекс РСФСР" ;
    hab:ofLaw id:law-a .
  id:art-b a hab:Article, hab:Entity ; hab:articleNumber "58-10" ; rdfs:label "Article 58-10" .
  id:art-c a hab:Article, hab:Entity ; hab:articleNumber "58-10(1)" ; hab:ofLaw id:law-a ;
    rdfs:label "Article 58-10(1), Уголовный кодекс РСФСР" .
  id:art-d a hab:Article, hab:Entity ; hab:articleNumber "58-11" ; rdfs:label "Article 58-11" .
  id:art-e a hab:Article, hab:Entity ; hab:articleNumber "361(1)" ; rdfs:label "Article 361(1)" ; hab:ofLaw id:law-b .
  id:art-f a hab:Article, hab:Entity ; hab:articleNumber "361(2)" ; rdfs:label "Article 361(2)" ; hab:ofLaw id:law-b .
  id:art-g a hab:Article, hab:Entity ; hab:articleNumber "58-1(а)" ; rdfs:label "Article 58-1(а)" .
  id:art-h a hab:Article, hab:Entity ; hab:articleNumber "158-10" ; rdfs:label "Article 158-10" .
  id:art-i a hab:Article, hab:Entity ; hab:articleNumber "17-58-10" ; rdfs:label "17-58-10" ;
    skos:prefLabel "17-58-10"@ka .
"""  # goes on in ``applied``
ARTICLES = "abcdefghi"


def applied(letter: str) -> str:
    """A sentencing by a judge under an article, as one record states it."""
    return f"""
      id:use-{letter} a hab:Sentencing, hab:Event, hab:Entity ; hab:judge id:judge-three ; hab:defendant id:zeta ;
        hab:imposed id:use-{letter}-s .
      id:use-{letter}-s hab:underArticle id:art-{letter} .
      GRAPH id:use-{letter}-r {{ id:use-{letter} hab:judge id:judge-three }}
      id:use-{letter}-r hab:source id:twin-source .
    """


@dataclass(frozen=True)
class Place:
    home: str
    store: Path
    client: TestClient


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    path = MAKE(settings)
    store = ox.Store(str(path))
    store.update(f"{MORE}{''.join(map(applied, ARTICLES))} }}")
    store.flush()
    del store
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield Place(str(settings.home), path, client)


def ask(place: Place, name: str, **given: str) -> list[dict[str, str]]:
    variables, rows = text_rows(run(LIBRARY[name], given, place.store).body)
    return [dict(zip(variables, (cell.removeprefix(ID) for cell in row), strict=True)) for row in rows]


AMBIGUOUS = [
    ("timeline", "person", "Test Person One", {"twin-one", "twin-two"}),
    ("timeline", "person", " test PERSON one", {"twin-one", "twin-two"}),
    ("timeline", "person", "Test Person Two", {"twin-three", "twin-four"}),
    ("co-defendants", "person", "Test Person One", {"twin-one", "twin-two"}),
    ("disagreements", "person", "Test Person One", {"twin-one", "twin-two"}),
    ("defendants-by-judge", "judge", "Test Person One", {"twin-one", "twin-two"}),
    ("held-in-facility", "facility", "Synthetic Colony", {"colony", "twin-camp"}),
    ("list-differences", "list", "Synthetic List A", None),
    ("list-differences", "other", "Synthetic List A", None),
]


@pytest.mark.parametrize(("name", "param", "written", "meant"), AMBIGUOUS)
def test_a_name_that_means_several_things_is_refused(
    name: str, param: str, written: str, meant: set[str] | None, place: Place
) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        ask(place, name, **{param: written})
    error = caught.value
    iris = {candidate.iri.removeprefix(ID) for candidate in error.candidates}
    assert len(iris) == error.total == 2
    assert meant is None or iris == meant
    assert isinstance(error, UsageError)
    for candidate in error.candidates:
        assert candidate.iri in error.message
        assert ask(place, name, **{param: candidate.iri}) is not None


def test_what_tells_them_apart_is_listed(place: Place) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        ask(place, "timeline", person="Test Person One")
    facts = {c.iri.removeprefix(ID): c.facts for c in caught.value.candidates}
    assert {c.label for c in caught.value.candidates} == {"Test Person One"}
    assert "described as: synthetic writer" in facts["twin-one"]
    for name, year, day in (("twin-one", "1950", "3 May 2001"), ("twin-two", "1971", "9 June 2009")):
        told = " ".join(facts[name])
        assert year in told
        assert day in told
    assert "1 record of Synthetic bulletin" in facts["twin-one"]
    assert not set(facts["twin-one"]) & set(facts["twin-two"])


def test_what_a_parameter_cannot_mean_makes_no_name_ambiguous(place: Place) -> None:
    """A rival value is labelled with the name that is disputed."""
    assert ask(place, "co-defendants", person="Synthetic Person Alpha")
    with pytest.raises(NotFoundError):
        ask(place, "timeline", person="Synthetic List B")


def test_one_name_of_one_thing_is_answered_as_before(place: Place) -> None:
    by_name = ask(place, "timeline", person="Тестова Особа")
    assert by_name == ask(place, "timeline", person=f"{ID}twin-three")


def test_the_command_line_lists_them(place: Place) -> None:
    arguments = ["query", "timeline", "--home", place.home, "--param"]
    refused = CliRunner().invoke(main, [*arguments, "person=Test Person One"])
    assert refused.exit_code == 1
    for part in (f"{ID}twin-one", f"{ID}twin-two", "1950", "1971", "2 entries of this edition are called"):
        assert part in refused.output.replace("\n", ""), refused.output
    answered = CliRunner().invoke(main, [*arguments, f"person={ID}twin-one"])
    assert answered.exit_code == 0


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (["person=a", "--param", "person=b"], "2 times"),
        (["persn=Synthetic Person Gamma"], "person"),
    ],
)
def test_the_command_line_refuses_what_it_would_drop(params: list[str], said: str, place: Place) -> None:
    refused = CliRunner().invoke(main, ["query", "timeline", "--home", place.home, "--param", *params])
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_file_takes_no_parameters(place: Place, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("ASK {}", encoding="utf-8")
    own = ["query", "--file", str(tmp_path / "own.rq"), "--home", place.home]
    assert CliRunner().invoke(main, own).exit_code == 0
    refused = CliRunner().invoke(main, [*own, "--param", "person=a"])
    assert refused.exit_code == 1
    assert "--param" in refused.output


def test_a_program_reads_them_as_candidates(place: Place) -> None:
    answer = place.client.get(QUERIES + "timeline", params={"person": "Test Person One", "format": "json"})
    assert answer.status_code == 400
    said = answer.json()
    assert said["error"] == "AmbiguousNameError"
    assert {each["id"] for each in said["candidates"]} == {f"{ID}twin-one", f"{ID}twin-two"}
    assert all(each["label"] == "Test Person One" and each["facts"] for each in said["candidates"])
    assert said["where"] == "parameter person"
    assert said["mend"]


def test_the_page_links_the_question_for_each(place: Place) -> None:
    asked = {"facility": "Synthetic Colony", "from": "2015-06-15"}
    address = QUERIES + "held-in-facility"
    page = place.client.get(address, params=asked, headers={"Accept": "text/html"})
    assert page.status_code == 400
    links = [
        urljoin(f"http://testserver{address}", link.replace("&amp;", "&"))
        for link in re.findall(r'<li><a href="(held-in-facility[^"]*)"', page.text)
    ]
    assert len(links) == 2
    for link in links:
        answer = place.client.get(link, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        assert 'value="2015-06-15"' in answer.text
    assert "Synthetic Colony" in page.text


# --- columns -------------------------------------------------------------------------------

IDS_OF = {
    "co-defendants": {"coDefendant": "other"},
    "custody-extensions": {"prisoner": "person", "judgeName": "judge"},
    "deaths-by-facility": {"people": "peopleIds"},
    "defendants-by-judge": {"defendant": "person", "judgeName": "judge"},
    "disagreements": {"about": "subject"},
    "exchanges": {"released": "person"},
    "facility-unknown-since": {"prisoner": "person"},
    "held-in-facility": {"prisoner": "person"},
    "judges-by-article": {"defendant": "person", "judgeName": "judge"},
    "lawyers-prosecuted": {"lawyer": "person", "clients": "clientIds"},
    "list-differences": {"prisoner": "person"},
    "outside-appointment": {"judgeName": "judge"},
    "over-maximum": {"sentenced": "person"},
    "statements-with-source": {"by": "byIds", "to": "toIds", "about": "aboutIds"},
}
"""The columns that name people, and those with their ids."""
WITHOUT_NAMES = {"figures-in-conflict", "median-terms", "releases-by-month", "restricted-in-public"}
"""Numbers, or things of any kind with their ids."""


UNAMBIGUOUS = {
    "held-in-facility": {"facility": f"{ID}colony"},
    "list-differences": {"list": "Synthetic List B", "other": ""},
}


def test_every_column_of_people_has_one_of_their_ids(place: Place) -> None:
    assert set(LIBRARY) == {*IDS_OF, *WITHOUT_NAMES, "timeline"}
    checked = 0
    for name, columns in IDS_OF.items():
        given = {**ANSWERS[name][0], **UNAMBIGUOUS.get(name, {})}
        for row in ask(place, name, **given):
            for column, ids in columns.items():
                if row[column]:
                    assert len(row[column].split("; ")) == len(row[ids].split("; ")), (name, row)
                    checked += 1
    assert checked > 30
    assert {row["person"] for row in ask(place, "timeline", person="Synthetic Person Gamma")} == {"gamma"}
    assert {row["person"] for row in ask(place, "disagreements", person="Synthetic Person Gamma")} == {
        "gamma"
    }


def test_ids_stand_in_the_order_of_the_names(place: Place) -> None:
    (row,) = (r for r in ask(place, "statements-with-source") if r["said"] == "statement")
    assert row["by"] == "Synthetic Committee; Synthetic State A"
    assert row["byIds"].replace(ID, "") == "body; state-a"
    deaths = ask(place, "deaths-by-facility")
    assert [
        (r["people"], r["peopleIds"].replace(ID, "")) for r in deaths if r["facility"] == "Synthetic Quarry"
    ] == [("Test Person One (in 2003); Test Person One (in 2003)", "twin-one; twin-two")]


# --- ids -----------------------------------------------------------------------------------

IDENTIFIERS = Identifiers("http://localhost:8000", {"merged": "gamma"})


@pytest.mark.parametrize(
    "written",
    [f"{ID}gamma", "urn:habeas:id:gamma", "/id/gamma", f"{ID}merged", "urn:habeas:id:merged", "merged"],
)
def test_an_id_is_taken_in_every_form(written: str, place: Place) -> None:
    def rows(person: str) -> list[list[str]]:
        answer = run(LIBRARY["timeline"], {"person": person}, place.store, identifiers=IDENTIFIERS)
        return text_rows(answer.body)[1]

    assert rows(written) == rows("Synthetic Person Gamma") != []


@pytest.mark.parametrize(
    "written", [f"{ID}nobody", "http://elsewhere.example/id/gamma", "urn:habeas:id:nobody"]
)
@pytest.mark.parametrize("identifiers", [None, IDENTIFIERS], ids=["store", "edition"])
def test_an_iri_that_the_edition_does_not_have_is_no_empty_answer(
    written: str, identifiers: Identifiers | None, place: Place
) -> None:
    with pytest.raises(NotFoundError):
        run(LIBRARY["timeline"], {"person": written}, place.store, identifiers=identifiers)


# --- articles ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("58-10", "abci"),
        ("58 п. 10", "abci"),
        ("Article 58-10", "abci"),
        ("ст. 58-10 УК РСФСР", "ac"),
        ("УК РСФСР 58-10", "ac"),
        ("Article 58-10, Уголовный кодекс РСФСР", "ac"),
        ("58-10, Criminal Code of the RSFSR", "ac"),
        ("58-10 ч. 1", "c"),
        ("58-10 ч. I", "c"),
        ("ст. 58 ч. 10", "abci"),
        ("58-10 часть 1, 58-11", "cd"),
        ("58-10(1) УК РСФСР", "c"),
        ("58-11", "d"),
        ("58-10, 58-11", "abcdi"),
        ("361", "ef"),
        ("УК РБ 361", "ef"),
        ("УК РБ 361 ч. 1", "e"),
        ("Part 2 of article 361 of the Criminal Code of the Republic of Belarus", "f"),
        ("КК РБ арт. 361 ч. 2", "f"),
        ("58-1 а", "g"),
        ("58-1 «а»", "g"),
        ("ст. 58-1 п. а", "g"),
        ("58-1", "g"),
        ("17-58-10", "i"),
        ("158-10", "h"),
        (f"{ID}art-a", "a"),
    ],
)
def test_articles_are_found_by_code_number_part_and_point(written: str, found: str, place: Place) -> None:
    rows = ask(place, "judges-by-article", article=written)
    assert {row["article"] for row in rows} == {f"art-{letter}" for letter in found}
    assert all(row["articleName"] for row in rows), "the answer says which article"


@pytest.mark.parametrize(
    "written",
    [
        "58-12",
        "361 УК РСФСР",
        "58-10 ч. 2",
        "58-1 б",
        "Article",
        "УК РСФСР",
        "ст. 58",
        "58/11",
        "58-10 1937",
        "58-10 nobody",
    ],
)
def test_an_article_that_is_not_there_is_no_empty_answer(written: str, place: Place) -> None:
    with pytest.raises(NotFoundError):
        ask(place, "judges-by-article", article=written)


def test_an_article_s_name_means_that_one(place: Place) -> None:
    named = "Article 7 of the Synthetic Code, to 2015"
    assert {row["articleName"] for row in ask(place, "judges-by-article", article=named)} == {named}
    both = ask(place, "judges-by-article", article="Article 7 of the Synthetic Code")
    assert {row["article"] for row in both} == {"article-old", "article-new"}
