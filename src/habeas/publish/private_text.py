"""Free text that reads as if it were about health, contacts, a home, a family or somebody's papers.

A bulk ruling is made without reading every word, and such a text has to be read. The words are declared in
``ontology/private-text``: phrases by kind in a file for each language, expressions for what is told by its form
(telephones, numbers of documents), and how Slavic words look in Latin letters. To err on the side of asking is meant.

A text is looked at in lower case, with ё as е, one sort of apostrophe, and without invisible signs; a word that mixes
Cyrillic and Latin letters in Cyrillic ones. What the lists call harmless ("mother tongue") is taken out before.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from habeas.errors import ModelError
from habeas.ingest.functions.word_tables import read_table

FOLDER: Final = "private-text"
HARMLESS: Final = "harmless"
GAP: Final = "…"
SHORTEST_IN_LATIN: Final = 6
"""Letters of a phrase from which on it is looked for in Latin letters too: a shorter one is too often another word."""

_INVISIBLE: Final = re.compile("[\u00ad\u0301\u200b-\u200f\u2060\ufeff]")
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼ`´ʹ′＇", "'"))
_LATIN: Final = re.compile(r"[a-zà-ɏ]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_FIGURE: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ATOM: Final = re.compile(r"\*|…|#|\s+|.", re.DOTALL)
_END: Final = ""

# Each can match a text in one way only, or a text of dashes alone would take for ever.
_ATOMS: Final = {
    "*": r"\w*(?:['-]\w+)*",
    " ": r"\W{1,4}",
    "…": r"(?:\W{1,4}\w+){0,5}?\W{1,4}",
}
_LONE: Final = r"\w+(?:['-]\w+)*"


@dataclass(frozen=True)
class Finding:
    """What a text was found to say: the kind, and the words that told it, as far as they were looked at."""

    kind: str
    words: str


class PrivateText:
    """The declared words and forms, one compiled expression for each kind."""

    def __init__(self, folder: Path) -> None:
        declared = {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}
        patterns, latin = declared.pop("patterns"), declared.pop("latin")
        phrases: dict[str, list[str]] = {}
        for language in declared.values():
            for kind, found in language.items():
                phrases.setdefault(kind, []).extend(map(normalised, found))
        number = patterns["parts"]["number"]
        harmless = phrases.pop(HARMLESS)
        self._harmless = _phrases((p for p in harmless if GAP not in p), number)
        self._harmless_ends = _phrases((p for p in harmless if GAP in p), number)
        self._fold = _Folding(latin)
        self._said = {kind: _phrases(found, number) for kind, found in phrases.items()}
        self._in_latin = {
            kind: _phrases(self._fold.phrases(kind, found), number) for kind, found in phrases.items()
        }
        self._forms = _forms(patterns["forms"], number)
        self._numbers = _forms(patterns["numbers"], number)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of private matter that are looked for."""
        return tuple(self._said)

    def find(self, text: str) -> list[Finding]:
        """Return what the text seems to say of private matters, each kind once."""
        return list(_cached(self, text))

    def _find(self, text: str) -> Iterator[Finding]:
        plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
        lowered = normalised(plain)
        # Most texts say nothing of the kind: the harmless is only taken out of the others.
        if any(words.search(lowered) for words in self._said.values()):
            lowered = self._harmless_ends.sub(_between, self._harmless.sub(" ¦ ", lowered))
        folded = self._fold.text(lowered) if _LATIN.search(lowered) else ""
        has_figures = bool(_FIGURE.search(plain))
        for kind, words in self._said.items():
            found = (
                words.search(lowered)
                or (kind in self._forms and self._forms[kind].search(plain))
                or (has_figures and kind in self._numbers and self._numbers[kind].search(plain))
                or (folded and self._in_latin[kind].search(folded))
            )
            if found:
                yield Finding(kind, " ".join(found[0].split()))


def _between(match: re.Match[str]) -> str:
    """What stands in the gap of a harmless phrase is still looked at: "seized his wife's phone"."""
    return f" ¦ {' '.join(match[0].split()[1:-1])} ¦ "


