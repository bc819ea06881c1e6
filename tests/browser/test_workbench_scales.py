"""The scales of the workbench's plot."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.waiting import until

pytestmark = pytest.mark.browser

WALK = "/workbench?source=walk&n=20000&seed=3"


def test_a_slope_and_a_curvature_have_scales_of_their_own(page):
    page.goto(f"{WALK}&width=20&order=1&also=gaussian~30~samples~2")
    expect(page.locator("[data-badge]")).to_contain_text("points drawn")

    def inks():
        """Whether the numbers of both scales are there, in the colours of their curves."""
        with Image.open(io.BytesIO(page.locator("[data-plot]").screenshot())) as picture:
            pixels = np.asarray(picture.convert("RGB")).astype(int)[40:-40]
        bluer = pixels[:, :, 2] - pixels[:, :, 0] > 60
        redder = pixels[:, :, 0] - pixels[:, :, 2] > 60
        slope, curvature = slice(-108, -60), slice(-48, None)
        inked = bluer[:, slope].any() and redder[:, curvature].any()
        return inked and not redder[:, slope].any() and not bluer[:, curvature].any()

    until(inks, "both scales are there")
