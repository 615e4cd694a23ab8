"""The checks that every page is held to notice what they are there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playwright.sync_api import BrowserContext

    Opened = Callable[..., AbstractContextManager[BrowserContext]]

ELSEWHERE = "http://127.0.0.2:9/picture.png"


def put(tag: str, attribute: str, value: str) -> str:
    return f"document.body.append(Object.assign(document.createElement('{tag}'), {{{attribute}: '{value}'}}))"


TROUBLES = {
    "a picture from another host": put("img", "src", ELSEWHERE),
    "a script in the page": put("script", "text", "1"),
    "a picture that is not there": put("img", "src", "/static/nothing.png"),
    "an error": "setTimeout(() => { throw new Error('synthetic') })",
    "a complaint": "console.warn('synthetic')",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_is_noticed(open_context: Opened, trouble: str) -> None:
    with pytest.raises(AssertionError), open_context() as context:
        page = context.new_page()
        page.goto("/")
        page.evaluate(TROUBLES[trouble])
        page.wait_for_timeout(200)


def test_a_request_to_another_host_is_seen_even_where_it_is_let_through(
    open_context: Opened,
) -> None:
    with pytest.raises(AssertionError, match=r"127\.0\.0\.2"), open_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/")
        page.evaluate(put("img", "src", ELSEWHERE))
        page.wait_for_timeout(200)


def test_a_page_without_trouble_passes(open_context: Opened) -> None:
    with open_context() as context:
        context.new_page().goto("/")
