"""A named question: a query file that explains itself in its header (see ``habeas.sparql.header``).

In the query a parameter is ``VALUES ?judge { UNDEF }``, so the file runs as it is, for every value. It may stand
in several branches of a UNION: Oxigraph does not push a value from outside into them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from habeas.errors import UsageError
from habeas.sparql.header import NEEDED, Parameter, read_header
from habeas.store.tokens import Token, tokens


@dataclass(frozen=True)
class Question:
    """A named question: what its file's header says, and the text of its query.

    ``shipped`` says why the shipped data give no row; it is empty where they give one.
    """

    name: str
    title: str
    asks: str
    audience: str
    meaning: str
    caution: str
    params: tuple[Parameter, ...]
    text: str
    shipped: str = ""

    @property
    def example(self) -> dict[str, str]:
        """The parameters of the example, by name."""
        return {param.name: param.example for param in self.params if param.example}

    def with_current_iris(
        self, given: Mapping[str, str], current_iri: Callable[[str], str]
    ) -> dict[str, str]:
        """Return parameters with the things that they name called as the edition asked calls them."""
        names = {param.name for param in self.params if param.kind == "name"}
        return {key: current_iri(text) if key in names else text for key, text in given.items()}

    @property
    def body(self) -> str:
        """The query without its header."""
        lines = self.text.splitlines()
        first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
        return "\n".join(lines[first:])


def read_question(path: Path) -> Question:
    """Read a question from its file; raises UsageError where the header or a parameter's place is missing."""
    text = path.read_text(encoding="utf-8")
    header = read_header(text)
    if not header.title or header.missing:
        raise UsageError(
            f"the question has no {', '.join(header.missing) or 'title'}",
            where=str(path),
            mend="begin the file with a title, `# asks:`, `# for:`, `# means:` and `# does not mean:`",
        )
    for param in header.params:
        _check_place(path, text, param)
    asks, audience, meaning, caution = (header.sections[name] for name in NEEDED)
    shipped = header.sections.get("shipped data", "")
    return Question(path.stem, header.title, asks, audience, meaning, caution, header.params, text, shipped)


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
