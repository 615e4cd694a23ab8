"""The template that is filled in as text says what Oxigraph's own update would have inserted."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.ingest import Source, Table, find_sources, read_source
from habeas.ingest.batch import Mapper
from habeas.ingest.facade import lay_out, row_record
from habeas.ingest.functions import Functions
from habeas.ingest.mapping import read_mapping
from habeas.ingest.row import Row
from habeas.ingest.rows import read_rows
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import HAB, ID, RDF

SETTINGS = Settings()
SHIPPED = [
    (name, table.name)
    for name, folder in find_sources(SETTINGS.source_folders).items()
    for source in [read_source(folder, SETTINGS.root / "ingest" / "tables")]
    if source.is_present
    for table in source.tables
]
ENGINE = {
    HAB + n
    for n in ("source", "tableName", "rowNumber", "recordStatus", "recorded", "unreadCell", "locatorKind")
}
SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
split = { b = "|", c = "|" }
"""
PREFIXES = """PREFIX : <urn:synthetic:>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
"""
ODD = {
    "several solutions": "INSERT { GRAPH ?record { :s :b ?b ; :c ?c . ?i :d ?b } } WHERE { ?row row:record ?record ; "
    'x:b ?b ; x:c ?c BIND(fn:id("i", ?c) AS ?i) }',
    "two groups and comments": 'INSERT { # GRAPH } "\nGRAPH ?record { :s a :A ; :p "}", \'#\', """a\nb"""@en . } '
    "GRAPH $record { :s :q $a , ?b } } WHERE { ?row row:record ?record ; x:a ?a OPTIONAL { ?row x:b ?b } }",
    "numbers and truth values": "INSERT { GRAPH ?record { :s :p ?n , 7 , 7.5 , 7e1 , -1 , true , ?t , ?f , ?d , ?e } } "
    "WHERE { ?row row:record ?record ; row:number ?n ; x:a ?a BIND(?n = 1 AS ?t) BIND(?n = 2 AS ?f) "
    "BIND(?n / 3 AS ?d) BIND(xsd:double(?n) AS ?e) }",
    "odd lexical forms": 'INSERT { GRAPH ?record { :s :p ?x , ?y , ?z , ?d , "07"^^xsd:integer , "x"^^xsd:date } } '
    'WHERE { ?row row:record ?record ; x:a ?a BIND(STRDT("007", xsd:integer) AS ?x) BIND(STRDT(?a, xsd:integer) AS ?y) '
    'BIND(STRDT("1", xsd:boolean) AS ?z) BIND(STRDT("+.5", xsd:decimal) AS ?d) }',
    "literal where none can stand": "INSERT { GRAPH ?record { ?a :p ?b . :s ?a ?b . :s :p ?none . ?none :p ?a . "
    ":s :q ?a } } WHERE { ?row row:record ?record ; x:a ?a OPTIONAL { ?row x:b ?b } }",
    "a variable predicate": "INSERT { GRAPH ?record { :s ?p ?a } } WHERE { ?row row:record ?record ; x:a ?a "
    "VALUES ?p { :p :q } }",
    "triples that fall together": "INSERT { GRAPH ?record { :s :p ?a , ?same . ?i :q ?a . ?j :q ?a } } WHERE { "
    '?row row:record ?record ; x:a ?a BIND(?a AS ?same) BIND(fn:id("i", ?a) AS ?i) BIND(fn:id("i", ?a) AS ?j) }',
    "a variable that is a constant": "INSERT { GRAPH ?record { :s :p ?c , :c ; :q ?a } } WHERE { "
    "?row row:record ?record ; x:a ?a BIND(:c AS ?c) }",
    "languages and a base": "BASE <http://synthetic.example/> INSERT { GRAPH ?record { <s> <p> ?l , \"x\"@en-GB } } "
    'WHERE { ?row row:record ?record ; x:a ?a BIND(STRLANG(?a, "uk") AS ?l) }',
    "a subselect and trailing text": "INSERT { GRAPH ?record { :s :p ?n } } WHERE { ?row row:record ?record "
    "{ SELECT ?row (COUNT(?v) AS ?n) WHERE { ?row x:c ?v ; row:number ?at } GROUP BY ?row } } ; # the end",
    "ids with and without dots": "INSERT { GRAPH ?record { ?i :p ?a . ?j :p ?b . ?k :p ?c } } WHERE { "
    '?row row:record ?record ; x:a ?a BIND(fn:id("i", ?a) AS ?i) ?row x:b ?b . BIND(fn:id("j", ?b) AS ?j) . '
    "?row x:c ?c . BIND(fn:id('k', ?c) AS ?k) }",
    "an id in an optional group by a key from outside": "INSERT { GRAPH ?record { ?i :p ?b . :s :q ?a } } WHERE { "
    '?row row:record ?record ; x:a ?a OPTIONAL { ?row x:b ?b . BIND(fn:id("i", ?a) AS ?i) } }',
    "an id before its key": "INSERT { GRAPH ?record { ?i :p ?a . :s :q ?a } } WHERE { "
    '?row row:record ?record . BIND(fn:id("i", ?a) AS ?i) ?row x:a ?a }',
    "a key bound twice": "INSERT { GRAPH ?record { ?i :p ?c } } WHERE { ?row row:record ?record ; x:c ?c "
    'OPTIONAL { ?row x:b ?k . BIND(fn:id("i", ?k) AS ?i) } OPTIONAL { ?row x:a ?k } }',
    "an id that is asked for": "INSERT { GRAPH ?record { ?i :p ?a } } WHERE { ?row row:record ?record ; x:a ?a "
    'BIND(fn:id("i", ?a) AS ?i) FILTER(STRLEN(STR(?i)) > 3 && BOUND(?i)) }',
    "ids in a union": "INSERT { GRAPH ?record { ?i :p ?a . ?j :p ?b } } WHERE { ?row row:record ?record "
    '{ ?row x:a ?a BIND(fn:id("i", ?a) AS ?i) } UNION { ?row x:b ?b . BIND(fn:id("i", ?b) AS ?j) } }',
    "nothing bound": "INSERT { GRAPH ?record { :s :p ?none } } WHERE { ?row row:record ?record ; x:a ?a }",
}  # fmt: skip
CELLS = ("plain", 'quo"te', "back\\slash", "new\nline", "tab\there", "return\rhere", "<urn:x>", "_:b", "true", "12",
         "1.5", "1e3", "-7", "", "Ж 漢 \U0001f5ff", "a|b|c", "\u2028\u0085", "\x7f", "?a", "{0} %s")  # fmt: skip


