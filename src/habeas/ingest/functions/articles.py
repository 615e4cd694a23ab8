"""Legal articles as text cites them: code, article, part and point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from habeas.ingest.functions.article_chains import as_stated
from habeas.ingest.functions.article_reading import ArticleReader
from habeas.ingest.functions.article_tokens import article_tokens
from habeas.ingest.functions.law_codes import code_key, law_country
from habeas.ingest.functions.word_tables import read_table


@dataclass(frozen=True)
class CitedArticle:
    """An article as a text cites it; a field is empty where the text does not state it.

    ``code`` is the key of a code of one country, and empty where the text names no country; ``kind`` is then the mark
    of the kind of code that it names, if that is not a criminal one: ``КоАП``. ``through`` is an article of the general
    part (complicity, attempt) before it: 17 in ``17-58-8``.
    """

    code: str
    article: str
    part: str = ""
    point: str = ""
    through: str = ""
    kind: str = ""

    @property
    def number(self) -> str:
        """The number with its part and point, in one form for every way to write it: ``205.5(2)``, ``58-1(а)``."""
        same = self.joined()
        head = f"{same.through}-{same.article}" if same.through else same.article
        point = same.point if not same.point[:1].isdigit() or same.part else f"п. {same.point}"
        return head + "".join(f"({piece})" for piece in (same.part, point) if piece)

    def joined(self) -> CitedArticle:
        """The same with a chapter's numbered point in the article: ``58 п. 10`` is ``58-10``."""
        chapters = read_table("article_words")["chapters"]
        if self.article in chapters and self.point.isdigit() and int(self.point) <= chapters[self.article]:
            return replace(self, article=f"{self.article}-{self.point}", point="")
        return self

    def __str__(self) -> str:
        return f"{self.number} {self.code or self.kind}".rstrip()


@lru_cache(maxsize=65536)
def _read(text: str, code: str, country: str) -> tuple[tuple[CitedArticle, ...], tuple[str, ...]]:
    reader = ArticleReader(article_tokens(text))
    citations, unread = reader.read(), list(reader.unread)
    key, state = code_key(code) if code else "", law_country(country) if country else ""
    found = tuple(CitedArticle(**fields) for fields in as_stated(citations, key, state, unread))
    return tuple(dict.fromkeys(found)), tuple(unread)


def read_articles(text: str, code: str = "", country: str = "") -> list[CitedArticle]:
    """Return the articles that a text cites, as it states them, in its order, each once.

    ``code`` is the code of articles for which the text names none, ``country`` that of codes of which the text does not
    say it. Numbers that nothing tells to be of articles (days, years, numbers of units and orders) are passed over.
    """
    return list(_read(text, code, country)[0])


def cited_articles(text: str, code: str = "", country: str = "") -> list[CitedArticle]:
    """Return the articles of a cell; raises ValueError where it cites none, or has a number that is of no article."""
    found, unread = _read(text, code, country)
    if unread:
        raise ValueError(f"not known to be the number of an article: {unread[0]}")
    if not found:
        raise ValueError("no article of law")
    return list(found)


def cited_article(text: str, code: str = "", country: str = "") -> CitedArticle:
    """Return the one article of a cell; raises ValueError where it cites none or several."""
    found = cited_articles(text, code, country)
    if len(found) > 1:
        raise ValueError(f"{len(found)} articles in one value: take them one by one with fn:articleAt")
    return found[0]


def article_at(text: str, at: int, most: int, code: str = "", country: str = "") -> str | None:
    """Return one of a cell's articles, the first by 1; None where there are fewer.

    ``most`` is how many the caller takes one by one. Raises ValueError where there are more, so that none is lost
    in silence, and as ``cited_articles``.
    """
    found = cited_articles(text, code, country)
    if len(found) > most:
        raise ValueError(f"{len(found)} articles in one value, and the mapping reads {most}")
    return str(found[at - 1]) if 1 <= at <= len(found) else None
