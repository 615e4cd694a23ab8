"""A synthetic edition around an example: what a record says, as the store of an edition has it.

A Turtle file is one accepted record, cleared for the public. A TriG file has its own records and, in the graph of the
publication, its own clearances; without that graph its records are cleared for the public. Where it says nothing in
the default graph, that is what its records say together.
"""

import datetime as dt
from pathlib import Path

import pyoxigraph as ox

from habeas.config import Settings
from habeas.model.graph import Declarations
from habeas.model.namespaces import HAB, ONTOLOGY, VOCABULARY
from habeas.publish.derive import derive

SETTINGS = Settings()
PUBLICATION = ox.NamedNode("https://w3id.org/habeas/publication")
RECORD = ox.NamedNode("urn:habeas:id:synthetic-record")
PUBLIC = ox.NamedNode(f"{VOCABULARY}tier/public")
TIER = ox.NamedNode(f"{HAB}tier")


def edition_of(*files: Path) -> tuple[ox.Store, list[ox.Quad]]:
    """Return the store of an edition with all the examples, and the basis of the publication."""
    store = ox.Store()
    basis: list[ox.Quad] = []
    for file in files:
        stated = list(ox.parse(path=str(file), format=ox.RdfFormat.from_extension(file.suffix[1:])))
        known = [q for q in stated if q.graph_name == PUBLICATION]
        quads = _placed([q for q in stated if q.graph_name != PUBLICATION])
        graphs = {q.graph_name for q in quads if isinstance(q.graph_name, ox.NamedNode)}
        basis += known or [ox.Quad(node, TIER, PUBLIC, PUBLICATION) for node in {PUBLICATION, *graphs}]
        store.extend(quads)
    store.extend(_declared())
    derive(store, SETTINGS.rules, dt.date(2026, 11, 22))
    return store, basis


def _placed(stated: list[ox.Quad]) -> list[ox.Quad]:
    """Put every triple into the default graph and into a record."""
    named = [q for q in stated if not isinstance(q.graph_name, ox.DefaultGraph)]
    default = [q for q in stated if isinstance(q.graph_name, ox.DefaultGraph)]
    if named:
        return stated if default else named + [ox.Quad(q.subject, q.predicate, q.object) for q in named]
    status = ox.NamedNode(f"{HAB}recordStatus")
    default.append(ox.Quad(RECORD, status, ox.NamedNode(f"{VOCABULARY}record-status/accepted")))
    return default + [ox.Quad(q.subject, q.predicate, q.object, RECORD) for q in default]


def _declared() -> list[ox.Quad]:
    graph = ox.NamedNode(ONTOLOGY)
    whole = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in Declarations(SETTINGS.ontology).store]
    return whole + list(Declarations(SETTINGS.ontology / "vocabularies").store)
