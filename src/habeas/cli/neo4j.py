"""``habeas neo4j``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from habeas.cli import options
from habeas.cli.console import BuildDisplay, output
from habeas.config import from_environment
from habeas.editions import open_current
from habeas.model import read_model

if TYPE_CHECKING:
    from habeas.network import Pushed
    from habeas.network.push import Counts


@click.group(epilog="Example: habeas neo4j push --uri bolt://localhost:7687")
def neo4j() -> None:
    """Work with a Neo4j server, version 5.26 or later."""


@neo4j.command(epilog="Example: NEO4J_PASSWORD=… habeas neo4j push --uri bolt://localhost:7687")
@click.option("--uri", envvar="NEO4J_URI", required=True, help="The server's Bolt address.")
@click.option("--user", envvar="NEO4J_USER", default="neo4j", show_default=True, help="Who pushes.")
@click.option(
    "--password",
    envvar="NEO4J_PASSWORD",
    help="Better in the environment variable NEO4J_PASSWORD: others can see a command line.",
)
@click.option("--database", envvar="NEO4J_DATABASE", help="Database.  [default: the user's home database]")
@options.audience
@options.home
def push(
    uri: str, user: str, password: str | None, database: str | None, audience: str, home: str | None
) -> None:
    """Make a Neo4j database say what the current edition says.

    Only differences are written, so a second push of the same edition changes nothing. What is not in the edition is
    removed; nodes and relationships that are not Habeas's own stay.
    """
    from habeas.network import Target
    from habeas.network import push as run

    settings = from_environment(home)
    edition = open_current(settings, audience)
    model = read_model(settings.ontology, settings.shapes)
    with BuildDisplay() as display:
        pushed = run(edition, model, settings.rules, Target(uri, user, password, database), display)
    _summary(pushed)


def _summary(pushed: Pushed) -> None:
    written = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in pushed.written.items())
    lines = {
        "nodes": _counted(pushed.nodes),
        "relationships": _counted(pushed.relationships),
        "server": written or "nothing written",
        "seconds": f"{pushed.seconds:.1f}",
        "edition": pushed.edition,
    }
    for name, text in lines.items():
        output.print(f"{name:<16} {text}", highlight=False, soft_wrap=True)


def _counted(counts: Counts) -> str:
    return f"{counts.total}: {counts.created} created, {counts.updated} updated, {counts.removed} removed"
