"""Smoothing piece by piece gives what smoothing the whole gives, however it was cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d

from server.errors import InputError
from server.science.smoothing import gaussian_smooth
from server.science.streaming import StreamingGaussian

SIGMAS = st.one_of(st.floats(0, 3), st.floats(3, 60))
CUTS = st.lists(st.integers(0, 90), min_size=1, max_size=12)


def in_pieces(smoother, values, cuts):
    """All that was given while it went on, and all after the end."""
    given_, at = [], 0
    for cut in [*cuts, len(values)]:
        given_.append(smoother.push(values[at : at + cut]))
        at += cut
    return np.concatenate(given_), smoother.finish()


@given(SIGMAS, CUTS, st.integers(1, 600), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_centred_equals_the_whole(sigma, cuts, n, seed):
    values = np.random.default_rng(seed).standard_normal((n, 2))
    smoother = StreamingGaussian(sigma, channels=2)
    settled, rest = in_pieces(smoother, values, cuts)
    expected = gaussian_filter1d(values, sigma, axis=0) if sigma >= 0.125 else values
    assert len(settled) == max(n - smoother.delay, 0)
    np.testing.assert_allclose(np.concatenate([settled, rest]), expected, rtol=0, atol=1e-12)


@given(SIGMAS, CUTS, st.integers(1, 400), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_causal_looks_back_only_and_equals_the_direct_sum(sigma, cuts, n, seed):
    values = np.random.default_rng(seed).standard_normal((n, 1))
    settled, rest = in_pieces(StreamingGaussian(sigma, kind="causal"), values, cuts)
    assert len(rest) == 0
    radius = int(4 * sigma + 0.5)
    ages = np.arange(radius + 1)
    weights = np.exp(-0.5 * (ages / sigma) ** 2) if radius else np.ones(1)
    expected = [
        weights[: i + 1] @ values[max(i - radius, 0) : i + 1, 0][::-1] / weights[: i + 1].sum()
        for i in range(n)
    ]
    np.testing.assert_allclose(settled[:, 0], expected, rtol=0, atol=1e-12)


@given(CUTS, st.sampled_from([0.5, 4.0, 30.0]), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_gaps_stay_open_and_the_others_are_as_in_the_whole(cuts, sigma, seed):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal(300)
    values[rng.random(300) < 0.2] = np.nan
    values[40:90] = np.inf
    settled, rest = in_pieces(StreamingGaussian(sigma), values[:, np.newaxis], cuts)
    np.testing.assert_allclose(
        np.concatenate([settled, rest])[:, 0], gaussian_smooth(values, sigma), atol=1e-12
    )


def test_small_changes_on_a_high_level_keep_their_digits():
    values = 1e6 + np.random.default_rng(1).standard_normal((5000, 1))
    settled, rest = in_pieces(StreamingGaussian(100), values, [700] * 8)
    expected = gaussian_filter1d(values - 1e6, 100, axis=0) + 1e6
    np.testing.assert_allclose(np.concatenate([settled, rest]), expected, rtol=0, atol=3e-10)


def test_what_is_held_does_not_grow():
    smoother = StreamingGaussian(10)
    for _ in range(300):
        smoother.push(np.ones((100, 1)))
    assert len(smoother._held) <= 2 * 2 * smoother.delay + 100


def test_delay_and_lag_are_told():
    assert StreamingGaussian(5).delay == 20
    assert StreamingGaussian(5).lag == 0
    causal = StreamingGaussian(50, kind="causal")
    assert causal.delay == 0
    # A ramp comes out late by the mean age of a half Gaussian, sigma times the root of 2/pi.
    assert causal.lag == pytest.approx(50 * np.sqrt(2 / np.pi), rel=0.02)
    ramp = causal.push(np.arange(1000.0)[:, np.newaxis])
    assert ramp[-1, 0] == pytest.approx(999 - causal.lag, abs=1e-9)


def test_no_width_is_refused():
    for sigma in (-1, float("nan"), float("inf")):
        with pytest.raises(InputError, match="no width"):
            StreamingGaussian(sigma)
