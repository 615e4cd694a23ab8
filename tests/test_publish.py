# ruff: noqa: E501
"""Publishing: what is not cleared is nowhere, disputes are shown, and a status is what is publicly known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.errors import LedgerError, UsageError, ValidationError
from habeas.identity import Clearance, Identity, Preference, append_entries, read_entries
from habeas.model import Model, Vocabularies, read_model, read_vocabularies
from habeas.model.namespaces import PREFIXES
from habeas.publish import Publisher
from habeas.publish.building import prepare_home
from habeas.publish.filter import Filter
from habeas.publish.records import Node, Record, group_records
from habeas.shapes import Report, validate_records

ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 22)
PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + (
    "PREFIX : <urn:habeas:id:>\n"
    "PREFIX polarity: <https://w3id.org/habeas/vocabulary/polarity/>\n"
    "PREFIX confidence: <https://w3id.org/habeas/vocabulary/confidence/>\n"
    "PREFIX status: <https://w3id.org/habeas/vocabulary/status/>\n"
    "PREFIX kind: <https://w3id.org/habeas/vocabulary/facility-kind/>\n"
    "PREFIX manner: <https://w3id.org/habeas/vocabulary/manner/>\n"
    "PREFIX answer: <https://w3id.org/habeas/vocabulary/answer/>\n"
    "PREFIX request: <https://w3id.org/habeas/vocabulary/request-kind/>\n"
    "PREFIX recordstatus: <https://w3id.org/habeas/vocabulary/record-status/>\n"
)
SOURCE = """:src { :src a hab:Source ; hab:title "A plainly synthetic source" ; hab:publisher "unknown" ;
  hab:licence "synthetic" ; hab:language "en" ; hab:retrieved "2026-01-31"^^xsd:date . }
"""


def record(name: str, body: str, polarity: str = "asserts", confidence: str = "reported") -> str:
    return f""":{name} {{ :{name} a hab:Record ; hab:source :src ; hab:locator "page {name}" ; hab:tableName "t.csv" ;
      hab:rowNumber 1 ; hab:polarity polarity:{polarity} ; hab:confidence confidence:{confidence} ;
      hab:recordStatus recordstatus:accepted ; hab:recorded "2026-01-31"^^xsd:date . {body} }}
    """


def person(name: str, label: str) -> str:
    return f':{name} a hab:Person ; skos:prefLabel "{label}"@en . '


class House:
    """A home, the records in it, and what is cleared."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, root=ROOT)
        self.settings.home.mkdir(exist_ok=True)
        self.records: dict[Node, Record] = {}
        self.add(SOURCE)

    def add(self, trig: str, tier: str | None = None) -> None:
        quads = ox.parse(_turtle(trig), format=ox.RdfFormat.TRIG)
        for iri, found in group_records(quads).items():
            self.records[iri] = found
            if tier:
                self.rule(found, tier)

    def rule(self, found: Record, tier: str, until: str | None = None) -> None:
        self.decide(
            Clearance(
                record=found.iri.value.rsplit(":", 1)[1],
                digest=found.digest,
                tier=tier,
                until=until,
                by="Synthetic reviewer",
                why="a test",
                when="2026-01-31",
            )
        )

    def decide(self, *entries: Clearance | Identity | Preference) -> None:
        append_entries(entries, self.settings.home / "ledger")

    def publish(self, today: dt.date = TODAY) -> Edition:
        report = Report()
        self.published = Publisher(self.settings, "public", today).publish(self.records, report)
        return open_current(self.settings)

    def ask_after(self, query: str) -> set[tuple[str, ...]]:
        self.publish()
        return self.ask(query)

    def ask(self, query: str) -> set[tuple[str, ...]]:
        return ask(open_current(self.settings), query)


def _turtle(trig: str) -> str:
    prefixes = PREFIX.replace("PREFIX ", "@prefix ").replace(">\n", "> .\n")
    return prefixes + trig


