"""One-line Russian texts on a sentence: which body passed it, a court or another."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from habeas.ingest.functions.sentencing_text import EDGES, parts
from habeas.ingest.functions.sentencing_words import (
    act,
    behind,
    body_word,
    common_word,
    default_class,
    kind_of_many,
    nobody,
)

QUOTES: Final = "\"'«»“”„"


def body(text: str) -> str | None:
    """Return the phrase that names the deciding body, in the case it stands in; None where the text names none.

    Left out are the act ("постановлением"), its number, a remark in brackets and quotation marks around the whole.
    Raises ValueError where there is a phrase that has no word for a body in it.
    """
    phrase = _stripped(parts(text).head)
    if not _says_anything(phrase) or nobody().match(phrase):
        return None
    if class_of(phrase) is None:
        raise ValueError("no word for a body")
    return phrase


def body_class(text: str) -> str | None:
    """Return the class of the deciding body, as the table has it: ``Court`` or ``Body``; None where none is named."""
    phrase = body(text)
    return None if phrase is None else class_of(phrase)


def body_key(text: str) -> str | None:
    """Return the phrase that names the body where it says which one; None for "тройка", of which there were many."""
    phrase = body(text)
    return phrase if phrase is not None and says_which(phrase) else None


@lru_cache(maxsize=16384)
def class_of(phrase: str) -> str | None:
    """Return the class of a body by its name; None where no word of it is one for a body."""
    classes = [found.lastgroup for found in body_word().finditer(phrase)]
    if not classes:
        return None
    return next((name for name in classes if name and name != "either"), default_class())


@lru_cache(maxsize=16384)
def says_which(phrase: str) -> bool:
    """Whether a phrase tells a body from others of its kind: by a place, a number, or a kind that has but one."""
    rest = common_word().sub(" ", kind_of_many().sub(" ", phrase))
    return _says_anything(rest) or kind_of_many().search(phrase) is None


def _says_anything(phrase: str) -> bool:
    return any(character.isalnum() for character in phrase)


def _stripped(head: str) -> str:
    phrase = act().sub("", head, count=1)
    for pattern in behind():
        phrase = pattern.sub("", phrase.rstrip(EDGES))
    phrase = phrase.strip(EDGES)
    if phrase[:1] in QUOTES and phrase[-1:] in QUOTES and not set(phrase[1:-1]) & set(QUOTES):
        phrase = phrase.strip(QUOTES)
    return phrase
