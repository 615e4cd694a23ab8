"""The pipeline: filter, consolidate, derive, bake, swap; for each audience from its own records only."""

from habeas.publish.building import Built, Progress, SourceCount, build, chosen_sources
from habeas.publish.publication import Published, Publisher
from habeas.publish.records import load_records

__all__ = [
    "Built",
    "Progress",
    "Published",
    "Publisher",
    "SourceCount",
    "build",
    "chosen_sources",
    "load_records",
]
