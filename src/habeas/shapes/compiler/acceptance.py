"""SPARQL tests that a value node certainly passes. What they do not accept is a suspect.

A test here may refuse values that pySHACL accepts, and may raise an error on any; it must never accept one
that pySHACL does not. ``value_rules`` says what pySHACL does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import rdflib
from rdflib.namespace import SH
from rdflib.term import Identifier

from habeas.model.namespaces import RDF, RDFS, XSD
from habeas.shapes.compiler.constraint import ValueTest
from habeas.shapes.compiler.term import constant

NEVER: Final = "false"

_KINDS: Final = {
    SH.IRI: "isIRI({v})",
    SH.Literal: "isLiteral({v})",
    SH.BlankNode: "isBlank({v})",
    SH.BlankNodeOrIRI: "(isIRI({v}) || isBlank({v}))",
    SH.IRIOrLiteral: "(isIRI({v}) || isLiteral({v}))",
    SH.BlankNodeOrLiteral: "(isLiteral({v}) || isBlank({v}))",
}
# A date of ten characters has a year of four digits and no time zone; rdflib reads no others as wide.
_DATE: Final = f"(DATATYPE({{v}}) = <{XSD}date> && YEAR({{v}}) > 0 && STRLEN(STR({{v}})) = 10)"
_DATE_TIME: Final = f"(DATATYPE({{v}}) = <{XSD}dateTime> && YEAR({{v}}) > 0 && STRLEN(STR({{v}})) = 19)"
_STRING: Final = f"(DATATYPE({{v}}) = <{XSD}string>)"
_TAGGED: Final = '(isLiteral({v}) && LANG({v}) != "")'
_NUMBER: Final = (
    f"(isNumeric({{v}}) && (DATATYPE({{v}}) = <{XSD}integer> || DATATYPE({{v}}) = <{XSD}decimal>))"
)
_DATATYPES: Final = {
    f"{XSD}date": _DATE,
    f"{XSD}dateTime": _DATE_TIME,
    f"{XSD}boolean": f"(DATATYPE({{v}}) = <{XSD}boolean> && ({{v}} = true || {{v}} = false))",
    f"{XSD}string": _STRING,
    f"{RDF}langString": _TAGGED,
    f"{RDFS}Literal": "isLiteral({v})",
    **{
        f"{XSD}{name}": f"(isNumeric({{v}}) && DATATYPE({{v}}) = <{XSD}{name}>)"
        for name in ("integer", "decimal", "double", "float")
    },
}
# Values that compare alike in SPARQL and in Python, by the datatype of the one that is given.
_ALIKE: Final = {
    f"{XSD}integer": _NUMBER,
    f"{XSD}decimal": _NUMBER,
    f"{XSD}date": _DATE,
    f"{XSD}dateTime": _DATE_TIME,
}
_TEXT: Final = f"(isIRI({{v}}) || {_STRING} || {_TAGGED})"
# The patterns that Python and Rust read alike: plain characters, classes of them, groups, repeats.
_SAME_PATTERN: Final = re.compile(
    r"""\^? (?: [\w/:,;=@#%&<>~!'"\ -] | \\[.\-+*?()|/] | \.
          | \[\^?(?:[A-Za-z0-9_./:,;=@#%\ ]-[A-Za-z0-9]|[A-Za-z0-9_./:,;=@#%\ ])+-?\]
          | \((?!\?) | \) | \| | (?<=[\w\])./:])(?:[*+?]|\{[0-9]{1,2}(?:,[0-9]{0,2})?\})(?![*+?{])
        )* \$?""",
    re.VERBOSE | re.ASCII,
)
_OPERATORS: Final = {
    SH.MinExclusiveConstraintComponent: ">",
    SH.MinInclusiveConstraintComponent: ">=",
    SH.MaxExclusiveConstraintComponent: "<",
    SH.MaxInclusiveConstraintComponent: "<=",
}


def acceptance(test: ValueTest, variable: str) -> str:
    """Return a SPARQL expression over a variable that is true of no value that violates the test."""
    return _ACCEPT[test.component](test, variable)


def comparable(left: str, right: str, operator: str) -> str:
    """Return an expression that is true only where two values stand in an order that Python sees too."""
    kinds = (_DATE, _DATE_TIME, _NUMBER, _STRING)
    alike = (f"({_of(kind, left)} && {_of(kind, right)})" for kind in kinds)
    return f"({' || '.join(alike)}) && {left} {operator} {right}"


def _of(template: str, variable: str) -> str:
    return template.replace("{v}", variable)


def _node_kind(test: ValueTest, v: str) -> str:
    return _of(_KINDS.get(_only(test), NEVER), v)


def _datatype(test: ValueTest, v: str) -> str:
    datatype = _only(test)
    if str(datatype) in _DATATYPES:
        return _of(_DATATYPES[str(datatype)], v)
    text = constant(datatype) if isinstance(datatype, rdflib.URIRef) else None
    return NEVER if text is None or _is_read(datatype) else f"(DATATYPE({v}) = {text})"


def _is_read(datatype: Identifier) -> bool:
    """Whether rdflib reads values of a datatype, and so may find one ill-typed."""
    known = rdflib.Literal("", datatype=str(datatype)).ill_typed is not None
    return known or str(datatype) == f"{RDFS}Datatype"


def _min_length(test: ValueTest, v: str) -> str:
    return f"({_of(_TEXT, v)} && STRLEN(STR({v})) >= {int(str(_only(test)))})"


def _max_length(test: ValueTest, v: str) -> str:
    return f"({_of(_TEXT, v)} && STRLEN(STR({v})) <= {int(str(_only(test)))})"


def _pattern(test: ValueTest, v: str) -> str:
    pattern = str(_only(test))
    if test.flags or not _SAME_PATTERN.fullmatch(pattern):
        return NEVER
    return f"({_of(_TEXT, v)} && REGEX(STR({v}), {constant(rdflib.Literal(pattern))}))"


def _language_in(test: ValueTest, v: str) -> str:
    tags = ", ".join(str(constant(rdflib.Literal(str(tag).lower()))) for tag in test.operands)
    return f'(isLiteral({v}) && LANG({v}) != "" && LCASE(LANG({v})) IN ({tags}))'


def _listed(test: ValueTest, v: str) -> str:
    iris = [str(constant(o)) for o in test.operands if isinstance(o, rdflib.URIRef) and constant(o)]
    literals = [text for o in test.operands if isinstance(o, rdflib.Literal) and (text := constant(o))]
    same = [f"sameTerm({v}, {text})" for text in literals]
    among = f"(isIRI({v}) && {v} IN ({', '.join(iris)}))"
    return f"({' || '.join([*same, among])})"


def _range(test: ValueTest, v: str) -> str:
    bound = _only(test)
    text = constant(bound)
    alike = _ALIKE.get(str(getattr(bound, "datatype", "")))
    if text is None or alike is None or getattr(bound, "ill_typed", None):
        return NEVER
    if alike is not _NUMBER and len(str(bound)) not in {10, 19}:
        return NEVER
    return f"({_of(alike, v)} && {v} {_OPERATORS[test.component]} {text})"


def _only(test: ValueTest) -> Any:
    return test.operands[0]


_ACCEPT: Final[dict[rdflib.URIRef, Callable[[ValueTest, str], str]]] = {
    SH.NodeKindConstraintComponent: _node_kind,
    SH.DatatypeConstraintComponent: _datatype,
    SH.MinLengthConstraintComponent: _min_length,
    SH.MaxLengthConstraintComponent: _max_length,
    SH.PatternConstraintComponent: _pattern,
    SH.LanguageInConstraintComponent: _language_in,
    SH.InConstraintComponent: _listed,
    **dict.fromkeys(_OPERATORS, _range),
}
