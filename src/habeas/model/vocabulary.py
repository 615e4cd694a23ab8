"""The SKOS vocabularies: terms found by code or label within their scheme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, RDF, SKOS, VOCABULARY, local_name


@dataclass(frozen=True)
class Term:
    """One concept: its IRI, English label, scheme (last part of the IRI), rank and tier.

    ``asserted_as`` is the term as it stands in a sentence, where it has such words.
    """

    iri: str
    label: str
    scheme: str
    notation: str
    rank: int
    tier: str
    asserted_as: str = ""


@dataclass(frozen=True)
class Vocabularies:
    """All terms by IRI, and by scheme and folded code or label."""

    terms: dict[str, Term]
    index: dict[tuple[str, str], Term]

    def find(self, scheme: str, text: str) -> Term | None:
        """Return the term of the scheme with this code or label, whatever its case; None where there is none."""
        return self.index.get((scheme, text.strip().casefold()))

    def rank(self, iri: str) -> int:
        """Return the rank of a term, 0 where it has none or is unknown."""
        return self.terms[iri].rank if iri in self.terms else 0

    def tier(self, iri: str) -> str:
        """Return the tier that a value of this IRI asks for; ``public`` where it asks for none."""
        return self.terms[iri].tier if iri in self.terms else "public"


@lru_cache(maxsize=4)
def read_vocabularies(ontology: Path) -> Vocabularies:
    """Read the terms of ``vocabularies/`` under the ontology's folder."""
    graph = Declarations(ontology / "vocabularies")
    terms = {iri: _read_term(graph, iri) for iri in graph.subjects(f"{RDF}type", f"{SKOS}Concept")}
    index: dict[tuple[str, str], Term] = {}
    for term in terms.values():
        for text in (term.notation, term.label, local_name(term.iri)):
            index.setdefault((term.scheme, text.casefold()), term)
    return Vocabularies(terms, index)


def _read_term(graph: Declarations, iri: str) -> Term:
    scheme = graph.iri(iri, f"{SKOS}inScheme") or VOCABULARY
    tier = graph.iri(iri, f"{HAB}tier")
    return Term(
        iri=iri,
        label=graph.text(iri, f"{SKOS}prefLabel", local_name(iri)),
        scheme=scheme.removeprefix(VOCABULARY),
        notation=graph.text(iri, f"{SKOS}notation"),
        rank=int(graph.text(iri, f"{HAB}rank", "0")),
        tier=local_name(tier) if tier else "public",
        asserted_as=graph.text(iri, f"{HAB}assertedAs"),
    )
