"""The mapping checker: a variable that an expression uses and cannot see is an error, and so is one that nothing binds.

Each case is held to the engine too: what is refused is unbound when the engine runs it, what is let through is not.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.errors import MappingError
from habeas.ingest import Ingested, ingest_source, read_source
from habeas.ingest.mapping import read_mapping
from habeas.model import Model, Vocabularies, read_model, read_vocabularies
from habeas.model.namespaces import HAB

SETTINGS = Settings()
SHIPPED = sorted(p for p in (SETTINGS.root / "ingest").glob("*/*.ru"))
SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "no"
"""
HEAD = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT { GRAPH ?record {
  ?record hab:locator ?page . ?arrest a hab:Arrest ; hab:dateText ?t .
} } WHERE {
  ?row row:record ?record ; x:no ?no ; x:page ?page .
"""
ROWS = "no,page,arrested,kind\n" + "".join(f"{n},page {n},May 200{n},arrest\n" for n in range(1, 9))


@pytest.fixture(scope="module")
def declared() -> tuple[Model, Vocabularies]:
    return read_model(SETTINGS.ontology, SETTINGS.shapes), read_vocabularies(SETTINGS.ontology)


def folder_of(tmp_path: Path, where: str, rows: str = ROWS) -> Path:
    folder = tmp_path / "synthetic-list"
    folder.mkdir()
    (folder / "source.toml").write_text(SOURCE)
    (folder / "rows.csv").write_text(rows)
    (folder / "rows.ru").write_text(HEAD + where + "\n}\n")
    return folder


def ingest(folder: Path, declared: tuple[Model, Vocabularies]) -> Ingested:
    return ingest_source(read_source(folder), *declared)


def rows_with_arrest(folder: Path) -> int:
    """Ask the engine itself: the rows of the mapping's WHERE part in which ?arrest is bound."""
    store = ox.Store()
    for number, line in enumerate(ROWS.splitlines()[1:], 1):
        cells = dict(zip(ROWS.splitlines()[0].split(","), line.split(","), strict=True))
        said = "".join(f' ; <urn:habeas:column:{name}> "{cell}"' for name, cell in cells.items())
        store.load(
            f"<urn:r{number}> <urn:habeas:row#record> <urn:g{number}>{said} .".encode(), ox.RdfFormat.TURTLE
        )
    text = (folder / "rows.ru").read_text()
    query = text[: text.index("INSERT")] + "SELECT ?record ?arrest " + text[text.index("WHERE") :]
    known = {ox.NamedNode("https://w3id.org/habeas/function#id"): lambda kind, key: ox.NamedNode("urn:id")}
    found = store.query(query, custom_functions=known)
    return len({row["record"] for row in found if row["arrest"] is not None})


OPTIONAL = "OPTIONAL { ?row x:arrested ?t . "
UNSEEN = {
    "a BIND in an OPTIONAL": (OPTIONAL + 'BIND(fn:id("arrest", ?no) AS ?arrest) }', "?no"),
    "nested in a function": (OPTIONAL + 'BIND(fn:id("arrest", CONCAT("a", ?no)) AS ?arrest) }', "?no"),
    "an OPTIONAL in an OPTIONAL": (
        OPTIONAL + 'OPTIONAL { ?row x:kind ?k . BIND(fn:id("arrest", CONCAT(?k, ?t)) AS ?arrest) } }',
        "?t",
    ),
    "a FILTER two levels deep": (
        OPTIONAL + 'OPTIONAL { ?row x:kind ?k . FILTER(?no != "0") BIND(fn:id("arrest", ?k) AS ?arrest) } }',
        "?no",
    ),
    "a branch of a UNION": (
        '{ ?row x:arrested ?t . BIND(fn:id("arrest", ?no) AS ?arrest) } UNION { ?row x:none_such ?t }',
        "?no",
    ),
    "a group in plain braces": (
        OPTIONAL + '{ ?row x:kind ?k . FILTER(?no != "0") } BIND(fn:id("arrest", ?t) AS ?arrest) }',
        "?no",
    ),
    "a sub-SELECT that does not give it": (
        '{ SELECT ?row { ?row x:arrested ?t } } BIND(fn:id("arrest", ?t) AS ?arrest)',
        "?t",
    ),
    "a sub-SELECT that cannot see it": (
        '{ SELECT ?row ?t (fn:id("arrest", ?no) AS ?arrest) { ?row x:arrested ?t } }',
        "?no",
    ),
    "before it is bound": ('BIND(fn:id("arrest", ?t) AS ?arrest) ?row x:arrested ?t .', "?t"),
    "a BIND of a BIND outside": (
        f'BIND(CONCAT("a", ?no) AS ?key) {OPTIONAL} BIND(fn:id("arrest", ?key) AS ?arrest) }}',
        "?key",
    ),
    "an EXISTS does not bind": (
        OPTIONAL + 'FILTER EXISTS { ?row x:kind ?k } BIND(fn:id("arrest", ?k) AS ?arrest) }',
        "?k",
    ),
    "a MINUS does not bind": (
        'OPTIONAL { ?row x:arrested ?t } MINUS { ?row x:none_such ?k } BIND(fn:id("arrest", ?k) AS ?arrest)',
        "?k",
    ),
    "a name misspelt": (OPTIONAL + 'BIND(fn:id("arrest", ?tt) AS ?arrest) }', "?tt"),
    "a name misspelt in an IF's condition": (
        OPTIONAL + 'BIND(IF(?kin = "arrest", fn:id("arrest", ?t), ?none) AS ?arrest) }',
        "?kin",
    ),
}
SEEN = {
    "repeated inside": OPTIONAL + '?row x:no ?no . BIND(fn:id("arrest", ?no) AS ?arrest) }',
    "the OPTIONAL's own FILTER sees what is before it": OPTIONAL
    + 'FILTER(?no != "0") BIND(fn:id("arrest", ?t) AS ?arrest) }',
    "a FILTER sees what its group binds later": OPTIONAL
    + 'FILTER(BOUND(?arrest)) BIND(fn:id("arrest", ?t) AS ?arrest) }',
    "an EXISTS sees what is around it": OPTIONAL
    + 'FILTER EXISTS { ?row x:kind ?k . FILTER(?k != ?t) } BIND(fn:id("arrest", ?t) AS ?arrest) }',
    "an EXISTS sees it at any depth": OPTIONAL
    + 'FILTER NOT EXISTS { ?row x:kind ?k { ?row x:page ?p FILTER(?p = ?t) } } BIND(fn:id("arrest", ?t) AS ?arrest) }',
    "bound in an OPTIONAL before": 'OPTIONAL { ?row x:arrested ?t } BIND(fn:id("arrest", ?t) AS ?arrest)',
    "bound in both branches of a UNION": "{ ?row x:arrested ?t } UNION { ?row x:none_such ?t } "
    'BIND(fn:id("arrest", ?t) AS ?arrest)',
    "given by a sub-SELECT": '{ SELECT ?row ?t { ?row x:arrested ?t } } BIND(fn:id("arrest", ?t) AS ?arrest)',
    "a sub-SELECT of everything": '{ SELECT * { ?row x:arrested ?t } } BIND(fn:id("arrest", ?t) AS ?arrest)',
    "bound by VALUES": OPTIONAL + 'VALUES ?k { "a" } BIND(fn:id("arrest", CONCAT(?k, ?t)) AS ?arrest) }',
    "a MINUS of the row": 'OPTIONAL { ?row x:arrested ?t } MINUS { ?row x:kind "none" } '
    'BIND(fn:id("arrest", ?no) AS ?arrest)',
    "unbound on purpose": OPTIONAL + 'BIND(IF(STRLEN(?t) > 1, fn:id("arrest", ?t), ?none) AS ?arrest) }',
    "a LATERAL sees what is before it": "OPTIONAL { ?row x:arrested ?t } "
    'LATERAL { BIND(fn:id("arrest", ?t) AS ?arrest) }',
    "a dollar is a question mark": OPTIONAL + 'BIND(fn:id("arrest", $t) AS $arrest) }',
}


@pytest.mark.parametrize(("where", "name"), UNSEEN.values(), ids=UNSEEN)
def test_a_variable_that_cannot_be_seen_is_an_error(
    where: str, name: str, tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    folder = folder_of(tmp_path, where)
    assert rows_with_arrest(folder) == 0 or "none_such ?k" in where
    with pytest.raises(MappingError) as caught:
        ingest(folder, declared)
    error = caught.value
    assert f"{name}," in error.message or f"{name} " in error.message
    assert error.where is not None
    text = (folder / "rows.ru").read_text()
    line, column = (int(part.split()[-1]) for part in error.where.rpartition("rows.ru, ")[2].split(", "))
    assert text.splitlines()[line - 1][column - 1 :].startswith(name), "the place is that of the use"
    assert error.mend


@pytest.mark.parametrize("where", SEEN.values(), ids=SEEN)
def test_a_variable_that_can_be_seen_is_none(
    where: str, tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    folder = folder_of(tmp_path, where)
    assert rows_with_arrest(folder) == 8
    result = ingest(folder, declared)
    assert len({q.subject for q in result.quads if q.object == ox.NamedNode(f"{HAB}Arrest")}) == 8


def test_the_error_says_what_to_repeat(tmp_path: Path, declared: tuple[Model, Vocabularies]) -> None:
    with pytest.raises(MappingError, match="is bound in line 8") as caught:
        ingest(folder_of(tmp_path, UNSEEN["a BIND in an OPTIONAL"][0]), declared)
    assert "?row x:no ?no ." in str(caught.value.mend)


def test_a_minus_that_shares_no_variable_is_an_error(
    tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    where = 'BIND("x" AS ?t) BIND(fn:id("arrest", ?no) AS ?arrest) MINUS { VALUES ?other { "x" } }'
    with pytest.raises(MappingError, match="MINUS shares no variable"):
        ingest(folder_of(tmp_path, where), declared)


def test_a_variable_of_the_template_that_nothing_binds_is_an_error(
    tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    with pytest.raises(MappingError, match=r"the template uses \?arrest, and nothing binds it") as caught:
        ingest(
            folder_of(tmp_path, 'OPTIONAL { ?row x:arrested ?t . BIND(fn:id("a", ?t) AS ?arest) }'), declared
        )
    assert "line 6" in str(caught.value.where)


def test_a_variable_bound_only_in_an_exists_is_no_use_to_the_template(
    tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    where = 'BIND(fn:id("arrest", ?no) AS ?arrest) FILTER EXISTS { ?row x:arrested ?t }'
    with pytest.raises(MappingError, match=r"the template uses \?t, which is bound in line 9"):
        ingest(folder_of(tmp_path, where), declared)


def test_another_name_for_what_is_unbound_on_purpose_is_noted(
    tmp_path: Path, declared: tuple[Model, Vocabularies]
) -> None:
    where = OPTIONAL + 'BIND(IF(STRLEN(?t) > 1, fn:id("arrest", ?t), ?nothing) AS ?arrest) }'
    result = ingest(folder_of(tmp_path, where), declared)
    (note,) = [note for note in result.notes if "does not read" not in note]
    assert note.startswith("rows.csv: rows.ru, line 9, column ")
    assert "?nothing, and nothing binds it" in note
    assert "?none" in note


def test_every_shipped_mapping_sees_what_it_uses() -> None:
    assert len(SHIPPED) >= 33
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    from habeas.ingest.functions import Functions

    source = read_source(SETTINGS.root / "ingest" / "viasna-2025", SETTINGS.root / "ingest" / "tables")
    names = Functions(source, model, read_vocabularies(SETTINGS.ontology)).names()
    assert {file: read_mapping(file, names).invisible for file in SHIPPED} == dict.fromkeys(SHIPPED, ())