@lru_cache(maxsize=1 << 16)
def _cached(words: PrivateText, text: str) -> tuple[Finding, ...]:
    return tuple(words._find(text))


@lru_cache(maxsize=4)
def read_private_text(ontology: Path) -> PrivateText:
    """Read the declared words of a folder of declarations."""
    return PrivateText(ontology / FOLDER)


def normalised(text: str) -> str:
    """Return a text as it is looked at."""
    lowered = text.casefold().translate(_APOSTROPHES).replace("ё", "е")
    if _LATIN.search(lowered) and _CYRILLIC.search(lowered):
        return _WORD.sub(_in_one_script, lowered)
    return lowered


def _in_one_script(match: re.Match[str]) -> str:
    word = match[0]
    if _LATIN.search(word) and _CYRILLIC.search(word):
        return word.translate(_twins())
    return word


@lru_cache(maxsize=1)
def _twins() -> dict[int, str]:
    pairs: Mapping[str, str] = read_table("homoglyphs")["latin"]
    return {ord(latin): cyrillic for latin, cyrillic in pairs.items()}


class _Folding:
    """Slavic words in Latin letters: every way of writing them becomes one."""

    def __init__(self, declared: Mapping[str, Any]) -> None:
        self._letters = str.maketrans(declared.get("letters", {}))
        self._same: list[tuple[str, str]] = list(declared.get("fold", {}).items())
        self._not = {normalised(phrase) for phrase in declared.get("not", ())}
        self._short: Mapping[str, list[str]] = declared.get("short", {})

    def text(self, text: str) -> str:
        """Return a text with its Latin words folded."""
        plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        plain = plain.replace("'", "")
        for written, folded in self._same:
            plain = plain.replace(written, folded)
        return re.sub(r"([^\W\d_])\1", r"\1", plain)

    def phrases(self, kind: str, found: Iterable[str]) -> Iterator[str]:
        """Yield the phrases of a kind that are looked for in Latin letters."""
        for phrase in found:
            letters = sum(map(str.isalpha, phrase))
            if _CYRILLIC.search(phrase) and letters >= SHORTEST_IN_LATIN and phrase not in self._not:
                yield self.text(phrase.translate(self._letters))
        yield from map(self.text, self._short.get(kind, ()))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"the file is not TOML: {error}", where=str(file)) from error


def _forms(declared: Mapping[str, list[str]], number: str) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(found).replace("{number}", number)) for kind, found in declared.items()}


def _phrases(found: Iterable[str], number: str) -> re.Pattern[str]:
    """Compile phrases into one expression, in which those with the same beginning share it: thousands cost little."""
    root: dict[str, Any] = {}
    for phrase in found:
        node = root
        for atom in _atoms(phrase, number):
            node = node.setdefault(atom, {})
        node[_END] = {}
    return re.compile(rf"(?<![\w'])(?:{_branches(root)})(?!\w)" if root else r"(?!)")


def _atoms(phrase: str, number: str) -> Iterator[str]:
    words = re.sub(r"\s*…\s*", "…", phrase)
    for at, match in enumerate(_ATOM.finditer(words)):
        atom = match[0]
        if atom == "*" and (at == 0 or words[match.start() - 1] in " …"):
            yield _LONE
        elif atom == "#":
            yield rf"[№n]?[\s.]{{0,2}}{number}"
        else:
            yield _ATOMS.get(" " if atom.isspace() else atom) or re.escape(atom)


def _branches(node: Mapping[str, Any]) -> str:
    """The longest phrase is tried first, so that what is shown is as much as was meant."""
    ways = [atom + _tail(following) for atom, following in sorted(node.items()) if atom != _END]
    return "|".join(ways)


def _tail(node: Mapping[str, Any]) -> str:
    if set(node) == {_END}:
        return ""
    rest = _branches(node)
    if _END in node:
        return f"(?:{rest})?"
    return rest if len(node) == 1 else f"(?:{rest})"
