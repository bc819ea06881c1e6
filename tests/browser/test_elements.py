"""The page of controls in a real browser: each element is alive and steers the one figure."""

import io
import re

import numpy as np
import pytest
import pyzipper
from PIL import Image
from playwright.sync_api import expect

from tests.waiting import until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = "/elements?points=200&seed=5&sigma=8&colour=%23d55e00"
FRAMES = 72


@pytest.fixture
def elements(page):
    """The page with both canvases drawn."""
    page.goto(PLACE)
    canvases_are_drawn(page)
    return page


def canvases_are_drawn(page):
    until_page(page, "document.querySelector('[data-marks]').children.length === 4")


def film_is_made(page):
    expect(page.locator("[data-progress-words]")).to_have_text(
        re.compile(rf"^{FRAMES} frames, \d"), timeout=60_000
    )


def picture_of(locator) -> np.ndarray:
    with Image.open(io.BytesIO(locator.screenshot())) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def share(pixels: np.ndarray, colour: str, tolerance: int = 12) -> float:
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return float(np.mean(np.all(abs(pixels - wanted) <= tolerance, axis=-1)))


def set_value(page, name: str, value: str) -> None:
    """Set a control as a hand would: with the event that the page listens to."""
    page.eval_on_selector(
        f"#field-{name}",
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }",
        value,
    )


def test_the_canvas_draws_the_line_in_its_colour_and_theme(elements):
    plot = elements.locator("[data-plot]")
    assert share(picture_of(plot), "#d55e00") > 0.003
    assert share(picture_of(plot), "#ffffff") > 0.5
    set_value(elements, "colour", "#009e73")
    elements.get_by_role("radio", name="Dark").check()
    pixels = picture_of(plot)
    assert share(pixels, "#009e73") > 0.003
    assert share(pixels, "#d55e00") < 0.0005
    assert share(pixels, "#171d25") > 0.5


def test_the_slider_moves_the_line_the_readout_and_the_film(elements):
    film_is_made(elements)
    before = picture_of(elements.locator("[data-plot]"))
    moment = elements.eval_on_selector("video", "v => v.currentTime")
    with elements.expect_response(re.compile(r"/elements\.f32\?.*sigma=9")):
        elements.locator("#field-sigma").focus()
        for _ in range(2):
            elements.keyboard.press("ArrowRight")
    expect(elements.locator("[data-readout]")).to_have_text("9")
    until_page(elements, f"document.querySelector('video').currentTime > {moment}")
    expect(elements.locator('[data-screen="picture"]')).to_have_attribute("data-stale", "")
    assert not np.array_equal(picture_of(elements.locator("[data-plot]")), before)


