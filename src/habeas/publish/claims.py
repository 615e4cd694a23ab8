"""Claims: each different triple with the records that assert it and those that deny it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from habeas.model import Class, Model
from habeas.publish.records import TYPE, Node, Record, Triple

POLARITY = "polarity"


@dataclass
class Claims:
    """What the records of one audience say.

    ``asserted`` and ``denied`` map a triple to the records that say it, in the order of their IRIs. ``classes`` has
    the most specific class of each node over all records.
    """

    records: Mapping[Node, Record]
    asserted: dict[Triple, list[Node]] = field(default_factory=dict)
    denied: dict[Triple, list[Node]] = field(default_factory=dict)
    classes: dict[Node, Class] = field(default_factory=dict)

    def deniers(self, node: Node) -> list[Node]:
        """Return the records that deny a node."""
        return self._denied_by.get(node, [])

    def asserters(self, node: Node) -> list[Node]:
        """Return the records that assert a node's type."""
        return self._typed_by.get(node, [])

    @cached_property
    def _denied_by(self) -> dict[Node, list[Node]]:
        return _by_subject((t[0], records) for t, records in self.denied.items())

    @cached_property
    def _typed_by(self) -> dict[Node, list[Node]]:
        return _by_subject((t[0], records) for t, records in self.asserted.items() if t[1] == TYPE)


def _by_subject(pairs: Iterable[tuple[Node, list[Node]]]) -> dict[Node, list[Node]]:
    found: dict[Node, set[Node]] = {}
    for node, records in pairs:
        found.setdefault(node, set()).update(records)
    return {node: sorted(records, key=str) for node, records in found.items()}


def collect_claims(records: Mapping[Node, Record], model: Model) -> Claims:
    """Collect the claims of the records; a denying record denies the deniable nodes that it speaks of."""
    claims = Claims(records)
    claims.classes = _classes(records, model)
    for iri, record in records.items():
        denies = record.value(POLARITY).endswith("/denies")
        for triple in record.triples:
            deniable = denies and _is_deniable(claims.classes.get(triple[0]), model)
            side = claims.denied if deniable else claims.asserted
            side.setdefault(triple, []).append(iri)
    return claims


def _classes(records: Mapping[Node, Record], model: Model) -> dict[Node, Class]:
    types: dict[Node, set[str]] = {}
    for record in records.values():
        for node, found in record.types.items():
            types.setdefault(node, set()).update(found)
    specific = {node: model.most_specific(found) for node, found in types.items()}
    return {node: found for node, found in specific.items() if found}


def _is_deniable(found: Class | None, model: Model) -> bool:
    return found is not None and model.is_deniable(found.name)
