"""Addresses: from IRIs to links that hold on any host and port, and back."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from habeas.model.namespaces import HAB, RULE, VOCABULARY


@dataclass(frozen=True)
class Addresses:
    """The addresses of one edition as a page sees them.

    ``base`` is what the edition's IRIs begin with; ``root`` leads from the page to the site's root (``../``).
    """

    base: str
    root: str

    def thing(self, opaque: str) -> str:
        """Return the IRI of a thing by the opaque part of it."""
        return f"{self.base}/id/{opaque}"

    def opaque(self, iri: str) -> str | None:
        """Return the opaque part of a thing's IRI, None where it is no thing of the edition."""
        before = f"{self.base}/id/"
        return iri.removeprefix(before) if iri.startswith(before) else None

    def link(self, iri: str) -> str | None:
        """Return a relative link to the page about an IRI; None where the site has none."""
        for start, path in ((f"{self.base}/id/", "doc/"), (VOCABULARY, "vocabulary/"), (RULE, "rule/")):
            if iri.startswith(start):
                return f"{self.root}{path}{iri.removeprefix(start)}"
        return f"{self.root}ns#{iri.removeprefix(HAB)}" if iri.startswith(HAB) else None

    def outside(self, iri: str) -> str | None:
        """Return the IRI where it is a web address elsewhere, which a reader may follow; None otherwise."""
        return iri if iri.startswith(("https://", "http://")) else None


def root_of(request: Request) -> str:
    """Return the relative link from the request's address to the site's root, ending with a slash."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return "../" * (path.count("/") - 1) or "./"
