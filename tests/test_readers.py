"""Readers: CSV, lines and JSON to rows; fake nulls, stray blanks, and rows that the documenter refuses."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from habeas.errors import SourceConfigError, TableError
from habeas.ingest.facade import values
from habeas.ingest.row import SEVERAL, Row
from habeas.ingest.rows import notes_of, read_rows
from habeas.ingest.source import Table, read_source

SOURCE = """title = "A plainly synthetic list"
publisher = "unknown"
licence = "synthetic"
language = "en"
retrieved = 2026-01-31
id_key = "synthetic"
"""
TABLE = '[[table]]\nfile = "rows.csv"\nmapping = "rows.ru"\n'


def table(folder: Path, name: str, content: str | bytes, **options: Any) -> Table:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Table(file, folder / "rows.ru", **options)


def rows(made: Table) -> list[Row]:
    return list(read_rows(made).rows)


def cells(made: Table) -> list[dict[str, str]]:
    return [row.cells for row in rows(made)]


# --- CSV ---------------------------------------------------------------------------------


def test_a_row_in_quotes_may_have_several_lines(tmp_path: Path) -> None:
    made = table(tmp_path, "rows.csv", 'a,b\r\n1,"two\r\nlines"\r\n\r\n2,three\r\n')
    assert [(row.number, row.cells) for row in rows(made)] == [
        (1, {"a": "1", "b": "two\r\nlines"}),
        (2, {"a": "2", "b": "three"}),
    ]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert read_rows(table(tmp_path, "rows.csv", b"\xef\xbb\xbfa,b\n1,2\n")).columns == ("a", "b")


def test_a_byte_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    lines = "".join(f"{n},Synthetic\n" for n in range(3, 5_000)).encode()
    made = table(tmp_path, "rows.csv", b"a,b\n1,x\n" + lines + b"2,\xe9t\xe9\n3,y\n")
    with pytest.raises(TableError, match="byte 0xe9 is not utf-8") as caught:
        rows(made)
    assert str(caught.value.where).endswith("rows.csv, line 5000")


def test_a_table_is_read_in_the_memory_of_a_row(tmp_path: Path) -> None:
    """Ten times the rows, about the same memory."""

    def peak(number: int) -> int:
        text = "a,b\n" + "".join(f"{n},Synthetic Person of row {n}\n" for n in range(number))
        found = read_rows(table(tmp_path, "rows.csv", text))
        del text
        tracemalloc.start()
        read = sum(1 for _ in found.rows)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read == number
        return memory

    assert peak(50_000) < 2 * peak(5_000)


# --- lines -------------------------------------------------------------------------------


def test_a_line_is_a_row_by_its_own_number(tmp_path: Path) -> None:
    made = table(tmp_path, "rows.txt", "one\n\n  two  \r\nthree\x02\nfour", format="lines")
    found = rows(made)
    assert [(row.number, row.cells) for row in found if not row.fault] == [
        (1, {"line": "1", "text": "one"}),
        (3, {"line": "3", "text": "two"}),
        (5, {"line": "5", "text": "four"}),
    ]
    assert [(row.number, row.fault) for row in found if row.fault] == [
        (4, "the line holds the control character 0x02")
    ]


# --- JSON --------------------------------------------------------------------------------


def test_nested_values_are_read_under_the_names_that_lead_to_them(tmp_path: Path) -> None:
    text = """[
      {"no": 1, "court": {"name": "Synthetic Court", "seat": null}, "articles": ["1", "2"], "open": true},
      {"no": 2.5, "findings": [{"kind": "violation", "of": "3"}, {"kind": "none", "of": "4"}], "articles": []}
    ]"""
    made = table(tmp_path, "rows.json", text, format="json")
    found = read_rows(made)
    assert found.columns == ("no", "court_name", "articles", "open", "findings_kind", "findings_of")
    assert [row.cells for row in found.rows] == [
        {"no": "1", "court_name": "Synthetic Court", "articles": f"1{SEVERAL}2", "open": "true"},
        {"no": "2.5", "findings_kind": f"violation{SEVERAL}none", "findings_of": f"3{SEVERAL}4"},
    ]


def test_values_that_are_told_apart_are_several_and_a_separator_makes_more() -> None:
    assert values(f"a;b{SEVERAL} c ", None) == ["a;b", " c "]
    assert values(f"a;b{SEVERAL} c ", ";") == ["a", "b", "c"]


def test_the_keys_above_the_rows_are_columns(tmp_path: Path) -> None:
    text = '{"Ruritania": {"ONE": {"end": null, "start": "1998"}, "TWO": {"start": "2001"}}, "Utopia": {}}'
    made = table(tmp_path, "rows.json", text, format="json", keys=("country", "key"))
    assert cells(made) == [
        {"country": "Ruritania", "key": "ONE", "start": "1998"},
        {"country": "Ruritania", "key": "TWO", "start": "2001"},
    ]


@pytest.mark.parametrize(
    ("text", "keys", "says"),
    [
        ("[1, 2]", (), "no array of objects"),
        ('{"a": 1}', ("country",), "no array of objects"),
        ("[]", ("country",), "no object"),
        ("[]", (), "holds no objects"),
        ('[{"a": 1},\n{"a": }]', (), "not JSON"),
    ],
)
def test_json_of_another_form_is_a_clear_error(
    tmp_path: Path, text: str, keys: tuple[str, ...], says: str
) -> None:
    with pytest.raises(TableError, match=says) as caught:
        read_rows(table(tmp_path, "rows.json", text, format="json", keys=keys))
    assert "rows.json" in str(caught.value.where)


# --- nulls, blanks, refusals --------------------------------------------------------------


def test_fake_nulls_are_taken_for_empty_and_counted(tmp_path: Path) -> None:
    made = table(tmp_path, "rows.csv", "a,b\n1,NA\nNA,unknown\n2,NATO\n", nulls=frozenset({"NA", "unknown"}))
    found = read_rows(made)
    assert [row.cells for row in found.rows] == [{"a": "1"}, {}, {"a": "2", "b": "NATO"}]
    assert found.nulls == {("a", "NA"): 1, ("b", "NA"): 1, ("b", "unknown"): 1}
    assert list(notes_of(made, found)) == ["rows.csv: taken for empty: 'NA' in 2 cells, 'unknown' in 1 cell"]


def test_stray_blanks_are_trimmed_and_counted(tmp_path: Path) -> None:
    made = table(tmp_path, "rows.csv", "a,b\n1 ,x\n2,two  words\n3,\u00a0y\n4,z\n")
    found = read_rows(made)
    assert [row.cells["a"] for row in found.rows] == ["1", "2", "3", "4"]
    assert found.stray == {"a": 1, "b": 2}
    assert list(notes_of(made, found)) == ["rows.csv: cells with stray blanks: 1 in a, 2 in b"]


def test_a_refused_row_is_a_fault_with_the_reason(tmp_path: Path) -> None:
    made = table(tmp_path, "rows.csv", "a\n1\n2\n", refused={2: "names a person", 7: "not there"})
    found = read_rows(made)
    assert [row.fault for row in found.rows] == [None, "names a person"]
    assert list(notes_of(made, found)) == ["rows.csv: source.toml refuses row 7, and there is none"]


# --- source.toml -------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    made = folder / "synthetic-list"
    made.mkdir()
    (made / "rows.ru").touch()
    (made / "source.toml").write_text(text)
    return made


def test_a_source_says_how_its_tables_are_read(tmp_path: Path) -> None:
    options = 'format = "json"\nkeys = ["country"]\nnulls = ["?"]\n[[table.reject]]\nrow = 3\nreason = "synthetic"\n'
    made = read_source(written(tmp_path, SOURCE + 'nulls = ["NA"]\nshare_alike = true\n' + TABLE + options))
    (found,) = made.tables
    assert made.share_alike
    assert (found.format, found.keys, found.nulls) == ("json", ("country",), {"NA", "?"})
    assert found.refused == {3: "synthetic"}


def test_data_in_place_is_looked_for_in_the_folder_of_all_data(tmp_path: Path) -> None:
    folder = written(tmp_path, SOURCE + 'data = "their-list"\n' + TABLE)
    data = tmp_path / "data"
    assert not read_source(folder).is_present
    assert not read_source(folder, data=data).is_present
    (data / "their-list").mkdir(parents=True)
    (data / "their-list" / "rows.csv").write_text("a\n1\n")
    assert read_source(folder, data=data).is_present
    assert not read_source(folder).is_present


@pytest.mark.parametrize(
    ("top", "options", "says"),
    [
        ('data = "../elsewhere"\n', "", "'data' is no good"),
        ('data = ".."\n', "", "'data' is no good"),
        ('share_alike = "yes"\n', "", "'share_alike' is no good"),
        ('nulls = "NA"\n', "", "'nulls' is no good"),
        ("", 'nulls = [""]\n', "'nulls' is no good"),
        ("", 'format = "xlsx"\n', "'format' is no good"),
        ("", 'keys = "country"\n', "'keys' is no good"),
        ("", "[[table.reject]]\nrow = 1\n", "'reject' is no good"),
        ("", '[[table.reject]]\nrow = "1"\nreason = "x"\n', "'reject' is no good"),
    ],
)
def test_a_wrong_setting_is_a_clear_error(tmp_path: Path, top: str, options: str, says: str) -> None:
    with pytest.raises(SourceConfigError, match=says):
        read_source(written(tmp_path, SOURCE + top + TABLE + options))
