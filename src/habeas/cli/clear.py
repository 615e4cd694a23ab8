"""``habeas clear``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pyoxigraph as ox

from habeas.cli import options
from habeas.config import Settings, from_environment
from habeas.model.namespaces import local_name
from habeas.publish.clearing import Ruling, waiting
from habeas.publish.clearing import clear as run
from habeas.publish.private_records import PrivateRecords, find_private
from habeas.publish.records import Record


@click.command(
    epilog='Example: habeas clear --source my-list --reviewer "A. Reviewer" --reason "read row by row"'
)
@click.argument("records", nargs=-1, metavar="[RECORD]…")
@click.option("--source", "sources", multiple=True, help="Every record of this source, as it stands now.")
@click.option(
    "--whole",
    is_flag=True,
    help="With --source: one ruling for each table as a whole. It falls if any row of the table changes. "
    "Where a record has a ruling of its own the stricter counts.",
)
@click.option(
    "--list", "listing", is_flag=True, help="List the records that wait for a reviewer, and what they say."
)
@click.option("--reviewer", default="", help="Who has looked at the records.  [required]")
@click.option("--reason", default="", help="Why they may be seen.  [required]")
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
    whole: bool,
    listing: bool,
    reviewer: str,
    reason: str,
    tier: str,
    until: dt.datetime | None,
    ledger: Path | None,
    home: str | None,
) -> None:
    """Say who may see records, by name and with a reason. A record that nobody cleared is restricted.

    A record whose text reads as if it were about health, contacts, a home, a family or papers is not cleared with its
    source: it is left out and listed, and is ruled on by its id.

    The ruling holds for the record as it stands: if its row changes, it is withheld until it is cleared again.
    RECORD is the id in a record's address. The ruling takes effect with the next `habeas build`.
    """
    if listing:
        _list(from_environment(home), sources)
        return
    ruling = Ruling(tier, reviewer, reason, until.date() if until else None)
    written = run(
        from_environment(home),
        ruling,
        records=records,
        sources=sources,
        whole=whole,
        ledger=ledger,
        today=dt.datetime.now(dt.UTC).date(),
        report=_report,
    )
    click.echo(f"{len(written)} records ruled {tier}; run `habeas build` to publish accordingly")


def _list(settings: Settings, sources: tuple[str, ...]) -> None:
    found = waiting(settings, sources)
    private = find_private(settings, found)
    for record in found:
        place = f"{record.value('tableName')}, row {record.value('rowNumber')}, {record.value('locator')}"
        click.echo(f"{local_name(record.iri.value)}  {place}")
        for line in _sayings(record):
            click.echo(f"    {line}")
        for value in private.get(record.iri, ()):
            click.echo(f"  ! may be private: {value}")
    click.echo(f"{len(found)} records wait for a reviewer")


def _report(left_out: PrivateRecords) -> None:
    """Say which records a ruling in bulk was kept from, and why."""
    for iri, values in left_out.items():
        click.echo(f"{local_name(iri.value)}  left out")
        for value in values:
            click.echo(f"  ! may be private: {value}")
    if left_out:
        click.echo(
            f"{len(left_out)} records left out of the ruling: they may say what is private; "
            "read each, and rule on it by its id: habeas clear ID …"
        )


def _sayings(record: Record) -> list[str]:
    """What a reviewer has to read: the literals of the record, without its own metadata."""
    said = ((p, o) for s, p, o in record.triples if s != record.iri and isinstance(o, ox.Literal))
    return sorted({f"{local_name(p.value)}: {o.value}" for p, o in said})
