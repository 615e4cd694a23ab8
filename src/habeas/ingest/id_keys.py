"""What a mapping's ids are made from: nothing that is withheld under a key that others know, and no name alone.

An id under a public key can be tested against guesses. A day of birth is one of some 30,000, so whoever knows the name
would find the day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from habeas.errors import HabeasError, MappingError, SourceConfigError
from habeas.ingest.cell_dates import DAY, dates_in, is_bare_year
from habeas.ingest.identifiers import normalise_key
from habeas.ingest.keys import KeySet
from habeas.ingest.mapping import Mapping
from habeas.ingest.row import Row, column_name
from habeas.ingest.source import Source, Table
from habeas.ingest.template import TYPE, Template
from habeas.model import Model, Property
from habeas.model.namespaces import EDTF, RDF, XSD

MAKERS: Final = ("id", "person", "judge", "agent", "record")
"""The functions that make an id of what they are given."""
HOW_TO_KEEP_IT: Final = (
    "give the source a secret id_key in source.toml: python3 -c 'import secrets; print(secrets.token_hex())'"
)
SHORT: Final = 16
"""Characters below which a key falls to guessing."""
SHOWN: Final = 5
"""Rows that a caution names."""
_SHOWS_DAYS: Final = {
    EDTF,
    f"{XSD}date",
    f"{XSD}dateTime",
    f"{XSD}string",
    f"{RDF}langString",
    f"{XSD}anyURI",
}
"""The datatypes whose values can hold a day. A year of birth, which is a number, publishes no day."""
_LANGUAGES: Final = 4
"""Labels of a property in the ontology, one a language. One that has more has names that columns have too."""


class IdKeys:
    """The columns that the ids of one table are made from.

    ``restricted`` are the columns that any mapping of the source puts into something restricted. Rows are looked at
    one after another, all of them, in the order of the table: also those that an earlier run has mapped.
    """

    def __init__(
        self,
        source: Source,
        table: Table,
        mapping: Mapping,
        template: Template,
        model: Model,
        columns: tuple[str, ...],
        restricted: frozenset[str] = frozenset(),
    ) -> None:
        self.source = source
        self.table = table
        self.mapping = mapping
        self.model = model
        self._classes, self._filled, self._open = _read(template, model)
        self._columns_there = columns
        self._made = frozenset(c for name in MAKERS for c in mapping.arguments.get(name, ()) if c in columns)
        self._record = (table.key,) if table.key else columns
        self._restricted = (restricted | restricted_columns(mapping, template, model)) & set(columns)
        self._called = {c: found for c in columns if (found := self._properties_called(c))}
        self._people = {v for v, names in self._classes.items() if any(map(self._is_person, names))}
        self._of_people = frozenset(self._columns(self._people)) & set(columns)
        self._published = self._published_columns()
        self._naming: set[str] = set()
        self._namesakes = [] if source.unique_names else list(self._told_by_name())

    @property
    def _guessable(self) -> str:
        """Why what an id is made from can be guessed; empty where it cannot."""
        if self.source.has_public_key:
            return "the id_key is public"
        if len(self.source.id_key) < SHORT:
            return f"the id_key has fewer than {SHORT} characters, so it can be guessed"
        return ""

    def check_rows(self, rows: Iterable[Row]) -> None:
        """Refuse in the ids of these rows what is restricted, and days that nothing publishes, under a public key.

        A short key is refused for what is restricted. Raises MappingError for the id of a thing, SourceConfigError for
        that of a record.
        """
        for row in rows:
            if self._guessable:
                self._check(row)
            for namesakes in self._namesakes if row.fault is None else ():
                namesakes.add(row)

    def _check(self, row: Row) -> None:
        for column in sorted(self._made):
            if self._holds_restricted(row, column):
                raise self._refused(
                    row,
                    f"an id is made from the column {column!r}, which is restricted, and {self._guessable}",
                    "or make the id from other columns; the year of birth may be one of them",
                )
        if not self.source.has_public_key:
            self._naming.update(column for column in self._record if self._holds_restricted(row, column))
            return
        for column in sorted(self._made):
            if self._holds_hidden_date(row, column):
                raise self._refused(
                    row,
                    f"{self._whose(column)} id is made from the column {column!r}, which holds a day or a month that "
                    "nothing in the record shows, and the id_key is public: whoever guesses it can test it",
                    "or make the id from the year",
                )
        for column in self._record:
            if self._holds_restricted(row, column):
                raise self._refused_record(row, f"the restricted column {column!r}")
            if self._holds_hidden_date(row, column, of_record=True):
                raise self._refused_record(
                    row, f"the column {column!r}, which holds a day that nothing shows,"
                )

    def _whose(self, column: str) -> str:
        return "a person's" if column in self._of_people else "an"

    def _refused(self, row: Row, message: str, instead: str) -> HabeasError:
        return MappingError(
            message,
            where=f"{self.table.file}, row {row.number}; {self.mapping.file}",
            mend=f"{HOW_TO_KEEP_IT}; {instead}",
        )

    def _refused_record(self, row: Row, what: str) -> HabeasError:
        named = f"by {what}" if self.table.key else f"by all their cells, {what} among them,"
        return SourceConfigError(
            f"the records of {self.table.name} are named {named} and the id_key is public",
            where=f"{self.source.folder / 'source.toml'}; {self.table.file}, row {row.number}",
            mend=f'name another column that tells the rows apart, key = "…", in the [[table]]; or {HOW_TO_KEEP_IT}',
        )

    def _holds_restricted(self, row: Row, column: str) -> bool:
        cell = row.cells.get(column, "")
        if not cell:
            return False
        if column in self._restricted:
            return True
        found = self._called.get(column, [])
        # The year of birth is public: a column that is only called like the date may hold it.
        return bool(found) and not (any(p.datatype == EDTF for p in found) and is_bare_year(cell))

    def _holds_hidden_date(self, row: Row, column: str, *, of_record: bool = False) -> bool:
        """Whether a cell has a day that no published cell of the row has, or a month if it is of a person."""
        found = dates_in(row.cells.get(column, ""))
        if of_record or column not in self._of_people:
            found = tuple(readings for readings in found if any(len(date) == DAY for date in readings))
        if not found:
            return False
        published = self._dates_published(row)
        return any(published.isdisjoint(readings) for readings in found)

    def _dates_published(self, row: Row) -> frozenset[str]:
        shown = (dates_in(row.cells.get(column, "")) for column in self._published)
        dates = frozenset(date for found in shown for readings in found for date in readings)
        return dates | {date[:7] for date in dates}

    def cautions(self) -> Iterator[str]:
        """Yield where the key can be guessed, and where people are told apart by name alone: namesakes become one.

        Whole when all rows have been looked at.
        """
        if self._naming:
            yield (
                f"{self.table.name}: its records are named by restricted columns ({', '.join(sorted(self._naming))}), "
                f"and {self._guessable}: {HOW_TO_KEEP_IT}"
            )
        for namesakes in self._namesakes:
            if found := namesakes.caution():
                yield (
                    f"{self.table.name}: {found}: give fn:person a key of the list or what else is known; or, if no "
                    "two people in the source have one name, write unique_names = true in source.toml"
                )

    def _told_by_name(self) -> Iterator[_Namesakes]:
        """Yield the variables whose ids may rest on a name alone."""
        names = self._names()
        for variable in sorted((self._people | self._open.keys()) & names.keys()):
            known = self.mapping.variables.get(variable, frozenset()) & set(self._columns_there)
            # A class that is a variable comes from columns too, which tell nobody apart.
            kinds = (
                frozenset() if variable in self._people else frozenset(self._columns(self._open[variable]))
            )
            if variable not in self._people and not kinds & set(self._columns_there):
                continue
            named = known & names[variable]
            if named:
                others = known - names[variable] - kinds
                yield _Namesakes(self.mapping, self.model, variable, named, others, kinds)

    def _is_person(self, name: str) -> bool:
        return _tells_people_apart(self.model, name)

    def _columns(self, variables: Iterable[str]) -> Iterator[str]:
        return (column for v in variables for column in self.mapping.variables.get(v, ()))

    def _names(self) -> dict[str, set[str]]:
        """The columns that each thing's names come from, by its variable."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, p, value in self._filled:
            if p.is_language_tagged and p.identifying:
                found[subject].update(self._columns([value]))
        return found

    def _properties_called(self, column: str) -> list[Property]:
        """The restricted properties that a column is called like."""
        words = _words(column)
        return [p for p in _restricted_everywhere(self.model) if _is_called(words, p)]

    def _published_columns(self) -> frozenset[str]:
        """The columns that fill something public that can hold a day, but for the names of people."""
        return frozenset(
            column
            for subject, p, value in self._filled
            if p.datatype in _SHOWS_DAYS
            and not (p.identifying and (subject in self._people or subject in self._open))
            and not _is_restricted(self.model, self._classes.get(subject, ()), p)
            for column in self._columns([value])
        )


