"""For operators: is there an edition, which, and was it made by the model that serves it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.requests import Request

from habeas.web.site import Visit, visit_of

router = APIRouter()


@router.api_route("/health", methods=["GET", "HEAD"])
def health(request: Request) -> JSONResponse:
    """Return the edition that is served; an error of status 503 where there is none."""
    visit = visit_of(request)
    manifest = visit.edition.manifest
    told: dict[str, object] = {
        "status": "ok",
        "edition": manifest.id,
        "audience": manifest.audience,
        "made": manifest.made,
    }
    if _is_outdated(visit):
        told.update(_outdated(visit))
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _is_outdated(visit: Visit) -> bool:
    """Whether the edition was made by another model: by its digest, which format 1 does not have, or by its tables."""
    manifest = visit.edition.manifest
    is_known = bool(manifest.model) or manifest.format == 1
    return visit.served.catalogue.gaps.is_any or (is_known and manifest.model != visit.site.model_digest)


def _outdated(visit: Visit) -> dict[str, object]:
    """It is served all the same: what it lacks is empty."""
    manifest, gaps = visit.edition.manifest, visit.served.catalogue.gaps
    return {
        "status": "outdated",
        "message": f"the edition was built with another, older model, by Habeas {manifest.version}: "
        "classes that it lacks are empty",
        "mend": "run `habeas build`",
        "lacking": list(gaps.classes),
        "unknown": list(gaps.unknown),
    }
