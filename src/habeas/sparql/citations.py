"""Articles of law by what cites them: code, number, part and point, as people write them.

What a citation leaves open is open: ``58-10`` is article 58-10 of every code and of none stated, with all its parts and
points, also where it was applied through an article of the general part (``17-58-10``); ``58-10(1) УК РСФСР`` is that
part in that code. An article whose code is not stated is none of a code that is asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.articles import CitedArticle, read_articles
from habeas.ingest.functions.law_codes import code_key, code_pattern, law_codes
from habeas.ingest.functions.word_tables import phrase_pattern, read_table
from habeas.model.names import normalise
from habeas.sparql.results import read_results

CITABLE: Final = """\
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?article ?number ?law ?name WHERE {
  ?article a hab:Article ; hab:articleNumber ?number .
  OPTIONAL { ?article hab:ofLaw ?law . OPTIONAL { ?law skos:prefLabel|skos:altLabel ?name } }
}
"""
"""The query for all that can be cited."""


_LOOSE_POINT: Final = re.compile(r"(\d)\s+([^\W\d_])(?=$|[\s,;])(?!\s*\d)")
"""A letter alone behind a number and before no other: ``58-1 а``."""


_ROMAN: Final = re.compile(r"[ivxіх]+")
"""Of a part, in Latin or Cyrillic letters."""


@dataclass(frozen=True)
class Citable:
    """An article of the edition: its IRI, its number with part and point, and its law, empty where none is stated."""

    iri: str
    number: str
    law: str


@dataclass(frozen=True)
class Citation:
    """What a text cites: an article, and the laws that it can be of, None where the text names none."""

    article: CitedArticle
    laws: frozenset[str] | None

    def covers(self, citable: Citable, code: str) -> bool:
        """Whether an article is the one cited, or a part or point of it; ``code`` is the key of its law's code."""
        if self.laws is not None and citable.law not in self.laws:
            return False
        asked = self.article
        found = _read_number(citable.number, code)
        if found is None:
            return citable.number.casefold() == asked.number.casefold()
        pairs = (
            (asked.part, found.part),
            (asked.point, found.point),
            (asked.through, found.through),
        )
        same = asked.article.casefold() == found.article.casefold()
        return same and all(not wanted or wanted.casefold() == has.casefold() for wanted, has in pairs)


def cited_iris(written: str, body: bytes) -> list[str]:
    """Return the IRIs of the articles that a text cites, from the answer to ``CITABLE`` (JSON).

    There are none where the text says more than a citation does (it may be a name), or cites one that is not there.
    """
    citables: set[Citable] = set()
    names: dict[str, set[str]] = defaultdict(set)
    for article, number, law, name in (tuple(cell.text for cell in row) for row in read_results(body).rows):
        citables.add(Citable(article, number, law))
        if law and name:
            names[law].add(name)
    codes = {law: _code_of(named) for law, named in names.items()}
    covered = [
        {c.iri for c in citables if any(each.covers(c, codes.get(c.law, "")) for each in cited)}
        for cited in read_citations(written, names, codes)
    ]
    return sorted(set().union(*covered)) if all(covered) else []


def read_citations(
    written: str, names: Mapping[str, Iterable[str]], codes: Mapping[str, str]
) -> list[list[Citation]]:
    """Read the articles that a text cites, each in the ways in which it may be meant.

    ``names`` and ``codes`` are those of the edition's laws, by the law's IRI.
    """
    rest = " ".join(written.casefold().split())
    named = [(name, law) for law, all_ in names.items() for name in all_ if _stands_in(name, rest)]
    laws: frozenset[str] | None = None
    if named:
        longest = max((name for name, _ in named), key=len)
        laws = frozenset(law for name, law in named if name == longest)
        laws |= {law for law, code in codes.items() if code and code in {codes.get(each) for each in laws}}
        rest = re.sub(re.escape(normalise(longest)), " ", normalise(rest))
    rest = _LOOSE_POINT.sub(r"\1(\2)", rest)
    found = read_articles(rest)
    if not found or not _is_citation(rest, found):
        return []
    return [
        [
            Citation(article, laws if laws is not None else _laws_of(article.code, codes))
            for article in _meant(each)
        ]
        for each in found
    ]


def _meant(cited: CitedArticle) -> list[CitedArticle]:
    """Return what is cited in its one form. Of a chapter, people call a point a part: ``58 ч. 10`` may be 58-10 too."""
    joined = cited.joined()
    last = read_table("article_words")["chapters"].get(joined.article, 0)
    if joined.part.isdigit() and not joined.point and int(joined.part) <= last:
        return [joined, replace(joined, article=f"{joined.article}-{joined.part}", part="")]
    return [joined]


def _laws_of(code: str, codes: Mapping[str, str]) -> frozenset[str] | None:
    return frozenset(law for law, known in codes.items() if known == code) if code else None


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(normalise(name))}(?!\w)", normalise(text)) is not None


def _is_citation(text: str, found: Iterable[CitedArticle]) -> bool:
    """Whether a text without the name of a law is a citation and nothing else: every word and number of it was read.

    What is passed over would make the answer wider than what is asked.
    """
    pieces = [piece for a in found for piece in (a.through, a.article, a.part, a.point)]
    read = {part.casefold() for piece in pieces for part in re.findall(r"\d+|[^\W\d_]+", piece)}
    rest = re.sub(code_pattern(), " ", text)
    numbers = re.findall(r"\d+", rest)
    words = re.findall(r"(?<!\w)[^\W\d_]+(?!\w)", rest)
    return all(number in read or number.lstrip("0") in read for number in numbers) and all(
        word in read or _ROMAN.fullmatch(word) or _words_of_citations().fullmatch(word) for word in words
    )


@lru_cache(maxsize=1)
def _words_of_citations() -> re.Pattern[str]:
    table = read_table("article_words")
    forms = [
        *table["several"],
        *(
            form
            for group in (table["markers"], table["joining"])
            for forms in group.values()
            for form in forms
        ),
    ]
    return re.compile("|".join(phrase_pattern(form) for form in forms))


@lru_cache(maxsize=65536)
def _read_number(number: str, code: str) -> CitedArticle | None:
    """Return the number of an article as it is read; None where it is none, or several."""
    found = read_articles(number, code)
    return found[0].joined() if len(found) == 1 else None


def _code_of(names: Iterable[str]) -> str:
    """Return the key of the code that a law is, empty where it is none that is known."""
    known = {
        name.casefold(): code.key
        for code in law_codes().values()
        for name in (*code.names.values(), code.key)
    }
    for name in sorted(names):
        if key := known.get(name.casefold()):
            return key
        try:
            if key := code_key(name):
                return key
        except ValueError:
            continue
    return ""
