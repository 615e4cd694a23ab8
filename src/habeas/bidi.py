"""Text of two directions: a name in Arabic or Hebrew beside a date in digits, in plain text.

Without isolation the digits behind a right-to-left name are shown before it, and a sentence says something else than
what was written (Unicode Standard Annex 9, section 2.6). Pages isolate with ``<bdi>``; what is no page isolates with
the two characters here.
"""

from __future__ import annotations

import unicodedata
from typing import Final

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
"""The classes of the characters that turn the direction: letters, and marks that do so by themselves."""


def isolated(text: str) -> str:
    """Return the text in isolates where it holds a right-to-left character, else as it is."""
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return text
    if text.startswith(FIRST_STRONG_ISOLATE) and text.find(POP_ISOLATE) == len(text) - 1:
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