def ask(edition: Edition, query: str) -> set[tuple[str, ...]]:
    rows = edition.store.query(PREFIX.replace("urn:habeas:id:", f"{edition.manifest.base}/id/") + query)
    return {tuple("" if cell is None else cell.value for cell in row) for row in rows}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "home")


ARREST = ":arrest a hab:Arrest ; hab:subjectPerson :p ; hab:earliest '2024-01-01'^^xsd:date ; hab:latest '2024-01-31'^^xsd:date ."
RELEASE = ":release a hab:Release ; hab:subjectPerson :p ; hab:earliest '2025-01-01'^^xsd:date ; hab:latest '2025-01-31'^^xsd:date ."
STATUS = "SELECT ?s { :p hab:lastKnownStatus ?status . BIND(REPLACE(STR(?status), '.*/', '') AS ?s) }"


def everything(edition: Edition) -> str:
    """All that an edition's files say: every quad, the manifest, and the catalogue's bytes."""
    quads = "\n".join(str(quad) for quad in edition.store)
    files = [edition.path / "manifest.json", edition.catalogue_path]
    return quads + "".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def test_a_record_that_nobody_cleared_is_nowhere(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Public") + ARREST), "public")
    house.add(record("r2", person("q", "Synthetic Hidden")))
    house.add(record("r3", person("s", "Synthetic Sealed")), "sealed")
    said = everything(house.publish())
    assert "Synthetic Public" in said
    for name in ("Synthetic Hidden", "Synthetic Sealed", "page r2", "page r3"):
        assert name not in said


def test_a_status_is_what_is_publicly_known(house: House) -> None:
    """A rule that uses absence must not see the restricted release, nor be silent because of it."""
    house.add(record("r1", person("p", "Synthetic Person") + ARREST), "public")
    house.add(record("r2", person("p", "Synthetic Person") + RELEASE))
    house.publish()
    assert house.ask(STATUS) == {("imprisoned",)}
    house.rule(house.records[ox.NamedNode("urn:habeas:id:r2")], "public")
    house.publish()
    assert house.ask(STATUS) == {("released",)}


def test_a_change_in_restricted_matter_makes_no_new_edition(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person") + ARREST), "public")
    first = house.publish()
    house.add(record("r2", person("p", "Synthetic Person") + RELEASE))
    house.decide(Identity(decision="same", a="p", b="hidden", by="x", why="a test", when="2026-01-31"))
    second = house.publish()
    assert second.id == first.id
    assert not house.published.is_new
    assert second.manifest == first.manifest


def test_a_record_that_changed_since_it_was_cleared_is_withheld(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    house.add(record("r1", person("p", "Synthetic Person") + ARREST))
    edition = house.publish()
    assert [iri.value for iri in house.published.stale] == ["urn:habeas:id:r1"]
    assert "Synthetic Person" not in everything(edition)


def test_a_delay_ends_with_its_last_day(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")))
    house.rule(house.records[ox.NamedNode("urn:habeas:id:r1")], "delayed", until="2026-12-31")
    assert "Synthetic Person" not in everything(house.publish(dt.date(2026, 12, 31)))
    assert "Synthetic Person" in everything(house.publish(dt.date(2027, 1, 1)))


RESTRICTED = [
    (':e a hab:Arrest ; hab:subjectPerson :p ; hab:unit "unit 7" .', "unit 7"),
    (":e a hab:Arrest ; hab:subjectPerson :p ; hab:witness :w .", "/id/w>"),
    (':r a hab:Relation ; hab:relationFrom :p ; hab:relationTo :q ; hab:relationKind "kin of" .', "kin of"),
    (
        ':r a hab:Relation ; hab:relationFrom :p ; hab:relationTo :w ; hab:relationKind "kin of" .',
        "Synthetic Other",
    ),
    (':i a hab:IllTreatment ; hab:subjectPerson :p ; hab:detail "beaten" .', "/id/i>"),
    (":d a hab:Death ; hab:subjectPerson :p ; hab:manner manner:illness .", "hab:manner"),
    (':r1 hab:unreadCell "age: secret" .', "age: secret"),
    (':p hab:inventedProperty "no shape" .', "no shape"),
    (':x a hab:InventedClass ; skos:prefLabel "no class"@en .', "no class"),
    (
        ":f a hab:Facility ; skos:prefLabel 'Ward Nine'@en ; hab:facilityKind kind:hospital . "
        ":e a hab:Detention ; hab:subjectPerson :p ; hab:facility :f .",
        "Ward Nine",
    ),
]


def test_there_is_a_case_of_each_way_to_be_restricted() -> None:
    assert len(RESTRICTED) == 10


@pytest.mark.parametrize(("body", "secret"), RESTRICTED)
def test_what_a_shape_or_a_value_restricts_is_not_published(house: House, body: str, secret: str) -> None:
    house.add(record("r0", person("p", "Synthetic Person") + ARREST), "public")
    house.add(record("r1", person("p", "Synthetic Person") + person("w", "Synthetic Other") + body), "public")
    said = everything(house.publish())
    assert "Synthetic Person" in said
    assert secret not in said.replace("https://w3id.org/habeas/ns#manner> <https", "hab:manner")


def test_a_hospital_hides_every_mention_of_it(house: House) -> None:
    """One record says that it is a hospital; another only that somebody is there."""
    house.add(
        record("r1", ":f a hab:Facility ; skos:prefLabel 'Ward Nine'@en ; hab:facilityKind kind:hospital ."),
        "public",
    )
    house.add(
        record(
            "r2",
            person("p", "Synthetic Person")
            + ":f a hab:Facility . :e a hab:Detention ; hab:subjectPerson :p ; hab:facility :f .",
        ),
        "public",
    )
    edition = house.publish()
    assert "/id/f>" not in everything(edition)
    assert ask(edition, "SELECT ?e { ?e a hab:Detention ; hab:subjectPerson :p }") == {
        ("http://localhost:8000/id/e",)
    }


def test_a_superseded_record_is_gone(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person") + ARREST.replace("2024", "2023")), "public")
    house.add(record("r2", person("p", "Synthetic Person") + ARREST + " :r2 hab:supersedes :r1 ."), "public")
    house.publish()
    assert house.ask("SELECT ?d { :arrest hab:earliest ?d }") == {("2024-01-01",)}


DEATH = ":death a hab:Death ; hab:subjectPerson :p ."


def test_a_denied_event_is_not_asserted_and_the_status_is_unknown(house: House) -> None:
    house.add(record("r0", person("p", "Synthetic Person") + ARREST), "public")
    house.add(record("r1", person("p", "Synthetic Person") + DEATH), "public")
    house.add(record("r2", person("p", "Synthetic Person") + DEATH, "denies"), "public")
    house.publish()
    assert house.ask("SELECT ?d { ?d a hab:Death }") == set()
    assert house.ask("SELECT ?o { :death ?p ?o }") == set()
    assert house.ask(STATUS) == {("unknown",)}
    rivals = "SELECT ?polarity ?r { ?d a hab:Dispute ; hab:disputedSubject :death ; hab:concerns :p ; hab:rivalValue ?v . ?v hab:polarity/rdfs:label ?polarity ; hab:statedIn/hab:locator ?r }"
    assert house.ask(rivals) == {("Asserts", "page r1"), ("Denies", "page r2")}
    assert house.ask("SELECT ?g { GRAPH ?g { ?x a hab:Death } }") == {
        (f"http://localhost:8000/id/{r}",) for r in ("r1", "r2")
    }


@pytest.mark.parametrize(("record_id", "status"), [("r1", "died"), ("r2", "imprisoned")])
def test_a_decision_settles_a_denial(house: House, record_id: str, status: str) -> None:
    house.add(record("r0", person("p", "Synthetic Person") + ARREST), "public")
    house.add(record("r1", person("p", "Synthetic Person") + DEATH), "public")
    house.add(record("r2", person("p", "Synthetic Person") + DEATH, "denies"), "public")
    house.decide(
        Preference(
            subject="death", property="type", record=record_id, by="x", why="a test", when="2026-01-31"
        )
    )
    house.publish()
    assert {row[0] for row in house.ask(STATUS)} == {status}
    assert house.ask("SELECT ?by { ?d a hab:Dispute ; hab:resolution ?by }") == {("ledger",)}


def request(name: str, answer: str, confidence: str) -> str:
    body = f":q a hab:Request ; hab:requestKind request:extradition ; hab:subjectPerson :p ; hab:answer answer:{answer} ."
    return record(name, person("p", "Synthetic Person") + body, confidence=confidence)


@pytest.mark.parametrize(
    ("confidences", "asserted", "decided"),
    [
        (("reported", "reported"), set(), "undecided"),
        (("confirmed", "claimed"), {("Granted",)}, "higher confidence"),
        (("claimed", "confirmed"), {("Refused",)}, "higher confidence"),
    ],
)
def test_rival_values(
    house: House, confidences: tuple[str, str], asserted: set[tuple[str]], decided: str
) -> None:
    house.add(request("r1", "granted", confidences[0]), "public")
    house.add(request("r2", "refused", confidences[1]), "public")
    house.publish()
    assert house.ask("SELECT ?a { :q hab:answer/rdfs:label ?a }") == asserted
    assert house.ask("SELECT ?by { ?d a hab:Dispute ; hab:resolution ?by }") == {(decided,)}
    values = "SELECT ?v ?r { ?d hab:rivalValue ?x . ?x hab:valueText ?v ; hab:statedIn/hab:locator ?r }"
    assert house.ask(values) == {("Granted", "page r1"), ("Refused", "page r2")}


def test_a_decision_settles_rival_values(house: House) -> None:
    house.add(request("r1", "granted", "confirmed"), "public")
    house.add(request("r2", "refused", "claimed"), "public")
    house.decide(
        Preference(subject="q", property="answer", record="r2", by="x", why="a test", when="2026-01-31")
    )
    house.publish()
    assert house.ask("SELECT ?a { :q hab:answer/rdfs:label ?a }") == {("Refused",)}


def test_rival_bounds_keep_the_outer_one_and_make_no_dispute(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person") + ARREST), "public")
    house.add(
        record(
            "r2",
            person("p", "Synthetic Person")
            + ARREST.replace("2024-01-31", "2024-03-31").replace("2024-01-01", "2024-02-01"),
        ),
        "public",
    )
    house.publish()
    assert house.ask("SELECT ?a ?b { :arrest hab:earliest ?a ; hab:latest ?b }") == {
        ("2024-01-01", "2024-03-31")
    }
    assert house.ask("SELECT ?d { ?d a hab:Dispute }") == set()


def same(a: str, b: str, decision: str = "same") -> Identity:
    return Identity(decision=decision, a=a, b=b, by="x", why="a test", when="2026-01-31")


def test_merged_people_are_one_and_keep_all_names(house: House) -> None:
    house.add(record("r1", person("p", "Zara Synthetic") + ARREST), "public")
    house.add(record("r2", person("q", "Sara Synthetic") + RELEASE.replace(":p", ":q")), "public")
    house.decide(same("p", "q"))
    edition = house.publish()
    assert house.ask("SELECT ?n ?o { ?p a hab:Person ; skos:prefLabel ?n ; skos:altLabel ?o }") == {
        ("Zara Synthetic", "Sara Synthetic")
    }
    assert house.ask(STATUS) == {("released",)}
    assert edition.manifest.redirects == {"q": "p"}


def test_a_merge_can_be_undone_and_unsure_merges_nothing(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic One")), "public")
    house.add(record("r2", person("q", "Synthetic Two")), "public")
    house.decide(same("p", "q"), same("q", "p", "unsure"))
    house.publish()
    assert len(house.ask("SELECT ?p { ?p a hab:Person }")) == 2


def test_a_canonical_id_that_was_published_stays(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic One")), "public")
    house.add(record("r2", person("q", "Synthetic Two")), "public")
    house.add(record("r3", person("s", "Synthetic Three")))
    house.decide(same("p", "q"))
    house.publish()
    house.decide(same("s", "p"))
    house.rule(house.records[ox.NamedNode("urn:habeas:id:r3")], "public")
    assert house.publish().manifest.redirects == {"q": "p", "s": "p"}


def test_malformed_records_stop_the_publication_and_the_last_edition_stays(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    first = house.publish()
    house.add(record("r2", ":f a hab:Figure ; hab:count 3 ."), "public")
    settings = house.settings
    report = validate_records(
        {i.value: r.quads() for i, r in house.records.items()}, settings.shapes, settings.ontology
    )
    with pytest.raises(ValidationError, match="malformed"):
        Publisher(settings, "public", TODAY).publish(house.records, report)
    assert open_current(settings).id == first.id


def test_a_malformed_record_that_the_audience_may_not_see_says_nothing(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    house.add(record("r2", ":f a hab:Figure ; hab:count 3 ."))
    settings = house.settings
    report = validate_records(
        {i.value: r.quads() for i, r in house.records.items()}, settings.shapes, settings.ontology
    )
    assert report.violations
    assert Publisher(settings, "public", TODAY).publish(house.records, report).is_new


def test_what_is_withheld_of_one_id_is_withheld_of_what_it_is_merged_with(house: House) -> None:
    house.add(
        record(
            "r1", ":f a hab:Facility ; skos:prefLabel 'Ward Nine a'@en ; hab:facilityKind kind:hospital ."
        ),
        "public",
    )
    held = ":g a hab:Facility ; skos:prefLabel 'Ward Nine b'@en . :e a hab:Detention ; hab:subjectPerson :p ; hab:facility :g ."
    house.add(record("r2", person("p", "Synthetic Person") + held), "public")
    house.decide(same("f", "g"))
    said = everything(house.publish())
    assert "Synthetic Person" in said
    assert "Ward Nine" not in said


def test_free_text_beside_a_withheld_place_is_withheld(house: House) -> None:
    moved = (
        ":f a hab:Facility ; hab:facilityKind kind:hospital . "
        ":t a hab:Transfer ; hab:subjectPerson :p ; hab:toFacility :f ; hab:toPlace 'Ward Nine' ; hab:earliest '2024-01-01'^^xsd:date ."
    )
    house.add(record("r1", person("p", "Synthetic Person") + moved), "public")
    assert "Ward Nine" not in everything(house.publish())
    assert house.ask("SELECT ?d { :t hab:subjectPerson :p ; hab:earliest ?d }") == {("2024-01-01",)}


def test_a_node_that_another_record_calls_ill_treatment_is_withheld(house: House) -> None:
    house.add(record("r0", person("p", "Synthetic Person") + ARREST), "public")
    house.add(record("r1", ":i a hab:IllTreatment ; hab:subjectPerson :p ."), "public")
    house.add(record("r2", ":i a hab:Hearing ; hab:subjectPerson :p ."), "public")
    said = everything(house.publish())
    assert "/id/i>" not in said
    assert "page r1" not in said, "a record of which nothing is left is no record"


def test_a_changed_record_that_was_sealed_stays_sealed(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "sealed")
    house.add(record("r1", person("p", "Synthetic Person") + ARREST))
    clearances = read_entries(Clearance, house.settings.ledgers)
    rules = Filter("restricted", *models(house), TODAY)
    assert set(rules.apply(house.records, clearances).records) == {ox.NamedNode("urn:habeas:id:src")}


def models(house: House) -> tuple[Model, Vocabularies]:
    settings = house.settings
    return read_model(settings.ontology, settings.shapes), read_vocabularies(settings.ontology)


def test_a_clearance_holds_when_a_row_has_only_moved(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    moved = record("r1", person("p", "Synthetic Person")).replace("hab:rowNumber 1", "hab:rowNumber 7")
    house.add(moved.replace('hab:recorded "2026-01-31"', 'hab:recorded "2026-02-01"'))
    assert "Synthetic Person" in everything(house.publish())
    assert house.published.stale == []


def test_a_record_may_supersede_several_but_not_once_it_is_withdrawn(house: House) -> None:
    house.add(record("r1", person("p", "Old One")), "public")
    house.add(record("r2", person("q", "Old Two")), "public")
    new = record("r3", person("s", "New One") + ":r3 hab:supersedes :r1, :r2 .")
    house.add(new, "public")
    assert house.ask_after("SELECT ?n { ?p skos:prefLabel ?n . ?p a hab:Person }") == {("New One",)}
    house.add(new.replace("recordstatus:accepted", "recordstatus:withdrawn"), "public")
    assert house.ask_after("SELECT ?n { ?p skos:prefLabel ?n . ?p a hab:Person }") == {
        ("Old One",),
        ("Old Two",),
    }


def test_the_words_of_a_disputed_date_are_not_asserted(house: House) -> None:
    day = ":arrest a hab:Arrest ; hab:subjectPerson :p ; hab:when '{0}'^^edtf:EDTF ; hab:dateText '{1}' ."
    house.add(record("r1", person("p", "Synthetic Person") + day.format("2020-05-01", "1 May")), "public")
    house.add(record("r2", person("p", "Synthetic Person") + day.format("2020-05-09", "9 May")), "public")
    assert house.ask_after("SELECT ?t { :arrest hab:dateText ?t }") == set()
    house.decide(
        Preference(subject="arrest", property="when", record="r2", by="x", why="a test", when="2026-01-31")
    )
    assert house.ask_after("SELECT ?w ?t { :arrest hab:when ?w ; hab:dateText ?t }") == {
        ("2020-05-09", "9 May")
    }


def test_a_preference_for_an_id_that_was_merged_still_counts(house: House) -> None:
    house.add(request("r1", "granted", "reported"), "public")
    house.add(request("r2", "refused", "reported").replace(":q ", ":other "), "public")
    house.decide(same("q", "other"))
    house.decide(
        Preference(subject="other", property="answer", record="r2", by="x", why="a test", when="2026-01-31")
    )
    assert house.ask_after("SELECT ?a { :q hab:answer/rdfs:label ?a }") == {("Refused",)}


def test_decisions_that_contradict_each_other_are_an_error(house: House) -> None:
    for name in ("p", "q", "s"):
        house.add(record(f"r{name}", person(name, f"Synthetic {name}")), "public")
    house.decide(same("p", "s", "different"), same("p", "q"), same("q", "s"))
    with pytest.raises(LedgerError, match="different"):
        house.publish()


def test_a_person_is_no_court(house: House) -> None:
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    house.add(record("r2", ":c a hab:Court ; skos:prefLabel 'Synthetic Court'@en ."), "public")
    house.decide(same("p", "c"))
    with pytest.raises(LedgerError, match="Person"):
        house.publish()


def test_what_no_shape_knows_is_told(house: House) -> None:
    house.add(
        record("r1", person("p", "Synthetic Person") + ARREST + ":arrest hab:subjectPersn :p ."), "public"
    )
    house.publish()
    assert dict(house.published.unshaped) == {"Arrest subjectPersn": 1}


def test_rival_things_without_a_name_are_called_by_their_class(house: House) -> None:
    for name, months in (("r1", 12), ("r2", 24)):
        sentence = f":{name}s a hab:Sentence ; hab:termMonths {months} ."
        body = f":e a hab:Sentencing ; hab:defendant :p ; hab:imposed :{name}s . {sentence}"
        house.add(record(name, person("p", "Synthetic Person") + body), "public")
    ((description,),) = house.ask_after("SELECT ?d { ?x a hab:Dispute ; hab:description ?d }")
    assert "urn:" not in description
    assert description.count("“Sentence”") == 2


def arrest(name: str, earliest: str, latest: str) -> str:
    return f":{name} a hab:Arrest ; hab:subjectPerson :p ; hab:earliest '{earliest}'^^xsd:date ; hab:latest '{latest}'^^xsd:date . "


STATUSES = [
    (RELEASE + ":a a hab:Arrest ; hab:subjectPerson :p .", "released"),
    (RELEASE + arrest("a", "2015-01-01", "2015-12-31"), "released"),
    (
        RELEASE + arrest("a", "2015-01-01", "2015-12-31") + arrest("b", "2025-01-01", "2025-12-31"),
        "unknown",
    ),
    (RELEASE + arrest("b", "2026-01-01", "2026-01-31"), "imprisoned"),
    (arrest("a", "2026-01-01", "2026-12-31"), "imprisoned"),
    (RELEASE + DEATH, "died"),
]


@pytest.mark.parametrize(("body", "status"), STATUSES)
def test_a_status_is_stated_only_where_the_order_is_known(house: House, body: str, status: str) -> None:
    house.add(record("r1", person("p", "Synthetic Person") + body), "public")
    assert house.ask_after(STATUS) == {(status,)}


@pytest.mark.parametrize(
    ("disputed", "status"), [("Hearing", "imprisoned"), ("Punishment", "imprisoned"), ("Death", "unknown")]
)
def test_only_a_dispute_that_could_change_the_status_makes_it_unknown(
    house: House, disputed: str, status: str
) -> None:
    house.add(record("r0", person("p", "Synthetic Person") + ARREST), "public")
    event = f":x a hab:{disputed} ; hab:subjectPerson :p ."
    house.add(record("r1", person("p", "Synthetic Person") + event), "public")
    house.add(record("r2", person("p", "Synthetic Person") + event, "denies"), "public")
    assert {row[0] for row in house.ask_after(STATUS)} == {status}


def test_a_malformed_source_is_not_published(house: House) -> None:
    house.add(SOURCE.replace('hab:language "en"', 'hab:language "English"'))
    house.add(record("r1", person("p", "Synthetic Person")), "public")
    settings = house.settings
    report = validate_records(
        {i.value: r.quads() for i, r in house.records.items()}, settings.shapes, settings.ontology
    )
    with pytest.raises(ValidationError, match="malformed"):
        Publisher(settings, "public", TODAY).publish(house.records, report)


def test_a_folder_that_holds_other_things_is_not_closed(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    tmp_path.chmod(0o755)
    with pytest.raises(UsageError, match="no home of its own"):
        prepare_home(Settings(home=tmp_path, root=ROOT))
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_the_home_is_its_owners_alone(shipped_settings: Settings, edition: Edition) -> None:
    assert shipped_settings.home.stat().st_mode & 0o077 == 0
    assert edition.manifest.audience == "public"


@pytest.fixture
def quads(edition: Edition) -> list[ox.Quad]:
    return list(edition.store)


def test_every_consolidated_triple_is_in_a_record_a_rule_or_the_vocabulary(quads: list[ox.Quad]) -> None:
    default = {q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)}
    named = {q.triple for q in quads if not isinstance(q.graph_name, ox.DefaultGraph)}
    assert len(default) > 3000
    assert default - named == set()


def test_no_blank_node_and_no_working_iri_is_in_an_edition(quads: list[ox.Quad]) -> None:
    terms = {t for q in quads for t in (q.subject, q.object, q.graph_name)}
    assert not [t for t in terms if isinstance(t, ox.BlankNode)]
    assert not [t for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith("urn:habeas")]


def test_a_build_is_the_same_each_time(
    shipped_settings: Settings, edition: Edition, tmp_path: Path, silent: Callable[..., None]
) -> None:
    from habeas.publish import build

    again = build(Settings(home=tmp_path / "home", root=ROOT), today=TODAY, progress=silent)  # type: ignore[arg-type]
    assert again.published.manifest.id == edition.id
    one, two = edition, open_current(Settings(home=tmp_path / "home", root=ROOT))
    assert sorted(map(str, one.store)) == sorted(map(str, two.store))
    assert one.catalogue_path.read_bytes() == two.catalogue_path.read_bytes()
