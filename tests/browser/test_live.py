"""The page of a live stream in Chromium: it moves, stands still, is steered, comes back."""

import re
import threading
import time

import pytest
from playwright.sync_api import expect

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.live.sources.recipes import Generator
from server.live.stream import Channels
from server.web.live.shelf import studio_of
from tests.waiting import until, until_page

pytestmark = pytest.mark.browser

LIVE = 'document.querySelector("[data-live]").live'


@pytest.fixture
def studio(server):
    studio = studio_of(server.app)
    yield studio
    studio.close()
    until(lambda: not watchers(), "every watcher's thread to end")


@pytest.fixture
def page(page, studio):
    """Leaves the stream before the streams are closed."""
    yield page
    page.goto("about:blank")


def watchers():
    return [t for t in threading.enumerate() if "simple_websocket" in t.name and t.is_alive()]


def painted(page, more=20):
    before = page.evaluate(f"{LIVE}.meters.painted")
    until_page(page, f"{LIVE}.meters.painted > {before + more}")


def see(page, address):
    page.goto(address)
    until_page(page, f"Boolean({LIVE}?.raw && {LIVE}.meters.painted > 0)")


def test_a_built_in_stream_starts_by_its_link_and_moves(page, studio):
    see(page, "/live/heart?window=5")
    assert studio.desk("heart").recipe.signal == "heartbeat"
    painted(page)
    expect(page.locator("[data-standing]")).to_have_text("Running")
    expect(page.locator("[data-frames]")).to_contain_text("frames/s")
    expect(page.locator("[data-latency]")).to_contain_text("Made to painted")
    expect(page.locator("[data-readout]")).to_contain_text(re.compile(r"s: lead −?\d"))
    until_page(page, f"{LIVE}.smooth.end > 100")
    delay = page.evaluate(f"{LIVE}.raw.end - {LIVE}.smooth.end")
    assert delay >= 16  # centred: half of its width late
    expect(page.locator("[data-delay]")).to_contain_text("44.4 ms late")


def test_what_is_drawn_is_what_was_made(page, studio):
    studio.push("ramp", Channels(("y",), ("V",), 100.0), [[float(n)] for n in range(300)])
    see(page, "/live/ramp?window=4&sigma=0")
    values = page.evaluate(f"[0, 1, 150, 299, 300].map((n) => {LIVE}.raw.value(0, n))")
    assert values[:4] == [0, 1, 150, 299]
    assert values[4] is None or values[4] != values[4]
    curve = f"{LIVE}.lanes.lanes[0].curves[0]"
    assert page.evaluate(f"{curve}.form") == "points"
    assert page.evaluate(f"[...{curve}.y]") == [float(n) for n in range(300)]


def test_space_pauses_and_values_are_read_by_keys_while_it_goes_on(page, studio):
    see(page, "/live/sine?window=2")
    until_page(page, f"{LIVE}.raw.end > 2500")
    page.locator("[data-plot]").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on")).to_have_attribute("aria-pressed", "true")
    stood = page.evaluate(f"{LIVE}.view.paused.to")
    end = page.evaluate(f"{LIVE}.raw.end")
    until_page(page, f"{LIVE}.raw.end > {end + 200}")
    assert page.evaluate(f"{LIVE}.view.paused.to") == stood
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-announce]")).to_contain_text("sine")
    page.keyboard.press("PageUp")
    assert page.evaluate(f"{LIVE}.view.paused.to") < stood
    page.keyboard.press("+")
    assert page.evaluate(f"{LIVE}.view.paused.to - {LIVE}.view.paused.from") < 2000
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    painted(page)


def test_dragging_pans_and_the_button_leads_back_to_now(page, studio):
    see(page, "/live/sine?window=2")
    until_page(page, f"{LIVE}.raw.end > 2500")
    box = page.locator("[data-plot]").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 200, steps=4)
    page.mouse.up()
    assert page.evaluate(f"{LIVE}.view.paused.to < {LIVE}.raw.end")
    page.mouse.wheel(0, -400)
    page.get_by_role("button", name="Back to now").click()
    assert page.evaluate(f"{LIVE}.view.paused") is None


