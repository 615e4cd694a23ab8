"""The reference pages of the named questions are what their files and the shipped data say."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.config import Settings
from habeas.editions import Edition
from habeas.sparql.__main__ import main, pages
from habeas.sparql.library import load_library
from habeas.sparql.reference import address, command, render_question

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "questions"
LIBRARY = load_library(Settings().queries)


@pytest.fixture(scope="module")
def made(edition: Edition, shipped_settings: Settings) -> dict[str, str]:
    return dict(pages(shipped_settings))


def test_each_question_has_its_page_and_no_other_is_there(made: dict[str, str]) -> None:
    assert {file.name for file in FOLDER.iterdir()} == made.keys()
    assert made.keys() == {f"{name}.md" for name in LIBRARY} | {"index.md"}
    assert len(made) == 20


@pytest.mark.parametrize("name", [*sorted(LIBRARY), "index"])
def test_the_page_is_what_its_file_and_the_shipped_data_say(name: str, made: dict[str, str]) -> None:
    committed = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert committed == made[f"{name}.md"], (
        "run: habeas build && python -m habeas.sparql docs/reference/questions"
    )


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_a_page_holds_what_a_reader_needs(name: str, made: dict[str, str]) -> None:
    page, question = made[f"{name}.md"], LIBRARY[name]
    for said in (question.title, question.asks, question.audience, question.meaning, question.caution):
        assert said in page
    for param in question.params:
        assert f"| `{param.name}` |" in page
        assert param.description in page
    assert question.body in page
    assert command(name, question.example) in page
    assert address(name, question.example) in page
    assert ("No row: " in page) == bool(question.shipped)


def test_the_index_names_all_and_says_what_waits(made: dict[str, str]) -> None:
    for name in LIBRARY:
        assert f"| [`{name}`]({name}.md) |" in made["index.md"]
    assert "`changes-since`" in made["index.md"]


def test_a_long_answer_is_cut_and_counted() -> None:
    csv = "\r\n".join(["a,b", *(f"{n},x" for n in range(7))]) + "\r\n"
    page = render_question(LIBRARY["timeline"], csv)
    assert "a,b\n0,x\n1,x\n2,x\n3,x\n4,x\n…\n```" in page
    assert "7 rows, of which the first 5 are shown." in page
    assert 'habeas query timeline --param person="Oleh Sentsov" --format csv' in page
    assert "/sparql/queries/timeline?person=Oleh+Sentsov&format=csv" in page


def test_the_command_writes_them(
    edition: Edition,
    shipped_settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made: dict[str, str],
) -> None:
    monkeypatch.setenv("HABEAS_HOME", str(shipped_settings.home))
    assert main([str(tmp_path / "pages")]) is None
    written = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "pages").iterdir()}
    assert written == made


def test_the_command_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABEAS_HOME", str(tmp_path / "nothing"))
    assert "usage: " in str(main([]))
    assert "mend: " in str(main([str(tmp_path / "pages")]))