class _Namesakes:
    """Counts the rows in which a variable's person is known by the name alone."""

    def __init__(
        self,
        mapping: Mapping,
        model: Model,
        variable: str,
        named: frozenset[str],
        others: frozenset[str],
        kinds: frozenset[str],
    ) -> None:
        self.mapping = mapping
        self.model = model
        self.variable = variable
        self.named = sorted(named)
        self.others = sorted(others)
        self.kinds = sorted(kinds)
        self.rows: list[int] = []
        self.number = 0
        self.repeated = 0
        self._seen = KeySet()

    def add(self, row: Row) -> None:
        """Look at the next row."""
        cells = row.cells
        name = [cells[column] for column in self.named if column in cells]
        if not name or (self.others and any(map(cells.get, self.others))):
            return
        if self.kinds and not self._is_person(row):
            return
        self.number += 1
        if len(self.rows) < SHOWN:
            self.rows.append(row.number)
        self.repeated += not self._seen.add(normalise_key(name[0] if len(name) == 1 else " | ".join(name)))

    def _is_person(self, row: Row) -> bool:
        cells = (row.cells.get(column, "") for column in self.kinds)
        return any(cell in self.model.classes and _tells_people_apart(self.model, cell) for cell in cells)

    def caution(self) -> str:
        """Return what is to be said when all rows have been looked at; nothing if people are told apart."""
        columns = ", ".join(self.named)
        start = (
            f"{self.mapping.file.name} tells people (?{self.variable}) apart by the column {columns} alone"
        )
        if not self.others and not self.kinds:
            return f"{start}, so namesakes become one person{self._counted()}"
        if self.number < 2:
            return ""
        return f"{start} where nothing else is known, so namesakes become one person{self._counted()}"

    def _counted(self) -> str:
        if self.number < 2:
            return ""
        more = ", …" if self.number > SHOWN else ""
        shown = f"{', '.join(map(str, islice(self.rows, SHOWN)))}{more}"
        same = f"; {self.repeated} of them have a name that an earlier one has" if self.repeated else ""
        return f" ({self.number} rows: {shown}{same})"


