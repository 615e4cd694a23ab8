"""A named question: a query file that explains itself in its header.

The first comment line is the title. Then ``# asks:``, ``# for:``, ``# means:`` and ``# does not mean:``, each
going on in lines that begin with ``#`` and three spaces, and one line for each parameter::

    # param judge (name): the judge
    # param from (date, optional): the first day

In the query a parameter is ``VALUES ?judge { UNDEF }``, so the file runs as it is, for every value. It may stand
in several branches of a UNION: Oxigraph does not push a value from outside into them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from habeas.errors import UsageError
from habeas.store.tokens import Token, tokens

ParameterKind = Literal["name", "date"]

_SECTION: Final = re.compile(
    r"^# (asks|for|means|does not mean|param \w+ \((?:name|date)(?:, optional)?\)): (.*)$"
)
_PARAMETER: Final = re.compile(r"^param (\w+) \((name|date)(, optional)?\)$")
_NEEDED: Final = ("asks", "for", "means", "does not mean")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question. A ``name`` takes an IRI, an id or a label; a ``date`` is YYYY-MM-DD."""

    name: str
    kind: ParameterKind
    is_required: bool
    description: str


@dataclass(frozen=True)
class Question:
    """A named question: what its file's header says, and the text of its query."""

    name: str
    title: str
    asks: str
    audience: str
    meaning: str
    caution: str
    params: tuple[Parameter, ...]
    text: str


def read_question(path: Path) -> Question:
    """Read a question from its file; raises UsageError where the header or a parameter's place is missing."""
    text = path.read_text(encoding="utf-8")
    title, sections = _header(text)
    missing = [name for name in _NEEDED if not sections.get(name)]
    if not title or missing:
        raise UsageError(
            f"the question has no {', '.join(missing) or 'title'}",
            where=str(path),
            mend="begin the file with a title, `# asks:`, `# for:`, `# means:` and `# does not mean:`",
        )
    params = tuple(_parameter(name, said) for name, said in sections.items() if name.startswith("param "))
    for param in params:
        _check_place(path, text, param)
    asks, audience, meaning, caution = (sections[name] for name in _NEEDED)
    return Question(path.stem, title, asks, audience, meaning, caution, params, text)


def _header(text: str) -> tuple[str, dict[str, str]]:
    title, *lines = text.splitlines()
    sections: dict[str, str] = {}
    current = ""
    for line in lines:
        if match := _SECTION.match(line):
            current = match[1]
            sections[current] = match[2].strip()
        elif line.startswith("#   ") and current:
            sections[current] += " " + line[4:].strip()
        elif not line.startswith("#"):
            break
    return title.removeprefix("#").strip() if title.startswith("#") else "", sections


def _parameter(section: str, description: str) -> Parameter:
    match = _PARAMETER.match(section)
    assert match is not None  # the section was found by the same pattern
    return Parameter(match[1], cast(ParameterKind, match[2]), match[3] is None, description)


def _check_place(path: Path, text: str, param: Parameter) -> None:
    if not parameter_places(text, param.name):
        raise UsageError(
            f"the parameter {param.name} has no place in the query",
            where=str(path),
            mend=f"write `VALUES ?{param.name} {{ UNDEF }}`",
        )


def parameter_places(text: str, name: str) -> list[tuple[int, int]]:
    """Return where ``VALUES ?name { UNDEF }`` has its UNDEF, as offsets from and to."""
    found = tokens(text)
    return [
        (found[at + 3].start, found[at + 3].start + len(found[at + 3].text))
        for at in range(len(found) - 4)
        if _is_place(found[at : at + 5], name)
    ]


def _is_place(five: list[Token], name: str) -> bool:
    values, variable, opened, undef, closed = five
    return (
        values.is_word("VALUES")
        and variable.text == f"?{name}"
        and (opened.text, closed.text) == ("{", "}")
        and undef.is_word("UNDEF")
    )
