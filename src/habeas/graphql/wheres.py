"""The types of the schema's filters, made from the model; ``habeas.catalogue.filters`` says what they
mean."""

from __future__ import annotations

from habeas.catalogue import Layout
from habeas.catalogue.filters import NODE_FIELDS
from habeas.catalogue.layout import Kind, Usage
from habeas.graphql.making import Field, Maker
from habeas.graphql.scalars import scalar_of

_EQUAL = "Is this."
_CONTAINS = "Holds this text; case, accents and ё/е make no difference."
_IDENTIFIED = "Has this id, or this IRI; an id that nothing in the edition has is an error."


def make_wheres(maker: Maker, layout: Layout) -> None:
    """Make the filters of literals and of all classes."""
    _make_operators(maker)
    for name in sorted(layout.model.classes):
        maker.input(
            f"{name}Where",
            f"Conditions on the fields of {name}; all that are given must hold. A null, or a variable without a "
            "value, is an error. For a link, `{}` asks for whatever has one.",
            _conditions(layout, name),
        )


def _make_operators(maker: Maker) -> None:
    maker.input("IdFilter", "A condition on an id.", {"eq": _optional("ID", _IDENTIFIED)})
    equal = ("Int", "int"), ("Float", "float"), ("Boolean", "bool"), ("Date", "Date"), ("Decimal", "Decimal")
    for name, scalar in equal:
        maker.input(f"{name}Filter", f"A condition on a value: {name}.", {"eq": _optional(scalar, _EQUAL)})
    text = {"eq": _optional("str", _EQUAL), "contains": _optional("str", _CONTAINS)}
    maker.input("TextFilter", "A condition on a text; all that are given must hold.", text)


def _conditions(layout: Layout, name: str) -> dict[str, Field]:
    """Return what members of the class can be filtered by: the fields of the class, under their names."""
    fields = {key: _optional("IdFilter" if key == "id" else "TextFilter") for key in NODE_FIELDS}
    for key, usage in layout.usages[name].items():
        fields[key] = _optional(_filter(layout, usage))
    for key, inverse in layout.model.inverses(name).items():
        fields[key] = _optional(f"{inverse.range}Where")
    return fields


def _filter(layout: Layout, usage: Usage) -> str:
    if usage.kind is Kind.LINK:
        return f"{usage.prop.range or layout.root}Where"
    return scalar_of(usage.prop).filter


def _optional(kind: str, description: str | None = None) -> Field:
    return Field(f"{kind} | None", description)
