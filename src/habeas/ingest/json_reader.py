"""Reads JSON: an array of objects, or the objects at the end of a path, as rows.

A value inside an object is read under the names that lead to it, joined by ``_``: ``{"court": {"name": …}}`` is the
column ``court_name``. A list gives several values; of a list of objects each name gives several. ``null`` and empty
lists and texts are no cells. The file is read as a whole: JSON has no end of a row before the end of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from habeas.errors import TableError
from habeas.ingest.decoding import lines_of
from habeas.ingest.row import SEVERAL, Row, Rows, column_name, stray_columns
from habeas.ingest.source import Table


def read_json(table: Table) -> Rows:
    """Read a file of JSON. The columns are those that any of its objects has, in the order in which they come.

    Raises TableError where the file is missing, in another encoding, no JSON, or holds no objects where the table says.
    """
    stray: Counter[str] = Counter()
    objects = _objects(table, _parse(table), {})
    rows = [_row(number, found, stray) for number, found in enumerate(objects, start=1)]
    if not rows:
        raise TableError("the file holds no objects", where=str(table.file))
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    return Rows(tuple(columns), iter(rows), stray)


def _parse(table: Table) -> Any:
    text = "".join(lines_of(table))
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise TableError(
            f"the file is not JSON: {error.msg}", where=f"{table.file}, line {error.lineno}"
        ) from error


def _objects(table: Table, found: Any, outer: dict[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects in an array, or below the named levels, each with the keys that lead to it."""
    keys: Sequence[str] = table.keys
    if depth < len(keys) and isinstance(found, dict):
        for key, inner in found.items():
            yield from _objects(table, inner, {**outer, keys[depth]: key}, depth + 1)
    elif depth == len(keys) and isinstance(found, list):
        for inner in found:
            yield from _objects(table, inner, outer, depth)
    elif depth == len(keys) and isinstance(found, dict):
        yield {**outer, **found}
    else:
        wanted = "an object" if depth < len(keys) else "an array of objects"
        raise TableError(
            f"there is no {wanted.split(' ', 1)[1]} where the table says",
            where="/".join((str(table.file), *map(str, outer.values()))),
            mend=f"it wants {wanted} there; `keys` in source.toml names the levels above the rows",
        )


def _row(number: int, found: dict[str, Any], stray: Counter[str]) -> Row:
    values: dict[str, list[str]] = {}
    for names, text in _values(found, ()):
        name = column_name("_".join(names))
        stray.update(stray_columns({name: text}))
        if trimmed := text.strip():
            values.setdefault(name, []).append(trimmed)
    cells = {name: SEVERAL.join(texts) for name, texts in values.items() if name}
    controls = (c for texts in values.values() for text in texts for c in text)
    if control := next((c for c in controls if ord(c) < 32 and c not in "\t\r\n"), ""):
        fault = f"the row holds the control character {ord(control):#04x}"
        return Row(number, cells, fault, orjson.dumps(found).decode())
    return Row(number, cells)


def _values(found: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _values(inner, (*names, str(name)))
    elif isinstance(found, list):
        for inner in found:
            yield from _values(inner, names)
    elif found is not None:
        yield names, found if isinstance(found, str) else orjson.dumps(found).decode()
