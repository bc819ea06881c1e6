"""A live stream moves in the native window too."""

import pytest

from tests.waiting import until_page

pytestmark = pytest.mark.desktop

LIVE = 'document.querySelector("[data-live]").live'


def test_a_live_stream_moves_in_the_window(start):
    page = start().page()
    page.goto(page.url.partition("//")[0] + "//" + page.url.split("/")[2] + "/live/heart")
    until_page(page, f"Boolean({LIVE}?.raw) && {LIVE}.meters.painted > 30")
    until_page(page, f"{LIVE}.smooth.end > 100")
    page.locator("[data-plot]").focus()
    page.keyboard.press("Space")
    until_page(page, f"Boolean({LIVE}.view.paused)")
