"""What is drawn: true extremes, smoothed before thinned, the same however one got there."""

import numpy as np
import pytest

from server.datafiles.errors import Cancelled
from server.datafiles.watch import UNWATCHED
from server.errors import InputError
from server.science.companions import Filter, smooth
from server.science.smoothing import gaussian_smooth
from server.workbench import extremes as extremes_module
from server.workbench.pyramids import Pyramids
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, on_column, on_rows
from server.workbench.telling import header
from server.workbench.view import Scene, window_of

RNG = np.random.default_rng(5)
ALL = ("raw", "smooth", "also", "residual")


def drawn(signal, pixels=50, start=None, stop=None, parts=ALL, pyramid=None, **recipe):
    scene = Scene(signal, window_of(signal, start, stop, pixels), pyramid)
    return {curve.name: curve for curve in scene.curves(Recipe(**recipe), parts)}


def walk(n, key=""):
    return on_rows(np.cumsum(np.random.default_rng(n).standard_normal(n)), Label("walk"), key)


def by_hand(values, signal, start, stop, pixels):
    """The extremes of each pixel column, one sample after the other."""
    low, high = np.full(pixels, np.nan), np.full(pixels, np.nan)
    for i, value in enumerate(values):
        x = signal.positions.at(i)
        if start <= x <= stop and np.isfinite(value):
            column = min(int((x - start) / (stop - start) * pixels), pixels - 1)
            low[column], high[column] = np.fmin(low[column], value), np.fmax(high[column], value)
    return low, high


def test_every_column_has_the_true_extremes_of_its_samples():
    signal = walk(4001)
    found = drawn(signal, 50, 100.3, 3200.9, width=7.0)
    for name, values in {
        "raw": signal.y,
        "smooth": gaussian_smooth(signal.y, 7.0),
        "residual": signal.y - gaussian_smooth(signal.y, 7.0),
    }.items():
        low, high = by_hand(values, signal, 100.3, 3200.9, 50)
        assert found[name].form == "columns"
        assert np.allclose(found[name].arrays["min"], low, rtol=0, atol=1e-12)
        assert np.allclose(found[name].arrays["max"], high, rtol=0, atol=1e-12)


def test_few_samples_are_drawn_one_by_one_with_a_neighbour_on_either_side():
    signal = walk(4001)
    found = drawn(signal, 50, 100.5, 180.5, width=3.0)
    raw, smoothed = found["raw"], found["smooth"]
    assert raw.form == "points"
    assert raw.arrays["x"].tolist() == [i - 100.5 for i in range(100, 182)]
    assert np.array_equal(raw.arrays["y"], signal.y[100:182])
    assert np.allclose(
        smoothed.arrays["y"], gaussian_smooth(signal.y, 3.0)[100:182], rtol=0, atol=1e-12
    )


def test_a_view_does_not_depend_on_how_one_got_there():
    signal = walk(50_000)
    whole = drawn(signal, 100, width=20.0)
    again = drawn(signal, 100, *signal.positions.extent, width=20.0)
    for name, curve in whole.items():
        assert np.array_equal(curve.arrays["min"], again[name].arrays["min"])
    part = drawn(signal, 50, 0.0, signal.positions.extent[1] / 2, width=20.0)
    assert np.allclose(part["smooth"].arrays["max"][:-1], whole["smooth"].arrays["max"][:49])


def test_kept_extremes_change_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(extremes_module, "DIRECT", 1000)
    signal = walk(300_000, "walk")
    pyramid = Pyramids(tmp_path).build(signal, UNWATCHED)
    for ends in ((None, None), (1234.5, 250_000.0), (0.0, 2000.0)):
        plain = drawn(signal, 200, *ends, parts=("raw",))["raw"]
        kept = drawn(signal, 200, *ends, parts=("raw",), pyramid=pyramid)["raw"]
        for role in plain.arrays:
            assert np.array_equal(plain.arrays[role], kept.arrays[role], equal_nan=True)


def test_uneven_positions_fall_into_their_columns():
    x = np.sort(RNG.random(3000)) ** 2 * 80
    signal = on_column(RNG.standard_normal(3000), x, Label("y"), Label("x"))
    low, high = by_hand(signal.y, signal, 5.0, 60.0, 40)
    found = drawn(signal, 40, 5.0, 60.0, method="none")["raw"]
    assert np.array_equal(found.arrays["min"], low, equal_nan=True)
    assert np.array_equal(found.arrays["max"], high, equal_nan=True)


