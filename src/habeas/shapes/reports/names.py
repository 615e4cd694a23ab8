"""IRIs and property paths for people, with the prefixes that the shapes and the data declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from habeas.shapes.report import REPORT_PREFIXES

_IRI: Final = re.compile(r"<([^<>\s]+)>")
_LOCAL: Final = re.compile(r"[\w.-]*\w|")


class Names:
    """Shortens IRIs. ``prefixes`` come before those of Habeas."""

    def __init__(self, prefixes: Mapping[str, str] | None = None) -> None:
        self.prefixes = {**REPORT_PREFIXES, **(prefixes or {})}
        self._longest = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))

    def compact(self, iri: str) -> str:
        """Return an IRI with a prefix where one fits, else in angle brackets."""
        for name, namespace in self._longest:
            if namespace and iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def shorten(self, text: str) -> str:
        """Return a text in which every IRI in angle brackets has its prefix."""
        return _IRI.sub(lambda found: self.compact(found[1]), text)
