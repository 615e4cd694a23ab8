"""``habeas clear``."""

from __future__ import annotations

import datetime as dt
import shlex
from itertools import groupby
from pathlib import Path

import click

from habeas.bidi import isolated
from habeas.cli import options
from habeas.config import Settings, from_environment
from habeas.errors import UsageError
from habeas.model.namespaces import local_name
from habeas.publish import Publisher, load_records
from habeas.publish.clearing import Ruling, effective_day, waiting_of, withdraw
from habeas.publish.clearing import clear as run
from habeas.publish.private_records import PrivateRecords, find_private
from habeas.publish.reading import Lines, Review, review
from habeas.publish.records import Record
from habeas.publish.rulings import Stated, read_rulings
from habeas.publish.versions import read_versions


@click.command(
    epilog='Example: habeas clear --source my-list --reviewer "A. Reviewer" --reason "read row by row"'
)
@click.argument("records", nargs=-1, metavar="[RECORD]…")
@click.option("--source", "sources", multiple=True, help="Every record of this source, as it stands now.")
@click.option(
    "--whole",
    is_flag=True,
    help="With --source: one ruling for each table as a whole. It falls if any row of the table changes.",
)
@click.option(
    "--withdraw",
    "withdrawn",
    multiple=True,
    metavar="RECORD",
    help="Withdraw this record: it is in no edition any more, whatever its row says and also if that is gone.",
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help="List the records that wait for a reviewer: what a clearance would make public, and what has changed.",
)
@click.option("--reviewer", default="", help="Who has looked at the records.  [required]")
@click.option("--reason", default="", help="Why they may be seen, or not.  [required]")
@click.option("--tier", help="public, delayed, restricted or sealed.  [default: public]")
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
    withdrawn: tuple[str, ...],
    listing: bool,
    reviewer: str,
    reason: str,
    tier: str | None,
    until: dt.datetime | None,
    ledger: Path | None,
    home: str | None,
) -> None:
    """Say who may see records, by name and with a reason. A record that nobody cleared is restricted.

    A record whose text reads as if it were about health, contacts, a home, a family or papers is not cleared with its
    source: it is left out and listed, and is ruled on by its id.

    The ruling holds for the record as it stands: if its row changes, it is withheld until it is cleared again.
    RECORD is the id in a record's address. Of two rulings on a record by its id the later counts; between such a one
    and a ruling on its source or table the stricter. The ruling takes effect with the next `habeas build`.
    """
    settings, today = from_environment(home), dt.datetime.now(dt.UTC).date()
    if listing:
        _list(settings, sources, today)
        return
    if withdrawn:
        _refuse_mixture(records, sources, whole, tier, until)
        number = withdraw(settings, withdrawn, reviewer=reviewer, reason=reason, ledger=ledger, today=today)
        click.echo(f"{_records(number)} withdrawn; run `habeas build` to publish accordingly")
        return
    ruling = Ruling(tier or "public", reviewer, reason, until.date() if until else None)
    left: list[tuple[Record, Stated]] = []
    written = run(
        settings,
        ruling,
        records=records,
        sources=sources,
        whole=whole,
        ledger=ledger,
        today=today,
        left_alone=lambda record, stated: left.append((record, stated)),
        report=_report,
    )
    _left_alone(left, ruling, sources, home)
    click.echo(f"{len(written)} records ruled {ruling.tier}; run `habeas build` to publish accordingly")


def _refuse_mixture(
    records: tuple[str, ...],
    sources: tuple[str, ...],
    whole: bool,
    tier: str | None,
    until: dt.datetime | None,
) -> None:
    if records or sources or whole or tier or until:
        raise UsageError(
            "to withdraw is a ruling of its own",
            mend="habeas clear --withdraw ID --reviewer … --reason …, and nothing else",
        )


