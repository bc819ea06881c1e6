"""What stands in the picture of a live stream is what was made, however it came here."""

import pytest

from server.live.stream import Channels
from tests.live_pages import LIVE, see
from tests.waiting import until_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_what_is_drawn_is_what_was_made(page, studio):
    studio.push("ramp", Channels(("y",), ("V",), 100.0), [[float(n)] for n in range(300)])
    see(page, "/live/ramp?window=4&sigma=0")
    values = page.evaluate(f"[0, 1, 150, 299, 300].map((n) => {LIVE}.raw.value(0, n))")
    assert values[:4] == [0, 1, 150, 299]
    assert values[4] is None or values[4] != values[4]
    curve = f"{LIVE}.lanes.lanes[0].curves[0]"
    assert page.evaluate(f"{curve}.form") == "points"
    assert page.evaluate(f"[...{curve}.y]") == [float(n) for n in range(300)]


COLUMNS_OF_PIXELS = """({ lanes }) => {
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--figure-raw");
  const parts = ink.match(/[0-9a-f]{2}/gi).map((two) => Number.parseInt(two, 16));
  lanes.paint();
  const axis = lanes.axis();
  const space = lanes.space(lanes.lanes[0], axis);
  const { canvas: { width, height }, context, density } = lanes.data;
  const { data } = context.getImageData(0, 0, width, height);
  const inked = (x, y) => parts.every((part, i) => data[4 * (y * width + x) + i] === part);
  return Array.from({ length: width }, (_, x) => {
    const sample = lanes.sampleAt((x + 0.5) / density);
    const rows = Array.from({ length: height }, (_, y) => y).filter((y) => inked(x, y));
    const [first, last] = [rows[0], rows.at(-1)].map((y) => space.yAt((y + 0.5) / density));
    return { sample, count: rows.length, whole: rows.at(-1) - rows[0] + 1, first, last };
  });
}"""


def test_each_column_of_pixels_shows_its_samples(page, studio):
    """A band that climbs, with a hole: ink where its numbers are, and nowhere else."""
    band = [float(n + 200 * (n % 2)) for n in range(2000)]
    band[900:1200] = [float("nan")] * 300
    studio.push("band", Channels(("y",), ("V",), 100.0), [[value] for value in band])
    see(page, "/live/band?window=20&sigma=0")
    until_page(page, f"{LIVE}.raw.start === 0 && {LIVE}.raw.end === 2000")
    assert page.evaluate(f"{LIVE}.lanes.axis().width") > 1.5  # more than one sample in a column
    found = page.evaluate(f"({COLUMNS_OF_PIXELS})({LIVE})")
    drawn = [column for column in found if column["count"]]
    assert all(column["count"] == column["whole"] for column in drawn)
    assert all(abs(column["first"] - column["sample"] - 200) < 20 for column in drawn)
    assert all(abs(column["last"] - column["sample"]) < 20 for column in drawn)
    shown = [column["sample"] for column in drawn]
    assert not [sample for sample in shown if 905 < sample < 1195]
    known = (*range(5, 895), *range(1205, 1995))
    assert {column["sample"] for column in found if column["sample"] in known} <= set(shown)
    assert len(shown) > 600


def test_panning_back_fetches_what_the_server_still_holds(page, studio):
    channels = Channels(("y",), (), 100.0)
    studio.push("long", channels, [[float(n)] for n in range(4000)])
    see(page, "/live/long?window=5&sigma=0")
    start = page.evaluate(f"{LIVE}.raw.start")
    assert start > 2000  # a window, and not all that there is
    page.locator("[data-plot]").focus()
    for _ in range(8):
        page.keyboard.press("PageUp")
    until_page(page, f"{LIVE}.raw.start < {start - 1000}")
    oldest = page.evaluate(f"{LIVE}.raw.start")
    assert page.evaluate(f"{LIVE}.raw.value(0, {oldest + 7})") == oldest + 7
    assert page.evaluate(f"{LIVE}.raw.value(0, 3999)") == 3999


def test_a_wider_window_that_the_server_hears_of_late_is_filled(page, studio):
    studio.push("long", Channels(("y",), (), 100.0), [[float(n)] for n in range(4000)])
    see(page, "/live/long?window=5&sigma=0")
    assert page.evaluate(f"{LIVE}.raw.start") > 2000
    page.evaluate(f"{LIVE}.wire.say('watch', {{ window: 60 }})")
    until_page(page, f"{LIVE}.raw.start === 0 && {LIVE}.raw.end === 4000")
    assert page.evaluate(f"[7, 3999].map((n) => {LIVE}.raw.value(0, n))") == [7, 3999]


def test_an_answer_that_comes_too_late_leaves_what_is_here(page, studio):
    """The ring has moved on meanwhile, or the same was sought twice."""
    studio.push("long", Channels(("y",), (), 100.0), [[float(n)] for n in range(4000)])
    see(page, "/live/long?window=5&sigma=0")
    start = page.evaluate(f"{LIVE}.raw.start")
    late = f"first: {start - 100}, count: 50, values: new Float32Array(50), skipped: 0"
    page.evaluate(
        f"""{LIVE}.asking.sought = {start};
        {LIVE}.frame({{ smoothed: false, channels: [0], offsets: [0], made: 0, {late} }})"""
    )
    assert page.evaluate(f"{LIVE}.raw.start") == start
    assert page.evaluate(f"{LIVE}.raw.value(0, 3999)") == 3999
