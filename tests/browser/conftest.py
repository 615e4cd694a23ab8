"""Debian's Chromium, driven by Playwright, on the shipped edition as ``habeas serve`` serves it.

What every page is held to is asserted when a test ends: no request to another host, no error in the page or its
console, nothing that failed to load. The browser is ended module by module: Playwright keeps an event loop in this
thread while it lives, and other tests start loops of their own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import orjson
import pytest

from habeas.config import Settings
from habeas.editions import Edition

try:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright
except ImportError:
    sync_playwright = None  # type: ignore[assignment]

Opened = Callable[..., AbstractContextManager["BrowserContext"]]
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LEFT = "net::ERR_ABORTED"
"""What a request is told when the page is left before it is answered."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; where there is none the test is skipped, and in CI it fails."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if sync_playwright is None:
        _absent("Playwright is not installed: pip install playwright")
    if program is None:
        _absent("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def _absent(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; CI skips nothing")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def served(edition: Edition, shipped_settings: Settings) -> Iterator[str]:
    """The address of ``habeas serve`` on the shipped edition, a process of its own that is ended by its own id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "habeas", "serve", "--port", str(port), "--home", str(shipped_settings.home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answering(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"habeas serve ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except OSError:
            time.sleep(0.1)
    pytest.fail("habeas serve did not answer")


@pytest.fixture(scope="session")
def path_of(served: str) -> Callable[[str], str]:
    """The path of the page of the first thing that a search for a name finds."""

    def path(name: str) -> str:
        request = urllib.request.Request(
            f"{served}/search?q={quote(name)}", headers={"Accept": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            hits = orjson.loads(answer.read())["hits"]
        assert hits, f"nothing is found for {name}"
        return str(urlsplit(hits[0]["id"]).path)

    return path


@dataclass
class Watch:
    """What happened in the pages of a context: what they asked for, and what went wrong."""

    host: str
    asked: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Write down what happens in a page from here on."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", self._look_at_failed)
        page.on("response", self._look_at)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda said: self.trouble.append(f"console: {said.type}: {said.text}"))

    def _look_at(self, response: Response) -> None:
        if response.status >= 400:
            self.trouble.append(f"{response.url}: {response.status}")

    def _look_at_failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.trouble.append(f"{request.url}: {request.failure}")

    def check(self) -> None:
        """Assert that every request stayed on the server's host, and that nothing went wrong."""
        assert self.asked, "no page was opened"
        assert [url for url in self.asked if not url.startswith(f"{self.host}/")] == []
        assert self.trouble == []


@pytest.fixture
def open_context(browser: Browser, served: str) -> Opened:
    """Return a context manager of a browser context with the options given, watched from its start to its end."""

    @contextmanager
    def opened(**options: object) -> Iterator[BrowserContext]:
        watch = Watch(served)
        context = browser.new_context(base_url=served, **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.on("page", watch.follow)
        try:
            yield context
            watch.check()
        finally:
            context.close()

    return opened


@pytest.fixture
def page(open_context: Opened) -> Iterator[Page]:
    """A page in a window of a desk's size, with JavaScript."""
    with open_context() as context:
        yield context.new_page()
