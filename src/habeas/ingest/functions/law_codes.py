"""Codes of law, each of a kind and a country: what texts call them, and how their articles are written.

The table ``tables/law_codes.toml`` has the kinds and the countries. A text that names a kind alone ("УК") names no
code: the number is that of a code of this kind, of no stated country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from habeas.ingest.functions.person_words import country
from habeas.ingest.functions.word_tables import phrase_pattern, read_table

_SOVIET: Final = re.compile(r"(?:сср|рср|срр|сфср)$")
LANGUAGES: Final = ("en", "ru", "uk", "be")


@dataclass(frozen=True)
class LawCode:
    """A code of law, or only a kind of code where ``country`` is empty and ``kind`` is not.

    ``dash`` says what a dash in its article numbers means, ``superscript`` what stands for one in a line; it is empty
    where no article has one. A treaty has neither kind nor country.
    """

    key: str
    kind: str
    country: str
    dash: str
    superscript: str
    names: dict[str, str]

    @property
    def is_one(self) -> bool:
        """Whether this is one code, not a kind of which every country has its own."""
        return bool(self.country) or not self.kind


@lru_cache(maxsize=1)
def law_codes() -> dict[str, LawCode]:
    """Return the codes by key, and the kinds by their mark, which is empty for a criminal code."""
    table = read_table("law_codes")
    own = {(row.get("kind", ""), row.get("country", "")): row for row in table["code"]}
    found = [_treaty(row) for row in table["code"] if "kind" not in row]
    for kind in table["kind"]:
        dash = "point" if kind["name"] == "criminal" else "number"
        found.append(LawCode(kind["mark"], kind["name"], "", dash, "-", dict(kind["names"])))
        for state in table["country"]:
            row = own.get((kind["name"], state["short"]), {})
            names = {tag: row.get(tag, kind[tag].format(state[tag])) for tag in LANGUAGES}
            dash = state["dash"] if kind["name"] == "criminal" else "number"
            key = row.get("key", f"{kind['short']} {state['short']}")
            found.append(LawCode(key, kind["name"], state["short"], dash, state["superscript"], names))
    return {code.key: code for code in found}


def _treaty(row: dict[str, Any]) -> LawCode:
    return LawCode(row["key"], "", "", row["dash"], "", {tag: row[tag] for tag in LANGUAGES})


@lru_cache(maxsize=1)
def _by_kind_and_country() -> dict[tuple[str, str], str]:
    return {(code.kind, code.country): key for key, code in law_codes().items() if code.kind}


@lru_cache(maxsize=1024)
def code_of(kind: str, state: str) -> str:
    """Return the key of a country's code of a kind, or of the kind alone where ``state`` is empty."""
    return _by_kind_and_country()[kind, state]


def folded(text: str) -> str:
    """Return the text casefolded, with one letter for the i with and without a dot of Azerbaijani capitals."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


@lru_cache(maxsize=1)
def code_pattern() -> str:
    """Return a regular expression for the name of a code or of a kind of code, in casefolded text.

    ``code_key`` reads what it finds.
    """
    return rf"(?<!\w)(?:{'|'.join(pattern for pattern, _, _ in _patterns('(?:'))})(?!\w)"


def _patterns(group: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the patterns, the more special first, each with a code's key or a kind's name, and which of the two it is.

    ``group`` opens the group that has the country's name in it.
    """
    table = read_table("law_codes")
    genitive, of, before = (
        _any(form for state in table["country"] for form in state[side])
        for side in ("genitive", "of", "before")
    )
    # A full stop ends a sentence, or an abbreviation before another: "УК. РСФСР".
    soviet = _any(form for state in table["country"] for form in state["genitive"] if _SOVIET.search(form))
    for row in table["code"]:
        yield _any(row["forms"]), row["key"], True
    for kind in table["kind"]:
        for form in kind.get("around", ()):
            head, tail = (_phrase(part) for part in form.split(" {} "))
            yield rf"{head}[\s.]+(?:the\s+)?{group}{genitive}|{of})[\s.]+{tail}", kind["name"], False
    for kind in table["kind"]:
        forms = [*kind["forms"], *kind.get("abbreviations", ())]
        named = _any(forms)
        short = _any(form for form in forms if _is_short(form))
        yield rf"(?:{short})[\s.(]*{group}{soviet})", kind["name"], False
        yield rf"(?:(?:{short})[\s(]*|(?:{named})[\s(]+){group}{genitive})", kind["name"], False
        yield rf"(?:{named})\s+of\s+(?:the\s+)?{group}{of})", kind["name"], False
        yield rf"{group}{before})\s+(?:{named})", kind["name"], False
    for kind in table["kind"]:
        yield _any(kind["forms"]), kind["name"], False


def _any(forms: Iterable[str]) -> str:
    """One pattern for all of these phrases, the longest first."""
    return "|".join(map(_phrase, sorted(set(forms), key=lambda form: -len(form))))


def _phrase(form: str) -> str:
    """The pattern of a phrase; only abbreviations ("УКРБ", "УзССР") are also written without a space."""
    return phrase_pattern(folded(form), r"[\s.]*" if _is_short(form) else r"[\s.]+")


def _is_short(form: str) -> bool:
    return all(len(word) < 7 and "*" not in word for word in form.split())


@lru_cache(maxsize=1)
def _readers() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    return tuple((re.compile(pattern), name, is_key) for pattern, name, is_key in _patterns("("))


@lru_cache(maxsize=1)
def _states() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How texts name the countries, in any place."""
    return tuple(
        (re.compile(_any([*state["genitive"], *state["of"], *state["before"]])), state["short"])
        for state in read_table("law_codes")["country"]
    )


@lru_cache(maxsize=4096)
def code_key(name: str) -> str:
    """Return the key of the code, or the mark of the kind of code, that a text names.

    Raises ValueError where it is none.
    """
    if name in law_codes():
        return name
    plain = folded(name.strip())
    for pattern, meaning, is_key in _readers():
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        if is_key:
            return meaning
        stated = found[1] if pattern.groups else ""
        return code_of(meaning, next((short for form, short in _states() if form.fullmatch(stated)), ""))
    raise ValueError("not the name of a known code of law")


@lru_cache(maxsize=256)
def law_country(text: str) -> str:
    """Return the country of the table that a mapping names; raises ValueError for another."""
    plain = " ".join(text.casefold().split()).removeprefix("the ")
    table = read_table("law_codes")["country"]
    for state in table:
        names = {
            state["short"],
            *(state[tag].removeprefix("the ") for tag in LANGUAGES),
            *state["genitive"],
            *state["of"],
        }
        if plain in {name.casefold() for name in names}:
            return str(state["short"])
    iso = country(plain)
    found = next((state["short"] for state in table if state.get("iso") == iso), None)
    if found is None:
        raise ValueError(f"no codes of law are known of the country {text!r}")
    return str(found)


def law_name(name: str, language: str) -> str:
    """Return a code's name in a language; raises ValueError where the table has none."""
    key = code_key(name)
    names = law_codes()[key].names
    if not key or language not in names:
        raise ValueError(f"the code of law has no name in {language!r}" if key else "the code is not stated")
    return names[language]
