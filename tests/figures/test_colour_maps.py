from typing import get_args

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_hex

from server.figures.colour_maps import STOPS, ColourMap, colour_scale


@pytest.mark.parametrize("name", get_args(ColourMap))
def test_stops_are_those_of_matplotlib(name):
    expected = [to_hex(colour) for colour in colormaps[name](np.linspace(0, 1, 17))]
    assert [colour for _, colour in colour_scale(name)] == expected


def test_every_map_has_its_stops():
    assert set(STOPS) == set(get_args(ColourMap))


def test_positions_go_from_nought_to_one():
    positions = [position for position, _ in colour_scale("viridis")]
    assert (positions[0], positions[8], positions[-1]) == (0, 0.5, 1)
