"""By when a term of custody has certainly run out (``hab:termOverBy``).

The sum of a date and a duration is left to no query engine: Oxigraph 0.5.13 gives none for some shapes of one and the
same query, and rdflib compares durations wrongly.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from habeas.model.namespaces import HAB, RULE, XSD

GRAPH: Final = ox.NamedNode(f"{RULE}term-ends")
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T.*)?")

# A sentence in absentia runs from nobody knows when. Of two rival terms none is asserted, so none is read here.
_TERMS: Final = f"""PREFIX hab: <{HAB}> PREFIX status: <https://w3id.org/habeas/vocabulary/status/>
SELECT ?event ?latest ?term {{
  ?event hab:leavesStatus status:imprisoned ; hab:latest ?latest .
  {{ ?event a hab:Sentencing ; hab:imposed/hab:term ?term . MINUS {{ ?event hab:inAbsentia true }} }}
  UNION {{ ?event a hab:Detention ; hab:duration ?term . }}
}}"""


def add_term_ends(store: ox.Store) -> int:
    """Add the day by which each term is certainly over: its length counted from its latest possible beginning.

    A sentence counts from the latest day on which it can have been passed, a detention of a stated length from the
    latest day on which it can have begun. Returns how many were added.
    """
    found = list(_ends(store))
    for event, day in found:
        value = ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
        for graph in (ox.DefaultGraph(), GRAPH):
            store.add(ox.Quad(event, ox.NamedNode(f"{HAB}termOverBy"), value, graph))
    return len(found)


def _ends(store: ox.Store) -> Iterator[tuple[ox.NamedNode, dt.date]]:
    rows = store.query(_TERMS)
    for row in rows:  # type: ignore[union-attr]
        if day := later(row["latest"].value, row["term"].value):
            yield row["event"], day


def later(day: str, duration: str) -> dt.date | None:
    """Return the day (ISO 8601) after a duration (xsd:duration) has passed; None where there is no such day.

    Months count as in XML Schema (part 2, appendix E): a day that its month lacks is the month's last. Hours are a day.
    """
    match = _DURATION.fullmatch(duration)
    try:
        start = dt.date.fromisoformat(day)
        years, months, days = (int(part or 0) for part in match.groups()[:3]) if match else (0, 0, -1)
        if match is None or duration == "P":
            return None
        year, month = divmod(start.year * 12 + start.month - 1 + years * 12 + months, 12)
        moved = dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
        return moved + dt.timedelta(days + bool(match[4]))
    except (ValueError, OverflowError):
        return None
