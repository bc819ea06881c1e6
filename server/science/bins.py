"""The smallest and largest value in each stretch of a long sequence."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def minmax_bins(values: NDArray[Any], edges: ArrayLike) -> tuple[Floats, Floats]:
    """The extremes of ``values[edges[i]:edges[i + 1]]`` for each i.

    ``values`` has shape (n,); ``edges`` are m + 1 indices from 0 to n that never fall. Returns the
    minima and the maxima, each of shape (m,). NaNs are passed over; a stretch without a value, or
    with nothing but NaNs, gives NaN.
    """
    bounds = checked_edges(edges, len(values))
    return _extremes(values, bounds)


def block_minmax(values: NDArray[Any], block: int) -> tuple[Floats, Floats]:
    """The extremes of each ``block`` successive ``values``; the last may be of fewer."""
    bounds = np.append(np.arange(0, len(values), block, dtype=np.int64), len(values))
    return _extremes(values, bounds)


def checked_edges(edges: ArrayLike, n: int) -> NDArray[np.int64]:
    """``edges`` as whole numbers. Raises ValueError where they fall or leave 0 … n."""
    bounds = np.asarray(edges, dtype=np.int64)
    if bounds.ndim != 1 or len(bounds) < 1:
        raise ValueError("edges must be a sequence of one index or more")
    if bounds[0] < 0 or bounds[-1] > n or (np.diff(bounds) < 0).any():
        raise ValueError(f"edges must rise from 0 or more to {n} or less")
    return bounds


def _extremes(values: NDArray[Any], bounds: NDArray[np.int64]) -> tuple[Floats, Floats]:
    minima = np.full(len(bounds) - 1, np.nan)
    maxima = minima.copy()
    filled = np.flatnonzero(np.diff(bounds) > 0)
    if filled.size:
        part = np.asarray(values[bounds[0] : bounds[-1]])
        starts = bounds[filled] - bounds[0]
        minima[filled] = np.fmin.reduceat(part, starts)
        maxima[filled] = np.fmax.reduceat(part, starts)
    return minima, maxima
