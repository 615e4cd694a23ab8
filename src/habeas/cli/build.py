"""``habeas build``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

import click
from rich.table import Table

from habeas.bidi import isolated
from habeas.cli import options
from habeas.cli.console import BuildDisplay, output
from habeas.config import Settings, from_environment
from habeas.editions import Finding, open_current
from habeas.model.namespaces import local_name
from habeas.publish import Built, Published, SourceCount
from habeas.publish import build as run
from habeas.publish.records import Node
from habeas.publish.status_table import HEADER, status_table
from habeas.shapes import ONE_ID_TWO_PEOPLE, Report

SHOWN = 5
"""How many findings of a check, or ids of records, the summary tells."""


@click.command(epilog="Example: habeas build news-index --home /srv/habeas")
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--force", is_flag=True, help="Bake the edition again even if nothing has changed.")
@click.option(
    "--share-alike",
    is_flag=True,
    help="Build from sources too whose licence asks that the result be shared under the same terms.",
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Show what the mappings bound in how many rows, and every person's last known status.",
)
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="Release delays although the clock stands oddly beside the last publication.",
)
@options.data
@options.audience
@options.base
@options.rebase
@options.home
def build(
    sources: tuple[str, ...],
    force: bool,
    share_alike: bool,
    verbose: bool,
    clock_is_right: bool,
    data: str | None,
    audience: str,
    base: str | None,
    rebase: bool,
    home: str | None,
) -> None:
    """Ingest, validate, link and publish: from the sources to the current edition.

    Without SOURCE all sources are read; with one or more, only these are read anew and the records of the others
    stay as they are. If anything is malformed nothing is published and the last edition stays. A source under a
    share-alike licence is read only where it is named, or with --share-alike: the edition then falls under its terms.
    """
    settings = from_environment(home, base, data)
    with BuildDisplay() as display:
        built = run(
            settings,
            sources,
            audience=audience,
            today=dt.datetime.now(dt.UTC).date(),
            force=force,
            share_alike=share_alike,
            clock_is_right=clock_is_right,
            rebase=rebase,
            progress=display,
        )
    for source in built.sources:
        _notes(source)
    _absent(built.sources)
    output.print(_source_table(built.sources))
    if verbose:
        _bindings(built.sources)
        _statuses(settings, audience)
    _summary(built)


def _bindings(sources: list[SourceCount]) -> None:
    """Print what each mapping bound in how many rows, a line an item: for whoever writes the mapping."""
    for source in sources:
        for table in source.bindings:
            click.echo(f"{source.name}: {table.table}, {table.mapping}")
            for line in table.lines():
                click.echo(f"  {line}")


def _statuses(settings: Settings, audience: str) -> None:
    for row in (HEADER, *status_table(open_current(settings, audience).store)):
        click.echo(" | ".join(map(isolated, row)))


def _source_table(sources: list[SourceCount]) -> Table:
    table = Table(title="Sources", title_justify="left")
    table.add_column("source")
    for name in ("rows", "mapped", "rejected", "unread cells"):
        table.add_column(name, justify="right")
    for s in sources:
        why_not = "left out" if s.left_out else "not present"
        cells = (s.rows, s.mapped, s.rejected, s.unread_cells) if s.present else (why_not, "", "", "")
        table.add_row(s.name, *map(str, cells))
    table.add_section()
    table.add_row(
        "all",
        *(str(sum(getattr(s, n) for s in sources)) for n in ("rows", "mapped", "rejected", "unread_cells")),
    )
    return table


def _notes(source: SourceCount) -> None:
    for note in source.notes:
        output.print(f"note: {source.name}: {note}", style="yellow", highlight=False)


def _absent(sources: list[SourceCount]) -> None:
    """Say how what is not in the edition can come into it."""
    left_out = ", ".join(s.name for s in sources if s.left_out)
    missing = ", ".join(s.name for s in sources if not s.present and not s.left_out)
    if left_out:
        text = (
            f"left out: {left_out}: what is made of a share-alike source has to be shared under its terms; "
        )
        output.print(text + "name it, or say --share-alike", style="yellow", highlight=False, soft_wrap=True)
    if missing:
        text = f"not present: {missing}: name the folder that holds the data with --data DIR"
        output.print(text, style="yellow", highlight=False, soft_wrap=True)


def _summary(built: Built) -> None:
    published = built.published
    manifest = published.manifest
    counts = manifest.counts
    findings = {s: sum(f.severity == s for f in manifest.findings) for s in ("Violation", "Warning", "Info")}
    malformed = built.report.by_severity

    def number(plural: str) -> int:
        return counts.get(plural, 0)

    lines = {
        "records": f"{counts['records']} published of {published.records}",
        "entities": f"{number('entities')}, of them {number('people')} people, {number('events')} events",
        "quads": f"{counts['quads']}, of them {counts['triples']} in the consolidated graph",
        "records' shapes": _counted(malformed) or "nothing found",
        "findings": _counted(findings) or "none",
        "seconds": ", ".join(f"{name} {value:.1f}" for name, value in built.seconds.items()),
        "licences": "; ".join(sorted({source.licence for source in manifest.sources})) or "none",
        "edition": manifest.id + ("" if published.is_new else " (unchanged)"),
    }
    for name, text in lines.items():
        output.print(f"{name:<16} {text}", highlight=False)
    _damage(published)
    if built.clock.is_suspicious:
        output.print(str(built.clock), style="bold yellow", highlight=False, soft_wrap=True)
    _conflated(built.report)
    _findings(manifest.findings)
    for source in built.sources:
        _left(source)
    for line in built.unfit_splits:
        output.print(line, style="bold yellow", highlight=False, soft_wrap=True)
    _unshaped(published)
    _orphaned(published)
    _kept(built)
    _not_cleared(published, counts["records"])
    withheld = +published.withheld
    if withheld:
        output.print(
            "withheld triples " + ", ".join(f"{n} ({reason})" for reason, n in withheld.items()),
            highlight=False,
            soft_wrap=True,
        )


def _conflated(report: Report) -> None:
    """Print the first findings on ids that rows of two people share: they are of all records, cleared or not."""
    found = [result for result in report.results if result.shape == ONE_ID_TWO_PEOPLE]
    for result in found[:SHOWN]:
        output.print(
            f"  {result.severity}: {result.message}", highlight=False, style="yellow", soft_wrap=True
        )
    if len(found) > SHOWN:
        more = f"{len(found) - SHOWN} more of one-id-two-people; `habeas validate` lists them"
        output.print(f"  Warning: {more}", highlight=False, style="yellow", soft_wrap=True)


def _damage(published: Published) -> None:
    """Say what was wrong with the last edition, and what that means for this one."""
    damage = published.damage
    if damage:
        more = [f"{len(damage) - SHOWN} more"] if len(damage) > SHOWN else []
        shown = "\n  ".join([*damage[: SHOWN - 1], *more, damage[-1]] if more else damage)
        output.print(
            f"the last edition was damaged and has been made anew:\n  {shown}",
            style="bold yellow",
            highlight=False,
            soft_wrap=True,
            markup=False,
        )


def _findings(findings: Iterable[Finding]) -> None:
    """Print the first findings of each check, and how many more there are."""
    by_check: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.severity, finding.shape].append(finding)
    for (severity, check), found in by_check.items():
        for finding in found[:SHOWN]:
            output.print(f"  {severity}: {finding.message}", highlight=False, style="yellow", soft_wrap=True)
        if len(found) > SHOWN:
            more = f"{len(found) - SHOWN} more of {check}; the edition's manifest has them all"
            output.print(f"  {severity}: {more}", highlight=False, style="yellow", soft_wrap=True)


def _rows(number: int) -> str:
    return "1 row of the last build is" if number == 1 else f"{number} rows of the last build are"


def _left(source: SourceCount) -> None:
    """Say which rows of a source are not in it any more: gone, or changed where nothing but its content names a row."""
    if source.left:
        rows = ", ".join(f"{row.table}, row {row.number} ({row.record})" for row in source.left[:SHOWN])
        more = f", and {len(source.left) - SHOWN} more" if len(source.left) > SHOWN else ""
        output.print(
            f"{source.name}: {_rows(len(source.left))} not in it any more: {rows}{more}",
            style="yellow",
            highlight=False,
            soft_wrap=True,
        )


def _unshaped(published: Published) -> None:
    for usage, number in sorted(published.unshaped.items()):
        output.print(
            f"not published: no shape knows {usage} ({number})", style="bold yellow", highlight=False
        )


def _orphaned(published: Published) -> None:
    if published.orphaned:
        output.print(
            f"{len(published.orphaned)}: described and nothing links to it: {_names(published.orphaned)}\n"
            "what is said of it is withheld: mend the mapping; `habeas explain-tier ID` says more",
            style="bold yellow",
            highlight=False,
            soft_wrap=True,
        )


def _kept(built: Built) -> None:
    """Say of which records the public sees the last cleared version, for the row has changed or is gone."""
    changed = (
        "have changed, or their table has, and stay public as they were cleared last",
        "`habeas clear` them",
    )
    gone = (
        "are gone from their tables and stay public as they were cleared last",
        "`habeas clear --withdraw ID`",
    )
    for records, (what, then) in ((built.changed, changed), (built.removed, gone)):
        if records:
            output.print(
                f"{len(records)} records {what}: {_names(records)}\nlook at them, then {then}",
                style="yellow",
                highlight=False,
                soft_wrap=True,
            )


def _names(records: Sequence[Node]) -> str:
    return ", ".join(local_name(iri.value) for iri in records[:SHOWN]) + " …" * (len(records) > SHOWN)


def _not_cleared(published: Published, seen: int) -> None:
    stale = len(published.stale)
    if stale:
        output.print(
            f"{stale} records have changed since they were cleared and are withheld: {_names(published.stale)}\n"
            "look at them, then `habeas clear` them again",
            style="bold yellow",
            highlight=False,
        )
    if others := published.records - seen - stale:
        output.print(
            f"{others} records are not cleared for this audience; `habeas clear --help` shows how",
            style="yellow",
            highlight=False,
        )


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
