"""Whether names, as rows write them, can be of one person: a spelling, a script, an initial or a word may differ.

It errs on the side of one person: what cannot be compared, such as two scripts of which neither is read as the other,
can be of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import permutations
from typing import Final

from habeas.model.names import normalise, romanisations, words

SHARED: Final = 3
"""How many letters a word has that is enough for two names to have in common."""
LIKE: Final = 0.8
"""How like two words are (``SequenceMatcher.ratio``) that may be spellings of one."""
INITIALS: Final = 5
"""How many words of a name are held to initials."""
_UNSPACED: Final = frozenset({"CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI"})
"""Scripts without blanks between the words of a name, or whose letters are words."""
_ALIKE: Final = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("zh", "z"), ("dz", "d"), ("ts", "t"), ("tz", "t"),
    ("kh", "g"), ("ch", "k"), ("ph", "f"), ("h", "g"), ("w", "v"), ("x", "ks"), ("c", "k"), ("q", "k"),
)  # fmt: skip
"""Letters that stand for one sound in the Latin spellings of a name: Sergei, Siarhei."""
_VOWELS: Final = re.compile("[aeiouyj]")
_DOUBLED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class _Name:
    """A name to compare: its script (Cyrillic is read as Latin), and each word in every form it can have."""

    script: str
    words: tuple[frozenset[str], ...]
    initials: bool


def may_be_one(some: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether any of the one's names and any of the other's can be of one person."""
    pairs = [(_read(a), _read(b)) for a in some for b in others]
    return not pairs or any(_alike(a, b) for a, b in pairs)


def _alike(a: _Name, b: _Name) -> bool:
    if not a.words or not b.words or a.script != b.script or a.script in _UNSPACED:
        return True
    if a.initials or b.initials:
        short, long = (a, b) if a.initials else (b, a)
        return _begin(list(short.words), list(long.words))
    if any(_same_word(x, y) for x in a.words for y in b.words):
        return True
    # Names of two letters, such as Li Bo, have no longer word to share.
    short_words = all(max(map(len, word)) < SHARED for name in (a, b) for word in name.words)
    return short_words and any(x & y for x in a.words for y in b.words)


def _begin(initials: list[frozenset[str]], names: list[frozenset[str]]) -> bool:
    """Whether each of the fewer words begins like another word of the others, in any order."""
    fewer, more = sorted((initials[:INITIALS], names[:INITIALS]), key=len)
    return any(
        all(
            {f[:1] for f in _begun(a)} & {f[:1] for f in _begun(b)}
            for a, b in zip(fewer, order, strict=False)
        )
        for order in permutations(more, len(fewer))
    )


def _begun(word: frozenset[str]) -> set[str]:
    """The forms of a word, also without the letter that some spellings put before a vowel: Evgeny, Yevgeny."""
    return {*word, *(w[1:] for w in word if len(w) > 1 and w[0] in "yij")}


def _same_word(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(_like(x, y) for x in a for y in b if min(len(x), len(y)) >= SHARED)


@lru_cache(maxsize=65536)
def _like(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) > SHARED and _ratio(a, b) >= LIKE:
        return True
    first, second = _consonants(a), _consonants(b)
    if min(len(first), len(second)) < SHARED:
        return False
    return first == second or (min(len(first), len(second)) > SHARED and _ratio(first, second) > LIKE)


def _ratio(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def _consonants(word: str) -> str:
    """What is left of a word in all its spellings: of Sergei and Siarhei, s, r and g."""
    for letters, sound in _ALIKE:
        word = word.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


@lru_cache(maxsize=65536)
def _read(name: str) -> _Name:
    found = words(normalise(name.replace("-", " ")))
    letters = [word for word in found if any(c.isalpha() for c in word)]
    scripts = {_script(c) for word in letters for c in word if c.isalpha()}
    forms = tuple(frozenset(_forms(word)) for word in letters)
    return _Name(min(scripts, default=""), forms, bool(letters) and all(len(word) == 1 for word in letters))


def _forms(word: str) -> Iterable[str]:
    for form in romanisations(word):
        yield form.replace("j", "y")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
    return "LATIN" if script == "CYRILLIC" else script
