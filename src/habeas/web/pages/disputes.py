"""Where sources disagree: every dispute, with each value and who says so."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.export import describe
from habeas.export.evidence import DISPUTE
from habeas.web.answers import answer
from habeas.web.negotiation import HTML, negotiated
from habeas.web.pages import browse
from habeas.web.rendering import page
from habeas.web.site import Visit, visit_of
from habeas.web.view.citations import Citations
from habeas.web.view.disputes import Dispute, disputes
from habeas.web.view.facts import Facts

router = APIRouter()

SIZE = 25
"""Disputes on one page."""


@router.api_route("/disputes", methods=["GET", "HEAD"])
def list_disputes(request: Request, after: str | None = None) -> Response:
    """Return a page of the disputes; any other format than a page is the same as for other lists."""
    visit = visit_of(request)
    if negotiated(request, browse.FORMATS) is not HTML:
        return browse.browse(request, visit.model.by_iri[DISPUTE].plural, after)
    return answer(request, visit.edition, HTML, lambda: _page(visit, after))


def _page(visit: Visit, after: str | None) -> bytes:
    listing = browse.find_listing(visit.model, visit.model.by_iri[DISPUTE].plural)
    part = browse.read_part(visit.served, listing, after, SIZE)
    found = [d for node in part.page.nodes for d in _disputes(visit, node.iri)]
    manifest = visit.edition.manifest
    return page(
        visit.request,
        "disputes.html",
        disputes=found,
        findings=[(f, visit.addresses.link(f.focus)) for f in manifest.findings],
        part=part,
        edition=manifest,
    )


def _disputes(visit: Visit, iri: str) -> tuple[Dispute, ...]:
    """Return the dispute, without marks: there is no list of sources that they could lead to."""
    description = describe(visit.store, visit.model, iri)
    citations = Citations(description, visit.addresses, silent=True)
    return disputes(Facts(description, visit.model, visit.addresses, citations))
