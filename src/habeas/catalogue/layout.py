"""The tables of a catalogue, made from the model: no name of the domain stands here.

* ``node``: every thing once. Ids are given in the order of (sort key, key), so a list in the order of ids is
  sorted, and a page of it is a range of the primary key.
* ``class_<Class>``: the class's members, those of its subclasses among them, with a column for each single
  literal.
* ``link_<property>``: subject and object.
* ``literal_<property>``: the values of a literal that may have several.
* ``statement``: what each record says, one triple a row.
* ``name`` and ``name_start`` with the full-text table ``name_search``: names as written, and Cyrillic ones in Latin.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from habeas.catalogue.columns import column_type
from habeas.errors import ModelError
from habeas.model import Model, Property


class Kind(Enum):
    """Where the values of a property stand."""

    COLUMN = "column"
    LITERAL = "literal"
    LINK = "link"


@dataclass(frozen=True)
class Usage:
    """A property on a class. ``owner`` is the ancestor nearest the root that has it.

    How the owner uses it (single or several) holds for all its subclasses, so that a list of mixed members
    can be read from one table.
    """

    prop: Property
    owner: str

    @property
    def kind(self) -> Kind:
        """Where the values stand."""
        if self.prop.is_link:
            return Kind.LINK
        single = self.prop.is_column and not self.prop.is_language_tagged
        return Kind.COLUMN if single else Kind.LITERAL


class Layout:
    """The model's tables: ``classes`` by class name, ``links`` and ``literals`` by property name."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.root = _root(model)
        self.usages = {name: _usages(model, name) for name in model.classes}
        self.metadata = MetaData()
        self.node = _node_table(self.metadata)
        self.statement = _statement_table(self.metadata)
        self.name, self.name_start = _name_tables(self.metadata)
        self.classes = {name: self._class_table(name) for name in sorted(model.classes)}
        self.links = {p.name: _link_table(self.metadata, p) for p in self._used(Kind.LINK)}
        self.literals = {p.name: _literal_table(self.metadata, p) for p in self._used(Kind.LITERAL)}

    def members(self, class_name: str) -> frozenset[str]:
        """Return the names of the class and its subclasses."""
        return frozenset(c.name for c in self.model.descendants(class_name))

    def lineage(self, class_name: str) -> list[str]:
        """Return the names of the class and its ancestors."""
        return [c.name for c in self.model.ancestors(class_name)]

    def _used(self, kind: Kind) -> list[Property]:
        found = {
            u.prop.name: u.prop for usages in self.usages.values() for u in usages.values() if u.kind is kind
        }
        return [found[name] for name in sorted(found)]

    def _class_table(self, name: str) -> Table:
        usages = [u.prop for u in self.usages[name].values() if u.kind is Kind.COLUMN]
        table = Table(
            f"class_{name}",
            self.metadata,
            Column("node", Integer, primary_key=True),
            *(Column(p.name, column_type(p)) for p in usages),
        )
        for p in usages:
            Index(f"{table.name}_{p.name}", table.c[p.name])
        return table


def _root(model: Model) -> str:
    roots = [c.name for c in model.classes.values() if c.parent is None]
    if len(roots) != 1:
        raise ModelError(
            f"the classes have {len(roots)} roots ({', '.join(sorted(roots))}) in place of one",
            where="ontology/",
            mend="make every class a subclass of the one that holds what all have",
        )
    return roots[0]


def _usages(model: Model, name: str) -> dict[str, Usage]:
    found: dict[str, Usage] = {}
    for c in reversed(list(model.ancestors(name))):
        for p in c.own:
            found.setdefault(p.name, Usage(p, c.name))
    return {p: found[p] for p in model.properties(name)}


def _node_table(metadata: MetaData) -> Table:
    table = Table(
        "node",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("key", Text, nullable=False),
        Column("iri", Text, nullable=False),
        Column("class", Text, nullable=False),
        Column("label", Text, nullable=False),
        Column("label_normalised", Text, nullable=False),
        Column("sort", Text, nullable=False),
    )
    Index("node_key", table.c.key, unique=True)
    Index("node_iri", table.c.iri, unique=True)
    Index("node_label", table.c.label)
    Index("node_sort", table.c.sort, table.c.key)
    Index("node_class", table.c["class"])
    return table


def _statement_table(metadata: MetaData) -> Table:
    table = Table(
        "statement",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("subject", Integer, nullable=False),
        Column("property", Text, nullable=False),
        Column("value", Text),
        Column("language", Text),
        Column("object", Integer),
        Column("record", Integer, nullable=False),
    )
    Index("statement_subject", table.c.subject, table.c.property)
    Index("statement_object", table.c.object)
    Index("statement_record", table.c.record)
    return table


def _name_tables(metadata: MetaData) -> tuple[Table, Table]:
    name = Table(
        "name",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("node", Integer, nullable=False),
        Column("value", Text, nullable=False),
        Column("forms", Text, nullable=False),
    )
    start = Table(
        "name_start",
        metadata,
        Column("start", Text, primary_key=True),
        Column("name", Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    return name, start


def _link_table(metadata: MetaData, prop: Property) -> Table:
    table = Table(
        f"link_{prop.name}",
        metadata,
        Column("subject", Integer, primary_key=True),
        Column("object", Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    Index(f"{table.name}_reverse", table.c.object, table.c.subject)
    return table


def _literal_table(metadata: MetaData, prop: Property) -> Table:
    table = Table(
        f"literal_{prop.name}",
        metadata,
        Column("node", Integer, primary_key=True),
        Column("language", Text, primary_key=True),
        Column("value", column_type(prop), primary_key=True),
        sqlite_with_rowid=False,
    )
    Index(f"{table.name}_value", table.c.value)
    return table
