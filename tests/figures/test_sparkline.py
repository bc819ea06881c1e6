"""Sparklines: true extremes, true gaps."""

import numpy as np

from server.figures.sparkline import STRETCHES, path, scaled


def test_few_values_are_scaled_as_they_are():
    assert scaled(np.array([10.0, 20.0, 15.0])) == [0, 100, 50]


def test_a_single_peak_in_many_values_is_seen():
    values = np.zeros(100_000)
    values[77_777] = 1.0
    assert max(scaled(values)) == 100
    assert len(scaled(values)) <= 2 * STRETCHES + 2


def test_constants_and_nothing():
    assert scaled(np.array([7.0, 7.0])) == [0, 0]
    assert scaled(np.array([np.nan])) == []
    assert scaled(np.array([])) == []


def test_gaps_break_the_line():
    assert scaled(np.array([0.0, np.nan, 1.0])) == [0, None, 100]
    assert path((0, 50, None, 100), 30, 10) == "M0 10L10 5M30 0"


def test_infinities_are_gaps_and_the_widest_range_is_drawn():
    assert scaled(np.array([np.inf, 1.0, -np.inf, 2.0])) == [None, 0, None, 100]
    assert scaled(np.array([-1.7e308, 0.0, 1.7e308])) == [0, 50, 100]


def test_the_line_fills_its_box():
    assert path((0, 100), 240, 56) == "M0 56L240 0"
