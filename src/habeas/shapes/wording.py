"""What is wrong, in words for people: SHACL's core constraint components (SHACL §4)."""

from __future__ import annotations

from dataclasses import dataclass

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH

from habeas.model.namespaces import local_name
from habeas.shapes.judgement import Verdict
from habeas.shapes.path import read_path
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
    said = phrase(verdict.shape, str(verdict.component), shapes)
    if said is None:
        return verdict.message
    return said.about("" if verdict.value is None else as_words(verdict.value))


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one component of one shape says of a value: the same words for every finding of it."""

    before: str
    after: str
    has_value: bool

    def about(self, value: str) -> str:
        """Return the phrase with the value in its place."""
        return f"{self.before}{value}{self.after}" if self.has_value else self.before


def phrase(shape: rdflib.term.Node, component: str, shapes: rdflib.Graph) -> Phrase | None:
    """Return what a core component of a shape means, None where the shape has a message of its own."""
    words = _WORDS.get(rdflib.URIRef(component))
    if words is None or (shape, SH.message, None) in shapes:
        return None
    parameter, text = words
    before, value, after = text.partition("{value}")
    asked = _parameter(shape, shapes, parameter)
    before, after = (part.replace("{parameter}", asked) for part in (before, after))
    return Phrase(f"{name_of(shape, shapes)}: {before}", after, bool(value))


def name_of(shape: rdflib.term.Node, shapes: rdflib.Graph) -> str:
    """Return the shape's English ``sh:name``, or the last part of its IRI; of a blank one the last part of its path."""
    names = list(shapes.objects(shape, SH.name))
    english = [n for n in names if isinstance(n, rdflib.Literal) and n.language in {"en", None}]
    if names or not isinstance(shape, rdflib.BNode):
        return str(next(iter(english or names), local_name(str(shape))))
    path = shapes.value(shape, SH.path)
    if path is None:
        return "the node"
    return local_name(str(path)) if isinstance(path, rdflib.URIRef) else str(read_path(shapes, path))


def _parameter(shape: rdflib.term.Node, shapes: rdflib.Graph, parameter: rdflib.URIRef) -> str:
    node = shapes.value(shape, parameter)
    if isinstance(node, rdflib.BNode):
        return ", ".join(as_words(item) for item in Collection(shapes, node))
    return str(node) if node is None or isinstance(node, rdflib.Literal) else as_words(node)
