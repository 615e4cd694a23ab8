"""What the addresses of a home's editions begin with: remembered, so that it does not change by an oversight."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import orjson

from habeas.config import Settings, checked_base
from habeas.editions import last_edition
from habeas.editions.kept import AUDIENCES
from habeas.errors import EditionError, UsageError
from habeas.store.files import write_file

FILE = "base.json"


@dataclass(frozen=True)
class Base:
    """The base of a home, and those that it had earlier, the latest first: their addresses still lead somewhere."""

    base: str
    former: tuple[str, ...] = ()


def settle_base(settings: Settings, *, rebase: bool = False) -> tuple[Settings, Base]:
    """Return the settings with the base that is to be built with, and that base with the former ones.

    Raises UsageError where the base is malformed, or is not the one that the home has and ``rebase`` does not ask for
    another; EditionError where the remembered one cannot be read and ``rebase`` does not replace it.
    """
    wanted = checked_base(settings.base)
    known = _remembered(settings, may_be_lost=rebase)
    if known is None:
        return replace(settings, base=wanted), Base(wanted)
    if _is_same(known.base, wanted):
        # As it was written: a port or a capital letter more or less would rewrite every address too.
        return replace(settings, base=known.base), known
    if not rebase:
        raise UsageError(
            f"the addresses of this home begin with {known.base}, this build would rewrite them all to {wanted}",
            where=str(settings.home / FILE),
            mend=f"set HABEAS_BASE={known.base} (or --base {known.base}); "
            f"if the addresses are to change, add --rebase to --base {wanted}",
        )
    former = dict.fromkeys((known.base, *known.former))
    former.pop(wanted, None)
    return replace(settings, base=wanted), Base(wanted, tuple(former))


def remember_base(settings: Settings, base: Base) -> None:
    """Write the base down in the home, unless it is there already."""
    file = settings.home / FILE
    content = orjson.dumps(asdict(base), option=orjson.OPT_INDENT_2) + b"\n"
    if not file.is_file() or file.read_bytes() != content:
        write_file(file, content)


def _is_same(known: str, wanted: str) -> bool:
    try:
        return checked_base(known) == wanted
    except UsageError:
        return False


def _remembered(settings: Settings, *, may_be_lost: bool) -> Base | None:
    """The base that was written down; else, in a home of before, that of its last edition."""
    file = settings.home / FILE
    try:
        return _parse(file.read_bytes())
    except FileNotFoundError:
        return _published(settings)
    except (ValueError, KeyError, TypeError, IsADirectoryError) as error:
        if (found := _published(settings)) or may_be_lost:
            return found
        raise EditionError(
            f"what the addresses of this home begin with cannot be read: {error}",
            where=str(file),
            mend="build with --base ADDRESS --rebase: it writes the file anew",
        ) from error


def _parse(content: bytes) -> Base:
    raw = orjson.loads(content)
    base, former = raw["base"], raw["former"]
    if not isinstance(base, str) or not all(isinstance(one, str) for one in former):
        raise ValueError("a value is no text")
    return Base(base, tuple(former))


def _published(settings: Settings) -> Base | None:
    """The base of the current edition of any audience, else of the newest edition that can be read."""
    current = (last_edition(settings, audience).manifest for audience in AUDIENCES)
    manifest = next((m for m in current if m), None)
    return Base(manifest.base, tuple(manifest.former_bases)) if manifest else None
