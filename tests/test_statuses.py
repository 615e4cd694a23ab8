# ruff: noqa: E501
"""The last known status: by the vocabularies, by what is certain, and in words that print no bound as a day."""

from __future__ import annotations

import datetime as dt
import random
import runpy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.editions import open_current
from habeas.model import read_model, read_vocabularies
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, ONTOLOGY
from habeas.publish.chronology import Chronology
from habeas.publish.date_words import date_words
from habeas.publish.derive import derive
from habeas.publish.records import group_records
from habeas.publish.status_reference import status_page
from habeas.publish.status_table import HEADER, status_table
from habeas.publish.status_words import StatusWords

ROOT = Path(__file__).resolve().parent.parent
HOUSE = runpy.run_path(str(ROOT / "tests" / "test_publish.py"))
House, record, person, PREFIX = (HOUSE[name] for name in ("House", "record", "person", "PREFIX"))
DAY = dt.date(2026, 11, 22)
SETTINGS = Settings(root=ROOT)
MODEL = read_model(SETTINGS.ontology, SETTINGS.shapes)
VOCABULARIES = read_vocabularies(SETTINGS.ontology)
PENALTIES = "PREFIX penalty: <https://w3id.org/habeas/vocabulary/penalty/>\n"
WORDS = "SELECT ?s ?t { :p hab:lastKnownStatus ?status ; hab:lastKnownStatusText ?t . BIND(REPLACE(STR(?status), '.*/', '') AS ?s) }"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "home")


# --- lives: many in one store ---------------------------------------------------------------


@dataclass(frozen=True)
class Happening:
    """One event of a synthetic life. Days are ISO 8601, empty where not known; ``term`` is in days."""

    kind: str
    earliest: str = ""
    latest: str = ""
    penalty: str = ""
    term: int = 0
    when: str = ""
    recorded: str = "2026-01-31"

    def trig(self, name: str, who: str) -> str:
        said = [f"a hab:{self.kind}", f"hab:subjectPerson :{who}"]
        if self.earliest:
            said.append(f'hab:earliest "{self.earliest}"^^xsd:date')
        if self.latest:
            said.append(f'hab:latest "{self.latest}"^^xsd:date')
        if self.when:
            said.append(f'hab:when "{self.when}"^^<http://id.loc.gov/datatypes/edtf/EDTF>')
        rest = ""
        if self.penalty:
            said.append(f"hab:imposed :{name}s")
            term = f' ; hab:term "P{self.term}D"^^xsd:duration' if self.term else ""
            rest = f" :{name}s a hab:Sentence ; hab:penalty <https://w3id.org/habeas/vocabulary/penalty/{self.penalty}>{term} ."
        if self.kind == "Sentencing":
            said.append(f"hab:defendant :{who}")
        body = f":{name} {' ; '.join(said)} .{rest}"
        return record(f"{name}r", f"{person(who, f'Synthetic {who}')}{body}").replace(
            '"2026-01-31"^^xsd:date', f'"{self.recorded}"^^xsd:date'
        )


@dataclass(frozen=True)
class Life:
    events: tuple[Happening, ...]
    born: int = 0


def statuses(lives: list[Life], day: dt.date = DAY) -> list[tuple[str, str]]:
    """The status and its words of each life, derived in one store from its records alone."""
    trig = HOUSE["SOURCE"]
    for number, life in enumerate(lives):
        for at, event in enumerate(life.events):
            trig += event.trig(f"e{number}x{at}", f"p{number}")
        if life.born:
            trig += record(f"b{number}", f":p{number} a hab:Person ; hab:birthYear {life.born} .")
    quads = list(ox.parse(HOUSE["_turtle"](trig), format=ox.RdfFormat.TRIG))
    records = group_records(quads)
    store = ox.Store()
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    store.bulk_extend(
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(ONTOLOGY))
        for q in Declarations(SETTINGS.ontology).store
    )
    store.bulk_extend(Declarations(SETTINGS.ontology / "vocabularies").store)
    words = StatusWords(store, MODEL, VOCABULARIES, Chronology.of(records.values()))
    derive(store, SETTINGS.rules, day, words.write)

    def one(number: int, name: str) -> str:
        node = ox.NamedNode(f"urn:habeas:id:p{number}")
        quads = store.quads_for_pattern(node, ox.NamedNode(HAB + name), None, ox.DefaultGraph())
        return ", ".join(
            sorted(q.object.value.rsplit("/", 1)[-1] if name[-1] != "t" else q.object.value for q in quads)
        )

    return [(one(n, "lastKnownStatus"), one(n, "lastKnownStatusText")) for n in range(len(lives))]


