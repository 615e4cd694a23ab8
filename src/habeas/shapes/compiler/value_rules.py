"""What pySHACL says of one value, component by component: the last word on a suspect.

The rules are pySHACL's own, over rdflib's reading of a literal, so that a result here is a result there.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import rdflib
from pyshacl.rdfutil.compare import compare_literal
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Identifier

from habeas.shapes.compiler.constraint import ValueTest

_KINDS: Final = {
    rdflib.BNode: {SH.BlankNode, SH.BlankNodeOrLiteral, SH.BlankNodeOrIRI},
    rdflib.Literal: {SH.Literal, SH.BlankNodeOrLiteral, SH.IRIOrLiteral},
    rdflib.URIRef: {SH.IRI, SH.IRIOrLiteral, SH.BlankNodeOrIRI},
}
_PYTHON: Final[dict[rdflib.URIRef, Any]] = {
    XSD.string: (str, bytes),
    RDF.langString: (str, bytes),
    XSD.integer: int,
    XSD.float: float,
    XSD.decimal: Decimal,
    XSD.boolean: bool,
    XSD.date: datetime.date,
    XSD.time: datetime.time,
    XSD.dateTime: datetime.datetime,
}
_ORDERS: Final[dict[rdflib.URIRef, Callable[[int], bool]]] = {
    SH.MinExclusiveConstraintComponent: lambda order: order > 0,
    SH.MinInclusiveConstraintComponent: lambda order: order >= 0,
    SH.MaxExclusiveConstraintComponent: lambda order: order < 0,
    SH.MaxInclusiveConstraintComponent: lambda order: order <= 0,
}
_STRINGS: Final = {None, RDF.langString, XSD.string}


def passes(test: ValueTest, value: Identifier) -> bool:
    """Whether a value node passes a test, by pySHACL's rule."""
    return _RULES[test.component](test, value)


def precedes(left: Identifier, right: Identifier, *, or_equals: bool) -> bool:
    """Whether a value is less than another, by pySHACL's ``sh:lessThan``; what cannot be compared is not."""
    if isinstance(left, rdflib.BNode) or isinstance(right, rdflib.BNode):
        return False
    first, second = _orderable(left), _orderable(right)
    if isinstance(first, rdflib.Literal) != isinstance(second, rdflib.Literal):
        return False
    with warnings.catch_warnings():
        # rdflib takes what cannot be compared, such as an impossible date, for true, and warns of it.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return bool(first <= second if or_equals else first < second)
        except (TypeError, ArithmeticError):
            return False


def _orderable(value: Identifier) -> Any:
    if isinstance(value, rdflib.URIRef):
        return str(value)
    return value.value if isinstance(value, rdflib.Literal) and isinstance(value.value, str) else value


def _node_kind(test: ValueTest, value: Identifier) -> bool:
    return test.operands[0] in next(kinds for kind, kinds in _KINDS.items() if isinstance(value, kind))


def _datatype(test: ValueTest, value: Identifier) -> bool:
    wanted = test.operands[0]
    if not isinstance(value, rdflib.Literal):
        return False
    if value.datatype == wanted:
        return value.ill_typed is not True and _is_of(value, wanted)
    if wanted == RDFS.Literal or (wanted == RDFS.Datatype and value.datatype):
        return True
    if value.language:
        return wanted == RDF.langString and _is_of(value, wanted)
    return value.datatype is None and wanted == XSD.string and _is_of(value, wanted)


def _is_of(value: rdflib.Literal, datatype: Identifier) -> bool:
    kind = _PYTHON.get(rdflib.URIRef(datatype))
    return kind is None or isinstance(value.value, kind)


def _text(value: Identifier) -> str:
    if isinstance(value, rdflib.Literal) and value.value is not None and value.datatype in _STRINGS:
        return str(value.value)
    return str(value)


def _min_length(test: ValueTest, value: Identifier) -> bool:
    least = int(str(test.operands[0]))
    return least == 0 or (not isinstance(value, rdflib.BNode) and len(_text(value)) >= least)


def _max_length(test: ValueTest, value: Identifier) -> bool:
    return not isinstance(value, rdflib.BNode) and len(_text(value)) <= int(str(test.operands[0]))


def _pattern(test: ValueTest, value: Identifier) -> bool:
    if isinstance(value, rdflib.BNode):
        return False
    return _compiled(str(test.operands[0]), test.flags).search(_text(value)) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(pattern, (re.I if "i" in flags else 0) | (re.M if "m" in flags else 0))


def _language_in(test: ValueTest, value: Identifier) -> bool:
    wanted = {str(tag).lower() for tag in test.operands}
    if not isinstance(value, rdflib.Literal) or not value.language:
        return False
    language = str(value.language).lower()
    return "*" in wanted or language in wanted or language.split("-")[0] in wanted


def _listed(test: ValueTest, value: Identifier) -> bool:
    return value in test.operands


def _range(test: ValueTest, value: Identifier) -> bool:
    bound = test.operands[0]
    if not isinstance(value, rdflib.Literal) or not isinstance(bound, rdflib.Literal):
        return False
    if isinstance(value.value, str) != isinstance(bound.value, str):
        return False
    try:
        order: int = compare_literal(value, bound)  # type: ignore[no-untyped-call]
        return _ORDERS[test.component](order)
    except (TypeError, NotImplementedError, ArithmeticError):
        return False


_RULES: Final[dict[rdflib.URIRef, Callable[[ValueTest, Identifier], bool]]] = {
    SH.NodeKindConstraintComponent: _node_kind,
    SH.DatatypeConstraintComponent: _datatype,
    SH.MinLengthConstraintComponent: _min_length,
    SH.MaxLengthConstraintComponent: _max_length,
    SH.PatternConstraintComponent: _pattern,
    SH.LanguageInConstraintComponent: _language_in,
    SH.InConstraintComponent: _listed,
    **dict.fromkeys(_ORDERS, _range),
}