def _left_alone(
    left: list[tuple[Record, Stated]], ruling: Ruling, sources: tuple[str, ...], home: str | None
) -> None:
    """Say where another ruling is stricter and goes on counting, and how that one is changed."""
    single = [(record, stated) for record, stated in left if stated.kind not in {"bulk", "table"}]
    if single:
        click.echo(f"{_records(len(single))} left alone: a ruling of their own is stricter and counts")
    for record, stated in single:
        click.echo(f"  {local_name(record.iri.value)}  {_told(stated)}")
        click.echo(f"    {_command([local_name(record.iri.value)], ruling, home)}")
    for kind, way in (("bulk", []), ("table", ["--whole"])):
        kept = [(record, stated) for record, stated in left if stated.kind == kind]
        if kept:
            on = "table" if way else "source"
            click.echo(f"{_records(len(kept))} left alone: a ruling on their {on} is stricter and counts")
        for record, stated in kept:
            click.echo(f"  {local_name(record.iri.value)}  {_told(stated)}")
        if kept:
            names = [word for name in sources or ("NAME",) for word in ("--source", name)]
            click.echo(f"    {_command([*names, *way], ruling, home)}")


def _told(stated: Stated) -> str:
    ruling = stated.ruling
    tier = "withdrawn" if stated.kind == "withdrawal" else ruling.tier
    until = f" until {ruling.until}" if ruling.until else ""
    return f"{tier}{until}, by {ruling.by} on {ruling.when}: {ruling.why}"


def _command(what: list[str], ruling: Ruling, home: str | None) -> str:
    """The command line that changes the ruling, to copy; the reason is the reviewer's to write."""
    words = ["habeas", "clear", *what, "--tier", ruling.tier]
    words += ["--until", ruling.until.isoformat()] if ruling.until else []
    words += ["--reviewer", ruling.reviewer, *(["--home", home] if home else [])]
    return f'{shlex.join(words)} --reason "…"'


def _records(number: int) -> str:
    return "1 record" if number == 1 else f"{number} records"


def _list(settings: Settings, sources: tuple[str, ...], today: dt.date) -> None:
    day = effective_day(settings, today)
    known = load_records(settings.home / "records")
    rulings = read_rulings(settings, known, day)
    found = waiting_of(settings, known, rulings, sources)
    private = find_private(settings, found)
    for one in review(Publisher(settings, "public", day), known, rulings, found, read_versions(settings)):
        _show(one)
        for value in private.get(one.record.iri, ()):
            click.echo(f"  ! may be private: {value}")
    click.echo(f"{len(found)} records wait for a reviewer")


def _show(one: Review) -> None:
    record = one.record
    place = (
        f"{record.value('tableName')}, row {record.value('rowNumber')}, {isolated(record.value('locator'))}"
    )
    click.echo(f"{local_name(record.iri.value)}  {place}")
    _show_lines(one.lines, "    ")
    if not one.lines:
        click.echo("    nothing of it would be public")
    for reason, number in sorted(one.withheld.items()):
        stays = "1 value stays" if number == 1 else f"{number} values stay"
        click.echo(f"    {stays} withheld: {reason}")
    if one.old is not None:
        _show_changes(one.old, one.lines)


def _show_lines(lines: Lines, indent: str, mark: str = "") -> None:
    for node, said in groupby(lines, key=lambda line: line[0]):
        click.echo(f"{indent}{node}")
        for _, text in said:
            if text:
                click.echo(f"{indent}  {mark}{text}")


def _show_changes(old: Lines, new: Lines) -> None:
    """What the public saw, or would have seen, of the last cleared version, beside what it would see now."""
    lost = [(f"- {node}", text) for node, text in old if (node, text) not in new]
    come = [(f"+ {node}", text) for node, text in new if (node, text) not in old]
    changes = [f"{node}, {text}" if text else node for node, text in [*lost, *come]]
    click.echo("    changed since it was cleared:" if changes else "    the public would see no change")
    for line in changes:
        click.echo(f"      {line}")


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
