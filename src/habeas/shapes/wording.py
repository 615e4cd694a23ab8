"""What is wrong, in words for people: SHACL's core constraint components (SHACL §4)."""

from __future__ import annotations

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH

from habeas.model.namespaces import local_name
from habeas.shapes.judgement import Verdict
from habeas.shapes.terms import as_words

# The component's parameter, and what its violation means.
_WORDS = {
    SH.MinCountConstraintComponent: (SH.minCount, "at least {parameter} is needed"),
    SH.MaxCountConstraintComponent: (SH.maxCount, "there are more values than {parameter}"),
    SH.DatatypeConstraintComponent: (SH.datatype, "{value} is not a well-formed {parameter}"),
    SH.ClassConstraintComponent: (SH["class"], "{value} is not said to be a {parameter}"),
    SH.NodeKindConstraintComponent: (SH.nodeKind, "{value} is not of the kind {parameter}"),
    SH.InConstraintComponent: (SH["in"], "{value} is not one of {parameter}"),
    SH.HasValueConstraintComponent: (SH.hasValue, "the value {parameter} is missing"),
    SH.PatternConstraintComponent: (SH.pattern, "{value} does not match {parameter}"),
    SH.MinLengthConstraintComponent: (SH.minLength, "{value} is shorter than {parameter} characters"),
    SH.MaxLengthConstraintComponent: (
        SH.maxLength,
        "{value} is longer than {parameter} characters",
    ),
    SH.MinInclusiveConstraintComponent: (SH.minInclusive, "{value} is not {parameter} or more"),
    SH.MaxInclusiveConstraintComponent: (SH.maxInclusive, "{value} is not {parameter} or less"),
    SH.MinExclusiveConstraintComponent: (SH.minExclusive, "{value} is not more than {parameter}"),
    SH.MaxExclusiveConstraintComponent: (SH.maxExclusive, "{value} is not less than {parameter}"),
    SH.UniqueLangConstraintComponent: (SH.uniqueLang, "there are several values in one language"),
    SH.LanguageInConstraintComponent: (SH.languageIn, "{value} is in none of the languages {parameter}"),
}


def in_words(verdict: Verdict, shapes: rdflib.Graph) -> str:
    """Return the verdict's message: the shape's own where it has one, else what the component means."""
    words = _WORDS.get(rdflib.URIRef(str(verdict.component)))
    if words is None or (verdict.shape, SH.message, None) in shapes:
        return verdict.message
    parameter, text = words
    value = "" if verdict.value is None else as_words(verdict.value)
    said = text.format(value=value, parameter=_parameter(verdict, shapes, parameter))
    return f"{name_of(verdict.shape, shapes)}: {said}"


def name_of(shape: rdflib.term.Node, shapes: rdflib.Graph) -> str:
    """Return the shape's English ``sh:name``, or the last part of its IRI."""
    names = list(shapes.objects(shape, SH.name))
    english = [n for n in names if isinstance(n, rdflib.Literal) and n.language in {"en", None}]
    return str(next(iter(english or names), local_name(str(shape))))


def _parameter(verdict: Verdict, shapes: rdflib.Graph, parameter: rdflib.URIRef) -> str:
    node = shapes.value(verdict.shape, parameter)
    if isinstance(node, rdflib.BNode):
        return ", ".join(as_words(item) for item in Collection(shapes, node))
    return str(node) if node is None or isinstance(node, rdflib.Literal) else as_words(node)