def test_the_view_stands_in_the_address(page, studio):
    see(page, "/live/walk?sigma=12&kind=causal&window=3&show=spectrogram&off=1")
    expect(page.get_by_label("Causal")).to_be_checked()
    expect(page.get_by_label("Spectrogram")).to_be_checked()
    expect(page.locator("[data-window]")).to_have_value("3")
    expect(page.get_by_label("walk 2 (V)")).not_to_be_checked()
    expect(page.locator("[data-delay]")).to_contain_text("lags")
    painted(page)
    page.get_by_label("Curves").check(force=True)
    page.get_by_label("Grows").check(force=True)
    until_page(page, "location.search.includes('grow=1') && !location.search.includes('spectro')")
    painted(page)
    link = page.locator("[data-copy-link]").get_attribute("href")
    assert link == page.evaluate("location.pathname + location.search")


def test_a_source_is_steered_and_what_is_wrong_is_told_beside_it(page, studio):
    see(page, "/live/sine")
    field = page.get_by_role("textbox", name="Amplitude")
    field.fill("40")
    field.press("Enter")
    until(lambda: studio.desk("sine").recipe.amplitude == 40, "the source to be steered")
    until_page(page, f"{LIVE}.lanes.lanes[0].scale.high > 30")
    field = page.get_by_role("textbox", name="Noise")
    field.fill("-1")
    field.press("Enter")
    expect(page.locator("[data-steer-error]")).to_contain_text("greater than or equal to 0")
    expect(field).to_have_attribute("aria-invalid", "true")
    field = page.get_by_role("textbox", name="Channels")
    field.fill("2")
    field.press("Enter")
    until_page(page, f"{LIVE}.raw.raw.length === 2")
    painted(page)


def test_a_recording_with_a_note_opens_in_the_library(page, studio):
    see(page, "/live/sine")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("button", name="Stop recording")).to_be_visible()
    page.get_by_label("What happens now").fill("valve opened")
    page.get_by_role("button", name="Note").click()
    expect(page.locator("[data-notes]")).to_contain_text("valve opened")
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("link", name="Open it in the library").click()
    expect(page.locator("main")).to_contain_text("valve opened")
    expect(page.locator("main")).to_contain_text("sine")


def test_two_windows_see_the_same_and_one_follows_the_other(context, page, studio):
    see(page, "/live/sine?window=2")
    other = context.new_page()
    see(other, "/live/sine?window=8")
    expect(page.locator("[data-people] li")).to_have_count(2)
    other.get_by_role("button", name=re.compile("See what")).click()
    until_page(other, f"{LIVE}.view.window === 2")
    page.locator("[data-plot]").focus()
    page.keyboard.press("Space")
    until_page(other, f"Boolean({LIVE}.view.paused)")
    same = f"[{LIVE}.view.paused.from, {LIVE}.view.paused.to]"
    assert page.evaluate(same) == other.evaluate(same)
    shared = page.evaluate(f"Math.floor({LIVE}.view.paused.to) - 10")
    value = f"{LIVE}.raw.value(0, {shared})"
    until_page(other, f"{LIVE}.raw.end > {shared}")
    assert page.evaluate(value) == pytest.approx(other.evaluate(value), abs=1e-5)
    other.close()
    expect(page.locator("[data-people-panel]")).to_be_hidden()


def test_missing_samples_are_counted_and_marked(page, studio):
    channels = Channels(("y",), (), 1000.0)
    stream = studio.push("gap", channels, [[0.0]] * 100)
    see(page, "/live/gap")
    late = "smoothed: false, channels: 1, count: 1, first: 600, offset: 0, made: 0, values: [1]"
    page.evaluate(f"{LIVE}.frame({{ {late} }})")
    expect(page.locator("[data-announce]")).to_contain_text("500 samples are missing")
    assert page.evaluate(f"{LIVE}.lanes.gaps.length") == 1
    stream.skip(250)
    expect(page.locator("[data-notice]")).to_contain_text("left out 250 samples (1 gap)")


def test_a_source_that_ends_is_told(page, studio):
    see(page, "/live/sine")
    page.get_by_role("button", name="Stop the source").click()
    expect(page.locator("[data-standing]")).to_have_text("Ended")
    expect(page.locator("[data-notice]")).to_contain_text("The source was stopped")


