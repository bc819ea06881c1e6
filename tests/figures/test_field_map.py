import numpy as np
import pytest

from server.figures.field_map import contour_levels, limits, size_for
from server.figures.palette import PALETTES
from server.figures.sheet import Sheet


def test_limits_are_the_extremes_and_symmetric_where_zero_is_the_middle():
    values = np.array([[-1.0, 3.0]])
    assert limits(values, "viridis") == (-1, 3)
    assert limits(values, "RdBu_r") == (-3, 3)
    assert limits(np.full((2, 2), 7.0), "viridis") == (6.5, 7.5)


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (0, 10, np.arange(0, 11)),
        (-0.6, 0.95, np.arange(-3, 6) * 0.2),
        (-6.5, 8.1, np.arange(-8, 12, 2)),
        (1e-9, 2e-9, np.arange(10, 21) * 1e-10),
    ],
)
def test_levels_are_round_and_reach_over_all(low, high, levels):
    np.testing.assert_allclose(contour_levels(low, high), levels, atol=1e-15)


def test_cells_are_square_as_far_as_a_page_allows():
    sheet = Sheet(PALETTES["light"])
    assert size_for(sheet, 100, 100) == (1600, 1360)
    assert size_for(sheet, 100, 200) == (1600, 800)
    assert size_for(sheet, 2, 2048)[1] >= 500
