"""``habeas clear``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from habeas.cli import options
from habeas.config import from_environment
from habeas.publish.clearing import Ruling
from habeas.publish.clearing import clear as run


@click.command(
    epilog='Example: habeas clear --source my-list --reviewer "A. Reviewer" --reason "read row by row"'
)
@click.argument("records", nargs=-1, metavar="[RECORD]…")
@click.option("--source", "sources", multiple=True, help="Every record of this source, as it stands now.")
@click.option("--reviewer", required=True, help="Who has looked at the records.")
@click.option("--reason", required=True, help="Why they may be seen.")
@click.option("--tier", default="public", show_default=True, help="public, delayed, restricted or sealed.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="For the tier delayed: the last day of the delay."
)
@click.option(
    "--ledger",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the ledger.  [default: HOME/ledger]",
)
@options.home
def clear(
    records: tuple[str, ...],
    sources: tuple[str, ...],
    reviewer: str,
    reason: str,
    tier: str,
    until: dt.datetime | None,
    ledger: Path | None,
    home: str | None,
) -> None:
    """Say who may see records, by name and with a reason. A record that nobody cleared is restricted.

    The ruling holds for the record as it stands: if its row changes, it is withheld until it is cleared again.
    RECORD is the id in a record's address. The ruling takes effect with the next `habeas build`.
    """
    ruling = Ruling(tier, reviewer, reason, until.date() if until else None)
    written = run(
        from_environment(home),
        ruling,
        records=records,
        sources=sources,
        ledger=ledger,
        today=dt.datetime.now(dt.UTC).date(),
    )
    click.echo(f"{len(written)} records ruled {tier}; run `habeas build` to publish accordingly")