def mapper_of(source: Source, table: Table) -> Mapper:
    model = read_model(SETTINGS.ontology, SETTINGS.shapes)
    functions = Functions(source, model, read_vocabularies(SETTINGS.ontology))
    return Mapper(source, table, read_mapping(table.mapping, functions.names()), functions)


def by_update(mapper: Mapper, rows: list[Row]) -> set[ox.Quad]:
    """What the engine's own update inserts."""
    store = ox.Store()
    for row in rows:
        text = lay_out(row, row_record(mapper.source, mapper.table, row), mapper.table)
        store.load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    store.update(mapper.mapping.text, custom_functions=mapper.functions.for_oxigraph())
    mapper.functions.take_failures()
    return {quad for quad in store if isinstance(quad.graph_name, ox.NamedNode)}


def by_template(mapper: Mapper, rows: list[Row]) -> list[ox.Quad]:
    """What the batch says, apart from what the engine says of every record."""
    text = "".join(mapper.map(rows).quads)
    return [
        quad
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value not in ENGINE and quad.object != ox.NamedNode(f"{HAB}Record")
    ]


def assert_same(mapper: Mapper, rows: list[Row]) -> int:
    wanted, found = by_update(mapper, rows), by_template(mapper, rows)
    records = {q.graph_name for q in found}
    assert set(found) == {q for q in wanted if q.graph_name in records}
    assert len(found) == len(set(found))
    return len(found)


def test_there_are_enough_shipped_tables() -> None:
    assert len(SHIPPED) > 30
    assert len(ODD) == 17


@pytest.mark.parametrize(("name", "table_name"), SHIPPED)
def test_shipped_tables_say_what_an_update_would(name: str, table_name: str) -> None:
    folder = find_sources(SETTINGS.source_folders)[name]
    source = read_source(folder, SETTINGS.root / "ingest" / "tables")
    table = next(t for t in source.tables if t.name == table_name)
    assert assert_same(mapper_of(source, table), list(read_rows(table).rows)) > 3


@pytest.mark.parametrize("name", ODD)
def test_odd_mappings_say_what_an_update_would(name: str, tmp_path: Path) -> None:
    (tmp_path / "source.toml").write_text(SOURCE)
    (tmp_path / "rows.ru").write_text(PREFIXES + ODD[name])
    source = read_source(tmp_path)
    cells = [(a, b) for a in CELLS for b in ("", "one|two", a)]
    rows = [
        Row(number, {n: c for n, c in (("a", a), ("b", b), ("c", f"k{number}|l|one")) if c})
        for number, (a, b) in enumerate(cells, 1)
    ]
    said = assert_same(mapper_of(source, source.tables[0]), rows)
    assert said > 20 if name != "nothing bound" else said == 0


