"""Names: the form in which they are compared, and the Latin form of those in Cyrillic.

Both forms are made for finding, never for showing: a name is shown as its source writes it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from habeas.model.letters import LETTERS, MARKS, PLAIN, SEQUENCES, STARTS

_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans(PLAIN)
_GUESSED_BEFORE_OTHERS = ("be", "uk", "ru")


def normalise(text: str) -> str:
    """Return the text in the form in which names are compared.

    NFKC, case folded, without combining marks (so ё is е, й is и and é is e), white space made single.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", plain).translate(_PLAIN).split())


def romanise(text: str, language: str | None = None) -> str:
    """Return the normalised text with its Cyrillic letters in Latin.

    ``language`` is ``uk``, ``be`` or ``ru``; for another or none, the letters tell, else it is ``ru``.
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    if not _CYRILLIC.search(composed):
        return normalise(text)
    return _latin(composed, language if language in LETTERS else guess_language(composed))


def romanisations(text: str, language: str | None = None) -> tuple[str, ...]:
    """Return every Latin form worth looking under.

    That is the form of the language where it is one of the three, else those of all languages that have the
    letters of the text.
    """
    if language in LETTERS:
        return (romanise(text, language),)
    letters = set(_CYRILLIC.findall(unicodedata.normalize("NFKC", text).casefold()))
    able = [each for each in sorted(LETTERS) if letters <= LETTERS[each].keys()]
    return tuple(dict.fromkeys(romanise(text, each) for each in able)) or (romanise(text),)


def search_forms(text: str, language: str | None = None) -> tuple[str, ...]:
    """Return the forms under which a name is found, its own script first."""
    return tuple(dict.fromkeys((normalise(text), *romanisations(text, language))))


def guess_language(text: str) -> str:
    """Return the language that the letters of a Cyrillic text give away, ``ru`` where none does."""
    folded = text.casefold()
    return next((each for each in _GUESSED_BEFORE_OTHERS if any(m in folded for m in MARKS[each])), "ru")


def words(text: str) -> list[str]:
    """Return the words of a text: its runs of letters and digits."""
    return _WORD.findall(text)


@cache
def _table(language: str) -> dict[int, str]:
    """The language's own letters, and for those that it lacks what another makes of them."""
    every = LETTERS["be"] | LETTERS["uk"] | LETTERS["ru"]
    return str.maketrans(every | LETTERS[language])


def _latin(text: str, language: str) -> str:
    for letters, latin in SEQUENCES[language]:
        text = text.replace(letters, latin)
    starts = STARTS[language]
    begun = " ".join(starts.get(word[0], word[0]) + word[1:] for word in text.split())
    return normalise(begun.translate(_table(language)))
