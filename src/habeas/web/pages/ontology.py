"""The declarations as anyone may read them: the ontology, the context, the shapes, the rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import orjson
import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from habeas.errors import NotFoundError
from habeas.model.namespaces import PREFIXES, RULE
from habeas.web.negotiation import HTML, JSON_LD, TURTLE, Format, by_suffix, negotiated
from habeas.web.rendering import page
from habeas.web.site import Site, site_of, visit_of

router = APIRouter()

METHODS = ["GET", "HEAD"]


@router.api_route("/ns", methods=METHODS)
def ontology(request: Request) -> Response:
    """Return the ontology in the format that the client accepts."""
    return ontology_as(request, "")


@router.api_route("/ns.{suffix}", methods=METHODS)
def ontology_as(request: Request, suffix: str) -> Response:
    """Return the ontology as a page or as Turtle, or the JSON-LD context that is derived from it."""
    site = site_of(request)

    def make(chosen: Format) -> bytes:
        if chosen is TURTLE:
            return (site.settings.ontology / "habeas.ttl").read_bytes()
        if chosen is JSON_LD:
            return orjson.dumps(site.context, option=orjson.OPT_INDENT_2) + b"\n"
        return _page(request, site, "ns.html")

    return _declared(request, suffix, (HTML, TURTLE, JSON_LD), make)


@router.api_route("/shapes", methods=METHODS)
def shapes(request: Request) -> Response:
    """Return all shapes in the format that the client accepts."""
    return shapes_as(request, "")


@router.api_route("/shapes.{suffix}", methods=METHODS)
def shapes_as(request: Request, suffix: str) -> Response:
    """Return all shapes as a page or as Turtle."""
    site = site_of(request)

    def make(chosen: Format) -> bytes:
        return _joined(site.settings.shapes) if chosen is TURTLE else _page(request, site, "shapes.html")

    return _declared(request, suffix, (HTML, TURTLE), make)


@router.api_route("/rule/{name}", methods=METHODS)
def rule(request: Request, name: str) -> Response:
    """Return the text of a derivation rule, a SPARQL Update, or say that the program itself does it."""
    visit = visit_of(request)
    for file in sorted(visit.site.settings.rules.glob("*.ru")):
        if file.stem.lstrip("0123456789-") == name:
            return PlainTextResponse(file.read_bytes())
    if not _has_graph(visit.store, f"{RULE}{quote(name)}"):
        raise NotFoundError(
            "there is no such rule", where=f"/rule/{name}", mend="the rules lie in sparql/rules"
        )
    return PlainTextResponse(f"# {name}: computed while an edition is made; it has no rule of its own.\n")


def _has_graph(store: ox.Store, iri: str) -> bool:
    return any(True for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))


def _declared(
    request: Request, suffix: str, offered: tuple[Format, ...], make: Callable[[Format], bytes]
) -> Response:
    chosen = by_suffix(suffix, offered) if suffix else negotiated(request, offered)
    if chosen is None:
        raise NotFoundError("there is nothing at this address", where=request.url.path)
    headers = {"Content-Type": chosen.content_type, "Vary": "Accept"}
    return Response(make(chosen), headers=headers)


def _page(request: Request, site: Site, template: str) -> bytes:
    classes = [site.model.classes[name] for name in sorted(site.model.classes)]
    return page(request, template, classes=classes, model=site.model)


def _joined(folder: Path) -> bytes:
    """Return the Turtle files of a folder as one, sorted."""
    quads: set[ox.Triple] = set()
    for file in sorted(folder.rglob("*.ttl")):
        quads |= {q.triple for q in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)}
    return ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
