"""The interactive figures in a real browser: drawn, kept over changes, readable without WebGL."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import expect

from tests.waiting import until, until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "[data-figure].js-plotly-plot"
NO_WEBGL = """
const plain = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.includes("webgl") ? null : plain.call(this, kind, ...rest);
};
"""
# Without a graphics card each turn of a surface is computed pixel by pixel.
SMALL = {"width": 640, "height": 640}
KINDS = ["2d", "3d", "scatter3d", "heatmap", "contour", "histogram"]


def open_figure(page, url):
    page.goto(url)
    expect(page.locator(PLACE)).to_have_count(1)


def figure(page, expression):
    return page.evaluate(f"(place => {expression})(document.querySelector('{PLACE}'))")


def wait_until(page, expression):
    """Waits for something to be true of the figure."""
    until_page(page, f"(place => {expression})(document.querySelector('{PLACE}'))")


def ink(page):
    """How many colours the place of the figure shows: a white canvas has next to none."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(page.locator(PLACE).screenshot())) as picture:
        return len(picture.convert("RGB").getcolors(1_000_000))


def axe_violations(page):
    """Those of the figure: all around it is looked at where every page is."""
    found = page.evaluate(f"axe.run('{PLACE}', {{ resultTypes: ['violations'] }})")["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_in_both_themes(page, context, server, kind):
    context.add_cookies([{"name": "theme", "value": "system", "url": server.url}])
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALL)
    open_figure(page, f"/plotly_with_get/{kind}")
    expect(page.locator(f"{PLACE} .main-svg").first).to_be_visible()
    bundle = "3d" if kind in {"3d", "scatter3d"} else "2d"
    scripts = page.evaluate(
        "[...document.scripts].map(s => s.src).filter(s => s.includes('plotly-'))"
    )
    assert [f"plotly-{bundle}" in script for script in scripts] == [True]
    until(lambda: ink(page) > 30, "the figure is painted")
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    assert axe_violations(page) == []
    page.emulate_media(color_scheme="dark")
    wait_until(page, "place.layout.paper_bgcolor.toLowerCase() === '#171d25'")
    assert axe_violations(page) == []


def drag(page, across, up):
    """Pulls the mouse over the middle of the figure, as parts of its size."""
    page.locator(PLACE).scroll_into_view_if_needed()
    box = page.locator(PLACE).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across * box["width"], y - up * box["height"], steps=8)
    page.mouse.up()


def test_a_change_keeps_the_zoom(page):
    open_figure(page, "/plotly?seed=1")
    drag(page, 0.3, 0.3)
    wait_until(page, "place._fullLayout.xaxis.range[0] > 0.4")
    zoomed = figure(page, "place._fullLayout.xaxis.range")
    drawn = figure(page, "place.data[0].y.bdata")
    page.get_by_label("Noise").fill("0.1")
    page.keyboard.press("Tab")
    wait_until(page, f"place.data[0].y.bdata !== '{drawn}'")
    assert figure(page, "place._fullLayout.xaxis.range") == zoomed


def turned_from(page, eye):
    """Whether the camera is elsewhere; it listens a moment after the figure is there."""
    page.wait_for_timeout(500)
    return abs(figure(page, "place._fullLayout.scene.camera.eye.x") - eye["x"]) > 0.1


def test_the_camera_stays_while_the_function_changes(page):
    page.set_viewport_size(SMALL)
    open_figure(page, "/plotly_with_get/3d?resolution=12")
    first = figure(page, "place._fullLayout.scene.camera.eye")
    until(lambda: drag(page, 0.3, 0.1) or turned_from(page, first), "the surface turns")
    turned = figure(page, "place._fullLayout.scene.camera.eye")
    page.get_by_role("combobox", name="Function").select_option("peaks")
    wait_until(page, "place.data[0].cmax > 5")
    assert figure(page, "place._fullLayout.scene.camera.eye") == pytest.approx(turned)


def test_the_larger_bundle_comes_when_it_is_needed(page):
    page.set_viewport_size(SMALL)
    open_figure(page, "/plotly_with_get/2d?resolution=12")
    page.get_by_role("combobox", name="Kind").select_option("3d")
    expect(page.locator(f"{PLACE} .gl-container canvas").first).to_be_visible(timeout=20_000)
    page.get_by_role("combobox", name="Kind").select_option("contour")
    expect(page.locator(f"{PLACE} .contourlayer .contour").first).to_be_visible(timeout=20_000)
    page.go_back()
    expect(page.locator(f"{PLACE} .gl-container canvas").first).to_be_visible(timeout=20_000)


def test_a_change_is_drawn_once(page):
    """The swap of the page tells of itself once for each part that it replaces."""
    open_figure(page, "/plotly?seed=1")
    wait_until(page, "place.data.length > 0 && !!place._fullLayout._size")
    page.evaluate(
        "() => { const react = Plotly.react; window.drawings = 0;"
        " Plotly.react = (...given) => { window.drawings += 1; return react(...given); }; }"
    )
    drawn = figure(page, "place.data[0].y.bdata")
    page.get_by_label("Noise").fill("0.1")
    page.keyboard.press("Tab")
    wait_until(page, f"place.data[0].y.bdata !== '{drawn}'")
    page.wait_for_timeout(300)
    assert page.evaluate("window.drawings") == 1


def test_without_webgl_the_picture_stands_there_and_says_so(context, page):
    page.add_init_script(NO_WEBGL)
    page.goto("/plotly_with_get/3d")
    expect(page.get_by_text("This screen has no WebGL")).to_be_visible()
    still = page.locator("figure picture img")
    expect(still).to_be_visible()
    assert still.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1600
    expect(page.locator(PLACE)).to_have_count(0)


def test_colours_follow_the_theme(page, context, server):
    context.add_cookies([{"name": "theme", "value": "dark", "url": server.url}])
    open_figure(page, "/plotly")
    assert figure(page, "place.layout.paper_bgcolor").lower() == "#171d25"
    assert figure(page, "place.data[1].line.color").lower() == "#7aa2ff"


def test_colours_follow_the_system(page, context, server):
    context.add_cookies([{"name": "theme", "value": "system", "url": server.url}])
    page.emulate_media(color_scheme="light")
    open_figure(page, "/plotly")
    assert figure(page, "place.layout.paper_bgcolor").lower() == "#ffffff"
    page.emulate_media(color_scheme="dark")
    wait_until(page, "place.layout.paper_bgcolor.toLowerCase() === '#171d25'")


def test_nothing_is_offered_that_leaves_the_machine(page):
    open_figure(page, "/plotly")
    titles = page.locator(".modebar-btn").evaluate_all("all => all.map(b => b.dataset.title ?? '')")
    assert titles
    assert not [title for title in titles if "cloud" in title.lower() or "share" in title.lower()]
    expect(page.locator(".modebar-btn--logo")).to_have_count(0)


def test_narrow_screens_get_a_picture_with_larger_text(page):
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto("/smooth?seed=1")
    picture = page.locator("figure img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
