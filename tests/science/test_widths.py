import math

import numpy as np
import pytest

from server.errors import InputError
from server.science.response import gaussian_kernel
from server.science.widths import UNITS, in_unit, sampled, sigma_from, widths


def test_all_four_of_five_samples_at_a_hundredth_of_a_second():
    found = widths(5, 0.01)
    assert found.samples == 5
    assert found.x == pytest.approx(0.05)
    assert found.fwhm == pytest.approx(2.354820 * 0.05, rel=1e-6)
    assert found.cutoff == pytest.approx(0.13250518 / 0.05, rel=1e-6)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("sigma", [1e-3, 1, 17.25, 1e7])
def test_there_and_back(unit, sigma):
    width = in_unit(sigma, unit, 1 / 360)
    assert sigma_from(width, unit, 1 / 360) == pytest.approx(sigma, rel=1e-14)


def test_a_gaussian_has_half_its_height_at_half_its_fwhm_and_half_the_power_at_the_cutoff():
    found = widths(3.0, 0.5)
    assert math.exp(-0.5 * (found.fwhm / 2 / found.x) ** 2) == pytest.approx(0.5)
    gain = math.exp(-2 * (math.pi * found.cutoff * found.x) ** 2)
    assert gain**2 == pytest.approx(0.5)


def test_nothing_has_no_cutoff():
    assert widths(0, 2).cutoff is None
    assert widths(1e-300, 1e-300).cutoff is None
    assert sigma_from(0, "fwhm") == 0


@pytest.mark.parametrize(
    ("width", "unit", "step", "field"),
    [
        (-1, "samples", 1, "width"),
        (math.nan, "x", 1, "width"),
        (math.inf, "fwhm", 1, "width"),
        (0, "cutoff", 1, "width"),
        (1, "x", 0, "x"),
        (1, "x", math.nan, "x"),
        (1e300, "x", 1e-300, "width"),
    ],
)
def test_what_is_no_width(width, unit, step, field):
    with pytest.raises(InputError) as caught:
        sigma_from(width, unit, step)
    assert caught.value.field == field


@pytest.mark.parametrize("sigma", [0.3, 1, 5, 200])
def test_the_sampled_kernel_as_it_is(sigma):
    found = sampled(sigma)
    kernel = gaussian_kernel(found.radius, sigma)
    at = np.arange(-found.radius, found.radius + 1)
    assert found.spread == pytest.approx(math.sqrt(np.sum(kernel * at**2)), rel=1e-12)
    assert found.noise_gain == pytest.approx(math.sqrt(np.sum(kernel**2)), rel=1e-12)


def test_a_narrow_kernel_is_no_gaussian_and_a_wide_one_is():
    assert sampled(0.44).cutoff is None
    assert sampled(0.5).cutoff == pytest.approx(0.3106, abs=1e-4)  # not 0.2650
    assert sampled(0.1).spread == 0
    wide = sampled(1e7)
    assert wide.spread == pytest.approx(0.99946e7, rel=1e-4)
    assert wide.noise_gain == pytest.approx(0.5311 / math.sqrt(1e7), rel=1e-3)
    assert wide.outside == pytest.approx(6.334e-5, rel=1e-3)
