"""Makes an edition of the synthetic store ``documents.trig``, for tests of pages and documents."""

from pathlib import Path

import pyoxigraph as ox

from habeas.catalogue import bake
from habeas.config import Settings
from habeas.editions import Finding, Manifest, SourceSummary
from habeas.editions.edition import make_current
from habeas.model import read_model
from habeas.publish.summary import count_entities

TRIG = Path(__file__).parent / "documents.trig"
BASE = "http://localhost:8000"


def iri(name):
    """The file's ids are its names, filled up to 20 characters."""
    return f"{BASE}/id/{name.ljust(20, '2')}"


def opaque(name):
    return name.ljust(20, "2")


def make_edition(settings, edition_id="public-synthetic", more=(), leave_out=lambda quad: False, findings=()):
    """Write the edition and make it the current one of the public; ``more`` quads and ``findings`` are added."""
    folder = settings.editions / edition_id
    folder.mkdir(parents=True)
    model = read_model(settings.ontology, settings.shapes)
    store = ox.Store(str(folder / "store"))
    quads = [q for q in ox.parse(path=str(TRIG), format=ox.RdfFormat.TRIG) if not leave_out(q)]
    store.extend([*quads, *more])
    store.flush()
    bake(store, model, folder / "catalogue.sqlite", BASE)
    counts = count_entities(store, model, 9)
    del store
    Manifest(
        id=edition_id,
        audience="public",
        base=BASE,
        made="2026-01-02T03:04:05+00:00",
        version="0",
        counts=counts,
        sources=[SourceSummary(iri("sourcea"), "A synthetic bulletin", "nobody", "CC0-1.0", 5)],
        findings=[
            Finding("Synthetic", "Warning", iri("ada"), "Ada Synthetic", "A synthetic finding."),
            *findings,
        ],
        redirects={opaque("adaold"): opaque("ada")},
    ).write(folder / "manifest.json")
    make_current(settings, "public", edition_id)


def settings_at(home, root=None):
    return Settings(home=home, root=root) if root else Settings(home=home)
