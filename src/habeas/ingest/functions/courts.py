"""Courts by code and by name: kind, level, region, and one form of a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_CODE: Final = re.compile(r"(\d{2})([A-Z]{2})(\d{4})")


@dataclass(frozen=True)
class CourtCode:
    """An official code of a Russian court: ``22RS0001``.

    ``region`` is the subject of the federation by which the court is numbered. That of a military court, of a
    court of appeal or cassation or in a region that was merged is often not where it sits: ``may_lie_elsewhere``.
    """

    region: str
    letters: str
    number: str
    kind: str
    level: str

    @property
    def may_lie_elsewhere(self) -> bool:
        """Whether the court may sit in another region than its code begins with, and that is no error."""
        table = read_table("court_words")
        return self.letters in table["codes"]["wider"] or self.region in table["merged"]


def court_code(text: str) -> CourtCode:
    """Read an official code; raises ValueError where the text is none or its letters are unknown."""
    match = _CODE.fullmatch(text.strip())
    codes = read_table("court_words")["codes"]
    if match is None or match[2] not in codes:
        raise ValueError("not the code of a Russian court, such as 22RS0001")
    return CourtCode(match[1], match[2], match[3], codes[match[2]]["kind"], codes[match[2]]["level"])


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (_names(row["forms"]), row["kind"], row["level"]) for row in read_table("court_words")["kind"]
    )


def _names(forms: list[str]) -> re.Pattern[str]:
    alternatives = "|".join(phrase_pattern(form, r"\s+") for form in forms)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


@lru_cache(maxsize=16384)
def court_kind(text: str) -> tuple[str, str]:
    """Return the kind and the level of a court by its code or name; raises ValueError where neither tells."""
    if _CODE.fullmatch(text.strip()):
        code = court_code(text)
        return code.kind, code.level
    folded = _folded(text)
    for pattern, kind, level in _kinds():
        if pattern.search(folded):
            federal = kind == "city" and any(
                folded.startswith(city) for city in read_table("court_words")["federal_cities"]["forms"]
            )
            return kind, "second" if federal else level
    raise ValueError("not a known kind of court")


@lru_cache(maxsize=16384)
def court_name(text: str) -> str:
    """Return a court's name in one form: casefolded, spaces, quotation marks, dots and abbreviations evened out.

    The region in brackets stays: courts of one name are many. Raises ValueError where the name is of no known kind of
    court, and for a code.
    """
    if _CODE.fullmatch(text.strip()):
        raise ValueError("a code, not a name of a court")
    court_kind(text)
    full = read_table("court_words")["words"]
    folded = re.sub(r"[«»\"“”„]", " ", _folded(text)).replace("ё", "е")
    words = re.findall(r"[^\W_]+(?:[-'’ʼ][^\W_]+)*|\(|\)", folded)
    plain = " ".join(full.get(word, word) for word in words if word != "the")
    return plain.replace("( ", "(").replace(" )", ")")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
