"""Things and their documents: which format answers, redirects, validators, and what a page says."""

import re
import runpy
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from habeas.web import create_app
from habeas.web.negotiation import DOCUMENTS, choose

DATA = runpy.run_path(str(Path(__file__).parent / "data" / "documents.py"))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HTML = {"Accept": BROWSER}


def x(name):
    return DATA["opaque"](name)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = DATA["settings_at"](tmp_path_factory.mktemp("home"))
    DATA["make_edition"](settings)
    return settings


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


NEGOTIATED = [
    (None, "html"),
    ("", "html"),
    ("*/*", "html"),
    (BROWSER, "html"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    ("text/turtle", "ttl"),
    ("application/n-triples", "nt"),
    ("application/trig", "trig"),
    ("application/n-quads", "nq"),
    ("text/*", "html"),
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/turtle;q=0.5, application/trig;q=0.9", "trig"),
    ("text/html;q=0, */*", "jsonld"),
    ("text/html;q=0, */*;q=0.1", "jsonld"),
    ("TEXT/TURTLE", "ttl"),
    ("text/turtle; charset=utf-8", "ttl"),
    ("image/png, text/turtle;q=0.1", "ttl"),
    ("image/png", None),
    ("text/html;q=0", None),
    ("text/turtle;q=nonsense", None),
]


@pytest.mark.parametrize(("accept", "suffix"), NEGOTIATED)
def test_the_format_follows_the_accept_header(accept, suffix):
    chosen = choose(accept, DOCUMENTS)
    assert (chosen.suffix if chosen else None) == suffix


@pytest.mark.parametrize(("accept", "suffix"), [n for n in NEGOTIATED if n[0] is not None])
def test_a_thing_leads_to_its_document(client, accept, suffix):
    answer = client.get(f"/id/{x('ada')}", headers={"Accept": accept})
    assert answer.status_code == (303 if suffix else 406)
    if suffix:
        assert answer.headers["Location"] == f"../doc/{x('ada')}.{suffix}"
        assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("offered", DOCUMENTS, ids=lambda f: f.suffix)
def test_a_suffix_wins_over_accept(client, offered):
    answer = client.get(f"/doc/{x('ada')}.{offered.suffix}", headers={"Accept": "image/png"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == offered.content_type
    assert answer.headers["ETag"] == f'"public-synthetic.{offered.suffix}"'
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("offered", DOCUMENTS, ids=lambda f: f.suffix)
def test_the_document_itself_negotiates(client, offered):
    answer = client.get(f"/doc/{x('ada')}", headers={"Accept": offered.media_type})
    assert answer.headers["Content-Type"] == offered.content_type
    assert answer.headers["Vary"] == "Accept"
    assert f'<{x("ada")}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["Link"]


def test_a_merged_thing_has_moved_for_good(client):
    answer = client.get(f"/id/{x('adaold')}")
    assert (answer.status_code, answer.headers["Location"]) == (301, x("ada"))
    answer = client.get(f"/doc/{x('adaold')}.ttl")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{x('ada')}.ttl")


@pytest.mark.parametrize(
    "path", ["/id/none", "/doc/none", "/doc/none.ttl", "/vocabulary/status/none", "/doc/a%20b"]
)
def test_what_is_unknown_is_404(client, path):
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["error"] == "NotFoundError"


@pytest.mark.parametrize(
    "tag", ['"public-synthetic.ttl"', 'W/"public-synthetic.ttl"', '"other", "public-synthetic.ttl"', "*"]
)
def test_what_the_client_has_is_not_sent_again(client, tag):
    answer = client.get(f"/doc/{x('ada')}.ttl", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == '"public-synthetic.ttl"'


def test_what_has_changed_is_sent(client):
    assert (
        client.get(f"/doc/{x('ada')}.ttl", headers={"If-None-Match": '"public-before.ttl"'}).status_code
        == 200
    )


def test_head_says_the_same_without_the_body(client):
    answer = client.head(f"/doc/{x('ada')}.ttl")
    assert (answer.status_code, answer.content) == (200, b"")


def test_json_ld_over_http_names_defendant_court_and_source(client):
    tree = orjson.loads(client.get(f"/doc/{x('judge')}.jsonld").content)
    [sentencing] = tree["judgeIn"]
    assert sentencing["defendant"]["label"] == "Ada Synthetic"
    assert sentencing["court"]["label"] == "Nowhere District Court"
    assert {r["source"]["label"] for r in tree["records"]} == {"A synthetic bulletin", "A synthetic register"}


def test_trig_over_http_can_be_read(client):
    quads = list(ox.parse(client.get(f"/doc/{x('ada')}.trig").content, format=ox.RdfFormat.TRIG))
    assert len({q.graph_name for q in quads}) > 5


def text_of(page):
    """The page's text, tags left out and spaces drawn together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_persons_page_tells_names_status_events_and_sources(client):
    page = client.get(f"/doc/{x('ada')}.html").text
    text = text_of(page)
    for said in ("Ада Синтетична", "Ада Синтетическая", "an invented gardener", "Nowhere District Court"):
        assert said in text
    assert re.search(r"last known status Exchanged computed", text)
    assert text.index("16 January 2018") < text.index("spring 2018") < text.index("7 September 2019")
    assert "43" in text
    assert "the invented committee" in text
    assert "Confirmed" in text
    assert "A synthetic finding." in text


def test_marks_lead_to_sources_that_are_there(client):
    page = client.get(f"/doc/{x('ada')}.html").text
    marks = set(re.findall(r'href="#(source-\d+)"', page))
    assert len(marks) > 3
    assert marks == set(re.findall(r'id="(source-\d+)"', page))


def test_an_event_is_told_once_and_by_its_closest_role(client):
    text = text_of(client.get(f"/doc/{x('ada')}.html").text)
    assert text.count("Sentencing of Ada Synthetic") == 1
    assert "here as defendant" in text


def test_disputes_stand_on_the_page_of_whom_they_concern(client):
    text = text_of(client.get(f"/doc/{x('boris')}.html").text)
    assert "Sources disagree" in text
    assert "said by A synthetic bulletin, paragraph 3" in text
    assert "said by Invented Committee, in A synthetic register, entry 9" in text
    assert "early 2025" in text


def test_a_disputed_event_has_a_page_that_says_so(client):
    text = text_of(client.get(f"/doc/{x('death')}.html").text)
    assert "Not asserted here" in text
    assert "Boris Invented" in text


def test_a_record_tells_what_it_states(client):
    text = text_of(client.get(f"/doc/{x('recorde')}.html").text)
    assert "What this record says" in text
    assert "An invented exchange" in text


def test_a_term_of_a_vocabulary_has_a_document(client):
    page = client.get("/vocabulary/status/exchanged", headers=HTML)
    assert "Exchanged" in page.text
    assert 'href="exchanged.ttl"' in page.text
    assert client.get("/vocabulary/status/exchanged.ttl").headers["Content-Type"].startswith("text/turtle")


def test_hostile_names_are_text(client):
    for path in (f"/doc/{x('hostile')}.html", "/people", "/search?q=script", f"/doc/{x('list')}.html"):
        page = client.get(path, headers=HTML).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page, path
        assert 'href="javascript:' not in page


class Links(HTMLParser):
    """Collects what a page loads, and every address on it."""

    def __init__(self):
        super().__init__()
        self.loaded, self.addresses = [], []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in {"src", "srcset", "href", "action", "data", "poster"} and value:
                self.addresses.append((tag, value))
                if tag not in {"a", "form"} and not (tag == "link" and ("rel", "alternate") in attributes):
                    self.loaded.append(value)


PAGES = [
    "/",
    "/people",
    "/judges",
    "/disputes",
    "/search?q=ada",
    "/ns",
    "/shapes",
    "/sparql",
    "/graphql",
    "/nowhere",
]
DOCUMENT_PAGES = [
    f"/doc/{x(n)}.html" for n in ("ada", "judge", "dispute", "recordb", "sourcea", "article", "request")
]


@pytest.mark.parametrize("path", [*PAGES, *DOCUMENT_PAGES])
def test_pages_load_nothing_from_elsewhere_and_need_no_script(client, path):
    answer = client.get(path, headers=HTML)
    links = Links()
    links.feed(answer.text)
    assert links.loaded
    for address in links.loaded:
        assert not re.match(r"[a-z]+:|//", address), address
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", [*PAGES, *DOCUMENT_PAGES])
def test_every_link_within_the_site_leads_somewhere(client, path):
    links = Links()
    links.feed(client.get(path, headers=HTML).text)
    followed = {a for tag, a in links.addresses if not re.match(r"[a-z]+:|#", a)}
    assert followed
    for address in followed:
        url = client.base_url.join(path).join(address)
        status = client.get(str(url), headers=HTML).status_code
        assert status == 200, address
