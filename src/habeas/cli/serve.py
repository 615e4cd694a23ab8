"""``habeas serve``."""

from __future__ import annotations

import click
import uvicorn

from habeas.cli import options
from habeas.config import from_environment
from habeas.editions import open_current
from habeas.web import create_app, listen


@click.command(epilog="Example: habeas serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@options.audience
@options.home
def serve(host: str, port: int, audience: str, home: str | None) -> None:
    """Serve the current edition: pages, JSON-LD, GraphQL and SPARQL. A new edition is taken up while serving."""
    settings = from_environment(home)
    edition = open_current(settings, audience)
    listening = listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    click.echo(f"serving edition {edition.id} on {address} (Ctrl-C ends it)")
    server = uvicorn.Server(uvicorn.Config(create_app(settings, audience), log_level="warning"))
    server.run(sockets=[listening])
