"""Validation of an audience's edition as a whole: the cross-record checks, asked of its store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from habeas.bidi import isolated
from habeas.errors import ModelError
from habeas.model.namespaces import SH
from habeas.shapes.checks import Check, read_checks
from habeas.shapes.lending import declared, lent
from habeas.shapes.path import Path as PropertyPath
from habeas.shapes.report import Report, Result, make_report
from habeas.shapes.terms import compact

_COMPONENT: Final = f"{SH}SPARQLConstraintComponent"
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def validate_consolidated(
    store: ox.Store, shapes: Path, ontology: Path, basis: Iterable[ox.Quad] = ()
) -> Report:
    """Hold an edition's store, named graphs and all, to the cross-record checks, and to these alone.

    ``basis`` is what the publication rests on beside its records, in the graph of that name: which tiers the
    audience may see, how the records are cleared, who is known to be somebody else. Without it nothing counts as
    cleared. The store is the same afterwards as before. Raises ModelError where a check is ill-formed or none is
    there.
    """
    checks = read_checks(shapes)
    with lent(store, [*declared(ontology, shapes), *basis]):
        results = [result for check in checks for result in _find(store, check)]
    return make_report(results, 1)


def _find(store: ox.Store, check: Check) -> Iterator[Result]:
    """Yield a result for each solution of the check's query (SHACL §5.3.2)."""
    rows = _ask(store, check)
    names = [variable.value for variable in rows.variables]
    if "this" not in names:
        raise _unusable(check, "its query does not select $this")
    for row in rows:
        yield _result(check, {name: row[name] for name in names if row[name] is not None})


def _ask(store: ox.Store, check: Check) -> ox.QuerySolutions:
    try:
        rows = store.query(check.query)
    except SyntaxError as error:
        raise _unusable(check, f"its query does not parse: {error}") from error
    if not isinstance(rows, ox.QuerySolutions):
        raise _unusable(check, "its query is no SELECT")
    return rows


def _result(check: Check, found: dict[str, Term]) -> Result:
    value, path = found.get("value", found["this"]), found.get("path")
    return Result(
        focus=found["this"].value,
        message=_PLACEHOLDER.sub(lambda m: _words(found[m[1]]) if m[1] in found else m[0], check.message),
        severity=check.severity,
        shape=check.shape,
        component=_COMPONENT,
        path=PropertyPath(path.value) if isinstance(path, ox.NamedNode) else None,
        value=None if isinstance(value, ox.BlankNode) else value,
    )


def _words(term: Term) -> str:
    return compact(term.value) if isinstance(term, ox.NamedNode) else isolated(term.value)


def _unusable(check: Check, why: str) -> ModelError:
    return ModelError(
        f"the check “{check.name}” cannot be used: {why}",
        where=check.constraint,
        mend="mend the query in shapes/cross-record/",
    )
