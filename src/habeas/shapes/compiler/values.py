"""Constraints that look at each value node by itself: the value tests, and ``sh:class``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas.model.namespaces import RDF
from habeas.shapes.compiler.acceptance import NEVER, acceptance
from habeas.shapes.compiler.constraint import ClassTest, Shape, ValueTest
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.property_path import is_plain
from habeas.shapes.compiler.suspects import pairs, pairs_at, value_pattern, without
from habeas.shapes.compiler.term import as_read
from habeas.shapes.compiler.value_rules import passes


def value_findings(data: Data, shape: Shape, tests: Sequence[ValueTest], focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each value node and test that it does not pass."""
    accepted = [acceptance(test, "?value") for test in tests]
    fine = " && ".join(f"({test})" for test in accepted)
    condition = "" if NEVER in accepted else f"FILTER(!COALESCE({fine}, false))"
    for this, value in pairs(data, shape, focus, condition):
        term = as_read(value)
        for test in tests:
            if not passes(test, term):
                yield Finding(this, this, shape, test.component, shape.path, value)


def class_findings(data: Data, shape: Shape, test: ClassTest, focus: Focus) -> Iterator[Finding]:
    """Yield a finding for each value node that is not an instance of the class."""
    classes = data.subclasses(str(test.operand))
    foreign = " ".join(without(None, f"?value <{RDF}type> <{iri}>") for iri in classes)
    for this, value in _strangers(data, shape, foreign, focus):
        yield Finding(this, this, shape, test.component, shape.path, value)


def _strangers(data: Data, shape: Shape, foreign: str, focus: Focus) -> Iterator[tuple[Term, Term]]:
    """Yield the pairs whose value is foreign; the different values first, for most often none is."""
    path = shape.path
    if path is None or not is_plain(path) or not focus.scanned:
        yield from pairs(data, shape, focus, foreign)
        return
    different = f"{{ SELECT DISTINCT ?value {{ {value_pattern(path)} }} }}"
    strangers = {value for (value,) in data.select(f"SELECT ?value {{ {different} {foreign} }}")}
    yield from pairs_at(data, shape, focus, strangers)
