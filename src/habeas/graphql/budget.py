"""What one request may read, so that a stranger's question cannot keep the server from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.errors import QueryTooLargeError, UsageError

MAX_FIRST: Final = 100
MAX_NODES: Final = 20_000
MAX_READS: Final = 300


@dataclass
class Budget:
    """How many nodes, and how many lists and groups of fields, may still be read."""

    nodes: int = MAX_NODES
    reads: int = MAX_READS

    def spend(self, nodes: int) -> None:
        """Take off one read of so many nodes; raises QueryTooLargeError where the budget is used up."""
        self.nodes -= nodes
        self.reads -= 1
        if self.nodes < 0 or self.reads < 0:
            raise QueryTooLargeError(
                f"one request may read {MAX_NODES:,} nodes in {MAX_READS} lists, and this one needs more",
                mend="ask for shorter pages with `first`, or for fewer lists inside lists",
            )


def page_size(first: int | None, default: int) -> int:
    """Return the length of a page; raises UsageError where it is out of bounds."""
    size = default if first is None else first
    if not 0 <= size <= MAX_FIRST:
        raise UsageError(
            f"`first` is {size}, and must be from 0 to {MAX_FIRST}",
            mend="read longer lists page by page with `after`",
        )
    return size
