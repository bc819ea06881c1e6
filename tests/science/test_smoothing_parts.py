"""Parts, gaps and extremes of smoothed sequences, by every way of smoothing."""

import itertools
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d

from server.errors import InputError
from server.science import native
from server.science.bins import minmax_bins
from server.science.gaussian import choosing
from server.science.gaussian.parts import STREAMED
from server.science.smoothing import (
    MODES,
    Cancelled,
    gaussian_smooth,
    smooth_part,
    smoothed_extremes,
)

N = 40_000
NOISE = np.random.default_rng(8).standard_normal(N)


@pytest.fixture(params=["compiled", "not compiled", "scipy"])
def way(request, monkeypatch):
    """Sliding sums, transforms, and scipy's own filter."""
    if request.param == "scipy":
        monkeypatch.setattr(choosing, "SMALL", 10**15)
        return request.param
    monkeypatch.setattr(choosing, "SMALL", 0)
    if request.param == "not compiled":
        monkeypatch.setenv(native.SWITCH, "1")
    elif not native.available():
        pytest.skip(native.reason())
    return request.param


def reference(values, sigma, mode="reflect", cval=0.0):
    """Normalised convolution as it is defined, by scipy."""
    known = np.isfinite(values)
    total = gaussian_filter1d(np.where(known, values, 0.0), sigma, mode=mode, cval=cval)
    weight = gaussian_filter1d(known.astype(float), sigma, mode=mode, cval=1.0)
    return np.where(weight > 1e-12, total / np.where(weight > 1e-12, weight, 1), np.nan), weight


@pytest.mark.usefixtures("way")
@settings(deadline=None, max_examples=40, derandomize=True)
@given(
    ends=st.tuples(st.integers(0, N), st.integers(0, N)).map(sorted),
    sigma=st.sampled_from([0.3, 3.0, 40.0, 700.0]),
    mode=st.sampled_from(MODES),
    order=st.integers(0, 2),
    gaps=st.booleans(),
    dtype=st.sampled_from(["f8", "f4", "i4", ">f8"]),
)
def test_a_part_is_that_of_the_whole_to_the_last_bit(ends, sigma, mode, order, gaps, dtype):
    start, stop = ends
    values = (NOISE * 1000).astype(dtype)
    if gaps and values.dtype.kind == "f":
        values[7000:7100] = np.nan
    whole = gaussian_smooth(values, sigma, mode, order=order, cval=2.0)
    part = smooth_part(values, start, stop, sigma, mode, order=order, cval=2.0)
    np.testing.assert_array_equal(part, whole[start:stop])


def test_a_part_reads_no_more_than_its_kernel_reaches(way):
    class Watched(np.ndarray):
        """Ints, so that they have to be turned into doubles; tells how many were looked at."""

        read = 0

        def __getitem__(self, index):
            found = super().__getitem__(index)
            Watched.read += np.size(found)
            return found

    values = np.arange(10_000_000, dtype=np.int32).view(Watched)
    part = smooth_part(values, 5_000_000, 5_000_010, 10)
    np.testing.assert_allclose(part, np.arange(5_000_000, 5_000_010), rtol=1e-12)
    assert Watched.read < 1_000_000


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", [2.0, 60.0])
@pytest.mark.parametrize("share", [0.001, 0.3, 0.97])
def test_gaps_against_the_definition(mode, sigma, share):
    values = NOISE[:20_000] + 50
    values[np.random.default_rng(1).random(20_000) < share] = np.nan
    values[9000:9600] = np.inf
    expected, weight = reference(values, sigma, mode, 50.0)
    known = np.isfinite(values)
    open_ = gaussian_smooth(values, sigma, mode, cval=50.0)
    np.testing.assert_array_equal(np.isnan(open_), ~known)
    bound = 1e-9 * np.ptp(values[known])
    assert np.abs(open_ - expected)[known].max() <= bound
    filled = gaussian_smooth(values, sigma, mode, cval=50.0, fill=True, min_weight=0.02)
    clear = np.abs(weight - 0.02) > 1e-6
    np.testing.assert_array_equal(np.isnan(filled)[clear], (weight < 0.02)[clear])
    both = ~np.isnan(filled) & clear
    assert np.abs(filled - expected)[both].max() <= bound


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_over_gaps_are_those_of_what_is_smoothed(order):
    whole = np.sin(np.arange(20_000) / 500)
    values = whole.copy()
    values[5000:5020] = values[8000] = np.nan
    slope = gaussian_smooth(values, 50, order=order, fill=True)
    expected = gaussian_smooth(values, 50, fill=True)
    for _ in range(order):
        expected = np.gradient(expected)
    near = slice(4500, 8500)
    assert np.abs(slope - expected)[near].max() < 0.1 * np.abs(expected[near]).max()
    far = slice(10_000, 19_000)  # of the gaps nothing is seen there
    full = gaussian_filter1d(whole, 50, order=order)
    assert np.abs(slope - full)[far].max() < 1e-9 / 50**order


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("sigma", [0.2, 3, 500])
@pytest.mark.parametrize("value", [0.1, -7e200, 5e-324, 0.0])
def test_a_constant_stays_exactly_so(value, sigma):
    values = np.full(N, value)
    np.testing.assert_array_equal(gaussian_smooth(values, sigma), values)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_a_kernel_much_longer_than_the_values(n, mode):
    values = NOISE[:n]
    expected = gaussian_filter1d(values, 3000, mode=mode) if n else values
    np.testing.assert_allclose(gaussian_smooth(values, 3000, mode), expected, atol=1e-9)


