"""The smallest and largest value in each of many stretches of a sequence."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Extremes = tuple[NDArray[np.float64], NDArray[np.float64]]

PIECE = 2**21  # values looked at together


def minmax_bins(values: NDArray[Any], edges: NDArray[np.int64]) -> Extremes:
    """Minimum and maximum of ``values[edges[i]:edges[i + 1]]`` for each i, NaN passed over.

    ``edges`` ascends; both results have one entry less, NaN for a stretch without a value.
    """
    low = np.full(len(edges) - 1, np.nan)
    high = np.full(len(edges) - 1, np.nan)
    first = 0
    while first < len(low):  # as many stretches at a time as fill a piece
        last = int(np.searchsorted(edges, edges[first] + PIECE, side="right")) - 1
        last = min(max(last, first + 1), len(low))
        cut = edges[first : last + 1] - edges[first]
        part = np.asarray(values[edges[first] : edges[last]])
        filled = np.flatnonzero(np.diff(cut))
        if filled.size:
            low[first + filled] = np.fmin.reduceat(part, cut[filled])
            high[first + filled] = np.fmax.reduceat(part, cut[filled])
        first = last
    return low, high
