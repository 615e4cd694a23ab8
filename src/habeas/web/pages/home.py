"""The home page: what this is, how much of it there is, and questions to start from."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.model import Model
from habeas.web.answers import answer
from habeas.web.negotiation import HTML, negotiated
from habeas.web.pages.browse import count_with_role, find_listing, in_words
from habeas.web.questions import worked_questions
from habeas.web.rendering import page
from habeas.web.site import Visit, visit_of

router = APIRouter()


@dataclass(frozen=True)
class Count:
    """How many members a class has, or how many people have a role, with the address of the list."""

    title: str
    address: str
    number: int


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """Return the home page."""
    visit = visit_of(request)
    negotiated(request, (HTML,))
    return answer(request, visit.edition, HTML, lambda: _page(visit))


def _page(visit: Visit) -> bytes:
    manifest = visit.edition.manifest
    return page(
        visit.request,
        "home.html",
        counts=_counts(visit.model, manifest.counts),
        roles=_roles(visit),
        totals=manifest.counts,
        sources=[(s, visit.addresses.link(s.iri)) for s in manifest.sources],
        questions=worked_questions(visit.served),
        edition=manifest,
    )


def _counts(model: Model, counts: dict[str, int]) -> list[Count]:
    """Return the classes that have members, the largest first; what is embedded or abstract is not listed."""
    classes = [c for c in model.classes.values() if not (c.abstract or c.embedded)]
    found = [Count(in_words(c.plural), c.plural, counts[c.plural]) for c in classes if counts.get(c.plural)]
    return sorted(found, key=lambda c: (-c.number, c.title))


def _roles(visit: Visit) -> list[Count]:
    """Return the roles that the ontology describes a list of, where somebody has them, the largest first."""
    described = [p for p in visit.model.property_iris.values() if p.list_description]
    listings = [find_listing(visit.model, f"{p.name}s") for p in described]
    counted = [
        Count(at.title, at.address, count_with_role(visit.served, at.role)) for at in listings if at.role
    ]
    return sorted((c for c in counted if c.number), key=lambda c: (-c.number, c.title))
