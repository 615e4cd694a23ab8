"""Frozen settings, made once at the edge (command line, web server) and handed down."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from habeas import artefacts
from habeas.errors import UsageError

DEFAULT_BASE = "http://localhost:8000"
CLOCK_DAYS = 31


@dataclass(frozen=True)
class Settings:
    """What a run needs to know.

    ``home``: everything that Habeas writes lies under it. ``root``: the declaration folders.
    ``base``: what the IRIs of an edition begin with, without a slash at the end. ``data``: the folder of the lists that
    are read in place and not shipped. ``clock_days``: a build whose clock stands further than that after the last
    publication releases no delay.
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
