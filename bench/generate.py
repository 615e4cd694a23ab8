"""Write a made-up graph in Habeas terms as N-Quads: the same bytes for the same size, seed and share of faults.

Nobody in it exists: people are "Synthetic Person 17", sentenced by "Synthetic Court 3". About 30 triples a person.

    python bench/generate.py 900000 --faults 0.005 > data.nq
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator

from habeas.model.namespaces import HAB, RDF, RDFS, SKOS, XSD

BASE = "urn:synthetic:"
PER_PERSON = 31
PEOPLE_PER_COURT = 400
SUBCLASSES = ("Arrest", "Sentencing", "Release")
REGIMES = ("strict", "general", "settlement")

Triple = tuple[str, str, str]


def triples(size: int, faults: float, seed: int = 20261122) -> Iterator[Triple]:
    """Yield about ``size`` triples, each term as N-Triples writes it; ``faults``: the share of people with one."""
    chance = random.Random(seed)
    people = max(1, size // PER_PERSON)
    courts = max(2, people // PEOPLE_PER_COURT)
    yield from _background(courts)
    for number in range(people):
        said = list(_person(number, courts, chance))
        if chance.random() < faults:
            chance.choice(FAULTS)(said, number)
        yield from said


def _iri(kind: str, number: int) -> str:
    return f"<{BASE}{kind}:{number}>"


def _typed(text: object, datatype: str) -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def _hab(name: str) -> str:
    return f"<{HAB}{name}>"


A = f"<{RDF}type>"
LABEL = f"<{SKOS}prefLabel>"


def _background(courts: int) -> Iterator[Triple]:
    for name in SUBCLASSES:
        yield _hab(name), f"<{RDFS}subClassOf>", _hab("Event")
    law = _iri("law", 0)
    yield law, A, _hab("Law")
    yield law, LABEL, '"Synthetic Law"@en'
    for number in range(40):
        article = _iri("article", number)
        yield article, A, _hab("Article")
        yield article, _hab("ofLaw"), law
        yield article, _hab("articleNumber"), f'"{100 + number}.{number % 4 + 1}"'
        yield article, _hab("maximumTermMonths"), _typed(12 * (number % 20 + 1), "integer")
    for number in range(courts):
        court = _iri("court", number)
        yield court, A, _hab("Court")
        yield court, LABEL, f'"Synthetic Court {number}"@en'
        yield court, _hab("place"), f'"Synthetic Town {number % 97}"'
        judge = _iri("judge", number)
        yield judge, A, _hab("Person")
        yield judge, LABEL, f'"Synthetic Judge {number}"@en'
        yield judge, _hab("lastKnownStatusAsOf"), _typed("2026-01-01", "date")
        yield judge, _hab("identifier"), f'"synthetic:judge-{number}"'


def _person(number: int, courts: int, chance: random.Random) -> Iterator[Triple]:
    person, arrest, sentencing = (_iri(kind, number) for kind in ("person", "arrest", "sentencing"))
    sentence, charge, release = (_iri(kind, number) for kind in ("sentence", "charge", "release"))
    year, article = chance.randint(2015, 2023), _iri("article", chance.randrange(40))
    court, months = chance.randrange(courts), chance.randint(1, 12)
    yield person, A, _hab("Person")
    yield person, LABEL, f'"Synthetic Person {number}"@en'
    yield person, LABEL, f'"Вымышленное лицо {number}"@ru'
    yield person, _hab("identifier"), f'"synthetic:{number}"'
    yield person, _hab("lastKnownStatusAsOf"), _typed(f"{year + 2}-03-{chance.randint(1, 28):02}", "date")
    yield arrest, A, _hab("Arrest")
    yield arrest, _hab("subjectPerson"), person
    yield arrest, _hab("earliest"), _typed(f"{year}-02-{chance.randint(1, 28):02}", "date")
    yield arrest, _hab("latest"), _typed(f"{year}-03-{chance.randint(1, 28):02}", "date")
    yield arrest, _hab("onCharge"), charge
    yield charge, A, _hab("Charge")
    yield charge, _hab("underArticle"), article
    yield charge, _hab("chargeWording"), f'"synthetic wording {chance.randrange(1000)}"'
    yield sentencing, A, _hab("Sentencing")
    yield sentencing, _hab("subjectPerson"), person
    yield sentencing, _hab("defendant"), person
    yield sentencing, _hab("court"), _iri("court", court)
    yield sentencing, _hab("judge"), _iri("judge", court)
    yield sentencing, _hab("imposed"), sentence
    yield sentencing, _hab("earliest"), _typed(f"{year}-11-{chance.randint(1, 28):02}", "date")
    yield sentencing, _hab("latest"), _typed(f"{year}-12-{chance.randint(1, 28):02}", "date")
    yield sentencing, _hab("inAbsentia"), _typed("false", "boolean")
    yield sentence, A, _hab("Sentence")
    yield sentence, _hab("termMonths"), _typed(months, "integer")
    yield sentence, _hab("fineAmount"), _typed(f"{chance.randint(1, 900)}.5", "decimal")
    yield sentence, _hab("fineCurrency"), '"RUB"'
    yield sentence, _hab("regime"), f'"{chance.choice(REGIMES)}"'
    yield release, A, _hab("Release")
    yield release, _hab("subjectPerson"), person
    yield release, _hab("earliest"), _typed(f"{year + 1}-11-{chance.randint(1, 28):02}", "date")
    yield release, _hab("latest"), _typed(f"{year + 1}-12-{chance.randint(1, 28):02}", "date")


def _without(name: str) -> Callable[[list[Triple], int], None]:
    def remove(said: list[Triple], number: int) -> None:
        said[:] = [t for t in said if t[1] != _hab(name)]

    return remove


def _with(kind: str, name: str, value: str) -> Callable[[list[Triple], int], None]:
    def add(said: list[Triple], number: int) -> None:
        said.append((_iri(kind, number), _hab(name), value))

    return add


def _instead(name: str, value: str) -> Callable[[list[Triple], int], None]:
    def replace(said: list[Triple], number: int) -> None:
        said[:] = [(s, p, value) if p == _hab(name) else (s, p, o) for s, p, o in said]

    return replace


FAULTS = (
    _without("defendant"),
    _without("termMonths"),
    _with("sentencing", "court", _iri("court", 0)),
    _with("sentencing", "court", _iri("article", 0)),
    _with("person", "note", '"a property that the closed shape does not allow"'),
    _instead("inAbsentia", '"no"'),
    _instead("termMonths", _typed(-5, "integer")),
    _instead("fineCurrency", '"rouble"'),
    _instead("identifier", '"no scheme"'),
    _instead("regime", '"unheard of"'),
    _instead("earliest", _typed("2014-02-31", "date")),
    _instead("latest", _typed("2014-01-01", "date")),
)


def main() -> None:
    """Write the graph to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="about how many triples")
    parser.add_argument("--faults", type=float, default=0.005, help="the share of people with a fault")
    parser.add_argument("--seed", type=int, default=20261122)
    chosen = parser.parse_args()
    for subject, predicate, value in triples(chosen.size, chosen.faults, chosen.seed):
        sys.stdout.write(f"{subject} {predicate} {value} .\n")


if __name__ == "__main__":
    main()