def test_a_file_is_started_by_hand_and_followed(page, studio, tmp_path):
    path = tmp_path / "pump.csv"
    path.write_text("bar\n1\n2\n")
    page.goto("/live")
    page.get_by_label("Name").fill("pump")
    page.get_by_label("Whole path of the file").fill(str(path))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/live/pump?**")
    assert not studio.known("pump")  # a link alone reads no file
    page.get_by_role("button", name="Start").click()
    until_page(page, f"Boolean({LIVE}?.raw?.end === 2)")
    with path.open("a") as file:
        file.write("5\n")
    until_page(page, f"{LIVE}.raw.value(0, 2) === 5")
    path.write_text("7\n")
    expect(page.locator("[data-notice]")).to_contain_text("begun anew")


def test_a_lost_server_is_found_again_and_the_stream_begins_anew(chromium, tmp_path):
    settings = Settings(data_dir=tmp_path)
    context = chromium.new_context()
    with LocalServer(settings) as server:
        page = context.new_page()
        page.goto(server.entry_url("/live/sine?sigma=5"))
        until_page(page, f"Boolean({LIVE}?.raw)")
        known = page.evaluate(f"{LIVE}.stream.id")
        port = server.port
    expect(page.locator("[data-standing]")).to_contain_text("Connection lost")
    with LocalServer(settings, port=port) as server:
        studio_of(server.app).start("sine", Generator(rate=500.0))
        until_page(page, f"{LIVE}.stream.id !== '{known}' && {LIVE}.raw.end > 50")
        expect(page.locator("[data-standing]")).to_have_text("Running")
        assert page.evaluate(f"{LIVE}.controls.sigma") == 5
        page.goto("about:blank")
        context.close()


def test_memory_does_not_grow_over_half_an_hour_of_frames(page, studio):
    """30 minutes of a stream of 1,000 samples a second, 60 frames a second, accelerated."""
    studio.push("long", Channels(("y",), (), 1000.0), [[0.0]] * 100)
    see(page, "/live/long?grow=1")
    sizes = page.evaluate(
        f"""async () => {{
          const live = {LIVE};
          const size = () => [live.raw, live.smooth].reduce((sum, s) =>
            sum + [...s.raw, ...s.low, ...s.high].reduce((n, a) => n + a.byteLength, 0), 0);
          const values = new Float32Array(1667).map((_, i) => Math.sin(i));
          const found = [size()];
          for (let turn = 0; turn < 30; turn += 1) {{
            for (let i = 0; i < 3600; i += 1) {{
              live.frame({{ smoothed: false, channels: 1, count: 17, first: live.raw.end,
                            offset: 0, made: 0, values: values.subarray(i % 99, i % 99 + 17) }});
            }}
            live.lanes.paint();
            await new Promise((resolve) => setTimeout(resolve));
            found.push(size());
          }}
          return {{ found, end: live.raw.end, gaps: live.lanes.gaps.length }};
        }}"""
    )
    assert sizes["end"] >= 1_800_000
    assert sizes["gaps"] == 0
    assert (
        sizes["found"][-1] < sizes["found"][0] + 2**18
    )  # the extremes of blocks: 2 × 4 bytes each


def test_without_scripts_it_is_started_and_stopped(chromium, server, studio):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.entry_url("/live/heart"))
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-standing]")).to_have_text("Running")
    page.get_by_role("button", name="Stop the source").click()
    expect(page.locator("[data-standing]")).to_have_text("Not running")
    context.close()


def test_reduced_motion_lowers_the_rate(chromium, server, studio):
    context = chromium.new_context(base_url=server.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.entry_url("/live/sine"))
    until_page(page, f"Boolean({LIVE}?.raw)")
    assert page.evaluate(f"{LIVE}.rate") == 4
    before, began = page.evaluate(f"{LIVE}.meters.painted"), time.monotonic()
    until_page(page, f"{LIVE}.meters.painted > {before + 8}")
    assert time.monotonic() - began > 1  # at 60 a second it would be 0.15
    page.goto("about:blank")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/live", "/live/walk"])
def test_nothing_is_in_the_way_of_anybody(chromium, server, studio, address, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        base_url=server.url,
        color_scheme=scheme,
        viewport={"width": 400, "height": 800},
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(server.entry_url(address))
    if address != "/live":
        until_page(page, f"Boolean({LIVE}?.raw)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("about:blank")
    context.close()