def day(text: str) -> dict[str, str]:
    return {"earliest": text, "latest": text, "when": text}


YEAR_2020 = {"earliest": "2020-01-01", "latest": "2020-12-31", "when": "2020"}
CASES: dict[str, tuple[Life, str]] = {
    "a suspended sentence frees from custody before it": (
        Life(
            (
                Happening("Arrest", **day("2020-01-10")),
                Happening("Sentencing", **day("2020-06-01"), penalty="suspended", term=700),
            )
        ),
        "not-in-custody",
    ),
    "a fine": (Life((Happening("Sentencing", **day("2020-06-01"), penalty="fine"),)), "not-in-custody"),
    "restriction of liberty without a facility": (
        Life((Happening("Sentencing", **day("2025-06-01"), penalty="restriction-of-liberty", term=900),)),
        "not-in-custody",
    ),
    "restriction of liberty in a facility": (
        Life((Happening("Sentencing", **day("2025-06-01"), penalty="restriction-in-facility", term=900),)),
        "imprisoned",
    ),
    "compulsory work": (Life((Happening("Sentencing", penalty="compulsory-work"),)), "not-in-custody"),
    "15 days of April 2023": (
        Life((Happening("Sentencing", "2023-04-01", "2023-04-30", "administrative-arrest", 15, "2023-04"),)),
        "term-over",
    ),
    "15 days, with the arrest that led to them": (
        Life(
            (
                Happening("Arrest", **day("2023-04-03")),
                Happening("Sentencing", "2023-04-01", "2023-04-30", "administrative-arrest", 15),
            )
        ),
        "term-over",
    ),
    "15 days, and an arrest after them": (
        Life(
            (
                Happening("Sentencing", **day("2023-04-03"), penalty="administrative-arrest", term=15),
                Happening("Arrest", **day("2024-01-05")),
            )
        ),
        "imprisoned",
    ),
    "a term that is not over": (
        Life((Happening("Sentencing", **day("2024-04-03"), penalty="penal-colony", term=3650),)),
        "imprisoned",
    ),
    "a term without a date": (
        Life((Happening("Sentencing", penalty="penal-colony", term=15),)),
        "imprisoned",
    ),
    "life": (Life((Happening("Sentencing", **day("1990-04-03"), penalty="life"),)), "imprisoned"),
    "a penalty that nobody names": (Life((Happening("Sentencing", **day("2020-04-03")),)), ""),
    "a sentence of death": (
        Life((Happening("Sentencing", **day("2020-04-03"), penalty="death"),)),
        "unknown",
    ),
    "a fine during a term": (
        Life(
            (
                Happening("Sentencing", **day("2024-01-03"), penalty="prison", term=3000),
                Happening("Sentencing", **day("2025-04-03"), penalty="fine"),
            )
        ),
        "unknown",
    ),
    "an undated fine beside a dated arrest": (
        Life((Happening("Arrest", **day("2025-01-03")), Happening("Sentencing", penalty="fine"))),
        "unknown",
    ),
    "an arrest after the death": (
        Life((Happening("Death", **day("1938-03-01")), Happening("Arrest", **day("1940-03-01")))),
        "died",
    ),
    "an arrest of no date and a death": (
        Life((Happening("Death", **YEAR_2020), Happening("Arrest"))),
        "died",
    ),
    "an arrest that may be after the death": (
        Life((Happening("Death", **YEAR_2020), Happening("Arrest", **day("2020-12-01")))),
        "died",
    ),
    "a pardon after the death": (
        Life((Happening("Death", **day("1938-03-01")), Happening("Pardon", **day("1955-03-01")))),
        "died",
    ),
    "an arrest of the Buddhist year 2567": (Life((Happening("Arrest", "2567-01-01", "2567-12-31"),)), ""),
    "an arrest of the Persian year 1402": (Life((Happening("Arrest", "1402-01-01", "1402-12-31"),)), ""),
    "an arrest before the birth": (Life((Happening("Arrest", **day("1950-03-01")),), born=1960), ""),
    "an arrest in the year of birth": (
        Life((Happening("Arrest", **day("1960-03-01")),), born=1960),
        "imprisoned",
    ),
    "a release after the day of recording": (
        Life((Happening("Arrest", **day("2020-03-01")), Happening("Release", **day("2026-03-01")))),
        "imprisoned",
    ),
    "a death of the year 2567 and an arrest": (
        Life((Happening("Death", "2567-01-01", "2567-12-31"), Happening("Arrest", **day("2020-03-01")))),
        "unknown",
    ),
    "a release after an arrest": (
        Life((Happening("Arrest", **day("2020-03-01")), Happening("Release", **day("2021-03-01")))),
        "released",
    ),
    "an arrest after a release": (
        Life((Happening("Release", **day("2020-03-01")), Happening("Arrest", **day("2021-03-01")))),
        "imprisoned",
    ),
    "a release and an arrest of one year": (
        Life((Happening("Release", **day("2020-03-01")), Happening("Arrest", **YEAR_2020))),
        "unknown",
    ),
    "an exchange": (
        Life(
            (
                Happening("Sentencing", **day("2020-03-01"), penalty="prison", term=9000),
                Happening("ExchangeRelease", **day("2024-08-01")),
            )
        ),
        "exchanged",
    ),
    "a charge alone": (Life((Happening("Charging", **day("2020-03-01")),)), ""),
}


