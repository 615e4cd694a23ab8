"""The formats of an answer, by query form, and content negotiation over them (RFC 9110 §12.5.1).

SPARQL 1.1 Protocol §2.1.6: solutions and booleans in the four results formats, graphs in RDF formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from habeas.errors import UsageError
from habeas.sparql.guard import Form


@dataclass(frozen=True)
class Format:
    """A format: its short name, its title, its media types (the first is its own), and its W3C IRI."""

    name: str
    title: str
    media_types: tuple[str, ...]
    iri: str


_IRI: Final = "http://www.w3.org/ns/formats/"

RESULTS: Final = (
    Format(
        "json", "JSON", ("application/sparql-results+json", "application/json"), f"{_IRI}SPARQL_Results_JSON"
    ),
    Format(
        "xml",
        "XML",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        f"{_IRI}SPARQL_Results_XML",
    ),
    Format("csv", "CSV", ("text/csv",), f"{_IRI}SPARQL_Results_CSV"),
    Format("tsv", "TSV", ("text/tab-separated-values",), f"{_IRI}SPARQL_Results_TSV"),
)
GRAPHS: Final = (
    Format("turtle", "Turtle", ("text/turtle", "application/x-turtle"), f"{_IRI}Turtle"),
    Format("ntriples", "N-Triples", ("application/n-triples", "text/plain"), f"{_IRI}N-Triples"),
    Format("jsonld", "JSON-LD", ("application/ld+json", "application/json"), f"{_IRI}JSON-LD"),
    Format("rdfxml", "RDF/XML", ("application/rdf+xml", "application/xml", "text/xml"), f"{_IRI}RDF_XML"),
)
HTML: Final = Format("html", "HTML", ("text/html", "application/xhtml+xml"), "")


@dataclass(frozen=True)
class Chosen:
    """A format, and the media type under which the client asked for it."""

    format: Format
    media_type: str


def formats_for(form: Form) -> tuple[Format, ...]:
    """Return the formats in which a query of this form can be answered, the default first."""
    return RESULTS if form in ("SELECT", "ASK") else GRAPHS


def named_format(name: str, offered: Sequence[Format]) -> Chosen:
    """Return the format of a short name or media type; raises UsageError where it is not offered."""
    for candidate in offered:
        if name == candidate.name or name in candidate.media_types:
            return Chosen(candidate, candidate.media_types[0])
    raise UsageError(
        f"this query cannot be answered in the format {name!r}",
        mend=f"choose one of {', '.join(f.name for f in offered)}",
    )


def negotiate(accept: str | None, offered: Sequence[Format]) -> Chosen | None:
    """Return the offered format that the Accept header likes best; the server's order decides between equals.

    None where nothing offered is acceptable. A missing or empty header accepts everything.
    """
    ranges = _ranges(accept or "*/*")
    # A format's own media type stands before another format's alias for the same.
    candidates = [
        (_quality(media_type, ranges), -place, -at, Chosen(candidate, media_type))
        for at, candidate in enumerate(offered)
        for place, media_type in enumerate(candidate.media_types)
    ]
    best = max(candidates, key=lambda candidate: candidate[:3])
    return best[3] if best[0] > 0 else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [p[2:] for p in parameters if p.startswith("q=")]
        ranges.append((media_range, _weight(weights[0]) if weights else 1.0))
    return ranges


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight that the most specific matching range gives to a media type."""
    weights = dict(ranges)
    for media_range in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if media_range in weights:
            return weights[media_range]
    return 0.0
