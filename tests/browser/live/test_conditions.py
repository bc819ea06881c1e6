"""A live stream over half an hour, without scripts, with little motion, for everybody."""

import time

import pytest
from playwright.sync_api import expect

from server.live.stream import Channels
from tests.live_pages import LIVE, see
from tests.waiting import until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_memory_does_not_grow_over_half_an_hour_of_frames(page, studio):
    """30 minutes of a stream of 1,000 samples a second, 60 frames a second, accelerated."""
    devtools = page.context.new_cdp_session(page)

    def heap():
        devtools.send("HeapProfiler.collectGarbage")
        return devtools.send("Runtime.getHeapUsage")["usedSize"]

    studio.push("long", Channels(("y",), (), 1000.0), [[0.0]] * 100)
    see(page, "/live/long?grow=1")
    minutes = f"""async (count) => {{
          const live = {LIVE};
          live.wire.say("pause");
          const size = () => [live.raw, live.smooth].reduce((sum, s) =>
            sum + [...s.raw, ...s.low, ...s.high].reduce((n, a) => n + a.byteLength, 0), 0);
          const values = new Float32Array(1667).map((_, i) => Math.sin(i));
          const found = [size()];
          for (let turn = 0; turn < count; turn += 1) {{
            for (let i = 0; i < 3600; i += 1) {{
              const part = values.subarray(i % 99, i % 99 + 17);
              live.frame({{ smoothed: false, channels: [0], count: 17, first: live.raw.end,
                            offsets: [0], made: 0, skipped: 0, values: part }});
            }}
            live.lanes.paint();
            await new Promise((resolve) => setTimeout(resolve));
            found.push(size());
          }}
          return {{ found, end: live.raw.end, gaps: live.lanes.gaps.length }};
        }}"""
    page.evaluate(minutes, 3)
    before = heap()
    sizes = page.evaluate(minutes, 27)
    assert heap() < before + 2**22  # 97,200 frames: not 44 bytes of each are kept
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
    assert page.evaluate(f"{LIVE}.asking.rate") == 4
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
