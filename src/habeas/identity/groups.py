"""Which ids are one thing: groups made from the decisions that rest on what an audience may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

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
    published as such before, else the one that stays by the first decision.
    """
    groups: dict[str, list[str]] = {}
    for decision in standing(decisions):
        if decision.decision == "same" and visible(decision.a) and visible(decision.b):
            _join(groups, decision.a, decision.b)
    redirects: dict[str, str] = {}
    for members in {id(g): g for g in groups.values()}.values():
        keep = next((m for m in members if m in published), members[0])
        redirects.update({m: keep for m in members if m != keep})
    return redirects


def _join(groups: dict[str, list[str]], a: str, b: str) -> None:
    first, second = groups.get(a, [a]), groups.get(b, [b])
    if first is second:
        return
    merged = first + [m for m in second if m not in first]
    for member in merged:
        groups[member] = merged
