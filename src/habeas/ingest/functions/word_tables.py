"""The linguistic tables beside the functions: words, forms and names as data."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

_FOLDER: Final = files("habeas.ingest.functions") / "tables"


@lru_cache(maxsize=32)
def read_table(name: str) -> dict[str, Any]:
    """Return a TOML table of the folder ``tables``, by its name without the suffix."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV table of the folder ``tables``; lines that begin with ``#`` are remarks."""
    text = (_FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(io.StringIO("\n".join(lines))))


class Words:
    """Forms of words, each with what it stands for; a form that ends in ``*`` stands for any ending."""

    def __init__(self, meanings: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.whole: dict[str, str] = {}
        self.stems: list[tuple[str, str]] = []
        for meaning, forms in meanings:
            for form in forms:
                if form.endswith("*"):
                    self.stems.append((form[:-1], meaning))
                else:
                    self.whole[form] = meaning
        self.stems.sort(key=lambda stem: -len(stem[0]))

    def get(self, word: str) -> str | None:
        """Return what the word stands for, the longest stem first; None where it is not in the table."""
        if word in self.whole:
            return self.whole[word]
        return next((meaning for stem, meaning in self.stems if word.startswith(stem)), None)


def phrase_pattern(form: str, between: str = r"[\s.]*") -> str:
    """Return the regular expression of a phrase: ``*`` is any ending or, alone, any word; ``between`` parts words."""
    words = (r"[\w-]+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    return between.join(words)
