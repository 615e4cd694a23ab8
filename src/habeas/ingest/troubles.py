"""Whose cell it was that a function could not read: a failure names the function and the text, not the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from habeas.ingest.facade import values
from habeas.ingest.functions import Failure
from habeas.ingest.mapping import Mapping as RowMapping
from habeas.ingest.row import Row
from habeas.ingest.source import Table

Sound = Mapping[str, Row]
"""Rows by the records that they make."""
Troubles = dict[str, list[tuple[str, Failure]]]
"""By record the cells that a function could not read: the column and the failure, each once."""


def find_troubles(
    sound: Sound,
    failures: set[Failure],
    table: Table,
    mapping: RowMapping,
    run: Callable[[Sound], set[Failure]],
) -> Troubles:
    """Find the rows of the failures.

    A failure is that of the rows which have its text in a cell that the function is given. One whose text no cell
    has, because the mapping made it, is found by running the rows again in halves: ``run`` gives their failures.
    """
    if not failures:
        return {}
    holders = _holders(sound, failures, table, mapping)
    found: dict[str, dict[tuple[str, str], Failure]] = {}
    unowned: set[Failure] = set()
    for failure in sorted(failures, key=str):
        for record, column in holders.get((failure.function, failure.value), ()):
            found.setdefault(record, {}).setdefault((column, failure.value), failure)
        if (failure.function, failure.value) not in holders:
            unowned.add(failure)
    for record, failure in _halve(sound, unowned, run):
        column = min(mapping.arguments.get(failure.function, {""}), default="")
        found.setdefault(record, {}).setdefault((column, failure.value), failure)
    return {record: [(column, f) for (column, _), f in cells.items()] for record, cells in found.items()}


def _holders(
    sound: Sound, failures: set[Failure], table: Table, mapping: RowMapping
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return, by function and text, the records and columns that have the text where the function reads."""
    wanted: dict[str, set[str]] = {}
    for failure in failures:
        wanted.setdefault(failure.function, set()).add(failure.value)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for function, texts in sorted(wanted.items()):
        for column in sorted(mapping.arguments.get(function, ())):
            separator = table.split.get(column)
            for record, row in sound.items():
                for text in texts.intersection(values(row.cells.get(column, ""), separator)):
                    found.setdefault((function, text), []).append((record, column))
    return found


def _halve(
    sound: Sound, wanted: set[Failure], run: Callable[[Sound], set[Failure]]
) -> Iterator[tuple[str, Failure]]:
    if not wanted:
        return
    if len(sound) == 1:
        yield from ((next(iter(sound)), failure) for failure in sorted(wanted, key=str))
        return
    items = list(sound.items())
    for half in (dict(items[: len(items) // 2]), dict(items[len(items) // 2 :])):
        yield from _halve(half, run(half) & wanted, run)
