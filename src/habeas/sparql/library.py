"""The library of named questions: loading them, finding one, asking it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from habeas.catalogue.identifiers import Identifiers
from habeas.errors import UnknownQueryError
from habeas.sparql.binding import bind, check_parameters
from habeas.sparql.formats import RESULTS
from habeas.sparql.frames import Answer, QueryRequest
from habeas.sparql.guard import read_query
from habeas.sparql.header import Parameter
from habeas.sparql.once import answer_once
from habeas.sparql.question import Question, read_question
from habeas.sparql.resolving import resolve_names

__all__ = ["Answering", "Parameter", "Question", "find_question", "load_library", "run", "run_in_pool"]

_JSON = RESULTS[0].media_types[0]


class Answering(Protocol):
    """Whoever answers queries, such as ``WorkerPool``."""

    async def answer(self, request: QueryRequest) -> Answer:
        """Answer a query that passed the guard."""


def load_library(folder: Path) -> dict[str, Question]:
    """Read every ``NAME.rq`` of a folder, by name; raises UsageError for a file without its header."""
    return {path.stem: read_question(path) for path in sorted(folder.glob("*.rq"))}


def find_question(library: Mapping[str, Question], name: str) -> Question:
    """Return a question by name; raises UnknownQueryError with the names that are closest."""
    if name in library:
        return library[name]
    close = difflib.get_close_matches(name, library, n=3, cutoff=0.4)
    raise UnknownQueryError(
        f"there is no question named {name!r}", mend=f"ask one of {', '.join(close or sorted(library))}"
    )


def run(
    question: Question,
    given: Mapping[str, str],
    store_path: Path,
    format_name: str | None = None,
    *,
    seconds: float = 10.0,
    identifiers: Identifiers | None = None,
) -> Answer:
    """Answer a question on a store, in another process. ``identifiers`` are the ids of its edition.

    Raises UsageError for parameters, NotFoundError for a name that nothing bears, AmbiguousNameError for one that
    several things bear, and what ``answer_once`` raises.
    """
    check_parameters(question, given)
    asking = resolve_names(question, given, identifiers)
    found, text = {}, next(asking, None)
    while text is not None:
        try:
            text = asking.send(answer_once(store_path, text, seconds=seconds).body)
        except StopIteration as ended:
            found, text = ended.value, None
    return answer_once(store_path, bind(question, given, found), format_name, seconds=seconds)


async def run_in_pool(
    question: Question,
    given: Mapping[str, str],
    pool: Answering,
    media_type: str = _JSON,
    *,
    most: int | None = None,
    identifiers: Identifiers | None = None,
) -> Answer:
    """Answer a question with a pool's workers, in at most ``most`` bytes.

    Raises what ``run`` and ``WorkerPool.answer`` raise.
    """
    check_parameters(question, given)
    asking = resolve_names(question, given, identifiers)
    found, text = {}, next(asking, None)
    while text is not None:
        answer = await pool.answer(QueryRequest(read_query(text), _JSON))
        try:
            text = asking.send(answer.body)
        except StopIteration as ended:
            found, text = ended.value, None
    query = read_query(bind(question, given, found))
    return await pool.answer(QueryRequest(query, media_type, most=most))
