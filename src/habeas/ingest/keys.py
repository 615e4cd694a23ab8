"""The keys of a table's records, kept small: eight bytes and some air for each, whatever their length."""

from __future__ import annotations

from array import array
from typing import Final

FIRST_SLOTS: Final = 1 << 10
_MASK: Final = (1 << 64) - 1


class KeySet:
    """Keys that have been seen, by a 64-bit hash that is seeded anew for each process.

    Two different keys are taken for the same with a chance of 3 in 100,000,000 among a million, of 3 in 10,000 among
    a hundred million.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * FIRST_SLOTS))
        self._used = 0

    def add(self, key: str) -> bool:
        """Add a key; returns whether it is new."""
        digest = hash(key) & _MASK or 1
        slots = self._slots
        last = len(slots) - 1
        at = digest & last
        while found := slots[at]:
            if found == digest:
                return False
            at = (at + 1) & last
        slots[at] = digest
        self._used += 1
        if self._used * 3 > len(slots) * 2:
            self._grow()
        return True

    def __len__(self) -> int:
        return self._used

    def _grow(self) -> None:
        """Open addressing in twice the room; a slot of 0 is free."""
        old, size = self._slots, 2 * len(self._slots)
        slots = array("Q", bytes(8 * size))
        for digest in old:
            if digest:
                at = digest & (size - 1)
                while slots[at]:
                    at = (at + 1) & (size - 1)
                slots[at] = digest
        self._slots = slots