def test_methods_are_compared():
    signal = walk(1000)
    found = drawn(signal, 800, method="none", also="median~4~samples,savgol~4~samples~1")
    assert list(found) == ["raw", "also1", "also2"]
    filtered = smooth(signal.y, Filter("savgol", 33, degree=3, order=1))
    assert found["also2"].words == "Savitzky–Golay, 33 samples, slope"
    assert np.allclose(found["also2"].arrays["y"], filtered)


def test_gaps_are_left_open_or_bridged():
    y = np.ones(100)
    y[40:50] = np.nan
    signal = on_rows(y, Label("y"))
    open_ = drawn(signal, 100, width=5.0)["smooth"].arrays["y"]
    bridged = drawn(signal, 100, width=5.0, fill=True)["smooth"].arrays["y"]
    assert np.isnan(open_).sum() == 10
    assert np.allclose(bridged, 1.0)


def test_the_kernel_can_be_laid_out_in_x():
    x = np.r_[np.arange(50.0), 100 + np.arange(50.0)]
    signal = on_column(np.r_[np.zeros(50), np.ones(50)], x, Label("y"), Label("x"))
    by_rows = drawn(signal, 100, width=3.0)["smooth"].arrays["y"]
    by_x = drawn(signal, 100, width=3.0, spacing="x")["smooth"].arrays["y"]
    assert 0.4 < by_rows[49] < 0.5
    assert np.array_equal(by_x, signal.y)
    with pytest.raises(InputError, match="order"):
        drawn(signal, width=3.0, spacing="x", order=1)


def test_infinities_on_the_disk_are_passed_over(tmp_path):
    y = RNG.standard_normal(5000)
    y[[7, 4000]] = np.inf, -np.inf
    np.save(tmp_path / "y.npy", y)
    mapped = on_rows(np.load(tmp_path / "y.npy", mmap_mode="r"), Label("y"))
    found = drawn(mapped, 20, method="none")["raw"]
    low, high = by_hand(y, mapped, 0.0, 4999.0, 20)
    assert np.array_equal(found.arrays["min"], low)
    assert np.array_equal(found.arrays["max"], high)


@pytest.mark.parametrize(
    "y",
    [
        np.zeros(0),
        np.ones(1),
        np.full(5000, 3.25),
        np.full(5000, np.nan),
        np.full(50, np.nan),
        np.array([1e300, -1e300] * 3000),
        np.full(4000, 5e-324),
        np.arange(5000, dtype=np.int16),
        np.arange(5000) % 2 == 0,
    ],
    ids=["none", "one", "constant", "gaps", "few gaps", "huge", "denormal", "whole", "yes or no"],
)
def test_any_values_are_drawn(y):
    signal = on_rows(y, Label("y"))
    for curve in drawn(signal, 100, width=4.0, also="mean~3~samples").values():
        for array in curve.arrays.values():
            assert not np.isinf(array).any()
    raw = drawn(signal, 100, parts=("raw",))["raw"].arrays
    values = np.concatenate([raw[role] for role in raw if role != "x"])
    known = np.asarray(y, dtype=float)[np.isfinite(np.asarray(y, dtype=float))]
    if known.size:
        assert (np.nanmin(values), np.nanmax(values)) == (known.min(), known.max())


@pytest.mark.parametrize(
    ("start", "stop"), [(9e9, None), (None, -9e9), (-5.0, -1.0), (1e300, None)]
)
def test_a_view_beyond_the_data_is_empty(start, stop):
    signal = walk(1000)
    window = window_of(signal, start, stop, 40)
    assert window.visible == 0
    assert window.stop > window.start


def test_what_is_no_longer_wanted_stops():
    signal = walk(3_000_000)
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 1

    scene = Scene(signal, window_of(signal, None, None, 10), cancelled=cancelled)
    with pytest.raises(Cancelled):
        scene.curves(Recipe(), ("residual",))


def test_the_header_tells_what_is_drawn_of_how_much():
    signal = walk(10_000)
    scene = Scene(signal, window_of(signal, 1000.0, 8999.0, 100))
    told = header(scene, scene.curves(Recipe(), ("raw",)), Recipe())
    assert (told["total"], told["visible"], told["drawn"]) == (10_000, 8000, 200)
    assert told["x"]["extent"] == (0.0, 9999.0)
    assert told["tier"] == "exact"
