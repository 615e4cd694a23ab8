"""Derivation: the rules of ``sparql/rules/*.ru``, run over what one audience may see.

A rule inserts into the graph ``rule:NAME`` of its own file's name, reading the default graph; what it says is then
added to the default graph, so that every derived triple names its rule. Rules run in the order of their file names.
The day of the edition is lent to them as ``<urn:habeas:edition> hab:day``: a term that has run out is so on a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from habeas.errors import ModelError
from habeas.model.namespaces import HAB, RULE, XSD
from habeas.publish.term_ends import add_term_ends

EDITION = ox.NamedNode("urn:habeas:edition")
LABELS = "labels"
"""The rule that runs last: it calls things by what the others said."""
STATUS = "status-events"
"""The rule that asks which terms are over; their ends are computed before it."""


def rule_name(file: Path) -> str:
    """Return the name of a rule: its file's name without the number that orders it."""
    return re.sub(r"^\d+-", "", file.stem)


def derive(
    store: ox.Store,
    folder: Path,
    day: dt.date,
    words: Callable[[], int] = lambda: 0,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Run every rule on the store and return how many new triples each wrote.

    ``day`` is that of the edition. ``words`` is called before things are labelled: it writes sentences for people on
    what the rules found, and returns how many triples they are.
    """
    counts: dict[str, int] = {}
    today = ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
    lent = ox.Quad(EDITION, ox.NamedNode(f"{HAB}day"), today, EDITION)
    store.add(lent)
    for file in sorted(folder.glob("*.ru")):
        if rule_name(file) == STATUS:
            counts["term-ends"] = add_term_ends(store)
        if rule_name(file) == LABELS:
            counts["status-words"] = words()
        progress(rule_name(file))
        counts[rule_name(file)] = _run(store, file)
    store.remove_graph(EDITION)
    return counts


def _run(store: ox.Store, file: Path) -> int:
    graph = ox.NamedNode(RULE + rule_name(file))
    try:
        store.update(file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise ModelError(f"the rule does not parse: {error}", where=str(file)) from error
    written = list(store.quads_for_pattern(None, None, None, graph))
    known = {q for q in written if ox.Quad(q.subject, q.predicate, q.object) in store}
    for quad in known:
        store.remove(quad)
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in written if q not in known)
    return len(written) - len(known)
