import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy.ndimage import median_filter, uniform_filter1d
from scipy.signal import savgol_filter

from server.errors import InputError
from server.science import companions
from server.science.companions import COMPANIONS, MAX_WINDOW, Filter, part, smooth, window_for
from server.science.response import of_gaussian, of_mean, of_savgol
from server.science.smoothing import MODES

NOISE = np.random.default_rng(3).standard_normal(1000)
HOLES = NOISE.copy()
HOLES[[0, 1, 50, 400, 401, 402, 403, 404, 405, 999]] = np.nan
HOLES[600:640] = np.nan


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(companions, "BLOCK", 64)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("window", [1, 3, 31, 401, 2501])
def test_equal_scipy(window, mode):
    mean = smooth(NOISE, Filter("mean", window, mode, 2.0))
    expected = uniform_filter1d(NOISE, window, mode=mode, cval=2.0)
    np.testing.assert_allclose(mean, expected, atol=1e-12)
    median = smooth(NOISE, Filter("median", window, mode, 2.0))
    np.testing.assert_array_equal(median, median_filter(NOISE, window, mode=mode, cval=2.0))


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "reflect"])
@pytest.mark.parametrize(("window", "degree", "order"), [(5, 2, 0), (31, 3, 1), (201, 4, 2)])
def test_savgol_equals_scipy(window, degree, order, mode):
    found = smooth(NOISE, Filter("savgol", window, mode, 2.0, degree, order))
    expected = savgol_filter(NOISE, window, degree, order, mode=mode, cval=2.0)
    np.testing.assert_allclose(found, expected, atol=1e-11)


@pytest.mark.parametrize("window", [3, 9, 31])
def test_the_median_and_mean_of_what_is_there(window):
    around = sliding_window_view(np.pad(HOLES, window // 2, mode="symmetric"), window)
    some = np.isfinite(around).any(axis=1)
    for method, reckon in (("median", np.nanmedian), ("mean", np.nanmean)):
        found = smooth(HOLES, Filter(method, window, fill=True))
        np.testing.assert_array_equal(np.isfinite(found), some)
        np.testing.assert_allclose(found[some], reckon(around[some], axis=1), atol=1e-14)


@pytest.mark.parametrize(("degree", "order"), [(2, 0), (3, 0), (3, 1), (4, 2)])
@pytest.mark.parametrize("window", [11, 151])
def test_savgol_fits_what_is_there(window, degree, order):
    found = smooth(HOLES, Filter("savgol", window, degree=degree, order=order))
    around = sliding_window_view(np.pad(HOLES, window // 2, mode="symmetric"), window)
    at = np.arange(window) - window // 2
    scale = (window // 2) ** order
    for i in (2, 48, 52, 399, 406, 590, 645, 997):
        known = np.isfinite(around[i])
        fitted = np.polynomial.Polynomial.fit(at[known], around[i][known], degree)
        expected = fitted.deriv(order)(0) if order else fitted(0)
        assert found[i] * scale == pytest.approx(expected * scale, abs=1e-7)


def test_a_polynomial_with_gaps_stays_what_it_is():
    x = np.linspace(-1, 1, 300)
    curve = 1 + x - 2 * x**3
    holes = curve.copy()
    holes[np.random.default_rng(1).random(300) < 0.3] = np.nan
    found = smooth(holes, Filter("savgol", 21, fill=True))[30:-30]
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found, curve[30:-30], atol=1e-10)


@pytest.mark.parametrize("method", COMPANIONS)
def test_gaps_stay_open_unless_they_are_to_be_filled(method):
    opened, filled = (smooth(HOLES, Filter(method, 15, fill=fill)) for fill in (False, True))
    np.testing.assert_array_equal(np.isnan(opened), np.isnan(HOLES))
    assert np.isfinite(filled[50])
    assert np.isnan(filled[615:625]).all()
    strict = smooth(HOLES, Filter(method, 15, fill=True, min_weight=1))
    whole = sliding_window_view(np.pad(HOLES, 7, mode="symmetric"), 15)
    np.testing.assert_array_equal(np.isfinite(strict), np.isfinite(whole).all(axis=1))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("method", COMPANIONS)
@pytest.mark.parametrize("window", [7, 151])
def test_a_part_is_that_part_of_the_whole_bit_for_bit(method, window, mode):
    for values in (NOISE, HOLES):
        chosen = Filter(method, window, mode, fill=True)
        whole = smooth(values, chosen)
        for start, stop in ((0, 1), (0, 1000), (63, 65), (500, 613), (999, 1000), (5, 5)):
            np.testing.assert_array_equal(part(values, start, stop, chosen), whole[start:stop])


class Counted(np.ndarray):
    """An array that notes which of its items were asked for."""

    def __getitem__(self, index):
        self.base.flags.writeable = False
        SEEN.append(index)
        return np.asarray(super().__getitem__(index))


SEEN: list[slice] = []


@pytest.mark.parametrize("method", COMPANIONS)
def test_a_part_reads_its_neighbourhood_alone(method):
    SEEN.clear()
    part(np.zeros(10_000).view(Counted), 5000, 5010, Filter(method, 9))
    assert SEEN
    assert all(4500 < index.start < index.stop < 5500 for index in SEEN)


@pytest.mark.parametrize("method", COMPANIONS)
@pytest.mark.parametrize(
    "values",
    [
        np.zeros(0),
        np.ones(1),
        np.full(9, np.nan),
        np.full(300, 7.5),
        np.array([np.inf, 1.0, 2.0, -np.inf, 3.0, np.nan, 4.0]),
        NOISE * 1e300,
        NOISE * 1e-310,
        np.array([1.7e308, -1.7e308] * 20),
        np.arange(20, dtype=np.uint8),
        np.arange(20) % 2 == 0,
    ],
    ids=["empty", "one", "nan", "constant", "inf", "1e300", "denormal", "max", "bytes", "bool"],
)
def test_survives(method, values):
    for window in (5, 151):
        found = smooth(values, Filter(method, window))
        assert found.dtype == np.float64
        assert found.shape == values.shape
        known = np.isfinite(values.astype(float))
        assert np.isfinite(found[~known]).sum() == 0
        if known.all() and values.size:
            assert np.isfinite(found).all()
    if values.size == 300:
        np.testing.assert_allclose(found, 7.5, rtol=1e-14)


def test_a_cutoff_is_kept_when_the_method_changes():
    for sigma in (10, 33.3):
        cutoff = of_gaussian(sigma).cutoff
        assert of_mean(window_for("mean", sigma)).cutoff == pytest.approx(cutoff, rel=0.04)
        for degree in (2, 3, 5):
            window = window_for("savgol", sigma, degree)
            assert of_savgol(window, degree).cutoff == pytest.approx(cutoff, rel=0.04)
    assert window_for("median", 10) == window_for("mean", 10) == 33
    assert [window_for("savgol", 0, degree) for degree in (0, 1, 2, 3)] == [1, 3, 3, 5]


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (Filter("mean", 4), "width"),
        (Filter("median", 0), "width"),
        (Filter("mean", MAX_WINDOW + 2), "width"),
        (Filter("savgol", 5, degree=5), "degree"),
        (Filter("savgol", 5, degree=1, order=2), "degree"),
        (Filter("median", 5, order=1), "order"),
    ],
)
def test_what_cannot_be(chosen, field):
    with pytest.raises(InputError) as caught:
        smooth(NOISE, chosen)
    assert caught.value.field == field


def test_too_wide():
    with pytest.raises(InputError, match="sigma up to"):
        window_for("savgol", 1e7)
