"""What a mapping's ids are made from: nothing that is withheld under a key that others know, and no name alone.

An id under a public key can be tested against guesses. A day of birth is one of some 30,000, so whoever knows the name
would find the day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from habeas.errors import MappingError, SourceConfigError
from habeas.ingest.header import columns_in_words
from habeas.ingest.mapping import Mapping
from habeas.ingest.row import Row, column_name
from habeas.ingest.source import Source, Table
from habeas.ingest.template import TYPE, Template
from habeas.model import Model, Property

MAKERS: Final = ("id", "person", "record")
"""The functions that make an id of what they are given."""
HOW_TO_KEEP_IT: Final = (
    "give the source a secret id_key in source.toml: python3 -c 'import secrets; print(secrets.token_hex())'"
)
SHORT: Final = 16
"""Characters below which a key falls to guessing."""
_DAY: Final = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?!\d)")
"""A date to the day, in figures."""


class IdKeys:
    """The columns that the ids of one table are made from."""

    def __init__(
        self, source: Source, table: Table, mapping: Mapping, template: Template, model: Model
    ) -> None:
        self.source = source
        self.table = table
        self.mapping = mapping
        self.model = model
        self._classes, self._filled = _read(template, model)
        self._people = {v for v, names in self._classes.items() if any(map(self._is_person, names))}
        self._guessed = self._unpublished_keys_of_people() if source.has_public_key else frozenset()

    def check(self, columns: tuple[str, ...]) -> None:
        """Refuse restricted values in an id under a public key; ``columns`` are those of the table.

        Raises MappingError for the id of a thing, SourceConfigError for that of a record.
        """
        if not self.source.has_public_key:
            return
        restricted, key = self._restricted(columns), self.table.key
        if made := sorted(restricted & self._given()):
            raise MappingError(
                f"an id is made from the column {made[0]!r}, which is restricted, and the id_key is public",
                where=str(self.mapping.file),
                mend=f"{HOW_TO_KEEP_IT}; or make the id from other columns",
            )
        if restricted and key is None:
            raise SourceConfigError(
                f"the records of {self.table.name} are named by all their cells, that of the restricted column "
                f"{min(restricted)!r} among them, and the id_key is public",
                where=str(self.source.folder / "source.toml"),
                mend=f'name a column that tells the rows apart, key = "…", in the [[table]]; or {HOW_TO_KEEP_IT}',
            )
        if key in restricted:
            raise SourceConfigError(
                f"the records of {self.table.name} are named by the restricted column {key!r}, and the id_key is "
                "public",
                where=str(self.source.folder / "source.toml"),
                mend=f"name another column as key; or {HOW_TO_KEEP_IT}",
            )

    def check_rows(self, rows: Iterable[Row]) -> None:
        """Refuse a day in what a person's id is made from under a public key, unless the day is published too.

        Raises MappingError: such a day is most often one of birth, whatever its column is called.
        """
        for row in rows if self._guessed else ():
            found = (column for column in self._guessed if _DAY.search(row.cells.get(column, "")))
            if column := next(found, None):
                raise MappingError(
                    f"a person's id is made from the column {column!r}, which holds a day, and the id_key is "
                    "public: whoever guesses the day can test it",
                    where=f"{self.table.file}, row {row.number}; {self.mapping.file}",
                    mend=f"{HOW_TO_KEEP_IT}; or make the id from the year",
                )

    def cautions(self, columns: tuple[str, ...]) -> Iterator[str]:
        """Yield where the key can be guessed, and where people are told apart by name alone: namesakes become one.

        ``columns`` are those of the table: a mapping may know ways to tell people apart that the table does not give.
        """
        if len(self.source.id_key) < SHORT and self._restricted(columns) & self._given():
            yield (
                f"{self.table.name}: ids are made from restricted columns, and the id_key has fewer than {SHORT} "
                f"characters, so it can be guessed: {HOW_TO_KEEP_IT}"
            )
        names = {} if self.source.unique_names else self._names()
        for variable in sorted(self._people & names.keys()):
            made_from = self.mapping.variables.get(variable, frozenset()) & set(columns)
            if made_from and made_from <= names[variable]:
                yield (
                    f"{self.table.name}: {self.mapping.file.name} tells people (?{variable}) apart by "
                    f"{columns_in_words(sorted(made_from))} alone, so namesakes become one person: give fn:person a "
                    "key of the list or what else is known; or, if no two people in the source have one name, write "
                    "unique_names = true in source.toml"
                )

    def _is_person(self, name: str) -> bool:
        return any(p.tells_apart for p in self.model.properties(name).values())

    def _given(self) -> frozenset[str]:
        return frozenset(column for name in MAKERS for column in self.mapping.arguments.get(name, ()))

    def _columns(self, variables: Iterable[str]) -> Iterator[str]:
        return (column for v in variables for column in self.mapping.variables.get(v, ()))

    def _names(self) -> dict[str, set[str]]:
        """The columns that each thing's names come from, by its variable."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, p, value in self._filled:
            if p.is_language_tagged and p.identifying:
                found[subject].update(self._columns([value]))
        return found

    def _restricted(self, columns: tuple[str, ...]) -> frozenset[str]:
        """The columns that fill something restricted, and those that are called like it."""
        filled = self._columns(value for subject, p, value in self._filled if self._is_restricted(subject, p))
        names = {_words(label) for p in self._restricted_everywhere() for label in (*p.labels, p.name)}
        return frozenset(filled) | {column for column in columns if _words(column) in names}

    def _restricted_everywhere(self) -> Iterator[Property]:
        tiers: dict[str, set[str]] = defaultdict(set)
        for c in self.model.classes.values():
            for p in c.own:
                tiers[p.name].add(p.tier)
        return (p for name, p in self.model.property_names.items() if "public" not in tiers[name])

    def _is_restricted(self, subject: str, p: Property) -> bool:
        classes = (self.model.classes[name] for name in self._classes.get(subject, ()))
        return p.tier != "public" or any(c.tier != "public" for c in classes)

    def _unpublished_keys_of_people(self) -> frozenset[str]:
        """The columns that people's ids are made from, and that fill nothing public but names."""
        public = {
            column
            for subject, p, value in self._filled
            if not p.identifying and not self._is_restricted(subject, p)
            for column in self._columns([value])
        }
        return frozenset(self._columns(self._people)) - public


def _read(template: Template, model: Model) -> tuple[dict[str, list[str]], list[tuple[str, Property, str]]]:
    """Return the classes of the template's variables, and its properties with the variables at both ends."""
    terms = (*(f"?{name}" for name in template.variables), *template.constants)
    triples = [(terms[s], terms[p], terms[o]) for s, p, o in template.triples]
    classes: dict[str, list[str]] = defaultdict(list)
    for s, p, o in triples:
        if p == TYPE and (found := model.by_iri.get(o[1:-1])):
            classes[s[1:]].append(found.name)
    filled = []
    for s, p, o in triples:
        known = [model.by_predicate(name).get(p[1:-1]) for name in classes.get(s[1:], ())]
        used = next((k for k in known if k), None) or model.property_iris.get(p[1:-1])
        # A link's value is an id itself: what that is made from is not said by the link.
        if used and not used.is_link and o.startswith("?"):
            filled.append((s[1:], used, o[1:]))
    return classes, filled


def _words(name: str) -> str:
    """Return the name of a column or a property as words in lower case: birth_date, birthDate are "birth date"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column_name(name))
    return " ".join(spaced.replace("_", " ").casefold().split())
