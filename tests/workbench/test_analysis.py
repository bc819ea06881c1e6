"""Analyses of the visible part."""

import numpy as np
import pytest

from server.workbench import analysis as module
from server.workbench.analysis import analysis
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, on_column, on_rows
from server.workbench.view import Scene, window_of


def found(y, part, x=None, start=None, stop=None, **recipe):
    signal = on_rows(y, Label("y")) if x is None else on_column(y, x, Label("y"), Label("x"))
    scene = Scene(signal, window_of(signal, start, stop, 100))
    return analysis(scene, Recipe(**recipe), [part])[part]


def test_a_distribution_counts_every_visible_value():
    y = np.random.default_rng(1).standard_normal(5000)
    y[::50] = np.nan
    told = found(y, "distribution", start=1000.0, stop=1999.0, width=4.0)
    for name, count in {"raw": 980, "smooth": 980, "residual": 980}.items():
        assert sum(told[name]["counts"]) == count
        assert len(told[name]["edges"]) == len(told[name]["counts"]) + 1
    assert told["raw"]["edges"][0] == np.nanmin(y[1000:2000])
    assert told["raw"]["edges"][-1] == np.nanmax(y[1000:2000])
    assert told["note"] == ""


def test_derivatives_are_not_counted_among_the_values():
    y = np.random.default_rng(1).standard_normal(500)
    told = found(y, "distribution", order=1, also="gaussian~3~samples")
    assert set(told) == {"raw", "also1", "note"}


def test_of_many_values_some_are_counted_and_that_is_said(monkeypatch):
    monkeypatch.setattr(module, "SAMPLED", 640)
    told = found(np.random.default_rng(1).standard_normal(5000), "distribution")
    assert sum(told["raw"]["counts"]) == 640
    assert told["note"] == "Of 640 samples in 64 stretches of the view."


@pytest.mark.parametrize("y", [np.full(100, 2.5), np.full(100, 1e300), np.ones(1)])
def test_a_constant_is_one_bar(y):
    told = found(y, "distribution", width=2.0)["raw"]
    assert told == {"edges": [y[0], y[0]], "counts": [y.size]}


def test_where_there_is_nothing_there_is_no_distribution():
    assert found(np.full(50, np.nan), "distribution")["raw"] is None


def test_responses_are_in_units_of_x():
    x = np.arange(1000) * 0.01
    told = found(np.zeros(1000), "response", x=x, width=0.05, unit="x", also="median~5~samples")
    gaussian, median = told
    assert gaussian["cutoff"] == pytest.approx(0.1325 / 0.05, rel=1e-2)
    gain = np.interp(1.0, gaussian["frequencies"], gaussian["gain"])
    assert gain == pytest.approx(np.exp(-2 * (np.pi * 0.05) ** 2), abs=1e-3)
    assert "not linear" in median["note"]
    assert "gain" not in median


def test_a_width_is_found_and_told_in_the_unit_in_use():
    rng = np.random.default_rng(2)
    t = np.arange(4000)
    y = np.sin(2 * np.pi * t / 400) + 0.5 * rng.standard_normal(4000)
    told = found(y, "auto", x=t * 0.5, unit="fwhm")
    assert 8 < told["widths"]["samples"] < 50
    assert told["width"] == told["widths"]["fwhm"]
    assert "σ = " in told["reason"]
    assert len(told["sigmas"]) == len(told["scores"])


def test_no_width_is_made_up():
    told = found(np.ones(100), "auto")
    assert told["width"] is None
    assert "nothing tells" in told["reason"]
