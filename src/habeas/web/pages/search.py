"""Search for names, as they are written or between Cyrillic and Latin."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.catalogue import Hit, search
from habeas.web.answers import answer
from habeas.web.negotiation import HTML, JSON, negotiated
from habeas.web.rendering import page
from habeas.web.site import Served, Visit, visit_of

router = APIRouter()

LIMIT = 50


@router.api_route("/search", methods=["GET", "HEAD"])
def search_names(request: Request, q: str = "") -> Response:
    """Return what has a name that holds each word of the question, best first."""
    visit = visit_of(request)
    chosen = negotiated(request, (HTML, JSON))

    def make() -> bytes:
        hits = _find(visit.served, q)
        if chosen is HTML:
            return _page(visit, q, hits)
        return orjson.dumps(_as_json(q, hits), option=orjson.OPT_INDENT_2) + b"\n"

    return answer(request, visit.edition, chosen, make)


def _find(served: Served, question: str) -> list[Hit]:
    if not question.strip():
        return []
    with served.catalogue.reading() as connection:
        return search(connection, served.catalogue.layout, question, LIMIT)


def _page(visit: Visit, question: str, hits: list[Hit]) -> bytes:
    classes = visit.model.classes
    link = visit.addresses.link
    return page(
        visit.request,
        "search.html",
        question=question.strip(),
        hits=[(h, link(h.node.iri), classes[h.node.class_name].label) for h in hits],
        limit=LIMIT,
        edition=visit.edition.manifest,
    )


def _as_json(question: str, hits: list[Hit]) -> dict[str, object]:
    found = [
        {"id": h.node.iri, "type": h.node.class_name, "label": h.node.label, "matched": h.name} for h in hits
    ]
    return {"query": question, "hits": found}
