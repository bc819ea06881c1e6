"""Statistics of long sequences, a piece at a time: moments, extremes, and where these lie."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

CACHED = 2**15  # values looked at together: they stay in the processor's cache
LARGE = 1e140  # squares of larger values, and sums of these, may overflow


@dataclass
class Tally:
    """What the values seen so far come to; those that are not finite are gaps.

    Means and squares are combined by Chan, Golub and LeVeque, “Updating formulae and a pairwise
    algorithm for computing sample variances”, 1979. ``scale`` is a power of two by which values
    are divided, so that no square overflows.
    """

    scale: float = 1.0
    count: int = 0
    gaps: int = 0
    mean: float = 0.0
    squares: float = 0.0  # of the distances from the mean
    low: tuple[float, int] = field(default=(math.inf, -1))  # value and place
    high: tuple[float, int] = field(default=(-math.inf, -1))

    def add(self, values: NDArray[np.float64], first: int) -> None:
        """Take in ``values`` (m,), which begin at the place ``first``."""
        for start in range(0, len(values), CACHED):
            self._add(values[start : start + CACHED], first + start)

    def _add(self, values: NDArray[np.float64], first: int) -> None:
        known = np.isfinite(values)
        whole = bool(known.all())
        kept = values if whole else values[known]
        self.gaps += len(values) - len(kept)
        if not len(kept):
            return
        lowest = int(np.argmin(values if whole else np.where(known, values, np.inf)))
        highest = int(np.argmax(values if whole else np.where(known, values, -np.inf)))
        if values[lowest] < self.low[0]:
            self.low = float(values[lowest]), first + lowest
        if values[highest] > self.high[0]:
            self.high = float(values[highest]), first + highest
        scaled = kept if self.scale == 1 else kept / self.scale
        mean = float(scaled.mean())
        apart, share = mean - self.mean, len(kept) / (self.count + len(kept))
        around = scaled - mean
        around *= around
        self.squares += float(around.sum()) + apart**2 * self.count * share
        self.mean += apart * share
        self.count += len(kept)

    def told(self) -> dict[str, float | int | None]:
        """Count, gaps, mean, standard deviation (divided by n), root mean square, extremes."""
        if not self.count:
            names = ("mean", "std", "rms", "minimum", "maximum")
            return {"count": 0, "gaps": self.gaps, **dict.fromkeys(names)}
        variance = self.squares / self.count
        return {
            "count": self.count,
            "gaps": self.gaps,
            "mean": self.mean * self.scale,
            "std": math.sqrt(variance) * self.scale,
            "rms": math.sqrt(variance + self.mean**2) * self.scale,
            "minimum": self.low[0],
            "maximum": self.high[0],
        }


def scale_for(low: float, high: float) -> float:
    """A power of two that brings values from ``low`` to ``high`` to about one; 1 mostly."""
    largest = max(abs(low), abs(high))
    fits = 1 / LARGE < largest < LARGE
    return 1.0 if fits or not 0 < largest < math.inf else 2.0 ** (math.frexp(largest)[1] - 1)