def test_the_cases_of_statuses() -> None:
    found = statuses([life for life, _ in CASES.values()])
    assert {name: status for name, (status, _) in zip(CASES, found, strict=True)} == {
        name: status for name, (_, status) in CASES.items()
    }


def test_a_term_is_over_on_a_day_and_not_before() -> None:
    life = Life((Happening("Sentencing", **day("2026-01-10"), penalty="administrative-arrest", term=15),))
    assert statuses([life], dt.date(2026, 1, 25))[0][0] == "imprisoned"
    assert statuses([life], dt.date(2026, 1, 26))[0][0] == "term-over"


def test_every_kind_of_penalty_says_whether_it_means_custody() -> None:
    graph = Declarations(SETTINGS.ontology / "vocabularies")
    terms = [t.iri for t in VOCABULARIES.terms.values() if t.scheme == "penalty"]
    assert len(terms) >= 15
    silent = [iri for iri in terms if not graph.iri(iri, f"{HAB}impliesStatus")]
    assert silent == []
    assert graph.iri("https://w3id.org/habeas/vocabulary/penalty/death", f"{HAB}impliesStatus") == (
        "https://w3id.org/habeas/vocabulary/status/unknown"
    )


# --- generated lives against what is certain ------------------------------------------------

CUSTODY = {"Arrest", "Detention", "Transfer", "HungerStrike", "CustodyExtension"}
FREE = {"Release": "released", "Pardon": "pardoned", "ExchangeRelease": "exchanged", "Expulsion": "expelled"}
CUSTODIAL = {"prison", "penal-colony", "administrative-arrest"}
LIVING = CUSTODY | {"Release", "ExchangeRelease", "Expulsion"}


def generated(rng: random.Random) -> Life:
    return Life(tuple(happening(rng) for _ in range(rng.randint(1, 5))), rng.choice([0, 0, 1990, 2012]))


def happening(rng: random.Random) -> Happening:
    kind = rng.choice(
        ["Sentencing"] * 3 + ["Death", "Charging", "Disappearance", *sorted(CUSTODY), *sorted(FREE)]
    )
    start = dt.date(2010, 1, 1) + dt.timedelta(rng.randint(0, 5800))
    end = start + dt.timedelta(rng.choice([0, 0, 0, 30, 365, 900]))
    first, last = rng.choice([(start, end)] * 8 + [(None, None)] * 2 + [(start, None), (None, end)])
    if rng.random() < 0.04:
        first, last = dt.date(1402, 1, 1), dt.date(1402, 12, 31)
    found = Happening(kind, first.isoformat() if first else "", last.isoformat() if last else "")
    if kind != "Sentencing":
        return found
    penalty = rng.choice(["", "fine", "suspended", "restriction-of-liberty", *sorted(CUSTODIAL) * 2])
    return replace(
        found, penalty=penalty, term=rng.choice([0, 15, 400, 2000, 9000]) if penalty != "fine" else 0
    )


