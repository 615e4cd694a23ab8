"""Pushing an edition into Neo4j: afterwards the database says what the edition says, and no more.

What the database holds is read and compared first, and only differences are written. So a second push of the same
edition writes nothing, and one that was broken off is finished by the next.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from habeas.editions import Edition
from habeas.errors import Neo4jError
from habeas.model import Model
from habeas.network.comparison import Changes, compare
from habeas.network.database import Database
from habeas.network.graph import PropertyGraph, Value
from habeas.network.projection import project
from habeas.network.target import Target, session_at


class Progress(Protocol):
    """Is told how a push goes on. ``total`` is None where it is not known."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Something within the stage has come so far."""


@dataclass(frozen=True)
class Counts:
    """How many of a kind the edition has, and how many were created, updated and removed for that."""

    total: int
    created: int
    updated: int
    removed: int


@dataclass(frozen=True)
class Pushed:
    """What a push did. ``written`` are the server's own counters, all zero where nothing had changed."""

    edition: str
    nodes: Counts
    relationships: Counts
    seconds: float
    written: dict[str, int] = field(default_factory=dict)


def push(edition: Edition, model: Model, rules: Path, target: Target, progress: Progress) -> Pushed:
    """Make the database say what the edition says.

    Raises Neo4jError where the server cannot be reached, refuses, is too old, or holds things that no push has
    made; ModelError where two things of the model would have one name.
    """
    began = time.monotonic()
    progress.stage("project")
    graph = project(edition.store, model, edition.manifest.base, rules)
    manifest = edition.manifest
    about = {"id": manifest.id, "audience": manifest.audience, "base": manifest.base, "made": manifest.made}
    changes, written = write_graph(graph, about, target, progress)
    return Pushed(
        edition=edition.id,
        nodes=Counts(
            len(graph.nodes), len(changes.new_nodes), len(changes.changed_nodes), len(changes.gone_nodes)
        ),
        relationships=Counts(
            len(graph.relationships),
            len(changes.new_relationships),
            len(changes.changed_relationships),
            len(changes.gone_relationships),
        ),
        seconds=time.monotonic() - began,
        written=written,
    )


def write_graph(
    graph: PropertyGraph, about: dict[str, Value], target: Target, progress: Progress
) -> tuple[Changes, dict[str, int]]:
    """Put a graph in the place of the one that the database holds; return what changed, and the server's counters.

    ``about`` describes the edition. While a push is under way the database says that it is not complete.
    """
    progress.stage("compare")
    with session_at(target) as session:
        database = Database(session, graph.root)
        held = database.edition()
        if held is None and database.is_foreign():
            raise _foreign(graph.root, target)
        changes = compare(graph, database.read())
        progress.stage("push")
        if changes or held != {**about, "complete": True}:
            database.say_edition({**about, "complete": False})
            database.constrain()
            database.write(changes, _Steps(changes, progress))
            database.say_edition({**about, "complete": True})
        return changes, {name: number for name, number in database.written.items() if number}


class _Steps:
    """Adds up what is done and tells the progress."""

    def __init__(self, changes: Changes, progress: Progress) -> None:
        self.done = 0
        self.total = sum(map(len, vars(changes).values()))
        self.progress = progress

    def __call__(self, number: int) -> None:
        self.done += number
        self.progress.step("nodes and relationships", self.done, self.total)


def _foreign(root: str, target: Target) -> Neo4jError:
    return Neo4jError(
        f"the database holds things labelled {root} that no push of Habeas has made",
        where=f"{target.uri}, database {target.database or 'by default'}",
        mend="push into an empty database, or one that only Habeas writes to: what is not in the edition is removed",
    )
