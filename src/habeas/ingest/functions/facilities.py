"""Places of detention by kind and number: ``ИК №17`` and ``IK-17`` are one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_MARKED: Final = re.compile(r"(?:№|#|\bno\.?)\s*(\d{1,3})(?!\d)")


@dataclass(frozen=True)
class NamedFacility:
    """What a text says of a facility: the kind's term in the vocabulary, its abbreviation, and the number, if any."""

    term: str
    abbreviation: str
    number: str = ""

    @property
    def key(self) -> str:
        """The normal form: ``IK-17``. One country has many of the same: add the region to name one."""
        if not self.number:
            raise ValueError("no number of a facility")
        return f"{self.abbreviation}-{self.number}"


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    table = read_table("facility_words")
    marks = "|".join(re.escape(form) for form in table["number"]["forms"])
    regimes = "|".join(re.escape(form) for form in table["regime"]["forms"])
    number = rf"[\s.\-–—]*(?:{regimes})?[\s.\-–—]*(?:{marks})?[\s.\-–—]*(\d{{1,3}})(?![\w/])"
    return tuple((re.compile(_kind(row, number)), row["term"], row["key"]) for row in table["kind"])


def _kind(row: dict[str, Any], number: str) -> str:
    forms = "|".join(phrase_pattern(form) for form in row["forms"])
    numbered = "|".join(phrase_pattern(form) for form in row.get("numbered", ()))
    others = rf"|(?<!\w)(?:{numbered})(?!\w){number}" if numbered else ""
    return rf"(?<!\w)(?:{forms})(?!\w)(?:{number})?{others}"


@lru_cache(maxsize=16384)
def named_facility(text: str) -> NamedFacility:
    """Return the kind and number of the facility that a text names; raises ValueError where it names no kind."""
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    for pattern, term, abbreviation in _patterns():
        matches = list(pattern.finditer(folded))
        if matches:
            found = [group for match in matches for group in match.groups() if group]
            numbers = {str(int(number)) for number in (*found, *_MARKED.findall(folded))}
            if len(numbers) > 1:
                raise ValueError("more than one number of a facility")
            return NamedFacility(term, abbreviation, next(iter(numbers)) if found else "")
    raise ValueError("not a known kind of facility")
