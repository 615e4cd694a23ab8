"""Makes an edition of the synthetic store ``questions.trig``, so that the named questions can be asked of it."""

from pathlib import Path

import pyoxigraph as ox

from habeas.catalogue import bake
from habeas.config import Settings
from habeas.editions import Manifest
from habeas.editions.edition import make_current
from habeas.model import read_model
from habeas.publish.summary import count_entities

TRIG = Path(__file__).parent / "questions.trig"


def make_edition(settings: Settings, edition_id: str = "public-synthetic") -> Path:
    """Write the edition, make it the current one of the public, and return its store's path."""
    folder = settings.editions / edition_id
    folder.mkdir(parents=True)
    model = read_model(settings.ontology, settings.shapes)
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(TRIG), format=ox.RdfFormat.TRIG)
    store.flush()
    bake(store, model, folder / "catalogue.sqlite", settings.base)
    counts = count_entities(store, model, 0)
    del store
    made = "2026-01-02T03:04:05+00:00"
    Manifest(edition_id, "public", settings.base, made, "0", counts=counts).write(folder / "manifest.json")
    make_current(settings, "public", edition_id)
    return folder / "store"
