"""Names after a merge: one a language stays the name, the others become other names."""

from __future__ import annotations

import pyoxigraph as ox

from habeas.model import Model
from habeas.publish.claims import Claims
from habeas.publish.records import Node, Triple


def demote_names(
    asserted: set[Triple], computed: set[Triple], claims: Claims, model: Model, first: set[str]
) -> None:
    """Keep one value a language where the shape asks for it; state the others with the property it names.

    ``first`` are names (``value@language``) that stay before others: those that the canonical id had itself.
    """
    for (s, p), values in _by_language(asserted, claims, model).items():
        used = model.by_predicate(claims.classes[s].name)[p.value]
        for rivals in values.values():
            keep = min(rivals, key=lambda o: (f"{s.value} {o}" not in first, o.value))
            for other in rivals:
                if other != keep:
                    asserted.discard((s, p, other))
                    if used.rivals_become:
                        computed.add((s, ox.NamedNode(used.rivals_become), other))


def _by_language(
    asserted: set[Triple], claims: Claims, model: Model
) -> dict[tuple[Node, Node], dict[str, list[ox.Literal]]]:
    """Return the values of the properties that may have one a language, where they have several."""
    found: dict[tuple[Node, Node], dict[str, list[ox.Literal]]] = {}
    for s, p, o in asserted:
        used = model.by_predicate(claims.classes[s].name).get(p.value) if s in claims.classes else None
        if used and used.unique_language and isinstance(o, ox.Literal):
            found.setdefault((s, p), {}).setdefault(o.language or "", []).append(o)
    several = {key: values for key, values in found.items() if any(len(v) > 1 for v in values.values())}
    return {key: several[key] for key in sorted(several, key=str)}


def own_names(claims: Claims, canonical: set[Node]) -> set[str]:
    """Return the literals that canonical nodes carry before a merge, as ``demote_names`` takes them."""
    return {f"{s.value} {o}" for s, _, o in claims.asserted if s in canonical and isinstance(o, ox.Literal)}
