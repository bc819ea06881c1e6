import numpy as np
import pytest
from scipy.signal import lfilter
from scipy.stats import chi2

from server.science.diagnostics import (
    LOOKED_AT,
    autocorrelation,
    band,
    decibels,
    middle,
    noise_sd,
    whiteness,
)

RNG = np.random.default_rng(8)
WHITE = RNG.standard_normal(4000)
RED = lfilter([1], [1, -0.7], WHITE)

AWKWARD = {
    "empty": np.zeros(0),
    "one": np.ones(1),
    "constant": np.full(100, 7.25),
    "nan": np.full(100, np.nan),
    "inf": np.full(100, np.inf),
    "few": np.arange(7),
    "false": np.zeros(50, dtype=bool),
}
HARD = {
    "1e300": WHITE * 1e300,
    "max": np.tile([1.7e308, -1.7e308, 0], 50),
    "denormal": (WHITE * 1e3).round() * 5e-324,
    "bytes": np.arange(200, dtype=np.uint8) % 7,
    "holes": np.where(np.arange(4000) % 3, WHITE, np.inf),
}


def test_autocorrelation_by_the_formula():
    rest = RED - RED.mean()
    expected = [np.sum(rest[: 4000 - k] * rest[k:]) / np.sum(rest**2) for k in range(21)]
    np.testing.assert_allclose(autocorrelation(RED, 20), expected, atol=1e-12)
    assert autocorrelation(RED[:10], 20).shape == (10,)


def test_autocorrelation_with_gaps_by_the_formula():
    values = RED.copy()
    values[RNG.random(4000) < 0.2] = np.nan
    known = np.isfinite(values)
    rest = np.where(known, values - values[known].mean(), 0)
    for k in (1, 2, 7):
        pairs = (known[: 4000 - k] & known[k:]).sum()
        lagged = np.sum(rest[: 4000 - k] * rest[k:]) / pairs * (4000 - k) / 4000
        expected = lagged / np.mean(rest[known] ** 2)
        assert autocorrelation(values, 9)[k] == pytest.approx(expected, rel=1e-10)


def test_whiteness_is_the_test_of_ljung_and_box():
    found = whiteness(WHITE, 12)
    r = autocorrelation(WHITE, 12)[1:]
    statistic = 4000 * 4002 * np.sum(r**2 / (4000 - np.arange(1, 13)))
    assert found.statistic == pytest.approx(statistic)
    assert found.p == pytest.approx(chi2.sf(statistic, 12))
    assert found.p > 0.05
    assert found.words.startswith("Like white noise")
    assert whiteness(RED).p < 1e-10
    assert whiteness(RED).words.startswith("Not white")


def test_whiteness_of_white_noise_is_refused_once_in_twenty():
    refused = [whiteness(RNG.standard_normal(300)).p < 0.05 for _ in range(200)]
    assert 1 <= sum(refused) <= 24


@pytest.mark.parametrize("sd", [1e-3, 1.0, 1e200])
def test_noise_sd_of_noise_on_a_curve_with_outliers(sd):
    curve = np.sin(np.arange(4000) / 100)
    values = sd * (WHITE + 5 * curve)
    values[::97] += sd * 1000
    assert noise_sd(values) == pytest.approx(sd, rel=0.12)


def test_noise_sd_of_coarse_values_is_not_nothing():
    coarse = (RNG.random(1000) < 0.02).astype(float)
    assert noise_sd(coarse) == pytest.approx(coarse.std(), rel=0.3)
    assert noise_sd(np.arange(100) * 3.0) == pytest.approx(0, abs=1e-12)


def test_the_band_covers_the_smoothed_curve_as_often_as_it_says():
    from server.science.smoothing import gaussian_smooth, noise_gain

    curve = np.sin(np.arange(3000) / 150)
    values = curve + 0.4 * RNG.standard_normal(3000)
    found = band(noise_sd(values), noise_gain(6.0))
    inside = np.abs(gaussian_smooth(values, 6.0) - gaussian_smooth(curve, 6.0)) < found.half_width
    assert 0.9 < inside.mean() < 0.985
    assert "white" in found.words


def test_decibels():
    assert decibels(0.1) == pytest.approx(-20)
    assert decibels(0) is None


def test_of_long_sequences_the_middle():
    values = np.arange(LOOKED_AT + 10)
    part = middle(values)
    assert (part[0], part[-1], len(part)) == (5, LOOKED_AT + 4, LOOKED_AT)
    part[0] = 0
    assert values[5] == 5


@pytest.mark.parametrize("name", AWKWARD)
def test_nothing_is_said_of_nothing(name):
    assert autocorrelation(AWKWARD[name], 10) is None
    assert whiteness(AWKWARD[name]) is None
    assert noise_sd(AWKWARD[name]) in {None, 0}


@pytest.mark.parametrize("name", HARD)
def test_survives(name):
    found = autocorrelation(HARD[name], 10)
    assert found[0] == 1
    assert np.isfinite(found).all()
    assert 0 <= whiteness(HARD[name]).p <= 1
    if name == "holes":  # no three neighbours
        assert noise_sd(HARD[name]) is None
    else:
        assert noise_sd(HARD[name]) >= 0
