import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d
from scipy.signal import freqz, savgol_coeffs

from server.errors import InputError
from server.science import response
from server.science.response import (
    gain_at,
    gaussian_kernel,
    of_gaussian,
    of_mean,
    of_savgol,
    savgol_kernel,
)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("sigma", [0.3, 1, 7.5])
def test_the_kernel_is_that_of_scipy(sigma, order):
    radius = int(4 * sigma + 0.5)
    impulse = np.zeros(2 * radius + 1)
    impulse[radius] = 1
    expected = gaussian_filter1d(impulse, sigma, order=order, mode="constant")[::-1]
    np.testing.assert_allclose(gaussian_kernel(radius, sigma, order), expected, atol=1e-15)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize(("window", "degree"), [(5, 2), (7, 3), (101, 2), (31, 5)])
def test_savgol_weights_are_those_of_scipy(window, degree, order):
    expected = savgol_coeffs(window, degree, deriv=order, use="dot")
    np.testing.assert_allclose(savgol_kernel(window, degree, order), expected, atol=2e-12)


def test_savgol_weights_from_the_paper():
    np.testing.assert_allclose(35 * savgol_kernel(5, 2), [-3, 12, 17, 12, -3], rtol=1e-13)


@pytest.mark.parametrize(
    ("found", "kernel"),
    [
        (of_gaussian(3.0), gaussian_kernel(12, 3.0)),
        (of_gaussian(3.0, order=1), gaussian_kernel(12, 3.0, 1)),
        (of_gaussian(3.0, order=2), gaussian_kernel(12, 3.0, 2)),
        (of_savgol(21, 3), savgol_coeffs(21, 3)),
        (of_mean(9), np.full(9, 1 / 9)),
    ],
)
def test_the_gain_is_that_of_freqz(found, kernel):
    _, expected = freqz(kernel, worN=2 * np.pi * found.frequencies)
    np.testing.assert_allclose(np.abs(found.gain), np.abs(expected), atol=1e-12)


def test_half_the_power_of_the_continuous_gaussian_and_of_the_mean():
    assert of_gaussian(20).cutoff == pytest.approx(0.13250518 / 20, rel=1e-3)
    # sin(x)/x = √½ at x = 1.39156, so a mean of W samples halves the power at 0.44295/W.
    assert of_mean(501).cutoff == pytest.approx(0.4429465 / 501, rel=1e-5)


def test_the_cutoff_is_where_the_gain_says():
    found = of_savgol(51, 2)
    gain = gain_at(savgol_kernel(51, 2), np.array([found.cutoff]))
    assert gain[0] == pytest.approx(math.sqrt(0.5), abs=1e-12)


@pytest.mark.parametrize("make", [of_gaussian, of_mean, lambda n: of_savgol(n, 3)])
def test_a_stretched_kernel_tells_of_the_long_one(make, monkeypatch):
    long = make(1001)
    monkeypatch.setattr(response, "LONGEST", 400)
    short = make(1001)
    assert short.cutoff == pytest.approx(long.cutoff, rel=2e-3)
    assert short.noise_gain == pytest.approx(long.noise_gain, rel=1e-3)
    assert of_gaussian(1e7).cutoff == pytest.approx(0.132533e-7, rel=1e-4)


def test_nothing_is_cut_by_one_sample_and_by_derivatives():
    assert of_gaussian(0).cutoff is None
    assert of_mean(1).noise_gain == 1
    np.testing.assert_array_equal(of_gaussian(0).gain, 1)
    slope = of_gaussian(5, order=1)
    assert slope.cutoff is None
    # A slow sine of frequency f has the slope 2πf.
    assert slope.gain[1] == pytest.approx(2 * np.pi * slope.frequencies[1], rel=2e-3)


@pytest.mark.parametrize(("window", "degree", "field"), [(4, 2, "width"), (3, 3, "degree")])
def test_impossible_windows(window, degree, field):
    with pytest.raises(InputError) as caught:
        savgol_kernel(window, degree)
    assert caught.value.field == field
