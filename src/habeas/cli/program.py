"""The program ``habeas``: its commands, and how an error is told."""

from __future__ import annotations

import sys
from typing import Any

import click

from habeas import __version__
from habeas.cli.build import build
from habeas.cli.clear import clear
from habeas.cli.editions import editions
from habeas.cli.explain_tier import explain_tier
from habeas.cli.link import link
from habeas.cli.neo4j import neo4j
from habeas.cli.query import query
from habeas.cli.serve import serve
from habeas.cli.validate import validate
from habeas.errors import HabeasError
from habeas.store.files import storage_error

DOCS = "docs/errors.md"


class Program(click.Group):
    """Tells a HabeasError in a few lines; the trace only with ``-v``."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for; exit 2 for a wrong use, 1 for other errors."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            sys.exit(0)
        except Exception as error:
            ours = storage_error(error) or error
            if ctx.params.get("verbose") or not isinstance(ours, HabeasError):
                raise
            click.echo(f"{click.style('error', fg='red', bold=True)}: {ours}", err=True)
            click.echo(f"help:  {DOCS}, section {ours.name}", err=True)
            sys.exit(1)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Example: habeas build && habeas query defendants-by-judge --param judge="Yelena Tedeeva"',
)
@click.version_option(__version__, prog_name="habeas")
@click.option("-v", "--verbose", is_flag=True, help="Show the whole trace of an error.")
def main(verbose: bool) -> None:
    """Habeas: an open knowledge graph of political imprisonment, and the publisher that serves it.

    From files to an edition: ingest, validate, link, publish. Everything is written under one folder, --home.
    """
    del verbose


for command in (build, serve, validate, query, clear, explain_tier, editions, link, neo4j):
    main.add_command(command)