@dataclass
class Certain:
    """What is certain of a life, read off its events without any rule: an oracle of a few plain lines."""

    life: Life
    day: dt.date = DAY
    sound: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        dated = [e for e in self.life.events if not self.impossible(e)]
        deaths = [e.latest for e in dated if e.kind == "Death" and e.latest]
        self.sound = [
            e for e in dated if not (e.kind in LIVING and e.earliest and any(d < e.earliest for d in deaths))
        ]

    def impossible(self, e: Happening) -> bool:
        unborn = e.kind in LIVING and self.life.born and e.latest and int(e.latest[:4]) < self.life.born
        return bool(e.earliest > e.recorded or (e.latest and e.latest < "1582") or unborn)

    def held(self) -> list[Happening]:
        return [
            e for e in self.sound if e.kind in CUSTODY or (e.kind == "Sentencing" and e.penalty in CUSTODIAL)
        ]

    def over(self, e: Happening) -> str:
        """The day by which the event's own term is certainly over; empty where there is none."""
        if not (e.term and e.latest and e.kind == "Sentencing" and e.penalty in CUSTODIAL):
            return ""
        return (dt.date.fromisoformat(e.latest) + dt.timedelta(e.term)).isoformat()

    def hidden(self, custody: Happening, outside: list[Happening]) -> bool:
        """Whether a sentence of custody was over, or the person freed, before a sentence of another kind."""
        over = self.over(custody)
        ends = [e for e in self.sound if e.kind in FREE or e.kind == "Disappearance"]
        freed = any(not (e.latest and custody.earliest and e.latest < custody.earliest) for e in ends)
        return freed or any(over and o.earliest and over < o.earliest for o in outside)

    def contradictions(self, status: str) -> Iterator[str]:
        dead = any(e.kind == "Death" for e in self.sound)
        if dead and status != "died":
            yield "a death is reported"
        if status == "died" and not dead:
            yield "no death is reported"
        free = [e for e in self.sound if FREE.get(e.kind) == status]
        outside = [
            e for e in self.sound if e.kind == "Sentencing" and e.penalty and e.penalty not in CUSTODIAL
        ]
        if status == "imprisoned":
            if not self.held():
                yield "nothing says that the person was held"
            frees = [e for e in self.sound if e.kind in FREE]
            if any(
                f.earliest and all(h.latest and h.latest < f.earliest for h in self.held()) for f in frees
            ):
                yield "a release is certainly after all custody"
            if self.held() and all(self.over(h) and self.over(h) < self.day.isoformat() for h in self.held()):
                yield "every term is certainly over"
        if status in FREE.values():
            if not free:
                yield "nothing says so"
            if any(h.earliest and all(f.latest and f.latest < h.earliest for f in free) for h in self.held()):
                yield "custody is certainly after it"
        if status == "not-in-custody":
            if not outside:
                yield "no such sentence"
            for h in self.held():
                if h.earliest and all(o.latest and o.latest < h.earliest for o in outside):
                    yield "custody is certainly after it"
                elif h.kind == "Sentencing" and not self.hidden(h, outside):
                    yield "a sentence of custody is not certainly over"
        if status == "term-over":
            ends = [self.over(h) for h in self.held() if self.over(h)]
            if not ends:
                yield "no term is over"
            elif any(h.earliest > max(ends) for h in self.held() if not self.over(h)):
                yield "custody is certainly after the last term"
            terms = [h for h in self.held() if self.over(h)]
            for f in (e for e in self.sound if e.kind in FREE and e.earliest and e.latest):
                after = [h for h in self.held() if h.earliest > f.latest]
                if after and all(t.latest < f.earliest for t in terms):
                    yield "custody is certainly after a release that ended every term"
            freed = any(e.kind in FREE or e.kind == "Disappearance" for e in self.sound)
            if not freed and any(e >= self.day.isoformat() for e in ends):
                yield "a term is not over"
        if not self.sound and status not in {"", "unknown"}:
            yield "none of its events has a date that can be right"


