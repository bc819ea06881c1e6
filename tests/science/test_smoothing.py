import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from server.errors import InputError
from server.science.smoothing import (
    CUTOFF,
    FWHM,
    MODES,
    gaussian_smooth,
    largest_sigma,
    noise_gain,
)

NOISE = np.random.default_rng(5).standard_normal(257)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", [0.5, 2, 2.5, 100, 400])
def test_equals_scipy_exactly_where_the_work_is_small(mode, sigma):
    expected = gaussian_filter1d(NOISE, sigma, mode=mode)
    np.testing.assert_array_equal(gaussian_smooth(NOISE, sigma, mode), expected)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", [0, 0.5, 2, 100])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_short_sequences(mode, sigma, n):
    values = np.array([3.0, -1.0])[:n]
    expected = gaussian_filter1d(values, sigma, mode=mode) if sigma else values
    np.testing.assert_allclose(gaussian_smooth(values, sigma, mode), expected, rtol=1e-15)


@pytest.mark.parametrize("sigma", [0, 1e-300, 0.12])
def test_a_kernel_of_one_sample_changes_nothing(sigma):
    result = gaussian_smooth(NOISE, sigma)
    np.testing.assert_array_equal(result, NOISE)
    assert result is not NOISE


def test_an_impulse_by_hand():
    # sigma = 0.5 reaches two samples: weights 1, exp(-2), exp(-8) before they are normalised.
    near, far = math.exp(-2), math.exp(-8)
    total = 1 + 2 * near + 2 * far
    expected = np.array([0, far, near, 1, near, far, 0]) / total
    np.testing.assert_allclose(gaussian_smooth([0, 0, 0, 1, 0, 0, 0], 0.5), expected, rtol=1e-15)


def test_a_constant_stays_and_beyond_the_ends_are_zeros_only_if_asked():
    ones = np.ones(50)
    for mode in MODES[:-1]:
        np.testing.assert_array_equal(gaussian_smooth(ones, 3, mode), 1)
    falling = gaussian_smooth(ones, 3, "constant")
    assert falling[0] == pytest.approx(0.5 + 0.5 * 0.1330, abs=1e-3)  # half, and half the peak
    assert falling[25] == pytest.approx(1)


@pytest.mark.parametrize("mode", MODES)
def test_gaps_stay_open_and_do_not_spread(mode):
    values = NOISE.copy()
    values[[0, 40, 41, 200]] = np.nan
    smooth = gaussian_smooth(values, 4, mode)
    np.testing.assert_array_equal(np.isnan(smooth), np.isnan(values))
    far = slice(80, 160)  # more than four sigma from every gap
    np.testing.assert_allclose(smooth[far], gaussian_filter1d(NOISE, 4, mode=mode)[far])


@pytest.mark.parametrize("mode", MODES[:-1])
def test_gaps_do_not_bend_a_constant(mode):
    values = np.full(60, 7.0)
    values[20:30] = np.nan
    smooth = gaussian_smooth(values, 3, mode)
    np.testing.assert_allclose(smooth[~np.isnan(values)], 7, rtol=1e-14)


def test_gaps_by_hand():
    # Only the neighbour counts besides the value itself: weights exp(-2) and 1.
    near = math.exp(-2)
    smooth = gaussian_smooth([np.nan, np.nan, np.nan, 1, 2, np.nan, np.nan, np.nan], 0.5)
    assert smooth[3] == pytest.approx((1 + 2 * near) / (1 + near), rel=1e-14)
    assert smooth[4] == pytest.approx((2 + near) / (1 + near), rel=1e-14)


def test_zeros_beyond_the_ends_count_as_known():
    values = np.full(40, 1.0)
    whole = gaussian_smooth(values, 3, "constant")
    values[35] = np.nan
    np.testing.assert_allclose(gaussian_smooth(values, 3, "constant")[:20], whole[:20])


def test_infinities_are_gaps_and_nothing_but_gaps_stays_so():
    assert np.isnan(gaussian_smooth([np.inf, 1, -np.inf], 1))[[0, 2]].all()
    assert np.isnan(gaussian_smooth([np.nan] * 3, 1)).all()


def test_whole_numbers_become_floating():
    np.testing.assert_array_equal(
        gaussian_smooth([0, 10, 0], 1), gaussian_filter1d([0.0, 10.0, 0.0], 1)
    )


@pytest.mark.parametrize("sigma", [-1, math.nan, math.inf, 1e308])
def test_impossible_sigmas(sigma):
    with pytest.raises(InputError) as caught:
        gaussian_smooth(NOISE, sigma)
    assert caught.value.field == "sigma"


def test_the_limit_says_what_is_allowed():
    assert largest_sigma(1) == 10**6
    assert largest_sigma(10**8) == 10**8
    with pytest.raises(InputError, match="0 to 1,000,000 for 257 values"):
        gaussian_smooth(NOISE, 1_000_001)


def test_identities():
    assert round(FWHM, 4) == 2.3548
    assert round(CUTOFF, 4) == 0.1325
    assert noise_gain(0) == 1
    assert noise_gain(100) == pytest.approx(0.531 / math.sqrt(100), rel=1e-3)
    impulse = np.zeros(101)
    impulse[50] = 1
    kernel = gaussian_filter1d(impulse, 2.5)
    assert noise_gain(2.5) == pytest.approx(math.sqrt(np.sum(kernel**2)), rel=1e-12)
