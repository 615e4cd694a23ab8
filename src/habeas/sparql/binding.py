"""Putting values into a question: as terms that pyoxigraph writes, never as raw text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from habeas.errors import UsageError, near
from habeas.sparql.header import Parameter
from habeas.sparql.names import given_iri
from habeas.sparql.question import Question, parameter_places

_DATE: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_parameters(question: Question, given: Mapping[str, str]) -> None:
    """Hold the given parameters against the question's; raises UsageError for one unknown or missing."""
    known = [param.name for param in question.params]
    for name in given:
        if name not in known:
            raise UsageError(f"{question.name} has no parameter {name!r}", mend=near(name, known))
    missing = [p for p in question.params if p.is_required and not given.get(p.name, "").strip()]
    if missing:
        raise UsageError(
            f"{question.name} needs {', '.join(p.name for p in missing)}",
            mend="give it: " + ", ".join(f'{p.name}="{p.example or "…"}"' for p in missing),
        )


def names_to_find(question: Question, given: Mapping[str, str]) -> list[str]:
    """Return the given names that must be looked up in the store: those that are not IRIs already."""
    names = [given[p.name] for p in question.params if p.kind == "name" and given.get(p.name, "").strip()]
    return [name for name in names if given_iri(name) is None]


def bind(question: Question, given: Mapping[str, str], found: Mapping[str, Sequence[str]]) -> str:
    """Return the question's query with its values put in; ``found`` maps the names looked up to IRIs.

    An optional parameter that is not given stays UNDEF. Raises UsageError for a date that is none, and for a
    choice that is not offered.
    """
    text = question.text
    for param in question.params:
        written = given.get(param.name, "").strip()
        if written:
            terms = " ".join(str(t) for t in _terms(param, written, found.get(given[param.name], ())))
            for start, end in reversed(parameter_places(text, param.name)):
                text = text[:start] + terms + text[end:]
    return text


def _terms(param: Parameter, written: str, found: Sequence[str]) -> list[ox.NamedNode | ox.Literal]:
    if param.kind == "date":
        return [_date(param, written)]
    if param.kind == "choice":
        return [_choice(param, written)]
    iri = None if found else given_iri(written)
    return [ox.NamedNode(each) for each in ((iri,) if iri else found)]


def _date(param: Parameter, written: str) -> ox.Literal:
    try:
        if not _ISO_DAY.fullmatch(written):
            raise ValueError("it is not written YYYY-MM-DD")
        datetime.date.fromisoformat(written)
    except ValueError as error:
        raise UsageError(
            f"{param.name} is not a date: {written!r} ({error})", mend="write it as 2018-06-15"
        ) from error
    return ox.Literal(written, datatype=_DATE)


def _choice(param: Parameter, written: str) -> ox.Literal:
    if written not in param.choices:
        raise UsageError(
            f"{param.name} cannot be {written!r}", mend=f"choose one of {', '.join(param.choices)}"
        )
    return ox.Literal(written)
