"""Which things the names given to a question mean; one that could mean several is refused."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from habeas.catalogue.identifiers import Identifiers
from habeas.errors import AmbiguousNameError, NotFoundError
from habeas.sparql.candidates import MOST_CANDIDATES, candidates_query, read_candidates
from habeas.sparql.citations import CITABLE, cited_iris
from habeas.sparql.header import Parameter
from habeas.sparql.names import found_iris, given_id, lookup_query, presence_query
from habeas.sparql.question import Question
from habeas.sparql.results import read_results

Asking = Generator[str, bytes, list[str]]
"""Yields queries, is sent their answers (JSON), and returns IRIs."""


def resolve_names(
    question: Question, given: Mapping[str, str], identifiers: Identifiers | None = None
) -> Generator[str, bytes, dict[str, list[str]]]:
    """Find what the names mean, by the names as they were written. Yields queries and is sent their answers (JSON).

    Raises NotFoundError where nothing is called so, AmbiguousNameError where several things are and the parameter
    takes no citation, UsageError for a malformed IRI.
    """
    found: dict[str, list[str]] = {}
    for param in question.params:
        written = given.get(param.name, "")
        if param.kind == "name" and written.strip():
            found[written] = yield from _resolve(param, written, identifiers)
    return found


def _resolve(param: Parameter, written: str, identifiers: Identifiers | None) -> Asking:
    iri = given_id(written, identifiers)
    if iri is not None:
        if not read_results((yield presence_query(iri))).rows:
            raise NotFoundError(
                f"nothing in this edition has the IRI {iri}",
                where=f"parameter {param.name}",
                mend="search for it by name; it may have another address now",
            )
        return [iri]
    body = yield lookup_query(written, param.of)
    if param.by_citation:
        cited = cited_iris(written, (yield CITABLE))
        named = [row[0].text for row in read_results(body).rows]
        return sorted({*cited, *named}) or found_iris(written, body)
    iris = found_iris(written, body)
    if len(iris) > 1:
        shown = iris[:MOST_CANDIDATES]
        candidates = read_candidates(shown, (yield candidates_query(shown)))
        raise AmbiguousNameError(param.name, written.strip(), candidates, len(iris))
    return iris
