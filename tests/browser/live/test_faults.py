"""What goes wrong with a stream is told on its page, and mended where it can be."""

import time

import pytest
from playwright.sync_api import expect

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.live.stream import Channels
from server.web.live.shelf import studio_of
from server.web.live.wire import Line
from tests.live_pages import LIVE, see
from tests.waiting import until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_missing_samples_are_counted_and_marked(page, studio):
    channels = Channels(("y",), (), 1000.0)
    stream = studio.push("gap", channels, [[0.0]] * 100)
    see(page, "/live/gap")
    late = "smoothed: false, channels: [0], count: 1, offsets: [0], made: 0, values: [1]"
    page.evaluate(f"{LIVE}.frame({{ {late}, first: 600, skipped: 0 }})")
    expect(page.locator("[data-announce]")).to_contain_text("500 samples are missing")
    assert page.evaluate(f"{LIVE}.lanes.gaps.length") == 1
    stream.skip(250)
    expect(page.locator("[data-notice]")).to_contain_text("left out 250 samples (1 gap)")
    events = page.locator("[data-events]")
    expect(events).to_contain_text("The source left out 250 samples.")
    page.evaluate(f"{LIVE}.frame({{ {late}, first: 2000, skipped: 900 }})")
    expect(events).to_contain_text("This window was too slow")
    page.evaluate(f"{LIVE}.wire.say('fly')")
    expect(page.locator("[data-notice]")).to_contain_text("fly")
    expect(events).to_contain_text("Refused")


def test_a_clock_that_jumps_is_told_and_the_time_to_painting_stays_true(page, studio):
    see(page, "/live/sine")
    answer = "{ type: 'clock', sent: at, got: server, now: server }"
    for apart in (0, 3600):
        page.evaluate(
            f"""{{ const at = performance.now() / 1000;
            const server = performance.timeOrigin / 1000 + at + {apart};
            {LIVE}.message({answer}); }}"""
        )
    expect(page.locator("[data-events]")).to_contain_text("jumped by 3600 s forward")
    page.evaluate(f"{LIVE}.clock.ask()")  # the server's clock did not jump: back again
    expect(page.locator("[data-events]")).to_contain_text("s back")
    assert abs(page.evaluate(f"{LIVE}.clock.now()") - time.time()) < 60


def test_a_source_that_ends_is_told(page, studio):
    see(page, "/live/sine")
    page.get_by_role("button", name="Stop the source").click()
    expect(page.locator("[data-standing]")).to_have_text("Ended")
    expect(page.locator("[data-notice]")).to_contain_text("The source was stopped")


def test_a_wire_that_breaks_is_mended_without_a_gap(page, studio, monkeypatch):
    channels = Channels(("y",), (), 100.0)
    rows = [[float(n)] for n in range(600)]
    studio.push("long", channels, rows[:200])
    see(page, "/live/long?sigma=0")
    whole, broken = Line.send, []

    def half(line, data):
        if broken or len(data) < 500:
            return whole(line, data)
        broken.append(line)
        whole(line, data[: len(data) // 2])
        line.end()
        raise BrokenPipeError

    monkeypatch.setattr(Line, "send", half)
    studio.push("long", channels, rows[200:500])
    expect(page.locator("[data-events]")).to_contain_text("Connected again.")
    expect(page.locator("[data-events]")).to_contain_text("The connection was lost.")
    assert len(broken) == 1
    studio.push("long", channels, rows[500:])
    until_page(page, f"{LIVE}.raw.end === 600")
    values = page.evaluate(f"Array.from({{length: 600}}, (_, n) => {LIVE}.raw.value(0, n))")
    assert values == [float(n) for n in range(600)]
    assert page.evaluate(f"{LIVE}.meters.missed") == 0


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
        until_page(page, f"{LIVE}.stream.id !== '{known}' && {LIVE}.raw.end > 50")
        expect(page.locator("[data-standing]")).to_have_text("Running")
        assert page.evaluate(f"{LIVE}.controls.sigma") == 5
        assert studio_of(server.app).desk("sine").recipe.signal == "sine"
        page.goto("about:blank")
        context.close()
