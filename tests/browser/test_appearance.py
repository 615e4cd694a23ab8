"""How pages look and can be used: on a phone, from the keyboard, on paper, in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import BrowserContext, Page

    Opened = Callable[..., AbstractContextManager[BrowserContext]]

ROWS = (
    "SELECT ?record ?subject ?property ?value WHERE { GRAPH ?record { ?subject ?property ?value } } LIMIT 40"
)
NODES = "{ people(first: 3) { nodes { id label altLabel } } }"
CONSTRUCTED = "CONSTRUCT WHERE { ?subject a ?class }"

PAGES = {
    "home": "/",
    "person": "Oleh Sentsov",
    "person in dispute": "Artur Panov",
    "judge": "Yelena Tedeeva",
    "disputes": "/disputes",
    "search": "/search?q=%D1%81",
    "nothing found": "/search?q=zzzz",
    "people": "/people",
    "figures": "/figures",
    "exchanges": "/exchanges",
    "SPARQL": "/sparql",
    "SPARQL answer": f"/sparql?query={quote(ROWS)}",
    "SPARQL graph": f"/sparql?query={quote(CONSTRUCTED)}",
    "GraphQL": "/graphql",
    "GraphQL answer": f"/graphql?query={quote(NODES)}",
    "ontology": "/ns",
    "shapes": "/shapes",
}
WIDTHS = (320, 390)

CONTRASTS = """() => {
  const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => {
    const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a));
  };
  const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(channels(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const told = element => [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const typed = element => element.matches("input, textarea, select");
  return [...document.body.querySelectorAll("*")]
    .filter(e => (told(e) || typed(e)) && e.getClientRects().length)
    .map(e => {
      const paper = behind(e), ink = over(channels(getComputedStyle(e).color), paper);
      const [high, low] = [luminance(ink), luminance(paper)].sort((a, b) => b - a);
      const said = e.tagName + ": " + e.innerText.slice(0, 60);
      return {said, ratio: (high + 0.05) / (low + 0.05), paper: luminance(paper)};
    });
}"""


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, path_of: Callable[[str], str]) -> str:
    """The path of each of the pages."""
    where = PAGES[request.param]
    return where if where.startswith("/") else path_of(where)


@pytest.fixture
def phone(open_context: Opened) -> Iterator[Page]:
    """A page on a narrow screen that is touched."""
    with open_context(
        viewport={"width": WIDTHS[0], "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        yield context.new_page()


def widths(page: Page) -> list[int]:
    """How wide the page is, and how wide its window."""
    return list(page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]"))


def pale(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """WCAG 2.2, 1.4.3 asks for 4.5 to 1, and for less in large text; here it is asked of all."""
    return [f for f in found if f["ratio"] < 4.5]


def test_a_phone_does_not_scroll_sideways(phone: Page, path: str) -> None:
    for width in WIDTHS:
        phone.set_viewport_size({"width": width, "height": 844})
        phone.goto(path)
        assert widths(phone) == [width, width]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(page: Page, path: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    found = page.evaluate(CONTRASTS)
    assert len(found) > 15
    assert pale(found) == []
    assert all((f["paper"] < 0.2) == (scheme == "dark") for f in found if f["said"].startswith("H1"))


def test_the_first_key_leads_past_the_frame(page: Page, path: str) -> None:
    page.goto(path)
    page.keyboard.press("Tab")
    skip = page.locator("a:focus")
    assert skip.inner_text() == "Skip to the content"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.locator("main :focus, footer.site :focus").count() == 1


def test_what_has_the_focus_is_seen(page: Page) -> None:
    page.goto("/sparql")
    seen = 0
    for _ in range(14):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        assert focus.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
        seen += 1
    assert seen == 14


def test_a_page_can_be_printed(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.get_by_role("navigation", name="Lists").is_visible()
    assert not page.locator("header.site form").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_a_sheet_of_paper_is_as_wide_as_what_stands_on_it(page: Page, path: str) -> None:
    """A4 without its margins is 182 mm, 688 CSS pixels."""
    page.set_viewport_size({"width": 688, "height": 971})
    page.emulate_media(media="print")
    page.goto(path)
    assert widths(page) == [688, 688]


def test_what_is_too_wide_or_too_pale_is_noticed(open_context: Opened) -> None:
    with open_context(viewport={"width": 390, "height": 844}, bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/")
        page.add_style_tag(content=".lead { width: 50rem } h2 { color: #888 }")
        assert widths(page)[0] > 700
        assert {f["said"].split(":")[0] for f in pale(page.evaluate(CONTRASTS))} >= {"H2"}
