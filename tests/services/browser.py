"""A real browser. A page that complains in its console, or breaks the content security policy, fails its test."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.services import chromium
from tests.services.processes import WebServer

# Without the background flags Chromium calls its maker's hosts at every start.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DEVICES = {
    "desktop": {"viewport": {"width": 1366, "height": 850}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
PATIENCE_MS = 10_000


class Complaints:
    """What pages have complained of, but for what the test expects."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[str] = []

    def allow(self, text: str) -> None:
        """Complaints that contain this text are part of the test, such as "409 (Conflict)"."""
        self.expected.append(text)

    @property
    def unexpected(self) -> list[str]:
        return [one for one in self.found if not any(text in one for text in self.expected)]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._console(message.type, message.text, message.page))
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))

    def _console(self, kind: str, text: str, page: Page | None) -> None:
        # Chromium reports a breach of the content security policy here too, also one that is only reported.
        if kind == "error" or "Content Security Policy" in text:
            self.found.append(f"{page.url if page else 'no page'}: {text}")


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    # Chromium's sandbox does not work for root.
    sandbox = os.geteuid() != 0
    launched = _playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS, chromium_sandbox=sandbox)
    yield launched
    launched.close()


@pytest.fixture
def console() -> Complaints:
    return Complaints()


@pytest.fixture
def open_page(browser: Browser, webserver: WebServer, console: Complaints) -> Iterator[Callable[..., Page]]:
    """Another person's browser: `open_page("phone")`, `open_page(color_scheme="dark", java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_one(device: str = "desktop", **options: object) -> Page:
        settings = {"base_url": webserver.url, "locale": "en-US"} | DEVICES[device] | options
        contexts.append(browser.new_context(**settings))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        console.listen(contexts[-1])
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
    _let_the_server_finish()
    assert not console.unexpected, "the browser complained:\n" + "\n".join(console.unexpected)


def _let_the_server_finish() -> None:
    """What a page says as it closes is written still: emptying the tables meanwhile would be a deadlock."""
    quiet, until = 0, time.monotonic() + 5
    while quiet < 2 and time.monotonic() < until:
        time.sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            quiet = 0 if cursor.fetchone()[0] else quiet + 1


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop browser."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A phone."""
    return open_page("phone")
