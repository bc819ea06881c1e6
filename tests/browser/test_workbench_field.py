"""The workbench with a field in a real browser, and both kinds of it for axe in both themes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import AXE, RULES, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 30_000  # ms: the first view loads what reckons, and the machine may be busy
FIELD = "/workbench?source=field&n=10000&width=3&map=cividis"
OPEN_ALL = "document.querySelectorAll('details:not(.numbers)').forEach((one) => (one.open = true))"
VIEWS = (FIELD, "/workbench?file=1&panes=residual,distribution&also=gaussian~40~samples&order=1")


@pytest.fixture
def field(page: Page) -> Page:
    """The workbench with a random field, drawn."""
    page.goto(FIELD)
    expect(page.locator("[data-badge]")).to_contain_text("100 × 100 values", timeout=PATIENCE)
    expect(page.locator("[data-readout]")).to_contain_text("row 50, column 50")
    expect(page.locator("[data-status-time]")).to_contain_text("ms to compute")
    return page


def test_the_wheel_shows_a_part_and_back_everything(field):
    box = field.locator("[data-field]").bounding_box()
    field.mouse.move(box["x"] + 150, box["y"] + 100)
    for _ in range(4):
        field.mouse.wheel(0, -240)
    expect(field.locator("[data-badge]")).to_contain_text("of 10,000 values in view")
    expect(field).to_have_url(re.compile("x0=.*x1=.*y0=.*y1="))
    field.go_back()
    expect(field.locator("[data-badge]")).to_contain_text("100 × 100 values")


def test_the_point_of_the_profiles_moves_by_keys_and_is_told(field):
    field.locator("[data-field]").focus()
    field.keyboard.press("ArrowDown")
    field.keyboard.press("Shift+ArrowRight")
    expect(field.locator("[data-announce]")).to_contain_text("row 51, column 60, as measured")
    field.keyboard.press("]")
    expect(field).to_have_url(re.compile(r"width=3\.15"))
    expect(field.locator("[data-readout]")).to_contain_text("smoothed")


def test_what_was_taken_away_is_shown_in_colours_around_zero(field):
    field.get_by_role("button", name="Taken away").click()
    field.locator("[data-map]").select_option("RdBu_r")
    expect(field).to_have_url(re.compile("map=RdBu_r"))
    expect(field.locator("[data-sentence]")).to_contain_text("−")


def test_the_surface_is_drawn_when_it_is_asked_for(field):
    assert not field.evaluate("'Plotly' in window")
    field.get_by_role("button", name="3-D surface").click()
    dialog = field.get_by_role("dialog", name="The visible part")
    expect(dialog.locator(".gl-container canvas").first).to_be_visible(timeout=PATIENCE)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_in_the_way_of_any_reader(context, server, theme):
    context.add_cookies([{"name": "theme", "value": theme, "url": server.url}])
    page = context.new_page()
    for view in VIEWS:
        page.goto(view)
        expect(page.locator("[data-facts]")).to_contain_text("Smoothed", timeout=PATIENCE)
        page.evaluate(
            "for (const one of document.querySelectorAll('details:not(.numbers)')) one.open = true"
        )
        page.evaluate(AXE)
        assert axe_violations(page, RULES) == []
        for width in (960, 400):
            page.set_viewport_size({"width": width, "height": 800})
            over = "document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(over) <= 0, f"{view} at {width}"
        page.set_viewport_size({"width": 1280, "height": 800})
    page.close()
