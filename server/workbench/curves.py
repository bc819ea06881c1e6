"""Smoothing a signal as a recipe says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science.smoothing import CUTOFF, FWHM, Mode, gaussian_smooth
from server.workbench.bins import Extremes, minmax_bins
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.steps import Step


@dataclass(frozen=True)
class Call:
    """One smoothing in samples, as the engine takes it."""

    step: Step
    sigma: float
    mode: Mode
    words: str


def calls(signal: Signal, recipe: Recipe) -> list[Call]:
    """The smoothings of a recipe for a signal."""
    return [_call(signal, recipe, step) for step in recipe.steps() if step.method != "none"]


def _call(signal: Signal, recipe: Recipe, step: Step) -> Call:
    sigma = sigma_of(step, signal.positions.step)
    return Call(step, sigma, recipe.edges, f"Gaussian, σ = {sigma:.4g} samples")


def sigma_of(step: Step, spacing: float) -> float:
    """The width of ``step`` as sigma in samples that lie ``spacing`` apart."""
    match step.unit:
        case "samples":
            return step.width
        case "x":
            return step.width / spacing
        case "fwhm":
            return step.width / FWHM / spacing
    if step.width == 0:
        raise InputError("width", "is no frequency", "a number above 0")
    return CUTOFF / step.width / spacing


def smoothed_part(signal: Signal, call: Call, first: int, last: int) -> NDArray[np.float64]:
    """The smoothed values from ``first`` to before ``last``."""
    return gaussian_smooth(signal.y, call.sigma, call.mode)[first:last]


def smoothed_bins(signal: Signal, call: Call, edges: NDArray[np.int64]) -> Extremes:
    """The extremes of the smoothed values in each stretch."""
    first = int(edges[0])
    return minmax_bins(smoothed_part(signal, call, first, int(edges[-1])), edges - first)