@pytest.mark.parametrize(
    ("name", "number"),
    [("ids with and without dots", 3), ("an id in an optional group by a key from outside", 0),
     ("an id before its key", 0), ("a key bound twice", 0), ("an id that is asked for", 0), ("ids in a union", 2)],
)  # fmt: skip
def test_ids_are_made_after_the_query_only_where_that_changes_nothing(
    name: str, number: int, tmp_path: Path
) -> None:
    (tmp_path / "source.toml").write_text(SOURCE)
    (tmp_path / "rows.ru").write_text(PREFIXES + ODD[name])
    source = read_source(tmp_path)
    template = mapper_of(source, source.tables[0]).template
    assert len(template.ids) == number
    assert template.query.count("fn:id") == ODD[name].count("fn:id") - number


def test_a_literal_is_written_as_the_engine_writes_it() -> None:
    from habeas.ingest.facade import literal

    for text in (*CELLS, *(chr(n) for n in range(1, 0x300))):
        (read,) = ox.parse(f"<urn:s> <urn:p> {literal(text)} .", format=ox.RdfFormat.N_TRIPLES)
        assert read.object == ox.Literal(text)


@pytest.mark.parametrize(
    "inserted",
    [
        f"?i <{RDF}type> ?c", "?i ?p ?a", f"?record <{HAB}tier> ?a",
    ],
)  # fmt: skip
def test_what_a_mapping_may_not_say_is_found_in_variables(inserted: str, tmp_path: Path) -> None:
    from habeas.errors import MappingError

    text = (
        PREFIXES + f"INSERT {{ GRAPH ?record {{ {inserted} }} }} WHERE {{ ?row row:record ?record ; x:a ?a "
        f'BIND(fn:id("i", ?a) AS ?i) BIND(<{HAB}Source> AS ?c) BIND(<{HAB}source> AS ?p) }}'
    )
    (tmp_path / "source.toml").write_text(SOURCE)
    (tmp_path / "rows.ru").write_text(text)
    source = read_source(tmp_path)
    with pytest.raises(MappingError, match="may not"):
        mapper_of(source, source.tables[0]).map([Row(1, {"a": "synthetic"})])


@pytest.mark.parametrize(
    ("inserted", "bound", "says"),
    [
        ("?record :p ?i", f'IRI(CONCAT("{ID}", ?a)) AS ?i', "?i is an id that neither fn:id"),
        ("?i a :A", f'IRI(CONCAT("{ID}", ?a)) AS ?i', "?i is an id that neither fn:id"),
        ("?record ?i 1", f'IRI(CONCAT("{ID}", ?a)) AS ?i', "?i is an id that neither fn:id"),
        ("?record ?p ?a", f"<{HAB}source> AS ?p", f"`?record ?p ?a` says <{HAB}source>"),
        (f"?record <{HAB}source> ?a", "1 AS ?p", f"`?record <{HAB}source> ?a` says <{HAB}source>"),
        ("?record a ?c", f"<{HAB}Source> AS ?c", f"`?record a ?c` says that something is a <{HAB}Source>"),
        (f"?record :p ?a, <{ID}aaaa>", "1 AS ?p", f"<{ID}aaaa> in the template is an id"),
    ],
)
def test_the_error_for_what_may_not_be_written_shows_no_cell(
    inserted: str, bound: str, says: str, tmp_path: Path
) -> None:
    """A day of birth is restricted, and what is made from it is shown to nobody who may not see it."""
    from habeas.errors import MappingError

    (tmp_path / "source.toml").write_text(SOURCE)
    (tmp_path / "rows.ru").write_text(
        PREFIXES + f"INSERT {{ GRAPH ?record {{ {inserted} . ?record :q ?a }} }} "
        f"WHERE {{ ?row row:record ?record ; x:a ?a BIND({bound}) }}"
    )
    source = read_source(tmp_path)
    with pytest.raises(MappingError) as caught:
        mapper_of(source, source.tables[0]).map([Row(1, {"a": "19800304"}), Row(2, {"a": "19700101"})])
    assert says in caught.value.message
    assert "1980" not in str(caught.value)
    assert "1970" not in str(caught.value)


def test_the_error_for_a_foreign_graph_shows_no_cell(tmp_path: Path) -> None:
    from habeas.errors import MappingError

    (tmp_path / "source.toml").write_text(SOURCE)
    (tmp_path / "rows.ru").write_text(
        PREFIXES + "INSERT { GRAPH ?record { :s :p ?b } } WHERE { ?row x:b ?b "
        "OPTIONAL { ?row row:record ?record } OPTIONAL { ?row x:a ?record } }"
    )
    source = read_source(tmp_path)
    mapper = mapper_of(source, source.tables[0])
    solutions = [('"19800304"', '"b"'), ("<urn:synthetic:19800304>", '"b"')]
    for solution in solutions:
        with pytest.raises(MappingError, match=r"\?record is the graph of no row") as caught:
            mapper.template.hold([solution], set())
        assert "1980" not in str(caught.value)
