"""Publishing for one audience: filter → merge → consolidate → derive → check → bake → swap.

One function over the records that the audience may see and the decisions that rest on them. Nothing unfiltered
reaches anything that follows the filter.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import pyoxigraph as ox

from habeas import __version__
from habeas.config import Settings
from habeas.editions import Finding, Last, Manifest, SourceSummary, last_edition
from habeas.editions.edition import make_current
from habeas.editions.integrity import mark_whole
from habeas.editions.manifest import FORMAT
from habeas.errors import ValidationError
from habeas.identity import Clearance, Identity, Preference, canonical_ids, read_entries
from habeas.model import Model, Vocabularies, model_digest, read_model, read_vocabularies
from habeas.model.graph import Declarations
from habeas.model.namespaces import DCTERMS, ID, ONTOLOGY, local_name
from habeas.publish.baking import bake, with_base
from habeas.publish.base import Base, remember_base
from habeas.publish.basis import Basis
from habeas.publish.chronology import Chronology
from habeas.publish.claims import collect_claims
from habeas.publish.consolidate import COMPUTED, consolidate
from habeas.publish.derive import derive
from habeas.publish.disputes import Judge
from habeas.publish.filter import VISIBLE_TIERS, Filter, Filtered
from habeas.publish.history import History
from habeas.publish.leftovers import remove_replaced
from habeas.publish.merge import hold_kinds, merge, read_split, visible_ids
from habeas.publish.names import own_names
from habeas.publish.records import Node, Record
from habeas.publish.rulings import read_rulings
from habeas.publish.status_words import StatusWords
from habeas.publish.summary import count_entities
from habeas.shapes import Report, validate_consolidated
from habeas.store import digest_of_lines, dump_lines, in_memory, loaded
from habeas.store.files import write_file

Say = Callable[[str], None]


@dataclass
class Published:
    """What a publication came to: the manifest, of how many records, the withheld, and whether it is a new edition.

    ``damage`` says what was wrong with the last edition, which this one replaces.
    """

    manifest: Manifest
    is_new: bool
    records: int
    stale: list[Node] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)
    unshaped: Counter[str] = field(default_factory=Counter)
    derived: dict[str, int] = field(default_factory=dict)
    orphaned: list[Node] = field(default_factory=list)
    damage: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publisher:
    """Publishes for one audience. ``former_bases`` are what the addresses of this home began with earlier.

    ``stated`` are the ids that any record speaks of, whoever may see it.
    """

    settings: Settings
    audience: str
    today: dt.date
    force: bool = False
    say: Say = lambda _: None
    former_bases: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()

    @property
    def model(self) -> Model:
        """The model of the declarations."""
        return read_model(self.settings.ontology, self.settings.shapes)

    @property
    def vocabularies(self) -> Vocabularies:
        """The vocabularies of the declarations."""
        return read_vocabularies(self.settings.ontology)

    def publish(
        self, records: dict[Node, Record], report: Report, rulings: list[Clearance] | None = None
    ) -> Published:
        """Publish what the audience may see of the records, by the rulings given or those of the ledgers.

        Raises ValidationError where one of those is malformed: then the last edition stays as it is.
        """
        return replace(self, stated=frozenset(visible_ids(records)))._publish(records, report, rulings)

    def _publish(
        self, records: dict[Node, Record], report: Report, rulings: list[Clearance] | None
    ) -> Published:
        self.say("filter")
        if rulings is None:
            rulings = read_rulings(self.settings, records, self.today).in_force()
        sources = {iri: r for iri, r in records.items() if is_source(iri, r)}
        rest = {iri: r for iri, r in records.items() if iri not in sources}
        filtered = self.filter(rest, rulings)
        visible = self._with_sources(filtered, sources)
        _refuse_malformed(visible, report)
        self.say("consolidate")
        store, redirects, chronology = self._consolidate(visible)
        self.say("derive")
        words = StatusWords(store, self.model, self.vocabularies, chronology)
        derived = derive(store, self.settings.rules, self.today, words.write)
        lines = with_base(dump_lines(store), self.settings.base)
        del store
        check = partial(self._check, redirects=redirects, rulings=rulings)
        return self._edition(lines, redirects, filtered, derived, len(rest), check)

    def filter(
        self, records: Mapping[Node, Record], rulings: list[Clearance], *, trace: bool = False
    ) -> Filtered:
        """Return what the audience may see of records."""
        rules = Filter(self.audience, self.model, self.vocabularies, self.today, trace)
        return rules.apply(read_split(self.settings, records), rulings, self._same_nodes)

    def _with_sources(self, filtered: Filtered, sources: dict[Node, Record]) -> dict[Node, Record]:
        """A source is described where the audience may see a record of it."""
        cited = {record.value("source") for record in filtered.records.values()}
        return {**filtered.records, **{iri: r for iri, r in sources.items() if iri.value in cited}}

    def _consolidate(self, records: dict[Node, Record]) -> tuple[ox.Store, dict[str, str], Chronology]:
        redirects = self._same(records)
        hold_kinds(records, redirects, self.model)
        before = collect_claims(records, self.model)
        kept = {ox.NamedNode(ID + new) for new in redirects.values()}
        merged = merge(records, redirects)
        claims = collect_claims(merged, self.model)
        chronology = Chronology.of(merged.values())
        preferences = read_entries(Preference, self.settings.ledgers)
        judge = Judge.of(self.model, self.vocabularies, preferences, redirects, chronology)
        result = consolidate(claims, judge, own_names(before, kept))
        store = in_memory(result.quads())
        store.bulk_extend(quad for record in merged.values() for quad in record.quads())
        store.bulk_extend(chronology.quads())
        store.bulk_extend(replacements(redirects))
        store.bulk_extend(self._declared())
        return store, redirects, chronology

    def _same(self, records: Mapping[Node, Record]) -> dict[str, str]:
        """The canonical id of each id that the decisions on these records merge into another."""
        decisions = read_entries(Identity, self.settings.ledgers)
        visible, history = visible_ids(records), self._history
        # What a row still says and this audience may not see is withheld, not past.
        past, merged = history.seen - self.stated, history.redirects.keys() - self.stated
        return canonical_ids(decisions, visible.__contains__, history.canonical, past, merged)

    def _same_nodes(self, records: Mapping[Node, Record]) -> dict[Node, Node]:
        return {ox.NamedNode(ID + old): ox.NamedNode(ID + new) for old, new in self._same(records).items()}

    @cached_property
    def _history(self) -> History:
        """What the audience has seen in the editions before."""
        return History.of(last_edition(self.settings, self.audience))

    def _declared(self) -> Iterator[ox.Quad]:
        """The ontology in a graph of its own, and the vocabularies' terms in the default graph too."""
        graph = ox.NamedNode(ONTOLOGY)
        for quad in Declarations(self.settings.ontology).store:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in Declarations(self.settings.ontology / "vocabularies").store:
            yield ox.Quad(quad.subject, quad.predicate, quad.object)

    def _edition(
        self,
        lines: list[bytes],
        redirects: dict[str, str],
        filtered: Filtered,
        derived: dict[str, int],
        records: int,
        check: Callable[[ox.Store], Report],
    ) -> Published:
        store = loaded(lines)
        gone = self._history.gone_from(present_ids(lines, self.settings.base) | redirects.keys(), self.today)
        edition_id = f"{self.audience}-{self._digest(lines, store, redirects, gone)}"
        # Every file of the last edition is read: one that is damaged is no reason to leave things as they are.
        last = last_edition(self.settings, self.audience, thorough=True)
        current = last.manifest
        if current and last.folder and self._is_as_wanted(last, edition_id) and not self.force:
            mark_whole(last.folder)
            self._swap(last.folder.name)
            return _published(current, filtered, records, derived, is_new=False)
        self.say("check")
        report = check(store)
        manifest = Manifest(
            id=edition_id,
            audience=self.audience,
            base=self.settings.base,
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            version=__version__,
            counts=count_entities(store, self.model, len(filtered.records)),
            sources=_sources(store),
            findings=_findings(report, store),
            redirects=redirects,
            gone=gone,
            model=self._model_digest,
            former_bases=list(self.former_bases),
        )
        folder = bake(lines, store, self.model, self.settings, manifest, self.say)
        self._swap(folder.name)
        published = _published(manifest, filtered, records, derived, is_new=True)
        return replace(published, damage=last.faults)

    def _is_as_wanted(self, last: Last, edition_id: str) -> bool:
        """Whether an edition is whole, holds the same, and has its tables by the model of today."""
        manifest = last.manifest
        return (
            manifest is not None
            and not last.damage
            and manifest.id == edition_id
            and manifest.model == self._model_digest
        )

    def _swap(self, name: str) -> None:
        """Make an edition's folder current. The base is written down before: the pointer is the last step."""
        remember_base(self.settings, Base(self.settings.base, self.former_bases))
        make_current(self.settings, self.audience, name)
        remove_replaced(self.settings, self.audience)

    @property
    def _model_digest(self) -> str:
        return model_digest(self.settings.ontology, self.settings.shapes)

    def _check(self, store: ox.Store, redirects: dict[str, str], rulings: list[Clearance]) -> Report:
        """Hold the whole of what would be published to the cross-record checks, and keep the report in the home."""
        settings = self.settings
        known = self._basis(redirects).quads(rulings, read_entries(Identity, settings.ledgers))
        report = validate_consolidated(store, settings.shapes, settings.ontology, known)
        file = settings.home / "reports" / f"{self.audience}.ttl"
        write_file(file, report.as_turtle().encode())
        _refuse_dangerous(report, file)
        return report

    def _basis(self, redirects: dict[str, str]) -> Basis:
        return Basis(VISIBLE_TIERS[self.audience], self.today, self.settings.base, redirects)

    def _digest(
        self, lines: list[bytes], store: ox.Store, redirects: dict[str, str], gone: Mapping[str, str]
    ) -> str:
        """The edition's id follows from its content, the shapes and the version: the same in, the same out.

        That two of its people are different is in no quad of it, but settles a finding; what is gone is in none, but
        has an address.
        """
        shapes = Declarations(self.settings.shapes).store
        parts = [digest_of_lines(lines), str(len(shapes)), str(FORMAT), __version__, self.settings.base]
        parts += [self._model_digest, *self.former_bases, *sorted(gone)]
        different = self._basis(redirects).different(read_entries(Identity, self.settings.ledgers))
        parts += sorted(
            str(q) for q in different if _describes(store, q.subject) and _describes(store, q.object)
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _published(
    manifest: Manifest, filtered: Filtered, records: int, derived: dict[str, int], *, is_new: bool
) -> Published:
    withheld, unshaped = filtered.withheld, filtered.unshaped
    return Published(
        manifest, is_new, records, filtered.stale, withheld, unshaped, derived, filtered.orphaned
    )


def replacements(redirects: Mapping[str, str]) -> Iterator[ox.Quad]:
    """Yield for each id that was merged or renamed what it is now, so that whoever holds the old one finds it."""
    for old, new in redirects.items():
        former, present = ox.NamedNode(ID + old), ox.NamedNode(ID + new)
        for triple in (
            (former, ox.NamedNode(f"{DCTERMS}isReplacedBy"), present),
            (present, ox.NamedNode(f"{DCTERMS}replaces"), former),
        ):
            yield ox.Quad(*triple)
            yield ox.Quad(*triple, COMPUTED)


def present_ids(lines: Iterable[bytes], base: str) -> set[str]:
    """Return the ids that sorted lines of N-Quads say something of."""
    start = f"<{base}/id/".encode()
    subjects = {line.split(b" ", 1)[0] for line in lines if line.startswith(start)}
    return {subject[len(start) : -1].decode() for subject in subjects}


def _describes(store: ox.Store, node: ox.Term) -> bool:  # type: ignore[name-defined]
    return any(True for _ in store.quads_for_pattern(node, None, None, ox.DefaultGraph()))


def is_source(iri: Node, record: Record) -> bool:
    """Only the engine writes a graph that is named by the source which it describes, with its captures."""
    typed = record.types.get(iri, set())
    captures = {ox.NamedNode(value) for value in record.values("archivedAs")}
    subjects = {t[0] for t in record.triples}
    return any(found.endswith("#Source") for found in typed) and subjects <= {iri, *captures}


def _refuse_malformed(visible: dict[Node, Record], report: Report) -> None:
    malformed = [r for r in report.violations if r.record and ox.NamedNode(r.record) in visible]
    if malformed:
        raise ValidationError(
            f"{len(malformed)} malformed: the edition is not published, the last one stays. The first:\n{malformed[0]}",
            where="reports/validation.ttl under the home folder has them all",
            mend="mend the rows that are named, or the mapping, and build again; `habeas validate` lists every finding",
        )


def _refuse_dangerous(report: Report, file: Path) -> None:
    if report.violations:
        raise ValidationError(
            f"{len(report.violations)} findings stop the publication, the last edition stays. The first:\n"
            f"{report.violations[0]}",
            where=f"{file} has them all",
            mend="docs/reference/checks.md says what each check finds; mend the records or the ledger, and build again",
        )


def _findings(report: Report, store: ox.Store) -> list[Finding]:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

    def name(focus: str) -> str:
        quads = store.quads_for_pattern(ox.NamedNode(focus), label, None, ox.DefaultGraph())
        return next((q.object.value for q in quads if isinstance(q.object, ox.Literal)), "")

    return [
        Finding(local_name(r.shape), r.severity, r.focus, name(r.focus), r.message) for r in report.results
    ]


def _sources(store: ox.Store) -> list[SourceSummary]:
    rows = store.query(
        """PREFIX hab: <https://w3id.org/habeas/ns#>
        SELECT ?source ?title ?publisher ?licence ?address ?noAddress (COUNT(?record) AS ?records) WHERE {
          ?source a hab:Source ; hab:title ?title ; hab:publisher ?publisher ; hab:licence ?licence .
          OPTIONAL { ?source hab:address ?address }
          OPTIONAL { ?source hab:noAddress ?noAddress }
          ?record hab:source ?source
        } GROUP BY ?source ?title ?publisher ?licence ?address ?noAddress ORDER BY ?title"""
    )
    return [
        SourceSummary(
            r["source"].value,
            r["title"].value,
            r["publisher"].value,
            r["licence"].value,
            int(r["records"].value),
            r["address"].value if r["address"] else "",
            r["noAddress"].value if r["noAddress"] else "",
        )
        for r in rows  # type: ignore[union-attr]
    ]
