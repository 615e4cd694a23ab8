"""Lists as Relay connections: pages that were read become edges, nodes and page information."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from habeas.graphql.answer import Answer
from habeas.graphql.selection import FieldNodes, Selected, Selections


class Listed(Protocol):
    """What can stand in a list: it has a number and a place."""

    @property
    def id(self) -> int: ...  # noqa: D102

    @property
    def cursor(self) -> str: ...  # noqa: D102


Item = TypeVar("Item", bound=Listed)
Pages = Mapping[int, tuple[Sequence[Item], bool]]
"""For each parent a page's items, and whether there are more."""


class Listing(Generic[Item]):
    """A connection that a request selects. ``read`` reads items with all that is selected below them."""

    def __init__(
        self,
        selections: Selections,
        selected: Selected,
        item_type: str,
        read: Callable[[Sequence[Item], FieldNodes], dict[int, Answer]],
    ) -> None:
        self._selections = selections
        self._item_type = item_type
        self._read = read
        self._after = selected.arguments.get("after")
        self._fields = selections.below(f"{item_type}Connection", selected.nodes)

    @property
    def needs_page(self) -> bool:
        """Whether anything but the count is asked for."""
        return any(selected.name != "totalCount" for selected in self._fields)

    @property
    def needs_count(self) -> bool:
        """Whether the count is asked for."""
        return any(selected.name == "totalCount" for selected in self._fields)

    def answers(self, pages: Pages[Item], counts: Mapping[int, int]) -> dict[int, Answer]:
        """Return the connection of each parent; what stands in several pages is read once."""
        items = list({item.id: item for page, _ in pages.values() for item in page}.values())
        answers = {parent: Answer(f"{self._item_type}Connection") for parent in {*pages, *counts}}
        for selected in self._fields:
            values = self._values(selected, items, pages, counts)
            for parent, answer in answers.items():
                answer[selected.key] = values[parent]
        return answers

    def _values(
        self, selected: Selected, items: Sequence[Item], pages: Pages[Item], counts: Mapping[int, int]
    ) -> dict[int, Any]:
        if selected.name == "totalCount":
            return dict(counts)
        if selected.name == "pageInfo":
            return {parent: self._page_info(page, more) for parent, (page, more) in pages.items()}
        of_nodes = selected.name == "nodes"
        read = self._read(items, selected.nodes) if of_nodes else self._edges(selected, items)
        return {parent: [read[item.id] for item in page] for parent, (page, _) in pages.items()}

    def _edges(self, selected: Selected, items: Sequence[Item]) -> dict[int, Answer]:
        edges = {item.id: Answer(f"{self._item_type}Edge") for item in items}
        for below in self._selections.below(f"{self._item_type}Edge", selected.nodes):
            nodes = self._read(items, below.nodes) if below.name == "node" else {}
            for item in items:
                edges[item.id][below.key] = nodes[item.id] if below.name == "node" else item.cursor
        return edges

    def _page_info(self, page: Sequence[Item], more: bool) -> dict[str, Any]:
        return {
            "hasNextPage": more,
            "hasPreviousPage": self._after is not None,
            "startCursor": page[0].cursor if page else None,
            "endCursor": page[-1].cursor if page else None,
        }
