"""Answers with validators: an edition never changes, so its id and the format make the entity tag.

See RFC 9110, section 8.8.3.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from habeas.editions import Edition
from habeas.web.negotiation import Format

CACHE = "public, no-cache"
"""May be kept, and is asked for again each time: a new edition is seen at once."""


def answer(
    request: Request,
    edition: Edition,
    chosen: Format,
    make: Callable[[], bytes],
    *,
    links: tuple[str, ...] = (),
    varies: bool = True,
) -> Response:
    """Return what ``make`` gives, or 304 where the client has it already."""
    headers = {"ETag": entity_tag(edition, chosen), "Cache-Control": CACHE}
    if varies:
        headers["Vary"] = "Accept"
    if links:
        headers["Link"] = ", ".join(links)
    if _matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(make(), headers={**headers, "Content-Type": chosen.content_type})


def entity_tag(edition: Edition, chosen: Format) -> str:
    """Return the strong entity tag of an edition's answer in a format."""
    return f'"{edition.id}.{chosen.suffix}"'


def _matches(given: str | None, tag: str) -> bool:
    """Compare weakly, as If-None-Match asks for (RFC 9110, 13.1.2)."""
    tags = [t.strip().removeprefix("W/") for t in (given or "").split(",")]
    return tag in tags or "*" in tags


def redirect(status: int, location: str, varies: bool = False) -> Response:
    """Return a redirect to a relative address."""
    response = RedirectResponse(location, status_code=status)
    response.headers["Cache-Control"] = CACHE
    if varies:
        response.headers["Vary"] = "Accept"
    return response
