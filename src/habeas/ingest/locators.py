"""``locator_kind`` of ``source.toml``: what kind of place in the source the locators of a table point into."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from habeas.errors import SourceConfigError
from habeas.model import Vocabularies
from habeas.model.namespaces import HAB

SCHEME: Final = "locator-kind"
KINDS_WANTED: Final = (
    'a term of the vocabulary locator-kind: locator_kind = "paragraph"; where one table has several kinds, the first '
    'text that a locator has in it tells: { "news item" = "item", "paragraph" = "paragraph" }'
)

LocatorKinds = tuple[tuple[str, str], ...]
"""Texts that a locator may have in it, each with the term that it tells; an empty text is in all."""


def are_kinds(value: Any) -> bool:
    """Whether a setting names a kind, or kinds by what is in the locator."""
    if isinstance(value, dict):
        return bool(value) and all(isinstance(code, str) and code for code in value.values())
    return isinstance(value, str) and bool(value)


def read_kinds(value: Any) -> LocatorKinds:
    """Return the kinds of a setting that ``are_kinds`` takes, in their order; none where there is no setting."""
    if value is None:
        return ()
    return tuple(value.items()) if isinstance(value, dict) else (("", value),)


def kind_finder(
    kinds: LocatorKinds, vocabularies: Vocabularies, where: str
) -> Callable[[str, str], str | None]:
    """Return what finds the term of a record's locator, given the record's node and what its mapping said.

    Nothing is found where the mapping says the kind itself, or says no locator. Raises SourceConfigError where a kind
    is no term of the vocabulary; ``where`` is the file that it stands in.
    """
    terms = [(text, _term(code, vocabularies, where)) for text, code in kinds]

    def find(record: str, said: str) -> str | None:
        if not terms or _object(said, f"{record} <{HAB}locatorKind> ") is not None:
            return None
        literal = _object(said, f"{record} <{HAB}locator> ")
        # The literal is written with the escapes of JSON, and behind it stand the graph and a dot.
        locator = json.JSONDecoder(strict=False).raw_decode(literal)[0] if literal else None
        return next((term for text, term in terms if locator is not None and text in locator), None)

    return find


def _object(said: str, start: str) -> str | None:
    """Return the rest of the line of N-Quads that begins so; a line break never stands within a literal."""
    at = 0 if said.startswith(start) else said.find(f"\n{start}") + 1
    return said[at + len(start) : said.index("\n", at)] if said.startswith(start, at) else None


def _term(code: str, vocabularies: Vocabularies, where: str) -> str:
    found = vocabularies.find(SCHEME, code)
    if found is None:
        known = sorted(t.notation for t in vocabularies.terms.values() if t.scheme == SCHEME)
        raise SourceConfigError(
            f"there is no kind of place {code!r}",
            where=where,
            mend=f"'locator_kind' is one of {', '.join(known)}",
        )
    return found.iri
