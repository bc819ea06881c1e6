"""The drop-ins against scipy: whatever is asked for, within 1e-9 of the data's range."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from server.science import native
from server.science.gaussian import choosing, filters
from server.science.smoothing import MODES, gaussian_filter, gaussian_filter1d


@pytest.fixture(params=["compiled", "not compiled"])
def ours(request, monkeypatch):
    """Both ways, each without scipy's own way for small work."""
    if request.param == "not compiled":
        monkeypatch.setenv(native.SWITCH, "1")
    elif not native.available():
        pytest.skip(native.reason())
    for module in (choosing, filters):
        monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(choosing, "NARROW", 6)
    return request.param


def data(seed, shape, dtype, kind):
    noise = np.random.default_rng(seed).standard_normal(shape)
    if kind == "walk":
        noise = np.cumsum(noise, axis=-1) + 1000
    return (noise * 100).astype(dtype)


def assert_equals(result, expected, values, order, cval=0.0, sigma=1.0):
    assert result.dtype == expected.dtype
    assert result.shape == expected.shape
    span = np.ptp(np.append(values.astype(float).ravel(), cval))
    bound = 1e-9 * span / min(sigma, 1.0) ** order
    if expected.dtype == np.float32:  # the last digit of what was rounded
        bound += 1.2e-7 * np.abs(expected).max()
    assert np.abs(result.astype(float) - expected).max() <= bound


@pytest.mark.usefixtures("ours")
@settings(deadline=None, max_examples=150, derandomize=True)
@given(
    seed=st.integers(0, 999),
    n=st.one_of(st.integers(1, 40), st.integers(1, 30_000)),
    sigma=st.one_of(st.floats(0.1, 30), st.floats(30, 4000)),
    mode=st.sampled_from(MODES),
    order=st.sampled_from([0, 0, 1, 2]),
    truncate=st.sampled_from([4.0, 4.0, 0.7, 2.5, 3.0, 6.0]),
    dtype=st.sampled_from(["f4", "f8", "i2"]),
    kind=st.sampled_from(["noise", "walk"]),
)
def test_one_line(seed, n, sigma, mode, order, truncate, dtype, kind):
    values = data(seed, n, dtype, kind)
    asked = {"order": order, "output": "f8", "mode": mode, "cval": 3.0, "truncate": truncate}
    result = gaussian_filter1d(values, sigma, **asked)
    expected = ndimage.gaussian_filter1d(values, sigma, **asked)
    assert_equals(result, expected, values, order, 3.0, sigma)


@pytest.mark.usefixtures("ours")
@settings(deadline=None, max_examples=80, derandomize=True)
@given(
    seed=st.integers(0, 999),
    shape=st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple),
    axis=st.integers(-1, 0),
    sigma=st.floats(0.1, 60),
    mode=st.sampled_from(MODES),
    order=st.integers(0, 2),
    dtype=st.sampled_from(["f4", "f8"]),
    output=st.sampled_from([None, "f4", "f8"]),
    turned=st.booleans(),
)
def test_many_lines(seed, shape, axis, sigma, mode, order, dtype, output, turned):
    values = data(seed, shape, dtype, "noise")
    values = values.T if turned else values
    result = gaussian_filter1d(values, sigma, axis, order, output, mode)
    expected = ndimage.gaussian_filter1d(values, sigma, axis, order, output, mode)
    assert_equals(result, expected, values, order, 0.0, sigma)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    "asked",
    [
        {"sigma": 5},
        {"sigma": (2, 9), "order": (0, 1), "mode": ("wrap", "constant")},
        {"sigma": 7, "axes": 1},
        {"sigma": (0, 9)},
        {"sigma": 3, "radius": (4, 30), "output": np.float64},
        {"sigma": 3, "mode": "grid-mirror"},
        {"sigma": 3, "mode": "grid-wrap"},  # left to scipy
    ],
)
@pytest.mark.parametrize("dtype", ["f4", "f8", ">f8"])
def test_several_axes(asked, dtype):
    values = data(1, (70, 90), dtype, "walk")
    expected = ndimage.gaussian_filter(values, **asked)
    assert_equals(gaussian_filter(values, **asked), expected, values, 0)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_into_given_arrays(dtype):
    values = data(2, (50, 60), dtype, "noise")
    expected = ndimage.gaussian_filter(values, 5)
    out = np.empty_like(values)
    assert gaussian_filter(values, 5, out=out) is out
    assert_equals(out, expected, values, 0)
    turned = np.empty((60, 50), dtype).T
    gaussian_filter(values, 5, output=turned)
    assert_equals(turned, expected, values, 0)
    line = values[0].copy()
    gaussian_filter1d(line, 5, output=line)
    assert_equals(line, ndimage.gaussian_filter1d(values[0], 5), values, 0)
    gaussian_filter(values, 5, output=values)
    assert_equals(values, expected, out, 0)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("sigma", [1.2, 30])
