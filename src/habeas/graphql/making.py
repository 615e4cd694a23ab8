"""Making Strawberry types at run time.

Annotations are strings, for the types refer to each other in circles; they are resolved in a module made for
the schema, in which every type that is made is put.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import ModuleType
from typing import Any, NamedTuple

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument

from habeas.graphql.scalars import Date, Decimal

_numbers = count(1)


class Argument(NamedTuple):
    """An argument of a field: its annotation, what it means and, where it may be left out, its default."""

    name: str
    annotation: str
    description: str | None = None
    default: object = None


class Field(NamedTuple):
    """A field of a type: its annotation, what it means and its arguments."""

    annotation: str
    description: str | None = None
    arguments: Sequence[Argument] = ()


@dataclass(frozen=True)
class Maker:
    """Makes types and remembers them by name."""

    module: ModuleType

    @classmethod
    def new(cls) -> Maker:
        """Return a maker with a module of its own."""
        module = ModuleType(f"{__name__}.derived_{next(_numbers)}")
        module.__dict__.update(ID=strawberry.ID, Date=Date, Decimal=Decimal)
        sys.modules[module.__name__] = module
        return cls(module)

    def made(self, name: str) -> type:
        """Return a type that was made."""
        found: type = getattr(self.module, name)
        return found

    def object(
        self, name: str, description: str, fields: Mapping[str, Field], bases: tuple[type, ...] = ()
    ) -> type:
        """Make an object type."""
        return self._keep(
            name, strawberry.type(self._plain(name, fields, bases), name=name, description=description)
        )

    def interface(
        self, name: str, description: str, fields: Mapping[str, Field], bases: tuple[type, ...] = ()
    ) -> type:
        """Make an interface."""
        plain = self._plain(name, fields, bases)
        return self._keep(name, strawberry.interface(plain, name=name, description=description))

    def input(self, name: str, description: str, fields: Mapping[str, Field]) -> type:
        """Make an input type, all of whose fields may be left out."""
        plain = self._plain(name, fields, (), default=strawberry.UNSET)
        return self._keep(name, strawberry.input(plain, name=name, description=description))

    def _keep(self, name: str, made: type) -> type:
        setattr(self.module, name, made)
        return made

    def _plain(self, name: str, fields: Mapping[str, Field], bases: tuple[type, ...], **options: Any) -> type:
        """A class for Strawberry to decorate. Python names have a prefix, so that any word can be a field."""
        namespace: dict[str, Any] = {
            "__module__": self.module.__name__,
            "__annotations__": {f"field_{key}": field.annotation for key, field in fields.items()},
        }
        for key, field in fields.items():
            declared = strawberry.field(name=key, description=field.description, **options)
            declared.arguments = [self._argument(argument) for argument in field.arguments]
            namespace[f"field_{key}"] = declared
        return type(name, bases, namespace)

    def _argument(self, argument: Argument) -> StrawberryArgument:
        required = not argument.annotation.endswith("None") and argument.default is None
        return StrawberryArgument(
            python_name=argument.name,
            graphql_name=argument.name,
            type_annotation=StrawberryAnnotation(argument.annotation, namespace=self.module.__dict__),
            description=argument.description,
            default=strawberry.UNSET if required or argument.default is None else argument.default,
        )
