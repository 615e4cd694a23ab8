"""Validation of other people's graphs: any data, any shapes, the compiler on the whole graph."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from habeas.errors import ModelError, UsageError
from habeas.shapes.compiler import Finding, find, read_shapes
from habeas.shapes.lending import lent
from habeas.shapes.loading import Loader, graph_named
from habeas.shapes.rdf_files import files_of, graph_of, quads_of
from habeas.shapes.reports import Names, Reporting, Summary, Wanted, title_of
from habeas.shapes.telling import Telling
from habeas.shapes.terms import quiet_literals

Paths = Path | Iterable[Path]


class Progress(Protocol):
    """Is told how a run goes on."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Something within the stage has come so far."""


class _Unheard:
    def stage(self, name: str) -> None: ...

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None: ...


@quiet_literals()
def validate_graph(
    data: ox.Store | Paths,
    shapes: Paths,
    *,
    ontology: Paths = (),
    graph: str | None = None,
    wanted: Wanted | None = None,
    on_disk: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Hold a graph to shapes and return what was found, grouped; every finding is written to ``wanted.files``.

    ``data``: RDF files or folders of them, or an Oxigraph store. Of files, ``graph`` None takes the union of all
    their graphs, an IRI one named graph; of a store, the default graph or the one named. ``shapes``: files or folders,
    read as one graph; ``owl:imports`` is not followed and nothing is fetched. ``ontology``: files that say what is a
    subclass of what, added to the data for the run. ``on_disk``: files are loaded into a temporary store on disk.
    A finding names the files that have triples of its focus node.

    >>> from pathlib import Path
    >>> from habeas.shapes import Wanted, validate_graph
    >>> wanted = Wanted(files={Path("report.ttl"): "turtle", Path("report.html"): "html"})
    >>> summary = validate_graph(Path("people.ttl"), Path("shapes.ttl"), wanted=wanted)  # doctest: +SKIP
    >>> summary.fails("Violation"), [(g.shape, g.total) for g in summary.groups]  # doctest: +SKIP

    Memory: the graph (in memory or on disk), what the shapes' queries keep, and the groups; findings are not kept.
    Raises UsageError for what cannot be read or written, ModelError for shapes that are ill-formed or have no target.
    """
    told = progress or _Unheard()
    shape_files = files_of(_several(shapes))
    names: dict[str, str] = {}
    read = read_shapes(graph_of(shape_files, names))
    if not read.targeted():
        raise ModelError(
            "no shape has a target, so there is nothing to check",
            where=", ".join(map(str, shape_files)),
            mend="give a shape sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf",
        )
    with ExitStack() as stack:
        store, at, place, checked = stack.enter_context(
            _opened(data, _several(ontology), graph, on_disk, told, names)
        )
        told.stage("validate")
        reporting = stack.enter_context(
            Reporting(wanted or Wanted(), read.graph, Names(names), _title(data), store, at)
        )
        found = find(store, read, graph=at, progress=lambda done, total: told.step("shapes", done, total))
        telling = Telling(read.graph, place)
        reporting.take(map(telling.result, found))
        return reporting.finish(checked)


GraphName = ox.NamedNode | ox.DefaultGraph
Opened = tuple[ox.Store, GraphName, Callable[[Finding], str], str]


@contextmanager
def _opened(
    data: ox.Store | Paths,
    ontology: list[Path],
    graph: str | None,
    on_disk: bool,
    told: Progress,
    names: dict[str, str],
) -> Iterator[Opened]:
    """Yield the store, the graph in it, what names the file of a finding, and what is checked in words."""
    if isinstance(data, ox.Store):
        at = graph_named(graph) if graph else ox.DefaultGraph()
        _refuse_empty(data, at)
        with _with_ontology(data, at, ontology):
            yield data, at, lambda _: "", "the store" if graph is None else f"the graph {at} of the store"
        return
    with _new_store(on_disk) as store:
        yield _loaded(store, files_of(_several(data)), ontology, graph, told, names)


def _loaded(
    store: ox.Store,
    files: list[Path],
    ontology: list[Path],
    graph: str | None,
    told: Progress,
    names: dict[str, str],
) -> Opened:
    told.stage("load")
    loader = Loader(
        store, graph, lambda file, read, size: told.step(Path(file).name, 100 * read // max(size, 1), 100)
    )
    loader.load(files)
    loader.lend(files_of(ontology))
    names |= {name: iri for name, iri in loader.prefixes.items() if name not in names}
    only = str(files[0]) if len(files) == 1 else None
    checked = "1 triple" if loader.triples == 1 else f"{loader.triples} triples"

    def place(finding: Finding) -> str:
        return only if only is not None else ", ".join(loader.origins.files(finding.focus))

    return store, ox.DefaultGraph(), place, checked


@contextmanager
def _new_store(on_disk: bool) -> Iterator[ox.Store]:
    if not on_disk:
        yield ox.Store()
        return
    with tempfile.TemporaryDirectory(prefix="habeas-validate-") as folder:
        yield ox.Store(folder)


@contextmanager
def _with_ontology(store: ox.Store, graph: GraphName, ontology: list[Path]) -> Iterator[None]:
    if not ontology:
        yield
        return
    with ExitStack() as stack:
        try:
            quads = (q for file in files_of(ontology) for q in quads_of(file))
            stack.enter_context(
                lent(store, [ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads])
            )
        except (OSError, RuntimeError) as error:
            raise UsageError(
                "a store that is opened read-only takes no ontology",
                mend="load the ontology into the graph of the store, or validate the files instead",
            ) from error
        yield


def _refuse_empty(store: ox.Store, graph: GraphName) -> None:
    """Refuse a graph without a triple: it conforms to nearly everything."""
    if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
        named = [str(name) for name, _ in zip(store.named_graphs(), range(5), strict=False)]
        raise UsageError(
            f"there is no triple in {graph if isinstance(graph, ox.NamedNode) else 'the default graph'} of the store",
            mend=f"name one of its graphs: {', '.join(named)}" if named else "name a store that holds data",
        )


def _several(paths: Paths) -> list[Path]:
    return [paths] if isinstance(paths, Path) else list(paths)


def _title(data: ox.Store | Paths) -> str:
    if isinstance(data, ox.Store):
        return "a store"
    return title_of(_several(data))
