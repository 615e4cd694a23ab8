"""``habeas link``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from habeas.cli import options
from habeas.config import from_environment
from habeas.publish.linking import Decider, rename, split_id


def decided(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every decision."""
    for option in (
        click.option("--reviewer", default="", help="Who decides.  [required]"),
        click.option("--reason", default="", help="Why: what the decision rests on.  [required]"),
        click.option(
            "--ledger",
            type=click.Path(file_okay=False, path_type=Path),
            help="Folder of the ledger.  [default: HOME/ledger]",
        ),
        options.home,
    ):
        command = option(command)
    return command


def _decider(reviewer: str, reason: str, ledger: Path | None) -> Decider:
    return Decider(reviewer, reason, dt.datetime.now(dt.UTC).date(), ledger)


@click.group(
    epilog='Example: habeas link split ID RECORD --reviewer "A. Reviewer" --reason "two birth years"'
)
def link() -> None:
    """Decide who is who: split an id that is of two people, say that a spelling was corrected.

    A decision is a line of a ledger, which holds ids, a name and a reason. It takes effect with the next `habeas
    build`, and is taken back by a later line.
    """


@link.command(
    epilog='Example: habeas link split k4qqlxdxm4gyp3fczfrt 3bjfbsx5gv4mn3isolyl --reviewer "A. Reviewer" '
    '--reason "row 2 is of another man, born in 1990"'
)
@click.argument("name", metavar="ID")
@click.argument("records", nargs=-1, required=True, metavar="RECORD…")
@click.option("--to", metavar="ID", help="The id that the rows are of.  [default: a new one]")
@decided
def split(
    name: str,
    records: tuple[str, ...],
    to: str | None,
    reviewer: str,
    reason: str,
    ledger: Path | None,
    home: str | None,
) -> None:
    """Say that the rows of these RECORDs are not of ID, but of somebody else.

    The other rows keep the id. Events that rows of both have are split with it. The records stay cleared, for what
    their rows say has not changed. To take it back: habeas link split NEW RECORD… --to OLD.
    """
    lines = split_id(from_environment(home), name, records, _decider(reviewer, reason, ledger), to=to)
    for line in lines:
        number = "1 record is" if len(line.records) == 1 else f"{len(line.records)} records are"
        click.echo(f"{line.id}: {number} of {line.to}")
    click.echo("run `habeas build` to publish accordingly")


@link.command(
    name="rename",
    epilog='Example: habeas link rename k4qqlxdxm4gyp3fczfrt --reviewer "A. Reviewer" --reason "a letter was missing"',
)
@click.argument("old", metavar="ID")
@click.argument("new", required=False, metavar="[NEW]")
@decided
def rename_(
    old: str, new: str | None, reviewer: str, reason: str, ledger: Path | None, home: str | None
) -> None:
    """Say that ID is who it was, under a corrected spelling.

    A build stops where an id names somebody else than before, and shows both names. If the id stayed, name it alone.
    If the spelling is a part of the id, name the NEW id too: the old address then leads to the new one.
    """
    line = rename(from_environment(home), old, new, _decider(reviewer, reason, ledger))
    told = f"{line.b} is {line.a} now: what rows say of either is said of one"
    click.echo(told if line.a != line.b else f"{line.a} is who it was, under the name that it has now")
    click.echo("run `habeas build` to publish accordingly")