@pytest.mark.usefixtures("way")
def test_nothing_known():
    for nothing in (np.nan, np.inf):
        values = np.full(3000, nothing)
        assert np.isnan(gaussian_smooth(values, 30)).all()
        assert np.isnan(gaussian_smooth(values, 30, fill=True)).all()
    assert np.isnan(gaussian_smooth([np.nan, 1.0], 1, min_weight=1)).all()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("scale", [1e300, 1e307, 1e-300, 1e-315])
def test_very_large_and_very_small_values(scale):
    values = NOISE * scale / 10
    expected = gaussian_filter1d(NOISE / 10, 30)
    assert np.abs(gaussian_smooth(values, 30) / scale - expected).max() <= 1e-7
    values[500] = np.nan
    smooth = gaussian_smooth(values, 30)
    assert np.abs(smooth / scale - expected)[10_000:].max() <= 1e-7


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("sigma", [0.5, 2.0, 300.0])
def test_extremes_are_those_of_the_smoothed(sigma, order):
    values = NOISE.copy()
    values[100:300] = np.nan
    edges = [5, 5, 100, 101, 300, 301, 17_000, 39_999]
    smooth = gaussian_smooth(values, sigma, order=order)
    found = smoothed_extremes(values, edges, sigma, order=order)
    for one, other in zip(found, minmax_bins(smooth, edges), strict=True):
        np.testing.assert_array_equal(one, other)


def test_extremes_of_what_is_not_smoothed():
    found = smoothed_extremes(NOISE, [0, 10, N], 0)
    for one, other in zip(found, minmax_bins(NOISE, [0, 10, N]), strict=True):
        np.testing.assert_array_equal(one, other)


def test_extremes_do_not_depend_on_the_number_of_threads():
    values = np.cumsum(np.random.default_rng(0).standard_normal(600_000))
    edges = np.linspace(0, len(values), 78).astype(int)
    both = [smoothed_extremes(values, edges, 100, workers=workers) for workers in (1, 3)]
    for one, other in itertools.pairwise(both):
        np.testing.assert_array_equal(one, other)


def test_cancelling():
    asked = threading.Event()
    asked.set()
    with pytest.raises(Cancelled):
        smoothed_extremes(NOISE, [0, N], 5, cancelled=asked.is_set)


def test_into_a_given_array():
    out = np.empty(N)
    assert gaussian_smooth(NOISE, 5, out=out) is out
    np.testing.assert_array_equal(out, gaussian_smooth(NOISE, 5))


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("truncate", {"truncate": -1}),
        ("order", {"order": 3}),
        ("mode", {"mode": "nowhere"}),
        ("sigma", {"sigma": -1}),
        ("sigma", {"sigma": 0.1, "order": 1}),
    ],
)
def test_what_is_refused_is_named(field, asked):
    with pytest.raises(InputError) as caught:
        gaussian_smooth(NOISE, **{"sigma": 1.0, **asked})
    assert caught.value.field == field
    with pytest.raises(InputError):
        smooth_part(NOISE, 5, N + 1, 1.0)


@pytest.mark.skipif(not native.available(), reason=native.reason() or "there")
def test_outputs_at_odd_places_and_backwards():
    """They are so long that whole lines of the cache are written."""
    n = STREAMED // 8 + 5
    values = np.random.default_rng(9).standard_normal(n)
    expected = gaussian_smooth(values, 3.0)
    for out in (np.frombuffer(bytearray(8 * n + 4), "f8", offset=4), np.empty(n)[::-1]):
        assert smooth_part(values, 0, n, 3.0, out=out) is out
        np.testing.assert_array_equal(out, expected)
