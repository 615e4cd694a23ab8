"""``habeas validate``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pyoxigraph as ox
from rich.console import Console

from habeas.cli import options
from habeas.cli.console import BuildDisplay
from habeas.config import Settings, from_environment
from habeas.errors import HabeasError, ModelError, NoEditionError, UsageError
from habeas.publish import load_records
from habeas.publish.merge import read_split
from habeas.shapes import (
    Report,
    Summary,
    Wanted,
    report_records,
    validate_files,
    validate_graph,
    validate_records,
)
from habeas.shapes.reports import FORMS, WRITTEN_AT_THE_END, form_of, title_of

_EPILOG = """
\b
Exit codes:
  0  conforms, or has only known findings, or none as grave as --fail-on says
  1  a new finding as grave as --fail-on says: by default a Violation
  2  bad usage: an option, a file or a shape that cannot be used

\b
Example: habeas validate my-export.trig
         habeas validate --shapes shapes.ttl people.ttl places.nt --output report.html
         habeas validate --shapes shapes/ --ontology classes.ttl data.nq --graph http://example.org/g --explain
         habeas validate --shapes shapes.ttl --store ./oxigraph --format json-lines
         habeas validate --shapes shapes.ttl data.ttl --write-baseline known.jsonl
         habeas validate --shapes shapes.ttl data.ttl --baseline known.jsonl --fail-on warning
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PATH = click.Path(exists=True, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]…")
@click.option(
    "--shapes", multiple=True, type=_PATH, help="Shapes of your own: an RDF file or folder; repeatable."
)
@click.option(
    "--ontology", multiple=True, type=_PATH, help="With --shapes: what is a subclass of what; repeatable."
)
@click.option("--graph", metavar="IRI", help="With --shapes: only this named graph, not the union of all.")
@click.option(
    "--store",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --shapes: an Oxigraph store on disk instead of FILE, opened read-only; its default graph or --graph.",
)
@click.option("--on-disk", is_flag=True, help="With --shapes: load FILE into a temporary store on disk.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    help="Form of the report.  [default: text, for --output by the file's suffix]",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    type=_NEW,
    help="Write the report to a file and show the text; repeatable. Suffixes: .txt .ttl .jsonld .json .jsonl .html",
)
@click.option(
    "--examples",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Findings shown of each group in text and HTML; the other forms have all.",
)
@click.option("--explain", is_flag=True, help="Show each group's shape, what it asks for, and how to mend.")
@click.option(
    "--shape",
    "only",
    multiple=True,
    metavar="NAME",
    help="Show these shapes only: an IRI or a name; repeatable.",
)
@click.option(
    "--baseline",
    type=_FILE,
    help="Findings that are known: shown as such, and left out of the exit code.",
)
@click.option(
    "--write-baseline",
    type=_NEW,
    help="Write all findings as a baseline. It holds names and values of the data: as restricted as the data is, "
    "keep it out of the repository and under --home.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The least severity of a new finding that makes the exit code 1.",
)
@options.home
@click.pass_context
def validate(
    context: click.Context,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    graph: str | None,
    store: Path | None,
    on_disk: bool,
    form: str | None,
    outputs: tuple[Path, ...],
    examples: int,
    explain: bool,
    only: tuple[str, ...],
    baseline: Path | None,
    write_baseline: Path | None,
    fail_on: str,
    home: str | None,
) -> None:
    """Hold RDF to SHACL shapes and say what is wrong, where, and how to mend it.

    With --shapes any RDF files are held to shapes of your own, as one graph. Without, FILE are records that are held
    to the shapes of Habeas one by one, and without FILE so are the records that were ingested last.
    """
    _check_use(files, shapes, store, {"--ontology": ontology, "--graph": graph, "--on-disk": on_disk})
    settings = from_environment(home)
    with _bad_usage(context):
        shown, shown_form = io.StringIO(), "text" if outputs else form or "text"
        is_held = shown_form in WRITTEN_AT_THE_END
        wanted = Wanted(
            files={file: form or form_of(file) for file in outputs},
            shown=[(shown if is_held else sys.stdout, shown_form)],
            examples=examples,
            baseline=baseline,
            write_baseline=write_baseline,
            explain=explain,
            only=only,
        )
        with _display(is_held) as display:
            if shapes:
                data = _read_only(store) if store else files
                summary = validate_graph(
                    data,
                    shapes,
                    ontology=ontology,
                    graph=graph,
                    wanted=wanted,
                    on_disk=on_disk,
                    progress=display,
                )
            else:
                summary = _records(files, settings, wanted, display)
    click.echo(shown.getvalue(), nl=False)
    sys.exit(1 if summary.fails(fail_on.capitalize()) else 0)


def _display(is_held: bool) -> BuildDisplay:
    """Return the display of progress; a quiet one where the report itself runs over the same terminal."""
    is_in_the_way = not is_held and sys.stdout.isatty()
    return BuildDisplay(Console(stderr=True, quiet=True)) if is_in_the_way else BuildDisplay()


def _records(files: tuple[Path, ...], settings: Settings, wanted: Wanted, display: BuildDisplay) -> Summary:
    if files:
        report = validate_files(list(files), settings.shapes, settings.ontology)
        title = title_of(files)
    else:
        report, title = _ingested(settings, display), "the ingested records"
    return report_records(report, settings.shapes, wanted, title)


def _ingested(settings: Settings, display: BuildDisplay) -> Report:
    records = load_records(settings.home / "records")
    if not records:
        raise NoEditionError(
            "no records have been ingested yet", where=str(settings.home), mend="run `habeas build` first"
        )
    display.stage("validate")
    parted = read_split(settings, records)
    return validate_records(
        {iri.value: r.quads() for iri, r in parted.items()},
        settings.shapes,
        settings.ontology,
        lambda done, total: display.step("records", done, total),
    )


def _check_use(
    files: tuple[Path, ...], shapes: tuple[Path, ...], store: Path | None, others: dict[str, object]
) -> None:
    given = [name for name, value in {**others, "--store": store}.items() if value]
    if given and not shapes:
        raise click.UsageError(f"{given[0]} is for a graph of your own: add --shapes FILE")
    if shapes and bool(files) == bool(store):
        raise click.UsageError("with --shapes give the data: either files, or --store DIR")
    if store and others["--on-disk"]:
        raise click.UsageError("a store is on disk already: leave out --on-disk")


def _read_only(folder: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise UsageError(
            f"the folder is no Oxigraph store: {error}",
            where=str(folder),
            mend="name the folder that Oxigraph wrote; load files with FILE instead",
        ) from error


@contextmanager
def _bad_usage(context: click.Context) -> Iterator[None]:
    """Tell files and shapes that cannot be used apart from findings: exit code 2."""
    try:
        yield
    except (UsageError, ModelError) as error:
        if context.find_root().params.get("verbose"):
            raise
        _tell(error)
        sys.exit(2)


def _tell(error: HabeasError) -> None:
    click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
    click.echo(f"help:  docs/errors.md, section {error.name}", err=True)
