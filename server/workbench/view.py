"""What is drawn of a signal: the extremes of every pixel column, or the samples themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from server.workbench.bins import Extremes, minmax_bins
from server.workbench.curves import Call, smoothed_bins, smoothed_part
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.transport import Curve

Part = Literal["raw", "smooth", "also", "residual"]
PARTS: tuple[Part, ...] = ("raw", "smooth", "also", "residual")
SPARSE = 2  # samples a pixel column up to which each is drawn


@dataclass(frozen=True)
class Window:
    """The visible part of a signal on ``pixels`` columns: positions, and samples by number."""

    start: float
    stop: float
    pixels: int
    first: int
    last: int  # before which it ends
    edges: NDArray[np.int64] = field(repr=False)  # the samples of column i: edges[i] to edges[i+1]

    @property
    def visible(self) -> int:
        """How many samples lie in it."""
        return self.last - self.first

    @property
    def sparse(self) -> bool:
        """Whether the samples are few enough to be drawn one by one."""
        return self.visible <= SPARSE * self.pixels


def window_of(signal: Signal, start: float | None, stop: float | None, pixels: int) -> Window:
    """The window from ``start`` to ``stop`` (both included), by default of everything.

    The same for all ways that lead to it: the columns' borders lie at whole shares of it.
    """
    low, high = signal.positions.extent
    start = low if start is None else start
    stop = high if stop is None else stop
    if not stop > start:  # only one end was given, beyond the data's other
        start, stop = min(start, stop), max(start, stop) + (1.0 if start == stop else 0.0)
    borders = start + (stop - start) * (np.arange(pixels + 1) / pixels)
    edges = signal.positions.index(borders)
    edges[-1] = signal.positions.after(stop)
    return Window(start, stop, pixels, int(edges[0]), int(edges[-1]), edges)


def raw_curve(signal: Signal, window: Window) -> Curve:
    """The signal as it is."""
    if window.sparse:
        first, last = _with_neighbours(signal, window)
        return points("raw", str(signal.label), signal, window, first, signal.y[first:last])
    return columns("raw", str(signal.label), minmax_bins(signal.y, window.edges))


def smooth_curve(signal: Signal, window: Window, call: Call, name: str) -> Curve:
    """The signal smoothed, then thinned: never the other way round."""
    if window.sparse:
        first, last = _with_neighbours(signal, window)
        return points(
            name, call.words, signal, window, first, smoothed_part(signal, call, first, last)
        )
    return columns(name, call.words, smoothed_bins(signal, call, window.edges))


def residual_curve(signal: Signal, window: Window, call: Call) -> Curve:
    """What smoothing took away: the signal less the smoothed."""
    words = "Residual"
    if window.sparse:
        first, last = _with_neighbours(signal, window)
        rest = signal.y[first:last].astype(np.float64) - smoothed_part(signal, call, first, last)
        return points("residual", words, signal, window, first, rest)
    rest = signal.y[window.first : window.last] - smoothed_part(
        signal, call, window.first, window.last
    )
    return columns("residual", words, minmax_bins(rest, window.edges - window.first))


def columns(name: str, words: str, extremes: Extremes) -> Curve:
    """A curve told by its extremes in each pixel column."""
    return Curve(name, "columns", words, {"min": extremes[0], "max": extremes[1]})


def points(
    name: str, words: str, signal: Signal, window: Window, first: int, y: NDArray[Any]
) -> Curve:
    """A curve told by its samples from ``first`` on."""
    x = signal.positions.part(first, first + len(y)) - window.start
    return Curve(name, "points", words, {"x": x, "y": np.asarray(y, dtype=np.float64)})


def header(
    signal: Signal, window: Window, curves: Sequence[Curve], tier: str, recipe: Recipe
) -> dict[str, Any]:
    """What is told of the curves."""
    places = signal.positions
    return {
        "tier": tier,
        "x": {
            "kind": signal.x_kind,
            "name": signal.x_label.name,
            "unit": signal.x_label.unit,
            "label": str(signal.x_label),
            "from": window.start,
            "to": window.stop,
            "extent": places.extent,
        },
        "y": {"name": signal.label.name, "unit": signal.label.unit, "label": str(signal.label)},
        "total": len(signal),
        "visible": window.visible,
        "drawn": sum(
            len(next(iter(c.arrays.values()))) * (len(c.arrays) if c.form == "columns" else 1)
            for c in curves
            if c.name == "raw"
        ),
        "columns": window.pixels,
        "signal": {"spaced": signal.spaced, "step": places.step, "regular": places.values is None},
        "notes": list(signal.notes),
        "recipe": recipe.pairs(),
    }


def _with_neighbours(signal: Signal, window: Window) -> tuple[int, int]:
    """The visible samples and one more on either side, so that lines lead out of the picture."""
    return max(window.first - 1, 0), min(window.last + 1, len(signal))
