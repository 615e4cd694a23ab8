"""Decisions on who is who that a command writes into a ledger: an id split by its rows, a spelling corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from habeas.config import Settings
from habeas.errors import NotFoundError, UsageError
from habeas.identity import Identity, Split, append_entries, read_entries
from habeas.ingest.identifiers import computed_id
from habeas.model import Model, read_model
from habeas.model.namespaces import ID, local_name
from habeas.publish.building import prepare_home
from habeas.publish.clearing import local_id
from habeas.publish.merge import split
from habeas.publish.name_changes import NameChange, read_name_changes
from habeas.publish.records import Node, Record, load_records


@dataclass(frozen=True)
class Decider:
    """Who decides and why, on which day, and in which ledger: the home's, unless another folder is named."""

    reviewer: str
    reason: str
    today: dt.date
    ledger: Path | None = None

    def said(self) -> dict[str, str]:
        """Return what every line of a ledger says; raises UsageError where it is not said."""
        for name, value in (("reviewer", self.reviewer), ("reason", self.reason)):
            if not value.strip():
                raise UsageError(f"the decision has no {name}", mend=f'add --{name} "…"')
        return {"by": self.reviewer, "why": self.reason, "when": self.today.isoformat()}

    def write(self, settings: Settings, lines: Iterable[Identity | Split]) -> None:
        """Append the lines to the ledger."""
        prepare_home(settings)
        append_entries(lines, self.ledger or settings.home / "ledger")


def split_id(
    settings: Settings, name: str, rows: Sequence[str], decider: Decider, *, to: str | None = None
) -> list[Split]:
    """Write that some rows of an id are of somebody else, under a new id or under ``to``.

    ``rows`` are ids of records. An event or another node of the rows that is about the id, and that other rows have
    too, is split with it: else it would befall both. Returns the lines written, that on the id itself first.
    Raises NotFoundError for an id or a record that is not in the home, UsageError where the split makes no sense.
    """
    said = decider.said()
    node, chosen = ox.NamedNode(ID + local_id(name)), {ox.NamedNode(ID + local_id(row)) for row in rows}
    records = split(load_records(settings.home / "records"), read_entries(Split, settings.ledgers))
    fed = {iri for iri, record in records.items() if _speaks_of(record, node)}
    if not fed:
        raise NotFoundError(
            "no record speaks of this id",
            where=name,
            mend="run `habeas build`, and take the id from its findings",
        )
    if strange := sorted(local_name(iri.value) for iri in chosen - fed):
        raise NotFoundError(
            f"the record does not speak of {local_name(node.value)}",
            where=strange[0],
            mend=f"records that do: {', '.join(sorted(local_name(iri.value) for iri in fed)[:10])}",
        )
    if not chosen or chosen == fed:
        raise UsageError(
            "a split leaves some rows with the old id and gives others a new one",
            where=f"{len(fed)} records speak of {local_name(node.value)}, {len(chosen)} are named",
            mend="name the records of one of the two people",
        )
    model = read_model(settings.ontology, settings.shapes)
    nodes = [node, *_shared(records, node, chosen, fed - chosen, model)]
    names = tuple(sorted(local_name(iri.value) for iri in chosen))
    lines = [
        Split(id=local_name(n.value), to=_new_id(n, names, to if n == node else None), records=names, **said)
        for n in nodes
    ]
    decider.write(settings, lines)
    return lines


def _new_id(node: Node, records: Sequence[str], to: str | None) -> str:
    return local_id(to) if to else local_name(computed_id("split", local_name(node.value), *records))


def _speaks_of(record: Record, node: Node) -> bool:
    return any(node in (s, o) for s, _, o in record.triples)


def _shared(
    records: Mapping[Node, Record], node: Node, chosen: set[Node], others: set[Node], model: Model
) -> list[Node]:
    """Return what hangs on the id in the chosen records and is spoken of in others too: its events and their parts."""
    hanging = {n for iri in chosen for n in _hanging(records[iri], node, model)}
    elsewhere = {s for iri in others for s, _, _ in records[iri].triples}
    return sorted(hanging & elsewhere, key=str)


def _hanging(record: Record, node: Node, model: Model) -> set[Node]:
    found = {s for s, p, o in record.triples if o == node and s != record.iri and model.is_subject(p.value)}
    while True:
        parts = {
            o
            for s, _, o in record.triples
            if s in found and isinstance(o, ox.NamedNode) and _is_part(record, o, model)
        }
        if parts <= found:
            return found
        found |= parts


def _is_part(record: Record, node: Node, model: Model) -> bool:
    described = record.class_of(node, model)
    return described is not None and described.embedded


def rename(settings: Settings, old: str, new: str | None, decider: Decider) -> Identity:
    """Write that a spelling was corrected: ``old`` is ``new`` now, or is the same id under the name it has now.

    Without ``new`` the last build must have found that the id has another name. Raises UsageError where it has not,
    NotFoundError where no row has the new id.
    """
    said, id_ = decider.said(), local_id(old)
    if new is not None:
        line = Identity(decision="renamed", a=_known(settings, new), b=id_, **said)
    else:
        line = Identity(decision="renamed", a=id_, b=id_, name=_pending(settings, id_).digest, **said)
    decider.write(settings, [line])
    return line


def _known(settings: Settings, new: str) -> str:
    """Return the id of a thing that a record speaks of, or that the last build would have brought."""
    id_ = local_id(new)
    pending = (id_ in change.new_ids for change in read_name_changes(settings.home))
    known = load_records(settings.home / "records").values()
    if any(pending) or any(_speaks_of(record, ox.NamedNode(ID + id_)) for record in known):
        return id_
    raise NotFoundError(
        "no row has this id",
        where=new,
        mend="run `habeas build`: it shows the id that the new spelling makes",
    )


def _pending(settings: Settings, id_: str) -> NameChange:
    changes = [change for change in read_name_changes(settings.home) if change.id == id_]
    if not changes:
        raise UsageError(
            "the last build found no other name for this id",
            where=id_,
            mend="where the spelling is a part of the id, name the new id too: habeas link rename OLD NEW",
        )
    return changes[-1]
