"""Which ids are one thing: groups made from the decisions that rest on what an audience may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from habeas.errors import LedgerError
from habeas.identity.ledger import Identity


def standing(decisions: Iterable[Identity]) -> list[Identity]:
    """Return the last word on each pair, in the order in which the pairs were first decided."""
    last: dict[frozenset[str], Identity] = {}
    for decision in decisions:
        last[frozenset((decision.a, decision.b))] = decision
    return list(last.values())


def canonical_ids(
    decisions: Iterable[Identity],
    visible: Callable[[str], bool],
    published: Collection[str] = (),
) -> dict[str, str]:
    """Return the canonical id of every id that is merged into another.

    A decision counts only where both its ids are visible. The canonical id of a group is the one that was
    published as such before, else the one that stays by the first decision. Raises LedgerError where two ids are
    different by one decision and the same by a chain of others.
    """
    groups: dict[str, list[str]] = {}
    seen = [d for d in standing(decisions) if visible(d.a) and visible(d.b)]
    for decision in seen:
        if decision.decision == "same":
            _join(groups, decision.a, decision.b)
    _hold_different(groups, seen)
    redirects: dict[str, str] = {}
    for members in {id(g): g for g in groups.values()}.values():
        keep = next((m for m in members if m in published), members[0])
        redirects.update({m: keep for m in members if m != keep})
    return redirects


def _hold_different(groups: dict[str, list[str]], decisions: Iterable[Identity]) -> None:
    for decision in decisions:
        group = groups.get(decision.a, [])
        if decision.decision == "different" and decision.b in group:
            raise LedgerError(
                f"{decision.a} and {decision.b} are different by one decision and one by others: {', '.join(group)}",
                where=Identity.file,
                mend="take one of the decisions back with a later line: different, or unsure",
            )


def _join(groups: dict[str, list[str]], a: str, b: str) -> None:
    first, second = groups.get(a, [a]), groups.get(b, [b])
    if first is second:
        return
    merged = first + [m for m in second if m not in first]
    for member in merged:
        groups[member] = merged
