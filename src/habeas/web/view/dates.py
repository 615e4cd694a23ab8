"""Dates as stated: in words, as EDTF, and the outer bounds that put events in order.

The four properties are the machinery's own; every class whose shape has them is dated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.export.statement import Thing
from habeas.model import Model
from habeas.model.namespaces import HAB

TEXT: Final = f"{HAB}dateText"
WHEN: Final = f"{HAB}when"
EARLIEST: Final = f"{HAB}earliest"
LATEST: Final = f"{HAB}latest"
ALL: Final = frozenset({TEXT, WHEN, EARLIEST, LATEST})

UNDATED: Final = "~"
"""Sorts behind every date, also behind one without a year (``XXXX-05-14``)."""


@dataclass(frozen=True)
class When:
    """A date for people (``text``), for machines (``edtf``) and for order (``key``); empty where unknown."""

    text: str
    edtf: str
    key: tuple[str, str]


def when(thing: Thing) -> When:
    """Return the date of a thing, asserted or as its records have it."""
    said = {s.predicate: s.value.value for s in (*thing.statements, *thing.asserted)}
    edtf = said.get(WHEN, "")
    text = said.get(TEXT) or edtf or said.get(EARLIEST, "")
    key = (said.get(EARLIEST) or edtf or UNDATED, said.get(LATEST) or UNDATED)
    return When(text, edtf if edtf != text else "", key)


def is_dated(model: Model, class_name: str) -> bool:
    """Whether members of the class have dates."""
    return any(p.iri == WHEN for p in model.properties(class_name).values())
