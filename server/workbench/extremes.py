"""The extremes of a signal in each of many stretches, infinities passed over."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import Cancelled
from server.science.bins import minmax_bins
from server.workbench.pyramids import Pyramid
from server.workbench.signal import Signal

Extremes = tuple[NDArray[np.float64], NDArray[np.float64]]
Indices = NDArray[np.int64]

PIECE = 2**20  # samples worked out together
DIRECT = 2**20  # samples that are looked through without a pyramid


def raw_extremes(signal: Signal, edges: Indices, pyramid: Pyramid | None = None) -> Extremes:
    """The extremes of ``signal`` from each of ``edges`` to before the next; NaN where it is empty.

    Exact, with a pyramid or without.
    """
    if pyramid is not None and edges[-1] - edges[0] > DIRECT:
        found = pyramid.extremes(signal.y, edges)
    else:
        found = minmax_bins(signal.y, edges)
    endless = np.flatnonzero(np.isinf(found[0]) | np.isinf(found[1]))
    for i in endless:
        found[0][i], found[1][i] = _finite(signal, int(edges[i]), int(edges[i + 1]))
    return found


def in_pieces(
    edges: Indices,
    make: Callable[[int, int], NDArray[np.float64]],
    cancelled: Callable[[], bool] = lambda: False,
    piece: int = PIECE,
) -> Extremes:
    """The extremes of what ``make(first, last)`` gives, never more than ``piece`` at a time.

    Raises Cancelled soon after ``cancelled`` says so.
    """
    low = np.full(len(edges) - 1, np.nan)
    high = low.copy()
    for start in range(int(edges[0]), int(edges[-1]), piece):
        if cancelled():
            raise Cancelled("The view was overtaken by a newer one.")
        stop = min(start + piece, int(edges[-1]))
        first = int(np.searchsorted(edges, start, side="right")) - 1
        last = int(np.searchsorted(edges, stop, side="left"))
        inner = np.clip(edges[first : last + 1], start, stop) - start
        lows, highs = minmax_bins(make(start, stop), inner)
        np.fmin(low[first:last], lows, out=low[first:last])
        np.fmax(high[first:last], highs, out=high[first:last])
    return low, high


def _finite(signal: Signal, first: int, last: int) -> tuple[float, float]:
    """The extremes of the finite values in one stretch."""
    low, high = np.inf, -np.inf
    for start in range(first, last, PIECE):
        part = signal.y[start : min(start + PIECE, last)]
        finite = part[np.isfinite(part)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (np.nan, np.nan)
