"""The header of a question's file: comment lines that say what it asks and what its answer means.

The first line is the title. Then come sections, each going on in lines that begin with ``#`` and three spaces::

    # asks: … / # for: … / # means: … / # does not mean: …
    # param judge (name of Person): the judge
    # param article (name of Article or citation): the articles
    # param from (date, optional): the first day
    # param by (choice judge|court|year, optional): what the rows are grouped by
    # example judge: a value to try, of the shipped data
    # shipped data: why the shipped data give no row, where they give none
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

ParameterKind = Literal["name", "date", "choice"]

NEEDED: Final = ("asks", "for", "means", "does not mean")

_KIND: Final = r"\((name(?: of \w+)?(?: or citation)?|date|choice \w+(?:\|\w+)*)(, optional)?\)"
_SECTION: Final = re.compile(
    rf"^# (asks|for|means|does not mean|shipped data|example \w+|param \w+ {_KIND}): (.*)$"
)
_PARAMETER: Final = re.compile(rf"^param (\w+) {_KIND}$")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question.

    A ``name`` takes an IRI, an id or a label, and means one thing of the class ``of``, or of any; with ``by_citation``
    it takes what cites articles of law too, and means all that are cited. A ``date`` is YYYY-MM-DD; a ``choice`` is one
    of ``choices``.
    ``example`` is a value that the shipped data answer, empty where there is none.
    """

    name: str
    kind: ParameterKind
    is_required: bool
    description: str
    choices: tuple[str, ...] = ()
    example: str = ""
    of: str = ""
    by_citation: bool = False


@dataclass(frozen=True)
class Header:
    """The title and the sections of a header, and its parameters."""

    title: str
    sections: dict[str, str]
    params: tuple[Parameter, ...]

    @property
    def missing(self) -> list[str]:
        """What every question says and this one does not."""
        return [name for name in NEEDED if not self.sections.get(name)]


def read_header(text: str) -> Header:
    """Read the comment lines that a file begins with; the header ends with the first other line."""
    title, *lines = text.splitlines() or [""]
    sections: dict[str, str] = {}
    current = ""
    for line in lines:
        if match := _SECTION.match(line):
            current = match[1]
            sections[current] = match[4].strip()
        elif line.startswith("#   ") and current:
            sections[current] += " " + line[4:].strip()
        elif not line.startswith("#"):
            break
    named = title.removeprefix("#").strip() if title.startswith("#") else ""
    return Header(named, sections, tuple(_parameters(sections)))


def _parameters(sections: dict[str, str]) -> list[Parameter]:
    found = []
    for section, description in sections.items():
        if match := _PARAMETER.match(section):
            kind, _, more = match[2].partition(" ")
            choices = more if kind == "choice" else ""
            found.append(
                Parameter(
                    name=match[1],
                    kind=cast(ParameterKind, kind),
                    is_required=match[3] is None,
                    description=description,
                    choices=tuple(choices.split("|")) if choices else (),
                    example=sections.get(f"example {match[1]}", ""),
                    of=more.removeprefix("of ").partition(" ")[0] if more.startswith("of ") else "",
                    by_citation=kind == "name" and more.endswith("or citation"),
                )
            )
    return found
