"""What people come for, done in a browser: from a name to its source, and the questions that the forms take."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import BrowserContext, Page

    Opened = Callable[..., AbstractContextManager[BrowserContext]]

BALUKH = """PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name ?months WHERE {
  ?sentencing hab:judge/rdfs:label "Yelena Tedeeva" ; hab:defendant/rdfs:label ?name ;
    hab:imposed/hab:termMonths ?months
}"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def either(request: pytest.FixtureRequest, open_context: Opened) -> Iterator[Page]:
    """A page with JavaScript, then one without."""
    with open_context(java_script_enabled=request.param) as context:
        yield context.new_page()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_from_a_name_in_cyrillic_to_the_source(either: Page) -> None:
    either.goto("/")
    either.get_by_label("Search for a name").fill("сенцов")
    either.keyboard.press("Enter")
    either.get_by_role("link", name="Oleh Sentsov").first.click()
    assert heading(either) == "Oleh Sentsov"
    assert "last known status" in either.locator(".standing").inner_text()
    either.locator("main .mark a[href^='#source-']").first.click()
    target = either.locator("ol.sources > li:target")
    assert target.count() == 1
    target.get_by_role("link").first.click()
    assert "/doc/" in either.url
    assert "Source" in either.locator(".kind").inner_text()
    assert "licence" in either.locator("main").inner_text()


def test_a_record_is_one_step_from_the_fact(page: Page, path_of: Callable[[str], str]) -> None:
    page.goto(path_of("Volodymyr Balukh"))
    page.locator("ol.sources").get_by_role("link", name="record").first.click()
    assert "What this record says" in page.locator("main").inner_text()


def test_the_judges_page_names_whom_she_sentenced(either: Page) -> None:
    either.goto("/judges")
    either.get_by_role("link", name="Yelena Tedeeva").click()
    assert heading(either) == "Yelena Tedeeva"
    either.locator("main").get_by_role("link", name="Sentencing: Volodymyr Balukh").first.click()
    assert "Razdolnensky District Court" in either.locator("main").inner_text()
    either.locator("main").get_by_role("link", name="Volodymyr Balukh", exact=True).first.click()
    assert heading(either) == "Volodymyr Balukh"


def test_the_page_of_disputes_names_both_and_each_value(either: Page) -> None:
    either.goto("/")
    either.get_by_role("navigation", name="Lists").get_by_role("link", name="Disputes").click()
    disputes = {
        name: either.locator("article.dispute", has_text=name) for name in ("Artur Panov", "Stanislav Klykh")
    }
    # Two answers of one ministry, one after the other, are a development and no dispute.
    assert {name: found.count() for name, found in disputes.items()} == {
        "Artur Panov": 1,
        "Stanislav Klykh": 0,
    }
    sayers = disputes["Artur Panov"].inner_text()
    assert "Fontanka: died. Consulate General of Ukraine in Rostov-on-Don: alive." in sayers
    either.goto("/developments")
    development = either.get_by_role("link", name="Stanislav Klykh").first.inner_text()
    assert "first “No request received”, then “Under consideration”" in development


def test_the_sparql_form_shows_a_table(either: Page) -> None:
    either.goto("/sparql")
    either.get_by_label("Query").fill(BALUKH)
    either.get_by_role("button", name="Ask").click()
    table = either.get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == ["name", "months"]
    assert table.locator("tbody td").all_inner_texts() == ["Volodymyr Balukh", "43"]
    assert "1 row" in either.locator("#answer").inner_text()


def test_every_question_to_start_from_has_an_answer(page: Page) -> None:
    page.goto("/")
    addresses = [link.evaluate("link => link.href") for link in page.locator(".questions .links a").all()]
    assert len(addresses) >= 4
    for address in addresses:
        page.goto(address)
        rows = page.locator("main table tbody tr, main pre, main article")
        assert rows.count() >= 1, address


def test_the_graphql_form_gives_json(either: Page) -> None:
    either.goto("/graphql")
    either.get_by_label("Query").fill(
        "query($judge: String) { sentencings(where: {judge: {label: {eq: $judge}}}) { nodes { defendant { label } } } }"
    )
    either.get_by_label("Variables, as JSON").fill('{"judge": "Yelena Tedeeva"}')
    either.get_by_role("button", name="Ask").click()
    answer = json.loads(either.locator("pre").inner_text())
    assert answer == {"data": {"sentencings": {"nodes": [{"defendant": {"label": "Volodymyr Balukh"}}]}}}


def test_every_link_of_the_frame_leads_somewhere(page: Page) -> None:
    page.goto("/")
    links = page.locator("header.site nav a, footer.site a")
    addresses = [link.evaluate("link => link.href") for link in links.all()]
    assert len(addresses) == 12
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert heading(page)
