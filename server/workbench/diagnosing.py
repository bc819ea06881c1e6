"""Spectra, residual, peaks and uncertainty of the visible part of a smoothed signal.

Of long views the middle is looked at; the words that go with each say so.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.diagnostics import (
    LOOKED_AT,
    Whiteness,
    autocorrelation,
    band,
    decibels,
    noise_sd,
    whiteness,
)
from server.science.peaks import Peak, peaks
from server.science.spectra import spectrum
from server.tools.words import counted
from server.workbench.curves import Smoother
from server.workbench.view import Scene

LAGS = 200  # of an autocorrelation, at most
SURE = 1.96  # standard errors that 95 % of white noise's correlations stay within
LEVEL = 0.95  # of an uncertainty band
DERIVED = "A derivative is no course of the signal: there is nothing to compare it with."

Floats = NDArray[np.float64]
Told = dict[str, Any]


def spectra(scene: Scene, chosen: list[Smoother]) -> Told | None:
    """Power densities of the signal and of each smoothing at the same frequencies; None of few."""
    first, last = middle_of(scene)
    step = scene.signal.positions.step
    before = spectrum(_raw(scene, first, last), step)
    if before is None:
        return None
    told: Told = {"frequencies": before.frequencies, "raw": _power(before.levels)}
    for smoother in chosen:
        after = spectrum(smoother.part(first, last), step)
        told[smoother.name] = None if after is None else _power(after.levels)
    told["note"] = before.words + _of_the_middle(scene)
    return told


def residual(scene: Scene, chosen: list[Smoother]) -> Told:
    """What was taken away: its strength, its correlation with itself, and whether it is noise."""
    own, why = _own(chosen)
    if own is None:
        return {"words": why}
    first, last = middle_of(scene)
    raw = _raw(scene, first, last)
    with np.errstate(invalid="ignore", over="ignore"):
        rest = raw - own.part(first, last)
    known = int(np.isfinite(rest).sum())
    correlation = autocorrelation(rest, min(LAGS, max(known // 4, 1)))
    test = whiteness(rest)
    noise, gain = noise_sd(raw), _gain(own)
    words = test.words if test else "Too few values, or nothing was taken away."
    told: Told = {
        "words": words + _of_the_middle(scene),
        "whiteness": asdict(test) if isinstance(test, Whiteness) else None,
        "noise_sd": noise,
        "noise_left": None if noise is None or gain is None else noise * gain,
        "noise_reduction_db": None if gain is None else decibels(1 / gain) if gain else None,
    }
    if correlation is not None:
        told["lags"] = np.arange(len(correlation)) * scene.signal.positions.step
        told["autocorrelation"] = correlation
        told["bound"] = SURE / max(known, 1) ** 0.5
    return told


def peak_changes(scene: Scene, chosen: list[Smoother]) -> Told:
    """The clearest peaks before and after: where, how high, how wide in units of x."""
    own, why = _own(chosen)
    if own is None:
        return {"peaks": [], "words": why}
    first, last = middle_of(scene)
    raw, gain = _raw(scene, first, last), _gain(own)
    noise = noise_sd(raw)
    left = None if noise is None or gain is None else noise * gain
    found = peaks(raw, own.part(first, last), left)
    words = f"{counted(len(found), 'peak')} above the noise." + _of_the_middle(scene)
    return {"peaks": [_peak(scene, first, peak) for peak in found], "words": words}


def uncertainty(scene: Scene, chosen: list[Smoother]) -> Told:
    """How far from the smoothed curve the true one may lie, and on what terms."""
    own, why = _own(chosen)
    if own is None:
        return {"half_width": None, "words": why}
    gain = _gain(own)
    if gain is None:
        return {"half_width": None, "words": "A median has no noise gain to reckon with."}
    noise = noise_sd(_raw(scene, *middle_of(scene)))
    if noise is None:
        return {"half_width": None, "words": "Too few values to tell the noise from."}
    found = asdict(band(noise, gain, LEVEL))
    return {**found, "words": found["words"] + _of_the_middle(scene)}


def middle_of(scene: Scene) -> tuple[int, int]:
    """The samples in the middle of the view that are looked at: from the first to the last."""
    visible = scene.window.visible
    first = scene.window.first + max(visible - LOOKED_AT, 0) // 2
    return first, first + min(visible, LOOKED_AT)


def _raw(scene: Scene, first: int, last: int) -> Floats:
    return np.asarray(scene.signal.y[first:last], dtype=np.float64)


def _own(chosen: list[Smoother]) -> tuple[Smoother | None, str]:
    """The smoothing that is turned, if it can be compared with the signal; else why not."""
    own = next((smoother for smoother in chosen if smoother.name == "smooth"), None)
    if own is None:
        return None, "Nothing is smoothed."
    return (None, DERIVED) if own.step.order else (own, "")


def _gain(smoother: Smoother) -> float | None:
    response = smoother.response
    return None if response is None else response.noise_gain


def _power(levels: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.asarray(10 ** (levels / 10), dtype=np.float64)


def _of_the_middle(scene: Scene) -> str:
    if scene.window.visible <= LOOKED_AT:
        return ""
    return f" From {LOOKED_AT:,} samples in the middle of the view."


def _peak(scene: Scene, first: int, peak: Peak) -> dict[str, float | None]:
    step = scene.signal.positions.step
    return {
        "at": scene.signal.positions.at(first + peak.at),
        "height_before": peak.height_before,
        "height_after": peak.height_after,
        "width_before": None if peak.width_before is None else peak.width_before * step,
        "width_after": peak.width_after * step,
    }
