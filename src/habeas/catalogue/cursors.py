"""Cursors of keyset pages: a place in the order of the list, which stays true when the edition changes."""

from __future__ import annotations

import base64
import binascii

import orjson
from sqlalchemy import Connection, select, tuple_

from habeas.catalogue.layout import Layout
from habeas.errors import UsageError


def encode_cursor(*place: str | int) -> str:
    """Return an opaque text for a place: the sort key and key of a node, or the number of a statement."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[str | int, ...]:
    """Return the place that a cursor stands for; raises UsageError where it is none of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise _refused(cursor) from error
    if not isinstance(place, list) or not all(isinstance(part, str | int) for part in place):
        raise _refused(cursor)
    return tuple(place)


def node_cursor(sort: str, key: str) -> str:
    """Return the cursor of a node."""
    return encode_cursor(sort, key)


def after_node(connection: Connection, layout: Layout, cursor: str | None) -> int:
    """Return the id of the last node at or before the cursor's place, 0 without a cursor."""
    if cursor is None:
        return 0
    place = decode_cursor(cursor)
    if len(place) != 2 or not all(isinstance(part, str) for part in place):
        raise _refused(cursor)
    node = layout.node.c
    before = select(node.id).where(tuple_(node.sort, node.key) <= place)
    found = connection.execute(before.order_by(node.sort.desc(), node.key.desc()).limit(1)).scalar()
    return int(found or 0)


def after_statement(cursor: str | None) -> int:
    """Return the number of the statement that a cursor stands for, 0 without a cursor."""
    if cursor is None:
        return 0
    place = decode_cursor(cursor)
    if len(place) != 1 or not isinstance(place[0], int):
        raise _refused(cursor)
    return place[0]


def _refused(cursor: str) -> UsageError:
    return UsageError(
        f"{cursor[:80]!r} is not a cursor of this list",
        mend="give `after` the endCursor of the page before, unchanged",
    )
