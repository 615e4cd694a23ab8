"""``[items]`` of ``source.toml``: a page that lists its items in a known order in time.

Of two items it is then known which came first, and an undated one lies between its dated neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from habeas.errors import SourceConfigError

ORDERS: Final = ("newest first", "oldest first")


@dataclass(frozen=True)
class Items:
    """``order`` is one of ``ORDERS``; ``locator`` is a pattern of whole locators, its one group the item's number."""

    order: str
    locator: str


def read_items(raw: Any, file: Path) -> Items | None:
    """Read ``[items]``; raises SourceConfigError where its order or its pattern is invalid."""
    if raw is None:
        return None
    found = raw if isinstance(raw, dict) else {}
    if found.get("order") not in ORDERS:
        raise SourceConfigError(
            f"the order of the items is invalid: {found.get('order')!r}",
            where=f"{file}, [items]",
            mend='write order = "newest first" or order = "oldest first"',
        )
    try:
        groups = re.compile(str(found.get("locator", ""))).groups
    except re.error:
        groups = 0
    if groups != 1 or not isinstance(found.get("locator"), str):
        raise SourceConfigError(
            f"the pattern of the items' locators is invalid: {found.get('locator')!r}",
            where=f"{file}, [items]",
            mend="write locator = 'item (\\d+)': a regular expression whose one group is the item's number",
        )
    return Items(found["order"], found["locator"])
