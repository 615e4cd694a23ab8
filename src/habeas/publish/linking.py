"""Decisions on who is who that a command writes into a ledger: an id split by its rows, a spelling corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from habeas.config import Settings
from habeas.editions import last_edition
from habeas.errors import NotFoundError, UsageError
from habeas.identity import Identity, Split, append_entries, read_entries
from habeas.ingest import find_sources
from habeas.ingest.identifiers import computed_id
from habeas.model import Model, read_model
from habeas.model.namespaces import ID, local_name
from habeas.publish.building import prepare_home
from habeas.publish.clearing import local_id
from habeas.publish.history import History
from habeas.publish.merge import read_split, visible_ids
from habeas.publish.name_changes import NameChange, pending_changes, recall
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
    too, is split with it: else it would befall both. With ``to`` the id that the rows give, the split is taken back.
    Returns the lines written, that on the id itself first. Raises NotFoundError for an id or a record that is not in
    the home, UsageError where the split makes no sense.
    """
    said = decider.said()
    node, chosen = ox.NamedNode(ID + local_id(name)), {ox.NamedNode(ID + local_id(row)) for row in rows}
    stated = load_records(settings.home / "records")
    records = read_split(settings, stated)
    model = read_model(settings.ontology, settings.shapes)
    target = ox.NamedNode(ID + local_id(to)) if to else None
    back = target is not None and _all_speak_of(stated, chosen, target)
    if target and back:
        nodes = _taken_back(settings, stated, chosen, target, model)
        ends = {n: n for n in nodes}
    else:
        fed = _fed(records, node, chosen, name, whole=target is not None)
        nodes = [node, *_shared(records, node, chosen, fed - chosen, model)]
        if target:
            _check_target(settings, records, node, target, model)
        names = sorted(local_name(iri.value) for iri in chosen)
        ends = {n: ox.NamedNode(computed_id("split", local_name(n.value), *names)) for n in nodes}
        ends[node] = target or ends[node]
    ordered = sorted(chosen, key=str)
    lines = [
        Split(
            id=local_name(n.value),
            to=local_name(ends[n].value),
            records=[local_name(iri.value) for iri in ordered],
            digests=[stated[iri].digest for iri in ordered],
            **said,
        )
        for n in nodes
    ]
    decider.write(settings, lines)
    return lines


def _all_speak_of(records: Mapping[Node, Record], chosen: set[Node], node: Node) -> bool:
    return bool(chosen) and all(iri in records and _speaks_of(records[iri], node) for iri in chosen)


def _taken_back(
    settings: Settings, stated: Mapping[Node, Record], chosen: set[Node], target: Node, model: Model
) -> list[Node]:
    """Return the id that rows are to have again, and what was split with it; UsageError where nothing was."""
    split_ids = {
        ox.NamedNode(ID + line.id)
        for line in read_entries(Split, settings.ledgers)
        if line.id != line.to and {ox.NamedNode(ID + r) for r in line.records} & chosen
    }
    if target not in split_ids:
        raise UsageError(
            "the rows have this id, and were not split from it",
            where=local_name(target.value),
            mend="name the id that the rows are of in place of it with --to, or leave --to out for a new one",
        )
    hanging = {n for iri in chosen for n in _hanging(stated[iri], target, model)}
    return [target, *sorted(split_ids & hanging, key=str)]


def _fed(
    records: Mapping[Node, Record], node: Node, chosen: set[Node], name: str, *, whole: bool
) -> set[Node]:
    """Return the records that speak of an id; raises where those chosen are not some of them, or all if ``whole``."""
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
    if not chosen or (chosen == fed and not whole):
        raise UsageError(
            "a split leaves some rows with the old id and gives others a new one",
            where=f"{len(fed)} records speak of {local_name(node.value)}, {len(chosen)} are named",
            mend="name the records of one of the two people",
        )
    return fed


def _check_target(
    settings: Settings, records: Mapping[Node, Record], node: Node, target: Node, model: Model
) -> None:
    """Raise where the id that rows are given is unknown, or that of a thing of another kind."""
    known = {ox.NamedNode(ID + line.to) for line in read_entries(Split, settings.ledgers)}
    kinds = {n: {c.name for r in records.values() if (c := r.class_of(n, model))} for n in (node, target)}
    if not kinds[target] and target not in known:
        raise NotFoundError(
            "no record speaks of the id that the rows are to have",
            where=local_name(target.value),
            mend="leave --to out for a new id",
        )
    if clash := [(a, b) for a in kinds[node] for b in kinds[target] if model.are_disjoint(a, b)]:
        raise UsageError(
            f"{local_name(node.value)} is a {clash[0][0]} and {local_name(target.value)} a {clash[0][1]}",
            mend="name the id of a thing of the same kind with --to",
        )


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
    NotFoundError where no row has the new id, or nothing is known of the old.
    """
    said, id_ = decider.said(), local_id(old)
    if new is None:
        line = Identity(decision="renamed", a=id_, b=id_, name=_pending(settings, id_).digest, **said)
    else:
        line = _renamed_to(settings, id_, local_id(new), said)
    decider.write(settings, [line])
    return line


def _renamed_to(settings: Settings, old: str, new: str, said: dict[str, str]) -> Identity:
    if old == new:
        raise UsageError(
            "the two ids are one",
            where=old,
            mend=f"name it once: habeas link rename {old}, if it has another name now",
        )
    changes = pending_changes(settings.home)
    stated = visible_ids(load_records(settings.home / "records"))
    if new not in stated | {id_ for change in changes for id_ in change.new_ids}:
        raise NotFoundError(
            "no row has this id",
            where=new,
            mend="run `habeas build`: it shows the id that the new spelling makes",
        )
    seen = {id_ for change in changes for id_ in change.old_ids} | _published(settings)
    if old not in stated | seen and not any(
        old in recall(settings.home, name).former for name in _sources(settings)
    ):
        raise NotFoundError(
            "no row has or had this id",
            where=old,
            mend="take it from the address that people know, /id/…, or from what `habeas build` says",
        )
    return Identity(decision="renamed", a=new, b=old, **said)


def _published(settings: Settings) -> frozenset[str]:
    return History.of(last_edition(settings, "public")).seen


def _sources(settings: Settings) -> list[str]:
    return sorted(find_sources(settings.source_folders))


def _pending(settings: Settings, id_: str) -> NameChange:
    changes = [change for change in pending_changes(settings.home) if change.id == id_]
    if not changes:
        raise UsageError(
            "the last build found no other name for this id",
            where=id_,
            mend="where the spelling is a part of the id, name the new id too: habeas link rename OLD NEW",
        )
    return changes[-1]
