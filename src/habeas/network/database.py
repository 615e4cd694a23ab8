"""The database's side: what it holds of ours, and the Cypher that changes it. Needs no plugin.

Ours is every node with the root's label, and between two of them every relationship with a list of ``records``.
Whatever else is in the database is left alone. A node ``HabeasEdition`` says which edition it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final

from neo4j import ManagedTransaction, Session
from neo4j.time import Date, DateTime, Time

from habeas.network.comparison import Changes, Relabelled
from habeas.network.graph import Node, PropertyGraph, Relationship, Value

BATCH: Final = 2_000
"""Rows in one transaction."""

EDITION: Final = "HabeasEdition"

_COUNTED: Final = (
    *("nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted"),
    *("properties_set", "labels_added", "labels_removed", "constraints_added"),
)

Step = Callable[[int], None]


class Database:
    """A database that holds an edition. ``written`` adds up what the server says that it changed."""

    def __init__(self, session: Session, root: str) -> None:
        self.session = session
        self.root = _quoted(root)
        self.written: Counter[str] = Counter()

    def edition(self) -> dict[str, Value] | None:
        """Return what is said of the edition that the database holds, or None where it holds none."""
        record = self.session.run(f"MATCH (e:{EDITION}) RETURN properties(e) AS edition").single()
        return _native(record["edition"]) if record else None

    def is_foreign(self) -> bool:
        """Return whether there are nodes with the root's label, which no push has made."""
        return self.session.run(f"MATCH (n:{self.root}) RETURN n LIMIT 1").single() is not None

    def say_edition(self, edition: dict[str, Value]) -> None:
        """Say which edition the database holds, in one node."""
        self._run(f"MERGE (e:{EDITION}) SET e = $edition", edition=edition)

    def constrain(self) -> None:
        """Make ids unique, which also makes them quick to find. A constraint that is there stays."""
        self._run(
            f"CREATE CONSTRAINT habeas_id IF NOT EXISTS FOR (n:{self.root}) REQUIRE n.id IS UNIQUE",
        )

    def read(self) -> PropertyGraph:
        """Return what the database holds of ours."""
        graph = PropertyGraph(self.root.strip("`"))
        nodes = f"MATCH (n:{self.root}) RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties"
        for row in self.session.run(nodes):
            graph.add_node(Node(str(row["id"]), frozenset(row["labels"]), _native(row["properties"])))
        relationships = (
            f"MATCH (s:{self.root})-[r]->(e:{self.root}) WHERE r.records IS NOT NULL "
            "RETURN s.id AS start, type(r) AS type, e.id AS end, properties(r) AS properties"
        )
        for row in self.session.run(relationships):
            ends = (row["start"], row["type"], row["end"])
            graph.add_relationship(Relationship(*ends, _native(row["properties"])))
        return graph

    def write(self, changes: Changes, step: Step) -> None:
        """Make the changes, batch by batch; ``step`` is told how many are made."""
        self._batches(
            f"{self._ends} MATCH (s)-[r:$(row.type)]->(e) WHERE r.records IS NOT NULL DELETE r",
            ({"start": start, "type": kind, "end": end} for start, kind, end in changes.gone_relationships),
            step,
        )
        self._batches(
            f"MATCH (n:{self.root} {{id: row.id}}) DETACH DELETE n",
            ({"id": each} for each in changes.gone_nodes),
            step,
        )
        self._batches(
            f"MERGE (n:{self.root} {{id: row.id}}) "
            "SET n = row.properties REMOVE n:$(row.stale) SET n:$(row.labels)",
            (_node_row(node) for node in changes.written_nodes),
            step,
        )
        self._batches(
            f"{self._ends} MERGE (s)-[r:$(row.type)]->(e) SET r = row.properties",
            (_relationship_row(r) for r in [*changes.new_relationships, *changes.changed_relationships]),
            step,
        )

    @property
    def _ends(self) -> str:
        return f"MATCH (s:{self.root} {{id: row.start}}) MATCH (e:{self.root} {{id: row.end}})"

    def _batches(self, query: str, rows: Iterable[dict[str, Any]], step: Step) -> None:
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._run(f"UNWIND $rows AS row {query}", rows=batch)
            step(len(batch))

    def _run(self, query: str, **parameters: Any) -> None:
        def work(transaction: ManagedTransaction) -> Counter[str]:
            counters = transaction.run(query, parameters).consume().counters
            return Counter({name: getattr(counters, name) for name in _COUNTED})

        self.written.update(self.session.execute_write(work))


def _node_row(written: Relabelled) -> dict[str, Any]:
    node = written.node
    return {
        "id": node.id,
        "properties": dict(node.properties),
        "labels": sorted(node.labels),
        "stale": sorted(written.stale),
    }


def _relationship_row(relationship: Relationship) -> dict[str, Any]:
    start, kind, end = relationship.ends
    return {"start": start, "type": kind, "end": end, "properties": dict(relationship.properties)}


def _quoted(name: str) -> str:
    """Return a name as Cypher writes one of any letters."""
    return "`" + name.replace("`", "``") + "`"


def _native(properties: dict[str, Value]) -> dict[str, Value]:
    return {key: _plain(value) for key, value in properties.items()}


def _plain(value: Value) -> Value:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.to_native() if isinstance(value, Date | DateTime | Time) else value
