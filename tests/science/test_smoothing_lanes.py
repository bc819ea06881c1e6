"""Sliding sums in C: lanes side by side, gaps in some of them, results that pass by the caches."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from server.science import native
from server.science.bins import minmax_bins
from server.science.gaussian import lines, parts
from server.science.smoothing import MODES, gaussian_smooth, smooth_part, smoothed_extremes
from server.science.smoothing import gaussian_filter1d as ours

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not native.available(), reason=native.reason() or "there"),
]

N = 150_000  # lanes of 9,288 samples: two groups of eight, and one lane that is not full
NOISE = np.random.default_rng(3).standard_normal(N)


def normalised(values, sigma):
    known = np.isfinite(values)
    total = gaussian_filter1d(np.where(known, values, 0.0), sigma)
    weight = gaussian_filter1d(known.astype(float), sigma)
    return np.where(weight > 1e-12, total / np.maximum(weight, 1e-12), np.nan)


@pytest.mark.parametrize("sigma", [3, 40, 900])
@pytest.mark.parametrize("every", [2, 50, 977, 30_011])
def test_gaps_here_and_there(sigma, every):
    values = NOISE + 20
    values[5::every] = np.nan
    known = np.isfinite(values)
    smooth = gaussian_smooth(values, sigma)
    np.testing.assert_array_equal(np.isnan(smooth), ~known)
    assert np.abs(smooth - normalised(values, sigma))[known].max() <= 1e-9 * np.ptp(NOISE)


@pytest.mark.parametrize("tier", ["exact", "preview"])
def test_inside_a_long_gap_there_is_nothing(tier):
    values = NOISE.copy()
    values[40_000:60_000] = np.nan
    filled = gaussian_smooth(values, 100, fill=True, tier=tier)
    missing = np.flatnonzero(np.isnan(filled))
    assert (missing[0], missing[-1]) == (40_400, 59_599)  # four sigma from either edge
    assert len(missing) == 19_200


def test_far_from_gaps_they_change_nothing_to_the_last_bit():
    whole = gaussian_smooth(NOISE, 100)
    values = NOISE.copy()
    values[70_000] = np.nan
    smooth = gaussian_smooth(values, 100)
    far = np.abs(np.arange(N) - 70_000) > 400 + 20_000  # beyond the lane that holds the gap
    np.testing.assert_array_equal(smooth[far], whole[far])


@pytest.mark.parametrize("at", [0, 9_287, 9_288, 74_303, 74_304, N - 1])
@pytest.mark.parametrize("what", [np.nan, np.inf])
def test_spreading_from_the_borders_of_lanes(at, what):
    values = NOISE.copy()
    values[at] = what
    expected = gaussian_filter1d(values, 30)
    np.testing.assert_allclose(ours(values, 30), expected, atol=1e-8)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("end", [5_000, 9_288, 80_000, N - 1])
def test_what_comes_later_in_a_chunk_counts_whatever_part_is_asked_for(mode, end):
    """A chunk of one value to begin with, and of very large ones at its end."""
    for late in (1e305, 2.0, np.nan, np.inf):
        values = np.full(N, 1.1)
        values[[9_280, 18_570, 83_000, N - 1]] = late
        whole = gaussian_smooth(values, 25, mode, cval=1.1)
        part = smooth_part(values, end - 4_000, end, 25, mode, cval=1.1)
        np.testing.assert_array_equal(part, whole[end - 4_000 : end])


@pytest.mark.parametrize("sigma", [3, 700])
@pytest.mark.parametrize("shift", range(8))
def test_results_that_pass_by_the_caches(sigma, shift, monkeypatch):
    expected = gaussian_smooth(NOISE, sigma)
    monkeypatch.setattr(parts, "STREAMED", 0)
    room = np.full(N + 16, 7.0)
    out = room[shift : shift + N]
    gaussian_smooth(NOISE, sigma, out=out)
    np.testing.assert_array_equal(out, expected)
    assert (room[:shift] == 7).all()
    assert (room[shift + N :] == 7).all()
    part = room[shift : shift + 50_001]
    smooth_part(NOISE, 1_003, 51_004, sigma, out=part)
    np.testing.assert_array_equal(part, expected[1_003:51_004])
    assert room[shift + 50_001] == expected[50_001]


@pytest.mark.parametrize("bins", [1, 7, 149, 20_000])
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("special", ["nothing", "gaps", "hole", "one value", "large"])
def test_extremes_without_the_results(bins, order, special):
    values = NOISE.copy()
    if special == "gaps":
        values[::701] = np.nan
    elif special == "hole":
        values[30_000:45_000] = np.nan
    elif special == "one value":
        values[20_000:60_000] = -3.3
    elif special == "large":
        values[80_000] = 1e305
    edges = np.sort(np.random.default_rng(bins).integers(33, N - 20, bins + 1))
    found = smoothed_extremes(values, edges, 20, order=order)
    expected = minmax_bins(gaussian_smooth(values, 20, order=order), edges)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("shift", [0, 3])
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("sigma", [1.2, 9])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_columns_in_several_blocks(dtype, sigma, order, shift, monkeypatch):
    monkeypatch.setattr(lines, "STREAMED", 0)
    monkeypatch.setattr(lines, "BLOCK", 0)  # sixteen columns at a time
    values = NOISE[: 300 * 75].reshape(300, 75).astype(dtype)
    room = np.zeros(300 * 75 + 16, dtype)
    out = room[shift : shift + 300 * 75].reshape(300, 75)
    ours(values, sigma, axis=0, order=order, mode="mirror", out=out)
    expected = gaussian_filter1d(values, sigma, axis=0, order=order, mode="mirror")
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-6 if dtype == "f4" else 1e-9)
    assert not room[:shift].any()
    assert not room[shift + out.size :].any()