@pytest.mark.parametrize("seed", range(4))
def test_no_generated_life_gets_a_status_that_a_certain_fact_contradicts(seed: int) -> None:
    rng = random.Random(seed)
    lives = [generated(rng) for _ in range(700)]
    found = statuses(lives)
    wrong = [
        (life, status, list(Certain(life).contradictions(status)))
        for life, (status, _) in zip(lives, found, strict=True)
    ]
    assert [w for w in wrong if w[2]] == []
    assert {"died", "imprisoned", "released", "not-in-custody", "term-over", "unknown"} <= {
        s for s, _ in found
    }
    assert any(Certain(life).impossible(e) for life in lives for e in life.events)


def test_no_bound_is_printed_as_a_day() -> None:
    """A day in the words is a day that a source states; here none does, for every date is a span."""
    rng = random.Random(7)
    spans = [
        Life(
            tuple(
                replace(e, earliest="2024-01-01", latest="2024-05-31", when="2024-01/2024-05~")
                for e in generated(rng).events
            )
        )
        for _ in range(300)
    ]
    for status, text in statuses(spans):
        assert not any(
            d in text for d in ("31 May", "1 January", "2024-05-31", "2024-01-01", "2026", "31 January")
        ), (status, text)


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "stated", "words"),
    [
        ("2025-01/2025-04~", "early 2025", "early 2025"),
        ("2025-12-23", "as of December 23", "23 December 2025"),
        ("2025-09", "September", "September 2025"),
        ("2025", "", "2025"),
        ("XXXX-06-15", "June 15", "15 June, the year is not stated"),
        ("2025~", "", "about 2025"),
        ("2021-21", "", "spring 2021"),
        ("../2024", "", "not after 2024"),
        ("2024-07/..", "", "July 2024 or later"),
        ("202X", "", "the 2020s"),
        ("2024-07/2025-12-23", "", "between July 2024 and 23 December 2025"),
        ("", "a Thursday", "“a Thursday”, the year is not stated"),
        ("", "", ""),
    ],
)
def test_a_date_is_put_into_words_at_its_own_precision(edtf: str, stated: str, words: str) -> None:
    assert date_words(edtf, stated) == words


def test_a_status_says_who_said_so_in_what_and_that_the_report_is_not_dated(house: House) -> None:
    house.add(
        record("r1", person("p", "Synthetic Person") + ":a a hab:Arrest ; hab:subjectPerson :p ."), "public"
    )
    house.publish()
    ((status, text),) = house.ask(WORDS)
    assert status == "imprisoned"
    assert text == (
        "Reported imprisoned; the report is not dated: arrested. Source: “A plainly synthetic source” (publisher: unknown), page r1; "
        "date of publication not stated."
    )


def test_the_last_report_counts_among_dated_events(house: House) -> None:
    arrest = ':a a hab:Arrest ; hab:subjectPerson :p ; hab:when "2020"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; hab:earliest "2020-01-01"^^xsd:date ; hab:latest "2020-12-31"^^xsd:date .'
    held = ':d a hab:Detention ; hab:subjectPerson :p ; hab:when "2022-05"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; hab:earliest "2022-05-01"^^xsd:date ; hab:latest "2022-05-31"^^xsd:date .'
    house.add(record("r1", person("p", "Synthetic Person") + arrest), "public")
    house.add(record("r2", person("p", "Synthetic Person") + held), "public")
    house.publish()
    ((_, text),) = house.ask(WORDS)
    assert text.startswith("Reported imprisoned, May 2022: held. Source: ")
    assert house.ask("SELECT ?w ?r { :p hab:lastKnownStatusWhen ?w ; hab:lastKnownStatusRecord ?r }") == {
        ("2022-05", "http://localhost:8000/id/r2")
    }


