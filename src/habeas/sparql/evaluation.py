"""Running one query on one store, inside a worker: results as bytes, exceptions as our errors."""

from __future__ import annotations

import io
import re
from typing import Final, TypeAlias, TypeVar

import pyoxigraph as ox

from habeas.errors import QueryError, QuerySyntaxError, QueryTooLargeError
from habeas.sparql.frames import Answer, QueryRequest

_T = TypeVar("_T")
_Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_PLACE: Final = re.compile(r"^error at (\d+):(\d+): (?:expected )?(.*)$", re.DOTALL)
_SENTENCE: Final = re.compile(r"[A-Za-z]+ [a-z]+ [A-Za-z ]*[a-z]")


class _BoundedWriter(io.RawIOBase):
    """Collects what is written, and raises when it is more than ``most`` bytes."""

    def __init__(self, most: int) -> None:
        self.content = bytearray()
        self._most = most

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        if len(self.content) + len(piece) > self._most:
            raise QueryTooLargeError(
                f"the answer is longer than {self._most / (1 << 20):,.0f} MB",
                mend="add LIMIT, or ask for fewer columns; for everything take an export",
            )
        self.content += piece
        return len(piece)


def evaluate(store: ox.Store, request: QueryRequest, most: int) -> Answer:
    """Answer a request from a store, in at most so many bytes.

    Raises QuerySyntaxError with the place, QueryTooLargeError, or QueryError for what cannot be evaluated.
    """
    output = _BoundedWriter(min(most, request.most or most))
    try:
        results = store.query(
            request.query.text,
            base_iri=request.base,
            default_graph=_default_graph(request),
            named_graphs=_named_graphs(request),
        )
        _write(results, output, request)
    except SyntaxError as error:
        raise _syntax_error(str(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be evaluated: {error}") from error
    return Answer(request.media_type, bytes(output.content))


def _default_graph(request: QueryRequest) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None:
    if not (request.default_graphs or request.named_graphs):
        return None
    return [ox.NamedNode(iri) for iri in request.default_graphs]


def _named_graphs(request: QueryRequest) -> list[ox.NamedNode | ox.BlankNode] | None:
    if not (request.default_graphs or request.named_graphs):
        return None
    return [ox.NamedNode(iri) for iri in request.named_graphs]


def _write(results: _Results, output: _BoundedWriter, request: QueryRequest) -> None:
    if isinstance(results, ox.QueryTriples):
        rdf = _known(ox.RdfFormat.from_media_type(request.media_type), request)
        prefixes = request.query.prefixes if rdf.media_type == "text/turtle" else None
        ox.serialize(results, output, rdf, prefixes=prefixes)  # type: ignore[arg-type]
    else:
        tabular = _known(ox.QueryResultsFormat.from_media_type(request.media_type), request)
        results.serialize(output, tabular)  # type: ignore[arg-type]


def _known(found: _T | None, request: QueryRequest) -> _T:
    if found is None:
        raise QueryError(f"a {request.query.form} query cannot be answered as {request.media_type}")
    return found


def _syntax_error(said: str) -> QuerySyntaxError:
    """Turn the parser's message into ours: the place apart, and of the rest the sentences.

    Beside them the parser lists whatever it tried last, in no order; SERVICE is often among it.
    """
    match = _PLACE.match(said)
    if not match:
        return QuerySyntaxError(f"the query does not parse: {said[:300]}")
    sentences = "; ".join(_SENTENCE.findall(match[3]))
    reason = f": {sentences}" if sentences else ""
    return QuerySyntaxError(
        f"the query does not parse{reason}",
        where=f"line {match[1]}, column {match[2]}",
        mend="look at what stands before this place",
    )
