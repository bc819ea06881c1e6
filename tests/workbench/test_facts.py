"""Statistics against numpy's, and what is told of widths and noise."""

import numpy as np
import pytest

from server.datafiles.errors import Cancelled
from server.science.smoothing import gaussian_smooth
from server.workbench import facts as module
from server.workbench.facts import facts
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, on_column, on_rows
from server.workbench.statistics import Tally, scale_for
from server.workbench.view import Scene, window_of


def told(y, start=None, stop=None, x=None, **recipe):
    signal = on_rows(y, Label("y")) if x is None else on_column(y, x, Label("y"), Label("x"))
    return facts(Scene(signal, window_of(signal, start, stop, 100)), Recipe(**recipe))


def expect(found, values):
    known = values[np.isfinite(values)]
    assert (found["count"], found["gaps"]) == (known.size, values.size - known.size)
    assert found["mean"] == pytest.approx(known.mean(), rel=1e-9)
    assert found["std"] == pytest.approx(known.std(), rel=1e-9)
    assert found["rms"] == pytest.approx(np.sqrt(np.mean(known**2)), rel=1e-9)
    assert (found["minimum"], found["maximum"]) == (known.min(), known.max())


def test_raw_and_smoothed_against_numpy(monkeypatch):
    monkeypatch.setattr(module, "PIECE", 700)
    y = 50 + np.random.default_rng(3).standard_normal(5000)
    y[::77] = np.nan
    smooth = gaussian_smooth(y, 6.0)
    found = told(y, 1000.0, 3999.0, width=6.0)
    part = slice(1000, 4000)
    expect(found["raw"], y[part])
    expect(found["curves"][0], smooth[part])
    expect(found["curves"][0]["residual"], (y - smooth)[part])
    assert found["raw"]["at_maximum"] == 1000 + np.nanargmax(y[part])
    share = np.nanvar((y - smooth)[part]) / np.nanvar(y[part])
    assert found["curves"][0]["removed_db"] == pytest.approx(10 * np.log10(share), rel=1e-9)


def test_a_width_is_told_in_all_units():
    found = told(np.zeros(100), x=np.arange(100) * 0.5, width=10.0)["curves"][0]
    widths = found["widths"]
    assert (widths["samples"], widths["x"]) == (10.0, 5.0)
    assert widths["fwhm"] == pytest.approx(11.774, abs=1e-3)
    assert widths["cutoff"] == pytest.approx(0.1325 / 5, rel=1e-3)
    assert found["noise_gain"] == pytest.approx(0.531 / np.sqrt(10), rel=1e-2)
    assert found["noise_reduction_db"] == pytest.approx(-20 * np.log10(found["noise_gain"]))


@pytest.mark.parametrize("level", [1e300, 1e-300, 1e8])
def test_far_from_one_nothing_overflows_or_vanishes(level):
    y = level * (2 + np.random.default_rng(1).standard_normal(1000))
    found = told(y, width=3.0)["raw"]
    assert found["mean"] / level == pytest.approx((y / level).mean(), rel=1e-9)
    assert found["std"] / level == pytest.approx((y / level).std(), rel=1e-9)


@pytest.mark.parametrize("y", [np.zeros(0), np.full(30, np.nan)])
def test_of_nothing_nothing_is_told(y):
    found = told(y)
    assert found["raw"]["count"] == 0
    assert found["raw"]["mean"] is None
    assert found["curves"][0]["removed_db"] is None


def test_a_constant_has_no_spread():
    found = told(np.full(1000, 0.1))["raw"]
    assert (found["mean"], found["std"]) == (pytest.approx(0.1), pytest.approx(0.0, abs=1e-15))


def test_pieces_come_to_the_same_in_any_order():
    y = np.random.default_rng(4).standard_normal(999) + 1e6
    one, other = Tally(), Tally()
    for start in range(0, 999, 111):
        one.add(y[start : start + 111], start)
    for start in reversed(range(0, 999, 333)):
        other.add(y[start : start + 333], start)
    for name, value in one.told().items():
        assert other.told()[name] == pytest.approx(value, rel=1e-10)


def test_scales_are_powers_of_two_where_they_are_needed():
    assert scale_for(-3.0, 100.0) == 1.0
    assert scale_for(0.0, 0.0) == 1.0
    assert scale_for(float("nan"), float("nan")) == 1.0
    assert np.frexp(scale_for(-1e300, 1.0))[0] == 0.5


def test_what_is_no_longer_wanted_stops():
    signal = on_rows(np.zeros(100), Label("y"))
    scene = Scene(signal, window_of(signal, None, None, 10), cancelled=lambda: True)
    with pytest.raises(Cancelled):
        facts(scene, Recipe())
