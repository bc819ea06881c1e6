"""A served application and Chromium in front of it; a page that breaks a rule fails its test."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from desktop_app.local_server import LocalServer
from server.config import Settings
from tests.waiting import PATIENCE

expect.set_options(timeout=1000 * PATIENCE)
# Debian's Chromium without its own windows, whose drawing takes a processor's time from the pages.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader-webgl",  # WebGL without a graphics card
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH_POLICY = """
window.policyViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is missing: install Debian's chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[LocalServer]:
    with LocalServer(Settings(data_dir=tmp_path_factory.mktemp("data"))) as running:
        yield running


@pytest.fixture
def live_url(server) -> str:
    """The address of a served application, without a slash at its end."""
    return server.url


@pytest.fixture
def context(chromium, server) -> Iterator[BrowserContext]:
    """A browser profile of its own that is let in."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH_POLICY)
    assert context.request.get(server.entry_url("/settings")).ok  # shares the profile's cookies
    yield context
    context.close()


@pytest.fixture
def page(context) -> Iterator[Page]:
    """A page whose script errors, policy violations and requests to other hosts fail the test."""
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("requestfailed", lambda request: _note_failure(request, faults))
    yield page
    if not page.is_closed():
        faults += page.evaluate("window.policyViolations ?? []")
    assert faults == []


def _note_failure(request, faults: list[str]) -> None:
    if "ERR_ABORTED" not in (request.failure or ""):  # a request that a newer one replaced
        faults.append(f"request failed: {request.url} {request.failure}")
