"""Gives the functions to Oxigraph, and keeps what they could not read.

A custom function that raises does not fail the query: its binding is just missing. So every failure is recorded
here, and the engine turns it into a reject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from habeas.ingest.calendars import CALENDARS, Gregorian
from habeas.ingest.functions.facilities import named_facility
from habeas.ingest.functions.penalties import penalty
from habeas.ingest.functions.person_words import country_names, occupation, sex
from habeas.ingest.functions.readings import READINGS, date_readings
from habeas.ingest.functions.sentencing_readings import SENTENCING
from habeas.ingest.identifiers import entity_id, known_person_id, person_key_id, record_id
from habeas.model import Model, Vocabularies
from habeas.model.namespaces import EDTF, FUNCTION

if TYPE_CHECKING:
    # A source is checked with the functions that read dates.
    from habeas.ingest.source import Source

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Failure:
    """A call that gave nothing: the function's name, its first argument's text, and why."""

    function: str
    value: str
    reason: str


def _text(argument: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """The text of an argument; a date that a function gave is told apart from a cell, which may be of any calendar."""
    if isinstance(argument, ox.Literal) and argument.datatype.value == EDTF:
        return Gregorian(argument.value)
    return argument.value


class Functions:
    """The functions of one source, the IRIs that they made, and the failures since ``take_failures`` was called."""

    def __init__(self, source: Source, model: Model, vocabularies: Vocabularies) -> None:
        self.source = source
        self.model = model
        self.vocabularies = vocabularies
        self.made: set[str] = set()
        self._failures: set[Failure] = set()
        self._functions: dict[str, Callable[..., Term | None]] = {
            "id": self.id,
            "person": self.person,
            "judge": self.judge,
            "agent": self.agent,
            "record": self.record,
            "class": self.class_,
            "term": self.term,
            "facilityKind": lambda text: self._term_in_words(
                "facility-kind", text, lambda words: named_facility(words).term
            ),
            "occupation": lambda text: self._term_in_words("occupation", text, occupation),
            "penalty": lambda text: self._term_in_words("penalty", text, penalty),
            "region": self.region,
            "sex": lambda text: self._term_in_words("sex", text, sex),
            **READINGS,
            **date_readings(CALENDARS[source.calendar]),
            **SENTENCING,
        }

    def names(self) -> frozenset[str]:
        """Return the functions' local names."""
        return frozenset(self._functions)

    def for_oxigraph(self) -> dict[ox.NamedNode, Callable[..., Term | None]]:
        """Return the functions as Oxigraph takes them, by IRI."""
        return {
            ox.NamedNode(FUNCTION + name): self._reporting(name, f) for name, f in self._functions.items()
        }

    def take_failures(self) -> set[Failure]:
        """Return the failures so far, and forget them."""
        taken, self._failures = self._failures, set()
        return taken

    def _reporting(self, name: str, function: Callable[..., Term | None]) -> Callable[..., Term | None]:
        def call(*arguments: ox.NamedNode | ox.BlankNode | ox.Literal) -> Term | None:
            texts = [_text(argument) for argument in arguments]
            try:
                return function(*texts)
            except (ValueError, TypeError) as error:
                value = texts[-1] if name == "term" else texts[0] if texts else ""
                self._failures.add(Failure(name, str(value), str(error)))
                return None

        return call

    def id(self, kind: str, key: str) -> ox.NamedNode:
        """``fn:id(kind, key)``: the IRI of what the source names by this key."""
        return self._made(entity_id(self.source.name, kind, key, self.source.id_key))

    def person(self, name: str, key: str = "", *known: str) -> ox.NamedNode:
        """``fn:person(name, key, known…)``: the IRI of a person, told apart by the key that the list gives.

        Without a key by the name and by what else is known: birth, place, case. Of a source that says that its names
        are unique, by the name alone.
        """
        return self._person("", "", name, key, known)

    def judge(self, name: str, key: str = "", *known: str) -> ox.NamedNode:
        """``fn:judge(name, key, known…)``: the IRI of a judge, who is nobody else of the same name or key.

        Judges' keys are apart from those of other people. Where names are unique, a judge is whoever has the name.
        """
        return self._person("judge", "judge", name, key, known)

    def agent(self, class_: str, name: str, key: str = "", *known: str) -> ox.NamedNode:
        """``fn:agent(class, name, key, known…)``: the IRI of somebody who speaks or acts in a record about another.

        A person has the keys of ``fn:person``; without a key it is nobody whom the records are about, unless names are
        unique. Anything else is what ``fn:id`` makes of the class in lower case and the name.
        """
        if class_.casefold() != "person":
            return self.id(class_.casefold(), name)
        return self._person("", "agent", name, key, known)

    def _person(self, space: str, role: str, name: str, key: str, known: Sequence[str]) -> ox.NamedNode:
        source, id_key = self.source.name, self.source.id_key
        if key.strip():
            return self._made(person_key_id(source, space, key, id_key))
        if not name.strip():
            raise ValueError("neither a name nor a key")
        if self.source.unique_names or not (role or any(part.strip() for part in known)):
            return self.id("person", name)
        return self._made(known_person_id(source, role, name, known, id_key))

    def record(self, table: str, key: str) -> ox.NamedNode:
        """``fn:record(table, key)``: the IRI of another record of the source, by its file and key column's cell."""
        return self._made(record_id(self.source.name, table, key, self.source.id_key))

    def _made(self, iri: str) -> ox.NamedNode:
        self.made.add(iri)
        return ox.NamedNode(iri)

    def class_(self, name: str, base: str = "Entity") -> ox.NamedNode:
        """``fn:class(name, base)``: the IRI of a class that may have members and is a kind of ``base``."""
        found = self.model.classes.get(name)
        if found is None or found.abstract or base not in {a.name for a in self.model.ancestors(name)}:
            raise ValueError(f"not a kind of {base}")
        return ox.NamedNode(found.iri)

    def term(self, scheme: str, text: str) -> ox.NamedNode:
        """``fn:term(scheme, text)``: the vocabulary's term with this code or label."""
        found = self.vocabularies.find(scheme, text)
        if found is None:
            raise ValueError(f"not a term of the vocabulary {scheme!r}")
        return ox.NamedNode(found.iri)

    def _term_in_words(self, scheme: str, text: str, read: Callable[[str], str]) -> ox.NamedNode:
        """The term with this code or label, else the one that the tables read in the text."""
        return self.term(scheme, text if self.vocabularies.find(scheme, text) else read(text))

    def region(self, text: str) -> ox.NamedNode:
        """``fn:region(text)``: the vocabulary's term for a country or territory, by any of its names or codes."""
        if found := self.vocabularies.find("region", text):
            return ox.NamedNode(found.iri)
        named = (self.vocabularies.find("region", name) for name in country_names(text))
        term = next((term for term in named if term), None)
        if term is None:
            raise ValueError("the country is no term of the vocabulary 'region'")
        return ox.NamedNode(term.iri)