def test_who_died_and_who_says_that_he_is_alive(house: House) -> None:
    quoting = {"r1": "Synthetic Gazette", "r2": "Synthetic Consulate"}
    for name, polarity in (("r1", "asserts"), ("r2", "denies")):
        quoted = f':{name} hab:quotes :q{name} . :q{name} a hab:Body ; skos:prefLabel "{quoting[name]}"@en . '
        house.add(
            record(
                name,
                person("p", "Synthetic Person") + quoted + ":d a hab:Death ; hab:subjectPerson :p .",
                polarity,
            ),
            "public",
        )
    house.publish()
    ((status, text),) = house.ask(WORDS)
    assert status == "unknown"
    assert "Synthetic Gazette: died." in text
    assert "Synthetic Consulate: alive." in text
    assert "Asserts" not in text
    assert house.ask("SELECT ?t { ?d a hab:Dispute ; hab:description ?t }") == {
        ("Synthetic Person. Synthetic Gazette: died. Synthetic Consulate: alive.",)
    }


# --- stays ----------------------------------------------------------------------------------


def test_stays_say_from_when_to_when_or_that_no_date_is_stated(house: House) -> None:
    at = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"
    colony = ':c a hab:Facility ; skos:prefLabel "Synthetic colony"@en . :j a hab:Facility ; skos:prefLabel "Synthetic jail"@en . '
    body = (
        f':t a hab:Transfer ; hab:subjectPerson :p ; hab:fromFacility :j ; hab:toFacility :c ; hab:when "2021-03"{at} . '
        f':d a hab:Detention ; hab:subjectPerson :p ; hab:facility :c ; hab:when "2022"{at} . '
        f':e a hab:Detention ; hab:subjectPerson :p ; hab:facility :j ; hab:when "2019-01/2019-05"{at} . '
        ":f a hab:Detention ; hab:subjectPerson :p ; hab:facility :c ."
    )
    house.add(record("r1", person("p", "Synthetic Person") + colony + body), "public")
    house.publish()
    assert house.ask("SELECT ?t { :p hab:stay/hab:stayText ?t }") == {
        ("Synthetic colony: from March 2021",),
        ("Synthetic jail: until March 2021",),
        ("Synthetic colony: reported for 2022",),
        ("Synthetic jail: from January 2019 until May 2019",),
        ("Synthetic colony: at some time, no date is stated",),
    }


# --- developments ---------------------------------------------------------------------------


def answered(name: str, answer: str, number: int, quoted: str) -> str:
    body = (
        f":q a hab:Request ; hab:requestKind request:extradition ; hab:subjectPerson :p ; hab:answer answer:{answer} . "
        f':{name} hab:quotes :{quoted} . :{quoted} a hab:Body ; skos:prefLabel "Synthetic {quoted}"@en . '
    )
    return record(name, person("p", "Synthetic Person") + body).replace(f'"page {name}"', f'"item {number}"')


def in_order(house: House, order: str) -> None:
    house.add(
        HOUSE["SOURCE"]
        .replace(" } \n", f' ; hab:itemOrder "{order}" ; hab:itemLocator "item (\\\\d+)" }}\n')
        .replace(
            "^^xsd:date . }", f'^^xsd:date ; hab:itemOrder "{order}" ; hab:itemLocator "item (\\\\d+)" . }}'
        )
    )


@pytest.mark.parametrize(
    ("order", "last", "text"),
    [
        ("newest first", "Refused", "first “Granted”, then “Refused” (Synthetic ministry)."),
        ("oldest first", "Granted", "first “Refused”, then “Granted” (Synthetic ministry)."),
    ],
)
def test_two_answers_of_one_ministry_one_after_the_other_are_a_development(
    house: House, order: str, last: str, text: str
) -> None:
    in_order(house, order)
    house.add(answered("r1", "refused", 1, "ministry"), "public")
    house.add(answered("r2", "granted", 2, "ministry"), "public")
    house.publish()
    assert house.ask("SELECT ?d { ?d a hab:Dispute }") == set()
    assert house.ask("SELECT ?a { :q hab:answer/rdfs:label ?a }") == {(last,)}
    assert house.ask("SELECT ?t { ?d a hab:Development ; hab:concerns :p ; hab:description ?t }") == {
        (f"Request (Synthetic Person), answer: {text}",)
    }


def test_two_answers_of_two_parties_or_of_no_known_order_are_a_dispute(house: House) -> None:
    house.add(answered("r1", "refused", 1, "ministry"), "public")
    house.add(answered("r2", "granted", 2, "ministry"), "public")
    house.publish()
    assert len(house.ask("SELECT ?d { ?d a hab:Dispute }")) == 1
    in_order(house, "newest first")
    house.add(answered("r2", "granted", 2, "court"), "public")
    house.rule(house.records[ox.NamedNode("urn:habeas:id:r2")], "public")
    house.publish()
    assert len(house.ask("SELECT ?d { ?d a hab:Dispute }")) == 1
    assert house.ask("SELECT ?d { ?d a hab:Development }") == set()


