"""Spectra, residual, peaks and uncertainty as they are told of a view."""

import numpy as np
import pytest

from server.science.smoothing import gaussian_smooth
from server.workbench import diagnosing
from server.workbench.analysis import PARTS, analysis
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, on_rows
from server.workbench.view import Scene, window_of

RNG = np.random.default_rng(6)
T = np.arange(20_000)
WAVE = 5 * np.sin(2 * np.pi * T / 2000)


def told(y, part, start=None, stop=None, **recipe):
    signal = on_rows(y, Label("y"), step=0.5)
    scene = Scene(signal, window_of(signal, start, stop, 100))
    return analysis(scene, Recipe(**recipe), [part])[part]


def test_spectra_have_the_power_of_the_signal():
    found = told(RNG.standard_normal(20_000), "spectrum", width=8.0, also="median~3~samples")
    density = np.array(found["raw"])
    total = np.sum(density) * found["frequencies"][1]
    assert total == pytest.approx(1.0, rel=0.05)
    fast = found["frequencies"] > 0.5
    assert np.max(np.array(found["smooth"])[fast]) < 1e-3 * np.min(density[fast])
    assert found["frequencies"][-1] == 1.0
    assert found["also1"] is not None
    assert found["note"].startswith("Welch")


def test_white_noise_that_was_taken_away_is_noise():
    y = WAVE + RNG.standard_normal(20_000)
    found = told(y, "residual", width=30.0)
    assert found["noise_sd"] == pytest.approx(1.0, rel=0.05)
    assert found["noise_left"] == pytest.approx(0.531 / np.sqrt(30), rel=0.06)
    assert found["noise_reduction_db"] == pytest.approx(20.3, abs=0.1)
    assert found["autocorrelation"][0] == 1.0
    assert np.abs(found["autocorrelation"][1:]).max() < 0.05
    assert found["lags"][:2].tolist() == [0.0, 0.5]
    assert found["bound"] == pytest.approx(1.96 / np.sqrt(20_000))


def test_a_signal_that_was_taken_away_is_not():
    found = told(WAVE + 0.01 * RNG.standard_normal(20_000), "residual", width=1000.0)
    assert found["whiteness"]["p"] < 1e-6
    assert found["words"].startswith("Not white")


def test_peaks_become_lower_and_wider():
    y = np.exp(-0.5 * ((T - 7000) / 20) ** 2) + 1e-4 * RNG.standard_normal(20_000)
    found = told(y, "peaks", width=20.0, start=2000.0)["peaks"]
    peak = max(found, key=lambda one: one["height_after"])
    assert peak["at"] == pytest.approx(3500, abs=1)
    assert peak["height_before"] == pytest.approx(1.0, rel=1e-3)
    assert peak["height_after"] == pytest.approx(1 / np.sqrt(2), rel=1e-2)
    assert peak["width_after"] == pytest.approx(2.3548 * 20 * np.sqrt(2) * 0.5, rel=2e-2)


def test_the_band_holds_what_it_promises():
    inside = []
    for seed in range(30):
        y = 0.5 * np.random.default_rng(seed).standard_normal(2000)
        half = told(y, "band", width=15.0)["half_width"]
        inside.append(np.mean(np.abs(gaussian_smooth(y, 15.0)[100:-100]) < half))
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)


def test_long_views_are_told_by_their_middle(monkeypatch):
    monkeypatch.setattr(diagnosing, "LOOKED_AT", 1000)
    y = RNG.standard_normal(20_000)
    y[:9000] = 1e6
    found = told(y, "residual", width=3.0)
    assert found["noise_sd"] == pytest.approx(1.0, rel=0.15)
    assert found["words"].endswith("From 1,000 samples in the middle of the view.")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "y",
    [
        np.zeros(0),
        np.ones(1),
        np.full(500, 7.0),
        np.full(500, np.nan),
        np.array([1e300, -1e300] * 200),
        np.where(np.arange(500) % 3, 1.0, np.nan),
        np.arange(500) % 2 == 0,
    ],
    ids=["none", "one", "constant", "gaps", "huge", "half gaps", "yes or no"],
)
def test_every_part_has_words_for_any_values(part, y):
    for recipe in ({}, {"method": "none"}, {"order": 1}, {"method": "median", "width": 2.0}):
        told(y, part, **recipe)


def test_a_derivative_is_not_compared():
    assert told(WAVE, "residual", order=1)["words"] == diagnosing.DERIVED
    assert told(WAVE, "band", method="none")["half_width"] is None
    assert "median" in told(WAVE, "band", method="median")["words"]
