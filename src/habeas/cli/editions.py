"""``habeas editions``."""

from __future__ import annotations

import sys

import click

from habeas.cli import options
from habeas.config import from_environment
from habeas.editions import Kept, kept_editions, last_edition
from habeas.editions.kept import AUDIENCES
from habeas.errors import EditionError, NoEditionError


@click.group(epilog="Example: habeas editions verify")
def editions() -> None:
    """List the editions of a home, and verify them."""


@editions.command("list", epilog="Example: habeas editions list --home /srv/habeas")
@options.home
def list_(home: str | None) -> None:
    """List the editions, the newest first. An asterisk marks the current edition of each audience."""
    settings = from_environment(home)
    current = {last_edition(settings, audience).folder for audience in AUDIENCES}
    for kept in kept_editions(settings):
        mark = "*" if kept.folder in current else " "
        click.echo(f"{mark} {kept.folder.name}  {_about(kept)}")


def _about(kept: Kept) -> str:
    manifest = kept.manifest
    if manifest is None:
        return f"damaged: {kept.fault}"
    number = manifest.counts.get("records", 0)
    return f"{manifest.made}  {number} records  Habeas {manifest.version}  {manifest.base}"


@editions.command(epilog="Example: habeas editions verify public-0123456789ab")
@click.argument("names", nargs=-1, metavar="[EDITION]…")
@click.option(
    "--all", "every", is_flag=True, help="Every edition of the home, and not the current ones alone."
)
@options.home
def verify(names: tuple[str, ...], every: bool, home: str | None) -> None:
    """Read every file of editions and compare it with the checksum in the manifest.

    Without EDITION the current edition of each audience is verified, and the pointer to it. The exit code is 0 where
    all are whole, and 1 where one is damaged: `habeas build` then makes the current edition anew.
    """
    settings = from_environment(home)
    faults = 0
    if names or every:
        known = {kept.folder.name: kept for kept in kept_editions(settings)}
        for name in names or known:
            if name not in known:
                raise EditionError(
                    f"there is no edition {name!r}",
                    where=str(settings.editions),
                    mend="`habeas editions list` shows those that there are",
                )
            faults += _show(name, _damage_of(known[name]))
    else:
        for audience in AUDIENCES:
            last = last_edition(settings, audience, thorough=True)
            if last.manifest or last.damage:
                faults += _show(last.folder.name if last.folder else f"current-{audience}", last.damage)
                names = (*names, audience)
    if not (names or every):
        raise NoEditionError(
            "nothing has been published yet", where=str(settings.editions), mend="run `habeas build` first"
        )
    sys.exit(1 if faults else 0)


def _damage_of(kept: Kept) -> tuple[str, ...]:
    return tuple(kept.damage())


def _show(name: str, damage: tuple[str, ...]) -> int:
    """Print what is wrong with an edition; return 1 where anything is."""
    click.echo(f"{name}: {'damaged; run `habeas build`' if damage else 'whole'}")
    for line in damage:
        click.echo(f"  {line}")
    return 1 if damage else 0
