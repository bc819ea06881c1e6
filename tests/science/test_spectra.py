import numpy as np
import pytest
from scipy.signal import welch

from server.science.spectra import spectrum

NOISE = np.random.default_rng(4).standard_normal(20_000)


def test_is_that_of_welch():
    found = spectrum(NOISE, step=0.01)
    frequencies, density = welch(NOISE, fs=100, nperseg=4096)
    np.testing.assert_allclose(found.frequencies, frequencies)
    np.testing.assert_allclose(found.levels, 10 * np.log10(density), atol=1e-9)


def test_white_noise_of_unit_variance_has_two_to_a_cycle():
    assert np.median(spectrum(NOISE).levels) == pytest.approx(10 * np.log10(2), abs=0.5)


def test_gaps_are_bridged_and_it_is_said():
    holes = NOISE.copy()
    holes[5:9] = np.nan
    found = spectrum(holes)
    assert "4 gaps bridged" in found.words
    np.testing.assert_allclose(found.levels, spectrum(NOISE).levels, atol=0.5)


@pytest.mark.parametrize(
    "values", [np.zeros(0), np.ones(1), np.full(99, np.nan), np.full(99, np.inf), np.arange(7)]
)
def test_of_too_few_there_is_none(values):
    assert spectrum(values) is None


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_scale_is_a_shift_in_decibels(scale):
    shift = spectrum(NOISE * scale).levels - spectrum(NOISE).levels
    np.testing.assert_allclose(shift, 20 * np.log10(scale), atol=1e-6)


def test_a_constant_has_no_power():
    assert np.isnan(spectrum(np.full(5000, 0.25)).levels).all()
    assert np.isnan(spectrum(np.zeros(100)).levels).all()
