"""What goes over the pipes between a pool and its workers: frames, four bytes of length and the content.

A request is one frame of JSON; a reply is a frame of JSON that says how it went and a frame with the body.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

from habeas.errors import EditionError, QueryError, QueryRefusedError, QuerySyntaxError, QueryTooLargeError
from habeas.sparql.guard import Query

LENGTH: Final = struct.Struct(">I")
READY: Final = b"ready"
_ERRORS: Final = {e.__name__: e for e in (QueryRefusedError, QuerySyntaxError, QueryTooLargeError)}


@dataclass(frozen=True)
class QueryRequest:
    """A query that passed the guard, the media type of the answer, and the dataset that the protocol gave.

    ``base`` resolves relative IRIs. Where ``default_graphs`` or ``named_graphs`` is not empty they are the
    whole dataset and stand above FROM (SPARQL 1.1 Protocol §2.1.4). ``most`` bounds the answer in bytes,
    below the worker's own bound.
    """

    query: Query
    media_type: str
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a query gave, in the format that was asked for."""

    content_type: str
    body: bytes


def frame(content: bytes) -> bytes:
    """Return the content with its length before it."""
    return LENGTH.pack(len(content)) + content


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read a frame; None at the end of the stream, also in the middle of a frame."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def pack_request(request: QueryRequest) -> bytes:
    """Return a request as a frame."""
    return frame(json.dumps(asdict(request)).encode())


def unpack_request(content: bytes) -> QueryRequest:
    """Read a request out of a frame's content."""
    raw: dict[str, Any] = json.loads(content)
    raw["query"] = Query(**raw["query"])
    for name in ("default_graphs", "named_graphs"):
        raw[name] = tuple(raw[name])
    return QueryRequest(**raw)


def pack_reply(outcome: Answer | QueryError) -> bytes:
    """Return an answer or an error as two frames."""
    if isinstance(outcome, Answer):
        return frame(json.dumps({"content_type": outcome.content_type}).encode()) + frame(outcome.body)
    said = {"error": outcome.name, "message": outcome.message, "where": outcome.where, "mend": outcome.mend}
    return frame(json.dumps(said).encode()) + frame(b"")


def unpack_reply(head: bytes, body: bytes) -> Answer:
    """Return the answer, or raise the error, that two frames hold."""
    said: dict[str, Any] = json.loads(head)
    if "error" not in said:
        return Answer(said["content_type"], body)
    error = _ERRORS.get(said["error"], QueryError)
    raise error(said["message"], where=said["where"], mend=said["mend"])


def not_opened(store_path: str) -> EditionError:
    """Return the error for a worker that ended before it had opened its store."""
    return EditionError(
        "the store of the edition cannot be opened", where=store_path, mend="run `habeas build` again"
    )
