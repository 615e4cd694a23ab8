"""The named questions: a list with a form for each, and the answers as a page, JSON, XML, CSV or TSV."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from habeas.errors import HabeasError, NotAcceptableError, UsageError
from habeas.sparql.formats import HTML, RESULTS, Chosen, named_format, negotiate
from habeas.sparql.library import Answering, Question, find_question, run_in_pool
from habeas.sparql.protocol import MAX_PAGE_ANSWER
from habeas.sparql.results import read_results
from habeas.web import negotiation
from habeas.web.answers import CACHE, answer, redirect
from habeas.web.rendering import page
from habeas.web.site import Visit, site_of, visit_of
from habeas.web.view.answered import Answered

router = APIRouter()

FORMAT: Final = "format"
"""The parameter that names the format; no question has one of this name."""

_OFFERED: Final = (*RESULTS, HTML)
_HEADERS: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": CACHE, "Vary": "Accept"}


@router.api_route("/sparql/queries", methods=["GET", "HEAD"])
def without_slash(request: Request) -> Response:
    """Lead to the list."""
    return redirect(308, "queries/")


@router.api_route("/sparql/queries/", methods=["GET", "HEAD"])
def list_questions(request: Request) -> Response:
    """Return the list of the questions, each with its form."""
    visit = visit_of(request)
    negotiation.negotiated(request, (negotiation.HTML,))
    library = visit.site.questions
    make = partial(page, request, "queries.html", library=library, edition=visit.edition.manifest)
    return answer(request, visit.edition, negotiation.HTML, make)


@router.api_route("/sparql/queries/{name}", methods=["GET", "HEAD"])
async def ask(request: Request, name: str) -> Response:
    """Answer a question by name. An error is JSON unless the client would rather have a page."""
    try:
        chosen = _choose(request)
        if chosen.format is HTML:
            visit = visit_of(request)
            return await _as_page(visit, find_question(visit.site.questions, name))
        return await _as_data(request, name, chosen.media_type)
    except HabeasError as error:
        if _wants_page(request):
            raise
        said = {"error": error.name, "message": error.message, "where": error.where, "mend": error.mend}
        body = orjson.dumps({key: value for key, value in said.items() if value}) + b"\n"
        return _response(body, "application/json", error.status)


async def _as_data(request: Request, name: str, media_type: str) -> Response:
    question = find_question(site_of(request).questions, name)
    current_iri = site_of(request).current().edition.manifest.current_iri
    given = question.with_current_iris(_given(request), current_iri)
    found = await run_in_pool(question, given, _pool(request), media_type)
    return _response(found.body, found.content_type)


async def _as_page(visit: Visit, question: Question) -> Response:
    """Return the question with its form, and with the answer, or with what is wrong with what was given."""
    given: dict[str, str] = {}
    shown, error = None, None
    try:
        given = _given(visit.request)
        if given or not any(param.is_required for param in question.params):
            shown = await _answered(visit, question, given)
    except HabeasError as caught:
        error = caught
    content = page(
        visit.request,
        "query.html",
        asked=question,
        given=given,
        shown=shown,
        error=error,
        formats=[(f.title, _address(question, {**given, FORMAT: f.name})) for f in RESULTS],
        example=_address(question, question.example) if question.example else None,
        edition=visit.edition.manifest,
    )
    return _response(content, HTML.media_types[0], error.status if error else 200)


async def _answered(visit: Visit, question: Question, given: Mapping[str, str]) -> Answered:
    given = question.with_current_iris(given, visit.edition.manifest.current_iri)
    found = await run_in_pool(question, given, _pool(visit.request), most=MAX_PAGE_ANSWER)
    return Answered(read_results(found.body), visit.addresses)


def _pool(request: Request) -> Answering:
    pool: Answering = request.app.state.pool
    return pool


def _given(request: Request) -> dict[str, str]:
    """Return the parameters that are not empty; raises UsageError for one that is given twice."""
    given = [(key, value) for key, value in request.query_params.multi_items() if value.strip()]
    names = [key for key, _ in given]
    twice = next((key for key in names if names.count(key) > 1), None)
    if twice is not None:
        raise UsageError(f"{twice!r} is given {names.count(twice)} times", mend="give it once")
    return {key: value for key, value in given if key != FORMAT}


def _choose(request: Request) -> Chosen:
    if name := request.query_params.get(FORMAT):
        return named_format(name, _OFFERED)
    chosen = negotiate(request.headers.get("accept"), _OFFERED)
    if chosen is None:
        types = ", ".join(f.media_types[0] for f in _OFFERED)
        raise NotAcceptableError("no format of the answer is acceptable", mend=f"accept one of {types}")
    return chosen


def _wants_page(request: Request) -> bool:
    if name := request.query_params.get(FORMAT):
        return name == HTML.name
    best = negotiate(request.headers.get("accept"), _OFFERED)
    return best is not None and best.format is HTML


def _response(body: bytes, content_type: str, status: int = 200) -> Response:
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    return Response(body, status, {**_HEADERS, "Content-Type": content_type + charset})


def _address(question: Question, given: Mapping[str, str]) -> str:
    """Return the address of an answer, relative to the list of the questions."""
    return f"{question.name}?{urlencode(given)}" if given else question.name
