"""The catalogue: SQL tables made from the model, baked from an edition's store, read by GraphQL and pages."""

from habeas.catalogue.baking import bake
from habeas.catalogue.filters import Where
from habeas.catalogue.layout import Layout
from habeas.catalogue.opening import Catalogue
from habeas.catalogue.pages import Asked, Found, Page, class_count, class_page, find
from habeas.catalogue.search import Hit, search

__all__ = [
    "Asked",
    "Catalogue",
    "Found",
    "Hit",
    "Layout",
    "Page",
    "Where",
    "bake",
    "class_count",
    "class_page",
    "find",
    "search",
]
