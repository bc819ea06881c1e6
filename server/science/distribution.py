"""How values are distributed: a histogram, and moments of its shape."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.excerpt import scale_of

Array = NDArray[np.float64]

MOST_BINS = 200
LOOKED_AT = 2**20  # values
QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True)
class Distribution:
    """Counts (m,) between edges (m + 1,), quantiles at ``QUANTILES``, and the shape.

    ``skewness`` and ``kurtosis`` (above that of the normal distribution) are None of a constant.
    ``words`` say which values were looked at, "" for all.
    """

    edges: Array
    counts: NDArray[np.int64]
    quantiles: Array
    skewness: float | None
    kurtosis: float | None
    words: str


def distribution(values: NDArray[Any]) -> Distribution | None:
    """The distribution of the finite ``values`` (n,); None where there are none.

    Bins as wide as Freedman and Diaconis would have them (Z. Wahrscheinlichkeitstheorie 57, 453,
    1981), at most ``MOST_BINS``. Of more than ``LOOKED_AT`` values every k-th is looked at.
    """
    every = max(-(-len(values) // LOOKED_AT), 1)
    part = np.asarray(values[::every], dtype=np.float64)
    part = part[np.isfinite(part)]
    if not len(part):
        return None
    scale = scale_of(part)
    scaled = part / scale  # the range of the largest numbers would be no number
    quantiles = np.quantile(scaled, QUANTILES)
    low, high = float(quantiles[0]), float(quantiles[-1])
    wide = 2 * float(quantiles[4] - quantiles[2]) / len(part) ** (1 / 3)
    bins = round(min((high - low) / wide, MOST_BINS)) if wide > 0 else 0
    if not high > low:
        margin = max(abs(low), 1.0) * 0.25
        counts, edges = np.array([len(part)]), np.array([low - margin, low + margin])
    else:
        counts, edges = _histogram(scaled, low, high, max(bins, min(len(part), 10)))
    centred = scaled - scaled.mean()
    spread = float(np.sqrt(np.mean(centred**2)))
    standard = centred / spread if spread > 0 else None
    return Distribution(
        edges * scale,
        counts,
        quantiles * scale,
        None if standard is None else float(np.mean(standard**3)),
        None if standard is None else float(np.mean(standard**4)) - 3,
        f"From every {every:,}th value." if every > 1 else "",
    )


def _histogram(
    values: Array, low: float, high: float, bins: int
) -> tuple[NDArray[np.int64], Array]:
    """As ``numpy.histogram``, also where neighbouring edges are the same number."""
    edges = np.linspace(low, high, bins + 1)
    if (np.diff(edges) <= 0).any():
        edges = np.array([low, high])
    counts, _ = np.histogram(values, edges)
    return np.asarray(counts, dtype=np.int64), edges
