"""Query parameters: a page takes those that its route declares, and what trackers add to a link is taken off.

A parameter that is not read would be dropped in silence: ``/people?status=died`` would list everybody. ``/sparql`` is
not held to this: its clients send parameters that the SPARQL Protocol does not define (``results``, ``timeout``), and
they are ignored.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote_plus

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from habeas.errors import UsageError
from habeas.web.answers import CACHE

TRACKING: Final = frozenset(
    {
        *("fbclid", "igsh", "igshid", "twclid", "ttclid", "li_fat_id"),
        *("gclid", "gbraid", "wbraid", "dclid", "srsltid", "msclkid", "yclid", "ysclid", "_openstat"),
        *("mc_cid", "mc_eid"),
    }
)
"""What social networks, search engines and mailings add to links."""
TRACKING_PREFIX: Final = "utm_"

ENDPOINTS: Final = frozenset({"/sparql", "/graphql"})
"""Ignore what they do not know, so there is nothing to redirect."""


async def only_declared_parameters(request: Request) -> None:
    """Raise UsageError for a parameter that the route's signature does not have, or that is given twice."""
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        check_names(request, {param.alias for param in route.dependant.query_params})


def check_names(request: Request, allowed: Collection[str]) -> None:
    """Raise UsageError for a parameter that is not allowed, or that is given twice."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in allowed:
            raise UsageError(
                f"unknown parameter {name[:80]!r}", where=request.url.path, mend=_what_fits(name, allowed)
            )
        if names.count(name) > 1:
            raise UsageError(
                f"{name!r} is given {names.count(name)} times", where=request.url.path, mend="give it once"
            )


def _what_fits(name: str, allowed: Collection[str]) -> str:
    if not allowed:
        return "leave it out: this address takes no parameters"
    close = difflib.get_close_matches(name, allowed, n=1)
    listed = ", ".join(sorted(allowed))
    near = f"did you mean {close[0]!r}? " if close else ""
    return f"{near}allowed here: {listed}; to filter by anything else use /graphql or /sparql"


class CleanAddresses:
    """Redirects a GET with parameters of trackers to the same address without them.

    All else stays as it was sent, byte for byte. The redirect is relative and begins with ``./``, so it never leads to
    another host, whatever the path is (``//example.org``), and it holds behind a proxy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass the request on."""
        location = _clean_address(scope) if scope["type"] == "http" else None
        if location is None:
            await self.app(scope, receive, send)
        else:
            # Not a RedirectResponse: that one would quote again what was sent.
            moved = Response(status_code=308, headers={"Location": location, "Cache-Control": CACHE})
            await moved(scope, receive, send)


def _clean_address(scope: Scope) -> str | None:
    """Return the relative address without trackers; None where there are none, or they do no harm."""
    query: bytes = scope["query_string"]
    if not query or scope["method"] not in {"GET", "HEAD"}:
        return None
    if scope["path"].removeprefix(scope.get("root_path", "")) in ENDPOINTS:
        return None
    given = query.split(b"&")
    kept = [each for each in given if not _is_tracking(each)]
    if len(kept) == len(given):
        return None
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    last = path.partition(b"?")[0].rpartition(b"/")[2]
    clean = b"&".join(kept)
    return (b"./" + last + (b"?" + clean if clean else b"")).decode("latin-1")


def _is_tracking(given: bytes) -> bool:
    name = unquote_plus(given.partition(b"=")[0].decode("latin-1")).lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIX)
