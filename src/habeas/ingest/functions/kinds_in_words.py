"""Kinds of things by the words of a text: each form as whole words, the more special first, none read twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_TAKEN = "\0"


@dataclass(frozen=True)
class Named:
    """A kind that a text names: its place in the folded text, and the groups of its pattern that matched."""

    kind: str
    start: int
    end: int
    groups: tuple[str, ...]


def folded(text: str) -> str:
    """Return the text in NFC, casefolded, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def whole_words(forms: Iterable[str], between: str = r"[\s.\-‐‑]+") -> re.Pattern[str]:
    """Return a pattern of these phrases as whole words, the longest first; hyphens part words as spaces do."""
    found = "|".join(phrase_pattern(form, between) for form in sorted(forms, key=lambda form: -len(form)))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if found else r"(?!)")


def kinds_named(text: str, kinds: Sequence[tuple[re.Pattern[str], str]]) -> list[Named]:
    """Return what a folded text names, in the order of the kinds; what a kind has taken is not read again."""
    rest, found = text, []
    for pattern, kind in kinds:
        for match in pattern.finditer(rest):
            groups = tuple(group for group in match.groups() if group)
            found.append(Named(kind, match.start(), match.end(), groups))
        rest = pattern.sub(lambda match: _TAKEN * len(match.group()), rest)
    return found


def word_before(text: str, start: int) -> str:
    """Return the word right before a place in a text; empty where a sign or another name stands there."""
    match = re.search(r"([\w’'-]+)[\s«\"“„(]*$", text[:start])
    return match[1] if match else ""


def is_denied(text: str, named: Named) -> bool:
    """Whether the word before a name denies it: "not suspended"."""
    return word_before(text, named.start) in read_table("reserves")["denied"]


@lru_cache(maxsize=1)
def _so_called() -> re.Pattern[str]:
    return whole_words(read_table("reserves")["so_called"])


def is_so_called(text: str) -> bool:
    """Whether a folded text names something with reserve: "the so-called court"."""
    return _so_called().search(text) is not None
