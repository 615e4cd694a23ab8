"""The named questions over HTTP: the list with its forms, negotiation, links, and errors in words."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.sparql.library import load_library
from habeas.web import create_app

DATA = Path(__file__).parent / "data"
LIBRARY = load_library(Settings().queries)
HTML = {"Accept": "text/html"}
QUERIES = "/sparql/queries/"
JUDGE = "Synthetic Judge One"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    runpy.run_path(str(DATA / "questions.py"))["make_edition"](settings)
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


class Forms(HTMLParser):
    """The forms of a page: their actions, and the controls in them with the labels that name them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.controls: dict[str, list[dict[str, str]]] = {}
        self.labels: set[str] = set()
        self.options: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self._form = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "form":
            self._form = found["action"]
            self.controls[self._form] = []
        elif tag in ("input", "select"):
            self.controls[self._form].append({"tag": tag, **found})
            self._select = found["id"]
            self.options[self._select] = []
        elif tag == "label":
            self.labels.add(found["for"])

    def handle_data(self, data: str) -> None:
        if self._select and data.strip() and self.get_starttag_text() in ("<option>", "<option selected>"):
            self.options[self._select].append(data.strip())


def test_the_list_has_a_form_for_each_question(client: TestClient) -> None:
    answer = client.get(QUERIES, headers=HTML)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    forms = Forms(answer.text)
    assert len(LIBRARY) == 19
    for name, question in LIBRARY.items():
        controls = forms.controls[name]
        assert [c["name"] for c in controls] == [p.name for p in question.params]
        for control, param in zip(controls, question.params, strict=True):
            assert control["id"] in forms.labels
            assert ("required" in control) == param.is_required
            kinds = {"name": ("input", "text"), "date": ("input", "date"), "choice": ("select", "")}
            assert (control["tag"], control.get("type", "")) == kinds[param.kind]
    assert forms.options["median-terms-by"] == ["judge", "court", "article", "year"]
    assert len(forms.ids) == len(set(forms.ids)), "no id twice"


def test_the_list_is_where_one_looks_for_it(client: TestClient) -> None:
    answer = client.get("/sparql/queries")
    assert answer.status_code == 308
    assert (
        urljoin("http://any:81/sparql/queries", answer.headers["location"]) == "http://any:81/sparql/queries/"
    )
    for address in ("/", "/sparql"):
        links = re.findall(r'href="([^"]*sparql/queries/)"', client.get(address, headers=HTML).text)
        assert links
        assert {urlsplit(urljoin(f"http://any{address}", link)).path for link in links} == {QUERIES}
    assert client.get(QUERIES, headers={"Accept": "text/csv"}).status_code == 406
    tag = client.get(QUERIES, headers=HTML).headers["etag"]
    assert client.get(QUERIES, headers={**HTML, "If-None-Match": tag}).status_code == 304


def test_a_question_explains_itself_before_it_is_asked(client: TestClient) -> None:
    page = client.get(QUERIES + "defendants-by-judge", headers=HTML)
    assert page.status_code == 200
    assert "It does not mean" in page.text
    assert "<table" not in page.text
    assert 'href="defendants-by-judge?judge=Yelena+Tedeeva"' in page.text
    assert "<code>disagreements</code>" in page.text, "what stands in backticks is code"


