"""What an HTTP request asks (SPARQL 1.1 Protocol §2.1), read so that a repeated parameter is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from habeas.errors import QueryRefusedError, QueryTooLargeError, UnsupportedTypeError, UsageError

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
# A query of 50,000 letters of two bytes is 300,000 characters in a form.
MAX_BODY: Final = 400_000
MAX_PARAMETERS: Final = 200
# The protocol's own, and the two with which our form and older clients name the format. Others are ignored: clients
# send `results`, `timeout`, `should-sponge` and the like, and a link from elsewhere what trackers add.
_READ: Final = frozenset({"query", "default-graph-uri", "named-graph-uri", "format", "output"})


@dataclass(frozen=True)
class Asked:
    """The parameters of a request: the query, if there is one, its dataset, and the format by short name."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format_name: str | None
    is_bare: bool


async def read_asked(request: Request) -> Asked:
    """Read a GET or a POST in either form.

    Raises UsageError for parameters that are malformed or repeated, UnsupportedTypeError for a POST of
    another type, QueryTooLargeError for a long body, QueryRefusedError for an update.
    """
    parameters = _parameters(request.scope["query_string"])
    if request.method == "POST":
        parameters += await _posted(request)
    if any(name == "update" for name, _ in parameters):
        raise QueryRefusedError("this endpoint only reads; it takes no update", mend="send ?query= instead")
    return Asked(
        query=_single(parameters, "query"),
        default_graphs=_all(parameters, "default-graph-uri"),
        named_graphs=_all(parameters, "named-graph-uri"),
        format_name=_single(parameters, "format") or _single(parameters, "output") or None,
        is_bare=not any(name in _READ for name, _ in parameters),
    )


async def _posted(request: Request) -> list[tuple[str, str]]:
    content_type, _, options = request.headers.get("content-type", "").lower().partition(";")
    if content_type.strip() not in (FORM, DIRECT):
        raise UnsupportedTypeError(
            f"a POST of type {content_type.strip() or 'none'} is not read here",
            mend=f"send {DIRECT} or {FORM}",
        )
    if "charset" in options and "utf-8" not in options:
        raise UnsupportedTypeError("only UTF-8 is read here", mend="leave the charset out, or say utf-8")
    body = await _body(request)
    if content_type.strip() == FORM:
        return _parameters(body)
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        raise UsageError("the query is not UTF-8", where=f"byte {error.start}") from error


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            raise QueryTooLargeError(
                f"the body is longer than {MAX_BODY:,} bytes", mend="ask a shorter query"
            )
    return bytes(body)


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except ValueError as error:
        raise UsageError(
            f"the parameters cannot be read: {error}", mend="percent-encode them as UTF-8"
        ) from error


def _all(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for given, value in parameters if given == name and value)


def _single(parameters: list[tuple[str, str]], name: str) -> str | None:
    values = [value for given, value in parameters if given == name]
    if len(values) > 1:
        raise UsageError(f"{name!r} is given {len(values)} times", mend="give it once")
    return values[0] if values else None
