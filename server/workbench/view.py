"""What is drawn of a signal: the extremes of every pixel column, or the samples themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from server.science.smoothing import Tier
from server.workbench.curves import Cancelled, Smoother, never, smoothers
from server.workbench.extremes import Extremes, in_pieces, raw_extremes
from server.workbench.preview import preview_extremes
from server.workbench.pyramids import Pyramid
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.transport import Curve

Part = Literal["raw", "smooth", "also", "residual"]
SPARSE = 2  # samples a pixel column up to which each is drawn


@dataclass(frozen=True)
class Window:
    """The visible part of a signal on ``pixels`` columns: positions, and samples by number."""

    start: float
    stop: float
    pixels: int
    edges: NDArray[np.int64] = field(repr=False)  # the samples of column i: edges[i] to edges[i+1]

    @property
    def first(self) -> int:
        """The first visible sample."""
        return int(self.edges[0])

    @property
    def last(self) -> int:
        """The one after the last visible sample."""
        return int(self.edges[-1])

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
    first, last = low if start is None else start, high if stop is None else stop
    if not last > first:  # only one end was given, beyond the data's other
        size = max(1.0, 1e-9 * abs(first), 1e-9 * abs(last))
        first, last = (first, first + size) if stop is None else (last - size, last)
    borders = first + (last - first) * (np.arange(pixels + 1) / pixels)
    edges = signal.positions.index(borders)
    edges[-1] = max(signal.positions.after(last), int(edges[-2]))
    return Window(first, last, pixels, edges)


@dataclass(frozen=True)
class Scene:
    """A signal, the part of it that is seen, and how exactly it has to be told."""

    signal: Signal
    window: Window
    pyramid: Pyramid | None = None
    tier: Tier = "exact"
    cancelled: Cancelled = never

    def curves(self, recipe: Recipe, parts: Sequence[str]) -> list[Curve]:
        """What ``recipe`` asks for of ``parts``; derivatives leave no residual.

        Raises Cancelled, InputError.
        """
        found = [self.raw()] if "raw" in parts else []
        for smoother in smoothers(self.signal, recipe):
            own = smoother.name == "smooth"
            if ("smooth" if own else "also") in parts:
                found.append(self.smooth(smoother))
            if own and "residual" in parts and not smoother.step.order:
                found.append(self.residual(smoother))
        return found

    def raw(self) -> Curve:
        """The signal as it is."""
        words = str(self.signal.label)
        if self.window.sparse:
            first, last = self._with_neighbours()
            return self._points("raw", words, first, self.signal.y[first:last])
        return _columns("raw", words, raw_extremes(self.signal, self.window.edges, self.pyramid))

    def smooth(self, smoother: Smoother) -> Curve:
        """The signal smoothed, then thinned: never the other way round."""
        if self.window.sparse:
            first, last = self._with_neighbours()
            return self._points(smoother.name, smoother.words, first, smoother.part(first, last))
        found = None
        edges = self.window.edges
        if self.tier == "preview" and self.pyramid is not None:
            found = preview_extremes(self.pyramid, smoother, edges, self.cancelled)
        if found is None:
            found = smoother.extremes(edges, self.tier, self.cancelled)
        return _columns(smoother.name, smoother.words, found)

    def residual(self, smoother: Smoother) -> Curve:
        """What smoothing took away: the signal less the smoothed."""
        y = self.signal.y

        def rest(first: int, last: int) -> NDArray[np.float64]:
            part = np.asarray(y[first:last], dtype=np.float64)
            with np.errstate(invalid="ignore"):
                found: NDArray[np.float64] = part - smoother.part(first, last)
            return found

        if self.window.sparse:
            first, last = self._with_neighbours()
            return self._points("residual", "Residual", first, rest(first, last))
        found = in_pieces(self.window.edges, rest, self.cancelled, smoother.piece)
        return _columns("residual", "Residual", found)

    def _with_neighbours(self) -> tuple[int, int]:
        """The visible samples and one more on either side, so that lines lead out of the view."""
        return max(self.window.first - 1, 0), min(self.window.last + 1, len(self.signal))

    def _points(self, name: str, words: str, first: int, y: NDArray[Any]) -> Curve:
        x = self.signal.positions.part(first, first + len(y)) - self.window.start
        values = np.array(y, dtype=np.float64)
        values[np.isinf(values)] = np.nan
        return Curve(name, "points", words, {"x": x, "y": values})


def _columns(name: str, words: str, extremes: Extremes) -> Curve:
    return Curve(name, "columns", words, {"min": extremes[0], "max": extremes[1]})
