"""Courts by code and by name: kind, level, region, and one form of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from habeas.ingest.functions.kinds_in_words import (
    Named,
    folded,
    is_denied,
    is_so_called,
    kinds_named,
    whole_words,
)
from habeas.ingest.functions.person_words import country
from habeas.ingest.functions.word_tables import read_table

_CODE: Final = re.compile(r"(\d{2})([A-Z]{2})(\d{4})")


@dataclass(frozen=True)
class CourtCode:
    """An official code of a Russian court: ``22RS0001``.

    ``region`` is the subject of the federation by which the court is numbered. That of a military court, of a
    court of appeal or cassation or in a region that was merged is often not where it sits: ``may_lie_elsewhere``.
    """

    region: str
    letters: str
    number: str
    kind: str
    level: str

    @property
    def may_lie_elsewhere(self) -> bool:
        """Whether the court may sit in another region than its code begins with, and that is no error."""
        table = read_table("court_words")
        return self.letters in table["codes"]["wider"] or self.region in table["merged"]


def court_code(text: str) -> CourtCode:
    """Read an official code; raises ValueError where the text is none or its letters are unknown."""
    match = _CODE.fullmatch(text.strip())
    codes = read_table("court_words")["codes"]
    if match is None or match[2] not in codes:
        raise ValueError("not the code of a Russian court, such as 22RS0001")
    return CourtCode(match[1], match[2], match[3], codes[match[2]]["kind"], codes[match[2]]["level"])


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of the kinds, each with the place of its row in the table."""
    rows = read_table("court_words")["kind"]
    return tuple((re.compile(_names(row["forms"])), str(at)) for at, row in enumerate(rows))


def _names(forms: list[str]) -> str:
    court = rf"(?:{'|'.join(read_table('court_words')['court']['forms'])})"
    return whole_words(forms, r"\s+").pattern.replace(re.escape("{court}"), court)


@lru_cache(maxsize=16384)
def court_kind(text: str) -> tuple[str, str]:
    """Return the kind and the level of a court by its code or name; the level is empty where the name does not tell.

    Raises ValueError where neither code nor name tells the kind, where a name is of two kinds, and for a "so-called"
    court.
    """
    if _CODE.fullmatch(text.strip()):
        code = court_code(text)
        return code.kind, code.level
    plain = folded(text)
    if is_so_called(plain):
        raise ValueError("named with reserve: no kind of court is stated")
    found = kinds_named(plain, _kinds())
    kinds = {_row(named)["kind"]: _row(named) for named in found}
    if not kinds:
        raise ValueError("not a known kind of court")
    if len(kinds) > 1 or any(is_denied(plain, named) for named in found):
        raise ValueError("not the name of one court")
    (row,) = kinds.values()
    return _placed(row, plain)


def court_level(text: str) -> str:
    """Return the level of a court; raises ValueError as ``court_kind``, and where the name does not tell it."""
    level = court_kind(text)[1]
    if not level:
        raise ValueError("the name does not say of which state the court is, and so not its level")
    return level


def _row(named: Named) -> dict[str, Any]:
    row: dict[str, Any] = read_table("court_words")["kind"][int(named.kind)]
    return row


def _placed(row: dict[str, Any], text: str) -> tuple[str, str]:
    """Return the kind and the level, which the name of a city, a republic or a state may change or tell."""
    kind, level = row["kind"], row["level"]
    if kind == "city" and _whole("federal_cities").search(text):
        return kind, "second"
    if not row.get("of_state") or _states().search(text):
        return kind, level
    if kind == "supreme" and _whole("republics").search(text):
        return "regional", "second"
    return kind, level if _is_of_a_country(text) else ""


@lru_cache(maxsize=4)
def _whole(name: str) -> re.Pattern[str]:
    return whole_words(read_table("court_words")[name]["forms"], r"\s+")


@lru_cache(maxsize=1)
def _states() -> re.Pattern[str]:
    named = [
        form
        for state in read_table("law_codes")["country"]
        for form in (*state["genitive"], *state["of"], *state["before"])
    ]
    return whole_words([*named, *read_table("court_words")["states"]["forms"]], r"\s+")


def _is_of_a_country(text: str) -> bool:
    """Whether an English name ends or begins with a country: "Supreme Court of Norway", "Polish Supreme Court"."""
    behind, before = (
        re.search(r"court of (?:the )?(.+)$", text),
        re.match(r"(?:the )?(.+) (?:supreme|constitutional) court", text),
    )
    for match in (behind, before):
        try:
            if match and country(match[1]):
                return True
        except ValueError:
            continue
    return False


@lru_cache(maxsize=16384)
def court_name(text: str) -> str:
    """Return a court's name in one form: casefolded, spaces, quotation marks, dots and abbreviations evened out.

    The region in brackets stays: courts of one name are many. Raises ValueError where the name is of no known kind of
    court, and for a code.
    """
    if _CODE.fullmatch(text.strip()):
        raise ValueError("a code, not a name of a court")
    court_kind(text)
    full = read_table("court_words")["words"]
    even = re.sub(r"[«»\"“”„]", " ", folded(text)).replace("ё", "е")
    words = re.findall(r"[^\W_]+(?:[-'’ʼ][^\W_]+)*|\(|\)", even)
    plain = " ".join(full.get(word, word) for word in words if word != "the")
    return plain.replace("( ", "(").replace(" )", ")")
