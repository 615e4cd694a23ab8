"""Claims: each different triple with the records that assert it and those that deny it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
        return sorted({r for t, rs in self.denied.items() if t[0] == node for r in rs}, key=str)

    def asserters(self, node: Node) -> list[Node]:
        """Return the records that assert a node's type."""
        typed = (rs for t, rs in self.asserted.items() if t[0] == node and t[1] == TYPE)
        return sorted({r for rs in typed for r in rs}, key=str)


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
