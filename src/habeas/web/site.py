"""The site: what every page needs, and the edition that is current."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.requests import Request

from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.editions.edition import pointer
from habeas.errors import EditionError
from habeas.export import derive_context
from habeas.model import Model, read_model

LOG = logging.getLogger("habeas.web")

_Seen = tuple[int, int, int] | None


@dataclass
class Site:
    """The settings, the model, and the current edition of one audience.

    The pointer file is looked at on each request; where it names another edition, that one is opened and takes the
    place of the old, which lives on until the requests that read it have ended.
    """

    settings: Settings
    audience: str
    _edition: Edition | None = None
    _seen: _Seen = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def model(self) -> Model:
        """The model of the domain."""
        return read_model(self.settings.ontology, self.settings.shapes)

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context of the model."""
        return derive_context(self.model)

    def current(self) -> Edition:
        """Return the current edition; raises NoEditionError where nothing was published yet.

        An edition that cannot be opened does not replace the one that is served.
        """
        seen = self._look()
        edition = self._edition
        if edition is not None and seen == self._seen:
            return edition
        with self._lock:
            if self._edition is None or seen != self._seen:
                self._follow(seen)
            return self._serving()

    def _serving(self) -> Edition:
        if self._edition is None:
            return open_current(self.settings, self.audience)
        return self._edition

    def _follow(self, seen: _Seen) -> None:
        try:
            found = open_current(self.settings, self.audience)
            if self._edition is None or found.path != self._edition.path:
                len(found.store)
                self._edition = found
        except (EditionError, OSError) as error:
            if self._edition is None:
                raise
            LOG.warning("the new edition was not opened, the last one is still served: %s", error)
        self._seen = seen

    def _look(self) -> _Seen:
        try:
            stat = pointer(self.settings, self.audience).stat()
        except FileNotFoundError:
            return None
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)


def site_of(request: Request) -> Site:
    """Return the site that the request came to."""
    site: Site = request.app.state.site
    return site
