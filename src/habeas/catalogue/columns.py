"""How a literal's datatype becomes a column, and its text a value of that column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.types import Boolean, Integer, Text, UserDefinedType
from sqlalchemy.types import TypeEngine as ColumnType

from habeas.model import Property
from habeas.model.namespaces import XSD


class Decimal(UserDefinedType[Any]):
    """A number of SQLite's NUMERIC affinity: stored as an integer or a real, compared as a number."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in SQL."""
        return "NUMERIC"


class Date(UserDefinedType[str]):
    """A day as ISO 8601 text, which sorts as days do."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in SQL."""
        return "DATE"


_INTEGERS = ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")

COLUMN_TYPES: Final[dict[str, type[ColumnType[Any]]]] = {
    **{f"{XSD}{name}": Integer for name in _INTEGERS},
    f"{XSD}decimal": Decimal,
    f"{XSD}double": Decimal,
    f"{XSD}float": Decimal,
    f"{XSD}boolean": Boolean,
    f"{XSD}date": Date,
}

_READERS: Final[dict[type[ColumnType[Any]], Callable[[str], Any]]] = {
    Integer: int,
    Boolean: lambda text: text in {"true", "1"},
}


def column_type(prop: Property) -> ColumnType[Any]:
    """Return the SQL type that holds the values of a property that is no link; text for most."""
    return COLUMN_TYPES.get(prop.datatype or "", Text)()


def value_reader(prop: Property) -> Callable[[str], Any]:
    """Return the function from a literal's text to the value that its column stores."""
    return _READERS.get(type(column_type(prop)), str)