def restricted_columns(mapping: Mapping, template: Template, model: Model) -> frozenset[str]:
    """Return the columns that a mapping puts into something restricted."""
    classes, filled, _ = _read(template, model)
    return frozenset(
        column
        for subject, p, value in filled
        if _is_restricted(model, classes.get(subject, ()), p)
        for column in mapping.variables.get(value, ())
    )


def _is_restricted(model: Model, classes: Iterable[str], p: Property) -> bool:
    return p.tier != "public" or any(model.classes[name].tier != "public" for name in classes)


def _restricted_everywhere(model: Model) -> Iterator[Property]:
    tiers: dict[str, set[str]] = defaultdict(set)
    for c in model.classes.values():
        for p in c.own:
            tiers[p.name].add(p.tier)
    return (p for name, p in model.property_names.items() if "public" not in tiers[name])


def _tells_people_apart(model: Model, name: str) -> bool:
    return any(p.tells_apart for p in model.properties(name).values())


def _is_called(column: list[str], p: Property) -> bool:
    """Whether the words of a column's name have those of a label in them, one after another.

    A label of one word, such as "unit", is in many names. It counts as a part only of a property that has more labels
    than one in each language: those are names of columns. That of a date has to begin or end the column's name, for
    a birthday party has a place and is no day.
    """
    for label in (*p.labels, p.name):
        words = _words(label)
        places = [at for at in range(len(column) - len(words) + 1) if column[at : at + len(words)] == words]
        if words == column or (places and len(words) > 1):
            return True
        at_an_end = any(at in {0, len(column) - 1} for at in places)
        if places and len(p.labels) > _LANGUAGES and (at_an_end or p.datatype != EDTF):
            return True
    return False


def _read(
    template: Template, model: Model
) -> tuple[dict[str, list[str]], list[tuple[str, Property, str]], dict[str, list[str]]]:
    """Return the classes of the template's variables, and its properties with the variables at both ends.

    Then, by variable, those variables that give its class.
    """
    terms = (*(f"?{name}" for name in template.variables), *template.constants)
    triples = [(terms[s], terms[p], terms[o]) for s, p, o in template.triples]
    classes: dict[str, list[str]] = defaultdict(list)
    given: dict[str, list[str]] = defaultdict(list)
    for s, p, o in triples:
        if p == TYPE and o.startswith("?"):
            given[s[1:]].append(o[1:])
        elif p == TYPE and (found := model.by_iri.get(o[1:-1])):
            classes[s[1:]].append(found.name)
    filled = []
    for s, p, o in triples:
        known = [model.by_predicate(name).get(p[1:-1]) for name in classes.get(s[1:], ())]
        used = next((k for k in known if k), None) or model.property_iris.get(p[1:-1])
        # A link's value is an id itself: what that is made from is not said by the link.
        if used and not used.is_link and o.startswith("?"):
            filled.append((s[1:], used, o[1:]))
    return classes, filled, given


def _words(name: str) -> list[str]:
    """Return the words in the name of a column or a property, in lower case: birth_date, birthDate are birth, date."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column_name(name))
    return spaced.replace("_", " ").casefold().split()
