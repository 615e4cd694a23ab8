"""The site: what every page needs, and the edition that is current."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request

from habeas.catalogue import Catalogue
from habeas.catalogue.identifiers import Identifiers
from habeas.config import Settings
from habeas.editions import Edition, open_current
from habeas.editions.edition import pointer
from habeas.editions.manifest import BUILD_AGAIN
from habeas.errors import EditionError, StorageError
from habeas.export import derive_context
from habeas.model import Model, model_digest, read_model
from habeas.sparql.library import Question, load_library
from habeas.store.files import storage_errors
from habeas.web.addresses import Addresses, root_of

LOG = logging.getLogger("habeas.web")

_Seen = tuple[int, int, int] | None


@dataclass(frozen=True)
class Served:
    """An edition and its catalogue, open."""

    edition: Edition
    catalogue: Catalogue

    @classmethod
    def open(cls, settings: Settings, audience: str, model: Model) -> Served:
        """Open the audience's current edition; raises EditionError where it is missing or damaged."""
        with storage_errors(settings.editions):
            edition = open_current(settings, audience)
        try:
            len(edition.store)
        except OSError as error:
            raise EditionError(
                f"the edition is damaged: its store cannot be read: {error}",
                where=str(edition.store_path),
                mend=BUILD_AGAIN,
            ) from error
        return cls(edition, Catalogue(edition.catalogue_path, model))


@dataclass
class Site:
    """The settings, the model, and the current edition of one audience.

    The pointer file is looked at on each request; where it names another edition, that one is opened and
    takes the place of the old, which lives on until the requests that read it have ended.
    """

    settings: Settings
    audience: str
    _served: Served | None = None
    _seen: _Seen = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def model(self) -> Model:
        """The model of the domain."""
        return read_model(self.settings.ontology, self.settings.shapes)

    @cached_property
    def model_digest(self) -> str:
        """The digest of the declarations that the model is read from."""
        return model_digest(self.settings.ontology, self.settings.shapes)

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context of the model."""
        return derive_context(self.model)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The named questions, by name."""
        return load_library(self.settings.queries)

    def current(self) -> Served:
        """Return the current edition; raises NoEditionError where nothing was published yet.

        An edition that cannot be opened does not replace the one that is served.
        """
        seen = self._look()
        served = self._served
        if served is not None and seen == self._seen:
            return served
        with self._lock:
            return self._follow(seen, self._served)

    def _follow(self, seen: _Seen, served: Served | None) -> Served:
        if served is not None and seen == self._seen:
            return served
        try:
            found = Served.open(self.settings, self.audience, self.model)
        except (EditionError, StorageError) as error:
            if served is None:
                raise
            LOG.warning("the new edition was not opened, the last one is still served: %s", error)
            found = served
        self._seen = seen
        self._served = found
        return found

    def _look(self) -> _Seen:
        try:
            stat = pointer(self.settings, self.audience).stat()
        except FileNotFoundError:
            return None
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)


@dataclass(frozen=True)
class Visit:
    """One request with the site and the edition that answers it, from beginning to end the same one."""

    request: Request
    site: Site
    served: Served

    @property
    def edition(self) -> Edition:
        """The edition."""
        return self.served.edition

    @property
    def store(self) -> ox.Store:
        """The edition's RDF store."""
        return self.served.edition.store

    @property
    def model(self) -> Model:
        """The model of the domain."""
        return self.site.model

    @property
    def identifiers(self) -> Identifiers:
        """The edition's ids, those of merged things among them."""
        return Identifiers.of(self.edition.manifest)

    @property
    def addresses(self) -> Addresses:
        """The edition's addresses as seen from the page that was asked for."""
        return Addresses(self.edition.manifest.base, root_of(self.request))


def visit_of(request: Request) -> Visit:
    """Return the visit; raises NoEditionError where nothing was published yet."""
    site = site_of(request)
    return Visit(request, site, site.current())


def site_of(request: Request) -> Site:
    """Return the site that the request came to."""
    site: Site = request.app.state.site
    return site
