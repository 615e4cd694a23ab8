"""The tree of errors: every class has its section in the docs, and is drawn at the top of its module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from habeas import errors
from habeas.errors import HabeasError

ROOT = Path(__file__).resolve().parent.parent


def tree(root: type[HabeasError]) -> Iterator[type[HabeasError]]:
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


def test_every_error_has_a_section_and_every_section_an_error() -> None:
    sections = re.findall(
        r"^## (\w+)$", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    names = [error.__name__ for error in tree(HabeasError)]
    assert len(names) > 15
    assert sorted(sections) == sorted(names)


def test_the_tree_is_drawn_at_the_top() -> None:
    drawing = errors.__doc__ or ""
    for error in tree(HabeasError):
        assert re.search(rf"\b{error.__name__}\b", drawing), error


def test_the_docs_name_the_status_of_each_error() -> None:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    told = {name: int(code) for name, code in re.findall(r"^## (\w+)\n\n\*\((\d+)\)\*", text, re.MULTILINE)}
    for error in tree(HabeasError):
        if error.status != HabeasError.status:
            assert told[error.__name__] == error.status


def test_an_error_tells_what_where_and_how_to_mend() -> None:
    error = HabeasError("it is broken", where="here", mend="like this")
    assert str(error).splitlines() == ["it is broken", "where: here", "mend:  like this"]
    assert error.name == "HabeasError"
    assert str(HabeasError("only this")) == "only this"
