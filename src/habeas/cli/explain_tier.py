"""``habeas explain-tier``."""

from __future__ import annotations

import datetime as dt

import click

from habeas.cli import options
from habeas.config import from_environment
from habeas.publish.explaining import explain


@click.command("explain-tier", epilog="Example: habeas explain-tier 3prsmcod3yikievthhoy")
@click.argument("iri")
@options.home
def explain_tier(iri: str, home: str | None) -> None:
    """Say why a record, or a thing that records speak of, is public or not.

    IRI is an id, a URN or an address. For a record: every ruling on it and which counts, and what of it stays withheld
    and why; for a thing: which records speak of it, and what the public sees in each. It is worked out as a build of
    now would, from the records of the last build. Withheld values are not shown.
    """
    for line in explain(from_environment(home), iri, dt.datetime.now(dt.UTC).date()):
        click.echo(line)
