"""Smoothing a signal as a recipe says: which engine, with which width in samples."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science import companions
from server.science.gaussian.options import Options
from server.science.smoothing import Mode, Tier, smooth_part, smoothed_extremes
from server.science.widths import sigma_from
from server.tools.words import significant
from server.workbench.extremes import Extremes, in_pieces
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.steps import Step

Cancelled = Callable[[], bool]


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True)
class Smoother:
    """One smoothing of a signal. ``sigma`` is in samples (of other methods: of equal cut-off)."""

    step: Step
    sigma: float
    mode: Mode
    options: Options
    window: companions.Filter | None = None  # where it is no Gaussian

    @property
    def words(self) -> str:
        """What a legend says."""
        if self.window is None:
            order = ("", ", slope", ", curvature")[self.step.order]
            return f"Gaussian, σ = {significant(self.sigma)} samples{order}"
        name = {"savgol": "Savitzky–Golay", "median": "Median", "mean": "Moving average"}
        return f"{name[self.window.method]}, {self.window.window:,} samples"

    @property
    def reach(self) -> int:
        """How many samples on either side make up one value."""
        if self.window is not None:
            return self.window.window // 2
        return int(self.options["truncate"] * self.sigma + 0.5)

    def part(self, y: NDArray[Any], first: int, last: int) -> NDArray[np.float64]:
        """The smoothed values from ``first`` to before ``last``."""
        if self.window is not None:
            return companions.part(y, first, last, self.window)
        return smooth_part(y, first, last, self.sigma, self.mode, **self.options)

    def extremes(
        self, y: NDArray[Any], edges: NDArray[np.int64], tier: Tier, cancelled: Cancelled
    ) -> Extremes:
        """The extremes of the smoothed values from each of ``edges`` to before the next."""
        if self.window is not None:
            return in_pieces(edges, lambda i, j: self.part(y, i, j), cancelled)
        options = Options(**{**self.options, "tier": tier})
        return smoothed_extremes(y, edges, self.sigma, self.mode, cancelled=cancelled, **options)


def smoothers(signal: Signal, recipe: Recipe) -> list[Smoother]:
    """The smoothings of ``recipe``: its own first, unless that is none. Raises InputError."""
    return [smoother(signal, recipe, step) for step in recipe.steps() if step.method != "none"]


def smoother(signal: Signal, recipe: Recipe, step: Step) -> Smoother:
    """One smoothing of ``signal``. Raises InputError naming the parameter that does not fit."""
    sigma = sigma_from(step.width, step.unit, signal.positions.step)
    options = Options(
        cval=recipe.cval,
        order=step.order,
        truncate=recipe.truncate,
        min_weight=recipe.min_weight,
        fill=recipe.fill,
    )
    window = None
    if step.method in companions.COMPANIONS:
        if step.order and step.method != "savgol":
            raise InputError("order", "only gaussian and savgol have derivatives", "0")
        window = companions.Filter(
            step.method,
            companions.window_for(step.method, sigma, recipe.degree),
            recipe.edges,
            recipe.cval,
            recipe.degree,
            step.order,
            recipe.min_weight,
            recipe.fill,
        )
    return Smoother(step, sigma, recipe.edges, options, window)
