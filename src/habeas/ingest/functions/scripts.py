"""Words that mix Latin and Cyrillic letters of the same look, put right."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from habeas.ingest.functions.word_tables import read_table

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")


@lru_cache(maxsize=16384)
def repaired(text: str) -> str:
    """Return the text in NFC, each word that mixes Latin and Cyrillic letters in the one script that it can be.

    A word all of whose Latin letters have a Cyrillic twin becomes Cyrillic (``МIХОВIЧ`` with a Latin I), and the
    other way round; a Roman numeral becomes Latin. Text without such words stays as it is. Raises ValueError where a
    word could be of both scripts, or of neither.
    """
    return _WORD.sub(lambda match: _word(match.group()), unicodedata.normalize("NFC", text))


def _word(word: str) -> str:
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    to_cyrillic = {ord(latin): cyrillic for latin, cyrillic in read_table("homoglyphs")["latin"].items()}
    to_latin = {ord(cyrillic): chr(latin) for latin, cyrillic in to_cyrillic.items()}
    cyrillic, latin = word.translate(to_cyrillic), word.translate(to_latin)
    if _ROMAN.fullmatch(latin):
        return latin
    can_be = [text for text, other in ((cyrillic, _LATIN), (latin, _CYRILLIC)) if not other.search(text)]
    if len(can_be) != 1:
        reason = "could be of both scripts" if can_be else "mixes Latin and Cyrillic letters"
        raise ValueError(f"the word {word!r} {reason}")
    return can_be[0]
