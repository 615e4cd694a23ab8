"""Options that several commands share."""

from __future__ import annotations

import click

home = click.option(
    "--home",
    type=click.Path(file_okay=False),
    envvar="HABEAS_HOME",
    help="Folder that everything is written under.  [default: ./var]",
)
base = click.option(
    "--base",
    envvar="HABEAS_BASE",
    help="What the addresses of an edition begin with; it has to stay the same, see --rebase.  "
    "[default: http://localhost:8000]",
)
rebase = click.option(
    "--rebase",
    is_flag=True,
    help="Let all addresses begin with another --base from now on. The ids stay, and the former ones are still taken.",
)
data = click.option(
    "--data",
    type=click.Path(file_okay=False, exists=True),
    envvar="HABEAS_DATA",
    help="Folder of the lists that are read in place: one folder a source.  [default: none]",
)
audience = click.option(
    "--audience", type=click.Choice(["public"]), default="public", show_default=True, help="For whom."
)