def test_the_surface_is_coloured_and_turns(elements):
    surface = elements.locator("[data-surface]")
    surface.scroll_into_view_if_needed()
    first = picture_of(surface)
    colours = first.reshape(-1, 3)
    assert len(np.unique(colours // 8, axis=0)) > 100
    surface.focus()
    elements.keyboard.press("ArrowLeft")
    turned = picture_of(surface)
    assert np.mean(np.any(abs(turned - first) > 20, axis=-1)) > 0.02
    box = surface.bounding_box()
    elements.mouse.move(box["x"] + 100, box["y"] + 100)
    elements.mouse.down()
    elements.mouse.move(box["x"] + 160, box["y"] + 120, steps=3)
    elements.mouse.up()
    dragged = picture_of(surface)
    assert np.mean(np.any(abs(dragged - turned) > 20, axis=-1)) > 0.02
    surface.focus()
    elements.keyboard.press("Home")
    set_value(elements, "map", "magma")
    assert np.mean(np.any(abs(picture_of(surface) - first) > 20, axis=-1)) > 0.02


def test_arrow_keys_read_the_values(elements):
    elements.locator("[data-plot]").focus()
    elements.keyboard.press("End")
    reading = elements.locator("[data-cursor]")
    expect(reading).to_contain_text("2026-07-19")
    elements.keyboard.press("ArrowLeft")
    expect(reading).to_contain_text("2026-07-18")
    set_value(elements, "start", "2000-01-01")
    elements.locator("[data-plot]").focus()
    elements.keyboard.press("Home")
    expect(reading).to_contain_text(
        re.compile(r"2000-01-01 +raw −?\d\.\d{3} +smoothed −?\d\.\d{3}")
    )


def test_compute_brings_picture_numbers_address_and_film_up_to_date(elements):
    film_is_made(elements)
    elements.evaluate("""() => {
      window.seen = [];
      const progress = document.querySelector("progress");
      new MutationObserver(() => seen.push(progress.value))
        .observe(document.querySelector("[data-progress-words]"), { childList: true });
    }""")
    set_value(elements, "title", "Twice as long")
    set_value(elements, "points", "400")
    expect(elements.locator('[data-screen="film"]')).to_have_attribute("data-stale", "")
    elements.get_by_role("button", name="Compute").click()
    film = elements.locator('[data-screen="film"]')
    expect(film).not_to_have_attribute("data-stale", "", timeout=60_000)
    assert "points=400" in elements.url
    assert "title=Twice+as+long" in elements.url
    expect(elements.locator(".readings .sentence")).to_contain_text("Twice as long: 400 daily")
    assert "points=400" in elements.locator('[data-part="picture"] img').get_attribute("src")
    expect(elements.locator('[data-screen="picture"]')).not_to_have_attribute("data-stale", "")
    seen = elements.evaluate("window.seen")
    assert seen == sorted(seen)
    assert len(set(seen)) > 2  # it is told while it happens
    elements.go_back()
    expect(elements.locator("#field-points")).to_have_value("200")


def test_the_film_plays_to_its_end(elements):
    film_is_made(elements)
    video = elements.locator("video")
    assert video.evaluate("v => [v.duration, v.videoWidth, v.videoHeight]") == [3, 880, 660]
    end = video.evaluate("""async (v) => {
      v.loop = false;
      v.currentTime = 2.5;
      await v.play();
      await new Promise((resolve) => v.addEventListener("ended", resolve));
      return v.currentTime;
    }""")
    assert end == pytest.approx(3, abs=0.1)


def test_a_film_can_be_cancelled(elements):
    elements.get_by_role("button", name="Compute").click()
    cancel = elements.get_by_role("button", name="Cancel")
    expect(cancel).to_be_enabled()
    cancel.click()
    expect(elements.locator("[data-progress-words]")).to_have_text("cancelled")
    expect(cancel).to_be_disabled()
    elements.get_by_role("button", name="Compute").click()
    film_is_made(elements)


def test_a_value_out_of_range_is_named_beside_its_control(elements):
    elements.locator("#field-points").fill("5")
    expect(elements.locator("#error-points")).to_contain_text("16 to 20,000")
    expect(elements.locator("#field-points")).to_have_attribute("aria-invalid", "true")
    elements.get_by_role("button", name="Compute").click()
    expect(elements.locator("#error-points")).to_contain_text("16 to 20,000")
    elements.locator("#field-points").fill("50")
    expect(elements.locator("#error-points")).to_be_empty()


def test_the_password_locks_the_download(elements, tmp_path):
    password = elements.locator("#field-password")
    save = elements.get_by_role("button", name="Save")
    password.fill("pässwörter")
    save.click()
    expect(elements.locator("#error-password")).to_contain_text("8 to 128")
    password.fill("correct horse")
    with elements.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == "elements.zip"
    download.value.save_as(tmp_path / "elements.zip")
    expect(password).to_have_value("")
    with pyzipper.AESZipFile(tmp_path / "elements.zip") as archive:
        rows = archive.read("elements.csv", pwd=b"correct horse").decode().splitlines()
    assert len(rows) == 201


def test_the_canvases_are_as_sharp_as_the_screen(chromium, server):
    context = chromium.new_context(base_url=server.url, device_scale_factor=2)
    page = context.new_page()
    page.goto(server.entry_url(PLACE))
    canvases_are_drawn(page)
    for name in ("plot", "surface"):
        ratio = page.eval_on_selector(f"[data-{name}]", "c => c.width / c.clientWidth")
        assert ratio == pytest.approx(2, abs=0.01), name
    context.close()


def test_without_webgl_the_picture_is_shown_and_it_says_so(page):
    page.add_init_script("""
      const real = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest);
      };
    """)
    page.goto(PLACE)
    notice = page.locator("[data-no-webgl]")
    expect(notice).to_contain_text("no WebGL")
    expect(notice.locator("img")).to_be_visible()
    expect(page.locator("[data-surface]")).to_be_hidden()


def test_everything_but_the_canvases_works_without_scripts(chromium, server, tmp_path):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/elements?seed=5"))
    expect(page.get_by_text("The live drawing needs JavaScript.")).to_be_visible()
    page.locator("#field-points").fill("77")
    page.locator("#field-start").fill("2001-02-03")
    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("button", name="Compute").click()
    assert "points=77" in page.url
    expect(page.locator(".sentence")).to_contain_text("77 daily values from 2001-02-03")
    assert "theme=dark" in page.locator(".screen-picture img").get_attribute("src")
    page.locator("#field-points").fill("1")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("#error-points")).to_contain_text("16 to 20,000")
    page.go_back()
    page.locator("#field-password").fill("correct horse")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    download.value.save_as(tmp_path / "elements.zip")
    with pyzipper.AESZipFile(tmp_path / "elements.zip") as archive:
        assert archive.read("elements.png", pwd=b"correct horse").startswith(b"\x89PNG")
    context.close()