def published(name: str, number: int, day: str) -> str:
    stated = f'hab:datePublished "{day}"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; hab:datePublishedEarliest "{day}"^^xsd:date ; hab:datePublishedLatest "{day}"^^xsd:date'
    body = f":{name} {stated} . " if day else ""
    arrest = f":a{name} a hab:Arrest ; hab:subjectPerson :{name}p . "
    return record(name, body + person(f"{name}p", f"Synthetic {name}") + arrest).replace(
        f'"page {name}"', f'"item {number}"'
    )


def test_an_undated_item_lies_between_its_dated_neighbours(house: House) -> None:
    in_order(house, "newest first")
    for name, number, day in (
        ("r1", 1, ""),
        ("r2", 2, "2024-05-01"),
        ("r3", 3, ""),
        ("r4", 4, "2024-03-01"),
        ("r5", 5, ""),
    ):
        house.add(published(name, number, day), "public")
    house.publish()
    bounds = "SELECT ?l ?a ?b { ?r a hab:Record ; hab:locator ?l OPTIONAL { ?r hab:datePublishedEarliest ?a } OPTIONAL { ?r hab:datePublishedLatest ?b } }"
    assert house.ask(bounds) == {
        ("item 1", "2024-05-01", ""),
        ("item 2", "2024-05-01", "2024-05-01"),
        ("item 3", "2024-03-01", "2024-05-01"),
        ("item 4", "2024-03-01", "2024-03-01"),
        ("item 5", "", "2024-03-01"),
    }
    texts = dict(house.ask("SELECT ?n ?t { ?p skos:prefLabel ?n ; hab:lastKnownStatusText ?t }"))
    assert "in a report published 1 May 2024: arrested" in texts["Synthetic r2"]
    assert "published not before 1 March 2024 and not after 1 May 2024" in texts["Synthetic r3"]
    assert "the report is not dated" in texts["Synthetic r5"]


def test_a_withheld_item_bounds_nothing(house: House) -> None:
    in_order(house, "newest first")
    house.add(published("r1", 1, ""), "public")
    house.add(published("r2", 2, "2024-05-01"))
    house.publish()
    assert house.ask("SELECT ?a { ?r hab:datePublishedEarliest ?a }") == set()


# --- the shipped edition --------------------------------------------------------------------

GOLDEN = ROOT / "tests" / "data" / "shipped-statuses.txt"


def test_the_statuses_of_the_shipped_people_are_as_they_were_read_against_the_pages(
    shipped_settings: Settings, built: object
) -> None:
    """The table of `habeas build -v`; a line that changes has to be read against its page again."""
    del built
    table = [HEADER, *status_table(open_current(shipped_settings).store)]
    assert [" | ".join(row) for row in table] == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_page_of_statuses_is_made_from_the_vocabularies() -> None:
    page = ROOT / "docs" / "reference" / "statuses.md"
    assert page.read_text(encoding="utf-8") == status_page(SETTINGS.ontology, MODEL)
    terms = [t for t in VOCABULARIES.terms.values() if t.scheme == "status"]
    assert len(terms) == 10
    assert all(f"## {t.label}\n" in page.read_text(encoding="utf-8") for t in terms)


def test_after_a_sentence_of_death_nothing_is_known_and_an_arrest_before_it_is_no_imprisonment() -> None:
    sentenced = Happening("Sentencing", **day("1938-03-01"), penalty="death")
    lives = [
        Life((Happening("Arrest", **day("1937-03-01")), sentenced)),
        Life((sentenced, Happening("Death", **day("1938-03-02")))),
        Life((sentenced, Happening("Release", **day("1940-03-02")))),
    ]
    found = statuses(lives)
    assert [status for status, _ in found] == ["unknown", "died", "released"]
    assert found[0][1].startswith(
        "Not known what followed. Last reported, 1 March 1938: sentenced (death penalty). Source: "
    )
