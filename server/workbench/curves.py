"""Smoothing a signal as a recipe says: which engine, with which width in samples."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science import companions
from server.science.gaussian.options import Options
from server.science.response import Response, of_gaussian, of_mean, of_savgol
from server.science.smoothing import Mode, Tier, smooth_part, smoothed_extremes
from server.science.uneven import smooth_along
from server.science.widths import sigma_from
from server.tools.words import significant
from server.workbench.extremes import PIECE, Extremes, in_pieces
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.steps import Step

NAMES = {"savgol": "Savitzky–Golay", "median": "Median", "mean": "Moving average"}
ORDERS = ("", ", slope", ", curvature")

SLOW_PIECE = 2**16  # samples: a median of them takes a second at worst

Cancelled = Callable[[], bool]


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True)
class Smoother:
    """One smoothing of ``signal``. ``sigma`` is in samples; other methods have its cut-off."""

    name: str  # smooth, also1 or also2
    step: Step
    sigma: float
    signal: Signal = field(repr=False)
    mode: Mode
    options: Options
    window: companions.Filter | None = None  # where it is no Gaussian
    along: bool = False  # whether the kernel is laid out in units of x

    @property
    def words(self) -> str:
        """What a legend says."""
        if self.window is not None:
            order = ORDERS[self.step.order]
            return f"{NAMES[self.window.method]}, {self.window.window:,} samples{order}"
        if self.along:
            unit = f" {self.signal.x_label.unit}".rstrip()
            return f"Gaussian, σ = {significant(self.sigma * self.signal.positions.step)}{unit}"
        return f"Gaussian, σ = {significant(self.sigma)} samples{ORDERS[self.step.order]}"

    @property
    def response(self) -> Response | None:
        """What it lets through, in cycles per sample; None of a median, which is not linear."""
        if self.window is None:
            return of_gaussian(self.sigma, self.options["truncate"], self.step.order)
        if self.window.method == "savgol":
            return of_savgol(self.window.window, self.window.degree, self.step.order)
        return of_mean(self.window.window) if self.window.method == "mean" else None

    @property
    def piece(self) -> int:
        """How many samples are worked out before somebody is asked whether they are wanted."""
        return PIECE if self.window is None and not self.along else SLOW_PIECE

    def part(self, first: int, last: int) -> NDArray[np.float64]:
        """The smoothed values from ``first`` to before ``last``. Raises InputError."""
        y = self.signal.y
        if self.window is not None:
            return companions.part(y, first, last, self.window)
        if self.along:
            return smooth_along(
                self.signal.positions.part(0, len(y)),
                y,
                self.sigma * self.signal.positions.step,
                start=first,
                stop=last,
                truncate=self.options["truncate"],
                min_weight=self.options["min_weight"],
                fill=self.options["fill"],
            )
        with naming_width():
            return smooth_part(y, first, last, self.sigma, self.mode, **self.options)

    def extremes(self, edges: NDArray[np.int64], tier: Tier, cancelled: Cancelled) -> Extremes:
        """The extremes of the smoothed values from each of ``edges`` to before the next.

        Raises Cancelled (of either room), InputError.
        """
        if self.window is not None or self.along:
            return in_pieces(edges, self.part, cancelled, self.piece)
        options = Options(**{**self.options, "tier": tier})
        with naming_width():
            return smoothed_extremes(
                self.signal.y, edges, self.sigma, self.mode, cancelled=cancelled, **options
            )


@contextmanager
def naming_width() -> Iterator[None]:
    """The engine knows a sigma; who asked gave a width: that is named where sigma is refused."""
    try:
        yield
    except InputError as error:
        if error.field != "sigma":
            raise
        allowed = f"sigma in samples: {error.allowed}"
        raise InputError("width", error.message, allowed) from error


def smoothers(signal: Signal, recipe: Recipe) -> list[Smoother]:
    """The smoothings of ``recipe``, without those that are none. Raises InputError."""
    found = zip(("smooth", "also1", "also2"), recipe.steps(), strict=False)
    return [smoother(signal, recipe, n, step) for n, step in found if step.method != "none"]


def smoother(signal: Signal, recipe: Recipe, name: str, step: Step) -> Smoother:
    """One smoothing of ``signal``. Raises InputError naming the parameter that does not fit."""
    sigma = sigma_from(step.width, step.unit, signal.positions.step)
    options = Options(
        cval=recipe.cval,
        order=step.order,
        truncate=recipe.truncate,
        min_weight=recipe.min_weight,
        fill=recipe.fill,
    )
    along = recipe.spacing == "x" and step.method == "gaussian" and signal.spaced != "even"
    if step.order and (along or step.method in {"median", "mean"}):
        who = "a kernel in units of x" if along else NAMES[step.method].lower()
        raise InputError("order", f"cannot be had of {who}", "0")
    return Smoother(
        name, step, sigma, signal, recipe.edges, options, _window(recipe, step, sigma), along
    )


def _window(recipe: Recipe, step: Step, sigma: float) -> companions.Filter | None:
    if step.method not in companions.COMPANIONS:
        return None
    return companions.Filter(
        step.method,
        companions.window_for(step.method, sigma, recipe.degree),
        recipe.edges,
        recipe.cval,
        recipe.degree if step.method == "savgol" else 0,
        step.order,
        recipe.min_weight,
        recipe.fill,
    )
