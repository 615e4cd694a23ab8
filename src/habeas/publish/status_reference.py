"""The page of statuses, made from the vocabularies: when each is given, and what it does not mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from habeas.model import read_vocabularies
from habeas.model.description import Model
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, SKOS

INTRODUCTION = """# Last known statuses

This page is made from `ontology/vocabularies/status.ttl`, `ontology/vocabularies/penalty.ttl` and the classes of
`ontology/habeas.ttl` by `make derive`; the rules are `implausible-dates`, `outside-lifetime`, `event-status`,
`status-events`, `term-over` and `last-known-status` in `sparql/rules/`.

A status is a statement about a report, and never about today: it carries who said so last, in what, and of which date
(`hab:lastKnownStatusText`, `hab:lastKnownStatusWhen`, `hab:lastKnownStatusRecord`), and the events that it follows
from (`hab:lastKnownStatusEvent`). It rests on what the audience of the edition may see, and on nothing else. A date
is said at the precision of its source; the outer bounds by which events are put in order are never printed as days.
Where a source dates neither what it tells nor itself, the words say that the report is not dated.

Of two events the later one counts where it is certainly later. Where the order is not certain, the one whose status
stands further down this page counts if it can have been the last: an arrest of 2023 and a release of 2023 read as
released. A release of March 2023 and an arrest of 2023 do not: the status is then unknown. An event whose date cannot
be right (`hab:dateInDoubt`) gives no status and enters no statistics: one dated after the day on which it was
recorded, one that only the living undergo outside the person's lifetime, one of a year before the Gregorian calendar
begins. The check `date-in-doubt` tells of each. A list that counts years by another calendar says so in its
`source.toml`.
"""


def status_page(ontology: Path, model: Model) -> str:
    """Return the page in Markdown, every sentence about a status from the vocabulary itself."""
    return "\n".join([INTRODUCTION, *_statuses(ontology), *_classes(ontology, model), *_penalties(ontology)])


def _statuses(ontology: Path) -> Iterator[str]:
    graph = Declarations(ontology / "vocabularies")
    found = [t for t in read_vocabularies(ontology).terms.values() if t.scheme == "status"]
    for term in sorted(found, key=lambda t: t.rank):
        yield f"## {term.label}\n"
        yield f"`status:{term.notation}`. {graph.text(term.iri, f'{SKOS}definition')}\n"
        if term.asserted_as:
            yield f"In words: *Reported {term.asserted_as}*, with the date, or *the report is not dated*.\n"
        yield f"{graph.text(term.iri, f'{SKOS}scopeNote')}\n"
        yield f"**Does not mean**: {_lowered(graph.text(term.iri, f'{SKOS}note'))}\n"


def _classes(ontology: Path, model: Model) -> Iterator[str]:
    terms = read_vocabularies(ontology).terms
    graph = Declarations(ontology)
    yield "## Events and the statuses that they leave\n"
    yield "A sentencing leaves the status of the penalty that was imposed. Events that are not here leave none.\n"
    yield "| event | leaves | only the living undergo it |\n|---|---|---|"
    for c in sorted(model.classes.values(), key=lambda c: c.label):
        living = graph.flag(c.iri, f"{HAB}livingOnly")
        if c.implies_status or living:
            left = terms[c.implies_status].label if c.implies_status else "none"
            yield f"| {c.label} | {left} | {'yes' if living else 'no'} |"
    yield ""


def _penalties(ontology: Path) -> Iterator[str]:
    vocabularies = read_vocabularies(ontology)
    graph = Declarations(ontology / "vocabularies")
    yield "## Penalties and the statuses that they leave\n"
    yield "Where a source does not name the kind of penalty, a sentencing leaves none: a bare term may be suspended.\n"
    yield "| penalty | term | leaves |\n|---|---|---|"
    for term in sorted(
        (t for t in vocabularies.terms.values() if t.scheme == "penalty"), key=lambda t: t.label
    ):
        left = graph.iri(term.iri, f"{HAB}impliesStatus")
        yield f"| {term.label} | `{term.notation}` | {vocabularies.terms[left].label if left else 'none'} |"
    yield ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
