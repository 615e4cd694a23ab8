"""For operators: is there an edition, and which."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.requests import Request

from habeas.web.site import visit_of

router = APIRouter()


@router.api_route("/health", methods=["GET", "HEAD"])
def health(request: Request) -> JSONResponse:
    """Return the edition that is served; an error of status 503 where there is none."""
    manifest = visit_of(request).edition.manifest
    told = {"status": "ok", "edition": manifest.id, "audience": manifest.audience, "made": manifest.made}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})
