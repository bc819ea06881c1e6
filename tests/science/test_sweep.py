"""The scale space of a sequence."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from server.science.sweep import noisy_walk, roughness, sigma_ladder, sweep, thinned


def test_equal_seeds_give_equal_walks_that_start_near_nought():
    first, second = noisy_walk(1000, 7), noisy_walk(1000, 7)
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, noisy_walk(1000, 8))
    starts = [noisy_walk(2, seed)[0] for seed in range(2000)]
    assert abs(np.mean(starts)) < 0.1
    assert np.std(starts) == pytest.approx(1, abs=0.1)  # the white noise alone


def test_the_ladder_climbs_by_one_factor():
    np.testing.assert_allclose(sigma_ladder(1, 8, 4), [1, 2, 4, 8])


def test_each_row_is_the_filter_of_scipy():
    values = noisy_walk(200, 3)
    rows = sweep(values, np.array([0.5, 2.0, 70.0]))
    for row, sigma in zip(rows, (0.5, 2.0, 70.0), strict=True):
        np.testing.assert_array_equal(row, gaussian_filter1d(values, sigma, mode="reflect"))


def test_thinning_keeps_both_ends():
    rows = np.arange(20.0).reshape(2, 10)
    np.testing.assert_array_equal(thinned(rows, 4), [[0, 3, 6, 9], [10, 13, 16, 19]])
    assert thinned(rows, 10) is rows


def test_roughness_is_the_mean_square_step():
    assert roughness(np.array([0.0, 3.0, -1.0])) == pytest.approx(np.sqrt((9 + 16) / 2))
    assert roughness(np.array([1.0])) == 0
