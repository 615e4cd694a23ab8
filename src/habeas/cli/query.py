"""``habeas query``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from habeas.bidi import isolated
from habeas.catalogue.identifiers import Identifiers
from habeas.cli import options
from habeas.cli.console import output
from habeas.config import Settings, from_environment
from habeas.editions import open_current
from habeas.errors import UsageError
from habeas.sparql.library import find_question, load_library, run
from habeas.sparql.once import answer_once
from habeas.sparql.results import text_rows

FORMATS = ("table", "csv", "json", "tsv", "xml", "turtle", "ntriples")


@click.command(epilog='Example: habeas query defendants-by-judge --param judge="Yelena Tedeeva"')
@click.argument("name", required=False)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A SPARQL query of your own."
)
@click.option(
    "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter of the question; repeatable."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--seconds", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Time limit.")
@click.option("--list", "listing", is_flag=True, help="List the named questions.")
@options.audience
@options.home
def query(
    name: str | None,
    file: Path | None,
    params: tuple[str, ...],
    form: str,
    seconds: float,
    listing: bool,
    audience: str,
    home: str | None,
) -> None:
    """Ask a named question, or a SPARQL query of your own, of the current edition.

    A parameter that is a name takes a name in any language, an id or an IRI; a
    name that means several things is refused, with a list of them.
    """
    settings = from_environment(home)
    if listing:
        _list(settings)
        return
    if (name is None) == (file is None):
        raise UsageError("name a question or a file", mend="habeas query --list shows the questions")
    edition = open_current(settings, audience)
    store = edition.store_path
    wanted = None if form == "table" else form
    if file is not None:
        if params:
            raise UsageError(
                "--param is for named questions, and --file names none",
                mend="write the values into the query, or save it as a named question",
            )
        answer = answer_once(store, file.read_text(encoding="utf-8"), wanted, seconds=seconds)
    else:
        question = find_question(load_library(settings.queries), name or "")
        identifiers = Identifiers.of(edition.manifest)
        answer = run(question, _given(params), store, wanted, seconds=seconds, identifiers=identifiers)
    if form == "table" and "json" in answer.content_type:
        _table(answer.body)
    else:
        click.echo(answer.body, nl=not answer.body.endswith(b"\n"))


def _given(params: tuple[str, ...]) -> dict[str, str]:
    pairs = [_pair(text) for text in params]
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name!r} is given {names.count(name)} times", mend="give it once")
    return dict(pairs)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} is no parameter", mend='write --param judge="A Name"')
    return key.strip(), value


def _list(settings: Settings) -> None:
    table = Table("question", "asks", "parameters")
    for question in load_library(settings.queries).values():
        params = (p.name if p.is_required else f"[{p.name}]" for p in question.params)
        table.add_row(question.name, question.asks, escape(", ".join(params)))
    output.print(table)


def _table(body: bytes) -> None:
    """Show a table where it fits the width; else each row as a list of its cells."""
    names, rows = text_rows(body)
    table = Table(*names)
    for row in rows:
        table.add_row(*(escape(isolated(cell)) for cell in row))
    natural = output.measure(table, options=output.options.update(max_width=100_000)).maximum
    if natural <= output.width:
        output.print(table)
    else:
        for number, row in enumerate(rows, 1):
            output.print(f"— {number} —", highlight=False)
            output.print(_list_of_cells(names, row))
    output.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", highlight=False)


def _list_of_cells(names: list[str], row: list[str]) -> Table:
    cells = Table.grid(padding=(0, 2))
    for name, cell in zip(names, row, strict=True):
        if cell:
            cells.add_row(name, escape(isolated(cell)))
    return cells