def test_what_is_not_finite_spreads_as_with_scipy(sigma, order):
    values = data(3, 150_000, "f8", "noise")
    values[[1000, 2000, 2001, 149_999]] = np.nan
    expected = ndimage.gaussian_filter1d(values, sigma, order=order)
    np.testing.assert_allclose(gaussian_filter1d(values, sigma, order=order), expected, atol=1e-7)
    values[[70_000, 90_000]] = np.inf, -np.inf
    expected = ndimage.gaussian_filter1d(values, sigma, order=order)
    np.testing.assert_allclose(gaussian_filter1d(values, sigma, order=order), expected, atol=1e-7)
    field = data(4, (40, 300), "f8", "noise")
    field[[3, 7], [5, 290]] = np.nan, np.inf
    expected = ndimage.gaussian_filter(field, sigma)
    np.testing.assert_allclose(gaussian_filter(field, sigma), expected, atol=1e-7)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("scale", [1e305, 1e-290, 1e-305])
def test_very_large_and_very_small_numbers(scale):
    values = data(5, 5000, "f8", "noise") / 100
    expected = ndimage.gaussian_filter1d(values, 20)
    result = gaussian_filter1d(values * scale, 20)
    assert np.abs(result / scale - expected).max() <= 1e-9 * np.ptp(values)


def test_the_preview_is_within_its_bound_and_not_exact():
    if not native.available():
        pytest.skip(native.reason())
    values = data(6, 60_000, "f8", "noise")
    expected = ndimage.gaussian_filter1d(values, 40)
    error = np.abs(gaussian_filter1d(values, 40, tier="preview") - expected).max()
    assert 1e-9 < error / np.ptp(values) <= 1e-4


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda f, v: f(v, 1, order=-1), ValueError),
        (lambda f, v: f(v, 1, mode="nowhere"), RuntimeError),
        (lambda f, v: f(v, 1, radius=-1), ValueError),
        (lambda f, v: f(v, 1, radius=1.5), ValueError),
        (lambda f, v: f(v, 1, output=np.empty(3)), RuntimeError),
        (lambda f, v: f(v, 1, method="magic"), ValueError),
        (lambda f, v: f(v, 1, tier="rough"), ValueError),
        (lambda f, v: f(v, 30, truncate=30, method="sliding"), ValueError),
    ],
)
@pytest.mark.parametrize("function", [gaussian_filter, gaussian_filter1d])
@pytest.mark.usefixtures("ours")
def test_what_is_refused(call, error, function):
    with pytest.raises(error):
        call(function, np.arange(200.0))


def test_an_axis_that_is_not_there():
    with pytest.raises(np.exceptions.AxisError):
        gaussian_filter1d(np.zeros((3, 3)), 1, axis=2)
    with pytest.raises(ValueError, match="out of range"):
        gaussian_filter(np.zeros((3, 3)), 1, axes=(0, 2))


@pytest.mark.parametrize("sigma", [0.4, 5, 16.1, 16.3, 24, 333])
@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("mode", MODES)
def test_products_of_matrices(mode, order, sigma):
    """Kernels of one block and of many, and those between."""
    values = data(11, 70_001, "f8", "walk")  # two chunks
    asked = {"order": order, "mode": mode, "cval": 990.0}
    result = gaussian_filter1d(values, sigma, method="products", **asked)
    expected = ndimage.gaussian_filter1d(values, sigma, **asked)
    assert_equals(result, expected, values, order, 990.0, sigma)


@pytest.mark.parametrize("method", ["direct", "sliding", "products", "overlap"])
def test_each_method_on_request(method):
    if method == "sliding" and not native.available():
        pytest.skip(native.reason())
    values = data(7, (30, 3000), "f8", "walk")
    expected = ndimage.gaussian_filter1d(values, 12)
    assert_equals(gaussian_filter1d(values, 12, method=method, workers=1), expected, values, 0)
    line = gaussian_filter1d(values[0], 12, method=method)
    assert_equals(line, expected[0], values, 0)
