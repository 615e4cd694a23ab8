"""One query in a process of its own, for callers that do not run an event loop: the command line, tests."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from habeas.errors import QueryTimeoutError, QueryTooLargeError
from habeas.sparql.formats import formats_for, named_format
from habeas.sparql.frames import (
    READY,
    Answer,
    QueryRequest,
    not_opened,
    pack_request,
    read_frame,
    unpack_reply,
)
from habeas.sparql.guard import read_query
from habeas.sparql.limits import Limits, worker_command, worker_environment


def answer_once(
    store_path: Path, text: str, format_name: str | None = None, *, seconds: float = 10.0
) -> Answer:
    """Guard a query, run it in another process, and return its answer.

    ``format_name`` is a short name such as ``json``, ``csv`` or ``turtle``; None takes the form's default.
    Raises what ``WorkerPool.answer`` raises, and UsageError for a format that does not fit.
    """
    query = read_query(text)
    offered = formats_for(query.form)
    media_type = named_format(format_name, offered).media_type if format_name else offered[0].media_types[0]
    return _run(store_path, QueryRequest(query, media_type), Limits(seconds=seconds))


def _run(store_path: Path, request: QueryRequest, limits: Limits) -> Answer:
    try:
        done = subprocess.run(  # noqa: S603 (the command is ours; the query goes over the pipe)
            worker_command(store_path, limits),
            input=pack_request(request),
            capture_output=True,
            env=worker_environment(),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeoutError(
            f"the query was ended after {limits.seconds:g} seconds",
            mend="narrow it down, or give it more seconds",
        ) from None
    replies = io.BytesIO(done.stdout)
    if read_frame(replies) != READY:
        raise not_opened(str(store_path))
    head, body = read_frame(replies), read_frame(replies)
    if head is None or body is None:
        raise QueryTooLargeError("the query took more memory, or more levels of nesting, than it may")
    return unpack_reply(head, body)
