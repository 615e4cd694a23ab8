"""Codes of law: what texts call them, and what the number after an article's dash is in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from habeas.ingest.functions.word_tables import phrase_pattern, read_table


@dataclass(frozen=True)
class LawCode:
    """A code of law: its key, what a dash in its article numbers means, and its names by language."""

    key: str
    dash: str
    names: dict[str, str]


@lru_cache(maxsize=1)
def law_codes() -> dict[str, LawCode]:
    """Return the known codes by key; the empty key is a criminal code of no stated country."""
    return {
        row["key"]: LawCode(
            row["key"], row["dash"], {tag: row[tag] for tag in ("en", "ru", "uk", "be") if tag in row}
        )
        for row in read_table("law_codes")["code"]
    }


@lru_cache(maxsize=1)
def code_pattern() -> str:
    """Return a regular expression for a code's name in casefolded text; ``code_key`` reads what it finds."""
    return rf"(?<!\w)(?:{'|'.join(form.pattern for form, _ in _forms())})(?!\w)"


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the forms as patterns with the keys of their codes, the longest first."""
    rows = read_table("law_codes")["code"]
    forms = [(form.casefold(), row["key"]) for row in rows for form in row["forms"]]
    return tuple(
        (re.compile(phrase_pattern(form)), key) for form, key in sorted(forms, key=lambda f: -len(f[0]))
    )


@lru_cache(maxsize=4096)
def code_key(name: str) -> str:
    """Return the key of the code that a text names; raises ValueError where it is none."""
    if name in law_codes():
        return name
    folded = name.strip().casefold()
    found = next((key for form, key in _forms() if form.fullmatch(folded)), None)
    if found is None:
        raise ValueError("not the name of a known code of law")
    return found


def law_name(name: str, language: str) -> str:
    """Return a code's name in a language; raises ValueError where the table has none."""
    key = code_key(name)
    names = law_codes()[key].names
    if not key or language not in names:
        raise ValueError(f"the code of law has no name in {language!r}" if key else "the code is not stated")
    return names[language]
