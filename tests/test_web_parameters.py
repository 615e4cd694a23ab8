"""Query parameters: an unknown one is an error on pages, lists and questions; those of trackers are taken off."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from habeas.config import Settings
from habeas.web import create_app

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
MAKE = runpy.run_path(str(Path(__file__).parent / "data" / "questions.py"))["make_edition"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    MAKE(settings)
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield client


UNKNOWN = [
    ("/people", "status=died", "after"),
    ("/people", "status=", "after"),
    ("/people", "status", "after"),
    ("/people?after=WyJhIiwiYiJd", "Status=died", "after"),
    ("/judges", "aftr=x", "after"),
    ("/custodyExtensions", "page=2", "after"),
    ("/disputes", "person=x", "after"),
    ("/search", "query=Alpha", "q"),
    ("/search?q=Alpha", "first=5", "q"),
    ("/", "q=Alpha", ""),
    ("/id/alpha", "status=died", ""),
    ("/doc/alpha", "status=died", ""),
    ("/doc/alpha.ttl", "status=died", ""),
    ("/doc/alpha.html", "lang=uk", ""),
    ("/ns", "term=Person", ""),
    ("/ns", "suffix=ttl", ""),
    ("/shapes.ttl", "class=Person", ""),
    ("/sparql/queries/", "name=timeline", ""),
    ("/sparql/queries/exchanges", "person=x", "format"),
    ("/sparql/queries/timeline?person=Synthetic+Person+Gamma", "persn=", "person"),
    ("/sparql/queries/timeline?person=Synthetic+Person+Gamma&format=csv", "judge=x", "person"),
]


@pytest.mark.parametrize(("address", "given", "allowed"), UNKNOWN)
@pytest.mark.parametrize("headers", [HTML, JSON], ids=["html", "json"])
def test_an_unknown_parameter_is_an_error(
    address: str, given: str, allowed: str, headers: dict[str, str], client: TestClient
) -> None:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{given}", headers=headers)
    assert answer.status_code == 400
    name = given.partition("=")[0]
    if headers is HTML and "format=csv" not in address:
        assert answer.headers["content-type"].startswith("text/html")
        assert name in answer.text
        assert allowed in answer.text
    else:
        said = answer.json()
        assert said["error"] == "UsageError"
        assert name in said["message"]
        assert re.search(rf"\b{allowed}\b" if allowed else "takes no parameters", said["mend"])


def test_a_near_name_is_offered(client: TestClient) -> None:
    assert "did you mean 'after'" in client.get("/people?aftr=x", headers=JSON).json()["mend"]
    said = client.get("/sparql/queries/held-in-facility?facilty=x", headers=JSON).json()
    assert "did you mean 'facility'" in said["mend"]


def test_head_and_what_does_not_exist(client: TestClient) -> None:
    assert client.head("/people?status=died").status_code == 400
    assert client.get("/no-such-list?status=died").status_code == 404
    assert client.get("/health?probe=1").status_code == 200


@pytest.mark.parametrize("address", ["/people?after=a&after=a", "/search?q=a&q=b", "/disputes?after=&after="])
def test_a_parameter_that_is_given_twice_is_an_error(address: str, client: TestClient) -> None:
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 400
    assert "2 times" in answer.json()["message"]


@pytest.mark.parametrize(
    "address", ["/people", "/search?q=Alpha", "/search?q=", "/disputes", "/", "/doc/alpha"]
)
def test_a_declared_parameter_is_read_as_before(address: str, client: TestClient) -> None:
    assert client.get(address, headers=HTML).status_code == 200


CLEAN = [
    ("/people?fbclid=x", "/people"),
    ("/people?utm_source=a&utm_medium=b&utm_campaign=c", "/people"),
    ("/people?UTM_Source=a", "/people"),
    ("/?gclid=1", "/"),
    ("/search?q=a%2Bb+c&gclid=1", "/search?q=a%2Bb+c"),
    ("/search?fbclid=1&q=%D1%8b~'(|)", "/search?q=%D1%8b~'(|)"),
    ("/search?q=a&q=b&&utm_id=1", "/search?q=a&q=b&"),
    ("/search?%66bclid=1&q", "/search?q"),
    ("/doc/alpha.ttl?yclid=1", "/doc/alpha.ttl"),
    ("/sparql/queries/?msclkid=1", "/sparql/queries/"),
    ("/sparql/queries/timeline?person=a&gclid=2&format=csv", "/sparql/queries/timeline?person=a&format=csv"),
    ("/people?status=died&fbclid=1", "/people?status=died"),
    ("/vocabulary/status/died?utm_x=1", "/vocabulary/status/died"),
    ("/a%2F%2Fb?fbclid=1", "/a%2F%2Fb"),
    ("//example.org/?fbclid=1", "//example.org/"),
    ("//example.org?fbclid=1", "//example.org"),
    ("/http://example.org?fbclid=1", "/http://example.org"),
    ("/javascript:alert(1)?fbclid=1", "/javascript:alert(1)"),
]


@pytest.mark.parametrize(("address", "clean"), CLEAN)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_parameters_of_trackers_are_taken_off(
    address: str, clean: str, method: str, client: TestClient
) -> None:
    here = f"http://testserver{address}"
    answer = client.request(method, here)
    assert answer.status_code == 308
    location = answer.headers["location"]
    assert not urlsplit(location).netloc
    assert not location.startswith(("/", "http"))
    found = urlsplit(urljoin(here, location))
    assert found.netloc == "testserver"
    assert found.query == clean.partition("?")[2]
    # Python's urljoin makes one slash of two.
    assert found.path.replace("//", "/") == clean.partition("?")[0].replace("//", "/")
    assert ("?" in location) == ("?" in clean)


@pytest.mark.parametrize("name", ["utm", "ref", "clid", "xfbclid", "fbclid2"])
def test_other_names_are_no_trackers(name: str, client: TestClient) -> None:
    assert client.get(f"/people?{name}=1").status_code == 400


ASK = "/sparql?query=ASK%20%7B%7D"


@pytest.mark.parametrize(
    "more", ["results=json", "fbclid=1", "timeout=0&should-sponge=", "utm_source=a", "output=json"]
)
def test_sparql_ignores_what_the_protocol_does_not_define(more: str, client: TestClient) -> None:
    answer = client.get(f"{ASK}&{more}")
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    posted = client.post("/sparql", content=f"query=ASK%20%7B%7D&{more}", headers=form)
    assert (posted.status_code, posted.json()["boolean"]) == (200, True)


def test_sparql_without_a_query_describes_itself_whatever_else_is_sent(client: TestClient) -> None:
    assert "sd:Service" in client.get("/sparql?results=json&fbclid=1", headers={"Accept": "text/turtle"}).text
    assert client.get("/sparql?update=CLEAR%20ALL&results=json").status_code == 403
