"""Lists: the members of any class, and those who have any role, a page at a time in order of name."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter
from sqlalchemy import Connection, Select, func, select, union_all
from starlette.requests import Request
from starlette.responses import Response

from habeas.catalogue import Asked, Layout, Page, class_count, class_page
from habeas.catalogue.cursors import after_node
from habeas.catalogue.pages import nodes_by_id
from habeas.errors import NotFoundError
from habeas.export.context import narrow
from habeas.model import Class, Model, Property
from habeas.web.answers import answer
from habeas.web.negotiation import HTML, JSON_LD, negotiated
from habeas.web.rendering import page
from habeas.web.site import Served, Visit, site_of, visit_of

router = APIRouter()

SIZE = 100
"""Members on one page."""

FORMATS = (HTML, JSON_LD)


@dataclass(frozen=True)
class Listing:
    """A list by its address: the members of ``of``, or those of them that have ``role``.

    Who has a role is an object of its property, or a subject of the one that the ontology names beside it.
    """

    address: str
    title: str
    comment: str
    of: Class
    role: Property | None = None


@dataclass(frozen=True)
class Part:
    """A page of a list: how many members there are in all, and the relative address of the next page."""

    page: Page
    total: int
    first: bool
    following: str | None


@router.api_route("/{address}", methods=["GET", "HEAD"])
def browse(request: Request, address: str, after: str | None = None) -> Response:
    """Return a page of a list; 404 where the model has no such list."""
    visit = visit_of(request)
    listing = find_listing(site_of(request).model, address)
    chosen = negotiated(request, FORMATS)

    def make() -> bytes:
        part = read_part(visit.served, listing, after, SIZE)
        return _page(visit, listing, part) if chosen is HTML else _json(visit, listing, part)

    return answer(request, visit.edition, chosen, make)


def only_lists(request: Request, address: str) -> None:
    """Raise NotFoundError where the model has no list of this address."""
    find_listing(site_of(request).model, address)


def find_listing(model: Model, address: str) -> Listing:
    """Return the list of an address: a class by its plural, or a role by its property's name and an s."""
    for c in model.classes.values():
        if c.plural == address:
            return Listing(address, in_words(c.plural), c.comment, c)
    p = model.property_names.get(address.removesuffix("s"))
    if p and p.range and address.endswith("s"):
        return Listing(address, in_words(address), p.list_description or p.comment, model.classes[p.range], p)
    raise NotFoundError(
        "there is nothing at this address",
        where=f"/{address}",
        mend="the home page has links to all there is",
    )


def in_words(name: str) -> str:
    """Return an address as a title: ``custodyExtensions`` as ``Custody extensions``."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return words[:1].upper() + words[1:]


def read_part(served: Served, listing: Listing, after: str | None, size: int) -> Part:
    """Return at most ``size`` members of the list, after the cursor."""
    layout = served.catalogue.layout
    with served.catalogue.reading() as connection:
        if listing.role:
            found, total = _role_page(connection, served, listing.role, Asked(size, after))
        else:
            found = class_page(connection, layout, listing.of.name, Asked(size, after))
            total = class_count(connection, layout, listing.of.name)
    query = urlencode({"after": found.nodes[-1].cursor}) if found.has_next else ""
    return Part(found, total, after is None, f"{listing.address}?{query}" if query else None)


def _role_page(connection: Connection, served: Served, role: Property, asked: Asked) -> tuple[Page, int]:
    layout = served.catalogue.layout
    node = _members(layout, role).subquery().c.node
    query = select(node).where(node > after_node(connection, layout, asked.after))
    ids = [row[0] for row in connection.execute(query.order_by(node).limit(asked.first + 1))]
    nodes = nodes_by_id(connection, layout, ids[: asked.first])
    total = connection.execute(select(func.count(node))).scalar_one()
    return Page([nodes[i] for i in ids[: asked.first]], len(ids) > asked.first), int(total)


def count_with_role(served: Served, role: Property) -> int:
    """Return how many stand in the list of those who have the role."""
    node = _members(served.catalogue.layout, role).subquery().c.node
    with served.catalogue.reading() as connection:
        return int(connection.execute(select(func.count(node))).scalar_one())


def _members(layout: Layout, role: Property) -> Select[tuple[int]]:
    """Return a selection of everyone who has the role, each once, in a column ``node``."""
    selected = [select(layout.links[role.name].c.object.label("node"))]
    if role.also_listed:
        beside = layout.model.property_iris[role.also_listed]
        selected.append(select(layout.links[beside.name].c.subject.label("node")))
    return select(union_all(*selected).subquery().c.node).distinct()


def _page(visit: Visit, listing: Listing, part: Part) -> bytes:
    """Return the list as a page; a member's class is told where it is more than the list says."""
    classes = visit.model.classes
    kinds = {name: "" if name == listing.of.name else c.label for name, c in classes.items()}
    return page(
        visit.request,
        "browse.html",
        listing=listing,
        entries=[(n, visit.addresses.link(n.iri), kinds[n.class_name]) for n in part.page.nodes],
        part=part,
        edition=visit.edition.manifest,
    )


def _json(visit: Visit, listing: Listing, part: Part) -> bytes:
    """Return a JSON-LD document: what it says as RDF are the names of the members; the rest are remarks."""
    types = {node.class_name for node in part.page.nodes}
    context = narrow(visit.site.context, ["id", "type", "label", *types])
    told = {
        "@context": {**context, "members": "@included"},
        "total": part.total,
        "next": part.following,
        "members": [{"id": n.iri, "type": n.class_name, "label": n.label} for n in part.page.nodes],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"
