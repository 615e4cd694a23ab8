"""How classes are called in GraphQL."""

from __future__ import annotations

from habeas.model import Model

NODE = "Node"
"""The interface of everything that has an id (Relay's object identification)."""

STATEMENT = "RecordStatement"
"""The type of what a record says; the domain may have statements of its own."""


def is_interface(model: Model, class_name: str) -> bool:
    """Whether the class is an interface: it has subclasses."""
    return bool(model.children[class_name])


def object_type(model: Model, class_name: str) -> str:
    """Return the name of the type of a class's direct members.

    It is the class's own where that is no interface. Also an abstract class has such a type: things of which
    no undisputed source says more are its members.
    """
    return f"Other{class_name}" if is_interface(model, class_name) else class_name


def singular(class_name: str) -> str:
    """Return the name of the root field that gives one member."""
    return class_name[0].lower() + class_name[1:]
