"""Fixtures of the browser tests: Chromium, a page of phone or desktop size, and axe.

A test fails if the page requests anything from another host, if a script fails, or if the Content-Security-Policy
blocks something.
"""

import io
import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.browser import chromium

# Playwright runs an event loop in this thread, where Django would refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
FILM_SECONDS = 60
AXE = "/static/axe/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test in this folder as a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.found()
    if path is None:
        pytest.fail("There is no Chromium. `make test` fetches one.")
    with sync_playwright() as playwright:
        # What Playwright adds by itself is for its own Chromium; these flags are enough for every one.
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def size() -> str:
    """`desk`, unless the test is parametrized with `size`: `desk`, `phone` or both."""
    return "desk"


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, size: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport=SIZES[size],  # type: ignore[arg-type]
        has_touch=size == "phone",
        locale="nb-NO",
        timezone_id="Europe/Oslo",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    here = urlsplit(live_server.url).netloc
    wrong: list[str] = []

    def stays_inside(request: Request) -> None:
        if urlsplit(request.url).netloc not in ("", here):
            wrong.append(f"a request to {request.url}")

    # Only looked at: what passes through `route` is never kept by the browser, and every page would fetch all again.
    # That none of them gets anywhere is seen to by a flag of chromium.py.
    context.on("request", stays_inside)
    context.on("weberror", lambda error: wrong.append(f"a failing script: {error.error}"))
    context.on("console", lambda message: wrong.append(message.text) if is_refusal(message.text) else None)
    yield context
    context.close()
    assert wrong == []


def is_refusal(text: str) -> bool:
    """Whether a console message reports a CSP violation, or a failure of Wagtail's scripts."""
    return any(words in text for words in ("Content Security Policy", "Refused to", "Error connecting controller"))


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Sign in by session cookie. One test signs in by e-mail, which takes longer."""

    def sign_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


# What an interface in another language can break: names that are not translated, marks of language, room for the words.
OF_WORDS = [
    "aria-command-name", "aria-dialog-name", "aria-input-field-name", "aria-meter-name", "aria-progressbar-name",
    "aria-toggle-field-name", "aria-tooltip-name", "button-name", "document-title", "empty-heading",
    "empty-table-header", "frame-title", "html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "image-alt",
    "image-redundant-alt", "input-button-name", "input-image-alt", "label", "label-title-only", "link-name",
    "page-has-heading-one", "role-img-alt", "select-name", "summary-name", "svg-img-alt", "target-size", "valid-lang",
]  # fmt: skip
OF_COLOURS = ["color-contrast", "link-in-text-block"]


class Look(Protocol):
    def __call__(self, page: Page, rules: list[str] | None = None, without: list[str] | None = None) -> list[str]: ...


@pytest.fixture
def barriers() -> Look:
    """Run axe with all rules, only these, or all but those; one line per violation: rule, impact, element."""
    look = """async ({ only, without }) => {
        const rules = Object.fromEntries(without.map(id => [id, { enabled: false }]));
        const chosen = only ? { runOnly: only } : { rules };
        const options = { resultTypes: ["violations"], ...chosen };
        // Where each element stands is found out only if there is something to say: it takes axe a while.
        if (!(await axe.run(document, { ...options, selectors: false })).violations.length) return [];
        const { violations } = await axe.run(document, options);
        return violations.flatMap(({ id, impact, nodes }) =>
            nodes.map(node => `${id} (${impact}): ${node.target} ${node.failureSummary}`));
    }"""

    def barriers(page: Page, rules: list[str] | None = None, without: list[str] | None = None) -> list[str]:
        if not page.evaluate("Boolean(window.axe)"):
            # From an address, so that the browser reads it once and not for every page.
            page.add_script_tag(url=AXE)
        return list(page.evaluate(look, {"only": rules, "without": without or []}))

    return barriers


@pytest.fixture(scope="session")
def film() -> bytes:
    """A grey video of one minute, in a format that every Chromium can play and seek."""
    import av

    film = io.BytesIO()
    with av.open(film, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=2)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        stream.time_base = Fraction(1, 2)
        stream.options = {"deadline": "realtime", "g": "2", "b": "20k"}
        for number in range(2 * FILM_SECONDS):
            frame = av.VideoFrame(160, 90, "yuv420p")
            for plane, light in zip(frame.planes, (60 + number, 128, 128), strict=True):
                plane.update(bytes([light]) * plane.buffer_size)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return film.getvalue()
