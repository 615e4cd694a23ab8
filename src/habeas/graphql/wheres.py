"""The types of the schema's filters, made from the model; ``habeas.catalogue.filters`` says what they
mean."""

from __future__ import annotations

from habeas.catalogue import Layout
from habeas.catalogue.layout import Kind, Usage
from habeas.graphql.making import Field, Maker
from habeas.graphql.scalars import scalar_of

_EQUAL = "Is this."
_CONTAINS = "Holds this text; case, accents and ё/е make no difference."


def make_wheres(maker: Maker, layout: Layout) -> None:
    """Make the filters of literals and of all classes."""
    _make_operators(maker)
    for name, described in sorted(layout.model.classes.items()):
        maker.input(
            f"{name}Where",
            f"Conditions on {described.label}; all that are given must hold.",
            _conditions(layout, name),
        )


def _make_operators(maker: Maker) -> None:
    equal = {
        "Id": "ID",
        "Int": "int",
        "Float": "float",
        "Boolean": "bool",
        "Date": "Date",
        "Decimal": "Decimal",
    }
    for name, scalar in equal.items():
        maker.input(f"{name}Filter", f"A condition on a value: {name}.", _optional(eq=(scalar, _EQUAL)))
    text = _optional(eq=("str", _EQUAL), contains=("str", _CONTAINS))
    maker.input("TextFilter", "A condition on a text; all that are given must hold.", text)


def _conditions(layout: Layout, name: str) -> dict[str, Field]:
    """Return what members of the class can be filtered by."""
    fields = _optional(
        id=("IdFilter", "Its id."),
        iri=("TextFilter", "Its address."),
        label=("TextFilter", "What it is called."),
        type=("TextFilter", "The name of its class."),
    )
    for key, usage in layout.usages[name].items():
        fields |= _optional(**{key: (_filter(layout, usage), usage.prop.comment)})
    for key, inverse in layout.model.inverses(name).items():
        fields |= _optional(**{key: (f"{inverse.range}Where", inverse.comment)})
    return fields


def _filter(layout: Layout, usage: Usage) -> str:
    if usage.kind is Kind.LINK:
        return f"{usage.prop.range or layout.root}Where"
    return scalar_of(usage.prop).filter


def _optional(**fields: tuple[str, str]) -> dict[str, Field]:
    return {key: Field(f"{kind} | None", description) for key, (kind, description) in fields.items()}
