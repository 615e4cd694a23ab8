"""The page on the functions of mappings: every function has a section, and every example on the page holds."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from habeas.config import Settings
from habeas.ingest import ingest_source, read_source
from habeas.ingest.functions import Functions
from habeas.ingest.source import Source
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import FUNCTION, HAB, VOCABULARY

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "functions.md"
ROW = re.compile(r"^\| `(fn:.*)` \| (.*) \|$", re.MULTILINE)
SECTION = re.compile(r"^### fn:(\w+)\n\n`fn:(\w+)\(", re.MULTILINE)
EXAMPLES = [
    (call, gives.replace("\\|", "|")) for call, gives in ROW.findall(PAGE.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def functions() -> Functions:
    settings = Settings()
    source = Source(
        name="synthetic",
        folder=Path("synthetic"),
        title="A plainly synthetic list",
        publisher="unknown",
        licence="synthetic",
        language="en",
        retrieved=dt.date(2026, 1, 31),
        id_key="synthetic",
        tables=(),
    )
    model = read_model(settings.ontology, settings.shapes)
    return Functions(source, model, read_vocabularies(settings.ontology))


def shown(term: ox.NamedNode | ox.Literal) -> str:
    """Return a term as the page shows it."""
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(VOCABULARY):
            return term.value.removeprefix(VOCABULARY).replace("/", ":")
        return term.value.replace(HAB, "hab:")
    return f"{term.value}@{term.language}" if term.language else term.value


def answer(functions: Functions, call: str) -> str:
    functions.take_failures()
    query = f"PREFIX fn: <{FUNCTION}> SELECT ({call} AS ?x) {{}}"
    (row,) = ox.Store().query(query, custom_functions=functions.for_oxigraph())
    failures = functions.take_failures()
    if failures:
        assert row["x"] is None
        return f"error: {next(iter(failures)).reason}"
    return "nothing" if row["x"] is None else f"`{shown(row['x'])}`"


def test_every_function_has_a_section_and_every_section_a_function(functions: Functions) -> None:
    sections = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    assert all(heading == signature for heading, signature in sections)
    names = [heading for heading, _ in sections]
    assert len(names) == len(set(names)) > 40
    assert set(names) == functions.names()


def test_every_function_has_an_example(functions: Functions) -> None:
    assert len(EXAMPLES) > 150
    assert {call.partition("(")[0].removeprefix("fn:") for call, _ in EXAMPLES} == functions.names()


@pytest.mark.parametrize(("call", "gives"), EXAMPLES)
def test_the_examples_hold(functions: Functions, call: str, gives: str) -> None:
    found = answer(functions, call)
    if "…" in gives:
        assert found.startswith(gives.partition("…")[0])
    else:
        assert found == gives


SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
[[table]]
file = "rows.csv"
mapping = "rows.ru"
key = "key"
"""
MAPPING = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX x: <urn:habeas:column:>
PREFIX row: <urn:habeas:row#>
PREFIX fn: <https://w3id.org/habeas/function#>
INSERT {{ GRAPH ?record {{
  ?charge a hab:Charge ; hab:underArticle ?article . ?article a hab:Article ; hab:articleNumber ?number .
}} }} WHERE {{
  ?row row:record ?record ; x:key ?key .
  BIND(fn:id("charge", ?key) AS ?charge)
  {block}
}}
"""


def test_the_page_s_mapping_reads_every_article_of_a_cell_and_notes_a_cell_of_too_many(
    tmp_path: Path,
) -> None:
    (block,) = re.findall(r"```sparql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    many = "; ".join(str(number) for number in range(61, 74))
    (tmp_path / "source.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "rows.ru").write_text(MAPPING.format(block=block), encoding="utf-8")
    (tmp_path / "rows.csv").write_text(f'key,articles\n1,"58-7, 10"\n2,{many}\n', encoding="utf-8")
    settings = Settings()
    result = ingest_source(
        read_source(tmp_path),
        read_model(settings.ontology, settings.shapes),
        read_vocabularies(settings.ontology),
    )
    assert (result.mapped, result.rejected) == (2, 0)
    assert {quad.object.value for quad in result.quads if quad.predicate.value == f"{HAB}articleNumber"} == {
        "58-7",
        "58-10",
    }
    assert {reject.reason for reject in result.rejects} == {
        "13 articles in one value, and the mapping reads 12"
    }
