"""``habeas validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from habeas.cli import options
from habeas.config import from_environment
from habeas.errors import NoEditionError
from habeas.publish import load_records
from habeas.shapes import Report, validate_files, validate_records


@click.command(epilog="Example: habeas validate my-export.trig")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]…"
)
@click.option("--format", "form", type=click.Choice(["text", "turtle"]), default="text", show_default=True)
@options.home
def validate(files: tuple[Path, ...], form: str, home: str | None) -> None:
    """Hold RDF files to the shapes, or without FILE the records that were ingested last.

    Exit code 1 where there is a Violation; warnings and notes do not count.
    """
    settings = from_environment(home)
    report = (
        validate_files(list(files), settings.shapes, settings.ontology) if files else _ingested(settings.home)
    )
    click.echo((report.as_turtle() if form == "turtle" else report.as_text()).rstrip("\n"))
    sys.exit(1 if report.violations else 0)


def _ingested(home: Path) -> Report:
    settings = from_environment(str(home))
    records = load_records(home / "records")
    if not records:
        raise NoEditionError(
            "no records have been ingested yet", where=str(home), mend="run `habeas build` first"
        )
    return validate_records(
        {iri.value: r.quads() for iri, r in records.items()}, settings.shapes, settings.ontology
    )
