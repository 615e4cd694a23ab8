"""Who says so, on each relationship.

An edition's triples stand in the named graphs of those who state or derive them. On a relationship this becomes:

* ``records``: the ids of the records that state it; empty where only a rule computed it;
* ``rule``: the name of the rule that derived it, where one did;
* ``restsOn``: with ``rule``, the ids of the records that state what the rule concluded from;
* ``sources``: the same records as text, title and place; who else says it by label or IRI.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from habeas.model.namespaces import RULE
from habeas.network.graph import Value
from habeas.network.naming import node_id, rule_name


@dataclass(frozen=True)
class Evidence:
    """Names what graphs are. ``labels`` are by IRI; ``records`` are the IRIs of the record graphs."""

    labels: Mapping[str, str]
    records: Collection[str]
    base: str

    def of(self, graphs: Collection[str], premises: Collection[str] = ()) -> dict[str, Value]:
        """Return the properties of a relationship that stands in these graphs and rests on these premises."""
        rules = sorted(rule_name(graph) for graph in graphs if graph.startswith(RULE))
        stated = sorted(graph for graph in graphs if not graph.startswith(RULE))
        grounds = sorted(graph for graph in premises if graph in self.records)
        found: dict[str, Value] = {
            "records": [node_id(graph, self.base) for graph in stated if graph in self.records],
            "sources": sorted({self.labels.get(graph, graph) for graph in (*stated, *grounds)}),
        }
        if rules:
            found["rule"] = ", ".join(rules)
            found["restsOn"] = [node_id(graph, self.base) for graph in grounds]
        return found
