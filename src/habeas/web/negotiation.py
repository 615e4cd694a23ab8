"""Content negotiation: which format answers an Accept header (RFC 9110, sections 12.4.2 and 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request


@dataclass(frozen=True)
class Format:
    """A format by its suffix, its media types (it answers with the first) and its RDF syntax, if any."""

    suffix: str
    title: str
    media_types: tuple[str, ...]
    rdf: ox.RdfFormat | None = None

    @property
    def media_type(self) -> str:
        """The media type that it answers with."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The Content-Type header, in UTF-8 where a text type would mean something else without it."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Format("html", "page", ("text/html", "application/xhtml+xml"))
JSON = Format("json", "JSON", ("application/json",))
JSON_LD = Format("jsonld", "JSON-LD", ("application/ld+json", "application/json"))
TURTLE = Format("ttl", "Turtle", ("text/turtle",), ox.RdfFormat.TURTLE)
N_TRIPLES = Format("nt", "N-Triples", ("application/n-triples",), ox.RdfFormat.N_TRIPLES)
TRIG = Format("trig", "TriG", ("application/trig",), ox.RdfFormat.TRIG)
N_QUADS = Format("nq", "N-Quads", ("application/n-quads",), ox.RdfFormat.N_QUADS)

DOCUMENTS = (HTML, JSON_LD, TURTLE, N_TRIPLES, TRIG, N_QUADS)


@dataclass(frozen=True)
class _Range:
    """One media range of an Accept header with its weight from 0 to 1."""

    type: str
    weight: float

    def specificity(self, media_type: str) -> int:
        """Return how closely the range names the type: 3 exactly, 2 its main type, 1 any, 0 not at all."""
        if self.type == media_type:
            return 3
        if self.type == f"{media_type.partition('/')[0]}/*":
            return 2
        return 1 if self.type == "*/*" else 0


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Return the format of the highest weight, the first offered among equals; None where none is acceptable.

    Without a header, or with an empty one, everything is acceptable.
    """
    ranges = [_parse(part) for part in (accept or "").split(",") if part.strip()]
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda f: _weight(f, ranges))
    return best if _weight(best, ranges) > 0 else None


def _parse(part: str) -> _Range:
    name, *parameters = [p.strip() for p in part.split(";")]
    weight = next((p[2:] for p in parameters if p[:2].lower() == "q="), "1")
    try:
        return _Range(name.lower(), min(max(float(weight), 0.0), 1.0))
    except ValueError:
        return _Range(name.lower(), 0.0)


def _weight(offered: Format, ranges: Sequence[_Range]) -> float:
    """Return the weight of the type that it answers with, or of another name of it that is asked for as such."""
    named = [r.weight for r in ranges if r.type in offered.media_types[1:]]
    return max(named, default=0.0) or _type_weight(offered.media_type, ranges)


def _type_weight(media_type: str, ranges: Sequence[_Range]) -> float:
    closest = max(ranges, key=lambda r: (r.specificity(media_type), r.weight))
    return closest.weight if closest.specificity(media_type) else 0.0


def negotiated(request: Request, offered: Sequence[Format]) -> Format:
    """Return the format that the request accepts; raises a 406 that names what there is."""
    found = choose(request.headers.get("accept"), offered)
    if found is None:
        types = ", ".join(f.media_type for f in offered)
        raise HTTPException(406, f"this address has {types}")
    return found


def by_suffix(suffix: str, offered: Sequence[Format]) -> Format | None:
    """Return the format of a suffix, without its dot."""
    return next((f for f in offered if f.suffix == suffix), None)
