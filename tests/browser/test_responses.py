"""The gallery in a real browser: frames, addresses, and how they follow each other."""

import re

import pytest
from playwright.sync_api import expect

from server.web.responses import EXHIBITS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIGURES = re.compile(r":\d+/plotly(_with_get/\w+)?(\?.*)?$")  # their pages, not their scripts
ELSEWHERE = [
    "//evil.test/", "http://evil.test/", "javascript:alert(1)", "/\\evil.test", "", "/responses",
]  # fmt: skip


@pytest.fixture
def full_gallery(page):
    page.goto("/responses", wait_until="domcontentloaded")  # not until all its frames are loaded
    return page


@pytest.fixture
def gallery(page):
    """The same with a word in place of the interactive figures, which take long to draw."""
    word = "<!doctype html><title>Figure</title><main>A figure</main>"
    page.route(FIGURES, lambda route: route.fulfill(body=word, content_type="text/html"))
    page.goto("/responses", wait_until="domcontentloaded")
    return page


def frame(page, title: str):
    page.get_by_role("article", name=title, exact=True).scroll_into_view_if_needed()
    return page.frame_locator(f'iframe[title^="{title}:"]')


def address(page, name: str):
    return page.locator(f'input[name="{name}"]')


def test_each_frame_shows_its_page_and_nothing_around_it(full_gallery):
    for exhibit in EXHIBITS:
        inside = frame(full_gallery, exhibit.title)
        expect(inside.locator("main")).to_be_visible(timeout=20_000)
        expect(inside.locator(".rail")).to_be_hidden()
        expect(inside.locator(".topbar")).to_be_hidden()
    expect(frame(full_gallery, "A number in the address").locator("main")).to_contain_text("42")
    expect(frame(full_gallery, "A form").locator("output")).to_have_text("1024")
    expect(frame(full_gallery, "An image").locator("figure img")).to_be_visible()
    expect(frame(full_gallery, "A figure with parameters").locator("canvas").first).to_be_visible()


def test_enter_loads_an_address_into_its_frame(gallery):
    box = address(gallery, "number")
    box.fill("/-7")
    box.press("Enter")
    inside = frame(gallery, "A number in the address")
    expect(inside.locator("main")).to_contain_text("−7")
    assert gallery.url.endswith("/responses?number=%2F-7")
    expect(gallery.get_by_role("link", name="Open a number in the address")).to_have_attribute(
        "href", "/-7"
    )
    gallery.reload()
    expect(address(gallery, "number")).to_have_value("/-7")
    expect(frame(gallery, "A number in the address").locator("main")).to_contain_text("−7")


def test_only_own_addresses_are_loaded(gallery):
    """One gallery for all of them: it loads seven pages."""
    box = address(gallery, "number")
    for elsewhere in ELSEWHERE:
        box.fill(elsewhere)
        box.press("Enter")
        error = gallery.locator("#error-number")
        expect(error).to_contain_text("Allowed: a path of this program")
        expect(box).to_have_attribute("aria-invalid", "true")
        frames = [frame.url for frame in gallery.frames if frame.url]
        assert all(url.startswith((gallery.url, "http://127.0.0.1")) for url in frames), elsewhere
        box.fill("/8")
        box.press("Enter")
        expect(error).to_be_empty()


def test_what_is_being_typed_is_not_overwritten_by_a_frame_that_loads(gallery):
    box = address(gallery, "number")
    expect(frame(gallery, "A number in the address").locator("main")).to_be_visible()
    box.fill("/unfinished")
    gallery.locator('iframe[title^="A number"]').dispatch_event("load")
    expect(box).to_have_value("/unfinished")
    box.fill("/9")
    box.press("Enter")
    expect(frame(gallery, "A number in the address").locator("main")).to_contain_text("9")


def test_the_address_follows_what_is_done_in_the_frame(gallery):
    inside = frame(gallery, "A form")
    inside.get_by_label("Exponent").fill("11")
    inside.get_by_label("Exponent").press("Enter")
    expect(inside.locator("output")).to_have_text("2048")
    expect(address(gallery, "form")).to_have_value("/power?base=2&exponent=11")


def test_a_browser_that_does_not_say_who_asks_is_helped_by_script(page):
    def without_saying(route):
        headers = {**route.request.headers, "sec-fetch-dest": "document"}
        route.fulfill(response=route.fetch(headers=headers))

    page.route("**/42", without_saying)
    page.goto("/responses")
    inside = frame(page, "A number in the address")
    expect(inside.locator("main")).to_contain_text("42")
    expect(inside.locator(".rail")).to_be_hidden()


def test_addresses_load_without_scripts(chromium, server):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/responses"))
    address(page, "number").fill("/9")
    address(page, "number").press("Enter")
    page.wait_for_url("**/responses?*number=%2F9*")
    expect(page.locator('iframe[src="/9"]')).to_be_attached()
    context.close()
