"""Which ids are one thing: groups made from the decisions that rest on what an audience may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

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
    past: Collection[str] = (),
    merged: Collection[str] = (),
) -> dict[str, str]:
    """Return the canonical id of every id that is merged into another.

    A decision counts only where both its ids are visible. A renaming counts also where the old one is among the
    ``past`` ids, which the audience has seen in an earlier edition, and any other also where one is among the
    ``merged``, which led to others in the last one. The canonical id of a group is the one that was published as
    such before, else the one that stays by the first decision. Raises LedgerError where two ids are different by one
    decision and the same by a chain of others.
    """
    groups: dict[str, list[str]] = {}
    last = standing(decisions)
    current = _corrected(last, visible)
    seen = [d for d in (_on(d, current) for d in last) if _counts(d, visible, past, merged)]
    for decision in seen:
        if decision.decision in {"same", "renamed"}:
            _join(groups, decision.a, decision.b)
    _hold_different(groups, seen)
    redirects: dict[str, str] = {}
    for members in {id(g): g for g in groups.values()}.values():
        # An address that no row has any more cannot be the one that the others lead to.
        living = [m for m in members if visible(m)]
        if living:
            keep = next((m for m in living if m in published), living[0])
            redirects.update({m: keep for m in members if m != keep})
    return redirects


def _corrected(decisions: Iterable[Identity], visible: Callable[[str], bool]) -> dict[str, str]:
    """Return what each id that no row has any more was renamed to, at the end of the chain."""
    renamed = {d.b: d.a for d in decisions if d.decision == "renamed" and d.a != d.b}
    found: dict[str, str] = {}
    for old in renamed:
        at, chain = old, {old}
        while not visible(at) and (further := renamed.get(at)) is not None and further not in chain:
            chain.add(at := further)
        found[old] = at
    return found


def _on(decision: Identity, current: dict[str, str]) -> Identity:
    """Return a decision on who is who as one on the ids that the two have now."""
    if decision.decision == "renamed":
        return decision
    return replace(decision, a=current.get(decision.a, decision.a), b=current.get(decision.b, decision.b))


def _counts(
    decision: Identity, visible: Callable[[str], bool], past: Collection[str], merged: Collection[str]
) -> bool:
    seen = past if decision.decision == "renamed" else merged
    return decision.a != decision.b and all(visible(i) or i in seen for i in (decision.a, decision.b))


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
