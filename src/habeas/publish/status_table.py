"""The table of statuses of an edition: every person, the status, the words in which it is said, source and date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from habeas.model.namespaces import HAB, RDFS

HEADER: Final = ("person", "status", "in words", "source", "date")
NONE: Final = "none: nothing that is known of the person leaves one"
_QUERY: Final = f"""PREFIX hab: <{HAB}> PREFIX rdfs: <{RDFS}>
SELECT ?person ?name ?status ?words ?title ?locator ?when {{
  ?person a hab:Person ; rdfs:label ?name .
  OPTIONAL {{
    ?person hab:lastKnownStatus/rdfs:label ?status ; hab:lastKnownStatusText ?words .
    OPTIONAL {{
      ?person hab:lastKnownStatusRecord ?record .
      ?record hab:source/hab:title ?title ; hab:locator ?locator .
    }}
    OPTIONAL {{ ?person hab:lastKnownStatusWhen ?when }}
  }}
}} ORDER BY ?name ?person"""


def status_table(store: ox.Store) -> Iterator[tuple[str, ...]]:
    """Yield a row for each person of an edition's store, in order of name: the columns of ``HEADER``.

    ``date`` is EDTF, as the source states the time that the last report is of; empty where it states none. ``source``
    is empty where the status rests on more than one report: then the words name them.
    """
    for row in store.query(_QUERY):  # type: ignore[union-attr]
        name, status, words, title, locator, when = (
            row[key].value if row[key] is not None else ""
            for key in ("name", "status", "words", "title", "locator", "when")
        )
        source = f"{title}, {locator}" if title else ""
        yield (name, status, words, source, when) if status else (name, NONE, "", "", "")
