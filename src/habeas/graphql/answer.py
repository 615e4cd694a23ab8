"""An object of an answer, and the places of a request that its values are read for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from habeas.graphql.selection import Selected
from habeas.graphql.sources import Source


class Answer(dict[str, Any]):
    """The values of an object by response key, and the name of its type."""

    def __init__(self, type_name: str) -> None:
        super().__init__()
        self.type_name = type_name


@dataclass(frozen=True)
class Group:
    """One place of the request, and the parents, by number, that it is to be read for."""

    source: Source
    selected: Selected
    members: list[tuple[int, Answer]] = field(default_factory=list)

    @property
    def parents(self) -> list[int]:
        """The numbers of the parents."""
        return [number for number, _ in self.members]

    def give(self, value: Callable[[int], Any]) -> None:
        """Give each parent its value."""
        for number, answer in self.members:
            answer[self.selected.key] = value(number)
