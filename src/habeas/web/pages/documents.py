"""A thing and the documents about it: ``/id/{x}`` leads to ``/doc/{x}``, in a format that the client accepts.

See "Cool URIs for the Semantic Web", W3C Interest Group Note of 3 December 2008, section 4.2 (303 URIs).
"""

from __future__ import annotations

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.errors import GoneError, NotFoundError
from habeas.export import describe, to_jsonld, to_rdf
from habeas.export.description import Description
from habeas.model import Model
from habeas.model.namespaces import VOCABULARY
from habeas.web.answers import answer, redirect
from habeas.web.negotiation import DOCUMENTS, HTML, Format, by_suffix, negotiated
from habeas.web.rendering import page
from habeas.web.site import Visit, visit_of
from habeas.web.view.document import make_page

router = APIRouter()

METHODS = ["GET", "HEAD"]
ON_A_PAGE = 100
"""How many things a page tells for each property that links to its own; it says how many there are."""


@router.api_route("/id/{opaque}", methods=METHODS)
def thing(request: Request, opaque: str) -> Response:
    """Lead from a thing to the document about it, or from a merged thing to the one that it is now."""
    visit = visit_of(request)
    if canonical := visit.edition.manifest.redirects.get(opaque):
        return redirect(301, canonical)
    _check_gone(visit, opaque)
    _check(visit, visit.addresses.thing(opaque))
    chosen = negotiated(request, DOCUMENTS)
    return redirect(303, f"../doc/{opaque}.{chosen.suffix}", varies=True)


@router.api_route("/doc/{name}", methods=METHODS)
def document(request: Request, name: str) -> Response:
    """Return the document about a thing, by suffix or by Accept."""
    visit = visit_of(request)
    opaque, chosen = split_suffix(name)
    if canonical := visit.edition.manifest.redirects.get(opaque):
        return redirect(301, f"{canonical}.{chosen.suffix}" if chosen else canonical)
    _check_gone(visit, opaque)
    return _document(visit, visit.addresses.thing(opaque), opaque, chosen)


@router.api_route("/vocabulary/{path:path}", methods=METHODS)
def term(request: Request, path: str) -> Response:
    """Return the document about a term of a vocabulary."""
    name, chosen = split_suffix(path)
    return _document(visit_of(request), f"{VOCABULARY}{name}", name.rsplit("/", 1)[-1], chosen)


def split_suffix(name: str) -> tuple[str, Format | None]:
    """Return a name without its suffix, and the format of the suffix; no format where it is none of ours."""
    stem, dot, suffix = name.rpartition(".")
    found = by_suffix(suffix, DOCUMENTS) if dot else None
    return (stem, found) if found else (name, None)


def _check_gone(visit: Visit, opaque: str) -> None:
    """Raise GoneError where an earlier edition had the thing. No more is said: not what it was, nor why it is gone."""
    if opaque in visit.edition.manifest.gone:
        raise GoneError(
            "this was published in an earlier edition, and is not published any more",
            where=visit.addresses.thing(opaque),
        )


def _check(visit: Visit, iri: str) -> None:
    """Raise NotFoundError where the edition says nothing of the IRI."""
    if not _is_known(visit.store, iri):
        raise NotFoundError(
            "there is no such thing in this edition",
            where=iri,
            mend="search for it by name; it may have another address now",
        )


def _is_known(store: ox.Store, iri: str) -> bool:
    """Whether any graph says anything of the IRI.

    The iterator must die here: one that an error's traceback keeps alive may not be dropped by another thread.
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return any(True for _ in store.quads_for_pattern(node, None, None))


def _document(visit: Visit, iri: str, name: str, suffix: Format | None) -> Response:
    _check(visit, iri)
    chosen = suffix or negotiated(visit.request, DOCUMENTS)
    links = tuple(f'<{name}.{f.suffix}>; rel="alternate"; type="{f.media_type}"' for f in DOCUMENTS)

    def make() -> bytes:
        return _content(visit, iri, name, chosen)

    return answer(visit.request, visit.edition, chosen, make, links=links, varies=suffix is None)


def _content(visit: Visit, iri: str, name: str, chosen: Format) -> bytes:
    if chosen is not HTML:
        description = describe(visit.store, visit.model, iri)
        if chosen.rdf:
            return to_rdf(description, chosen.rdf)
        return to_jsonld(description, visit.model, visit.site.context)
    description = describe(visit.store, visit.model, iri, ON_A_PAGE)
    concerned = _concerned(description, visit.model)
    return page(
        visit.request,
        "document.html",
        thing=make_page(description, visit.model, visit.addresses),
        findings=[f for f in visit.edition.manifest.findings if f.focus in concerned],
        name=name,
        formats=DOCUMENTS[1:],
        edition=visit.edition.manifest,
    )


def _concerned(description: Description, model: Model) -> set[str]:
    """Return the thing and the events that are about it: what a check found of those concerns its page."""
    about = [links.subjects for links in description.incoming if model.is_about(links.property.iri)]
    return {description.root.iri}.union(*about)
