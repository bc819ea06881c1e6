"""The workbench in a real browser: journeys that a user makes."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.waiting import until

pytestmark = pytest.mark.browser

WALK = "/workbench?source=walk&n=20000&seed=3"
PATIENCE = 30_000  # ms: the first view loads what reckons, and the machine may be busy
# How Windows tells of ] where it is typed by AltGr.
THIRD_LEVEL = "{ key: ']', ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true }"
DRAWN = re.compile(r"extremes kept|all drawn")


def query(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def has_query(page: Page, **wanted: str | None) -> None:
    """Wait until the address has (or for None: has not) what is wanted."""

    def fits(url: str) -> bool:
        given = query(url)
        return all(given.get(name.rstrip("_")) == value for name, value in wanted.items())

    page.wait_for_url(fits)


def curve(page: Page) -> str:
    """What changes when the smoothed curve does."""
    return page.evaluate("window.__peerPlot.sig()")


def wait_for_curve(page: Page, fits: Callable[[str], bool]) -> None:
    """Wait until the smoothed curve is as wanted."""
    until(lambda: fits(curve(page)), "another smoothed curve")


def wheel(page: Page, turns: int, by: int = -240) -> None:
    box = page.locator("[data-plot]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(turns):
        page.mouse.wheel(0, by)
        page.wait_for_timeout(20)
    page.wait_for_timeout(500)  # the wheel rests: now the change is settled


@pytest.fixture
def bench(page: Page) -> Page:
    """The workbench with a random walk, drawn."""
    page.goto(WALK)
    expect(page.locator("[data-badge]")).to_contain_text(DRAWN, timeout=PATIENCE)
    return page


@pytest.fixture
def asked(bench: Page) -> list[dict[str, str]]:
    """The queries of the views that are asked for from now on."""
    found: list[dict[str, str]] = []

    def note(request) -> None:
        if "/workbench/view?" in request.url:
            found.append(query(request.url))

    bench.on("request", note)
    return found


def test_turning_sigma_changes_curve_and_address_and_back_restores_both(bench, asked):
    slider = bench.get_by_role("slider", name="Width σ")
    expect(slider).to_be_enabled()
    first = curve(bench)
    box = slider.bounding_box()
    bench.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] / 2)
    bench.mouse.down()
    bench.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=8)
    bench.mouse.up()
    wait_for_curve(bench, lambda now: now != first)
    expect(bench.locator("[data-badge]")).not_to_contain_text("preview")
    field = bench.get_by_role("textbox", name="Width")
    until(lambda: query(bench.url).get("width") == field.input_value(), "the width in the address")
    width = float(query(bench.url)["width"])
    assert width > 50
    assert asked, "nothing was asked for"
    assert {one["parts"] for one in asked} == {"smooth"}, "the measured curve came again"
    assert asked[-1]["tier"] == "exact"
    bench.go_back()
    has_query(bench, width=None)
    wait_for_curve(bench, lambda now: now == first)
    bench.go_forward()
    has_query(bench, width=f"{width:g}")
    bench.reload()
    expect(field).to_have_value(f"{width:g}")


def test_the_next_step_of_the_slider_is_there_before_it_is_asked_for(bench, asked):
    bench.get_by_role("slider", name="Width σ").focus()
    ahead: list[str] = []

    def second(request) -> bool:  # it is sent once the answer to the first is kept
        if "ahead=true" in request.url:
            ahead.append(query(request.url)["width"])
        return len(ahead) == 2

    with bench.expect_event("request", second):
        bench.keyboard.press("ArrowRight")
    wanted, before = ahead[0], curve(bench)
    bench.keyboard.press("ArrowRight")
    wait_for_curve(bench, lambda now: now != before)
    has_query(bench, width=wanted)
    others = {one["width"] for one in asked if "ahead" not in one}
    assert len(others) == 1, "the first step alone had to be asked for"
    assert wanted not in others
    bench.keyboard.press("ArrowLeft")
    wait_for_curve(bench, lambda now: now == before)


def test_the_wheel_shows_a_part_and_f_everything_again(bench, asked):
    expect(bench.locator("[data-badge]")).to_contain_text("of 20,000 points drawn; extremes kept")
    wheel(bench, 14)
    expect(bench.locator("[data-badge]")).to_contain_text("of 20,000 points in view, all drawn")
    given = query(bench.url)
    assert 0 < float(given["from"]) < float(given["to"]) < 19_999
    assert any("raw" in one["parts"] and one["from"] == given["from"] for one in asked)
    bench.keyboard.press("f")
    has_query(bench, from_=None, to=None)
    expect(bench.locator("[data-badge]")).to_contain_text("extremes kept")


def test_dragging_the_plot_and_the_strip_moves_what_is_seen(bench):
    wheel(bench, 8)
    has_range = re.compile(r"from=")
    expect(bench).to_have_url(has_range)
    bench.wait_for_timeout(1300)  # a later change is a step of its own
    before = query(bench.url)
    box = bench.locator("[data-plot]").bounding_box()
    bench.mouse.move(box["x"] + 300, box["y"] + 100)
    bench.mouse.down()
    bench.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    bench.mouse.up()
    expect(bench).not_to_have_url(re.compile(re.escape(f"from={before['from']}&")))
    assert float(query(bench.url)["from"]) > float(before["from"])
    bench.get_by_role("button", name="Undo").click()
    has_query(bench, from_=before["from"], to=before["to"])
    strip = bench.locator("[data-overview]").bounding_box()
    bench.mouse.click(strip["x"] + strip["width"] - 60, strip["y"] + 20)
    expect(bench).not_to_have_url(re.compile(re.escape(f"from={before['from']}&")))
    assert float(query(bench.url)["from"]) > 10_000


def test_keys_turn_sigma_keep_curves_and_move_a_cursor_that_is_told(bench):
    bench.keyboard.press("c")
    expect(bench.get_by_text("Gaussian 5 samples", exact=True)).to_be_visible()
    bench.keyboard.press("]")
    has_query(bench, also="gaussian~5~samples", width="5.25")
    bench.keyboard.press("Control+z")
    bench.keyboard.press("Control+z")
    has_query(bench, also=None, width=None)
    bench.keyboard.press("Control+Shift+z")
    has_query(bench, also="gaussian~5~samples")
    bench.keyboard.press("r")
    has_query(bench, panes="residual")
    expect(bench.locator("[data-residual]")).to_be_visible()
    bench.locator("[data-plot]").focus()
    bench.keyboard.press("ArrowRight")
    expect(bench.locator("[data-announce]")).to_contain_text("first kept")
    bench.keyboard.press("End")
    expect(bench.locator("[data-announce]")).to_have_text(re.compile(r"^19.999, raw .* to "))
    bench.locator("[data-smoothing] input[type=range]").focus()  # which takes no letters
    bench.keyboard.press("t")
    expect(bench.get_by_role("region", name="The plotted numbers")).to_contain_text("Smoothed")
    bench.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {THIRD_LEVEL}))")
    has_query(bench, width="5.25")


def test_a_width_in_another_unit_means_the_same_and_nonsense_is_refused(bench):
    before = curve(bench)
    width = bench.get_by_role("textbox", name="Width")
    bench.get_by_role("combobox", name="Unit of the width").select_option("fwhm")
    has_query(bench, unit="fwhm", width="11.77")
    expect(bench.locator("[data-width-shown]")).to_have_text("5")
    width.fill("wide")
    width.press("Enter")
    expect(bench.get_by_text("Allowed: 0 or more.")).to_be_visible()
    has_query(bench, width="11.77")
    width.fill("117,7")
    width.press("Enter")
    has_query(bench, width="117.7")
    wait_for_curve(bench, lambda now: now != before)


def test_auto_chooses_a_width_and_says_why(bench):
    bench.get_by_role("button", name="Auto").click()
    expect(bench.locator("[data-reason]")).to_contain_text("σ", timeout=PATIENCE)
    expect(bench).to_have_url(re.compile("width="))
    has_query(bench, unit=None)
    bench.keyboard.press("]")
    expect(bench.locator("[data-reason]")).to_be_hidden()


def test_tab_comes_to_the_width_in_a_few_steps(bench):
    for _ in range(6):
        bench.keyboard.press("Tab")
        if bench.evaluate("document.activeElement.type") == "range":
            break
    expect(bench.get_by_role("slider", name="Width σ")).to_be_focused()
    bench.keyboard.press("ArrowRight")
    expect(bench).to_have_url(re.compile("width="))


def test_panes_show_what_smoothing_did(bench):
    for name in ("Spectrum", "Distribution", "Peaks", "Band"):
        bench.get_by_role("button", name=name).click()
    has_query(bench, panes="spectrum,distribution,peaks,band")
    expect(bench.locator("[data-words=spectrum]")).to_contain_text("Welch", timeout=PATIENCE)
    expect(bench.locator("[data-words=distribution]")).to_contain_text("bins")
    expect(bench.locator("[data-words=band]")).to_contain_text("95")
    bench.reload()
    expect(bench.get_by_role("button", name="Peaks")).to_have_attribute("aria-pressed", "true")


def test_panes_wait_visibly_for_their_first_answer_and_say_why_there_is_none(page):
    sheen = "getComputedStyle(document.querySelector('[data-spectrum]'), '::after').animationName"
    spectrum = page.locator("figure[data-pane=spectrum]")
    page.route("**/workbench/analysis?*", lambda route: None)  # no answer comes
    page.goto(f"{WALK}&panes=spectrum")
    expect(page.locator("[data-badge]")).to_contain_text(DRAWN, timeout=PATIENCE)
    expect(spectrum).to_have_attribute("aria-busy", "true")
    assert "sheen" in page.evaluate(sheen)
    page.unroute("**/workbench/analysis?*")
    refusal = {"status": 422, "json": {"detail": "Too few values."}}
    page.route("**/workbench/analysis?*", lambda route: route.fulfill(**refusal))
    page.reload()
    expect(spectrum).to_contain_text("Too few values.")
    expect(spectrum).not_to_have_attribute("aria-busy", "true")
    page.unroute("**/workbench/analysis?*")
    page.keyboard.press("]")
    expect(spectrum).not_to_contain_text("Too few values.")
    expect(spectrum).not_to_have_attribute("data-old", "")
    assert page.evaluate(sheen) == "none"
    page.route("**/workbench/analysis?*", lambda route: None)
    page.keyboard.press("]")
    expect(spectrum).to_have_attribute("data-old", "")  # dimmed: it is that of the width before
    expect(spectrum.locator(".pane-plot")).to_have_css("opacity", "0.55")


def test_a_view_is_saved_by_name_and_opened_again(bench):
    bench.keyboard.press("]")
    has_query(bench, width="5.25")
    bench.keyboard.press("Control+s")
    dialog = bench.get_by_role("dialog", name="Save this view")
    dialog.get_by_role("textbox", name="Name").fill("A little wider")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    bench.goto("/workbench?source=sine&n=1000")
    bench.get_by_role("link", name="A little wider").click()
    has_query(bench, source="walk", width="5.25")


def test_the_drawer_offers_the_view_in_every_form(bench):
    wheel(bench, 6)
    expect(bench).to_have_url(re.compile(r"from="))
    bench.keyboard.press("Control+e")
    drawer = bench.get_by_role("dialog", name="Export")
    drawer.get_by_label("Width mm").fill("120")
    link = query(drawer.get_by_role("link", name="PDF").get_attribute("href"))
    assert link["figure_width"] == "120"
    assert link["from"] == query(bench.url)["from"]
    drawer.get_by_label("Rows").select_option("whole")
    numbers = query(drawer.get_by_role("link", name="NPY").get_attribute("href"))
    assert numbers["part"] == "whole"
    expect(drawer.get_by_label("Link", exact=True)).to_have_value(bench.url)
    expect(drawer.get_by_label("cURL", exact=True)).to_have_value(re.compile("/api/smooth$"))


def test_a_wrong_value_is_told_and_the_rest_is_drawn(page):
    page.goto(f"{WALK}&width=wide&order=1")
    expect(page.get_by_role("alert").filter(has_text="Left out: width")).to_be_visible()
    expect(page.locator("[data-badge]")).to_contain_text("points drawn")
    has_query(page, width=None, order="1")


def test_without_scripts_the_card_is_a_form(chromium, server):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/workbench?source=walk&n=500"))
    page.get_by_role("textbox", name="Width").fill("9")
    page.get_by_role("button", name="Draw").click()
    assert query(page.url)["width"] == "9"
    assert query(page.url)["n"] == "500"
    context.close()