def test_a_question_without_parameters_is_answered_at_once(client: TestClient) -> None:
    page = client.get(QUERIES + "exchanges", headers=HTML)
    assert "Synthetic exchange of 2 August 2022" in page.text


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_a_question_is_answered_as_the_client_likes(
    accept: str, content_type: str, client: TestClient
) -> None:
    answer = client.get(QUERIES + "defendants-by-judge", params={"judge": JUDGE}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.headers["vary"] == "Accept"
    assert "Synthetic Person Alpha" in answer.text


def test_the_format_stands_above_what_a_browser_accepts(client: TestClient) -> None:
    asked = {"judge": JUDGE, "format": "csv"}
    answer = client.get(QUERIES + "defendants-by-judge", params=asked, headers=HTML)
    assert answer.headers["content-type"].startswith("text/csv")


def test_things_of_the_edition_are_linked_on_any_host(client: TestClient) -> None:
    address = QUERIES + "defendants-by-judge"
    page = client.get(address, params={"judge": JUDGE}, headers=HTML).text
    table = page[page.index("<table") : page.index("</table>")]
    links = re.findall(r'href="([^"]*)"', table)
    assert {urljoin(f"http://any:81{address}", link) for link in links} == {
        f"http://any:81/doc/{name}"
        for name in (
            "alpha",
            "beta",
            "judgesyntheticone234",
            "r-sentencing-1",
            "r-sentencing-2",
            "r-sentencing-3",
        )
    }
    assert "localhost:8000" not in re.sub(r'title="[^"]*"', "", table)
    formats = re.findall(r'href="(defendants-by-judge\?[^"]*)"', page)
    assert len(formats) == 4
    for found in formats:
        assert client.get(urljoin(address, found.replace("&amp;", "&"))).status_code == 200


def test_a_form_that_is_sent_keeps_what_was_written(client: TestClient) -> None:
    asked = {"facility": "Synthetic Colony", "from": "2015-06-15", "to": ""}
    page = client.get(QUERIES + "held-in-facility", params=asked, headers=HTML)
    assert page.status_code == 200
    controls = {c["name"]: c.get("value", "") for c in Forms(page.text).controls["held-in-facility"]}
    assert controls == asked
    chosen = client.get(QUERIES + "median-terms", params={"by": "court"}, headers=HTML).text
    assert "<option selected>court</option>" in chosen


ERRORS = [
    ("defendants-by-judge", {}, 400, "UsageError"),
    ("defendants-by-judge", {"judge": " "}, 400, "UsageError"),
    ("defendants-by-judge", {"judge": "Nobody At All"}, 404, "NotFoundError"),
    ("defendants-by-judge", {"juge": JUDGE}, 400, "UsageError"),
    ("held-in-facility", {"facility": "Synthetic Colony", "from": "yesterday"}, 400, "UsageError"),
    ("median-terms", {"by": "moon"}, 400, "UsageError"),
    ("exchanges", {"format": "turtle"}, 400, "UsageError"),
    ("timeline", {"person": ["a", "b"]}, 400, "UsageError"),
    ("no-such-question", {}, 404, "UnknownQueryError"),
]


@pytest.mark.parametrize(("name", "given", "status", "error"), ERRORS)
def test_an_error_is_json_for_programs(
    name: str, given: dict[str, str], status: int, error: str, client: TestClient
) -> None:
    answer = client.get(QUERIES + name, params=given)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    said = answer.json()
    assert said["error"] == error
    assert said["mend"]


BESIDE = [error for error in ERRORS if error[1] and "format" not in error[1] and error[1] != {"judge": " "}]


@pytest.mark.parametrize(("name", "given", "status", "error"), BESIDE)
def test_an_error_is_told_beside_the_form(
    name: str, given: dict[str, str], status: int, error: str, client: TestClient
) -> None:
    page = client.get(QUERIES + name, params=given, headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert page.status_code == status
    assert f"{status} {error}" in page.text
    assert name in Forms(page.text).controls


def test_an_unknown_question_has_a_page_too(client: TestClient) -> None:
    page = client.get(QUERIES + "defendents-by-juge", headers=HTML)
    assert page.status_code == 404
    assert "defendants-by-judge" in page.text


def test_nothing_acceptable(client: TestClient) -> None:
    answer = client.get(QUERIES + "exchanges", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["error"]) == (406, "NotAcceptableError")


def test_what_is_written_is_shown_as_text(client: TestClient) -> None:
    written = '"><script>alert(1)</script>'
    page = client.get(QUERIES + "timeline", params={"person": written}, headers=HTML)
    assert page.status_code == 404
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for address in (QUERIES, QUERIES + "exchanges"):
        answer = client.head(address, headers=HTML)
        assert (answer.status_code, answer.content) == (200, b"")
