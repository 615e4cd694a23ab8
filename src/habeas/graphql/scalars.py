"""Scalars: what a literal's datatype is in an answer and in a filter."""

from __future__ import annotations

import datetime
import decimal
from typing import Any, Final, NamedTuple, NewType

from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import scalar

from habeas.model import Property
from habeas.model.namespaces import XSD

Date = NewType("Date", str)
Decimal = NewType("Decimal", str)


def _day(value: Any) -> str:
    """Return the day as it was given; raises GraphQLError where it is none."""
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise GraphQLError(f"{value!r} is no Date: a day is written YYYY-MM-DD") from error


def _number(value: Any) -> str:
    """Return the number as text; raises GraphQLError where it is none."""
    try:
        return format(decimal.Decimal(str(value)), "f")
    except decimal.InvalidOperation as error:
        raise GraphQLError(f"{value!r} is no Decimal") from error


def configuration() -> StrawberryConfig:
    """Return the settings of the schema: names stay as the model has them, and there are two scalars more."""
    return StrawberryConfig(
        auto_camel_case=False,
        scalar_map={
            Date: scalar(name="Date", description="A day: YYYY-MM-DD.", serialize=str, parse_value=_day),
            Decimal: scalar(
                name="Decimal",
                description="A decimal number, as text so that no digit is lost.",
                serialize=_number,
                parse_value=_number,
            ),
        },
    )


class Scalar(NamedTuple):
    """The names of the type of a value and of the filter on it."""

    value: str
    filter: str


TEXT: Final = Scalar("str", "TextFilter")

SCALARS: Final = {
    **{
        f"{XSD}{name}": Scalar("int", "IntFilter")
        for name in ("integer", "int", "short", "nonNegativeInteger")
    },
    f"{XSD}decimal": Scalar("Decimal", "DecimalFilter"),
    f"{XSD}double": Scalar("float", "FloatFilter"),
    f"{XSD}float": Scalar("float", "FloatFilter"),
    f"{XSD}boolean": Scalar("bool", "BooleanFilter"),
    f"{XSD}date": Scalar("Date", "DateFilter"),
}


def scalar_of(prop: Property) -> Scalar:
    """Return the scalar of a property's values; text for most, dates in EDTF and durations among them."""
    return SCALARS.get(prop.datatype or "", TEXT)
