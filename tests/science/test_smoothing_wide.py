"""Sliding sums by blocks, for very wide kernels: what is left out, and where blocks meet."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d
from scipy.signal import oaconvolve

from server.science import native
from server.science.bins import minmax_bins
from server.science.gaussian import choosing, parts, wide
from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import kernel, kernel_radius
from server.science.smoothing import MODES, gaussian_smooth, smooth_part, smoothed_extremes
from server.science.smoothing import gaussian_filter1d as ours

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not native.available(), reason=native.reason() or "there"),
]

N = 60_000
NOISE = np.random.default_rng(6).standard_normal(N)
PADS = {
    "reflect": "symmetric", "nearest": "edge", "mirror": "reflect", "wrap": "wrap",
    "constant": "constant",
}  # fmt: skip
NARROW = 500.0  # wide enough for blocks in the preview tier, and quick for scipy


def by_transforms(values, sigma, mode, order):
    """What scipy's filter gives, in less than a minute."""
    radius, level = kernel_radius(sigma), values[0]
    more = {"constant_values": 0.0} if mode == "constant" else {}
    reach = np.pad(values - level, radius, mode=PADS[mode], **more)
    weights = kernel(sigma, order, radius)[::-1]
    return oaconvolve(reach, weights, mode="valid") + level * weights.sum()


@pytest.fixture(params=[2**22, 7_000, 900])
def short(request, monkeypatch):
    """Chunks longer than the kernel, shorter, and much shorter than it."""
    monkeypatch.setattr(wide, "LONGEST", request.param)
    monkeypatch.setattr(wide, "SHORTEST", 0)
    monkeypatch.setattr(choosing, "SMALL", 0)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("mode", ["reflect", "constant"])
@pytest.mark.parametrize("sigma", [1.1e4, 1e5])
def test_the_worst_data_there_are(sigma, mode, order):
    """Steps that rise and fall as blocks do, on a high level."""
    size = wide.block_size(Filter(sigma, kernel_radius(sigma), order))
    assert size or (order and sigma < 1e5)  # derivatives go by blocks from wider kernels on
    size = size or 64
    values = (np.arange(N) // size % 2).astype(float) + (1e3 if mode != "constant" else 0.0)
    found = gaussian_smooth(values, sigma, mode, order=order)
    expected = by_transforms(values, sigma, mode, order)
    assert np.abs(found - expected).max() * sigma**order < 1e-9


def test_blocks_are_as_large_as_they_may_be():
    sizes = [wide.block_size(Filter(s, kernel_radius(s))) for s in (1e3, 1e4, 1e5, 1e6)]
    assert sizes == [0, 64, 512, 512]
    assert not wide.is_flat(Filter(1e4, 40_000), 0, 64)
    assert wide.is_flat(Filter(1e6, 4_000_000), 0, 512)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_chunks_of_any_length(dtype, mode, order):
    values = (NOISE + 5).astype(dtype)
    found = ours(values, NARROW, order=order, mode=mode, cval=5.0, tier="preview")
    assert found.dtype == dtype
    expected = gaussian_filter1d(values.astype(float), NARROW, order=order, mode=mode, cval=5.0)
    assert np.abs(found - expected).max() * NARROW**order <= 1e-4 * np.ptp(values)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("special", [None, np.nan, np.inf, 1e305])
@pytest.mark.parametrize("ends", [(0, 1), (6_990, 7_010), (123, 59_999)])
def test_a_part_is_that_of_the_whole(ends, special):
    values = NOISE.copy()
    if special is not None:
        values[[7_005, 30_000]] = special
    whole = gaussian_smooth(values, NARROW, tier="preview")
    part = smooth_part(values, *ends, NARROW, tier="preview")
    np.testing.assert_array_equal(part, whole[slice(*ends)])
    edges = np.unique(np.random.default_rng(0).integers(*ends, 40, endpoint=True))
    extremes = smoothed_extremes(values, edges, NARROW, tier="preview")
    np.testing.assert_array_equal(extremes, minmax_bins(whole, edges))


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("every", [50, 29_000])
def test_gaps(every):
    values = NOISE + 20
    values[5::every] = np.nan
    known = np.isfinite(values)
    total = gaussian_filter1d(np.where(known, values, 0.0), NARROW)
    expected = total / gaussian_filter1d(known.astype(float), NARROW)
    found = gaussian_smooth(values, NARROW, tier="preview")
    np.testing.assert_array_equal(np.isnan(found), ~known)
    assert np.abs(found - expected)[known].max() <= 1e-4 * np.ptp(NOISE)


@pytest.mark.parametrize("shift", [0, 1, 7])
def test_results_that_pass_by_the_caches(shift, monkeypatch):
    expected = gaussian_smooth(NOISE, NARROW, tier="preview")
    monkeypatch.setattr(parts, "STREAMED", 0)
    room = np.full(N + 16, 7.0)
    gaussian_smooth(NOISE, NARROW, out=room[shift : shift + N], tier="preview")
    np.testing.assert_array_equal(room[shift : shift + N], expected)
    part = room[shift : shift + 20_001]
    smooth_part(NOISE, 1_003, 21_004, NARROW, out=part, tier="preview")
    np.testing.assert_array_equal(part, expected[1_003:21_004])
    assert room[shift + 20_001] == expected[20_001]
    assert (room[:shift] == 7).all()
    assert (room[shift + N :] == 7).all()
