"""Frozen settings, made once at the edge (command line, web server) and handed down."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from habeas import artefacts
from habeas.errors import UsageError

DEFAULT_BASE = "http://localhost:8000"
CLOCK_DAYS = 31

_PORTS: Final = {"http": 80, "https": 443}
_NOT_IN_AN_IRI: Final = re.compile(r"""[<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})""")


@dataclass(frozen=True)
class Settings:
    """What a run needs to know.

    ``home``: everything that Habeas writes lies under it. ``root``: the declaration folders.
    ``base``: what the IRIs of an edition begin with, without a slash at the end; ``checked_base`` checks it.
    ``data``: the folder of the lists that are read in place and not shipped. ``clock_days``: a build whose clock
    stands further than that after the last publication releases no delay.
    """

    home: Path = Path("var")
    root: Path = field(default_factory=artefacts.default_root)
    base: str = DEFAULT_BASE
    data: Path | None = None
    clock_days: int = CLOCK_DAYS

    @property
    def ontology(self) -> Path:
        """The folder of the ontology and its vocabularies."""
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        """The folder of the SHACL shapes."""
        return self.root / "shapes"

    @property
    def rules(self) -> Path:
        """The folder of the derivation rules."""
        return self.root / "sparql" / "rules"

    @property
    def queries(self) -> Path:
        """The folder of the named questions."""
        return self.root / "sparql" / "queries"

    @property
    def source_folders(self) -> tuple[Path, ...]:
        """The folders in which sources lie: the shipped ones, then the user's own."""
        return (self.root / "ingest", self.home / "ingest")

    @property
    def ledgers(self) -> tuple[Path, ...]:
        """The folders in which ledgers lie: the shipped one, then the user's own."""
        return (self.root / "ledger", self.home / "ledger")

    @property
    def editions(self) -> Path:
        """The folder of the kept editions."""
        return self.home / "editions"


def checked_base(text: str) -> str:
    """Return a base as IRIs begin with it: scheme and host in small letters, no default port, no slash at the end.

    Raises UsageError where it is not the address of a place on the web: http or https, a host, perhaps a port and a
    path; no query, fragment, credentials or spaces.
    """
    fault = _fault_of_base(text)
    if fault:
        raise UsageError(
            f"{text!r} cannot be what addresses begin with: {fault}",
            where="HABEAS_BASE or --base",
            mend=f"write an address such as https://data.example.org; the default is {DEFAULT_BASE}",
        )
    parts = urlsplit(text)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port not in {None, _PORTS[parts.scheme]} else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def _fault_of_base(text: str) -> str | None:
    """Say what is wrong with a base, or None.

    The text is looked at before it is taken apart: ``urlsplit`` drops tabs and newlines without a word.
    """
    if any(unicodedata.category(character)[0] in "ZC" for character in text):
        return "it has a space or an invisible character"
    for mark, name in (("?", "a query"), ("#", "a fragment")):
        if mark in text:
            return f"it has {name}"
    if found := _NOT_IN_AN_IRI.search(text):
        return f"an address cannot hold {found[0]!r}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in _PORTS:
        return "it does not begin with http:// or https://"
    if not host or "" in host.removesuffix(".").split("."):
        return "it has no host"
    if port == 0 or parts.netloc.endswith(":"):
        return "its port is missing or 0"
    if "@" in parts.netloc:
        return "it has a user name or a password"
    if "[" in parts.path or "]" in parts.path:
        return "its path has a bracket"
    if any(part in {"", ".", ".."} for part in parts.path.rstrip("/").split("/")[1:]):
        return "its path has an empty part, '.' or '..'"
    return None


def from_environment(home: str | None = None, base: str | None = None, data: str | None = None) -> Settings:
    """Make settings from what the command line gave, else the environment, else the defaults."""
    root = os.environ.get("HABEAS_ARTEFACTS")
    data = data or os.environ.get("HABEAS_DATA")
    return Settings(
        home=Path(home or os.environ.get("HABEAS_HOME") or "var"),
        root=Path(root) if root else artefacts.default_root(),
        base=(base or os.environ.get("HABEAS_BASE") or DEFAULT_BASE).rstrip("/"),
        data=Path(data) if data else None,
        clock_days=_days(os.environ.get("HABEAS_CLOCK_DAYS") or str(CLOCK_DAYS)),
    )


def _days(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise UsageError(
            f"{text!r} is no number of days",
            where="HABEAS_CLOCK_DAYS",
            mend=f"write a whole number, such as {CLOCK_DAYS}",
        )
    return int(text)
