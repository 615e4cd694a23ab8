"""Articles of law in text, third step: numbers with dashes taken apart, and lists carried on.

``58-7-10-11`` cites three points of one chapter, ``17-58-8`` a point through an article of the general part, and the
11 of ``58-10, 11`` is the point 58-11. Which articles are such chapters is in ``tables/article_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Final

from habeas.ingest.functions.article_reading import Citation
from habeas.ingest.functions.law_codes import code_of, law_codes
from habeas.ingest.functions.word_tables import read_table

Fields = dict[str, str]
_PAIR: Final = re.compile(r"(\d+)(?:\.\d+)*-(\d{2,})((?:\.\d+)*)")
_LETTERED: Final = re.compile(r"(\d(?:[\d.-]*\d)?)-?([^\W\d_])")


@dataclass(frozen=True)
class _Chains:
    chapters: dict[str, int]
    parted: dict[str, list[int]]
    through: frozenset[int]
    lowest_special: int


@lru_cache(maxsize=1)
def _chains() -> _Chains:
    table = read_table("article_words")
    general = table["general"]
    return _Chains(
        table["chapters"], table["parted"], frozenset(general["through"]), general["lowest_special"]
    )


def as_stated(citations: Iterable[Citation], code: str, state: str, unread: list[str]) -> Iterator[Fields]:
    """Yield the fields of each cited article, as stated.

    ``code`` is that of citations without one, ``state`` the country of codes of which the text does not say it.
    ``unread`` takes the numbers that cannot be read in their code.
    """
    base = ""
    for stated in citations:
        if stated.foreign and (code or state) and not law_codes()[stated.code or ""].is_one:
            unread.append(f"{stated.number} of a code of law that is not known")
            continue
        law = law_codes()[_code(stated.code, code, state)]
        citation = _on_the_line(stated, law.superscript)
        if citation is None or _is_range(citation.number, law.dash):
            unread.append(stated.number)
            continue
        numbers = list(_numbers(citation, law.dash, base))
        base = _base(numbers, citation, base)
        named = {"code": law.key, "kind": ""} if law.is_one else {"code": "", "kind": law.key}
        for number in numbers[:-1]:
            yield {**named, **number}
        for part, point in _qualifiers(citation):
            yield {**named, **_qualified(numbers[-1], part, point)}


def _code(named: str | None, code: str, state: str) -> str:
    """Return the key of a citation's code: what the text names, and what the mapping states beside it.

    A code of which the text does not say the country is that of the mapping only where it is of the same kind.
    """
    key = code if named is None else named
    found, default = law_codes()[key], law_codes()[code]
    if found.is_one:
        return key
    if default.kind == found.kind and default.is_one:
        return code
    return code_of(found.kind, state) if state and named is not None else key


def _on_the_line(citation: Citation, superscript: str) -> Citation | None:
    """Return the citation with its superscripts as its code writes them in one line; None where it has no such way."""
    written = [citation.number, *citation.parts, *citation.points]
    if not any("^" in text for text in written):
        return citation
    if not superscript:
        return None
    number, *others = (text.replace("^", superscript) for text in written)
    parts = len(citation.parts)
    return replace(citation, number=number, parts=others[:parts], points=others[parts:])


def _is_range(number: str, dash: str) -> bool:
    """Whether ``205-207`` means three articles: no article has more insertions than its own number.

    In Soviet codes ``7-35`` is article 35 through article 7, and no range.
    """
    match = _PAIR.fullmatch(number)
    return dash == "number" and match is not None and (int(match[2]) > int(match[1]) or bool(match[3]))


def _numbers(citation: Citation, dash: str, base: str) -> Iterator[Fields]:
    if dash == "part":
        yield _by_parts(citation.number)
    elif dash == "number":
        yield _lettered(citation.number)
    else:
        yield from _by_points(citation, base)


def _by_parts(number: str) -> Fields:
    """``6-3-d`` is article 6, part 3, point d; ``P1-1-1`` article 1 of Protocol 1, part 1."""
    pieces = number.upper().split("-") if number.startswith("p") else number.split("-")
    width = 2 if number.startswith("p") else 1
    names = ("part", "point")
    return {
        "article": "-".join(pieces[:width]),
        **dict(zip(names, (p.lower() for p in pieces[width:]), strict=False)),
    }


def _lettered(number: str) -> Fields:
    match = _LETTERED.fullmatch(number)
    return {"article": match[1], "point": match[2]} if match else {"article": number}


def _by_points(citation: Citation, base: str) -> Iterator[Fields]:
    pieces = _pieces(citation.number)
    chains = _chains()
    if len(pieces) == 1 and base and not citation.marked and _is_point(pieces[0], base):
        yield _point(base, pieces[0])
        return
    through = ""
    if len(pieces) > 1 and pieces[0].isdigit() and int(pieces[0]) in chains.through:
        special = re.match(r"\d+", pieces[1])
        if special and int(special.group()) > chains.lowest_special:
            through, *pieces = pieces
    found = list(_chain(pieces))
    if through:
        found[0]["through"] = through
    yield from found


def _pieces(number: str) -> list[str]:
    """Return the numbers between dashes; a letter of its own belongs to the number before it."""
    pieces: list[str] = []
    for piece in number.split("-"):
        if piece.isalpha() and pieces:
            pieces[-1] += piece
        else:
            pieces.append(piece.lstrip("0") or piece)
    head, dot, rest = pieces[0].partition(".")
    parted = dot and (head in _chains().chapters or rest in _chains().chapters)
    return [head, rest, *pieces[1:]] if parted else pieces


def _chain(pieces: list[str]) -> Iterator[Fields]:
    chains = _chains()
    base, points = pieces[0], pieces[1:]
    if base not in chains.chapters or not points or not all(_is_point(point, base) for point in points):
        yield _lettered("-".join(pieces))
        return
    part = ""
    if (
        len(points) > 1
        and points[-1].isdigit()
        and int(points[-1]) in chains.parted.get(f"{base}-{points[-2]}", [])
    ):
        *points, part = points
    found = [_point(base, point) for point in points]
    if part:
        found[-1]["part"] = part
    yield from found


def _is_point(piece: str, base: str) -> bool:
    match = re.fullmatch(r"(\d+)[^\W\d_]?", piece)
    return bool(match) and int(match[1] if match else 0) <= _chains().chapters.get(base, 0)


def _point(base: str, piece: str) -> Fields:
    fields = _lettered(piece)
    return {**fields, "article": f"{base}-{fields['article']}"}


def _base(numbers: list[Fields], citation: Citation, base: str) -> str:
    """Return the chapter that a list of points is carried on from, empty where the list left it."""
    head = numbers[-1]["article"].partition("-")[0]
    is_chapter = head in _chains().chapters and ("-" in numbers[-1]["article"] or bool(citation.points))
    return head if is_chapter else ""


def _qualifiers(citation: Citation) -> list[tuple[str, str]]:
    """Return each part with each point; a point's own letter (``п. 1 "а"``) follows its number."""
    points: list[str] = []
    for point in citation.points:
        if points and points[-1].isdigit() and point.isalpha():
            points[-1] += point
        else:
            points.append(point)
    spread = [single for point in points for single in point.split("-")]
    outer = citation.number.rpartition("-")[2]
    return list(product(citation.parts or [""], [point for point in spread if point != outer] or [""]))


def _qualified(number: Fields, part: str, point: str) -> Fields:
    match = _LETTERED.fullmatch(point)
    if match and number["article"] in _chains().chapters:
        number, point = {**number, "article": f"{number['article']}-{match[1]}"}, match[2]
    stated = {name: value for name, value in (("part", part), ("point", point)) if value}
    return {**number, **stated}
